//! Decimal numbers as they stand in a file, kept exactly.

use anyhow::{Context, ensure};

/// A decimal number as written: digits and how many of them stand after the point.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Decimal {
    digits: i128,
    pub(super) decimals: u32,
}

/// Digits after the point that are kept exactly.
const DECIMALS: u32 = 9;

impl Decimal {
    pub(super) fn parse(text: &str) -> anyhow::Result<Self> {
        ensure!(!text.is_empty(), "the score is empty");
        match Self::plain(text) {
            Some(plain) => Ok(plain.short()),
            None => Self::elaborate(text),
        }
    }

    /// As where the comma is the decimal sign: `62,5`, but `62.5` as well.
    pub(super) fn parse_with_comma(text: &str) -> anyhow::Result<Self> {
        if text.contains(',') && !text.contains('.') {
            return Self::parse(&text.replacen(',', ".", 1))
                .with_context(|| format!("`{text}` is not a number"));
        }
        Self::parse(text)
    }

    /// Up to 15 digits with up to 9 of them after a point: what nearly every file holds.
    fn plain(text: &str) -> Option<Self> {
        let unsigned = text.strip_prefix('-').unwrap_or(text);
        let (whole, fraction) = unsigned.split_once('.').unwrap_or((unsigned, ""));
        let decimals = u32::try_from(fraction.len()).ok().filter(|count| *count <= DECIMALS)?;
        let digits = || whole.bytes().chain(fraction.bytes());
        if whole.is_empty() || unsigned.len() > 15 || !digits().all(|byte| byte.is_ascii_digit()) {
            return None;
        }
        let magnitude = digits().fold(0, |value, byte| value * 10 + i128::from(byte - b'0'));
        Some(Self { digits: if unsigned == text { magnitude } else { -magnitude }, decimals })
    }

    /// Signs, exponents, more digits than are kept; and what is not a number at all.
    fn elaborate(text: &str) -> anyhow::Result<Self> {
        let value: f64 = text.parse().ok().with_context(|| format!("`{text}` is not a number"))?;
        ensure!(!value.is_nan(), "`{text}` is not a number");
        ensure!(value.is_finite(), "the score `{text}` is infinite");
        ensure!(value.abs() < 1e15, "the score `{text}` is too large");
        let (mantissa, exponent) = text.split_once(['e', 'E']).unwrap_or((text, "0"));
        let exponent: i32 =
            exponent.parse().with_context(|| format!("`{text}` is not a number"))?;
        let (whole, fraction) = mantissa.split_once('.').unwrap_or((mantissa, ""));
        let negative = whole.starts_with('-');
        let written: String =
            whole.chars().chain(fraction.chars()).filter(char::is_ascii_digit).collect();
        let point = i64::try_from(written.len() - fraction.len())? + i64::from(exponent);
        let magnitude = rounded(&written, point + i64::from(DECIMALS))
            .with_context(|| format!("the score `{text}` is too large"))?;
        Ok(Self { digits: if negative { -magnitude } else { magnitude }, decimals: DECIMALS }
            .short())
    }

    /// Less, equal or more, exactly.
    fn compare(self, other: Self) -> std::cmp::Ordering {
        let whole = |decimal: Self| {
            let shift = 10_i128.checked_pow(DECIMALS.saturating_sub(decimal.decimals));
            decimal.digits.saturating_mul(shift.unwrap_or(1))
        };
        whole(self).cmp(&whole(other))
    }

    /// Without zeros at the end.
    fn short(mut self) -> Self {
        while self.decimals > 0 && self.digits % 10 == 0 {
            self = Self { digits: self.digits / 10, decimals: self.decimals - 1 };
        }
        self
    }

    /// As a whole number of units of 10^-`decimals`.
    pub(super) fn in_units(self, decimals: u32) -> Option<i64> {
        let total = self.digits.checked_mul(10_i128.checked_pow(decimals - self.decimals)?)?;
        i64::try_from(total).ok().filter(|total| total.abs() <= 1_000_000_000_000_000)
    }
}

