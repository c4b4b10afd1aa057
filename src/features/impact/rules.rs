//! How what is measured is read: how an indicator moved, what came of an award, when it is too early to tell. Pure.

pub mod learning;
pub mod sharing;
pub mod year;

use super::board::{
    Cost, EventKind, ImpactEvent, Measured, Moved, Outcome, OutcomeCounts, PlannedAndTaken,
    ProblemImpact, Progress, Reports, Stage, StageCount,
};
use crate::features::awards::{self, SeatOn};
use crate::features::calls::{self, Call};
use crate::features::problems::rules::measuring::{
    points_of, standing, standing_among, way_behind,
};
use crate::features::problems::rules::meets;
use crate::features::problems::{
    CheckVerdict, Direction, Figures, Measurement, Problem, Series, State,
};
use crate::features::studies::actions::Punctuality;
use crate::features::studies::{self, SeatStudy};
use crate::kernel::clock::Timestamp;
use crate::kernel::figure::Figure;
use crate::kernel::ids::{AwardId, NeedPlanId};
use chrono::{Months, NaiveDate};
use std::collections::BTreeMap;

/// Fewer costs have no published middle: it would be near a single person's.
pub const FEWEST_COSTS: usize = 5;

/// Costs are told in whole millions.
const MILLION: u64 = 1_000_000;

/// When an award is old enough to be judged.
#[derive(Debug, Clone, Copy)]
pub struct Age {
    /// The day in Jakarta.
    pub today: NaiveDate,
    pub young_months: u32,
}

impl Age {
    /// Whether less than the months have passed since.
    fn is_young(self, since: NaiveDate) -> bool {
        let of_age = since.checked_add_months(Months::new(self.young_months));
        of_age.is_none_or(|day| day > self.today)
    }
}

/// What is known of the studies that follow seats.
pub type Studies = BTreeMap<AwardId, SeatStudy>;

/// The approved plan of needs beside the seats, by year. A call counts for the year from which it took its seats, once
/// it is published; a seat counts once it was accepted, whatever came of it later.
pub fn planned(
    years: &[(NeedPlanId, i32, u32)],
    calls: &[Call],
    seats: &[SeatOn],
) -> Vec<PlannedAndTaken> {
    let count = |number: usize| u32::try_from(number).unwrap_or(u32::MAX);
    let line = |(plan, year, people): &(NeedPlanId, i32, u32)| {
        let from = |call: &&Call| {
            let is_out = call.state == calls::State::Frozen;
            let taken = call.definition.need_plan.as_ref();
            is_out && taken.is_some_and(|one| &one.plan == plan && one.year == *year)
        };
        let of_year: Vec<&Call> = calls.iter().filter(from).collect();
        let accepted = seats.iter().filter(|seat| {
            seat.state == awards::State::Accepted && of_year.iter().any(|call| call.id == seat.call)
        });
        PlannedAndTaken {
            year: *year,
            planned: *people,
            offered: of_year.iter().map(|call| call.definition.seats).sum(),
            taken: count(accepted.count()),
        }
    };
    years.iter().map(line).collect()
}

/// The stages that seats came to, by the state of each one's study, if something was written of it.
pub fn stages<'a>(seats: impl Iterator<Item = &'a SeatOn>, studies: &Studies) -> Vec<StageCount> {
    let state = |seat: &SeatOn| studies.get(&seat.id).map(|study| study.state);
    let reached: Vec<Stage> = seats.map(|seat| stage_of(seat.state, state(seat))).collect();
    let count = |stage| {
        let count = reached.iter().filter(|one| **one == stage).count();
        StageCount { stage, count: u32::try_from(count).unwrap_or(u32::MAX) }
    };
    Stage::ALL.into_iter().map(count).collect()
}

