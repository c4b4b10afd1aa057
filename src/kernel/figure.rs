//! Exact figures of indicators, with up to six decimals. Texts that people write are read as Indonesian sources
//! print them: `439.615` has its thousands marked, `1,94` has decimals. Pure.

use super::format::grouped;
use super::language::Language;

/// The millionths in one whole.
const WHOLE: i64 = 1_000_000;

/// The most digits after the decimal mark.
const DECIMALS: usize = 6;

/// A figure in millionths of its unit of measure: from about -9.2 to 9.2 million million. In JSON it is a text
/// with a decimal point (`"1.94"`), so that no reader rounds it.
#[derive(
    Debug,
    Clone,
    Copy,
    PartialEq,
    Eq,
    PartialOrd,
    Ord,
    Hash,
    diesel_derive_newtype::DieselNewType,
    utoipa::ToSchema,
)]
#[schema(value_type = String, example = "1.94", pattern = r"^-?\d+(\.\d{1,6})?$")]
pub struct Figure(i64);

impl Figure {
    pub const fn from_millionths(millionths: i64) -> Self {
        Self(millionths)
    }

    pub const fn millionths(self) -> i64 {
        self.0
    }

    /// How far it is from another one; `None` beyond the range.
    pub fn minus(self, other: Self) -> Option<Self> {
        self.0.checked_sub(other.0).map(Self)
    }

    /// As the readers of a language write it: `439.615`, `1,94`; in English `439,615`, `1.94`.
    pub fn told(self, language: Language) -> String {
        let mark = match language {
            Language::Indonesian => ',',
            Language::English => '.',
        };
        let sign = if self.0 < 0 { "−" } else { "" };
        let (whole, decimals) = self.parts();
        let whole = grouped(language, whole);
        if decimals.is_empty() {
            format!("{sign}{whole}")
        } else {
            format!("{sign}{whole}{mark}{decimals}")
        }
    }

    /// The whole part without its sign, and the decimals without the zeros at their end.
    fn parts(self) -> (u64, String) {
        let size = self.0.unsigned_abs();
        let decimals = format!("{:06}", size % WHOLE.unsigned_abs());
        (size / WHOLE.unsigned_abs(), decimals.trim_end_matches('0').to_owned())
    }
}

impl std::fmt::Display for Figure {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let sign = if self.0 < 0 { "-" } else { "" };
        match self.parts() {
            (whole, decimals) if decimals.is_empty() => write!(f, "{sign}{whole}"),
            (whole, decimals) => write!(f, "{sign}{whole}.{decimals}"),
        }
    }
}

impl serde::Serialize for Figure {
    fn serialize<S: serde::Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        to.collect_str(self)
    }
}

/// Every figure in a text, in order: `<= 1,0%` has one, `347.941 (2023)` two. Numbers that are part of a word
/// (`M-005`), and what reads as neither thousands nor decimals (`1.2.2025`), are none.
pub fn figures_in(text: &str) -> Vec<Figure> {
    let letters: Vec<char> = text.chars().collect();
    let mut found = Vec::new();
    let mut at = 0;
    while at < letters.len() {
        if !digit(&letters, at) {
            at += 1;
            continue;
        }
        let end = end_of(&letters, at);
        if !is_in_a_word(&letters, at) {
            let size = letters.get(at..end).and_then(read);
            found.extend(
                size.map(|size| Figure(if is_below_zero(&letters, at) { -size } else { size })),
            );
        }
        at = end;
    }
    found
}

fn digit(letters: &[char], at: usize) -> bool {
    letters.get(at).is_some_and(char::is_ascii_digit)
}

fn before(letters: &[char], at: usize, back: usize) -> Option<char> {
    at.checked_sub(back).and_then(|at| letters.get(at)).copied()
}

/// The end of the digits and marks that begin here; a mark belongs to them if a digit follows.
fn end_of(letters: &[char], from: usize) -> usize {
    let mut end = from;
    loop {
        let is_mark = matches!(letters.get(end), Some('.' | ',')) && digit(letters, end + 1);
        if !digit(letters, end) && !is_mark {
            return end;
        }
        end += 1;
    }
}

fn is_minus(letter: char) -> bool {
    matches!(letter, '-' | '−')
}

