//! The three variances by the method of moments, for panels too large for REML.
//!
//! Henderson's method 1 in the form of Gao and Owen (arXiv 1610.08088): three sums of squares whose
//! expectations are linear in the variances. One pass without iteration; it is less efficient than
//! REML, but with thousands of reviewers the difference is negligible.

use super::equations::Ratios;
use super::numbers::{real, sum};
use super::scores::{Panel, Side};
use super::variances::{Free, Variances};

/// The estimates; negative ones are set to 0, and the noise at least to the minimum from the
/// scale's step.
pub(crate) fn moments(panel: &Panel, free: Free) -> Variances {
    let sheets = real(panel.sheets);
    let within = |side: &Side| panel.square_sum - between(side);
    let freedom = |side: &Side| sheets - real(side.counts().filter(|count| *count > 0).count());
    // Within proposals only reviewers and noise differ; within reviewers only proposals and noise.
    let reviewer_and_noise = within(&panel.proposals) / freedom(&panel.proposals).max(1.0);
    let total = sum(panel.proposals.sums.iter().copied());
    let overall = panel.square_sum - total * total / sheets;
    let spread =
        |side: &Side| sheets - sum(side.counts().map(|count| real(count * count))) / sheets;
    let (for_proposals, for_reviewers) = (spread(&panel.proposals), spread(&panel.reviewers));
    let [proposal, reviewer, noise] = if free.reviewer {
        let proposal_and_noise = within(&panel.reviewers) / freedom(&panel.reviewers).max(1.0);
        // overall = proposal * a + reviewer * b + noise * (sheets - 1), with the sums above
        // inserted.
        let noise = (for_proposals * proposal_and_noise + for_reviewers * reviewer_and_noise
            - overall)
            / (for_proposals + for_reviewers - sheets + 1.0);
        [proposal_and_noise - noise, reviewer_and_noise - noise, noise]
    } else {
        let noise = reviewer_and_noise;
        [(overall - noise * (sheets - 1.0)) / for_proposals.max(1.0), 0.0, noise]
    };
    let floor = panel.floor;
    let noise_at_floor = noise <= floor;
    let noise = noise.max(floor);
    let ratio =
        |variance: f64| if variance / noise > 1e-4 { (variance / noise).min(1e4) } else { 0.0 };
    let ratios = Ratios { proposal: ratio(proposal), reviewer: ratio(reviewer) };
    Variances { noise, ratios, deviance: None, noise_at_floor }
}

fn between(side: &Side) -> f64 {
    sum(side.sums.iter().zip(side.counts()).map(|(sum, count)| sum * sum / real(count.max(1))))
}

#[cfg(test)]
mod tests {
    use super::super::equations::View;
    use super::super::scores::Sheet;
    use super::super::variances::reml;
    use super::*;

    #[test]
    fn on_balanced_data_moments_and_reml_agree() {
        let mut sheets = Vec::new();
        for proposal in 0..12 {
            for reviewer in 0..7 {
                let noise = (proposal * 31 + reviewer * 17 + proposal * reviewer * 7) % 11;
                let total = i64::try_from(40 + 3 * proposal + 2 * reviewer + noise).unwrap();
                sheets.push(Sheet { proposal, reviewer, total });
            }
        }
        let panel = Panel::new(sheets, 10).unwrap();
        let free = Free { reviewer: true };
        let (one, other) = (moments(&panel, free), reml(View::smaller(&panel), free, 1));
        assert!((one.noise / other.noise - 1.0).abs() < 1e-6);
        assert!((one.ratios.proposal / other.ratios.proposal - 1.0).abs() < 1e-6);
        assert!((one.ratios.reviewer / other.ratios.reviewer - 1.0).abs() < 1e-6);
    }
}
