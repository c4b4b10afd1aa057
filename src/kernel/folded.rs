//! Texts as a search compares them: without case, accents and signs, so that somebody who types `resume` finds
//! `Résumé`. Both engines compare what is folded here, because neither folds alike.

use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;

/// More words of a question are left out.
const MOST_WORDS: usize = 12;

/// Lower-case letters and digits without marks; everything between them is one blank.
pub fn folded(text: &str) -> String {
    if text.is_ascii() {
        return folded_ascii(text);
    }
    let mut folded = String::with_capacity(text.len());
    let plain = text.nfkd().filter(|letter| !is_combining_mark(*letter));
    for letter in plain.flat_map(char::to_lowercase).filter(|letter| !is_combining_mark(*letter)) {
        if letter.is_alphanumeric() {
            folded.push(letter);
        } else if !folded.is_empty() && !folded.ends_with(' ') {
            folded.push(' ');
        }
    }
    folded.truncate(folded.trim_end().len());
    folded
}

/// The same of a text without accents, as most are: several times faster, which a search among all names notices.
fn folded_ascii(text: &str) -> String {
    let mut folded = String::with_capacity(text.len());
    let mut is_between = false;
    for letter in text.bytes() {
        if letter.is_ascii_alphanumeric() {
            if is_between && !folded.is_empty() {
                folded.push(' ');
            }
            is_between = false;
            folded.push(char::from(letter.to_ascii_lowercase()));
        } else {
            is_between = true;
        }
    }
    folded
}

/// The words of a question, each once.
pub fn words_of(question: &str) -> Vec<String> {
    let mut words: Vec<String> = Vec::new();
    for word in folded(question).split(' ').filter(|word| !word.is_empty()) {
        if words.len() < MOST_WORDS && !words.iter().any(|known| known == word) {
            words.push(word.to_owned());
        }
    }
    words
}

/// Whether a folded text holds all of these words, in any order.
pub fn holds_all(folded: &str, words: &[String]) -> bool {
    words.iter().all(|word| folded.contains(word.as_str()))
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn case_accents_and_signs_do_not_matter() {
        assert_eq!(folded("  Jamu – BKO: Sildénafil (analog) "), "jamu bko sildenafil analog");
        assert_eq!(folded("M-005"), "m 005");
        assert_eq!(folded("ÉCOLE ﬁn ½"), "ecole fin 1 2");
        assert_eq!(folded("%_\\"), "");
    }

    #[test]
    fn all_words_are_asked_for_in_any_order_and_each_once() {
        assert_eq!(words_of("BKO jamu, bko"), ["bko", "jamu"]);
        let text = folded("Jamu mengandung BKO");
        assert!(holds_all(&text, &words_of("bko JAMU")));
        assert!(!holds_all(&text, &words_of("bko kosmetik")));
        assert!(holds_all(&text, &[]));
    }

    proptest! {
        #[test]
        fn what_is_folded_stays_as_it_is_and_has_no_sign_that_a_pattern_knows(text in "\\PC{0,60}") {
            let once = folded(&text);
            prop_assert_eq!(&folded(&once), &once);
            prop_assert!(!once.contains(['%', '_', '\\']));
        }

        #[test]
        fn a_text_with_an_accent_somewhere_else_is_folded_alike(text in "[ -~]{0,60}") {
            let long_way = folded(&format!("é {text}"));
            let alone = folded(&text);
            let expected = format!("e {alone}");
            prop_assert_eq!(long_way, expected.trim_end());
        }

        #[test]
        fn a_text_is_found_by_its_own_words(text in "[a-zA-Zéüñ0-9 .,-]{0,60}") {
            prop_assert!(holds_all(&folded(&text), &words_of(&text)));
        }
    }
}
