//! The calendar: milestones in order, the phase at an instant, and the only change of a frozen
//! calendar: a future milestone moves later.

use super::{
    CALENDAR_ORDER, EXTENSION_BEYOND_NEXT, EXTENSION_NOT_LATER, MILESTONE_PASSED,
    OBJECTIONS_SHORTENED,
};
use crate::features::calls::{Calendar, Call, Milestone, State};
use crate::kernel::access::Phase;
use crate::kernel::clock::Timestamp;
use crate::kernel::errors::{FieldError, common::field};

/// Milestones that are not after the one before.
pub(super) fn check(calendar: &Calendar) -> Vec<FieldError> {
    // Results may be released the moment the verification ends.
    let is_out_of_order = |(earlier, later): &(Milestone, Milestone)| match later {
        Milestone::AdministrativeResultsAt => calendar.of(*later) < calendar.of(*earlier),
        _ => calendar.of(*later) <= calendar.of(*earlier),
    };
    let pairs = calendar.milestones().zip(calendar.milestones().skip(1));
    pairs
        .filter(is_out_of_order)
        .map(|(earlier, later)| {
            FieldError::new(later.path(), CALENDAR_ORDER).with("previous", earlier.name())
        })
        .collect()
}

/// The phase at `now`. It follows the calendar with one exception: results count as announced only
/// when they are, so an unfinished plenary stays in the phase `plenary`, however late.
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
        (calendar.review_begins_at(), Phase::Screening),
        (calendar.review_ends_at, Phase::Review),
    ];
    milestones
        .into_iter()
        .find(|(until, _)| now < *until)
        .map_or(Phase::Plenary, |(_, phase)| phase)
}

/// The end of objections if the results were announced at `announced_at`. A late announcement must
/// not shorten the objection window, so the planned length counts from the announcement.
pub fn objections_end(calendar: &Calendar, announced_at: Timestamp) -> Timestamp {
    let window = calendar.objections_end_at.micros() - calendar.announcement_at.micros();
    let counted = Timestamp::from_micros(announced_at.micros().saturating_add(window));
    calendar.objections_end_at.max(counted)
}

/// The calendar in force after `milestone` moves to `to`.
///
/// # Errors
/// The milestone has passed; `to` is not later, or not before the next milestone; the objection
/// window would become shorter than announced.
pub fn extend(
    call: &Call,
    milestone: Milestone,
    to: Timestamp,
    now: Timestamp,
) -> Result<Calendar, FieldError> {
    let current = call.calendar.of(milestone);
    let is_out = milestone == Milestone::AnnouncementAt && call.announced_at.is_some();
    if current <= now || is_out {
        return Err(FieldError::new("milestone", MILESTONE_PASSED).with("instant", current));
    }
    if to <= current {
        return Err(FieldError::new("to", EXTENSION_NOT_LATER).with("instant", current));
    }
    if let Some(next) = call.calendar.after(milestone)
        && to >= call.calendar.of(next)
    {
        let fault = FieldError::new("to", EXTENSION_BEYOND_NEXT).with("next", next.name());
        return Err(fault.with("instant", call.calendar.of(next)));
    }
    let moved = call.calendar.moved(milestone, to);
    if milestone.is_administrative() && call.calendar.administrative.is_none() {
        return Err(FieldError::new("milestone", field::NOT_ONE_OF));
    }
    let shortened =
        |window: fn(&Calendar) -> i64| window(&moved) < window(&call.definition.calendar);
    let last = |calendar: &Calendar| {
        calendar.objections_end_at.micros() - calendar.announcement_at.micros()
    };
    let administrative = |calendar: &Calendar| {
        let window = calendar.administrative;
        window.map_or(0, |one| one.objections_end_at.micros() - one.results_at.micros())
    };
    if shortened(last) || shortened(administrative) {
        return Err(FieldError::new("to", OBJECTIONS_SHORTENED));
    }
    Ok(moved)
}

