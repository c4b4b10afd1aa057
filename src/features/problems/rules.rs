//! Rules for problems of the registry, and the steps from proposed to solved. Pure.

use super::{Problem, ProblemText, State};
use crate::kernel::access::Viewer;
use crate::kernel::characters;
use crate::kernel::errors::{Code, FieldError, Refusal, common};
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

/// How long a field may be, in characters, and whether it may have several lines.
struct Shape {
    least: usize,
    most: usize,
    lines: bool,
}

const LINE: Shape = Shape { least: 3, most: 300, lines: false };
const TITLE: Shape = Shape { least: 10, most: 200, lines: false };
const FIGURE: Shape = Shape { least: 1, most: 200, lines: false };
const PARAGRAPH: Shape = Shape { least: 20, most: 4000, lines: true };
const REASON: Shape = Shape { least: 10, most: 2000, lines: true };

impl Shape {
    fn fault(&self, field: &str, text: &str) -> Option<FieldError> {
        let length = text.trim().chars().count();
        let is_wrong = |letter: char| letter.is_control() && !(self.lines && letter == '\n');
        let code = match length {
            0 => common::field::REQUIRED,
            _ if length < self.least => common::field::TOO_SHORT,
            _ if length > self.most => common::field::TOO_LONG,
            _ if text.chars().any(is_wrong) => common::field::CONTROL_CHARACTERS,
            _ => return characters::text_fault(field, text),
        };
        Some(FieldError::new(field, code).with("minimum", self.least).with("maximum", self.most))
    }
}

/// All faults of a text, in the order of the form. `this_year` is the year in Jakarta; a baseline
/// cannot be of a later year. The evidence required is number, unit, period, denominator, source
/// document and who measured it.
pub fn check(text: &ProblemText, this_year: i32) -> Vec<FieldError> {
    let shapes = [
        ("title", &text.title, TITLE),
        ("description", &text.description, PARAGRAPH),
        ("indicator", &text.indicator, LINE),
        ("unit_of_measure", &text.unit_of_measure, FIGURE),
        ("baseline_value", &text.baseline_value, FIGURE),
        ("baseline_period", &text.baseline_period, LINE),
        ("baseline_source", &text.baseline_source, LINE),
        ("baseline_measured_by", &text.baseline_measured_by, LINE),
        ("target_value", &text.target_value, FIGURE),
        ("evidence", &text.evidence, PARAGRAPH),
    ];
    let mut faults: Vec<FieldError> =
        shapes.iter().filter_map(|(field, text, shape)| shape.fault(field, text)).collect();
    faults.extend(denominator_fault(text));
    let more = [
        figure_fault("baseline_value", &text.baseline_value),
        figure_fault("target_value", &text.target_value),
        period_fault(&text.baseline_period, this_year),
    ];
    for fault in more.into_iter().flatten() {
        // One fault for each field is enough to correct it.
        if faults.iter().all(|other| other.field != fault.field) {
            faults.push(fault);
        }
    }
    faults
}

fn figure_fault(field: &str, text: &str) -> Option<FieldError> {
    let has_figure = text.chars().any(|letter| letter.is_ascii_digit());
    (!has_figure).then(|| FieldError::new(field, FIGURE_MISSING))
}

/// A percentage needs the total that it refers to.
fn denominator_fault(text: &ProblemText) -> Option<FieldError> {
    match &text.baseline_denominator {
        Some(denominator) => FIGURE.fault("baseline_denominator", denominator),
        None if is_share(text) => {
            Some(FieldError::new("baseline_denominator", DENOMINATOR_MISSING))
        }
        None => None,
    }
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
#[must_use]
pub fn trimmed(text: &ProblemText) -> ProblemText {
    let trim = |text: &String| text.trim().to_owned();
    ProblemText {
        title: trim(&text.title),
        description: trim(&text.description),
        indicator: trim(&text.indicator),
        unit_of_measure: trim(&text.unit_of_measure),
        direction: text.direction,
        baseline_value: trim(&text.baseline_value),
        baseline_period: trim(&text.baseline_period),
        baseline_denominator: text
            .baseline_denominator
            .as_ref()
            .map(trim)
            .filter(|denominator| !denominator.is_empty()),
        baseline_source: trim(&text.baseline_source),
        baseline_measured_by: trim(&text.baseline_measured_by),
        target_value: trim(&text.target_value),
        evidence: trim(&text.evidence),
    }
}

/// The fault of the reason for a step that needs one.
pub fn reason_fault(reason: &str) -> Option<FieldError> {
    REASON.fault("reason", reason)
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
