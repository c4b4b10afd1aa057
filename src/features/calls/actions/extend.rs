//! Extending a phase of a frozen call: only to a later date, with a public reason.

use super::notices::tell_extension;
use super::{CallView, find_for, record, view_again};
use crate::features::calls::{Call, Extension, Milestone, rules, store};
use crate::kernel::access::{Permission, Viewer};
use crate::kernel::clock::Timestamp;
use crate::kernel::errors::{Failure, Refusal};
use crate::kernel::ids::CallId;
use crate::platform::cx::Cx;
use crate::platform::db::Db;
use crate::platform::ledger::EventType;
use serde_json::json;

/// A milestone to move, and the reason.
#[derive(Debug, Clone)]
pub struct Wish {
    pub milestone: Milestone,
    pub to: Timestamp,
    pub reason: String,
}

/// Moves a milestone later and notifies the people concerned.
///
/// # Errors
/// `not_found`, `forbidden`, `wrong_phase`; `invalid` without a reason, and for a move that
/// [`rules::extend`] refuses.
pub fn extend_call(cx: &mut Cx<'_>, id: &CallId, wish: &Wish) -> Result<CallView, Failure> {
    let call = find_for(cx, Permission::ExtendCall, id)?;
    rules::transition(call.state, rules::Step::Extend)?;
    let missing = rules::check_reason(&wish.reason);
    let calendar = match (rules::extend(&call, wish.milestone, wish.to, cx.now), missing) {
        (Ok(calendar), None) => calendar,
        (moved, missing) => {
            let faults = moved.err().into_iter().chain(missing).collect();
            return Err(Refusal::invalid(faults).into());
        }
    };
    let extension = Extension {
        milestone: wish.milestone,
        from: call.calendar.of(wish.milestone),
        to: wish.to,
        reason: wish.reason.trim().to_owned(),
        extended_at: cx.now,
    };
    store::set_calendar(cx.db, id, &calendar)?;
    store::raise_version(cx.db, &call)?;
    store::insert_extension(cx.db, id, &extension, &cx.viewer.user)?;
    record(cx.db, &cx.viewer.user, EventType::CallExtended, (id, json!(extension)), cx.now)?;
    let moved = Call { calendar, ..call };
    tell_extension(cx.db, &moved, &extension, cx.now)?;
    view_again(cx.db, id, cx.now)
}
