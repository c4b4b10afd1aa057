//! Checks the list of documents: stable names, sizes that a slow connection can carry, and the
//! proposal itself.

use super::{PROPOSAL_DOCUMENT_MISSING, text};
use crate::features::calls::DocumentRequirement;
use crate::kernel::errors::{FieldError, common::field};

/// The document that every proposal has.
const PROPOSAL: &str = "proposal";

/// The range of a document's size limit: 1 KiB to 25 MiB (`domain.md` §9).
const BYTES_LEAST: u64 = 1 << 10;
const BYTES_MOST: u64 = 25 << 20;

/// Every fault of the documents at `path` in the request.
pub fn check_documents(path: &str, documents: &[DocumentRequirement]) -> Vec<FieldError> {
    let mut faults = Vec::new();
    for (index, document) in documents.iter().enumerate() {
        check_one(&format!("{path}[{index}]"), document, &mut faults);
    }
    text::unique(
        documents.iter().map(|document| document.kind.as_str()),
        |index| format!("{path}[{index}].kind"),
        &mut faults,
    );
    if !documents.iter().any(|document| document.kind == PROPOSAL && document.required) {
        faults.push(FieldError::new(path, PROPOSAL_DOCUMENT_MISSING));
    }
    faults
}

fn check_one(at: &str, document: &DocumentRequirement, faults: &mut Vec<FieldError>) {
    text::snake_case(&format!("{at}.kind"), &document.kind, faults);
    text::bilingual(&format!("{at}.name"), &document.name, text::NAME_MOST, faults);
    if !(BYTES_LEAST..=BYTES_MOST).contains(&document.max_bytes) {
        let fault = FieldError::new(format!("{at}.max_bytes"), field::OUT_OF_RANGE);
        faults.push(fault.with("minimum", BYTES_LEAST).with("maximum", BYTES_MOST));
    }
    if document.formats.is_empty() {
        faults.push(FieldError::new(format!("{at}.formats"), field::REQUIRED));
    }
}

#[cfg(test)]
mod tests {
    use super::super::NOT_SNAKE_CASE;
    use super::*;
    use crate::features::calls::Templates;

    fn faults(change: impl FnOnce(&mut Vec<DocumentRequirement>)) -> Vec<(String, &'static str)> {
        let mut documents =
            Templates::shipped().unwrap().document_sets["default"].documents.clone();
        change(&mut documents);
        let faults = check_documents("documents", &documents);
        faults.into_iter().map(|fault| (fault.field, fault.code.name)).collect()
    }

    #[test]
    fn the_shipped_list_is_sound_and_holds_a_required_proposal() {
        assert_eq!(faults(|_| {}), []);
        for change in [
            (|list: &mut Vec<_>| drop(list.remove(0))) as fn(&mut Vec<DocumentRequirement>),
            |list| list[0].required = false,
        ] {
            assert_eq!(faults(change), [("documents".to_owned(), PROPOSAL_DOCUMENT_MISSING.name)]);
        }
    }

    #[test]
    fn kinds_are_names_for_programs_and_stand_once() {
        for kind in ["", "Surat", "surat sehat", "1surat", "surat-sehat", "sürat"] {
            assert_eq!(
                faults(|list| list[3].kind = kind.to_owned()),
                [("documents[3].kind".to_owned(), NOT_SNAKE_CASE.name)],
                "{kind}"
            );
        }
        assert_eq!(
            faults(|list| list[3].kind = "transcript".into())[0],
            ("documents[10].kind".to_owned(), "duplicate")
        );
    }

    #[test]
    fn sizes_lie_between_one_kib_and_twenty_five_mib() {
        for (bytes, sound) in [(1023, false), (1024, true), (26_214_400, true), (26_214_401, false)]
        {
            assert_eq!(faults(|list| list[1].max_bytes = bytes).is_empty(), sound, "{bytes}");
        }
        assert_eq!(
            faults(|list| list[1].formats.clear()),
            [("documents[1].formats".to_owned(), "required")]
        );
    }
}
