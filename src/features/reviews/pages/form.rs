//! A score sheet as the fields of a form, and back. A field has the path by which the rules name
//! it, so that an error finds its field.

use crate::features::calls::Rubric;
use crate::features::reviews::{Score, Sheet};
use crate::kernel::errors::{FieldError, common::field};
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
/// For scores that are not numbers.
pub(super) fn sheet_of(fields: &Fields) -> Result<Sheet, Vec<FieldError>> {
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
    if faults.is_empty() { Ok(sheet) } else { Err(faults) }
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
        assert_eq!(sheet_of(&fields_of(&sheet())), Ok(sheet()));
    }

    #[test]
    fn a_criterion_without_a_word_is_not_there_and_a_score_is_a_number() {
        let mut fields = fields_of(&sheet());
        fields.set("scores.K3.score", "");
        fields.set("scores.K3.reason", " ");
        assert_eq!(sheet_of(&fields), Ok(sheet()));
        fields.set("scores.K3.score", "five");
        let faults = sheet_of(&fields).unwrap_err();
        assert_eq!(faults.len(), 1);
        assert_eq!((&*faults[0].field, faults[0].code), ("scores.K3.score", field::WRONG_SHAPE));
    }
}
