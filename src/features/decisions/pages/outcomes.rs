//! The outcomes by name: first deviations from the ranking, then selected proposals and reserves,
//! each with its reason; the others by number.

use crate::features::decisions::DecidedOutcome;
use crate::features::selection::Outcome;
use crate::features::selection::actions::Board;

/// One proposal.
pub(super) struct Line<'a> {
    pub(super) outcome: &'a DecidedOutcome,
    pub(super) title: &'a str,
    /// The candidate's name.
    pub(super) name: &'a str,
}

/// All proposals by outcome, in order of the ranking.
#[derive(Default)]
pub(super) struct Lines<'a> {
    pub(super) deviations: Vec<Line<'a>>,
    pub(super) selected: Vec<Line<'a>>,
    pub(super) reserves: Vec<Line<'a>>,
    pub(super) others: Vec<Line<'a>>,
}

pub(super) fn lines<'a>(board: &'a Board, outcomes: &'a [DecidedOutcome]) -> Lines<'a> {
    let line = |outcome: &'a DecidedOutcome| Line {
        outcome,
        title: board.title(&outcome.proposal),
        name: board.proposals.get(&outcome.proposal).map_or("", |named| &named.candidate),
    };
    let of = |wanted: Outcome| {
        outcomes.iter().filter(|one| one.outcome == wanted).map(line).collect::<Vec<_>>()
    };
    Lines {
        deviations: outcomes
            .iter()
            .filter(|one| one.deviation_reason.is_some())
            .map(line)
            .collect(),
        selected: of(Outcome::Selected),
        reserves: of(Outcome::Reserve),
        others: of(Outcome::NotSelected),
    }
}
