//! The rubric's criteria in a form: the scores to choose from, their meanings, the reason, and the
//! sheet's progress against the thresholds.

use super::form::{label, limits, reason_name, score_name};
use crate::features::calls::{Criterion, Rubric};
use crate::features::reviews::actions::FirstView;
use crate::kernel::errors::Refusal;
use crate::web::Fields;
use crate::web::pages::{Field, Input, PageContext};

/// One score that can be chosen.
#[derive(Debug)]
pub(super) struct Choice {
    pub(super) id: String,
    pub(super) score: u32,
    /// The key that chooses it; empty if the scale has more scores than there are keys.
    pub(super) key: String,
    pub(super) checked: bool,
    pub(super) needs_reason: bool,
    /// What the score means; not every score has an anchor.
    pub(super) anchor: Option<String>,
}

/// One criterion with what was chosen and written.
#[derive(Debug)]
pub(super) struct CriterionForm {
    pub(super) id: String,
    pub(super) name: String,
    pub(super) weight: u32,
    /// The minimum mean score that a proposal must reach here.
    pub(super) floor: Option<u32>,
    pub(super) field: String,
    pub(super) choices: Vec<Choice>,
    pub(super) error: String,
    pub(super) reason: Field,
    /// Whether it judges the relation to the registered problem.
    pub(super) on_problem: bool,
    /// What was first handed in, if the chair has reopened the sheet.
    pub(super) first: Option<(u32, String)>,
}

impl CriterionForm {
    pub(super) fn is_low(&self) -> bool {
        let below = |choice: &Choice| self.floor.is_some_and(|floor| choice.score < floor);
        self.choices.iter().any(|choice| choice.checked && below(choice))
    }

    fn chosen(&self) -> Option<u32> {
        self.choices.iter().find(|choice| choice.checked).map(|choice| choice.score)
    }
}

/// Builds a form.
pub(super) struct Maker<'a> {
    pub(super) s: &'a PageContext,
    pub(super) rubric: &'a Rubric,
    pub(super) typed: &'a Fields,
    pub(super) problem: Option<&'a Refusal>,
    pub(super) first: Option<&'a FirstView>,
}

impl Maker<'_> {
    pub(super) fn criteria(&self) -> Vec<CriterionForm> {
        self.rubric.criteria.iter().map(|criterion| self.criterion(criterion)).collect()
    }

    /// One of the two texts at the end of the sheet.
    pub(super) fn text(&self, name: &str, hint: &str) -> Field {
        let input = Input::Text { rows: 4, words: 0 };
        Field::new(name, label(self.s, self.rubric, name), input)
            .limits(&limits(name))
            .value(self.typed.get(name))
            .hint(self.s.t(hint))
            .errors_of(self.s, self.problem)
    }

    fn criterion(&self, criterion: &Criterion) -> CriterionForm {
        let (s, code) = (self.s, &criterion.code);
        // `Field` defines how an error is shown and how a name becomes an id.
        let score = Field::new(score_name(code), String::new(), Input::Line);
        let score = score.errors_of(s, self.problem);
        let typed = self.typed.get(&score.name).trim();
        let choice = |(index, given): (usize, &u32)| Choice {
            // The summary of errors links to the first one.
            id: if index == 0 { score.id() } else { format!("{}-{given}", score.id()) },
            score: *given,
            key: key(self.rubric, index, *given),
            checked: given.to_string() == typed,
            needs_reason: self.rubric.reason_required_for.contains(given),
            anchor: criterion.anchors.get(given).map(|text| text.text(&s.language).to_owned()),
        };
        let choices = self.rubric.scores.iter().enumerate().map(choice).collect();
        let reason =
            Field::new(reason_name(code), s.t("sheet-reason"), Input::Text { rows: 2, words: 0 });
        let reason = reason.limits(&limits(&reason_name(code))).hint(self.reason_hint());
        let reason = reason.errors_of(s, self.problem);
        let first = self.first.and_then(|first| first.scores.get(code));
        CriterionForm {
            name: criterion.name.text(&s.language).to_owned(),
            weight: criterion.weight,
            on_problem: criterion.on_registered_problem,
            floor: self.rubric.thresholds.criteria.get(code).copied(),
            field: score.name.clone(),
            error: score.error.clone(),
            reason: reason.value(self.typed.get(&reason_name(code))),
            first: first.and_then(|first| Some((first.score?, first.reason.clone()))),
            id: score.id(),
            choices,
        }
    }

    fn reason_hint(&self) -> String {
        let scores: Vec<String> =
            self.rubric.reason_required_for.iter().map(ToString::to_string).collect();
        if scores.is_empty() {
            return String::new();
        }
        let least = self.rubric.reason_min_length.max(1).to_string();
        let arguments = [("scores", scores.join(", ")), ("minimum", least)];
        self.s.language.text("sheet-reason-hint", &arguments)
    }
}

