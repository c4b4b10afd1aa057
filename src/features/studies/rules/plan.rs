//! Periods of a study, and whether its milestones fill them.

use super::bond::{months_begun, plus};
use super::{MILESTONE_OUTSIDE, PLAN_LEAVES_PERIOD};
use crate::features::studies::Milestone;
use crate::kernel::errors::FieldError;
use chrono::NaiveDate;

/// A period of a study (a semester, unless the call says otherwise).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Period {
    /// 1, 2, 3 …
    pub number: u32,
    pub from: NaiveDate,
    pub to: NaiveDate,
}

impl Period {
    pub fn holds(&self, day: NaiveDate) -> bool {
        self.from <= day && day <= self.to
    }
}

/// The periods from the first to the last day, each of so many months; the last may be shorter. None if the days
/// are reversed or a period has no months.
pub fn periods(starts_on: NaiveDate, ends_on: NaiveDate, months: u32) -> Vec<Period> {
    let count = months_begun(starts_on, ends_on).div_ceil(months.max(1));
    let period = |number: u32| {
        let from = plus(starts_on, (number - 1) * months)?;
        let to = plus(starts_on, number * months)?.pred_opt()?;
        Some(Period { number, from, to: to.min(ends_on) })
    };
    if months == 0 { Vec::new() } else { (1..=count).filter_map(period).collect() }
}

/// The faults of a plan: a milestone outside the study, a period without one.
pub fn check_plan(milestones: &[Milestone], periods: &[Period]) -> Vec<FieldError> {
    let (Some(first), Some(last)) = (periods.first(), periods.last()) else { return Vec::new() };
    let is_outside = |day: NaiveDate| day < first.from || day > last.to;
    let mut faults: Vec<FieldError> = milestones
        .iter()
        .enumerate()
        .filter(|(_, one)| is_outside(one.due_on))
        .map(|(index, _)| {
            FieldError::new(format!("milestones[{index}].due_on"), MILESTONE_OUTSIDE)
                .with("from", first.from)
                .with("to", last.to)
        })
        .collect();
    let empty = |period: &&Period| !milestones.iter().any(|one| period.holds(one.due_on));
    if let Some(period) = periods.iter().find(empty).filter(|_| faults.is_empty()) {
        faults.push(
            FieldError::new("milestones", PLAN_LEAVES_PERIOD)
                .with("number", period.number)
                .with("from", period.from)
                .with("to", period.to),
        );
    }
    faults
}
