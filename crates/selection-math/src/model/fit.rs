//! The fit of one panel: variances, effects with their uncertainty, and what cannot be determined.
//!
//! The steps: what the design can distinguish; variances; posterior; expected ranks. If a
//! degenerate panel makes a step impossible, the result is a warning and no number.

use super::confounding;
use super::contrasts;
use super::covariance::Covariance;
use super::design::{Separable, examine};
use super::equations::{Ratios, Reduced, View};
use super::grid::{self, Averaged, Prior};
use super::joint::Joint;
use super::local::local_posterior;
use super::moments::moments;
use super::numbers::{quantised, real};
use super::ranks;
use super::scores::Panel;
use super::settings::{Boundary, FitSettings};
use super::variances::{Free, Variances, is_near_zero, likely_ratio, reml};
use super::warnings::Warning;
use std::collections::BTreeMap;

/// If the smaller side has this many members or more (with mu, more equations than this), moments
/// and conjugate gradients replace REML and Cholesky.
pub const DENSE: usize = 2_000;

/// The result of fitting the scores.
#[derive(Debug, Clone)]
pub struct Fit {
    /// The panel as fitted.
    pub panel: Panel,
    /// General mean in points.
    pub mu: f64,
    /// Estimated variances, where they can be estimated.
    pub estimates: Option<Estimates>,
    /// What a reader must know before using the numbers.
    pub warnings: Vec<Warning>,
    /// `None` if the scores cannot distinguish quality from severity and noise.
    pub posterior: Option<Posterior>,
    /// Which proposals may be ranked against each other; see [`Warning::Disconnected`].
    pub comparable: Vec<bool>,
    /// One reviewer of each of two unconnected groups, if the call does not declare them
    /// comparable.
    pub(crate) apart: Option<(usize, usize)>,
}

/// Variances in squared points.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Estimates {
    /// Of proposals.
    pub proposal: f64,
    /// Of reviewers; `None` when the design cannot distinguish them from noise.
    pub reviewer: Option<f64>,
    /// Of the noise.
    pub noise: f64,
    /// Minus twice the restricted log-likelihood; `None` for moment estimates and for equal scores.
    pub reml_deviance: Option<f64>,
}

/// The posterior at the estimated variances.
#[derive(Debug, Clone)]
pub struct Posterior {
    /// Posterior mean of each proposal's effect, in points above mu (the BLUP).
    pub means: Vec<f64>,
    /// Posterior standard deviation of each effect, with a flat prior for mu.
    pub spreads: Vec<f64>,
    /// The same for the effect minus the panel mean, which is what matters for ranks.
    pub centred_spreads: Vec<f64>,
    /// Expected rank, 1 the best.
    pub expected_ranks: Vec<f64>,
    /// Posterior mean of each reviewer's effect: positive when scoring above colleagues.
    pub reviewers: Vec<f64>,
    /// Below 40 proposals, and up to 150 if their variance may be zero: the same averaged over the
    /// variances.
    pub averaged: Option<Averaged>,
    /// Whether the averages are shown; older methods showed the estimates above.
    pub(crate) shows_averages: bool,
    pub(crate) joint: Joint,
    /// Size of the deviations the joint draws make.
    pub(crate) joint_spreads: Vec<f64>,
    /// The two reviewers whose difference is known least, with its variance, if it was computed.
    pub(crate) widest: Option<(usize, usize, f64)>,
}

/// Effects of proposals with their uncertainty, in points: averaged over the variances if P is.
#[derive(Debug, Clone, Copy)]
pub struct Shown<'a> {
    pub means: &'a [f64],
    pub spreads: &'a [f64],
    /// Of the effect minus the panel's mean, which is what matters for ranks.
    pub centred_spreads: &'a [f64],
}

pub fn fit(panel: Panel, settings: FitSettings) -> Fit {
    let (separable, parts) = examine(&panel);
    let mut fit = Fit {
        mu: panel.grand_mean(),
        estimates: None,
        warnings: Vec::new(),
        posterior: None,
        comparable: vec![true; panel.proposals.len()],
        apart: None,
        panel,
    };
    if fit.panel.step <= 0.0 {
        fit.all_equal();
        return fit;
    }
    match separable {
        Separable::Nothing => fit.warnings.push(Warning::UncertaintyNotEstimable),
        Separable::ProposalsOnly => {
            fit.warnings.push(Warning::ReviewersNotSeparable);
            let reviewers = fit.panel.reviewers.len();
            fit.panel = fit.panel.without_reviewers();
            fit.estimate(Free { reviewer: false }, settings);
            if let Some(posterior) = &mut fit.posterior {
                posterior.reviewers = vec![0.0; reviewers];
            }
        }
        Separable::All => {
            let hangs_together = parts.len() == 1;
            fit.note_components(parts, settings.across_components);
            if hangs_together && settings.boundary == Boundary::Average {
                fit.warnings.extend(confounding::warning(&fit.panel));
            }
            fit.estimate(Free { reviewer: true }, settings);
        }
    }
    fit
}

