//! When a measurement can be compared with its baseline, which one says where the indicator is now, and what
//! follows for the problem. Pure.

use super::{Step, figures_of, is_share_of, meets, sole_figure, transition, years_in};
use crate::features::problems::{
    CheckVerdict, Direction, Figures, Measurement, MeasurementText, Problem, Series, State,
    ToMeasure,
};
use crate::kernel::access::Viewer;
use crate::kernel::errors::{FieldError, Refusal};
use crate::kernel::figure::Figure;
use crate::kernel::ids::UnitCode;
use chrono::{Datelike, Days, Months, NaiveDate};

crate::codes! {
    PROBLEM_NOT_MEASURABLE = 409 "problem_not_measurable";
    FIGURES_NOT_STATED = 409 "figures_not_stated";
    FIGURES_STAND = 409 "figures_stand";
    ALREADY_MEASURED = 409 "already_measured";
    ALREADY_CORRECTED = 409 "already_corrected";
    EVIDENCE_TWICE = 409 "evidence_twice";
    CHECKED_ALREADY = 409 "checked_already";
    OWN_MEASUREMENT = 409 "own_measurement";
    OTHER_UNIT_OF_MEASURE = 422 "other_unit_of_measure";
    PERIOD_REVERSED = 422 "period_reversed";
    PERIOD_AHEAD = 422 "period_ahead";
    PERIOD_BEFORE_BASELINE = 422 "period_before_baseline";
    VALUE_NOT_ONE_FIGURE = 422 "value_not_one_figure";
    MEASURED_DENOMINATOR_MISSING = 422 "measured_denominator_missing";
}

/// The figures to measure against.
///
/// # Errors
/// `problem_not_measurable` for a problem that is not in the registry, or not any more; `figures_not_stated`.
pub fn measurable(state: State, figures: Option<Figures>) -> Result<Figures, Refusal> {
    match state {
        State::Approved | State::Solved => figures.ok_or_else(|| Refusal::new(FIGURES_NOT_STATED)),
        State::Proposed | State::Returned | State::Retired => {
            Err(Refusal::new(PROBLEM_NOT_MEASURABLE).with("state", state.name()))
        }
    }
}

/// Whether an approver may state baseline and target as figures: of an approved problem whose texts do not say
/// them, and anew, until something was measured against them.
///
/// # Errors
/// `problem_not_approved`; `figures_stand`.
pub fn may_state_figures(problem: &Problem, is_measured: bool) -> Result<(), Refusal> {
    // Nothing is stated of a problem that could not be retired either: it is not in use.
    transition(problem.state, Step::Retire)?;
    let is_said = problem.stated.is_none() && figures_of(problem).is_some();
    if is_said || is_measured { Err(Refusal::new(FIGURES_STAND)) } else { Ok(()) }
}

/// The most that a file of evidence may have, in bytes.
pub const EVIDENCE_BYTES: u64 = 10_000_000;

/// Whether a file may be added to a measurement: once, while nothing stands in its place.
///
/// # Errors
/// `already_corrected`; `evidence_twice`.
pub fn may_add_evidence(one: &Measurement) -> Result<(), Refusal> {
    if one.corrected_by.is_some() {
        Err(Refusal::new(ALREADY_CORRECTED))
    } else if one.evidence_file.is_some() {
        Err(Refusal::new(EVIDENCE_TWICE))
    } else {
        Ok(())
    }
}

/// Nobody checks what they recorded themselves, or what their own unit measured.
///
/// # Errors
/// `own_measurement`.
pub fn not_own(viewer: &Viewer, owner: &UnitCode, one: &Measurement) -> Result<(), Refusal> {
    let is_own = one.recorded_by.as_ref() == Some(&viewer.user);
    let is_units = viewer.unit.as_ref() == Some(owner);
    if is_own || is_units { Err(Refusal::new(OWN_MEASUREMENT)) } else { Ok(()) }
}

