//! Rules for an invitation to the plenary. Pure.

use super::{MEETING_BEFORE_REVIEW_ENDS, MEETING_ENDS_FIRST, MEETING_IN_THE_PAST, MEETING_LINK};
use crate::features::calls::Call;
use crate::features::decisions::NewMeeting;
use crate::kernel::clock::Timestamp;
use crate::kernel::errors::FieldError;
use crate::kernel::link::is_link;

/// Every fault of a meeting: it must be in the future and after the review, end after it begins,
/// and its link must be one that browsers open safely.
pub fn faults_of(meeting: &NewMeeting, call: &Call, now: Timestamp) -> Vec<FieldError> {
    let mut faults = Vec::new();
    let review_ends_at = call.calendar.review_ends_at;
    if meeting.starts_at <= now {
        faults.push(FieldError::new("starts_at", MEETING_IN_THE_PAST));
    } else if meeting.starts_at < review_ends_at {
        let fault = FieldError::new("starts_at", MEETING_BEFORE_REVIEW_ENDS);
        faults.push(fault.with("instant", review_ends_at));
    }
    if meeting.ends_at <= meeting.starts_at {
        faults.push(FieldError::new("ends_at", MEETING_ENDS_FIRST));
    }
    if meeting.link.as_deref().is_some_and(|link| !is_link(link)) {
        faults.push(FieldError::new("link", MEETING_LINK));
    }
    faults
}
