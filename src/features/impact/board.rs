//! The board of impact as it is sent and shown.

use crate::features::problems::{Direction, Figures, State};
use crate::kernel::clock::Timestamp;
use crate::kernel::figure::Figure;
use crate::kernel::ids::{ProblemId, UnitCode};
use crate::text_enum;
use chrono::NaiveDate;
use serde::Serialize;

text_enum! {
    /// How far a seat came; from the acceptance on, how its study stands.
    #[schema(as = ImpactStage)]
    pub enum Stage {
        Offered = "offered",
        /// Waits for admission or agreement.
        Accepted = "accepted",
        /// Interrupted ones too.
        Studying = "studying",
        /// Back at the office.
        Returned = "returned",
        /// Stopped, failed, or the awardee left. The public is not told which, as below.
        EndedEarly = "ended_early",
        /// Declined, lapsed or withdrawn, not admitted. The public is not told which: with one seat that would tell of a person.
        NotTakenUp = "not_taken_up",
    }

    /// How an indicator moved, by measurements that count.
    #[schema(as = ImpactProgress)]
    pub enum Progress {
        /// The last one meets the target.
        Met = "met",
        Towards = "towards",
        /// As before, or worse.
        NotTowards = "not_towards",
        /// Not since, or in no figures that can be compared.
        NotMeasured = "not_measured",
    }

    /// What came of a problem with an accepted seat.
    #[schema(as = ImpactOutcome)]
    pub enum Outcome {
        Solved = "solved",
        NotSolved = "not_solved",
        /// No counted measurement after the award yet, or the award is too recent.
        TooYoung = "too_young",
        /// Its texts hold no figures that can be compared, or its baseline meets the target already.
        NotComparable = "not_comparable",
        /// It is out of use, and nobody measures it any more.
        Retired = "retired",
    }

    /// What happened to a problem's awards.
    #[schema(as = ImpactEventKind)]
    pub enum EventKind {
        SeatAccepted = "seat_accepted",
        StudyBegun = "study_begun",
        /// The graduate is back at the office.
        Returned = "returned",
    }
}

/// Seats that came so far.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, utoipa::ToSchema)]
pub struct StageCount {
    pub stage: Stage,
    pub count: u32,
}

/// A day on which something happened to an award of a problem. Nobody's name or number.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, utoipa::ToSchema)]
pub struct ImpactEvent {
    pub day: NaiveDate,
    pub event: EventKind,
}

/// The indicator in a period, as far as it stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, utoipa::ToSchema)]
#[schema(as = ImpactMeasured)]
pub struct Measured {
    pub period_from: NaiveDate,
    pub period_to: NaiveDate,
    pub figure: Figure,
    /// It was measured as the baseline was and lacks nothing; others decide nothing.
    pub counts: bool,
    /// The inspectorate has confirmed it.
    pub confirmed: bool,
}

/// One problem: where its indicator was, is and should get to, with its awards.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, utoipa::ToSchema)]
pub struct ProblemImpact {
    pub problem: ProblemId,
    #[schema(example = "M-007")]
    pub code: String,
    pub title: String,
    pub owner_unit: UnitCode,
    pub owner_name: String,
    pub state: State,
    /// Sample figures that nobody measured.
    pub illustrative: bool,
    pub indicator: String,
    pub unit_of_measure: String,
    pub direction: Direction,
    pub baseline_period: String,
    /// Nothing: the texts do not say comparable figures.
    pub figures: Option<Figures>,
    /// The last measurement that counts.
    pub now: Option<Measured>,
    /// How much of the way from baseline to target is behind, in percent; below 0: it got worse.
    pub way_behind: Option<i64>,
    /// By period; what was corrected or disputed is left out.
    pub measured: Vec<Measured>,
    pub events: Vec<ImpactEvent>,
    /// The first day on which a seat on it was accepted.
    pub awarded_on: Option<NaiveDate>,
    /// Since that day, else since the baseline.
    pub progress: Progress,
    /// Null without an accepted seat.
    pub outcome: Option<Outcome>,
    /// The baseline, and what stands, as they are drawn.
    #[serde(skip)]
    pub points: Vec<(NaiveDate, Figure, bool)>,
}

