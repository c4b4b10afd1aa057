//! The service bond (ikatan dinas): for every month of study a number of months at the office, counted from the
//! return. Source: SE `MenPANRB` 28/2021 as `domain.md` §3 reads it (twice the months for those who are released
//! from their post); the factors are data of the call.

use super::states::standing;
use crate::features::calls::AfterAward;
use crate::features::studies::{BondCalendar, State, Step, TakenStep};
use chrono::{Datelike, Days, Months, NaiveDate};

/// Months from one day to another, the last of them begun (`from ≤ to`, both belong to it): 1 September to 31 August
/// are 12, to 1 September 13.
pub fn months_begun(from: NaiveDate, to: NaiveDate) -> u32 {
    if to < from {
        return 0;
    }
    let months = (to.year() - from.year()) * 12 + i32::try_from(to.month()).unwrap_or(0)
        - i32::try_from(from.month()).unwrap_or(0);
    let months = u32::try_from(months).unwrap_or(0);
    let is_begun = |months: u32| plus(from, months).is_some_and(|day| day <= to);
    if is_begun(months) { months + 1 } else { months }
}

/// The same day so many months later; the last of the month where it has no such day.
pub fn plus(day: NaiveDate, months: u32) -> Option<NaiveDate> {
    day.checked_add_months(Months::new(months))
}

/// The factor of the call for those who are released from their post and for others.
pub fn factor(rules: &AfterAward, is_released: bool) -> u32 {
    if is_released { rules.bond_factor_released } else { rules.bond_factor_not_released }
}

/// The bond after so many months of study, from the day of the return. `None` where a date is beyond the calendar.
pub fn bond(factor: u32, months: u32, returned_on: NaiveDate) -> Option<BondCalendar> {
    let owed = factor.checked_mul(months)?;
    let until = if owed == 0 { None } else { Some(plus(returned_on, owed)?.pred_opt()?) };
    Some(BondCalendar { factor, months, from: returned_on, until })
}

/// The bond as planned: the return is the day after the last planned one.
pub fn planned(factor: u32, starts_on: NaiveDate, ends_on: NaiveDate) -> Option<BondCalendar> {
    bond(factor, months_begun(starts_on, ends_on), ends_on.succ_opt()?)
}

/// Days on which the study was interrupted, by the steps in order. An interruption that was not resumed lasts until
/// `end`.
pub fn days_interrupted(steps: &[TakenStep], end: NaiveDate) -> u64 {
    let mut begun = None;
    let mut days = 0;
    for step in standing(steps) {
        match step.step {
            Step::Interrupt => begun = Some(step.on),
            Step::Admit | Step::Begin | Step::Conclude => {}
            _ => days += begun.take().map_or(0, |from| between(from, step.on)),
        }
    }
    days + begun.map_or(0, |from| between(from, end))
}

fn between(from: NaiveDate, to: NaiveDate) -> u64 {
    u64::try_from((to - from).num_days()).unwrap_or(0)
}

/// The bond as it is owed: by the months from the beginning to the day before the return, without interruptions
/// unless the call counts them.
pub fn actual(
    rules: &AfterAward,
    (is_released, starts_on): (bool, NaiveDate),
    (returned_on, steps): (NaiveDate, &[TakenStep]),
) -> Option<BondCalendar> {
    let last = returned_on.pred_opt()?;
    let pause = if rules.bond_counts_interruptions { 0 } else { days_interrupted(steps, last) };
    let last = last.checked_sub_days(Days::new(pause))?;
    bond(factor(rules, is_released), months_begun(starts_on, last), returned_on)
}

/// The last day of a study that ended early, from which its bond runs; `None` while it goes on.
pub fn ended_early(state: State, since: NaiveDate) -> Option<NaiveDate> {
    matches!(state, State::Stopped | State::Failed).then_some(since)
}

/// The days on which the indicator is to be measured after the return.
pub fn impact_days(rules: &AfterAward, returned_on: NaiveDate) -> Vec<NaiveDate> {
    rules.impact_months.iter().filter_map(|months| plus(returned_on, *months)).collect()
}