impl Fit {
    fn all_equal(&mut self) {
        self.warnings.push(Warning::AllScoresEqual);
        let nothing =
            Estimates { proposal: 0.0, reviewer: Some(0.0), noise: 0.0, reml_deviance: None };
        self.estimates = Some(nothing);
        let reviewers = vec![0.0; self.panel.reviewers.len()];
        self.posterior = Some(Posterior::tied(self.panel.proposals.len(), reviewers));
    }

    /// Unconnected groups are not ranked against each other. If one group has nearly all proposals
    /// (19 in 20), it is ranked and only the others are left out.
    fn note_components(&mut self, parts: Vec<Vec<usize>>, declared: bool) {
        if parts.len() < 2 {
            return;
        }
        let largest = parts.first().map_or(0, Vec::len);
        let ranked = usize::from(largest * 20 >= self.comparable.len() * 19);
        if !declared {
            self.apart = apart(&self.panel, &parts);
            for proposal in parts.iter().skip(ranked).flatten() {
                if let Some(comparable) = self.comparable.get_mut(*proposal) {
                    *comparable = false;
                }
            }
        }
        self.warnings.push(Warning::Disconnected { components: parts });
    }

    fn estimate(&mut self, free: Free, settings: FitSettings) {
        let view = View::smaller(&self.panel);
        let dense = view.kept_side().len() < DENSE;
        let variances = if dense {
            reml(view, free, settings.threads)
        } else {
            self.warnings.push(Warning::Approximate);
            moments(&self.panel, free)
        };
        let Variances { noise, deviance, .. } = variances;
        let mut ratios = variances.ratios;
        self.estimates = Some(Estimates {
            proposal: noise * ratios.proposal,
            reviewer: free.reviewer.then_some(noise * ratios.reviewer),
            noise,
            reml_deviance: deviance,
        });
        self.note_limits(variances, free);
        let view = View::smaller(&self.panel);
        let averages = settings.boundary == Boundary::Average && dense;
        let is_near_zero = averages && is_near_zero(view, free, variances, settings.threads);
        let proposals = self.panel.proposals.len();
        let is_averaged = proposals < grid::SMALL || is_near_zero && proposals <= grid::LARGEST;
        if is_near_zero && !is_averaged {
            ratios.proposal = likely_ratio(view, free, variances, settings.threads);
        }
        let (mu, mut posterior) = if dense {
            dense_posterior(view, ratios, noise, settings.threads)
        } else {
            local_posterior(view, ratios, noise)
        };
        if ratios.proposal <= 0.0 && !averages {
            posterior = Posterior::tied(posterior.means.len(), posterior.reviewers);
        } else if is_averaged {
            posterior.average_over(view, free, variances, settings);
        }
        self.mu = self.panel.origin + mu;
        self.posterior = Some(posterior);
    }

    fn note_limits(&mut self, variances: Variances, free: Free) {
        if variances.noise_at_floor {
            self.warnings.push(Warning::NoiseAtFloor);
        }
        if variances.ratios.proposal <= 0.0 {
            self.warnings.push(Warning::ProposalDifferencesNotDetectable);
        }
        if free.reviewer && variances.ratios.reviewer <= 0.0 {
            self.warnings.push(Warning::ReviewerDifferencesNotDetectable);
        }
    }

    /// Proposals that nothing distinguishes get the same number: same mean and spread in whole
    /// quanta, same number of sheets, same class.
    pub(crate) fn groups(&self, classes: &[u32]) -> Vec<usize> {
        let mut numbers = BTreeMap::new();
        (0..self.panel.proposals.len())
            .map(|proposal| {
                let class = classes.get(proposal).copied().unwrap_or(0);
                let next = numbers.len();
                *numbers.entry((self.reading(proposal), class)).or_insert(next)
            })
            .collect()
    }

    fn reading(&self, proposal: usize) -> (i64, i64, usize) {
        match &self.posterior {
            Some(posterior) if !posterior.is_tied() => {
                let quanta = self.panel.quanta_per_point();
                let whole = |values: &[f64]| {
                    values.get(proposal).map_or(0, |value| quantised(*value, quanta))
                };
                let sheets = self.panel.proposals.count(proposal);
                let shown = posterior.shown();
                (whole(shown.means), whole(shown.spreads), sheets)
            }
            Some(_) | None => (0, 0, 0),
        }
    }
}

impl Posterior {
    /// Nothing distinguishes the proposals: every order is equally likely.
    fn tied(proposals: usize, reviewers: Vec<f64>) -> Self {
        Self {
            means: vec![0.0; proposals],
            spreads: vec![0.0; proposals],
            centred_spreads: vec![0.0; proposals],
            expected_ranks: vec![f64::midpoint(real(proposals), 1.0); proposals],
            reviewers,
            averaged: None,
            shows_averages: false,
            joint: Joint::Tied,
            joint_spreads: vec![1.0; proposals],
            widest: None,
        }
    }

