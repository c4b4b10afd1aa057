//! A score sheet as the fields of a form, and back. A field has the path by which the rules name
//! it, so that an error finds its field. It is no `web::forms::Form`: which fields there are is the rubric's, each
//! under its code, and a draft keeps its texts as they stand in the middle of being typed. Its limits come from the
//! input's type as those of the others do, and it is answered alike.

use crate::features::calls::Rubric;
use crate::features::reviews::{Score, Sheet};
use crate::kernel::errors::{Failure, FieldError, common::field};
use crate::kernel::input::{Limits, Schema, Valid};
use crate::web::Fields;
use crate::web::pages::PageContext;

/// The stored sheet as form fields.
pub(super) fn fields_of(sheet: &Sheet) -> Fields {
    let mut fields = Fields::default();
    for (code, score) in &sheet.scores {
        let chosen = score.score.map_or_else(String::new, |score| score.to_string());
        fields.set(score_name(code), chosen);
        fields.set(reason_name(code), &score.reason);
    }
    fields.set("feedback", &sheet.feedback);
    fields.set("note", &sheet.note);
    fields
}

pub(super) fn score_name(code: &str) -> String {
    format!("scores.{code}.score")
}

pub(super) fn reason_name(code: &str) -> String {
    format!("scores.{code}.reason")
}

/// The code in the name of a criterion's field, and which of the criterion's fields it is.
fn parts(name: &str) -> Option<(&str, &str)> {
    name.strip_prefix("scores.")?.rsplit_once('.')
}

/// The content of a form; a criterion without any content is left out.
///
/// # Errors
/// `invalid` for scores that are not numbers, else for every text that breaks its limits.
pub(super) fn sheet_of(fields: &Fields) -> Result<Valid<Sheet>, Failure> {
    let (mut sheet, mut faults) = (Sheet::default(), Vec::new());
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
    fields.get("feedback").clone_into(&mut sheet.feedback);
    fields.get("note").clone_into(&mut sheet.note);
    Failure::when_any(faults)?;
    Valid::checked(sheet)
}

/// What a field of the sheet may hold.
pub(super) fn limits(name: &str) -> Limits {
    let path = parts(name).map_or(name.to_owned(), |(_, part)| format!("scores.*.{part}"));
    Schema::of::<Sheet>().limits(&path).unwrap_or_default()
}

/// The label of a field of the sheet.
pub(super) fn label(s: &PageContext, rubric: &Rubric, name: &str) -> String {
    let Some((code, part)) = parts(name) else { return s.word("sheet-field", name) };
    let criterion = rubric.criterion(code).map_or(code, |one| one.name.text(&s.language));
    match part {
        "reason" => s.tv("sheet-reason-of", criterion),
        _ => s.tv("sheet-score-of", criterion),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn sheet() -> Sheet {
        let score = |score, reason: &str| Score { score, reason: reason.to_owned() };
        Sheet {
            scores: [
                ("K1".to_owned(), score(Some(5), "Seen <b>on site</b>\nand measured")),
                ("K.2".to_owned(), score(None, "Still undecided")),
            ]
            .into(),
            feedback: "Clear".to_owned(),
            note: String::new(),
        }
    }

    #[test]
    fn a_sheet_comes_back_whole_from_its_form() {
        assert_eq!(*sheet_of(&fields_of(&sheet())).unwrap(), sheet());
    }

    fn told(fields: &Fields) -> Vec<(String, crate::kernel::errors::Code)> {
        let Err(Failure::Refused(refusal)) = sheet_of(fields) else { panic!("{fields:?}") };
        refusal.errors.into_iter().map(|fault| (fault.field, fault.code)).collect()
    }

    #[test]
    fn the_controls_know_the_limits_that_a_text_breaks() {
        for (name, most) in [("scores.K.2.reason", 4000), ("feedback", 8000), ("note", 8000)] {
            assert_eq!(limits(name).most, Some(most), "{name}");
            let mut fields = fields_of(&sheet());
            fields.set(name, "x".repeat(usize::try_from(most).unwrap()));
            assert!(sheet_of(&fields).is_ok(), "{name}");
            fields.set(name, format!("{}x", fields.get(name)));
            assert_eq!(told(&fields), [(name.to_owned(), field::TOO_LONG)]);
        }
    }

    #[test]
    fn a_criterion_without_a_word_is_not_there_and_a_score_is_a_number() {
        let mut fields = fields_of(&sheet());
        fields.set("scores.K3.score", "");
        fields.set("scores.K3.reason", " ");
        assert_eq!(*sheet_of(&fields).unwrap(), sheet());
        fields.set("scores.K3.score", "five");
        assert_eq!(told(&fields), [("scores.K3.score".to_owned(), field::WRONG_SHAPE)]);
    }
}
