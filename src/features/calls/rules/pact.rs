//! The integrity pact: its text, its hash, and whether somebody has signed what they were shown. Pure.

use super::{PACT_PHRASE, PACT_TEXT_CHANGED, join};
use crate::features::calls::{Bilingual, Definition, PactConsent};
use crate::kernel::canonical;
use crate::kernel::characters;
use crate::kernel::errors::{Failure, FieldError, common::field};

/// What is typed to sign; one for each language. Not one's own name: names are written with and without titles, so
/// that a typed name proves less than a sentence that is the same for everybody, and is personal data besides.
pub const PHRASES: [&str; 2] = ["SAYA SETUJU", "I AGREE"];

/// The greatest length of the text.
const TEXT_MOST: usize = 10_000;

/// The text of both languages, of several lines.
pub(super) fn check(definition: &Definition) -> Vec<FieldError> {
    definition.pact.as_ref().map(|text| check_pact("pact", text)).unwrap_or_default()
}

/// The faults of a text by itself.
pub fn check_pact(path: &str, text: &Bilingual) -> Vec<FieldError> {
    let languages = [("id", &text.id), ("en", &text.en)];
    languages.into_iter().filter_map(|(name, text)| fault(&join(path, name), text)).collect()
}

fn fault(path: &str, text: &str) -> Option<FieldError> {
    if text.trim().is_empty() {
        return Some(FieldError::new(path, field::REQUIRED));
    }
    if text.chars().count() > TEXT_MOST {
        return Some(FieldError::new(path, field::TOO_LONG).with("maximum", TEXT_MOST));
    }
    if text.chars().any(|letter| letter.is_control() && letter != '\n') {
        return Some(FieldError::new(path, field::CONTROL_CHARACTERS));
    }
    characters::text_fault(path, text)
}

/// SHA-256 of the canonical JSON of both languages.
///
/// # Errors
/// When the text has no JSON form.
pub fn pact_hash(text: &Bilingual) -> Result<String, Failure> {
    Ok(canonical::hash_of(text)?)
}

/// What was typed as it is kept, if it signs the text of this hash.
///
/// # Errors
/// `pact_phrase` for anything but the phrase, `pact_text_changed` for another text, each at its field.
pub fn signed(consent: &PactConsent, hash: &str) -> Result<&'static str, FieldError> {
    let typed = consent.phrase.split_whitespace().collect::<Vec<_>>().join(" ").to_uppercase();
    let typed = typed.trim_end_matches('.');
    if consent.text_hash != hash {
        return Err(FieldError::new("text_hash", PACT_TEXT_CHANGED));
    }
    PHRASES.into_iter().find(|phrase| *phrase == typed).ok_or_else(|| {
        let [indonesian, english] = PHRASES;
        let fault = FieldError::new("phrase", PACT_PHRASE);
        fault.with("indonesian", indonesian).with("english", english)
    })
}

#[cfg(test)]
mod tests {
    use super::super::tests::definition;
    use super::*;

    fn text(id: &str, en: &str) -> Bilingual {
        Bilingual { id: id.to_owned(), en: en.to_owned() }
    }

    fn refused(phrase: &str, hash: &str) -> Option<&'static str> {
        let consent = PactConsent { phrase: phrase.to_owned(), text_hash: hash.to_owned() };
        signed(&consent, "a").err().map(|fault| fault.code.name)
    }

    #[test]
    fn the_phrase_is_typed_in_either_language_and_nothing_else_signs() {
        for phrase in ["SAYA SETUJU", "saya  setuju ", "Saya setuju.", "I agree"] {
            assert_eq!(refused(phrase, "a"), None, "{phrase}");
        }
        for phrase in ["", "setuju", "SAYA TIDAK SETUJU", "I AGREE not", "Budi Santoso"] {
            assert_eq!(refused(phrase, "a"), Some("pact_phrase"), "{phrase}");
        }
        assert_eq!(refused("SAYA SETUJU", "b"), Some("pact_text_changed"));
    }

    #[test]
    fn both_languages_are_written_and_lines_are_kept() {
        let mut call = definition();
        assert_eq!(check(&call), []);
        call.pact = Some(text("Saya menyatakan:\n1. jujur;", "I declare:\n1. honest;"));
        assert_eq!(check(&call), []);
        call.pact = Some(text("Saya menyatakan.", " \n"));
        let codes: Vec<_> =
            check(&call).into_iter().map(|one| (one.field, one.code.name)).collect();
        assert_eq!(codes, [("pact.en".to_owned(), "required")]);
        call.pact = Some(text(&"a".repeat(10_001), "a\u{7}"));
        let codes: Vec<_> = check(&call).into_iter().map(|one| one.code.name).collect();
        assert_eq!(codes, ["too_long", "control_characters"]);
    }

    #[test]
    fn any_change_of_either_language_is_another_hash_and_no_text_is_no_part_of_the_rules() {
        let hash = |id, en| pact_hash(&text(id, en)).unwrap();
        assert_eq!(hash("a", "b"), hash("a", "b"));
        assert_ne!(hash("a", "b"), hash("a", "c"));
        assert_ne!(hash("a", "b"), hash("b", "a"));
        let json = canonical::json(&definition()).unwrap();
        assert!(!json.contains("\"pact\""), "older calls keep the hash of their rules");
    }
}
