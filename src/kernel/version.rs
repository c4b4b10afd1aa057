//! Versions of what several people may edit (`If-Match`): a change says which version it is based on.

use super::errors::{Failure, Refusal, common};

/// The version that a change is based on. A request without one is refused with `428`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct IfMatch(pub i64);

/// Refuses a change that is based on another version than the stored one, and returns what is stored, so
/// that nothing typed is lost.
///
/// # Errors
/// `stale`, with both texts: `details.stored` and `details.sent`.
pub fn not_stale(
    expected: IfMatch,
    stored: i64,
    texts: impl FnOnce() -> (serde_json::Value, serde_json::Value),
) -> Result<(), Failure> {
    if expected.0 == stored {
        return Ok(());
    }
    let (stored_text, sent) = texts();
    let details = serde_json::json!({"version": stored, "stored": stored_text, "sent": sent});
    Err(Refusal::new(common::STALE).with_extra(details).into())
}
