//! The one place that decides which characters a text may contain. Characters that reverse the direction of
//! writing, that are invisible, or that look like a Latin letter but belong to another script can make one text
//! look like another. They are refused, and the message names the character. Every JSON body and every form is
//! checked here (`web::body`, `accounts::visitor`), so a new field is covered automatically. Texts are stored
//! in NFC. Sources: Unicode TR 36, UTS 39.

use crate::kernel::errors::{FieldError, common::field};
use unicode_normalization::{UnicodeNormalization, is_nfc};
use unicode_properties::{GeneralCategory, UnicodeGeneralCategory};
use unicode_script::{Script, UnicodeScript};
use unicode_security::{GeneralSecurityProfile, skeleton};

/// What is odd about a character.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Kind {
    /// Reverses the direction of writing.
    Direction,
    /// Invisible.
    Invisible,
    /// A control character.
    Control,
    /// Not assigned, or for private use.
    Private,
    /// Looks like this Latin letter.
    Like(char),
    /// Not allowed in a name.
    Name,
}

/// The first odd character of a text.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Odd {
    kind: Kind,
    letter: char,
    /// Position in characters, from 0.
    at: usize,
}

/// How strictly a text is judged.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Standard {
    /// Anything people write: lines, emoji, Greek letters of formulas.
    Text,
    /// Names of people and units: one line, letters and a few signs.
    Name,
}

/// What is wrong with a text that others will read.
pub fn text_fault(field: &str, text: &str) -> Option<FieldError> {
    fault(field, text, Standard::Text)
}

/// What is wrong with what somebody or something is called.
pub fn name_fault(field: &str, name: &str) -> Option<FieldError> {
    // Only spaces that a keyboard makes; `trim` would remove invisible ones too.
    fault(field, name.trim_matches([' ', '\t', '\n', '\r']), Standard::Name)
}

/// The text in NFC, so that each letter is stored in one way only.
pub fn composed(text: &str) -> String {
    if is_nfc(text) { text.to_owned() } else { text.nfc().collect() }
}

/// A suggestion: the text without refused characters. Hidden ones are removed, look-alikes become the Latin
/// letter. It is shown to the author and never stored without asking.
pub fn mended(text: &str) -> String {
    let mut letters: Vec<char> = text.chars().collect();
    while let Some(Odd { kind, at, .. }) = first_odd(&letters, Standard::Text) {
        match kind {
            Kind::Like(latin) if letters.get(at).is_some_and(|letter| *letter != latin) => {
                if let Some(place) = letters.get_mut(at) {
                    *place = latin;
                }
            }
            _ => {
                letters.remove(at);
            }
        }
    }
    letters.into_iter().collect()
}

/// Whether two different names look the same, e.g. `pom` and `p0m`.
pub fn looks_like(one: &str, other: &str) -> bool {
    let look = |text: &str| skeleton(&text.to_lowercase()).collect::<String>().to_lowercase();
    one != other && look(one) == look(other)
}

fn fault(field: &str, text: &str, standard: Standard) -> Option<FieldError> {
    // Fast path: an ASCII text has nothing to look for.
    if standard == Standard::Text && text.bytes().all(|byte| matches!(byte, b' '..=b'~' | b'\n')) {
        return None;
    }
    let letters: Vec<char> = text.chars().collect();
    let odd = first_odd(&letters, standard)?;
    let before = letters.iter().take(odd.at).skip(odd.at.saturating_sub(20)).collect::<String>();
    let (code, kind) = match odd.kind {
        Kind::Direction => (field::HIDDEN_CHARACTER, "direction".to_owned()),
        Kind::Invisible => (field::HIDDEN_CHARACTER, "invisible".to_owned()),
        Kind::Control => (field::HIDDEN_CHARACTER, "control".to_owned()),
        Kind::Private => (field::HIDDEN_CHARACTER, "private".to_owned()),
        Kind::Like(latin) => (field::LOOKALIKE_CHARACTER, latin.to_string()),
        Kind::Name => (field::NAME_CHARACTER, String::new()),
    };
    let fault = FieldError::new(field, code)
        .with("kind", kind)
        .with("character", format!("U+{:04X}", u32::from(odd.letter)))
        .with("position", odd.at + 1)
        .with("before", before);
    // The message about a hidden character does not contain the character.
    Some(if code == field::HIDDEN_CHARACTER { fault } else { fault.with("letter", odd.letter) })
}