/// A one-digit score is chosen by its digit; otherwise, on a scale without 4, the key 5 would
/// choose 6. On a scale with scores above nine, the position is used.
fn key(rubric: &Rubric, index: usize, score: u32) -> String {
    let is_short = rubric.scores.iter().all(|score| *score <= 9);
    match (is_short, index) {
        (true, _) => score.to_string(),
        (false, 0..9) => (index + 1).to_string(),
        (false, _) => String::new(),
    }
}

/// The progress of a sheet. A single sheet decides nothing, because the thresholds apply to the
/// mean.
#[derive(Debug)]
pub(super) struct SheetProgress {
    pub(super) scored: usize,
    pub(super) criteria: usize,
    /// Σ weight × score of the criteria scored so far.
    pub(super) sum: u32,
    pub(super) highest: u32,
    pub(super) threshold: Option<u32>,
    /// `open`, `floor`, `below` or `pass`.
    pub(super) verdict: &'static str,
}

impl SheetProgress {
    pub(super) fn new(rubric: &Rubric, criteria: &[CriterionForm]) -> Self {
        let value = |one: &CriterionForm| one.chosen().map(|score| one.weight * score);
        let scored = criteria.iter().filter_map(value).count();
        let sum = criteria.iter().filter_map(value).sum();
        let threshold = rubric.thresholds.total;
        let verdict = if scored < criteria.len() {
            "open"
        } else if criteria.iter().any(CriterionForm::is_low) {
            "floor"
        } else if threshold.is_some_and(|threshold| sum < threshold) {
            "below"
        } else {
            "pass"
        };
        let highest = rubric.highest_total();
        Self { scored, criteria: criteria.len(), sum, highest, threshold, verdict }
    }

    pub(super) fn colour(&self) -> &'static str {
        match self.verdict {
            "pass" => "",
            "open" => "grey",
            _ => "amber",
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::features::calls::Templates;
    use crate::kernel::language::Language;

    fn rubric(name: &str) -> Rubric {
        Templates::shipped().unwrap().rubrics[name].clone()
    }

    fn criteria(rubric: &Rubric, scores: &[u32]) -> Vec<CriterionForm> {
        let shell =
            PageContext::bare(Language::English, "/", "2026-11-24T01:00:00Z".parse().unwrap());
        let mut typed = Fields::default();
        for (criterion, score) in rubric.criteria.iter().zip(scores) {
            typed.set(score_name(&criterion.code), score.to_string());
        }
        let maker = Maker { s: &shell, rubric, typed: &typed, problem: None, first: None };
        maker.criteria()
    }

    #[test]
    fn a_digit_chooses_the_score_it_shows_and_long_scales_go_by_order() {
        let keys = |rubric: &Rubric| -> Vec<String> {
            criteria(rubric, &[])[0].choices.iter().map(|choice| choice.key.clone()).collect()
        };
        assert_eq!(keys(&rubric("bima")), ["1", "2", "3", "5", "6", "7"]);
        let mut long = rubric("default");
        long.scores = vec![0, 10, 20];
        assert_eq!(keys(&long), ["1", "2", "3"]);
    }

    #[test]
    fn the_standing_tells_a_knock_out_before_the_total() {
        let rubric = rubric("default");
        let verdict =
            |scores: &[u32]| SheetProgress::new(&rubric, &criteria(&rubric, scores)).verdict;
        assert_eq!(verdict(&[4, 4, 4, 4, 4, 4]), "open");
        assert_eq!(verdict(&[4, 4, 4, 4, 4, 4, 4]), "pass");
        assert_eq!(verdict(&[3, 3, 3, 3, 3, 3, 3]), "below");
        assert_eq!(verdict(&[2, 5, 5, 5, 5, 5, 5]), "floor");
    }

    #[test]
    fn the_sum_grows_with_each_score() {
        let rubric = rubric("default");
        let standing = |scores: &[u32]| SheetProgress::new(&rubric, &criteria(&rubric, scores));
        assert_eq!((standing(&[]).sum, standing(&[]).highest), (0, 500));
        assert_eq!((standing(&[5, 2]).sum, standing(&[5, 2]).scored), (130, 2));
    }
}
