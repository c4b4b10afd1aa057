//! Who may stand in for the head of a unit, and for how long. Pure.

use super::{ACTING_ON_DUTY, ACTING_ONESELF, ACTING_PERIOD};
use crate::kernel::access::Role;
use crate::kernel::errors::{Failure, FieldError};
use chrono::{Days, NaiveDate};

/// The longest time that one naming holds.
pub const MOST_DAYS: u64 = 366;

/// Whether somebody with these roles may act: nobody with a duty in the selection, such as a verifier or a member of a
/// panel.
pub fn may_act(roles: &[Role]) -> bool {
    !roles.iter().any(|role| role.is_duty())
}

/// Whether a person may be named from a day to a day.
///
/// # Errors
/// `acting_oneself`, `acting_on_duty` at the person; `acting_period` at the last day.
pub fn check(
    (is_oneself, roles): (bool, &[Role]),
    (from, until): (NaiveDate, NaiveDate),
    today: NaiveDate,
) -> Result<(), Failure> {
    let mut faults = Vec::new();
    if is_oneself {
        faults.push(FieldError::new("email", ACTING_ONESELF));
    } else if !may_act(roles) {
        faults.push(FieldError::new("email", ACTING_ON_DUTY));
    }
    let is_too_long = from.checked_add_days(Days::new(MOST_DAYS)).is_none_or(|last| until > last);
    if until < from || until < today || is_too_long {
        faults.push(FieldError::new("until_on", ACTING_PERIOD).with("days", MOST_DAYS));
    }
    Failure::when_any(faults)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(text: &str) -> NaiveDate {
        text.parse().unwrap()
    }

    #[test]
    fn nobody_with_a_duty_acts_and_nobody_names_themselves() {
        let days = (day("2026-12-01"), day("2026-12-31"));
        let today = day("2026-12-01");
        assert!(check((false, &[]), days, today).is_ok());
        assert!(check((false, &[Role::UnitHead, Role::Candidate]), days, today).is_ok());
        assert!(check((true, &[]), days, today).is_err());
        for role in Role::ALL.into_iter().filter(|role| role.is_duty()) {
            assert!(check((false, &[role]), days, today).is_err(), "{role:?}");
        }
    }

    #[test]
    fn a_period_has_an_end_that_lies_ahead_and_is_not_far() {
        let check = |from: &str, until: &str| {
            check((false, &[]), (day(from), day(until)), day("2026-12-10")).is_ok()
        };
        assert!(check("2026-12-01", "2026-12-10"));
        assert!(!check("2026-12-01", "2026-12-09"));
        assert!(!check("2026-12-12", "2026-12-11"));
        assert!(check("2026-12-10", "2027-12-11"));
        assert!(!check("2026-12-10", "2027-12-12"));
    }
}
