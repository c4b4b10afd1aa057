//! Conversions between exact integers and floating point: counts to `f64`, `f64` to whole quanta.
//!
//! Everything that is compared or ordered is first rounded here, so that no order depends on float
//! noise.

/// A count as a real number; exact below 2^53, which no panel reaches.
#[expect(clippy::cast_precision_loss, reason = "counts stay far below 2^53")]
pub(crate) const fn real(count: usize) -> f64 {
    count as f64
}

/// An exact sum as a real number; exact below 2^53, rounded to nearest above.
#[expect(clippy::cast_precision_loss, reason = "rounding to nearest is what is wanted")]
pub(crate) const fn real_sum(sum: i128) -> f64 {
    sum as f64
}

/// The nearest integer number of quanta, with `quanta_per_point` to a point; saturates, and NaN
/// becomes 0.
#[expect(clippy::cast_possible_truncation, reason = "the value is whole; the cast saturates")]
pub(crate) fn quantised(value: f64, quanta_per_point: f64) -> i64 {
    libm::rint(value * quanta_per_point) as i64
}

/// The value rounded to a millionth, for showing, writing and comparing.
pub(crate) fn to_millionths(value: f64) -> f64 {
    // Adding zero turns -0.0 into 0.0, which would print differently.
    libm::rint(value * 1e6) / 1e6 + 0.0
}

/// Sum in a fixed order.
pub(crate) fn sum(values: impl IntoIterator<Item = f64>) -> f64 {
    values.into_iter().fold(0.0, |total, value| total + value)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rounding_goes_to_the_nearest_millionth_and_never_shows_a_negative_zero() {
        assert_eq!(to_millionths(0.123_456_4).to_bits(), 0.123_456_f64.to_bits());
        assert!(to_millionths(-1e-9).is_sign_positive());
        assert_eq!(quantised(-2.6, 1.0), -3);
        assert_eq!(quantised(f64::NAN, 1.0), 0);
    }
}
