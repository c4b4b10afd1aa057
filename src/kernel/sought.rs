//! What somebody is looked for by on the telephone: words as they are typed, a NIP with or without spaces, a number,
//! an address, the name of a file. Pure.

use super::folded::{folded, holds_all, words_of};

/// Titles and degrees before and after names, without dots. Who asks for `drh. Siti` may mean somebody whose account
/// has no title, so they are not looked for.
const TITLES: &[&str] = &[
    "amd", "apt", "dr", "drg", "drh", "dra", "drs", "ir", "phd", "prof", "sapt", "se", "sfarm",
    "sgz", "sh", "si", "skep", "skm", "skom", "sos", "sp", "spd", "spi", "ssi", "ssos", "sst",
    "st", "stp", "spt", "mbiomed", "mfarm", "mkes", "mkm", "mkom", "mm", "mp", "mpd", "mph", "msc",
    "mse", "msi", "mt", "mtp", "mba", "bsc", "ba", "sikom", "hj",
];

/// A number with fewer digits is looked for as a word only.
const FEWEST_DIGITS: usize = 4;

/// The beginning of a hash with fewer signs says nothing.
const FEWEST_OF_HASH: usize = 8;

/// A question, made ready to be compared.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Sought {
    typed: String,
    words: Vec<String>,
    /// The question without blanks and signs, where it has digits: `1985 0412…` as one number, `TB20260012`.
    in_one: Option<String>,
}

impl Sought {
    /// None where nothing is asked for.
    pub fn of(question: &str) -> Option<Self> {
        let typed = question.trim().to_lowercase();
        let words = words_of(&without_titles(question));
        let words = if words.is_empty() { words_of(question) } else { words };
        let in_one = folded(question).replace(' ', "");
        let digits = in_one.chars().filter(char::is_ascii_digit).count();
        let in_one = Some(in_one).filter(|_| digits >= FEWEST_DIGITS);
        if words.is_empty() { None } else { Some(Self { typed, words, in_one }) }
    }

    /// Whether a text holds all of the words in any order, or the number.
    pub fn finds(&self, text: &str) -> bool {
        let text = folded(text);
        let is_number = |number: &String| text.replace(' ', "").contains(number.as_str());
        holds_all(&text, &self.words) || self.in_one.as_ref().is_some_and(is_number)
    }

    /// The number of a thing: only by its own digits, so that no word of a name finds it.
    pub fn finds_number(&self, number: &str) -> bool {
        let number = folded(number);
        let is_meant = |asked: &String| number.replace(' ', "").contains(asked.as_str());
        self.in_one.as_ref().is_some_and(is_meant) || number == self.words.join(" ")
    }

    /// The beginning of a SHA-256, as receipts show it.
    pub fn hash(&self) -> Option<&str> {
        let is_hex = |letter: char| matches!(letter, '0'..='9' | 'a'..='f');
        let fits = (FEWEST_OF_HASH..=64).contains(&self.typed.len());
        Some(self.typed.as_str()).filter(|text| fits && text.chars().all(is_hex))
    }

    /// The id of a letter, alone or in the `Message-ID` of its header: `<01h…@pom.go.id>`.
    pub fn letter(&self) -> Option<&str> {
        let bare = self.typed.trim_start_matches('<');
        let id = bare.split('@').next().unwrap_or(bare);
        let is_id = id.len() == 26 && id.bytes().all(|byte| byte.is_ascii_alphanumeric());
        Some(id).filter(|_| is_id)
    }

    /// An e-mail address, as accounts and letters keep it.
    pub fn address(&self) -> Option<&str> {
        let is_address = self.typed.contains('@') && !self.typed.contains(char::is_whitespace);
        Some(self.typed.as_str()).filter(|_| is_address)
    }
}

/// Leaves titles out, also those that are typed with blanks inside: `S. Si`.
fn without_titles(question: &str) -> String {
    let mut kept: Vec<&str> = Vec::new();
    let mut words = question.split([' ', ',', '\t']).filter(|word| !word.is_empty()).peekable();
    while let Some(word) = words.next() {
        if is_title(word) {
            continue;
        }
        // `M. Si` is a title, but `M. Ali` a name.
        let is_initial =
            word.ends_with('.') && word.chars().filter(|one| one.is_alphabetic()).count() == 1;
        if is_initial && words.peek().is_some_and(|next| is_title(&format!("{word}{next}"))) {
            words.next();
            continue;
        }
        kept.push(word);
    }
    kept.join(" ")
}

