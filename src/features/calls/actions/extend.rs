//! Extending a phase of a frozen call: only to a later date, with a public reason.

use super::notices::tell_extension;
use super::{CallView, find_for, record, view_again};
use crate::features::calls::{Call, Extension, NewExtension, rules, store};
use crate::kernel::access::Permission;
use crate::kernel::errors::{Failure, Refusal};
use crate::kernel::ids::CallId;
use crate::kernel::input::Valid;
use crate::platform::cx::Cx;
use crate::platform::ledger::EventType;
use serde_json::json;

/// Moves a milestone later and notifies the people concerned.
///
/// # Errors
/// `not_found`, `forbidden`, `wrong_phase`; `invalid` for a move that [`rules::extend`] refuses.
pub fn extend_call(
    cx: &mut Cx<'_>,
    id: &CallId,
    new: &Valid<NewExtension>,
) -> Result<CallView, Failure> {
    let call = find_for(cx, Permission::ExtendCall, id)?;
    rules::transition(call.state, rules::Step::Extend)?;
    let NewExtension { milestone, to, reason } = new.kept()?;
    let calendar = rules::extend(&call, milestone, to, cx.now);
    let calendar = calendar.map_err(|fault| Refusal::invalid(vec![fault]))?;
    let extension =
        Extension { milestone, from: call.calendar.of(milestone), to, reason, extended_at: cx.now };
    store::set_calendar(cx.db, id, &calendar)?;
    store::raise_version(cx.db, &call)?;
    store::insert_extension(cx.db, id, &extension, &cx.viewer.user)?;
    record(cx.db, &cx.viewer.user, EventType::CallExtended, (id, json!(extension)), cx.now)?;
    let moved = Call { calendar, ..call };
    tell_extension(cx.db, &moved, &extension, cx.now)?;
    view_again(cx.db, id, cx.now)
}