/// An approved problem without an accepted seat.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, utoipa::ToSchema)]
#[schema(as = UntakenProblem)]
pub struct Untaken {
    pub problem: ProblemId,
    pub code: String,
    pub title: String,
    pub owner_unit: UnitCode,
    pub owner_name: String,
    /// Whether a proposal on it was handed in, in a call whose result is announced.
    pub proposed: bool,
}

/// Problems by how their indicators moved.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, utoipa::ToSchema)]
#[schema(as = ImpactMoved)]
pub struct Moved {
    pub cases: u32,
    pub met: u32,
    pub towards: u32,
    pub not_towards: u32,
    pub not_measured: u32,
}

/// Problems with an accepted seat by what came of them. A share of those solved is of `solved` and `not_solved` only.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, utoipa::ToSchema)]
#[schema(as = ImpactOutcomes)]
pub struct OutcomeCounts {
    pub cases: u32,
    pub solved: u32,
    pub not_solved: u32,
    pub too_young: u32,
    /// Of those too young, the ones whose target a measurement after the award meets already.
    pub met_too_young: u32,
    pub not_comparable: u32,
    pub retired: u32,
}

impl OutcomeCounts {
    /// Those of which it can be told.
    pub fn told(&self) -> u32 {
        self.solved + self.not_solved
    }
}

/// What the accepted seats' proposals ask for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, utoipa::ToSchema)]
#[schema(as = ImpactCost)]
pub struct Cost {
    /// Accepted seats, and those of them whose proposal states a cost.
    pub seats: u32,
    pub stated: u32,
    /// The middle one in whole rupiah, rounded to a million. Null for few seats: it would tell of single persons.
    pub median: Option<u64>,
}

/// How punctual the reports of studies were.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, utoipa::ToSchema)]
#[schema(as = ImpactReports)]
pub struct Reports {
    /// Studies of which a report was due or sent.
    pub studies: u32,
    /// Reports that were due by now, or sent before.
    pub due: u32,
    /// Those of them that were sent on the day they were due or earlier.
    pub in_time: u32,
}

/// Whose board it is.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, utoipa::ToSchema)]
pub struct BoardUnit {
    pub code: UnitCode,
    pub name: String,
}

/// A year of the approved plan of needs beside the seats of the calls that took theirs from it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, utoipa::ToSchema)]
#[schema(as = ImpactPlannedYear)]
pub struct PlannedAndTaken {
    pub year: i32,
    /// People that units need to study.
    pub planned: u32,
    /// Seats of published calls for that year.
    pub offered: u32,
    /// Seats of them that were accepted.
    pub taken: u32,
}

/// What came of the awards.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, utoipa::ToSchema)]
#[schema(as = ImpactBoard)]
pub struct Board {
    /// Null for the board of the whole agency.
    pub unit: Option<BoardUnit>,
    pub as_of: Timestamp,
    /// Months after an award before it is counted as solved or not.
    pub young_months: u32,
    /// The public registry, by code.
    pub problems: Vec<ProblemImpact>,
    /// Every stage, in the order of the process.
    pub stages: Vec<StageCount>,
    pub outcomes: OutcomeCounts,
    pub with_award: Moved,
    pub without_award: Moved,
    /// Approved problems that nobody took.
    pub untaken: Vec<Untaken>,
    /// Only for the whole agency: a unit's few seats would tell of single persons.
    pub cost: Option<Cost>,
    /// Null for a unit, and for few studies: it would tell of single persons.
    pub reports: Option<Reports>,
    /// The approved plan of needs beside the seats, by year; empty for a unit.
    pub planned: Vec<PlannedAndTaken>,
}
