//! Cancelling a call. It stays readable, with the reason; a draft stays invisible.

use super::notices::tell_cancellation;
use super::{CallView, find_for, record, view_again};
use crate::features::calls::{Call, Cancellation, rules, store};
use crate::kernel::access::Permission;
use crate::kernel::errors::Failure;
use crate::kernel::ids::CallId;
use crate::kernel::input::Valid;
use crate::platform::cx::Cx;
use crate::platform::ledger::EventType;
use serde_json::json;

/// Cancels a call before its results are announced. Waiting letters are withdrawn, and the people
/// concerned are notified.
///
/// # Errors
/// `not_found`, `forbidden`, `wrong_phase`.
pub fn cancel_call(
    cx: &mut Cx<'_>,
    id: &CallId,
    cancellation: &Valid<Cancellation>,
) -> Result<CallView, Failure> {
    let call = find_for(cx, Permission::CancelCall, id)?;
    let to = rules::transition(call.state, rules::Step::Cancel)?;
    let Cancellation { reason } = cancellation.kept()?;
    store::cancel(cx.db, (&call, to), &reason)?;
    let cancelled = Call { state: to, ..call };
    let taken_back = tell_cancellation(cx.db, &cancelled, &reason, cx.now)?;
    let payload = json!({"reason": reason, "letters_taken_back": taken_back});
    record(cx.db, &cx.viewer.user, EventType::CallCancelled, (id, payload), cx.now)?;
    view_again(cx.db, id, cx.now)
}
