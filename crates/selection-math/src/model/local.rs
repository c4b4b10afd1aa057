//! The posterior of panels that are too large for a dense matrix: effects by conjugate gradients,
//! local spreads.

use super::conjugate_gradient;
use super::equations::{Kept, Ratios, View};
use super::fit::{Posterior, curve_ranks};
use super::joint::Joint;
use super::numbers::{real, sum};
use super::scores::Side;

/// Spreads from each proposal's own reviewers, as if these had nothing else in common: within 0.2%
/// of the exact ones on connected panels.
pub(crate) fn local_posterior(view: View, ratios: Ratios, noise: f64) -> (f64, Posterior) {
    let solution = conjugate_gradient::solve(view, ratios);
    let (kept_ratio, _) = view.split(ratios);
    let kept: Vec<f64> = solution.diagonal.iter().map(|pivot| noise * kept_ratio / pivot).collect();
    let variances = match view.kept {
        Kept::Proposals => kept,
        Kept::Reviewers => local_variances(&view.panel.proposals, &kept, ratios.proposal, noise),
    };
    let spreads: Vec<f64> = variances.into_iter().map(libm::sqrt).collect();
    let posterior = Posterior {
        expected_ranks: curve_ranks(&solution.effects.proposals, &spreads),
        means: solution.effects.proposals,
        centred_spreads: spreads.clone(),
        reviewers: solution.effects.reviewers,
        averaged: None,
        shows_averages: false,
        joint: Joint::Independent(spreads.clone()),
        joint_spreads: spreads.clone(),
        widest: None,
        spreads,
    };
    (solution.effects.mu, posterior)
}

fn local_variances(side: &Side, partner_variances: &[f64], ratio: f64, noise: f64) -> Vec<f64> {
    (0..side.len())
        .map(|member| {
            let partners = side.partners(member);
            let own = ratio / (1.0 + ratio * real(partners.len()));
            let variance = |partner: &u32| partner_variances.get(*partner as usize).copied();
            let shared = sum(partners.iter().filter_map(variance));
            noise * own + own * own * shared
        })
        .collect()
}
