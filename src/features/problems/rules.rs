//! Rules for problems of the registry, and the steps from proposed to solved. Pure.

pub mod measuring;

use super::{Direction, Figures, Problem, ProblemText, State};
use crate::kernel::access::Viewer;
use crate::kernel::errors::{Code, Failure, FieldError, Refusal, common};
use crate::kernel::figure::{Figure, figures_in};
use crate::kernel::input::Valid;
use crate::platform::ledger::EventType;

crate::codes! {
    PROBLEM_NOT_PROPOSED = 409 "problem_not_proposed";
    PROBLEM_NOT_OPEN_TO_REVISION = 409 "problem_not_open_to_revision";
    PROBLEM_NOT_APPROVED = 409 "problem_not_approved";
    PROBLEM_NOT_SOLVED = 409 "problem_not_solved";
    OWN_PROBLEM = 409 "own_problem";
    FIGURE_MISSING = 422 "figure_missing";
    YEAR_MISSING = 422 "year_missing";
    YEAR_AHEAD = 422 "year_ahead";
    DENOMINATOR_MISSING = 422 "denominator_missing";
    FIGURE_UNCLEAR = 422 "figure_unclear";
    NOT_ONE_FIGURE = 422 "not_one_figure";
    TARGET_ALREADY_MET = 422 "target_already_met";
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
        /// A confirmed measurement of the owner unit meets the target.
        Solve = "solve",
        /// A later measurement no longer does.
        Reopen = "reopen",
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
            Self::Reopen => EventType::ProblemReopened,
        }
    }

    /// Whether the step needs a reason.
    pub fn needs_reason(self) -> bool {
        matches!(self, Self::Return | Self::Retire)
    }
}

/// The state after a step: proposed → approved | returned → (proposed); approved → retired | solved;
/// solved → approved again. The last two follow from measurements alone (`measuring::step_due`).
///
/// # Errors
/// For any other pair; names the state.
pub fn transition(state: State, step: Step) -> Result<State, Refusal> {
    use State::{Approved, Proposed, Retired, Returned, Solved};
    let code = match (step, state) {
        (Step::Revise, Proposed | Returned) => return Ok(Proposed),
        (Step::Approve, Proposed) | (Step::Reopen, Solved) => return Ok(Approved),
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
        (Step::Reopen, Proposed | Approved | Returned | Retired) => PROBLEM_NOT_SOLVED,
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
    let faults: Vec<FieldError> = faults.into_iter().flatten().collect();
    if faults.is_empty() { comparison_faults(text) } else { faults }
}

/// Baseline and target must be comparable, or nobody could tell when the problem is solved.
fn comparison_faults(text: &ProblemText) -> Vec<FieldError> {
    let unit = &text.unit_of_measure;
    let baseline =
        figure_of(("baseline_figure", &text.baseline_figure), &text.baseline_value, unit);
    let target = figure_of(("target_figure", &text.target_figure), &text.target_value, unit);
    match (baseline, target) {
        (Ok(baseline), Ok(target)) => {
            let is_met = meets(baseline, target, text.direction);
            is_met
                .then(|| FieldError::new("target_value", TARGET_ALREADY_MET))
                .into_iter()
                .collect()
        }
        (baseline, target) => [baseline, target].into_iter().filter_map(Result::err).collect(),
    }
}

/// The figure that was stated, else the one that the text is.
fn figure_of(
    (field, stated): (&str, &Option<String>),
    text: &str,
    unit: &str,
) -> Result<Figure, FieldError> {
    match stated.as_deref().filter(|stated| !stated.trim().is_empty()) {
        Some(stated) => sole_figure(stated).ok_or_else(|| FieldError::new(field, NOT_ONE_FIGURE)),
        None => plain_figure(text, unit).ok_or_else(|| FieldError::new(field, FIGURE_UNCLEAR)),
    }
}

/// The figure of a text that holds no other.
pub fn sole_figure(text: &str) -> Option<Figure> {
    match figures_in(text).as_slice() {
        [figure] => Some(*figure),
        _ => None,
    }
}

/// The figure of a text that says nothing else: at most a sign of comparison, and words of the unit of measure
/// (`<= 15%`, `103 KLB`). `down by 60%` holds one figure too, but it is a change and not where the indicator should be.
fn plain_figure(text: &str, unit: &str) -> Option<Figure> {
    let unit = unit.to_lowercase();
    let of_unit: Vec<&str> = unit.split(|letter: char| !letter.is_alphabetic()).collect();
    let lower = text.to_lowercase();
    let words = lower.split(|letter: char| !letter.is_alphabetic()).filter(|word| !word.is_empty());
    if words.into_iter().all(|word| of_unit.contains(&word)) { sole_figure(text) } else { None }
}

/// Baseline and target as figures; `None` where the texts do not say them and nobody stated them.
pub fn figures_of(problem: &Problem) -> Option<Figures> {
    let plain = |text: &str| plain_figure(text, &problem.unit_of_measure);
    problem.stated.or_else(|| {
        let (baseline, target) = (plain(&problem.baseline_value)?, plain(&problem.target_value)?);
        Some(Figures { baseline, target })
    })
}

/// What a checked text states beside its words. Figures that the texts say by themselves are not kept twice.
pub fn stated_in(text: &ProblemText) -> Option<Figures> {
    let given =
        |stated: &Option<String>| stated.as_deref().is_some_and(|text| !text.trim().is_empty());
    if !given(&text.baseline_figure) && !given(&text.target_figure) {
        return None;
    }
    let of = |stated: &Option<String>, value: &str| {
        figure_of(("", stated), value, &text.unit_of_measure).ok()
    };
    let baseline = of(&text.baseline_figure, &text.baseline_value)?;
    Some(Figures { baseline, target: of(&text.target_figure, &text.target_value)? })
}

/// Two texts as figures to measure against.
///
/// # Errors
/// `not_one_figure` at either; `target_already_met`.
pub fn read_figures(
    baseline: &str,
    target: &str,
    direction: Direction,
) -> Result<Figures, Failure> {
    let read = |field: &str, text: &str| {
        sole_figure(text).ok_or_else(|| FieldError::new(field, NOT_ONE_FIGURE))
    };
    match (read("baseline", baseline), read("target", target)) {
        (Ok(baseline), Ok(target)) if meets(baseline, target, direction) => {
            Err(Failure::field("target", TARGET_ALREADY_MET))
        }
        (Ok(baseline), Ok(target)) => Ok(Figures { baseline, target }),
        (baseline, target) => {
            let faults = [baseline, target].into_iter().filter_map(Result::err).collect();
            Err(Refusal::invalid(faults).into())
        }
    }
}

/// Whether a figure is as good as the target or better.
pub fn meets(figure: Figure, target: Figure, direction: Direction) -> bool {
    match direction {
        Direction::Lower => figure <= target,
        Direction::Higher => figure >= target,
    }
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
    is_share_of(&text.unit_of_measure, &text.baseline_value)
}

fn is_share_of(unit: &str, value: &str) -> bool {
    let unit = unit.to_lowercase();
    ["%", "persen", "percent"].iter().any(|word| unit.contains(word)) || value.contains('%')
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
pub fn years_in(text: &str) -> Vec<i32> {
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
    let filled = |text: Option<String>| text.filter(|text| !text.is_empty());
    let text = ProblemText {
        baseline_denominator: filled(text.baseline_denominator),
        baseline_figure: filled(text.baseline_figure),
        target_figure: filled(text.target_figure),
        ..text
    };
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
