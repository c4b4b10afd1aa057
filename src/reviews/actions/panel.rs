//! Taking somebody off the panel, once their desk is clear.

use super::visible_call;
use crate::access::{self, Act, Facts, Viewer};
use crate::calls;
use crate::clock::Timestamp;
use crate::db::Db;
use crate::errors::{Failure, Problem};
use crate::ids::{CallId, UserId};
use crate::reviews::rules::PANEL_MEMBER_HAS_TASKS;
use crate::reviews::store;
use serde_json::json;

/// Takes somebody off the panel. Sheets they handed in stay and count.
///
/// # Errors
/// `not_found`, `forbidden`, `wrong_phase`; `panel_member_has_tasks`, with their number, while they
/// hold tasks that are not handed in.
pub fn remove_from_panel(
    db: &mut Db,
    viewer: &Viewer,
    id: &CallId,
    user: &UserId,
    now: Timestamp,
) -> Result<(), Failure> {
    let call = visible_call(db, viewer, id, now)?;
    access::may(viewer, Act::ManagePanel, Facts::in_phase(call.phase(now)))?;
    let tasks = store::open_tasks_of(db, id, user)?;
    if tasks > 0 {
        let refusal = Problem::new(PANEL_MEMBER_HAS_TASKS).with("tasks", tasks);
        return Err(refusal.with_extra(json!({ "tasks": tasks })).into());
    }
    calls::actions::remove_from_panel(db, viewer, id, user, now)
}
