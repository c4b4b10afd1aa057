//! Dates spelled out, as the opening of minutes has them.

use crate::kernel::language::Language;
use chrono::{Datelike, NaiveDate};

const ONES: [[&str; 20]; 2] = [
    [
        "nol",
        "satu",
        "dua",
        "tiga",
        "empat",
        "lima",
        "enam",
        "tujuh",
        "delapan",
        "sembilan",
        "sepuluh",
        "sebelas",
        "dua belas",
        "tiga belas",
        "empat belas",
        "lima belas",
        "enam belas",
        "tujuh belas",
        "delapan belas",
        "sembilan belas",
    ],
    [
        "zero",
        "one",
        "two",
        "three",
        "four",
        "five",
        "six",
        "seven",
        "eight",
        "nine",
        "ten",
        "eleven",
        "twelve",
        "thirteen",
        "fourteen",
        "fifteen",
        "sixteen",
        "seventeen",
        "eighteen",
        "nineteen",
    ],
];

const TENS: [&str; 10] =
    ["", "", "twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety"];

/// A number from 0 to 9,999 in words: `dua ribu dua puluh tujuh`; a greater one in digits.
pub fn number(language: Language, value: u32) -> String {
    if value > 9999 {
        return value.to_string();
    }
    let words = match language {
        Language::Indonesian => indonesian(value),
        Language::English => english(value),
    };
    words.join(" ")
}

fn one(of: usize, value: u32) -> String {
    let index = usize::try_from(value).unwrap_or(0);
    ONES.get(of).and_then(|words| words.get(index)).copied().unwrap_or_default().to_owned()
}

/// `seribu` and `seratus` are one word; everything else counts.
fn indonesian(value: u32) -> Vec<String> {
    let part = |count: u32, single: &str, unit: &str| match count {
        0 => Vec::new(),
        1 => vec![single.to_owned()],
        more => {
            let mut words = indonesian(more);
            words.push(unit.to_owned());
            words
        }
    };
    let rest = |value: u32| if value == 0 { Vec::new() } else { indonesian(value) };
    match value {
        0..20 => vec![one(0, value)],
        20..100 => {
            let mut words = vec![one(0, value / 10), "puluh".to_owned()];
            words.extend(rest(value % 10));
            words
        }
        100..1000 => [part(value / 100, "seratus", "ratus"), rest(value % 100)].concat(),
        _ => [part(value / 1000, "seribu", "ribu"), rest(value % 1000)].concat(),
    }
}

fn english(value: u32) -> Vec<String> {
    let rest = |value: u32| if value == 0 { Vec::new() } else { english(value) };
    match value {
        0..20 => vec![one(1, value)],
        20..100 => {
            let index = usize::try_from(value / 10).unwrap_or(0);
            let tens = TENS.get(index).copied().unwrap_or_default();
            let ones = value % 10;
            vec![if ones == 0 { tens.to_owned() } else { format!("{tens}-{}", one(1, ones)) }]
        }
        100..1000 => [vec![one(1, value / 100), "hundred".to_owned()], rest(value % 100)].concat(),
        _ => [english(value / 1000), vec!["thousand".to_owned()], rest(value % 1000)].concat(),
    }
}

/// `Selasa, tanggal dua puluh enam bulan Januari tahun dua ribu dua puluh tujuh`; in English
/// `Tuesday, the 26th of January 2027`.
pub fn date(language: Language, day: NaiveDate) -> String {
    let weekday = language.text(&format!("weekday-{}", day.weekday().number_from_monday()), &[]);
    let month = language.text(&format!("month-{}", day.month()), &[]);
    let year = u32::try_from(day.year()).unwrap_or(0);
    match language {
        Language::Indonesian => format!(
            "{weekday}, tanggal {} bulan {month} tahun {}",
            number(language, day.day()),
            number(language, year)
        ),
        Language::English => {
            format!("{weekday}, the {} of {month} {year}", ordinal(day.day()))
        }
    }
}

fn ordinal(value: u32) -> String {
    let ending = match (value % 10, value % 100) {
        (_, 11..=13) => "th",
        (1, _) => "st",
        (2, _) => "nd",
        (3, _) => "rd",
        _ => "th",
    };
    format!("{value}{ending}")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_spelled_as_an_office_writes_them() {
        for (value, words) in [
            (1, "satu"),
            (11, "sebelas"),
            (17, "tujuh belas"),
            (26, "dua puluh enam"),
            (100, "seratus"),
            (110, "seratus sepuluh"),
            (1000, "seribu"),
            (1999, "seribu sembilan ratus sembilan puluh sembilan"),
            (2027, "dua ribu dua puluh tujuh"),
        ] {
            assert_eq!(number(Language::Indonesian, value), words);
        }
        assert_eq!(number(Language::English, 2042), "two thousand forty-two");
        assert_eq!(number(Language::English, 10_000), "10000");
    }

    #[test]
    fn a_date_opens_minutes() {
        let day = NaiveDate::from_ymd_opt(2027, 1, 26).unwrap();
        let told = date(Language::Indonesian, day);
        assert_eq!(
            told,
            "Selasa, tanggal dua puluh enam bulan Januari tahun dua ribu dua puluh tujuh"
        );
        assert_eq!(date(Language::English, day), "Tuesday, the 26th of January 2027");
        let endings = [1, 2, 3, 4, 11, 12, 13, 21, 22, 23, 30].map(ordinal);
        let wanted =
            ["1st", "2nd", "3rd", "4th", "11th", "12th", "13th", "21st", "22nd", "23rd", "30th"];
        assert_eq!(endings, wanted);
    }

    proptest::proptest! {
        #[test]
        fn no_two_numbers_have_the_same_words(a in 0_u32..10_000, b in 0_u32..10_000) {
            for language in Language::ALL {
                let same = number(language, a) == number(language, b);
                proptest::prop_assert_eq!(same, a == b);
            }
        }
    }
}
