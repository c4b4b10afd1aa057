//! Rank correlation after Spearman, with ties, and how far it can be trusted.
//!
//! Equal values share the mean of their ranks; the coefficient is Pearson's of these ranks. The interval is
//! Fisher's: `tanh(atanh(rho) ± 1.96 · s)`, with the variance of Bonett and Wright, `s² = (1 + rho²/2) / (n − 3)`
//! (Bonett, D. G. and Wright, T. A., *Sample size requirements for estimating Pearson, Kendall and Spearman
//! correlations*, Psychometrika 65, 2000, pp. 23–28), which holds its coverage for ranks where Fisher's own
//! `1 / (n − 3)` is too narrow.

use serde::Serialize;
use std::cmp::Ordering;
use utoipa::ToSchema;

/// Fewer pairs say nothing: with three, even a perfect order is one of six.
pub const FEWEST: usize = 4;

/// The 97.5 % quantile of the normal distribution.
const NORMAL_975: f64 = 1.959_963_984_540_054;

/// How far two orders agree.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, ToSchema)]
pub struct Correlation {
    /// From -1 (reversed) over 0 to 1 (the same order).
    pub rho: f64,
    /// Where it lies with 95 % confidence. Null where both orders agree or are reversed completely: the formula
    /// then knows no width, though the pairs may be few.
    pub low: Option<f64>,
    pub high: Option<f64>,
    /// Pairs that it was computed from.
    pub count: u32,
}

/// `None` for fewer than [`FEWEST`] pairs, and where one side has a single value: it orders nothing.
pub fn spearman<A: Ord, B: Ord>(pairs: &[(A, B)]) -> Option<Correlation> {
    let count = u32::try_from(pairs.len()).ok()?;
    if pairs.len() < FEWEST {
        return None;
    }
    let left = centred_ranks(count, pairs.len(), |one, other| {
        Some(pairs.get(one)?.0.cmp(&pairs.get(other)?.0))
    });
    let right = centred_ranks(count, pairs.len(), |one, other| {
        Some(pairs.get(one)?.1.cmp(&pairs.get(other)?.1))
    });
    let of = |one: &[f64], other: &[f64]| -> f64 {
        one.iter().zip(other).map(|(one, other)| one * other).sum()
    };
    let spread = of(&left, &left) * of(&right, &right);
    if spread <= 0.0 {
        return None;
    }
    let rho = (of(&left, &right) / libm::sqrt(spread)).clamp(-1.0, 1.0);
    let interval = interval(rho, count);
    let (low, high) = (interval.map(|(low, _)| low), interval.map(|(_, high)| high));
    Some(Correlation { rho, low, high, count })
}

fn interval(rho: f64, count: u32) -> Option<(f64, f64)> {
    if rho.abs() >= 1.0 {
        return None;
    }
    let spread = libm::sqrt((1.0 + rho * rho / 2.0) / f64::from(count.checked_sub(3)?));
    let middle = libm::atanh(rho);
    let at = |quantile: f64| libm::tanh(middle + quantile * spread);
    Some((at(-NORMAL_975), at(NORMAL_975)))
}

/// Twice the rank of each of `length` values, less its mean; equal values share the mean of their ranks. All are
/// whole numbers, so that sums of them are exact.
fn centred_ranks(
    count: u32,
    length: usize,
    compare: impl Fn(usize, usize) -> Option<Ordering>,
) -> Vec<f64> {
    let mut order: Vec<usize> = (0..length).collect();
    let compare = |one: &usize, other: &usize| compare(*one, *other).unwrap_or(Ordering::Equal);
    order.sort_by(compare);
    let mut ranks = vec![0.0; length];
    let mut below = 0_u32;
    for equal in order.chunk_by(|one, other| compare(one, other) == Ordering::Equal) {
        let size = u32::try_from(equal.len()).unwrap_or(count);
        // Twice the mean of `below + 1 ..= below + size`.
        let twice = f64::from(2 * below) + f64::from(size + 1);
        for at in equal {
            if let Some(rank) = ranks.get_mut(*at) {
                *rank = twice - f64::from(count + 1);
            }
        }
        below += size;
    }
    ranks
}

#[cfg(test)]
mod tests;
