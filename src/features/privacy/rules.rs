//! The pure part: what a person is told about themselves, and how long what is kept. What erasing leaves of a text
//! is decided by the room that stores it.

pub(super) mod disclosure;
pub(super) mod keeping;

use crate::kernel::errors::{Failure, FieldError, Refusal, common::field};
use keeping::Hold;

crate::codes! {
    ERASURE_ASKED_ALREADY = 409 "erasure_asked_already";
    ERASURE_ANSWERED = 409 "erasure_answered";
    ERASURE_HELD = 409 "erasure_held";
    ERASURE_OF_ONESELF = 409 "erasure_of_oneself";
    ERASURE_NOBODY = 422 "erasure_nobody";
}

/// The length of the answer to a request, in characters.
pub(super) const ANSWER: std::ops::RangeInclusive<usize> = 20..=2000;

/// The greatest length of a request's reason, in characters; it may be empty.
pub(super) const REASON_MOST: usize = 2000;

/// The most people erased in one act.
pub(super) const MOST_AT_ONCE: usize = 100;

/// A reason of valid length, trimmed.
///
/// # Errors
/// `required`, `too_short`, `too_long` at `reason`.
pub(super) fn check_answer(typed: &str) -> Result<String, Failure> {
    let text = typed.trim();
    match text.chars().count() {
        0 => Err(Failure::field("reason", field::REQUIRED)),
        length if length < *ANSWER.start() => {
            let fault = FieldError::new("reason", field::TOO_SHORT).with("minimum", ANSWER.start());
            Err(Refusal::invalid(vec![fault]).into())
        }
        _ => check_reason(text),
    }
}

/// A request's reason, which may be empty.
///
/// # Errors
/// `too_long` at `reason`.
pub(super) fn check_reason(typed: &str) -> Result<String, Failure> {
    let text = typed.trim();
    if text.chars().count() > REASON_MOST {
        let fault = FieldError::new("reason", field::TOO_LONG).with("maximum", REASON_MOST);
        return Err(Refusal::invalid(vec![fault]).into());
    }
    Ok(text.to_owned())
}

/// Checks that nothing holds this person.
///
/// # Errors
/// `erasure_held`, which names the first hold.
pub(super) fn check_free(holds: &[Hold]) -> Result<(), Failure> {
    match holds.first() {
        None => Ok(()),
        Some(hold) => Err(Refusal::new(ERASURE_HELD).with("hold", hold.name()).into()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::kernel::language::Language;

    #[test]
    fn every_refusal_has_words_in_both_languages() {
        for language in Language::ALL {
            for code in CODES {
                let words = language.message(*code, &[("hold", "kept".to_owned())]);
                assert_ne!(words, code.name, "{}", language.tag());
            }
        }
    }
}