fn is_title(word: &str) -> bool {
    let bare: String = word.chars().filter(|letter| *letter != '.').collect();
    let bare = bare.to_lowercase();
    // `Si` and `Se` are names as well; with a dot between or at the end they are titles.
    let is_short = bare.len() == 2 && !word.contains('.');
    let is_always = matches!(bare.as_str(), "dr" | "ir" | "hj");
    (!is_short || is_always) && TITLES.contains(&bare.as_str())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn finds(question: &str, text: &str) -> bool {
        Sought::of(question).is_some_and(|sought| sought.finds(text))
    }

    #[test]
    fn a_name_is_found_in_any_order_without_case_accents_and_titles() {
        let name = "apt. Siti Nurhaliza Ramadhani, S.Si., M.Farm.";
        for question in [
            "siti nurhaliza",
            "Ramadhani Siti",
            "drh. SITI Nurhaliza",
            "Siti Ramadhani, S.Si",
            "Siti Ramadhani S. Si",
            "Prof. Dr. apt. nurhaliza",
            "sítì",
        ] {
            assert!(finds(question, name), "{question}");
        }
        for question in ["Siti Aminah", "Nurhalizah", "Budi"] {
            assert!(!finds(question, name), "{question}");
        }
    }

    #[test]
    fn an_account_without_titles_is_found_by_who_types_them() {
        for question in ["drh. Budi Santoso", "Budi Santoso, S.T.P.", "Ir. Budi", "Budi, M.Kes"] {
            assert!(finds(question, "Budi Santoso"), "{question}");
        }
        // Names that look like titles, and initials that are none.
        assert!(finds("Si Doel", "Si Doel Anak Betawi") && !finds("Si Doel", "Doel Sumbang"));
        assert!(finds("M. Ali", "M. Ali Akbar") && !finds("M. Ali", "Tati Suryati"));
        assert!(finds("drh.", "drh. Budi"));
    }

    #[test]
    fn a_nip_is_found_with_and_without_blanks_and_by_a_part() {
        for question in
            ["198504122010011003", "19850412 201001 1 003", "1985 0412", "19850412.201001"]
        {
            assert!(finds(question, "Siti siti@pom.go.id 198504122010011003"), "{question}");
        }
        assert!(!finds("19850412 201001 1 004", "Siti 198504122010011003"));
    }

    #[test]
    fn a_number_is_found_as_it_is_written_or_spoken() {
        let number = |question: &str| {
            Sought::of(question).is_some_and(|sought| sought.finds_number("TB-2026-0012"))
        };
        for question in ["TB-2026-0012", "tb 2026 0012", "TB20260012", "20260012", " 0012 "] {
            assert!(number(question), "{question}");
        }
        for question in ["TB-2026-0013", "tb", "siti", "2026-0012-1"] {
            assert!(!number(question), "{question}");
        }
    }

    #[test]
    fn a_hash_a_letter_and_an_address_are_known_by_their_form() {
        let of = |question: &str| Sought::of(question).unwrap();
        let hash = "ab12".repeat(16);
        assert_eq!(of(&hash).hash(), Some(hash.as_str()));
        assert_eq!(of("AB12CD34").hash(), Some("ab12cd34"));
        assert_eq!((of("ab12").hash(), of("siti nurhaliza").hash()), (None, None));
        let id = "01hzx3v9k2m4n6p8q0r2s4t6v8";
        assert_eq!(of(&format!("<{id}@pom.go.id>")).letter(), Some(id));
        assert_eq!((of(id).letter(), of("TB-2026-0012").letter()), (Some(id), None));
        assert_eq!(of(" Siti@POM.go.id ").address(), Some("siti@pom.go.id"));
        assert_eq!(of("siti @ pom").address(), None);
    }

    #[test]
    fn nothing_but_blanks_and_signs_asks_for_nothing() {
        for question in ["", "   ", "%_", "--", "…"] {
            assert_eq!(Sought::of(question), None, "{question:?}");
        }
    }
}