    /// The effects as they are shown.
    pub fn shown(&self) -> Shown<'_> {
        match &self.averaged {
            Some(Averaged { means, spreads, centred_spreads }) if self.shows_averages => {
                Shown { means, spreads, centred_spreads }
            }
            _ => Shown {
                means: &self.means,
                spreads: &self.spreads,
                centred_spreads: &self.centred_spreads,
            },
        }
    }

    /// Whether nothing distinguishes the proposals.
    pub fn is_tied(&self) -> bool {
        matches!(self.joint, Joint::Tied)
    }

    fn average_over(
        &mut self,
        view: View,
        free: Free,
        variances: Variances,
        settings: FitSettings,
    ) {
        let nodes = match settings.prior {
            Prior::Flat => grid::nodes(view, free, variances, settings.threads),
            Prior::DeclaredSeverity { deviation, limit } => {
                grid::declared(view, deviation, limit, settings.threads)
            }
        };
        if !nodes.is_empty() {
            self.averaged = Some(grid::summary(&nodes));
            self.shows_averages = settings.boundary == Boundary::Average;
            self.joint = Joint::Mixture(nodes);
        }
    }
}

/// The first reviewers of the two largest parts, the lower index first.
fn apart(panel: &Panel, parts: &[Vec<usize>]) -> Option<(usize, usize)> {
    let reader = |part: usize| {
        let proposal = *parts.get(part)?.first()?;
        panel.proposals.partners(proposal).first().map(|one| *one as usize)
    };
    let (one, other) = (reader(0)?, reader(1)?);
    Some((one.min(other), one.max(other)))
}

fn dense_posterior(view: View, ratios: Ratios, noise: f64, threads: usize) -> (f64, Posterior) {
    let reduced = Reduced::at(view, ratios);
    let effects = reduced.effects(view, ratios);
    let transposed = reduced.factor.transposed_inverse(threads);
    let covariance = Covariance::new(view, (ratios, noise), &transposed, threads);
    let roots =
        |variances: Vec<f64>| -> Vec<f64> { variances.into_iter().map(libm::sqrt).collect() };
    let centred_spreads = roots(covariance.centred_variances());
    let expected_ranks = if effects.proposals.len() > ranks::PAIRWISE {
        curve_ranks(&effects.proposals, &centred_spreads)
    } else {
        ranks::expected_ranks(&effects.proposals, &covariance, threads)
    };
    let posterior = Posterior {
        means: effects.proposals,
        spreads: roots(covariance.proposal_variances()),
        expected_ranks,
        reviewers: effects.reviewers,
        averaged: None,
        shows_averages: false,
        widest: contrasts::widest(&covariance, view.panel),
        joint: Joint::Dense { kept: view.kept, ratios, noise, transposed },
        joint_spreads: centred_spreads.clone(),
        centred_spreads,
    };
    (effects.mu, posterior)
}

pub(crate) fn curve_ranks(means: &[f64], spreads: &[f64]) -> Vec<f64> {
    ranks::from_curve(means, spreads).into_iter().map(|(expected, ..)| expected).collect()
}

#[cfg(test)]
mod tests {
    use super::super::equations::Kept;
    use super::super::scores::Sheet;
    use super::*;

    /// 300 proposals, 60 reviewers, 4 sheets each, no two reviewers always together.
    fn panel() -> Panel {
        let mut sheets = Vec::new();
        for proposal in 0_usize..300 {
            for turn in 0_usize..4 {
                let reviewer = (proposal * 7 + turn * (11 + proposal % 13)) % 60;
                let luck = (proposal * 2_654_435 + reviewer * 40_503 + turn * 977) % 17;
                let total = i64::try_from(luck + proposal % 9 + reviewer % 5).unwrap();
                let pair = |sheet: &Sheet| (sheet.proposal, sheet.reviewer) == (proposal, reviewer);
                if !sheets.iter().any(pair) {
                    sheets.push(Sheet { proposal, reviewer, total });
                }
            }
        }
        Panel::new(sheets, 1).unwrap()
    }

    #[test]
    fn the_way_of_large_panels_is_close_to_the_exact_one() {
        let panel = panel();
        let ratios = Ratios { proposal: 0.8, reviewer: 0.3 };
        let views = [Kept::Reviewers, Kept::Proposals].map(|kept| View { panel: &panel, kept });
        for view in views {
            let (exact_mu, exact) = dense_posterior(view, ratios, 1.5, 1);
            let (mu, local) = local_posterior(view, ratios, 1.5);
            assert!((mu - exact_mu).abs() < 1e-8);
            for (one, other) in exact.means.iter().zip(&local.means) {
                assert!((one - other).abs() < 1e-8);
            }
            for (one, other) in exact.centred_spreads.iter().zip(&local.centred_spreads) {
                assert!((other / one - 1.0).abs() < 0.02, "{one} {other}");
            }
            for (one, other) in exact.expected_ranks.iter().zip(&local.expected_ranks) {
                assert!((one - other).abs() < 1.5, "{one} {other}");
            }
        }
    }
}
