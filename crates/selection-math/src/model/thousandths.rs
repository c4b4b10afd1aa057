//! A number of the model as it is stored and shown: integer thousandths, written with three
//! decimals. It is the same on every machine, and has no more digits than a panel's scores can
//! support.

use super::numbers::quantised;
use serde::{Deserialize, Deserializer, Serialize, Serializer};
use std::fmt;
use std::str::FromStr;

/// A decimal number with three decimals; in JSON the text `"412.345"`.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord, Hash, utoipa::ToSchema)]
#[schema(value_type = String, example = "412.345", pattern = r"^-?[0-9]+\.[0-9]{3}$")]
pub struct Thousandths(i64);

impl Thousandths {
    /// A thousandth of one.
    const ONE: i64 = 1000;

    /// The nearest number of thousandths; NaN becomes 0.
    pub fn nearest(value: f64) -> Self {
        Self(quantised(value, 1000.0))
    }

    /// From hundredths.
    pub const fn of_percent(percent: i64) -> Self {
        Self(percent * 10)
    }

    /// The number of thousandths.
    pub const fn count(self) -> i64 {
        self.0
    }
}

impl fmt::Display for Thousandths {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (sign, size) = (if self.0 < 0 { "-" } else { "" }, self.0.unsigned_abs());
        let one = Self::ONE.unsigned_abs();
        write!(f, "{sign}{}.{:03}", size / one, size % one)
    }
}

/// A text that is not a number with three decimals.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("not a number with three decimals")]
pub struct NotThousandths;

impl FromStr for Thousandths {
    type Err = NotThousandths;

    fn from_str(text: &str) -> Result<Self, NotThousandths> {
        let (whole, decimals) = text.split_once('.').ok_or(NotThousandths)?;
        let size = format!("{whole}{decimals}").parse().map_err(|_| NotThousandths)?;
        let number = Self(size);
        if number.to_string() == text { Ok(number) } else { Err(NotThousandths) }
    }
}

impl Serialize for Thousandths {
    fn serialize<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        to.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for Thousandths {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        String::deserialize(from)?.parse().map_err(serde::de::Error::custom)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn it_is_written_with_three_decimals_and_zero_has_no_sign() {
        let written = |value| Thousandths::nearest(value).to_string();
        assert_eq!(written(412.3454), "412.345");
        assert_eq!(written(-0.05), "-0.050");
        assert_eq!(written(-0.0001), "0.000");
        assert_eq!(written(7.0), "7.000");
        assert_eq!(written(f64::NAN), "0.000");
    }

    #[test]
    fn what_it_never_writes_it_does_not_read() {
        for text in ["1", "1.5", "01.500", "-0.000", "1.5000", "1e3", ".500", "+1.500"] {
            assert_eq!(text.parse::<Thousandths>(), Err(NotThousandths), "{text}");
        }
    }

    proptest! {
        #[test]
        fn what_it_writes_it_reads(count in -1_000_000_000_i64..1_000_000_000) {
            let number = Thousandths(count);
            prop_assert_eq!(number.to_string().parse(), Ok(number));
        }
    }
}
