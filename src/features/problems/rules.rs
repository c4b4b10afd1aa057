//! Rules for problems of the registry, and the steps from proposed to solved. Pure.

use super::{Problem, ProblemText, State};
use crate::kernel::access::Viewer;
use crate::kernel::errors::{Code, Failure, FieldError, Refusal, common};
use crate::kernel::input::Valid;
use crate::platform::ledger::EventType;

crate::codes! {
    PROBLEM_NOT_PROPOSED = 409 "problem_not_proposed";
    PROBLEM_NOT_OPEN_TO_REVISION = 409 "problem_not_open_to_revision";
    PROBLEM_NOT_APPROVED = 409 "problem_not_approved";
    OWN_PROBLEM = 409 "own_problem";
    FIGURE_MISSING = 422 "figure_missing";
    YEAR_MISSING = 422 "year_missing";
    YEAR_AHEAD = 422 "year_ahead";
    DENOMINATOR_MISSING = 422 "denominator_missing";
}

crate::text_enum! {
    /// A step in a problem's life.
    pub enum Step {
        /// The unit writes it anew; a returned one is thereby proposed again.
        Revise = "revise",
        Approve = "approve",
        Return = "return",
        /// It is no longer worth a study.
        Retire = "retire",
        /// The target is reached.
        Solve = "solve",
    }
}

impl Step {
    /// The step as the record names it.
    pub fn past(self) -> EventType {
        match self {
            Self::Revise => EventType::ProblemRevised,
            Self::Approve => EventType::ProblemApproved,
            Self::Return => EventType::ProblemReturned,
            Self::Retire => EventType::ProblemRetired,
            Self::Solve => EventType::ProblemSolved,
        }
    }

    /// Whether the step needs a reason.
    pub fn needs_reason(self) -> bool {
        matches!(self, Self::Return | Self::Retire | Self::Solve)
    }
}

/// The state after a step: proposed → approved | returned → (proposed); approved → retired | solved.
///
/// # Errors
/// For any other pair; names the state.
pub fn transition(state: State, step: Step) -> Result<State, Refusal> {
    use State::{Approved, Proposed, Retired, Returned, Solved};
    let code = match (step, state) {
        (Step::Revise, Proposed | Returned) => return Ok(Proposed),
        (Step::Approve, Proposed) => return Ok(Approved),
        (Step::Return, Proposed) => return Ok(Returned),
        (Step::Retire, Approved) => return Ok(Retired),
        (Step::Solve, Approved) => return Ok(Solved),
        (Step::Revise, Approved | Retired | Solved) => PROBLEM_NOT_OPEN_TO_REVISION,
        (Step::Approve | Step::Return, Approved | Returned | Retired | Solved) => {
            PROBLEM_NOT_PROPOSED
        }
        (Step::Retire | Step::Solve, Proposed | Returned | Retired | Solved) => {
            PROBLEM_NOT_APPROVED
        }
    };
    Err(Refusal::new(code).with("state", state.name()))
}

/// Nobody decides on a problem that they proposed, or that is their unit's.
///
/// # Errors
/// `own_problem`.
pub fn not_own(viewer: &Viewer, problem: &Problem) -> Result<(), Refusal> {
    let is_own =
        problem.proposed_by.as_ref() == Some(&viewer.user) || viewer.heads(&problem.owner_unit);
    if is_own { Err(Refusal::new(OWN_PROBLEM)) } else { Ok(()) }
}

/// The faults that the limits of the single fields do not tell, in the order of the form. `this_year` is the
/// year in Jakarta; a baseline cannot be of a later year. The evidence required is number, unit, period,
/// denominator, source document and who measured it.
pub fn check(text: &ProblemText, this_year: i32) -> Vec<FieldError> {
    let faults = [
        figure_fault("baseline_value", &text.baseline_value),
        period_fault(&text.baseline_period, this_year),
        denominator_fault(text),
        figure_fault("target_value", &text.target_value),
    ];
    faults.into_iter().flatten().collect()
}

fn figure_fault(field: &str, text: &str) -> Option<FieldError> {
    let has_figure = text.chars().any(|letter| letter.is_ascii_digit());
    (!has_figure).then(|| FieldError::new(field, FIGURE_MISSING))
}

/// A percentage needs the total that it refers to.
fn denominator_fault(text: &ProblemText) -> Option<FieldError> {
    let is_missing = text.baseline_denominator.is_none() && is_share(text);
    is_missing.then(|| FieldError::new("baseline_denominator", DENOMINATOR_MISSING))
}

fn is_share(text: &ProblemText) -> bool {
    let unit = text.unit_of_measure.to_lowercase();
    ["%", "persen", "percent"].iter().any(|word| unit.contains(word))
        || text.baseline_value.contains('%')
}

fn period_fault(period: &str, this_year: i32) -> Option<FieldError> {
    let years = years_in(period);
    let Some(latest) = years.iter().max() else {
        return Some(FieldError::new("baseline_period", YEAR_MISSING));
    };
    (*latest > this_year)
        .then(|| FieldError::new("baseline_period", YEAR_AHEAD).with("year", this_year))
}

/// Numbers of four digits from 1900 to 2999.
fn years_in(text: &str) -> Vec<i32> {
    text.split(|letter: char| !letter.is_ascii_digit())
        .filter(|digits| digits.len() == 4)
        .filter_map(|digits| digits.parse().ok())
        .filter(|year| (1900..3000).contains(year))
        .collect()
}

/// The text in its stored form: without blanks at the ends, and no empty denominator.
///
/// # Errors
/// Every fault of the limits, else of [`check`].
pub fn kept(text: &Valid<ProblemText>, this_year: i32) -> Result<ProblemText, Failure> {
    let text = text.kept()?;
    let baseline_denominator = text.baseline_denominator.filter(|text| !text.is_empty());
    let text = ProblemText { baseline_denominator, ..text };
    Failure::when_any(check(&text, this_year))?;
    Ok(text)
}

/// The greatest length of a search text, in characters.
const SEARCH_MOST: usize = 100;

/// The fault of a search text.
pub fn search_fault(words: &str) -> Option<FieldError> {
    let fault = |code: Code| FieldError::new("q", code).with("maximum", SEARCH_MOST);
    if words.chars().count() > SEARCH_MOST {
        return Some(fault(common::field::TOO_LONG));
    }
    words.chars().any(char::is_control).then(|| fault(common::field::CONTROL_CHARACTERS))
}

/// The number in a problem's code: `M-007` is 7; `None` when it is not such a code.
pub fn number_of(code: &str) -> Option<u32> {
    let digits = code.strip_prefix("M-")?;
    let number = digits.parse().ok()?;
    (number > 0 && code == code_of(number)).then_some(number)
}

fn code_of(number: u32) -> String {
    format!("M-{number:03}")
}

/// The code after the greatest so far; numbers are never used twice.
pub fn next_code(greatest: Option<&str>) -> String {
    code_of(greatest.and_then(number_of).unwrap_or(0).saturating_add(1))
}

#[cfg(test)]
mod tests;
