//! Checks published texts (both languages, not too long, no control characters) and stable names.

use super::{NOT_SNAKE_CASE, join};
use crate::features::calls::Bilingual;
use crate::kernel::characters;
use crate::kernel::errors::{FieldError, common::field};

pub(super) const TITLE_MOST: usize = 300;
pub(super) const NAME_MOST: usize = 200;
pub(super) const ANCHOR_MOST: usize = 1000;
/// The greatest length of the code of a criterion, level or document.
pub(super) const CODE_MOST: usize = 40;

/// Both languages of a text.
pub(super) fn bilingual(path: &str, text: &Bilingual, most: usize, faults: &mut Vec<FieldError>) {
    one(&join(path, "id"), &text.id, most, faults);
    one(&join(path, "en"), &text.en, most, faults);
}

/// A text that is not empty, not too long, and on one line.
pub(super) fn one(path: &str, text: &str, most: usize, faults: &mut Vec<FieldError>) {
    if text.trim().is_empty() {
        faults.push(FieldError::new(path, field::REQUIRED));
    } else if text.chars().count() > most {
        faults.push(FieldError::new(path, field::TOO_LONG).with("maximum", most));
    } else if text.chars().any(char::is_control) {
        faults.push(FieldError::new(path, field::CONTROL_CHARACTERS));
    } else {
        faults.extend(characters::text_fault(path, text));
    }
}

/// A name for programs: lower-case letters, digits and underscores, beginning with a letter.
pub(super) fn snake_case(path: &str, text: &str, faults: &mut Vec<FieldError>) {
    let allowed = |byte: u8| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'_';
    let starts_well = text.bytes().next().is_some_and(|byte| byte.is_ascii_lowercase());
    if !starts_well || !text.bytes().all(allowed) || text.len() > CODE_MOST {
        faults.push(FieldError::new(path, NOT_SNAKE_CASE).with("maximum", CODE_MOST));
    }
}

/// Names every repetition in a list of codes.
pub(super) fn unique<'a>(
    codes: impl Iterator<Item = &'a str>,
    path: impl Fn(usize) -> String,
    faults: &mut Vec<FieldError>,
) {
    let mut seen = std::collections::BTreeSet::new();
    for (index, code) in codes.enumerate() {
        if !seen.insert(code) {
            faults.push(FieldError::new(path(index), field::DUPLICATE));
        }
    }
}
