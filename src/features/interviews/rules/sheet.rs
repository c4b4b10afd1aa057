//! The interview sheet: the fixed questions only, scores of the rubric's list, reasons where the rubric asks for them.
//! Pure.

use super::QUESTION_UNKNOWN;
use crate::features::calls::{Interview, Rubric};
use crate::features::interviews::InterviewSheet;
use crate::features::reviews::rules::{
    REASON_REQUIRED, REASON_TOO_SHORT, SCORE_MISSING, SCORE_NOT_ON_SCALE,
};
use crate::kernel::errors::FieldError;

/// The faults of a draft: anything may be missing, but what is there must fit.
pub fn draft_faults(
    (how, rubric): (&Interview, &Rubric),
    sheet: &InterviewSheet,
) -> Vec<FieldError> {
    let mut faults = Vec::new();
    for (code, given) in &sheet.scores {
        if how.question(code).is_none() {
            faults.push(FieldError::new(format!("scores.{code}"), QUESTION_UNKNOWN));
            continue;
        }
        if let Some(score) = given.score.filter(|score| !rubric.allows(*score)) {
            let allowed: Vec<String> = rubric.scores.iter().map(ToString::to_string).collect();
            let fault = FieldError::new(format!("scores.{code}.score"), SCORE_NOT_ON_SCALE);
            faults.push(fault.with("score", score).with("allowed", allowed.join(", ")));
        }
    }
    faults
}

/// The faults of a sheet when it is handed in: those of a draft, and whatever is missing.
pub fn submission_faults(
    (how, rubric): (&Interview, &Rubric),
    sheet: &InterviewSheet,
) -> Vec<FieldError> {
    let mut faults = draft_faults((how, rubric), sheet);
    let least = usize::try_from(rubric.reason_min_length).unwrap_or(usize::MAX).max(1);
    for question in &how.questions {
        let code = &question.code;
        let given = sheet.scores.get(code);
        let Some((score, reason)) = given.and_then(|one| Some((one.score?, &one.reason))) else {
            faults.push(FieldError::new(format!("scores.{code}.score"), SCORE_MISSING));
            continue;
        };
        let length = reason.trim().chars().count();
        if rubric.reason_required_for.contains(&score) && length < least {
            let fault = if length == 0 { REASON_REQUIRED } else { REASON_TOO_SHORT };
            let fault = FieldError::new(format!("scores.{code}.reason"), fault);
            faults.push(fault.with("score", score).with("minimum", least));
        }
    }
    faults.sort_by(|one, other| one.field.cmp(&other.field));
    faults
}
