//! Cancelling a call. It stays readable, with the reason; a draft that nobody saw stays unseen.

use super::{CallView, find_for, record, view_again};
use crate::access::{Act, Viewer};
use crate::calls::{rules, store};
use crate::clock::Timestamp;
use crate::db::Db;
use crate::errors::Failure;
use crate::ids::CallId;
use serde_json::json;

/// Cancels a call before its results are out.
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
    let call = find_for(db, viewer, Act::CancelCall, id, now)?;
    Failure::when_any(rules::check_reason(reason).into_iter().collect())?;
    let reason = reason.trim();
    store::cancel(db, &call, reason)?;
    record(db, &viewer.user, "call.cancelled", (id, json!({"reason": reason})), now)?;
    view_again(db, id, now)
}
