//! Rules about time in service since appointment and until retirement, and age, all at the start of
//! study.

use super::{Applicant, Reading};
use chrono::{Datelike, Months, NaiveDate};

/// Whole months between two days. The last month counts when its day is reached; in a month that is
/// too short, that is its last day. Negative when `to` is earlier.
pub fn whole_months(from: NaiveDate, to: NaiveDate) -> i64 {
    if to < from {
        return -whole_months(to, from);
    }
    let months = (i64::from(to.year()) - i64::from(from.year())) * 12
        + (i64::from(to.month()) - i64::from(from.month()));
    let reached = plus_months(from, months).is_some_and(|day| day <= to);
    if reached { months } else { months - 1 }
}

fn plus_months(day: NaiveDate, months: i64) -> Option<NaiveDate> {
    day.checked_add_months(Months::new(u32::try_from(months).ok()?))
}

/// The last day of service: the end of the month in which the retirement age (BUP) is reached.
pub fn retires_on(birth: NaiveDate, retirement_age: u32) -> Option<NaiveDate> {
    let reached = birth.checked_add_months(Months::new(retirement_age.checked_mul(12)?))?;
    reached.with_day(1)?.checked_add_months(Months::new(1))?.pred_opt()
}

/// Full years since the appointment in the NIP.
pub(super) fn years_of_service(applicant: &Applicant<'_>, at_least: u32) -> Reading {
    let (nip, starts_on) = (applicant.nip, applicant.content.study.starts_on);
    let (Some(nip), Some(starts_on)) = (nip, starts_on) else {
        return lacking_dates(applicant);
    };
    let years = whole_months(nip.appointed, starts_on) / 12;
    Reading::of(years >= i64::from(at_least))
        .with("years", years)
        .with("at_least", at_least)
        .with("appointed", nip.appointed)
        .with("starts_on", starts_on)
}

/// `months(start, end of the month of birth + BUP) ≥ factor × normative duration`. The last day of
/// service counts too, so 1 September to 31 August six years later is 72 months, not 71. Source: SE
/// `MenPANRB` 28/2021; `domain.md` §3.
pub(super) fn remaining_service(
    applicant: &Applicant<'_>,
    factor_released: u32,
    factor_not_released: u32,
) -> Reading {
    let study = &applicant.content.study;
    let age = applicant.content.candidate.retirement_age;
    let (Some(nip), Some(starts_on), Some(released), Some(age)) =
        (applicant.nip, study.starts_on, study.released, age)
    else {
        return Reading::lacking(&[
            ("nip", applicant.nip.is_none()),
            ("study.starts_on", study.starts_on.is_none()),
            ("study.released", study.released.is_none()),
            ("candidate.retirement_age", age.is_none()),
        ]);
    };
    let Some(retires_on) = retires_on(nip.birth, age) else {
        return Reading::lacking(&[("candidate.retirement_age", true)]);
    };
    let factor = if released { factor_released } else { factor_not_released };
    let duration = applicant.level.normative_months;
    let required = i64::from(factor) * i64::from(duration);
    let remaining = whole_months(starts_on, retires_on.succ_opt().unwrap_or(retires_on));
    Reading::of(remaining >= required)
        .with("remaining_months", remaining)
        .with("required_months", required)
        .with("factor", factor)
        .with("duration_months", duration)
        .with("birth", nip.birth)
        .with("retirement_age", age)
        .with("retires_on", retires_on)
        .with("starts_on", starts_on)
}

pub(super) fn age(applicant: &Applicant<'_>, at_most: u32) -> Reading {
    let (nip, starts_on) = (applicant.nip, applicant.content.study.starts_on);
    let (Some(nip), Some(starts_on)) = (nip, starts_on) else {
        return lacking_dates(applicant);
    };
    let years = whole_months(nip.birth, starts_on) / 12;
    Reading::of(years <= i64::from(at_most))
        .with("years", years)
        .with("at_most", at_most)
        .with("starts_on", starts_on)
}

fn lacking_dates(applicant: &Applicant<'_>) -> Reading {
    Reading::lacking(&[
        ("nip", applicant.nip.is_none()),
        ("study.starts_on", applicant.content.study.starts_on.is_none()),
    ])
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn day(text: &str) -> NaiveDate {
        text.parse().unwrap()
    }

    #[test]
    fn a_month_is_whole_on_its_day_and_not_before() {
        for (from, to, months) in [
            ("2026-09-15", "2026-10-14", 0),
            ("2026-09-15", "2026-10-15", 1),
            ("2026-01-31", "2026-02-27", 0),
            ("2026-01-31", "2026-02-28", 1),
            ("2024-02-29", "2025-02-28", 12),
            ("2026-09-01", "2032-08-31", 71),
            ("2026-08-31", "2032-08-31", 72),
            ("2026-10-15", "2026-09-15", -1),
        ] {
            assert_eq!(whole_months(day(from), day(to)), months, "{from} to {to}");
        }
    }

    #[test]
    fn service_ends_with_the_month_of_the_retirement_age() {
        assert_eq!(retires_on(day("1974-09-15"), 58), Some(day("2032-09-30")));
        assert_eq!(retires_on(day("1974-02-01"), 58), Some(day("2032-02-29")));
        assert_eq!(retires_on(day("1972-02-29"), 58), Some(day("2030-02-28")));
        assert_eq!(retires_on(day("1974-12-31"), 60), Some(day("2034-12-31")));
    }

    prop_compose! {
        fn days()(from in 0_i32..30_000, length in 0_i32..30_000) -> (NaiveDate, NaiveDate) {
            let epoch = day("1960-01-01");
            let plus = |count: i32| epoch + chrono::Duration::days(i64::from(count));
            (plus(from), plus(from + length))
        }
    }

    proptest! {
        #[test]
        fn whole_months_are_the_most_that_fit((from, to) in days()) {
            let months = whole_months(from, to);
            prop_assert!(plus_months(from, months).unwrap() <= to);
            prop_assert!(plus_months(from, months + 1).unwrap() > to);
        }

        #[test]
        fn a_later_start_never_leaves_more_service((from, to) in days(), later in 0_i64..400) {
            let postponed = from + chrono::Duration::days(later);
            prop_assert!(whole_months(postponed, to) <= whole_months(from, to));
        }

        #[test]
        fn nobody_retires_before_the_birthday((birth, _) in days(), age in 50_u32..=70) {
            let birthday = birth.checked_add_months(Months::new(12 * age)).unwrap();
            let last = retires_on(birth, age).unwrap();
            prop_assert!(last >= birthday && last.month() == birthday.month());
            prop_assert_eq!(last.succ_opt().unwrap().day(), 1);
        }
    }
}
