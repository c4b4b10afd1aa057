//! How problems with an award are told apart in the report of a year. Pure.

use crate::features::impact::board::{EventKind, Outcome, ProblemImpact, Progress};
use chrono::Datelike;

/// The first year of which there can be a report.
pub const FIRST_YEAR: i32 = 2020;

/// Problems with an award that are told together.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Group {
    Solved,
    /// Not solved, but nearer to the target than on the day of the award.
    Moving,
    /// As before, or worse.
    NotMoving,
    /// Too young, without figures, or out of use.
    NotTold,
}

impl Group {
    pub const ALL: [Self; 4] = [Self::Solved, Self::Moving, Self::NotMoving, Self::NotTold];

    /// Its words are `impact-report-<name>`.
    pub fn name(self) -> &'static str {
        match self {
            Self::Solved => "solved",
            Self::Moving => "moving",
            Self::NotMoving => "not-moving",
            Self::NotTold => "not-told",
        }
    }
}

/// The group of a problem; `None` without an award.
pub fn group_of(one: &ProblemImpact) -> Option<Group> {
    let group = match (one.outcome?, one.progress) {
        (Outcome::Solved, _) => Group::Solved,
        (Outcome::NotSolved, Progress::Met | Progress::Towards) => Group::Moving,
        (Outcome::NotSolved, Progress::NotTowards) => Group::NotMoving,
        (Outcome::NotSolved, Progress::NotMeasured)
        | (Outcome::TooYoung | Outcome::NotComparable | Outcome::Retired, _) => Group::NotTold,
    };
    Some(group)
}

/// Seats accepted in a year, on these problems.
pub fn accepted_in<'a>(year: i32, problems: impl Iterator<Item = &'a ProblemImpact>) -> usize {
    let events = problems.flat_map(|one| &one.events);
    let in_it = |day: chrono::NaiveDate| day.year() == year;
    events.filter(|one| one.event == EventKind::SeatAccepted && in_it(one.day)).count()
}

/// Measurements that stand, of periods that ended in a year.
pub fn measured_in<'a>(year: i32, problems: impl Iterator<Item = &'a ProblemImpact>) -> usize {
    let measured = problems.flat_map(|one| &one.measured);
    measured.filter(|one| one.period_to.year() == year).count()
}
