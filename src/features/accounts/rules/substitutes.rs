//! Who may take somebody's place in a role for some days, and until when. Pure.

use super::{ROLE_NOT_HELD_BY, SUBSTITUTE_INCOMPLETE, SUBSTITUTE_ONESELF, SUBSTITUTE_PERIOD};
use crate::features::accounts::Substitute;
use crate::kernel::access::Role;
use crate::kernel::errors::{Failure, FieldError};
use crate::kernel::ids::UserId;
use chrono::{Days, NaiveDate};

/// The longest time, in days from today. What takes longer is for somebody who holds the role for good.
pub const MOST_DAYS: u64 = 184;

/// What the two fields of a form say together.
///
/// # Errors
/// `substitute_incomplete` at the one that is missing.
pub fn of_fields(
    in_place_of: Option<UserId>,
    until_on: Option<NaiveDate>,
) -> Result<Option<Substitute>, Failure> {
    match (in_place_of, until_on) {
        (None, None) => Ok(None),
        (Some(in_place_of), Some(until_on)) => Ok(Some(Substitute { in_place_of, until_on })),
        (Some(_), None) => Err(Failure::field("until_on", SUBSTITUTE_INCOMPLETE)),
        (None, Some(_)) => Err(Failure::field("in_place_of", SUBSTITUTE_INCOMPLETE)),
    }
}

/// Whether somebody may take this person's place in a role.
///
/// # Errors
/// `substitute_oneself`, `role_not_held_by` at the person; `substitute_period` at the last day.
pub fn check(
    substitute: &Substitute,
    (user, role): (&UserId, Role),
    held_for_good: &[Role],
    today: NaiveDate,
) -> Result<(), Failure> {
    let mut faults = Vec::new();
    if &substitute.in_place_of == user {
        faults.push(FieldError::new("in_place_of", SUBSTITUTE_ONESELF));
    } else if !held_for_good.contains(&role) || !role.is_duty() {
        faults.push(FieldError::new("in_place_of", ROLE_NOT_HELD_BY));
    }
    let last = today.checked_add_days(Days::new(MOST_DAYS));
    let until = substitute.until_on;
    if until < today || last.is_none_or(|last| until > last) {
        faults.push(FieldError::new("until_on", SUBSTITUTE_PERIOD).with("days", MOST_DAYS));
    }
    Failure::when_any(faults)
}

/// Whether a role that is held until this day still is.
pub fn holds(until_on: NaiveDate, today: NaiveDate) -> bool {
    today <= until_on
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(text: &str) -> NaiveDate {
        text.parse().unwrap()
    }

    fn user() -> UserId {
        UserId::new().unwrap()
    }

    #[test]
    fn both_fields_or_neither() {
        assert!(of_fields(None, None).unwrap().is_none());
        assert!(of_fields(Some(user()), Some(day("2026-12-01"))).unwrap().is_some());
        assert!(of_fields(Some(user()), None).is_err());
        assert!(of_fields(None, Some(day("2026-12-01"))).is_err());
    }

    #[test]
    fn only_in_the_place_of_another_who_holds_the_role_for_good_and_for_a_time_that_ends() {
        let (replaced, other) = (user(), user());
        let fits = |in_place_of: &UserId, until: &str, held: &[Role]| {
            let substitute = Substitute { in_place_of: in_place_of.clone(), until_on: day(until) };
            check(&substitute, (&other, Role::Chair), held, day("2026-12-10")).is_ok()
        };
        assert!(fits(&replaced, "2026-12-10", &[Role::Chair]));
        assert!(fits(&replaced, "2027-06-12", &[Role::UnitHead, Role::Chair]));
        assert!(!fits(&replaced, "2027-06-13", &[Role::Chair]));
        assert!(!fits(&replaced, "2026-12-09", &[Role::Chair]));
        assert!(!fits(&replaced, "2026-12-11", &[Role::Decider]));
        assert!(!fits(&other, "2026-12-11", &[Role::Chair]));
        assert!(holds(day("2026-12-10"), day("2026-12-10")));
        assert!(!holds(day("2026-12-10"), day("2026-12-11")));
    }
}