/// `M-005`, `K4`: a letter stands before it, or a dash after a letter.
fn is_in_a_word(letters: &[char], at: usize) -> bool {
    match before(letters, at, 1) {
        Some(letter) if letter.is_alphabetic() => true,
        Some(letter) if is_minus(letter) => before(letters, at, 2).is_some_and(char::is_alphabetic),
        _ => false,
    }
}

/// A dash right before it, which is not between two numbers (`2023-2024`).
fn is_below_zero(letters: &[char], at: usize) -> bool {
    before(letters, at, 1).is_some_and(is_minus)
        && before(letters, at, 2).is_none_or(|letter| !letter.is_alphanumeric())
}

/// Digits and marks as millionths. One kind of mark: several times, or a single point before three digits, it
/// marks thousands; else decimals. Two kinds: the last one, once, marks decimals.
fn read(letters: &[char]) -> Option<i64> {
    let text: String = letters.iter().collect();
    let marks: Vec<char> = text.chars().filter(|letter| !letter.is_ascii_digit()).collect();
    let decimal = match marks.as_slice() {
        [] => None,
        ['.'] if has_thousands(&text, '.') && !text.starts_with('0') => None,
        [one] => Some(*one),
        [first, .., last] if first == last => None,
        [.., last] => Some(*last),
    };
    let (whole, part) = match decimal {
        Some(mark) => text.rsplit_once(mark)?,
        None => (text.as_str(), ""),
    };
    let grouping = whole.chars().find(|letter| !letter.is_ascii_digit());
    if grouping.is_some_and(|mark| !has_thousands(whole, mark)) || part.len() > DECIMALS {
        return None;
    }
    let whole: i64 = whole.replace(['.', ','], "").parse().ok()?;
    let part: i64 = format!("{part:0<6}").parse().ok()?;
    whole.checked_mul(WHOLE)?.checked_add(part)
}

/// One to three digits, then groups of three.
fn has_thousands(text: &str, mark: char) -> bool {
    let mut groups = text.split(mark);
    groups.next().is_some_and(|first| (1..=3).contains(&first.len()))
        && groups.all(|group| group.len() == 3 && group.bytes().all(|byte| byte.is_ascii_digit()))
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn read_all(text: &str) -> Vec<String> {
        figures_in(text).iter().map(ToString::to_string).collect()
    }

    #[test]
    fn figures_are_read_as_sources_print_them() {
        for (text, figures) in [
            ("1,94%", &["1.94"][..]),
            ("<= 1,0%", &["1"]),
            (">= 85%", &["85"]),
            ("439.615", &["439615"]),
            ("347.941 (2023), 439.615 (2022)", &["347941", "2023", "439615", "2022"]),
            ("206/11.654 = 1,77%", &["206", "11654", "1.77"]),
            ("1.234.567,5", &["1234567.5"]),
            ("1,234,567.5", &["1234567.5"]),
            ("1.94", &["1.94"]),
            ("0.125", &["0.125"]),
            ("0,125", &["0.125"]),
            ("-60% KLB", &["-60"]),
            ("−0,5", &["-0.5"]),
            ("2023-2024", &["2023", "2024"]),
            ("M-005, K4", &[]),
            ("1.2.2025", &[]),
            ("1.23,456.7", &[]),
            ("0,1234567", &[]),
            ("99999999999999999999", &[]),
            ("berkurang", &[]),
            ("45.", &["45"]),
        ] {
            assert_eq!(read_all(text), figures, "{text}");
        }
    }

    #[test]
    fn a_figure_is_told_as_its_readers_write_it() {
        let figure = Figure::from_millionths(439_615_250_000);
        assert_eq!(figure.told(Language::Indonesian), "439.615,25");
        assert_eq!(figure.told(Language::English), "439,615.25");
        assert_eq!(Figure::from_millionths(-500_000).told(Language::Indonesian), "−0,5");
        assert_eq!(serde_json::to_string(&figure).unwrap(), "\"439615.25\"");
    }

    proptest! {
        #[test]
        fn what_is_told_in_indonesian_is_read_back(millionths in -9_000_000_000_000_000_000_i64..9_000_000_000_000_000_000) {
            let figure = Figure::from_millionths(millionths);
            let told = figure.told(Language::Indonesian);
            prop_assert_eq!(figures_in(&told), vec![figure], "{}", told);
        }

        #[test]
        fn no_text_whatever_breaks_the_reader(text in "[0-9.,− a-]{0,40}") {
            figures_in(&text);
        }
    }
}
