//! What a call may be and where it stands. Pure.

use super::{Calendar, State};
use crate::access::Phase;
use crate::clock::Timestamp;

/// The phase at `now`. The calendar moves it, with one exception: results are out when they have
/// been announced, so an unfinished plenary stays a plenary however late it is.
pub fn phase(
    state: State,
    calendar: &Calendar,
    announced_at: Option<Timestamp>,
    now: Timestamp,
) -> Phase {
    match state {
        State::Draft => return Phase::Draft,
        State::Cancelled => return Phase::Cancelled,
        State::Frozen => {}
    }
    if announced_at.is_some() {
        return if now < calendar.objections_end_at { Phase::Announced } else { Phase::Closed };
    }
    let milestones = [
        (calendar.opens_at, Phase::Scheduled),
        (calendar.submissions_close_at, Phase::Open),
        (calendar.screening_ends_at, Phase::Screening),
        (calendar.review_ends_at, Phase::Review),
    ];
    milestones
        .into_iter()
        .find(|(until, _)| now < *until)
        .map_or(Phase::Plenary, |(_, phase)| phase)
}
