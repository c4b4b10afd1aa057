//! The pure part: what a person is told about themselves, and how long what is kept. What erasing leaves of a text
//! is decided by the room that stores it.

pub(super) mod disclosure;
pub(super) mod keeping;

use super::ErasureRequest;
use crate::kernel::errors::{Failure, Refusal};
use keeping::Hold;

crate::codes! {
    ERASURE_ASKED_ALREADY = 409 "erasure_asked_already";
    ERASURE_ANSWERED = 409 "erasure_answered";
    ERASURE_HELD = 409 "erasure_held";
    ERASURE_OF_ONESELF = 409 "erasure_of_oneself";
    ERASURE_NOBODY = 422 "erasure_nobody";
}

/// People erased in one act, at most.
pub(super) const MOST_AT_ONCE: usize = 100;

/// Nobody asks again while an earlier request of theirs waits.
///
/// # Errors
/// `erasure_asked_already`.
pub(super) fn check_ask<'a>(
    earlier: impl IntoIterator<Item = &'a ErasureRequest>,
) -> Result<(), Refusal> {
    let waits = earlier.into_iter().any(|request| request.answer.is_none());
    if waits { Err(Refusal::new(ERASURE_ASKED_ALREADY)) } else { Ok(()) }
}

/// Nothing holds this person.
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
