//! One's own sessions: listing them, and ending one from another device.

use crate::features::accounts::store;
use crate::kernel::access::{self, Facts, Permission, Relation, Viewer};
use crate::kernel::clock::Timestamp;
use crate::kernel::errors::Failure;
use crate::kernel::ids::SessionId;
use crate::platform::cx::Cx;
use crate::platform::db::Db;
use crate::platform::ledger::{self, Event, EventType, Subject};
use serde::Serialize;
use serde_json::json;

/// A session of one's own.
#[derive(Debug, Clone, Serialize, utoipa::ToSchema)]
pub struct OwnSession {
    pub id: SessionId,
    pub started_at: Timestamp,
    pub expires_at: Timestamp,
    /// Browser and system, e.g. `Firefox, Windows`; empty when the browser did not say.
    pub client: String,
    /// Whether it is the session of this request.
    pub current: bool,
}

/// The caller's valid sessions, newest first; at most a hundred.
pub fn own_sessions(cx: &mut Cx<'_>) -> Result<Vec<OwnSession>, Failure> {
    access::may(cx.viewer, Permission::ManageOwnAccount, Facts::NONE.with(Relation::Own, true))?;
    let rows = store::open_sessions(cx.db, &cx.viewer.user, cx.now)?;
    Ok(rows
        .into_iter()
        .map(|(id, started_at, expires_at, client)| {
            let current = id == cx.viewer.session;
            OwnSession { id, started_at, expires_at, client, current }
        })
        .collect())
}

/// Ends one of the caller's sessions.
///
/// # Errors
/// `not_found` for anybody else's, and for one that has ended.
pub fn end_own_session(cx: &mut Cx<'_>, id: &SessionId) -> Result<(), Failure> {
    let own = own_sessions(cx)?;
    if !own.iter().any(|session| &session.id == id) {
        return Err(Failure::not_found());
    }
    store::end_session(cx.db, id, "ended by its owner", cx.now)?;
    let event = Event {
        actor: Some(&cx.viewer.user),
        act: EventType::SessionEnded,
        subject: Subject::session(id),
        payload: json!({"reason": "ended by its owner"}),
    };
    ledger::append(cx.db, event, cx.now).map(|_| ())
}
