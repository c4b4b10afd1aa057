//! Opening a phase again whose end has passed, so that nobody is out because of a button or a night without a
//! server. The rules stay as they were frozen; only dates move.

use super::notices::{Reopening, tell_reopening};
use super::{CallView, find_for, record, view_again};
use crate::features::calls::rules::DECISION_STANDS;
use crate::features::calls::{Call, Extension, NewReopening, rules, store};
use crate::kernel::access::Permission;
use crate::kernel::errors::{Failure, Refusal};
use crate::kernel::ids::CallId;
use crate::kernel::input::Valid;
use crate::platform::cx::Cx;
use crate::platform::ledger::EventType;
use serde_json::json;

/// Opens a phase again for a stated time and notifies the people concerned. Each date that moves stands among the
/// extensions of the call, with the reason.
///
/// # Errors
/// `not_found`, `forbidden`, `wrong_phase`; `decision_stands` while a decision is proposed or approved; `invalid` for
/// what [`rules::reopen`] refuses.
pub fn reopen_phase(
    cx: &mut Cx<'_>,
    id: &CallId,
    new: &Valid<NewReopening>,
) -> Result<CallView, Failure> {
    let call = find_for(cx, Permission::ReopenPhase, id)?;
    rules::transition(call.state, rules::Step::Extend)?;
    if store::has_standing_decision(cx.db, id)? {
        return Err(Failure::refused(DECISION_STANDS));
    }
    let NewReopening { phase, until, reason } = new.kept()?;
    let calendar = rules::reopen(&call, (phase, until), cx.now);
    let calendar = calendar.map_err(|fault| Refusal::invalid(vec![fault]))?;
    let shifted: Vec<Extension> = rules::moves(&call.calendar, &calendar)
        .into_iter()
        .map(|(milestone, from, to)| {
            let reason = reason.clone();
            Extension { milestone, from, to, reason, extended_at: cx.now }
        })
        .collect();
    store::set_calendar(cx.db, id, &calendar)?;
    store::raise_version(cx.db, &call)?;
    for extension in &shifted {
        store::insert_extension(cx.db, id, extension, &cx.viewer.user)?;
    }
    let payload = json!({"phase": phase, "until": until, "reason": reason, "moved": shifted});
    record(cx.db, &cx.viewer.user, EventType::CallReopened, (id, payload), cx.now)?;
    let moved = Call { calendar, ..call };
    let reopening = Reopening { phase, until, reason: &reason };
    tell_reopening(cx, &moved, &reopening)?;
    view_again(cx.db, id, cx.now)
}
