//! Exact fractions: a sum of integers divided by their number. Compared by cross-multiplication,
//! never divided.

use serde::{Deserialize, Serialize};
use std::cmp::Ordering;
use std::fmt;
use utoipa::ToSchema;

/// `sum / count`. Not reduced, so that a reader sees the number of sheets; equal values compare
/// equal whatever their counts.
#[derive(Debug, Clone, Copy, Serialize, Deserialize, ToSchema)]
pub struct Fraction {
    pub sum: i64,
    /// At least 1.
    pub count: u32,
}

impl Fraction {
    /// The sum of the values over their number; `None` without values or when they overflow.
    pub fn mean(values: impl IntoIterator<Item = i64>) -> Option<Self> {
        let mut mean = Self { sum: 0, count: 0 };
        for value in values {
            mean = Self { sum: mean.sum.checked_add(value)?, count: mean.count.checked_add(1)? };
        }
        (mean.count > 0).then_some(mean)
    }

    /// The middle value, or half the sum of the two middle ones; `None` as for [`Self::mean`].
    pub fn median(mut values: Vec<i64>) -> Option<Self> {
        values.sort_unstable();
        let middle = values.len() / 2;
        let upper = *values.get(middle)?;
        if values.len() % 2 == 1 {
            return Some(Self { sum: upper, count: 1 });
        }
        let lower = *values.get(middle.checked_sub(1)?)?;
        Some(Self { sum: lower.checked_add(upper)?, count: 2 })
    }

    /// Whether the value is at least a whole number.
    pub fn reaches(self, minimum: i64) -> bool {
        i128::from(self.sum) >= i128::from(minimum) * i128::from(self.count)
    }
}

impl Ord for Fraction {
    fn cmp(&self, other: &Self) -> Ordering {
        let left = i128::from(self.sum) * i128::from(other.count);
        left.cmp(&(i128::from(other.sum) * i128::from(self.count)))
    }
}

impl PartialOrd for Fraction {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl PartialEq for Fraction {
    fn eq(&self, other: &Self) -> bool {
        self.cmp(other) == Ordering::Equal
    }
}

impl Eq for Fraction {}

/// In the usual notation: `4`, `4 1/3`, `-1/2`.
impl fmt::Display for Fraction {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (sum, count) = (self.sum.unsigned_abs(), u64::from(self.count.max(1)));
        let (whole, rest) = (sum / count, sum % count);
        if self.sum < 0 {
            f.write_str("-")?;
        }
        if rest == 0 {
            return write!(f, "{whole}");
        }
        let divisor = greatest_common_divisor(rest, count);
        if whole > 0 {
            write!(f, "{whole} ")?;
        }
        write!(f, "{}/{}", rest / divisor, count / divisor)
    }
}

fn greatest_common_divisor(a: u64, b: u64) -> u64 {
    if b == 0 { a } else { greatest_common_divisor(b, a % b) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn equal_values_are_equal_whatever_their_counts() {
        assert_eq!(Fraction { sum: 8, count: 2 }, Fraction { sum: 12, count: 3 });
        assert!(Fraction { sum: 13, count: 3 } > Fraction { sum: 4, count: 1 });
        assert!(Fraction { sum: i64::MAX, count: 2 } > Fraction { sum: i64::MAX - 1, count: 2 });
    }

    #[test]
    fn a_threshold_is_reached_only_by_the_whole_value() {
        assert!(Fraction { sum: 1050, count: 3 }.reaches(350));
        assert!(!Fraction { sum: 1049, count: 3 }.reaches(350));
    }

    #[test]
    fn the_median_of_an_even_number_is_half_a_sum() {
        assert_eq!(Fraction::median(vec![9, 1, 4]).unwrap(), Fraction { sum: 4, count: 1 });
        assert_eq!(Fraction::median(vec![9, 1, 4, 5]).unwrap(), Fraction { sum: 9, count: 2 });
        assert!(Fraction::median(Vec::new()).is_none());
    }

    #[test]
    fn it_is_written_as_a_person_writes_it() {
        let written = |sum, count| Fraction { sum, count }.to_string();
        assert_eq!(written(12, 3), "4");
        assert_eq!(written(13, 3), "4 1/3");
        assert_eq!(written(10, 4), "2 1/2");
        assert_eq!(written(-1, 2), "-1/2");
        assert_eq!(written(0, 5), "0");
    }
}