/// The faults that the limits of the single fields do not tell, in the order of the form. `today` is the day in
/// Jakarta.
pub fn check(text: &MeasurementText, problem: &Problem, today: NaiveDate) -> Vec<FieldError> {
    let of = |text: &str| text.trim().to_lowercase();
    let is_other = of(&text.unit_of_measure) != of(&problem.unit_of_measure);
    let faults = [
        period_fault(text, problem, today),
        sole_figure(&text.value).is_none().then(|| FieldError::new("value", VALUE_NOT_ONE_FIGURE)),
        is_other.then(|| {
            FieldError::new("unit_of_measure", OTHER_UNIT_OF_MEASURE)
                .with("unit", &problem.unit_of_measure)
        }),
        denominator_fault(text, problem),
    ];
    faults.into_iter().flatten().collect()
}

fn period_fault(text: &MeasurementText, problem: &Problem, today: NaiveDate) -> Option<FieldError> {
    let fault = |code| FieldError::new("period_to", code);
    let baseline = years_in(&problem.baseline_period).into_iter().max();
    if text.period_from > text.period_to {
        Some(fault(PERIOD_REVERSED))
    } else if text.period_to > today {
        Some(fault(PERIOD_AHEAD).with("today", today))
    } else if baseline.is_some_and(|year| text.period_to.year() < year) {
        Some(fault(PERIOD_BEFORE_BASELINE).with("period", &problem.baseline_period))
    } else {
        None
    }
}

/// Where the baseline is a share of something, so is the measurement; where it says of how many, so must this.
fn denominator_fault(text: &MeasurementText, problem: &Problem) -> Option<FieldError> {
    let is_given = text.denominator.as_deref().is_some_and(|text| !text.trim().is_empty());
    let is_needed = problem.baseline_denominator.is_some()
        || is_share_of(&problem.unit_of_measure, &problem.baseline_value);
    (is_needed && !is_given).then(|| {
        FieldError::new("denominator", MEASURED_DENOMINATOR_MISSING).with(
            "baseline",
            problem.baseline_denominator.as_deref().unwrap_or(&problem.unit_of_measure),
        )
    })
}

impl Measurement {
    /// Whether it is shown as a point of the indicator: nothing stands in its place, and nobody disputes it.
    pub fn stands(&self) -> bool {
        let is_disputed =
            self.check.as_ref().is_some_and(|check| check.verdict == CheckVerdict::Disputed);
        self.corrected_by.is_none() && !is_disputed
    }

    /// Whether it can decide about the problem: it stands, was measured as the baseline was, and lacks nothing.
    pub fn counts(&self) -> bool {
        self.stands() && self.difference.is_none() && self.gaps.is_none()
    }
}

/// Where the indicator is now: of the measurements that count, the one of the latest period; of two that end on one
/// day, the longer period.
pub fn standing(measurements: &[Measurement]) -> Option<&Measurement> {
    standing_among(measurements.iter())
}

/// The same among some of them.
pub fn standing_among<'a>(
    measurements: impl Iterator<Item = &'a Measurement>,
) -> Option<&'a Measurement> {
    let counting = measurements.filter(|one| one.counts());
    counting.max_by_key(|one| (one.period_to, std::cmp::Reverse(one.period_from), one.recorded_at))
}

/// The last day of the last year that a baseline's period names.
fn end_of_baseline(problem: &Problem) -> Option<NaiveDate> {
    let year = years_in(&problem.baseline_period).into_iter().max()?;
    NaiveDate::from_ymd_opt(year, 12, 31)
}

/// Days before a date on which a problem is to be measured, by which the period of a measurement may end and still
/// answer it: figures come by the month.
const ANSWERS_WITHIN_DAYS: u64 = 31;