/// The first `places` digits as a number, the next digit rounding it half away from zero.
fn rounded(written: &str, places: i64) -> Option<i128> {
    let Ok(places) = usize::try_from(places) else { return Some(0) };
    let mut digits =
        written.bytes().chain(std::iter::repeat(b'0')).map(|byte| i128::from(byte - b'0'));
    let mut value: i128 = 0;
    for digit in digits.by_ref().take(places) {
        value = value.checked_mul(10)?.checked_add(digit)?;
    }
    value.checked_add(i128::from(digits.next()? >= 5))
}

impl std::str::FromStr for Decimal {
    type Err = anyhow::Error;

    fn from_str(text: &str) -> anyhow::Result<Self> {
        Self::parse(text)
    }
}

impl std::fmt::Display for Decimal {
    fn fmt(&self, formatter: &mut std::fmt::Formatter) -> std::fmt::Result {
        let unit = 10_i128.checked_pow(self.decimals).unwrap_or(1);
        let sign = if self.digits < 0 { "-" } else { "" };
        let (whole, fraction) = (self.digits.abs() / unit, self.digits.abs() % unit);
        write!(formatter, "{sign}{whole}")?;
        if self.decimals > 0 {
            let width = usize::try_from(self.decimals).unwrap_or(0);
            write!(formatter, ".{fraction:0width$}")?;
        }
        Ok(())
    }
}

/// The lowest and the highest score there is, where they are known.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Scale {
    pub(super) lowest: Option<Decimal>,
    pub(super) highest: Option<Decimal>,
}

impl Scale {
    /// # Errors
    /// A score below the lowest or above the highest.
    pub(super) fn check(&self, score: Decimal) -> anyhow::Result<()> {
        if let Some(lowest) = self.lowest {
            let is_on = score.compare(lowest).is_ge();
            ensure!(is_on, "the score {score} is off the scale: the lowest is {lowest}");
        }
        if let Some(highest) = self.highest {
            let is_on = score.compare(highest).is_le();
            ensure!(is_on, "the score {score} is off the scale: the highest is {highest}");
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn decimals_are_exact_and_rounded_only_after_the_ninth() {
        let parsed = |text: &str| {
            let decimal = Decimal::parse(text).unwrap();
            (decimal.digits, decimal.decimals)
        };
        assert_eq!(parsed("-3.250"), (-325, 2));
        assert_eq!(parsed("27.0"), (27, 0));
        assert_eq!(parsed("7."), (7, 0));
        assert_eq!(parsed("7.300000000000001"), (73, 1));
        assert_eq!(parsed("0.3333333335"), (333_333_334, 9));
        assert_eq!(parsed("2.5e-1"), (25, 2));
        assert_eq!(parsed("1.5E3"), (1500, 0));
        assert_eq!(parsed("900000000000000"), (900_000_000_000_000, 0));
        assert_eq!(parsed("1e-30"), (0, 0));
        assert_eq!(parsed("+.5"), (5, 1));
    }

    #[test]
    fn a_decimal_comma_is_read_where_it_is_one() {
        let parsed = |text: &str| Decimal::parse_with_comma(text).map(|found| found.to_string());
        assert_eq!(parsed("62,5").unwrap(), "62.5");
        assert_eq!(parsed("-0,05").unwrap(), "-0.05");
        assert_eq!(parsed("62.5").unwrap(), "62.5");
        assert!(parsed("1.000,5").is_err() && parsed("1,000,5").is_err());
    }

    #[test]
    fn the_ends_of_the_scale_are_on_it() {
        let end = |text: &str| Some(Decimal::parse(text).unwrap());
        let scale = Scale { lowest: end("1"), highest: end("5.5") };
        let check = |text: &str| scale.check(Decimal::parse(text).unwrap());
        assert!(check("1.0").is_ok() && check("5.50").is_ok());
        let refusal = check("5.500000001").unwrap_err().to_string();
        assert_eq!(refusal, "the score 5.500000001 is off the scale: the highest is 5.5");
        assert!(check("-3").is_err());
    }
}