fn first_odd(letters: &[char], standard: Standard) -> Option<Odd> {
    let hidden = (0..letters.len()).find_map(|at| {
        let letter = *letters.get(at)?;
        let kind = odd_by_itself(letters, at, standard)?;
        Some(Odd { kind, letter, at })
    });
    let looking = odd_word(letters, standard);
    match (hidden, looking) {
        (Some(hidden), Some(looking)) if looking.at < hidden.at => Some(looking),
        (None, looking) => looking,
        (hidden, _) => hidden,
    }
}

fn odd_by_itself(letters: &[char], at: usize, standard: Standard) -> Option<Kind> {
    let letter = *letters.get(at)?;
    if standard == Standard::Text && matches!(letter, '\n' | '\r' | '\t') {
        return None;
    }
    let next_to = |step: Option<usize>| step.and_then(|place| letters.get(place).copied());
    let (before, after) = (next_to(at.checked_sub(1)), next_to(at.checked_add(1)));
    match letter {
        '\u{061C}'
        | '\u{200E}'
        | '\u{200F}'
        | '\u{202A}'..='\u{202E}'
        | '\u{2066}'..='\u{2069}' => {
            return Some(Kind::Direction);
        }
        // Emoji that consist of several characters, as telephones send them.
        '\u{FE0F}' if standard == Standard::Text && before.is_some_and(is_picture) => return None,
        '\u{200D}'
            if standard == Standard::Text
                && before.is_some_and(|one| is_picture(one) || one == '\u{FE0F}')
                && after.is_some_and(is_picture) =>
        {
            return None;
        }
        _ => {}
    }
    if is_blank(letter) {
        return Some(Kind::Invisible);
    }
    match letter.general_category() {
        GeneralCategory::Control => Some(Kind::Control),
        GeneralCategory::Format
        | GeneralCategory::LineSeparator
        | GeneralCategory::ParagraphSeparator => Some(Kind::Invisible),
        GeneralCategory::PrivateUse | GeneralCategory::Surrogate | GeneralCategory::Unassigned => {
            Some(Kind::Private)
        }
        _ if standard == Standard::Name && !fits_a_name(letter) => Some(Kind::Name),
        _ => None,
    }
}

fn is_picture(letter: char) -> bool {
    // The shades of skin are no symbols by themselves.
    let shade = matches!(letter, '\u{1F3FB}'..='\u{1F3FF}');
    shade || letter.general_category() == GeneralCategory::OtherSymbol
}

/// Invisible, although its Unicode category does not say so.
fn is_blank(letter: char) -> bool {
    matches!(
        letter,
        '\u{034F}'
            | '\u{115F}'
            | '\u{1160}'
            | '\u{17B4}'
            | '\u{17B5}'
            | '\u{180B}'..='\u{180F}'
            | '\u{2800}'
            | '\u{3164}'
            | '\u{FE00}'..='\u{FE0F}'
            | '\u{FFA0}'
            | '\u{FFFC}'
            | '\u{E0100}'..='\u{E01EF}'
    )
}

fn fits_a_name(letter: char) -> bool {
    const SIGNS: &str = "’‘ʻʼ“”–—·";
    letter.is_ascii() || SIGNS.contains(letter) || letter.identifier_allowed()
}

/// The first letter that imitates a Latin one: it stands beside Latin letters in a word, or the whole word
/// consists of such letters. Greek letters beside Latin ones are allowed in texts (formulas), not in names.
fn odd_word(letters: &[char], standard: Standard) -> Option<Odd> {
    let is_part = |letter: &char| letter.is_alphabetic();
    let mut start = 0;
    for word in letters.chunk_by(|one, other| is_part(one) == is_part(other)) {
        let here = start;
        start += word.len();
        if !word.first().is_some_and(is_part) || word.is_ascii() {
            continue;
        }
        let foreign = |letter: &char| is_foreign(*letter, standard);
        let has_latin = word.iter().any(|letter| letter.script() == Script::Latin);
        let all_alike = word.len() > 1
            && word.iter().all(|letter| foreign(letter) && latin_look(*letter).is_some());
        if !has_latin && !all_alike {
            continue;
        }
        let mut found = word.iter().enumerate().filter(|(_, letter)| foreign(letter));
        let odd = found.find_map(|(at, letter)| Some((at, *letter, latin_look(*letter)?)));
        if let Some((at, letter, latin)) = odd {
            return Some(Odd { kind: Kind::Like(latin), letter, at: here + at });
        }
    }
    None
}