fn stage_of(state: awards::State, study: Option<studies::State>) -> Stage {
    use studies::State as Study;
    match state {
        awards::State::Offered => Stage::Offered,
        awards::State::Accepted => match study {
            None | Some(Study::Admission | Study::Admitted) => Stage::Accepted,
            Some(Study::Studying | Study::Interrupted) => Stage::Studying,
            Some(Study::Returned | Study::Concluded) => Stage::Returned,
            Some(Study::Stopped | Study::Failed | Study::Left) => Stage::EndedEarly,
            Some(Study::NotAdmitted) => Stage::NotTakenUp,
        },
        awards::State::Declined | awards::State::Lapsed | awards::State::Withdrawn => {
            Stage::NotTakenUp
        }
    }
}

/// What happened to the awards of a problem, by day.
pub fn events<'a>(seats: impl Iterator<Item = &'a SeatOn>, studies: &Studies) -> Vec<ImpactEvent> {
    let accepted = seats.filter(|seat| seat.state == awards::State::Accepted);
    let mut events: Vec<ImpactEvent> = accepted
        .flat_map(|seat| {
            let study = studies.get(&seat.id);
            let days = [
                (EventKind::SeatAccepted, seat.settled_at.map(Timestamp::date_in_jakarta)),
                (EventKind::StudyBegun, study.and_then(|study| study.starts_on)),
                (EventKind::Returned, study.and_then(|study| study.returned_on)),
            ];
            days.into_iter().filter_map(|(event, day)| Some(ImpactEvent { day: day?, event }))
        })
        .collect();
    events.sort();
    events
}

/// Fewer studies have no published punctuality: it would be near a single person's.
pub const FEWEST_STUDIES: usize = 5;

/// How punctual the reports of these studies were; `None` for few studies.
pub fn reports(of: impl Iterator<Item = Punctuality>) -> Option<Reports> {
    let told: Vec<Punctuality> = of.filter(|one| one.due > 0).collect();
    let studies = u32::try_from(told.len()).unwrap_or(u32::MAX);
    let due = told.iter().map(|one| one.due).sum();
    let in_time = told.iter().map(|one| one.in_time).sum();
    (told.len() >= FEWEST_STUDIES).then_some(Reports { studies, due, in_time })
}

/// The last figure that counts of periods that began on this day or later; `None`: of all periods.
pub fn now_since(series: &Series, since: Option<NaiveDate>) -> Option<&Measurement> {
    let is_later = |one: &&Measurement| since.is_none_or(|day| one.period_from >= day);
    standing_among(series.measurements.iter().filter(is_later))
}

/// Where the indicator was on this day: the last figure that counts of periods that began before, else the baseline.
pub fn start_of(series: &Series, since: Option<NaiveDate>) -> Option<Figure> {
    let baseline = series.figures?.baseline;
    let Some(day) = since else { return Some(baseline) };
    let before = series.measurements.iter().filter(|one| one.period_from < day);
    Some(standing_among(before).map_or(baseline, |one| one.figure))
}

/// Whether the first is better than the second.
fn is_better(one: Figure, other: Figure, direction: Direction) -> bool {
    match direction {
        Direction::Lower => one < other,
        Direction::Higher => one > other,
    }
}

/// How the indicator moved since a day, or since the baseline. A period that began before the day tells nothing of
/// the time after it.
pub fn progress(series: &Series, since: Option<NaiveDate>) -> Progress {
    let Some(figures) = series.figures else { return Progress::NotMeasured };
    let now = now_since(series, since).map(|one| one.figure);
    let (Some(now), Some(start)) = (now, start_of(series, since)) else {
        return Progress::NotMeasured;
    };
    if meets(now, figures.target, series.direction) {
        Progress::Met
    } else if is_better(now, start, series.direction) {
        Progress::Towards
    } else {
        Progress::NotTowards
    }
}

/// What came of a problem on which a seat was accepted on this day. A target that was met within the first months is
/// no success of somebody who has hardly begun, so a young award is never counted as solved.
pub fn outcome((state, series): (State, &Series), since: NaiveDate, age: Age) -> Outcome {
    if state == State::Retired {
        return Outcome::Retired;
    }
    // A target that the baseline meets already tells a solved problem from an untouched one to nobody.
    let is_met_before =
        |figures: Figures| meets(figures.baseline, figures.target, series.direction);
    if series.figures.is_none_or(is_met_before) {
        return Outcome::NotComparable;
    }
    if age.is_young(since) || now_since(series, Some(since)).is_none() {
        return Outcome::TooYoung;
    }
    let is_met = progress(series, Some(since)) == Progress::Met;
    if is_met && state == State::Solved { Outcome::Solved } else { Outcome::NotSolved }
}

