//! What may be done with the decision of a call as it stands, by the rules that the acts themselves ask. Pure.

use super::{DECISION_MISSING, EMBARGO, Step, transition};
use crate::features::decisions::{Decision, State};
use crate::kernel::access::{Permission, Permitted};
use crate::kernel::clock::Timestamp;
use crate::kernel::errors::Refusal;
use crate::kernel::ids::UserId;

/// The decision that can be announced now, of the one that waits.
///
/// # Errors
/// `decision_missing` without an approved decision; `embargo` before the calendar's date.
pub fn to_announce(
    waiting: Option<&Decision>,
    announcement_at: Timestamp,
    now: Timestamp,
) -> Result<&Decision, Refusal> {
    let approved = waiting.filter(|decision| decision.state() == State::Approved);
    let decision = approved.ok_or_else(|| Refusal::new(DECISION_MISSING))?;
    if now < announcement_at {
        return Err(Refusal::new(EMBARGO).with("until", announcement_at));
    }
    Ok(decision)
}

/// Of what the table permits, what the waiting decision lets this person do.
pub fn permitted_with(
    permitted: Permitted,
    viewer: &UserId,
    waiting: Option<&Decision>,
    (announcement_at, now): (Timestamp, Timestamp),
) -> Permitted {
    let can_be_approved = |decision: &Decision| {
        transition(decision.state(), Step::Approve).is_ok()
            && decision.check_decider(viewer).is_ok()
    };
    let is_announceable = to_announce(waiting, announcement_at, now).is_ok();
    permitted
        .only_if(Permission::ProposeDecision, waiting.is_none())
        .only_if(Permission::ApproveDecision, waiting.is_some_and(can_be_approved))
        .only_if(Permission::Announce, is_announceable)
}