trait Ascii {
    fn is_ascii(&self) -> bool;
}

impl Ascii for [char] {
    fn is_ascii(&self) -> bool {
        self.iter().all(char::is_ascii)
    }
}

fn is_foreign(letter: char, standard: Standard) -> bool {
    match letter.script() {
        Script::Latin | Script::Common | Script::Inherited | Script::Unknown => false,
        Script::Greek => standard == Standard::Name,
        _ => true,
    }
}

/// The Latin letter that this one looks like.
fn latin_look(letter: char) -> Option<char> {
    let mut text = [0; 4];
    let mut look = skeleton(letter.encode_utf8(&mut text));
    let first = look.next()?;
    (first.is_ascii_alphabetic() && first != letter && look.next().is_none()).then_some(first)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn text(text: &str) -> Option<&'static str> {
        text_fault("x", text).map(|fault| fault.code.name)
    }

    fn name(text: &str) -> Option<&'static str> {
        name_fault("x", text).map(|fault| fault.code.name)
    }

    #[test]
    fn what_people_write_is_taken() {
        for words in [
            "Siti Rahma, S.Farm., Apt.",
            "50 μg/mL, λmax 270 nm, β-laktam, Δt = 3 °C, ±2 %",
            "“Garis” – dengan tanda… ½ × ¾ → ✓\n\tbaris kedua",
            "Bagus ❤️ 👩‍🔬 👍🏽",
            "中文 und Müller, Đặng, Łódź, O’Neill",
            "Россия и Україна",
            "",
        ] {
            assert_eq!(text(words), None, "{words}");
        }
        for called in
            ["Siti Rahma, S.Farm., Apt.", "Müller-Łódź", "Ni Luh O’Neill", "I Gede (Bali)"]
        {
            assert_eq!(name(called), None, "{called}");
        }
    }

    #[test]
    fn what_hides_or_turns_is_refused_and_named() {
        let hidden = [
            '\u{202E}',
            '\u{2066}',
            '\u{200B}',
            '\u{200D}',
            '\u{200E}',
            '\u{00AD}',
            '\u{FEFF}',
            '\u{2060}',
            '\u{3164}',
            '\u{034F}',
            '\u{FE0F}',
            '\u{E0041}',
            '\u{0}',
            '\u{1B}',
            '\u{85}',
            '\u{7F}',
            '\u{2028}',
            '\u{E000}',
            '\u{FFFE}',
            '\u{2800}',
            '\u{180E}',
            '\u{1D173}',
        ];
        for letter in hidden {
            for words in
                [format!("Siti{letter}Rahma"), format!("{letter}Siti"), format!("Siti{letter}")]
            {
                assert_eq!(text(&words), Some("hidden_character"), "{letter:?}");
                assert_eq!(name(&words), Some("hidden_character"), "{letter:?}");
            }
        }
        let fault = text_fault("name", "Siti \u{202E}amhaR").unwrap();
        let told: Vec<&str> = fault.arguments.iter().map(|(_, value)| value.as_str()).collect();
        assert_eq!(told, ["direction", "U+202E", "6", "Siti "]);
    }

    #[test]
    fn letters_of_another_script_do_not_stand_for_latin_ones() {
        // Cyrillic Р, а, and a whole word of them; Greek only in names.
        for words in ["Рaris", "Sitі", "Bаlai POM", "Сара"] {
            assert_eq!(text(words), Some("lookalike_character"), "{words}");
            assert_eq!(name(words), Some("lookalike_character"), "{words}");
        }
        assert_eq!((text("Siti Rαhmα"), name("Siti Rαhma")), (None, Some("lookalike_character")));
        for called in ["Ｓiti", "𝐒iti", "Siti\nRahma", "Siti ☎", "Siti ❤"] {
            assert!(name(called).is_some(), "{called}");
        }
        assert_eq!(mended("Рaris\u{202E} di \u{200B}sini"), "Paris di sini");
    }

    #[test]
    fn names_that_read_the_same_are_told() {
        for other in ["p0m.go.id", "porn.go.id", "pоm.go.id"] {
            assert!(looks_like("pom.go.id", other), "{other}");
        }
        assert!(!looks_like("pom.go.id", "pom.go.id") && !looks_like("pom.go.id", "ui.ac.id"));
    }
}
