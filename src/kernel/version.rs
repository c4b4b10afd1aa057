//! The version of what two people may edit: a change says which one it starts from.

use super::errors::{Failure, Refusal, common};

/// The version a change starts from; a request without one is refused with `428`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct IfMatch(pub i64);

/// Refuses a change that starts from another version than the stored one, and hands back what is
/// stored, so that nothing typed is lost.
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