#[cfg(test)]
mod tests {
    use super::super::tests::{call, definition, instant, names};
    use super::*;
    use crate::features::calls::AdministrativeResults;
    use proptest::prelude::*;

    #[test]
    fn milestones_follow_one_another_and_each_that_does_not_is_named() {
        let mut calendar = definition().calendar;
        assert_eq!(check(&calendar), []);
        calendar.submissions_close_at = calendar.opens_at;
        calendar.objections_end_at = calendar.opens_at;
        assert_eq!(
            names(check(&calendar)),
            [
                ("calendar.submissions_close_at".to_owned(), "calendar_order"),
                ("calendar.objections_end_at".to_owned(), "calendar_order")
            ]
        );
    }

    #[test]
    fn every_milestone_is_the_first_instant_of_the_next_phase() {
        let call = call();
        let boundaries = [
            (call.calendar.opens_at, Phase::Scheduled, Phase::Open),
            (call.calendar.submissions_close_at, Phase::Open, Phase::Screening),
            (call.calendar.screening_ends_at, Phase::Screening, Phase::Review),
            (call.calendar.review_ends_at, Phase::Review, Phase::Plenary),
        ];
        for (at, before, after) in boundaries {
            let just_before = Timestamp::from_micros(at.micros() - 1);
            assert_eq!((call.phase(just_before), call.phase(at)), (before, after));
        }
    }

    #[test]
    fn a_plenary_lasts_until_the_results_are_out_and_objections_until_their_end() {
        let mut call = call();
        let end = call.calendar.objections_end_at;
        assert_eq!(call.phase(end.plus_days(30)), Phase::Plenary);
        call.announced_at = Some(call.calendar.announcement_at);
        let just_before = Timestamp::from_micros(end.micros() - 1);
        assert_eq!((call.phase(just_before), call.phase(end)), (Phase::Announced, Phase::Closed));
    }

    #[test]
    fn drafts_and_cancelled_calls_have_no_clock() {
        let mut call = call();
        for (state, phase) in [(State::Draft, Phase::Draft), (State::Cancelled, Phase::Cancelled)] {
            call.state = state;
            assert_eq!(call.phase(call.calendar.submissions_close_at), phase);
        }
    }

    #[test]
    fn a_late_announcement_keeps_the_window_and_an_early_one_the_end() {
        let calendar = definition().calendar;
        let late = calendar.announcement_at.plus_days(3);
        assert_eq!(objections_end(&calendar, late), calendar.objections_end_at.plus_days(3));
        let early = calendar.announcement_at.plus_days(-3);
        assert_eq!(objections_end(&calendar, early), calendar.objections_end_at);
    }

    /// The usual call with four days between verification and review.
    fn with_results() -> Call {
        let mut call = call();
        let mut definition = definition();
        definition.calendar.administrative = Some(AdministrativeResults {
            results_at: instant("2027-01-10T10:00:00Z"),
            objections_end_at: instant("2027-01-13T10:00:00Z"),
            review_begins_at: instant("2027-01-14T10:00:00Z"),
        });
        call.calendar = definition.calendar.clone();
        call.definition = std::sync::Arc::new(definition);
        call
    }

    #[test]
    fn the_review_begins_when_the_administrative_objections_are_through() {
        let call = with_results();
        assert_eq!(check(&call.calendar), []);
        let at = |text: &str| call.phase(instant(text));
        assert_eq!(at("2027-01-14T09:59:59Z"), Phase::Screening);
        assert_eq!(at("2027-01-14T10:00:00Z"), Phase::Review);
        let open = |text: &str| call.calendar.administrative_window(instant(text)).is_some();
        assert!(!open("2027-01-10T09:59:59Z") && open("2027-01-10T10:00:00Z"));
        assert!(open("2027-01-13T09:59:59Z") && !open("2027-01-13T10:00:00Z"));
        let mut wrong = call.calendar.clone();
        wrong = wrong.moved(Milestone::AdministrativeResultsAt, instant("2027-01-10T09:00:00Z"));
        wrong = wrong.moved(Milestone::ReviewBeginsAt, instant("2027-01-25T10:00:00Z"));
        assert_eq!(
            names(check(&wrong)),
            [
                ("calendar.administrative.results_at".to_owned(), "calendar_order"),
                ("calendar.review_ends_at".to_owned(), "calendar_order")
            ]
        );
    }

