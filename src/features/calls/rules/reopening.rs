//! Opening a phase again whose end has passed. The phase gets a new end, and all that comes after it moves by the
//! same time, so that nobody's window becomes shorter than it was announced.

use super::{PHASE_NOT_ENDED, REOPENING_IN_THE_PAST, REOPENING_TOO_LONG};
use crate::features::calls::{Calendar, Call, Milestone, ReopenedPhase};
use crate::kernel::clock::Timestamp;
use crate::kernel::errors::FieldError;

/// The most days from now for which a phase opens again. A year that was typed wrong would move the whole
/// calendar, and no date moves back; who needs longer extends it then.
const REOPENING_DAYS_MOST: i64 = 30;

/// The phases whose end has passed.
pub fn reopenable(call: &Call, now: Timestamp) -> Vec<ReopenedPhase> {
    let has_ended = |phase: &ReopenedPhase| call.calendar.of(phase.end()) <= now;
    ReopenedPhase::ALL.into_iter().filter(has_ended).collect()
}

/// The calendar in force after a phase is opened again until an instant.
///
/// # Errors
/// The phase has not ended; `until` is not ahead, or too far.
pub fn reopen(
    call: &Call,
    (phase, until): (ReopenedPhase, Timestamp),
    now: Timestamp,
) -> Result<Calendar, FieldError> {
    let end = call.calendar.of(phase.end());
    if end > now {
        return Err(FieldError::new("phase", PHASE_NOT_ENDED).with("instant", end));
    }
    check_until(until, now)?;
    let by = until.micros() - end.micros();
    let later = call.calendar.milestones().filter(|milestone| *milestone >= phase.end());
    Ok(later.fold(call.calendar.clone(), |calendar, milestone| {
        let to = call.calendar.of(milestone).plus_micros(by);
        calendar.moved(milestone, to)
    }))
}

/// Whether something that is over may be open again until this instant.
///
/// # Errors
/// It is not ahead, or too far.
pub fn check_until(until: Timestamp, now: Timestamp) -> Result<(), FieldError> {
    if until <= now {
        return Err(FieldError::new("until", REOPENING_IN_THE_PAST).with("now", now));
    }
    if until > now.plus_days(REOPENING_DAYS_MOST) {
        let fault = FieldError::new("until", REOPENING_TOO_LONG);
        return Err(fault.with("days", REOPENING_DAYS_MOST));
    }
    Ok(())
}

/// The milestones that differ between two calendars, with both instants.
pub fn moves(before: &Calendar, after: &Calendar) -> Vec<(Milestone, Timestamp, Timestamp)> {
    let pair = |milestone: Milestone| (milestone, before.of(milestone), after.of(milestone));
    before.milestones().map(pair).filter(|(_, from, to)| from != to).collect()
}

#[cfg(test)]
mod tests {
    use super::super::calendar::check;
    use super::super::tests::{call, instant};
    use super::*;
    use crate::kernel::access::Phase;
    use proptest::prelude::*;

    fn refusal(phase: ReopenedPhase, until: &str, now: &str) -> Option<&'static str> {
        let fault = reopen(&call(), (phase, instant(until)), instant(now)).err();
        fault.map(|fault| fault.code.name)
    }

    #[test]
    fn a_night_without_a_server_is_given_back_and_everything_after_it_moves_by_the_same_time() {
        let call = call();
        let (until, now) = (instant("2027-01-01T10:00:00Z"), instant("2026-12-31T12:00:00Z"));
        let moved = reopen(&call, (ReopenedPhase::Submission, until), now).unwrap();
        assert_eq!(moved.opens_at, call.calendar.opens_at);
        for milestone in call.calendar.milestones().skip(1) {
            assert_eq!(moved.of(milestone), call.calendar.of(milestone).plus_days(1));
        }
        let again = Call { calendar: moved.clone(), ..call.clone() };
        assert_eq!((call.phase(now), again.phase(now)), (Phase::Screening, Phase::Open));
        assert_eq!(moves(&call.calendar, &moved).len(), 5);
    }

    #[test]
    fn only_a_phase_that_has_ended_opens_again_and_only_for_a_time_that_is_ahead_and_short() {
        let review = ReopenedPhase::Review;
        let now = "2027-01-26T00:00:00Z";
        assert_eq!(refusal(review, "2027-01-27T00:00:00Z", now), None);
        assert_eq!(refusal(review, now, now), Some("reopening_in_the_past"));
        assert_eq!(refusal(review, "2027-02-25T00:00:00Z", now), None);
        assert_eq!(refusal(review, "2027-02-25T00:00:01Z", now), Some("reopening_too_long"));
        let before = "2027-01-25T09:59:59Z";
        assert_eq!(refusal(review, "2027-01-27T00:00:00Z", before), Some("phase_not_ended"));
    }

    #[test]
    fn what_can_be_opened_again_is_what_has_ended() {
        use ReopenedPhase::{Review, Screening, Submission};
        let offered = |now: &str| reopenable(&call(), instant(now));
        assert_eq!(offered("2026-12-31T09:59:59Z"), []);
        assert_eq!(offered("2026-12-31T10:00:00Z"), [Submission]);
        assert_eq!(offered("2027-01-10T10:00:00Z"), [Submission, Screening]);
        assert_eq!(offered("2027-01-25T10:00:00Z"), [Submission, Screening, Review]);
    }

    proptest! {
        #[test]
        fn no_reopening_makes_anything_earlier_or_shorter_or_out_of_order(
            which in 0_usize..3, hours in -10_i64..800, now_days in -5_i64..120,
        ) {
            let call = call();
            let phase = ReopenedPhase::ALL[which];
            let now = call.calendar.opens_at.plus_days(now_days);
            let until = now.plus_seconds(hours * 3600);
            if let Ok(moved) = reopen(&call, (phase, until), now) {
                prop_assert!(check(&moved).is_empty());
                prop_assert_eq!(moved.of(phase.end()), until);
                for (one, next) in call.calendar.milestones().zip(call.calendar.milestones().skip(1)) {
                    let length = |calendar: &Calendar| calendar.of(next).micros() - calendar.of(one).micros();
                    prop_assert!(length(&moved) >= length(&call.calendar));
                }
            }
        }
    }
}
