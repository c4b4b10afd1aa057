//! The score sheet: only scores from the rubric's list, reasons where the rubric requires them,
//! nothing missing when handed in, and the exact total. Pure.

use super::{
    CRITERION_UNKNOWN, REASON_REQUIRED, REASON_TOO_SHORT, SCORE_MISSING, SCORE_NOT_ON_SCALE,
};
use crate::features::calls::{Criterion, Rubric};
use crate::features::reviews::{Score, Sheet};
use crate::kernel::errors::FieldError;

/// The faults of a draft: anything may be missing, but what is there must fit the rubric.
pub fn draft_faults(rubric: &Rubric, sheet: &Sheet) -> Vec<FieldError> {
    let mut faults = Vec::new();
    for (code, score) in &sheet.scores {
        if rubric.criterion(code).is_none() {
            faults.push(FieldError::new(format!("scores.{code}"), CRITERION_UNKNOWN));
            continue;
        }
        faults.extend(scale_fault(rubric, code, score));
    }
    faults
}

/// The faults of a sheet when it is handed in: those of a draft, and whatever is missing.
pub fn submission_faults(rubric: &Rubric, sheet: &Sheet) -> Vec<FieldError> {
    let mut faults = draft_faults(rubric, sheet);
    faults.extend(rubric.criteria.iter().filter_map(|criterion| missing(rubric, criterion, sheet)));
    faults.sort_by(|one, other| one.field.cmp(&other.field));
    faults
}

/// Σ weight × score, exact; `None` while a criterion has no score of the rubric's list.
pub fn total(rubric: &Rubric, sheet: &Sheet) -> Option<u32> {
    rubric.criteria.iter().try_fold(0_u32, |sum, criterion| {
        let score = sheet.scores.get(&criterion.code)?.score?;
        rubric.allows(score).then_some(())?;
        sum.checked_add(criterion.weight.checked_mul(score)?)
    })
}

/// How many of the rubric's criteria have a score.
pub fn scored(rubric: &Rubric, sheet: &Sheet) -> usize {
    let has_score = |criterion: &&Criterion| {
        sheet.scores.get(&criterion.code).is_some_and(|score| score.score.is_some())
    };
    rubric.criteria.iter().filter(has_score).count()
}

fn scale_fault(rubric: &Rubric, code: &str, score: &Score) -> Option<FieldError> {
    let given = score.score.filter(|given| !rubric.allows(*given))?;
    let allowed: Vec<String> = rubric.scores.iter().map(ToString::to_string).collect();
    let fault = FieldError::new(format!("scores.{code}.score"), SCORE_NOT_ON_SCALE);
    Some(fault.with("score", given).with("allowed", allowed.join(", ")))
}

fn missing(rubric: &Rubric, criterion: &Criterion, sheet: &Sheet) -> Option<FieldError> {
    let code = &criterion.code;
    let Some(given) = sheet.scores.get(code) else {
        return Some(FieldError::new(format!("scores.{code}.score"), SCORE_MISSING));
    };
    let Some(score) = given.score else {
        return Some(FieldError::new(format!("scores.{code}.score"), SCORE_MISSING));
    };
    let length = given.reason.trim().chars().count();
    let least = usize::try_from(rubric.reason_min_length).unwrap_or(usize::MAX).max(1);
    if !rubric.reason_required_for.contains(&score) || length >= least {
        return None;
    }
    let fault = if length == 0 { REASON_REQUIRED } else { REASON_TOO_SHORT };
    let field = format!("scores.{code}.reason");
    Some(FieldError::new(field, fault).with("score", score).with("minimum", least))
}

#[cfg(test)]
pub(crate) mod tests {
    use super::*;
    use crate::features::calls::{Bilingual, Thresholds};

    pub(crate) fn rubric() -> Rubric {
        let name = Bilingual { id: "x".to_owned(), en: "x".to_owned() };
        let criterion = |code: &str, weight| Criterion {
            on_registered_problem: false,
            code: code.to_owned(),
            name: name.clone(),
            weight,
            anchors: std::collections::BTreeMap::new(),
        };
        Rubric {
            code: "test".to_owned(),
            name: name.clone(),
            scores: vec![1, 2, 3, 5, 6, 7],
            criteria: vec![criterion("K1", 60), criterion("K2", 40)],
            thresholds: Thresholds { total: Some(400), criteria: [].into() },
            reason_required_for: vec![1, 7],
            reason_min_length: 10,
        }
    }

    pub(crate) fn sheet(scores: &[(&str, u32, &str)]) -> Sheet {
        let score = |(code, score, reason): &(&str, u32, &str)| {
            ((*code).to_owned(), Score { score: Some(*score), reason: (*reason).to_owned() })
        };
        Sheet { scores: scores.iter().map(score).collect(), ..Sheet::default() }
    }

    fn named(faults: Vec<FieldError>) -> Vec<(String, &'static str)> {
        faults.into_iter().map(|fault| (fault.field, fault.code.name)).collect()
    }

    #[test]
    fn a_score_beside_the_list_is_refused_even_within_its_range() {
        let faults = draft_faults(&rubric(), &sheet(&[("K1", 4, "")]));
        assert_eq!(named(faults), [("scores.K1.score".to_owned(), "score_not_on_scale")]);
    }

    #[test]
    fn an_unknown_criterion_is_named() {
        let faults = draft_faults(&rubric(), &sheet(&[("K9", 3, "")]));
        assert_eq!(named(faults), [("scores.K9".to_owned(), "criterion_unknown")]);
    }

    #[test]
    fn a_draft_may_be_empty_but_a_submission_lacks_nothing() {
        let empty = Sheet::default();
        assert_eq!(draft_faults(&rubric(), &empty), []);
        let expected = ["scores.K1.score", "scores.K2.score"];
        let faults = named(submission_faults(&rubric(), &empty));
        assert_eq!(faults, expected.map(|field| (field.to_owned(), "score_missing")));
    }

    #[test]
    fn extreme_scores_need_a_reason_of_the_length_the_rubric_sets() {
        for (reason, fault) in [
            ("", Some("reason_required")),
            ("   ", Some("reason_required")),
            ("too short", Some("reason_too_short")),
            ("           padded   ", Some("reason_too_short")),
            ("ten chars!", None),
            ("données là", None),
        ] {
            let faults = submission_faults(&rubric(), &sheet(&[("K1", 7, reason), ("K2", 3, "")]));
            let expected: Vec<_> =
                fault.into_iter().map(|code| ("scores.K1.reason".to_owned(), code)).collect();
            assert_eq!(named(faults), expected, "{reason:?}");
        }
    }

    #[test]
    fn every_fault_is_told_at_once() {
        let faults = submission_faults(&rubric(), &sheet(&[("K1", 1, ""), ("K3", 3, "")]));
        let expected = [
            ("scores.K1.reason".to_owned(), "reason_required"),
            ("scores.K2.score".to_owned(), "score_missing"),
            ("scores.K3".to_owned(), "criterion_unknown"),
        ];
        assert_eq!(named(faults), expected);
    }

    #[test]
    fn the_total_is_weight_times_score_and_a_missing_score_is_no_zero() {
        assert_eq!(total(&rubric(), &sheet(&[("K1", 7, ""), ("K2", 3, "")])), Some(540));
        assert_eq!(total(&rubric(), &sheet(&[("K1", 7, "")])), None);
        assert_eq!(total(&rubric(), &sheet(&[("K1", 7, ""), ("K2", 4, "")])), None);
    }
}