    #[test]
    fn the_window_of_the_administrative_results_is_not_shortened_and_only_those_have_it_who_announced_it()
     {
        let (call, now) = (with_results(), instant("2027-01-09T00:00:00Z"));
        let results = Milestone::AdministrativeResultsAt;
        let fault = extend(&call, results, instant("2027-01-11T10:00:00Z"), now).unwrap_err();
        assert_eq!(fault.code.name, "objections_shortened");
        let end = Milestone::AdministrativeObjectionsEndAt;
        let moved = extend(&call, end, instant("2027-01-14T09:00:00Z"), now).unwrap();
        assert_eq!(moved.of(end), instant("2027-01-14T09:00:00Z"));
        let without = super::super::tests::call();
        let late = instant("2027-01-12T10:00:00Z");
        assert_eq!(extend(&without, results, late, now).unwrap_err().code.name, "not_one_of");
    }

    fn refusal(milestone: Milestone, to: &str, now: &str) -> Option<&'static str> {
        let fault = extend(&call(), milestone, instant(to), instant(now)).err();
        fault.map(|fault| fault.code.name)
    }

    #[test]
    fn a_milestone_moves_later_only_and_stays_before_the_next() {
        let closes = Milestone::SubmissionsCloseAt;
        let now = "2026-12-20T00:00:00Z";
        assert_eq!(refusal(closes, "2027-01-03T10:00:00Z", now), None);
        assert_eq!(refusal(closes, "2026-12-30T10:00:00Z", now), Some("extension_not_later"));
        assert_eq!(refusal(closes, "2026-12-31T10:00:00Z", now), Some("extension_not_later"));
        assert_eq!(refusal(closes, "2027-01-10T10:00:00Z", now), Some("extension_beyond_next"));
    }

    #[test]
    fn a_milestone_that_has_passed_does_not_move() {
        let closes = Milestone::SubmissionsCloseAt;
        let later = "2027-01-03T10:00:00Z";
        assert_eq!(refusal(closes, later, "2026-12-31T09:59:59Z"), None);
        assert_eq!(refusal(closes, later, "2026-12-31T10:00:00Z"), Some("milestone_passed"));
    }

    #[test]
    fn a_later_announcement_must_not_eat_the_window_for_objections() {
        let (now, to) = ("2027-01-26T00:00:00Z", "2027-02-07T10:00:00Z");
        assert_eq!(refusal(Milestone::AnnouncementAt, to, now), Some("objections_shortened"));
        let mut call = call();
        let end = call.calendar.objections_end_at.plus_days(2);
        call.calendar = extend(&call, Milestone::ObjectionsEndAt, end, instant(now)).unwrap();
        let moved = extend(&call, Milestone::AnnouncementAt, instant(to), instant(now));
        assert_eq!(moved.unwrap().announcement_at, instant(to));
    }

    proptest! {
        #[test]
        fn no_extension_makes_anything_earlier_or_out_of_order(
            which in 0_usize..9, to_days in -10_i64..120, now_days in -5_i64..90,
        ) {
            let call = call();
            let milestone = Milestone::ALL[which];
            let (to, now) = (call.calendar.opens_at.plus_days(to_days), call.calendar.opens_at.plus_days(now_days));
            if let Ok(moved) = extend(&call, milestone, to, now) {
                prop_assert!(check(&moved).is_empty());
                for each in call.calendar.milestones() {
                    let (before, after) = (call.calendar.of(each), moved.of(each));
                    let moves = after > before && before > now;
                    prop_assert!((each == milestone && moves) || after == before);
                    prop_assert!(each != milestone || moves);
                }
            }
        }
    }
}