/// When an open problem is to be measured again, and since when nothing was: so many months after the last day of the
/// standing measurement, else of the baseline, else after the problem was registered; or on the first of the days on
/// which it was asked for because somebody studied for it (`asked`, ascending), if that is earlier. A solved problem is
/// measured on those days alone: it may fall back. `None` for other problems, for those that nobody can measure, and
/// where indicators are not asked for (0 months, no days).
pub fn due_on(
    problem: &Problem,
    measurements: &[Measurement],
    (months, asked): (u32, &[NaiveDate]),
) -> Option<ToMeasure> {
    if figures_of(problem).is_none() || !matches!(problem.state, State::Approved | State::Solved) {
        return None;
    }
    let standing = standing(measurements).map(|one| one.period_to);
    let last = standing.or_else(|| end_of_baseline(problem));
    let last = last.unwrap_or_else(|| problem.created_at.date_in_jakarta());
    let is_regular = problem.state == State::Approved && months > 0;
    let regular = last.checked_add_months(Months::new(months)).filter(|_| is_regular);
    let is_answered = |day: &NaiveDate| {
        let earliest = day.checked_sub_days(Days::new(ANSWERS_WITHIN_DAYS)).unwrap_or(*day);
        measurements.iter().any(|one| one.stands() && one.counts() && one.period_to >= earliest)
    };
    let asked = asked.iter().copied().find(|day| !is_answered(day));
    let due_on = regular.into_iter().chain(asked).min()?;
    Some(ToMeasure { problem: problem.clone(), measured_until: last, due_on })
}

/// The middle of the last year that a baseline's period names.
fn day_of_baseline(problem: &Problem) -> Option<NaiveDate> {
    let year = years_in(&problem.baseline_period).into_iter().max()?;
    NaiveDate::from_ymd_opt(year, 7, 1)
}

/// The baseline, then every measurement that stands, by period, each with its day and whether it counts. Nothing
/// where there are no figures to compare, or no day for the baseline.
pub fn points_of(problem: &Problem, series: &Series) -> Vec<(NaiveDate, Figure, bool)> {
    let Some(figures) = series.figures else { return Vec::new() };
    let standing = series.measurements.iter().filter(|one| one.stands());
    let later: Vec<_> = standing.map(|one| (one.period_to, one.figure, one.counts())).collect();
    let first = later.first().map(|(day, ..)| *day);
    let began = match (day_of_baseline(problem), first) {
        (Some(day), Some(first)) => Some(day.min(first)),
        (day, first) => day.or(first),
    };
    let baseline = began.map(|day| (day, figures.baseline, true));
    baseline.into_iter().chain(later).collect()
}

/// The step that a problem takes by its measurements: solved when the standing one meets the target, open again
/// when none or another stands. A target that the baseline meets decides nothing.
pub fn step_due(
    (state, direction): (State, Direction),
    figures: Figures,
    measurements: &[Measurement],
) -> Option<Step> {
    let is_real = !meets(figures.baseline, figures.target, direction);
    let is_met = |now: &Measurement| meets(now.figure, figures.target, direction);
    let is_solved = is_real && standing(measurements).is_some_and(is_met);
    match (state, is_solved) {
        (State::Approved, true) => Some(Step::Solve),
        (State::Solved, false) => Some(Step::Reopen),
        _ => None,
    }
}

/// Figure and period, in no language: why a problem is solved or open again.
pub fn in_short(measurement: &Measurement) -> String {
    let Measurement { value, period_from, period_to, .. } = measurement;
    format!("{value} ({period_from} – {period_to})")
}

/// How much of the way from baseline to target is behind, in percent, rounded towards zero: below 0 when it got
/// worse, above 100 beyond the target. `None` where there is no way to go.
pub fn way_behind(figures: Figures, now: Figure) -> Option<i64> {
    let way = i128::from(figures.target.millionths()) - i128::from(figures.baseline.millionths());
    let gone = i128::from(now.millionths()) - i128::from(figures.baseline.millionths());
    (way != 0).then(|| i64::try_from(gone * 100 / way).ok()).flatten()
}

#[cfg(test)]
mod tests;
