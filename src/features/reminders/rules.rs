//! Which reminder is due, for whom, and how soon somebody may be reminded again. Pure.

use super::{Admission, Kind};
use crate::features::calls::{Call, Milestone};
use crate::kernel::access::Phase;
use crate::kernel::clock::Timestamp;
use chrono::{Days, NaiveDate};

crate::codes! {
    NOBODY_TO_REMIND = 409 "nobody_to_remind";
    REMINDED_LATELY = 409 "reminded_lately";
}

/// The minimum time between two reminders of one reviewer.
pub const PAUSE_SECONDS: i64 = 24 * 3600;

/// The longest time between a reminder and its deadline.
pub const LONGEST_DAYS: i64 = 7;

/// The beginning of a reminder's period.
pub fn due_at(kind: Kind, deadline: Timestamp) -> Timestamp {
    deadline.plus_days(-kind.days())
}

/// The one reminder before this milestone that is due now: the nearest to the deadline, so that a
/// program that was not running sends only the later one; none from the deadline on.
pub fn due(milestone: Milestone, deadline: Timestamp, now: Timestamp) -> Option<Kind> {
    let is_due = |kind: &Kind| due_at(*kind, deadline) <= now && now < deadline;
    Kind::ALL.into_iter().filter(|kind| kind.milestone() == milestone).find(is_due)
}

/// The milestone that people are reminded of in a phase.
pub fn awaited(phase: Phase) -> Option<Milestone> {
    match phase {
        Phase::Open => Some(Milestone::SubmissionsCloseAt),
        Phase::Review => Some(Milestone::ReviewEndsAt),
        _ => None,
    }
}

/// Days before the submission closes from which on whoever has not signed the integrity pact is reminded.
const PACT_DAYS: i64 = 2;

/// Whether the proposals of a call are shown, or soon will be, to those who sign its pact.
pub fn is_pact_due(call: &Call, now: Timestamp) -> bool {
    match call.phase(now) {
        Phase::Open => now >= call.calendar.submissions_close_at.plus_days(-PACT_DAYS),
        phase => matches!(phase, Phase::Screening | Phase::Review | Phase::Plenary),
    }
}

/// Whether to remind a person who has known the deadline and had the work `since` then. Whoever
/// began, or heard of a new deadline, after the beginning of the reminder's period does not need a
/// reminder.
pub fn is_reminder(kind: Kind, deadline: Timestamp, since: Timestamp) -> bool {
    since <= due_at(kind, deadline)
}

/// When a person who was reminded then may be reminded again; `None` if that is now.
pub fn again_at(reminded_at: Option<Timestamp>, now: Timestamp) -> Option<Timestamp> {
    reminded_at.map(|at| at.plus_seconds(PAUSE_SECONDS)).filter(|again| *again > now)
}

/// Which letter about the last day for a proof of admission is due, so many days before it or after it.
pub fn admission(today: NaiveDate, last: NaiveDate, days: u32) -> Option<Admission> {
    let from = last.checked_sub_days(Days::new(u64::from(days)));
    if today > last {
        Some(Admission::Passed)
    } else if from.is_none_or(|from| from <= today) {
        Some(Admission::Before)
    } else {
        None
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::kernel::language::Language;
    use proptest::prelude::*;

    const DEADLINE: &str = "2026-12-31T10:00:00Z";

    fn at(text: &str) -> Timestamp {
        text.parse().unwrap()
    }

    fn submission(now: &str) -> Option<Kind> {
        due(Milestone::SubmissionsCloseAt, at(DEADLINE), at(now))
    }

    #[test]
    fn a_week_before_then_the_day_before_then_nothing() {
        assert_eq!(submission("2026-12-24T09:59:59Z"), None);
        assert_eq!(submission("2026-12-24T10:00:00Z"), Some(Kind::SubmissionWeek));
        assert_eq!(submission("2026-12-30T09:59:59Z"), Some(Kind::SubmissionWeek));
        assert_eq!(submission("2026-12-30T10:00:00Z"), Some(Kind::SubmissionDay));
        assert_eq!(submission("2026-12-31T09:59:59Z"), Some(Kind::SubmissionDay));
        assert_eq!(submission("2026-12-31T10:00:00Z"), None);
    }

    #[test]
    fn reviewers_are_reminded_two_days_before_the_end() {
        let review = |now: &str| due(Milestone::ReviewEndsAt, at(DEADLINE), at(now));
        assert_eq!(review("2026-12-29T09:59:59Z"), None);
        assert_eq!(review("2026-12-29T10:00:00Z"), Some(Kind::ReviewTwoDays));
        assert_eq!(review("2026-12-31T10:00:00Z"), None);
    }

    #[test]
    fn who_began_after_the_reminders_time_is_not_reminded() {
        let week = |since: &str| is_reminder(Kind::SubmissionWeek, at(DEADLINE), at(since));
        assert!(week("2026-12-24T10:00:00Z"));
        assert!(!week("2026-12-24T10:00:01Z"));
    }

    #[test]
    fn nobody_is_reminded_twice_within_a_day() {
        let first = at("2026-12-29T10:00:00Z");
        assert_eq!(again_at(None, first), None);
        assert_eq!(again_at(Some(first), first.plus_seconds(86_399)), Some(first.plus_days(1)));
        assert_eq!(again_at(Some(first), first.plus_days(1)), None);
    }

    #[test]
    fn the_last_day_for_a_proof_belongs_to_the_days_before_it() {
        let due =
            |today: &str| admission(today.parse().unwrap(), "2027-08-10".parse().unwrap(), 14);
        assert_eq!(due("2027-07-26"), None);
        assert_eq!(due("2027-07-27"), Some(Admission::Before));
        assert_eq!(due("2027-08-10"), Some(Admission::Before));
        assert_eq!(due("2027-08-11"), Some(Admission::Passed));
    }

    #[test]
    fn every_refusal_has_words() {
        for language in Language::ALL {
            for code in CODES {
                assert_ne!(language.message(*code, &[]), code.name, "{}", language.tag());
            }
        }
    }

    proptest! {
        #[test]
        fn what_is_due_lies_ahead_and_no_nearer_one_is_due(seconds in -900_000_i64..100_000) {
            let deadline = at(DEADLINE);
            let now = deadline.plus_seconds(seconds);
            for milestone in [Milestone::SubmissionsCloseAt, Milestone::ReviewEndsAt] {
                if let Some(kind) = due(milestone, deadline, now) {
                    prop_assert!(due_at(kind, deadline) <= now && now < deadline);
                    prop_assert!(kind.days() <= LONGEST_DAYS);
                    let nearer = Kind::ALL.into_iter().filter(|other| {
                        other.milestone() == milestone && other.days() < kind.days()
                    });
                    for other in nearer {
                        prop_assert!(due_at(other, deadline) > now);
                    }
                }
            }
        }
    }
}
