//! Checks the rubric: a scale, weights that sum to 100, anchors on the scale, reachable thresholds.

use super::{
    SCORE_NOT_ALLOWED, SCORES_ORDER, SCORES_TOO_FEW, THRESHOLD_UNREACHABLE, UNKNOWN_CRITERION,
    WEIGHTS_SUM, join, range, text,
};
use crate::features::calls::{Criterion, Rubric};
use crate::kernel::errors::FieldError;

/// The sum of all weights.
const WHOLE: u64 = 100;

/// The highest score of a scale; it keeps every total far below the integer limit.
const SCORE_MOST: u32 = 100;

/// The greatest length that a reason can be required to have, in characters.
const REASON_MOST: u32 = 1000;

/// Every fault of a rubric at `path` in the request (empty: at the top).
pub fn check_rubric(path: &str, rubric: &Rubric) -> Vec<FieldError> {
    let mut faults = Vec::new();
    text::one(&join(path, "code"), &rubric.code, text::CODE_MOST, &mut faults);
    text::bilingual(&join(path, "name"), &rubric.name, text::NAME_MOST, &mut faults);
    check_scores(path, &rubric.scores, &mut faults);
    check_weights(path, &rubric.criteria, &mut faults);
    for (index, criterion) in rubric.criteria.iter().enumerate() {
        check_criterion(&join(path, &format!("criteria[{index}]")), criterion, rubric, &mut faults);
    }
    text::unique(
        rubric.criteria.iter().map(|criterion| criterion.code.as_str()),
        |index| join(path, &format!("criteria[{index}].code")),
        &mut faults,
    );
    check_thresholds(path, rubric, &mut faults);
    for (index, score) in rubric.reason_required_for.iter().enumerate() {
        on_scale(
            &join(path, &format!("reason_required_for[{index}]")),
            *score,
            rubric,
            &mut faults,
        );
    }
    range(&join(path, "reason_min_length"), rubric.reason_min_length, 0, REASON_MOST, &mut faults);
    faults
}

fn check_scores(path: &str, scores: &[u32], faults: &mut Vec<FieldError>) {
    let at = join(path, "scores");
    if scores.len() < 2 {
        faults.push(FieldError::new(&at, SCORES_TOO_FEW));
    }
    if scores.windows(2).any(|pair| matches!(pair, [low, high] if low >= high)) {
        faults.push(FieldError::new(&at, SCORES_ORDER));
    }
    for (index, score) in scores.iter().enumerate() {
        range(&format!("{at}[{index}]"), *score, 0, SCORE_MOST, faults);
    }
}

fn check_weights(path: &str, criteria: &[Criterion], faults: &mut Vec<FieldError>) {
    let sum: u64 = criteria.iter().map(|criterion| u64::from(criterion.weight)).sum();
    if sum != WHOLE {
        faults.push(FieldError::new(join(path, "criteria"), WEIGHTS_SUM).with("sum", sum));
    }
}

fn check_criterion(
    path: &str,
    criterion: &Criterion,
    rubric: &Rubric,
    faults: &mut Vec<FieldError>,
) {
    text::one(&join(path, "code"), &criterion.code, text::CODE_MOST, faults);
    text::bilingual(&join(path, "name"), &criterion.name, text::NAME_MOST, faults);
    range(&join(path, "weight"), criterion.weight, 1, 100, faults);
    for (score, anchor) in &criterion.anchors {
        let at = join(path, &format!("anchors.{score}"));
        on_scale(&at, *score, rubric, faults);
        text::bilingual(&at, anchor, text::ANCHOR_MOST, faults);
    }
}

fn on_scale(path: &str, score: u32, rubric: &Rubric, faults: &mut Vec<FieldError>) {
    if !rubric.allows(score) {
        let allowed: Vec<String> = rubric.scores.iter().map(ToString::to_string).collect();
        let fault = FieldError::new(path, SCORE_NOT_ALLOWED);
        faults.push(fault.with("score", score).with("allowed", allowed.join(", ")));
    }
}

