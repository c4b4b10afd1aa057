//! The interview sheet as the fields of a form, and back: a score and a reason for each fixed question, with the anchors of
//! its criterion beside. A field has the path by which the rules name it, so that an error finds its field.

use crate::features::calls::{Call, Interview, Rubric};
use crate::features::interviews::InterviewSheet;
use crate::features::reviews::Score;
use crate::kernel::errors::{Failure, FieldError, Refusal, common::field};
use crate::kernel::input::{Limits, Schema, Valid};
use crate::web::Fields;
use crate::web::pages::{Field, Input, PageContext};

/// One score that can be chosen.
pub(super) struct Choice {
    pub(super) id: String,
    pub(super) score: u32,
    pub(super) checked: bool,
    /// What the score means; not every score has an anchor.
    pub(super) anchor: Option<String>,
}

/// One question with what was chosen and written.
pub(super) struct QuestionForm {
    pub(super) id: String,
    pub(super) field: String,
    pub(super) code: String,
    pub(super) text: String,
    pub(super) criterion: String,
    pub(super) choices: Vec<Choice>,
    pub(super) error: String,
    pub(super) reason: Field,
}

fn score_name(code: &str) -> String {
    format!("scores.{code}.score")
}

fn reason_name(code: &str) -> String {
    format!("scores.{code}.reason")
}

fn parts(name: &str) -> Option<(&str, &str)> {
    name.strip_prefix("scores.")?.rsplit_once('.')
}

pub(super) fn fields_of(sheet: &InterviewSheet) -> Fields {
    let mut fields = Fields::default();
    for (code, score) in &sheet.scores {
        let chosen = score.score.map_or_else(String::new, |score| score.to_string());
        fields.set(score_name(code), chosen);
        fields.set(reason_name(code), &score.reason);
    }
    fields.set("comment", &sheet.comment);
    fields
}

/// The content of a form; a question without any content is left out.
///
/// # Errors
/// `invalid` for scores that are not numbers, else for every text that breaks its limits.
pub(super) fn sheet_of(fields: &Fields) -> Result<Valid<InterviewSheet>, Failure> {
    let (mut sheet, mut faults) = (InterviewSheet::default(), Vec::new());
    for name in fields.names() {
        let Some((code, part)) = parts(name) else { continue };
        let typed = fields.get(name);
        if typed.trim().is_empty() {
            continue;
        }
        let of: &mut Score = sheet.scores.entry(code.to_owned()).or_default();
        match (part, typed.trim().parse()) {
            ("score", Ok(score)) => of.score = Some(score),
            ("score", Err(_)) => {
                faults.push(FieldError::new(name, field::WRONG_SHAPE).with("detail", typed));
            }
            _ => typed.clone_into(&mut of.reason),
        }
    }
    fields.get("comment").clone_into(&mut sheet.comment);
    Failure::when_any(faults)?;
    Valid::checked(sheet)
}

fn limits(name: &str) -> Limits {
    let path = parts(name).map_or(name.to_owned(), |(_, part)| format!("scores.*.{part}"));
    Schema::of::<InterviewSheet>().limits(&path).unwrap_or_default()
}

/// The label of a field of the sheet.
pub(super) fn label(s: &PageContext, how: Option<&Interview>, name: &str) -> String {
    let Some((code, part)) = parts(name) else { return s.t("interview-comment") };
    let text = how.and_then(|how| how.question(code)).map(|one| one.text.text(&s.language));
    let text = text.unwrap_or(code);
    match part {
        "reason" => s.tv("sheet-reason-of", text),
        _ => s.tv("sheet-score-of", text),
    }
}

/// The questions of a call as a form, with what was typed.
pub(super) fn questions(
    s: &PageContext,
    call: &Call,
    (typed, problem): (&Fields, Option<&Refusal>),
) -> Vec<QuestionForm> {
    let rubric: &Rubric = &call.definition.rubric;
    let questions = call.definition.interview.iter().flat_map(|how| &how.questions);
    let form = questions.map(|question| {
        let code = &question.code;
        let score = Field::new(score_name(code), String::new(), Input::Line);
        let score = score.errors_of(s, problem);
        let chosen = typed.get(&score.name).trim();
        let criterion = question.measured_by(rubric);
        let choices = rubric.scores.iter().enumerate().map(|(index, given)| Choice {
            // The summary of errors links to the first one.
            id: if index == 0 { score.id() } else { format!("{}-{given}", score.id()) },
            score: *given,
            checked: given.to_string() == chosen,
            anchor: criterion
                .and_then(|criterion| criterion.anchors.get(given))
                .map(|text| text.text(&s.language).to_owned()),
        });
        let input = Input::Text { rows: 2, words: 0 };
        let reason = Field::new(reason_name(code), s.t("sheet-reason"), input);
        let reason = reason.limits(&limits(&reason_name(code))).errors_of(s, problem);
        QuestionForm {
            code: code.clone(),
            text: question.text.text(&s.language).to_owned(),
            criterion: criterion
                .map(|one| format!("{} {}", one.code, one.name.text(&s.language)))
                .unwrap_or_default(),
            choices: choices.collect(),
            field: score.name.clone(),
            error: score.error.clone(),
            id: score.id(),
            reason: reason.value(typed.get(&reason_name(code))),
        }
    });
    form.collect()
}

/// The comment at the end of the sheet.
pub(super) fn comment(s: &PageContext, (typed, problem): (&Fields, Option<&Refusal>)) -> Field {
    let input = Input::Text { rows: 4, words: 0 };
    Field::new("comment", s.t("interview-comment"), input)
        .limits(&limits("comment"))
        .value(typed.get("comment"))
        .hint(s.t("interview-comment-hint"))
        .errors_of(s, problem)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_sheet_comes_back_whole_from_its_form() {
        let score = |score, reason: &str| Score { score, reason: reason.to_owned() };
        let sheet = InterviewSheet {
            scores: [
                ("W1".to_owned(), score(Some(5), "Said <b>how</b>\nand when")),
                ("W.2".to_owned(), score(None, "Undecided")),
            ]
            .into(),
            comment: "Clear".to_owned(),
        };
        assert_eq!(*sheet_of(&fields_of(&sheet)).unwrap(), sheet);
    }
}
