//! How the figures of a run are shown: never with more decimals than their standard deviation
//! supports.

use crate::kernel::format;
use crate::kernel::language::Language;
use crate::web::pages::PageContext;
use selection_math::model::Thousandths;
use selection_math::ranking::{Fraction, JoinedScore};

/// A number with this many decimals (0 to 2), rounded half away from zero.
pub(super) fn decimal(language: Language, value: Thousandths, decimals: u32) -> String {
    let step = 10_i64.pow(3 - decimals.min(3));
    let size = (value.count().abs() + step / 2) / step;
    let sign = if value.count() < 0 && size > 0 { "−" } else { "" };
    let one = 10_i64.pow(decimals.min(3));
    if decimals == 0 {
        return format!("{sign}{size}");
    }
    let (whole, rest, width) = (size / one, size % one, decimals as usize);
    format!("{sign}{whole}{}{rest:0width$}", point(language))
}

fn point(language: Language) -> char {
    match language {
        Language::Indonesian => ',',
        Language::English => '.',
    }
}

/// The number of decimals that is meaningful with this standard deviation.
pub(super) fn decimals(deviation: Thousandths) -> u32 {
    match deviation.count() {
        10_000.. => 0,
        1_000.. => 1,
        _ => 2,
    }
}

/// A probability in whole percent; almost 0 and almost 100 are shown as such.
pub(super) fn percent(probability: Thousandths) -> String {
    match probability.count() {
        ..=0 => "0 %".to_owned(),
        1..=9 => "< 1 %".to_owned(),
        991..=999 => "> 99 %".to_owned(),
        count => format!("{} %", (count + 5) / 10),
    }
}

/// `466,67`; the exact fraction if two decimals are not exact: `466 2/3`.
pub(super) fn exact(shell: &PageContext, value: &Fraction) -> (String, Option<String>) {
    let rounded = format::quotient(shell.language, value.sum, value.count);
    let whole =
        value.sum.checked_mul(100).is_some_and(|sum| sum % i64::from(value.count.max(1)) == 0);
    (rounded, (!whole).then(|| value.to_string()))
}

/// `Dokumen 412,33 · wawancara 380 (30 %)`.
pub(super) fn joined_in_words(shell: &PageContext, of: &JoinedScore) -> String {
    let show = |value: &Fraction| exact(shell, value).0;
    let key = if of.absent { "ranking-page-joined-absent" } else { "ranking-page-joined" };
    let arguments = [
        ("document", show(&of.document)),
        ("interview", show(&of.interview)),
        ("percent", of.percent.to_string()),
    ];
    shell.language.text(key, &arguments)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn number(text: &str) -> Thousandths {
        text.parse().unwrap()
    }

    #[test]
    fn a_figure_has_the_decimals_that_its_spread_supports() {
        let told = |value, deviation| {
            decimal(Language::Indonesian, number(value), decimals(number(deviation)))
        };
        assert_eq!(told("412.345", "31.000"), "412");
        assert_eq!(told("412.355", "4.000"), "412,4");
        assert_eq!(told("-0.126", "0.500"), "−0,13");
        assert_eq!(decimal(Language::English, number("-0.004"), 2), "0.00");
    }

    #[test]
    fn a_chance_is_never_rounded_to_certainty() {
        for (value, told) in [
            ("0.000", "0 %"),
            ("0.004", "< 1 %"),
            ("0.604", "60 %"),
            ("0.999", "> 99 %"),
            ("1.000", "100 %"),
        ] {
            assert_eq!(percent(number(value)), told);
        }
    }
}
