//! The expected rank of every proposal: 1 + the sum over the others of P(the other is better).
//!
//! Exact from the joint posterior up to 5,000 proposals; above that from the rank curve. Rank 1 is
//! the best. Two proposals with the same mean each count exactly one half for the other.

use super::closed_form::RankCurve;
use super::covariance::Covariance;
use super::normal;
use super::parallel::in_order;

/// Up to this many proposals every pair is computed.
pub(crate) const PAIRWISE: usize = 5_000;

/// Rows handled as one task.
const ROWS: usize = 16;

/// From the full posterior covariance.
pub(crate) fn expected_ranks(means: &[f64], covariance: &Covariance, threads: usize) -> Vec<f64> {
    let variances = covariance.proposal_variances();
    let rows = |task: usize| {
        let members = task * ROWS..((task + 1) * ROWS).min(means.len());
        members
            .map(|member| expected_rank(member, means, &variances, &covariance.row(member)))
            .collect::<Vec<f64>>()
    };
    in_order(means.len().div_ceil(ROWS), threads, rows).concat()
}

fn expected_rank(member: usize, means: &[f64], variances: &[f64], covariances: &[f64]) -> f64 {
    let own_mean = means.get(member).copied().unwrap_or(0.0);
    let own_variance = variances.get(member).copied().unwrap_or(0.0);
    let others = means.iter().zip(variances).zip(covariances).enumerate();
    others.fold(1.0, |rank, (other, ((mean, variance), covariance))| {
        if other == member {
            return rank;
        }
        let spread = libm::sqrt((own_variance + variance - 2.0 * covariance).max(1e-18));
        rank + better(mean - own_mean, spread)
    })
}

/// P(N(lead, spread) > 0); leads below float noise count as ties.
fn better(lead: f64, spread: f64) -> f64 {
    if lead.abs() < 1e-12 * (1.0 + spread) { 0.5 } else { normal::cdf(lead / spread) }
}

/// Expected rank and the 25% and 75% points of the rank, from means and spreads alone.
pub(crate) fn from_curve(means: &[f64], spreads: &[f64]) -> Vec<(f64, usize, usize)> {
    let curve = RankCurve::new(means, spreads);
    let quartile = normal::quantile(0.75);
    let rank = |value: f64| whole_rank(1.0 + curve.above(value, 0.0), means.len());
    (means.iter().zip(spreads))
        .map(|(mean, spread)| {
            let shift = quartile * spread;
            // The curve counts the proposal itself as half above itself.
            let expected = 0.5 + curve.above(*mean, *spread);
            (expected, rank(mean + shift), rank(mean - shift))
        })
        .collect()
}

#[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "ranks are small")]
fn whole_rank(rank: f64, last: usize) -> usize {
    (libm::rint(rank) as usize).clamp(1, last.max(1))
}