fn check_thresholds(path: &str, rubric: &Rubric, faults: &mut Vec<FieldError>) {
    let highest = u64::from(rubric.scores.iter().copied().max().unwrap_or(0));
    let within = |at: String, least: u32, most: u64, faults: &mut Vec<FieldError>| {
        if u64::from(least) > most {
            faults.push(FieldError::new(at, THRESHOLD_UNREACHABLE).with("maximum", most));
        }
    };
    if let Some(total) = rubric.thresholds.total {
        within(join(path, "thresholds.total"), total, WHOLE * highest, faults);
    }
    for (code, least) in &rubric.thresholds.criteria {
        let at = join(path, &format!("thresholds.criteria.{code}"));
        if rubric.criterion(code).is_none() {
            faults.push(FieldError::new(&at, UNKNOWN_CRITERION).with("criterion", code));
        }
        within(at, *least, highest, faults);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::features::calls::Templates;

    fn faults(change: impl FnOnce(&mut Rubric)) -> Vec<(String, &'static str)> {
        let mut rubric = Templates::shipped().unwrap().rubrics["default"].clone();
        change(&mut rubric);
        let faults = check_rubric("rubric", &rubric);
        faults.into_iter().map(|fault| (fault.field, fault.code.name)).collect()
    }

    fn one(field: &str, code: &'static str) -> Vec<(String, &'static str)> {
        vec![(field.to_owned(), code)]
    }

    #[test]
    fn both_shipped_rubrics_are_sound() {
        for rubric in Templates::shipped().unwrap().rubrics.values() {
            assert_eq!(check_rubric("rubric", rubric), []);
        }
    }

    #[test]
    fn weights_sum_to_a_hundred_and_none_is_nothing() {
        assert_eq!(faults(|r| r.criteria[6].weight = 6), one("rubric.criteria", "weights_sum"));
        let shifted = faults(|r| {
            r.criteria[0].weight = 25;
            r.criteria[6].weight = 0;
        });
        assert_eq!(shifted, one("rubric.criteria[6].weight", "out_of_range"));
        let huge = faults(|r| r.criteria[2].weight = u32::MAX);
        assert_eq!(huge.len(), 2, "{huge:?}");
        assert!(
            faults(|r| r.criteria.clear()).contains(&("rubric.criteria".into(), "weights_sum"))
        );
    }

    #[test]
    fn scores_ascend_and_are_at_least_two() {
        for scores in [vec![1, 2, 2, 3, 4, 5], vec![1, 3, 2, 4, 5]] {
            assert_eq!(faults(|r| r.scores = scores), one("rubric.scores", "scores_order"));
        }
        assert!(
            faults(|r| r.scores = vec![5]).contains(&("rubric.scores".into(), "scores_too_few"))
        );
        assert_eq!(faults(|r| r.scores.push(101)), one("rubric.scores[5]", "out_of_range"));
    }

    #[test]
    fn anchors_and_reasons_are_on_the_scale_and_in_both_languages() {
        let anchor = faults(|r| {
            let text = r.criteria[1].anchors[&1].clone();
            r.criteria[1].anchors.insert(6, text);
        });
        assert_eq!(anchor, one("rubric.criteria[1].anchors.6", "score_not_allowed"));
        let silent = faults(|r| {
            if let Some(anchor) = r.criteria[1].anchors.get_mut(&3) {
                anchor.en = "  ".to_owned();
            }
        });
        assert_eq!(silent, one("rubric.criteria[1].anchors.3.en", "required"));
        assert_eq!(
            faults(|r| r.reason_required_for.push(7)),
            one("rubric.reason_required_for[3]", "score_not_allowed")
        );
    }

    #[test]
    fn criteria_have_codes_of_their_own() {
        assert_eq!(
            faults(|r| r.criteria[4].code = "K1".into()),
            one("rubric.criteria[4].code", "duplicate")
        );
        assert!(
            faults(|r| r.criteria[4].code = String::new())
                .contains(&("rubric.criteria[4].code".into(), "required"))
        );
    }

    #[test]
    fn thresholds_can_be_reached_and_name_criteria() {
        assert_eq!(faults(|r| r.thresholds.total = Some(500)), []);
        assert_eq!(
            faults(|r| r.thresholds.total = Some(501)),
            one("rubric.thresholds.total", "threshold_unreachable")
        );
        assert_eq!(
            faults(|r| r.thresholds.criteria.extend([("K9".into(), 3)])),
            one("rubric.thresholds.criteria.K9", "unknown_criterion")
        );
        assert_eq!(
            faults(|r| r.thresholds.criteria.extend([("K2".into(), 6)])),
            one("rubric.thresholds.criteria.K2", "threshold_unreachable")
        );
    }
}