/// One line of the board.
pub fn impact_of(
    (problem, series): &(Problem, Series),
    (events, owner_name): (Vec<ImpactEvent>, String),
    age: Age,
) -> ProblemImpact {
    let is_accepted = |event: &&ImpactEvent| event.event == EventKind::SeatAccepted;
    let awarded_on = events.iter().find(is_accepted).map(|event| event.day);
    let now = standing(&series.measurements).map(measured);
    let way = now.and_then(|now| way_behind(series.figures?, now.figure));
    let shown = series.measurements.iter().filter(|one| one.stands());
    ProblemImpact {
        progress: progress(series, awarded_on),
        outcome: awarded_on.map(|day| outcome((problem.state, series), day, age)),
        points: points_of(problem, series),
        measured: shown.map(measured).collect(),
        way_behind: way,
        now,
        events,
        awarded_on,
        problem: problem.id.clone(),
        code: problem.code.clone(),
        title: problem.title.clone(),
        owner_unit: problem.owner_unit.clone(),
        owner_name,
        state: problem.state,
        illustrative: problem.illustrative,
        indicator: problem.indicator.clone(),
        unit_of_measure: problem.unit_of_measure.clone(),
        direction: problem.direction,
        baseline_period: problem.baseline_period.clone(),
        figures: series.figures,
    }
}

fn measured(one: &Measurement) -> Measured {
    let confirmed =
        one.check.as_ref().is_some_and(|check| check.verdict == CheckVerdict::Confirmed);
    Measured {
        period_from: one.period_from,
        period_to: one.period_to,
        figure: one.figure,
        counts: one.counts(),
        confirmed,
    }
}

/// Counts problems by how they moved.
pub fn moved<'a>(problems: impl Iterator<Item = &'a ProblemImpact>) -> Moved {
    let mut moved = Moved::default();
    for one in problems {
        moved.cases += 1;
        *match one.progress {
            Progress::Met => &mut moved.met,
            Progress::Towards => &mut moved.towards,
            Progress::NotTowards => &mut moved.not_towards,
            Progress::NotMeasured => &mut moved.not_measured,
        } += 1;
    }
    moved
}

/// Counts problems with an accepted seat by what came of them.
pub fn outcomes<'a>(problems: impl Iterator<Item = &'a ProblemImpact>) -> OutcomeCounts {
    let mut counts = OutcomeCounts::default();
    for one in problems {
        let Some(outcome) = one.outcome else { continue };
        counts.cases += 1;
        *match outcome {
            Outcome::Solved => &mut counts.solved,
            Outcome::NotSolved => &mut counts.not_solved,
            Outcome::TooYoung => &mut counts.too_young,
            Outcome::NotComparable => &mut counts.not_comparable,
            Outcome::Retired => &mut counts.retired,
        } += 1;
        let is_met = outcome == Outcome::TooYoung && one.progress == Progress::Met;
        counts.met_too_young += u32::from(is_met);
    }
    counts
}

/// The middle of what was asked for, where there is enough of it that it tells of nobody.
pub fn cost(seats: usize, mut stated: Vec<u64>) -> Cost {
    stated.sort_unstable();
    let count = |number: usize| u32::try_from(number).unwrap_or(u32::MAX);
    let middle = stated.len() / 2;
    let upper = stated.get(middle).copied();
    let lower = if stated.len().is_multiple_of(2) {
        middle.checked_sub(1).and_then(|at| stated.get(at)).copied()
    } else {
        upper
    };
    let median = lower.zip(upper).map(|(lower, upper)| lower.midpoint(upper));
    let rounded = median.map(|cost| cost.saturating_add(MILLION / 2) / MILLION * MILLION);
    Cost {
        seats: count(seats),
        stated: count(stated.len()),
        median: rounded.filter(|_| stated.len() >= FEWEST_COSTS),
    }
}

#[cfg(test)]
mod tests;
