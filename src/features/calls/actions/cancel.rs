//! Cancelling a call. It stays readable, with the reason; a draft stays invisible.

use super::notices::tell_cancellation;
use super::{CallView, find_for, record, view_again};
use crate::features::calls::{Call, rules, store};
use crate::kernel::access::{Permission, Viewer};
use crate::kernel::clock::Timestamp;
use crate::kernel::errors::Failure;
use crate::kernel::ids::CallId;
use crate::platform::db::Db;
use crate::platform::ledger::EventType;
use serde_json::json;

/// Cancels a call before its results are announced. Waiting letters are withdrawn, and the people
/// concerned are notified.
///
/// # Errors
/// `not_found`, `forbidden`, `wrong_phase`; `invalid` without a reason.
pub fn cancel_call(
    db: &mut Db,
    viewer: &Viewer,
    id: &CallId,
    reason: &str,
    now: Timestamp,
) -> Result<CallView, Failure> {
    let call = find_for(db, viewer, Permission::CancelCall, id, now)?;
    let to = rules::transition(call.state, rules::Step::Cancel)?;
    Failure::when_any(rules::check_reason(reason).into_iter().collect())?;
    let reason = reason.trim();
    store::cancel(db, (&call, to), reason)?;
    let cancelled = Call { state: to, ..call };
    let taken_back = tell_cancellation(db, &cancelled, reason, now)?;
    let payload = json!({"reason": reason, "letters_taken_back": taken_back});
    record(db, &viewer.user, EventType::CallCancelled, (id, payload), now)?;
    view_again(db, id, now)
}
