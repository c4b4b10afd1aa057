//! Which extra review would help most: the expected decrease in wrong selections if one more
//! reviewer, of average severity, scored a proposal.
//!
//! An approximation: the line does not move, proposals are independent given the line, and a new
//! sheet has the noise plus a reviewer's full variance. The decrease is then a one-dimensional
//! integral over the possible new scores, computed at 64 equally likely values.

use super::closed_form::line;
use super::draws::Drawn;
use super::fit::Fit;
use super::normal;
use super::numbers::{real, sum};

/// The value of one more review of a proposal.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct ExtraReview {
    pub proposal: usize,
    /// Probability that it is now placed on the wrong side of the line.
    pub wrong_now: f64,
    /// Expected decrease of that probability.
    pub drop: f64,
}

const VALUES: usize = 64;

/// Probabilities closer to certainty than this are treated as this: the draws cannot distinguish
/// them.
const NEAREST: f64 = 1e-4;

/// As [`extra_reviews`], from the same draws as P, so that the two cannot contradict each other: a
/// proposal's distance to the line is the one at which a normal truth would have its P, under all
/// limits. `wrong_now` is the probability that a decision by P is wrong: P or 1 − P, whichever is
/// less.
pub fn extra_reviews_drawn(fit: &Fit, drawn: &Drawn) -> Vec<ExtraReview> {
    let (Some(posterior), Some(estimates)) = (&fit.posterior, &fit.estimates) else {
        return Vec::new();
    };
    if posterior.is_tied() {
        return Vec::new();
    }
    let sheet = estimates.noise + estimates.reviewer.unwrap_or(0.0);
    let spreads = posterior.shown().centred_spreads;
    let readings = drawn.p_selected.iter().zip(spreads).zip(&fit.comparable);
    let gains = readings.enumerate().filter(|(_, (_, comparable))| **comparable);
    sorted(gains.map(|(proposal, ((probability, spread), _))| {
        let wrong_now = probability.min(1.0 - probability);
        let distance = normal::quantile(probability.clamp(NEAREST, 1.0 - NEAREST)) * spread;
        let fall = wrong(distance, *spread) - wrong_after(distance, *spread, sheet);
        ExtraReview { proposal, wrong_now, drop: fall.clamp(0.0, wrong_now) }
    }))
}

/// The most useful first, ties by index.
fn sorted(gains: impl Iterator<Item = ExtraReview>) -> Vec<ExtraReview> {
    let mut gains: Vec<ExtraReview> = gains.collect();
    gains.sort_by(|one, other| {
        other.drop.total_cmp(&one.drop).then(one.proposal.cmp(&other.proposal))
    });
    gains
}

/// All comparable proposals, the most useful extra review first, ties by index; empty when the
/// uncertainty cannot be estimated or nobody competes for the `seats`.
pub fn extra_reviews(fit: &Fit, seats: usize) -> Vec<ExtraReview> {
    let (Some(posterior), Some(estimates)) = (&fit.posterior, &fit.estimates) else {
        return Vec::new();
    };
    if posterior.is_tied() {
        return Vec::new();
    }
    let Some(line) = line(&posterior.means, &posterior.centred_spreads, seats) else {
        return Vec::new();
    };
    let sheet = estimates.noise + estimates.reviewer.unwrap_or(0.0);
    let readings = posterior.means.iter().zip(&posterior.centred_spreads).zip(&fit.comparable);
    let gains = readings.enumerate().filter(|(_, (_, comparable))| **comparable);
    sorted(gains.map(|(proposal, ((mean, spread), _))| {
        let wrong_now = wrong(mean - line, *spread);
        let drop = (wrong_now - wrong_after(mean - line, *spread, sheet)).max(0.0);
        ExtraReview { proposal, wrong_now, drop }
    }))
}

/// Probability that the truth is on the other side of the line than the mean.
fn wrong(distance: f64, spread: f64) -> f64 {
    if spread > 0.0 { normal::cdf(-distance.abs() / spread) } else { 0.0 }
}

fn wrong_after(distance: f64, spread: f64, sheet: f64) -> f64 {
    let variance = spread * spread;
    let after = variance * sheet / (variance + sheet);
    let moved = libm::sqrt((variance - after).max(0.0));
    let values = (0..VALUES).map(|value| {
        let normal = normal::quantile((real(value) + 0.5) / real(VALUES));
        wrong(distance + moved * normal, libm::sqrt(after))
    });
    sum(values) / real(VALUES)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_review_helps_most_at_the_line_and_never_harms() {
        let drop = |distance: f64| wrong(distance, 0.5) - wrong_after(distance, 0.5, 1.0);
        assert!(drop(0.0) > drop(0.3) && drop(0.3) > drop(1.0));
        for tenth in -30..30 {
            assert!(drop(f64::from(tenth) / 10.0) > -1e-3);
        }
    }

    #[test]
    fn at_the_line_the_chance_after_is_the_angle_between_old_and_new() {
        // For a mean on the line: arccos(correlation of new mean and truth) / pi.
        let (variance, sheet) = (0.25, 1.0);
        let after: f64 = variance * sheet / (variance + sheet);
        let exact = (1.0 - after / variance).sqrt().acos() / std::f64::consts::PI;
        assert!((wrong_after(0.0, 0.5, 1.0) - exact).abs() < 2e-3);
    }
}
