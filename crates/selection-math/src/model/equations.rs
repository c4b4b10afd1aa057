//! Henderson's mixed-model equations at given variance ratios, with the larger side eliminated.
//!
//! The model is `y_ij = mu + u_i + v_j + e_ij`: proposal, reviewer, noise. Effects are scaled by
//! the square roots of their variance ratios (`u = sqrt(ratio) b`), so that a ratio of exactly 0 is
//! an ordinary case and the matrix is at least as well conditioned as the identity.

#![expect(clippy::indexing_slicing, reason = "Panel::new has checked every index against its side")]

use super::cholesky::{Factor, Square};
use super::numbers::real;
use super::scores::{Panel, Side};

/// Variances over the variance of the noise.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct Ratios {
    pub(crate) proposal: f64,
    pub(crate) reviewer: f64,
}

/// Which side stays in the dense matrix.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Kept {
    Proposals,
    Reviewers,
}

/// A panel seen from the side that stays.
#[derive(Debug, Clone, Copy)]
pub(crate) struct View<'a> {
    pub(crate) panel: &'a Panel,
    pub(crate) kept: Kept,
}

impl<'a> View<'a> {
    /// The smaller side stays; reviewers when equal.
    pub(crate) fn smaller(panel: &'a Panel) -> Self {
        let fewer_proposals = panel.proposals.len() < panel.reviewers.len();
        Self { panel, kept: if fewer_proposals { Kept::Proposals } else { Kept::Reviewers } }
    }

    pub(crate) fn kept_side(&self) -> &'a Side {
        match self.kept {
            Kept::Proposals => &self.panel.proposals,
            Kept::Reviewers => &self.panel.reviewers,
        }
    }

    pub(crate) fn eliminated_side(&self) -> &'a Side {
        match self.kept {
            Kept::Proposals => &self.panel.reviewers,
            Kept::Reviewers => &self.panel.proposals,
        }
    }

    /// (ratio of the kept side, ratio of the eliminated side).
    pub(crate) fn split(&self, ratios: Ratios) -> (f64, f64) {
        match self.kept {
            Kept::Proposals => (ratios.proposal, ratios.reviewer),
            Kept::Reviewers => (ratios.reviewer, ratios.proposal),
        }
    }
}

/// The equations reduced to the kept side and mu (the last place), factored and half solved.
#[derive(Debug, Clone)]
pub(crate) struct Reduced {
    pub(crate) factor: Factor,
    /// L^-1 times the right-hand side.
    half_solved: Vec<f64>,
    /// Generalised residual sum of squares, y'Py in units of the noise variance's inverse.
    pub(crate) residual: f64,
    /// log|V| + log|1'V^-1 1| at noise variance 1; log|V| alone when mu is known.
    pub(crate) log_determinant: f64,
    pub(crate) mu_is_known: bool,
}

impl Reduced {
    pub(crate) fn at(view: View, ratios: Ratios) -> Self {
        let (kept_ratio, eliminated_ratio) = view.split(ratios);
        let eliminated = view.eliminated_side();
        let diagonal: Vec<f64> =
            eliminated.counts().map(|count| 1.0 + eliminated_ratio * real(count)).collect();
        let matrix = matrix(view, (kept_ratio, eliminated_ratio), &diagonal);
        let mut half_solved = right_hand_side(view, (kept_ratio, eliminated_ratio), &diagonal);
        let factor = Factor::of(matrix);
        factor.solve_lower(&mut half_solved);
        let explained_by_eliminated = eliminated
            .sums
            .iter()
            .zip(&diagonal)
            .fold(0.0, |total, (sum, pivot)| total + eliminated_ratio * sum * sum / pivot);
        let explained_by_kept = half_solved.iter().fold(0.0, |total, value| total + value * value);
        let residual = view.panel.square_sum - explained_by_eliminated - explained_by_kept;
        let logs = diagonal.iter().fold(0.0, |total, pivot| total + libm::log(*pivot));
        Self {
            log_determinant: logs + factor.log_determinant(),
            residual: residual.max(0.0),
            factor,
            half_solved,
            mu_is_known: false,
        }
    }

    /// The same with mu given, in points above the panel's origin, instead of estimated.
    pub(crate) fn with_known_mu(mut self, mu: f64) -> Self {
        let last = self.factor.order() - 1;
        let pivot = self.factor.pivot(last);
        let distance = self.half_solved[last] - pivot * mu;
        self.residual += distance * distance;
        self.log_determinant -= 2.0 * libm::log(pivot);
        self.half_solved[last] = pivot * mu;
        self.mu_is_known = true;
        self
    }

    /// Posterior means of the effects.
    pub(crate) fn effects(&self, view: View, ratios: Ratios) -> Effects {
        let mut solution = self.half_solved.clone();
        self.factor.solve_upper(&mut solution);
        let mu = solution.pop().unwrap_or(0.0);
        let root = libm::sqrt(view.split(ratios).0);
        let kept: Vec<f64> = solution.into_iter().map(|effect| root * effect).collect();
        Effects::complete(view, ratios, mu, kept)
    }
}

/// Posterior means given the variances, in points; mu is above the panel's origin.
#[derive(Debug, Clone)]
pub(crate) struct Effects {
    pub(crate) mu: f64,
    pub(crate) proposals: Vec<f64>,
    pub(crate) reviewers: Vec<f64>,
}

impl Effects {
    /// Adds the eliminated side, which follows from the kept one by a weighted mean of residuals.
    pub(crate) fn complete(view: View, ratios: Ratios, mu: f64, kept: Vec<f64>) -> Self {
        let (_, ratio) = view.split(ratios);
        let eliminated_side = view.eliminated_side();
        let eliminated: Vec<f64> = (0..eliminated_side.len())
            .map(|member| {
                let partners = eliminated_side.partners(member);
                let shift = partners.iter().fold(0.0, |sum, partner| sum + kept[*partner as usize]);
                let count = real(partners.len());
                ratio * (eliminated_side.sums[member] - count * mu - shift) / (1.0 + ratio * count)
            })
            .collect();
        match view.kept {
            Kept::Proposals => Self { mu, proposals: kept, reviewers: eliminated },
            Kept::Reviewers => Self { mu, proposals: eliminated, reviewers: kept },
        }
    }
}

/// Lower triangle of the reduced matrix, mu in the last row.
fn matrix(view: View, (kept_ratio, eliminated_ratio): (f64, f64), diagonal: &[f64]) -> Square {
    let (kept, eliminated) = (view.kept_side(), view.eliminated_side());
    let order = kept.len() + 1;
    let mut matrix = Square::zero(order);
    let root = libm::sqrt(kept_ratio);
    for (member, pivot) in diagonal.iter().enumerate() {
        let partners = eliminated.partners(member);
        let overlap = kept_ratio * eliminated_ratio / pivot;
        // Without a variance of its own a side overlaps with nothing, however many partners it has.
        let overlapping = if overlap > 0.0 { partners } else { &[] };
        for (place, partner) in overlapping.iter().enumerate() {
            let row = matrix.row_mut(*partner as usize);
            for other in &partners[..=place] {
                row[*other as usize] -= overlap;
            }
        }
        let last = matrix.row_mut(order - 1);
        for partner in partners {
            last[*partner as usize] += root / pivot;
        }
        last[order - 1] += real(partners.len()) / pivot;
    }
    for (member, count) in kept.counts().enumerate() {
        matrix.row_mut(member)[member] += 1.0 + kept_ratio * real(count);
    }
    matrix
}

fn right_hand_side(view: View, ratios: (f64, f64), diagonal: &[f64]) -> Vec<f64> {
    let (kept_ratio, eliminated_ratio) = ratios;
    let (kept, eliminated) = (view.kept_side(), view.eliminated_side());
    let root = libm::sqrt(kept_ratio);
    let mut vector: Vec<f64> = kept.sums.iter().map(|sum| root * sum).collect();
    let mut for_mu = 0.0;
    for (member, pivot) in diagonal.iter().enumerate() {
        let sum = eliminated.sums[member];
        for partner in eliminated.partners(member) {
            vector[*partner as usize] -= root * eliminated_ratio * sum / pivot;
        }
        for_mu += sum / pivot;
    }
    vector.push(for_mu);
    vector
}

#[cfg(test)]
mod tests {
    use super::super::scores::Sheet;
    use super::*;

    fn panel() -> Panel {
        let scores = [(0, 0, 5), (0, 1, 3), (1, 0, 4), (1, 2, 2), (2, 1, 5), (2, 2, 1), (3, 0, 3)];
        let sheets = scores.map(|(proposal, reviewer, total)| Sheet { proposal, reviewer, total });
        Panel::new(sheets.to_vec(), 1).unwrap()
    }

    #[test]
    fn keeping_either_side_gives_the_same_likelihood_and_effects() {
        let panel = panel();
        let ratios = Ratios { proposal: 0.8, reviewer: 0.3 };
        let both = [Kept::Proposals, Kept::Reviewers].map(|kept| {
            let view = View { panel: &panel, kept };
            let reduced = Reduced::at(view, ratios);
            let effects = reduced.effects(view, ratios);
            (reduced.residual, reduced.log_determinant, effects)
        });
        assert!((both[0].0 - both[1].0).abs() < 1e-12);
        assert!((both[0].1 - both[1].1).abs() < 1e-12);
        for (one, other) in both[0].2.proposals.iter().zip(&both[1].2.proposals) {
            assert!((one - other).abs() < 1e-12);
        }
        assert!((both[0].2.mu - both[1].2.mu).abs() < 1e-12);
    }

    #[test]
    fn a_ratio_of_zero_leaves_that_side_without_effect() {
        let panel = panel();
        let view = View::smaller(&panel);
        let ratios = Ratios { proposal: 0.8, reviewer: 0.0 };
        let effects = Reduced::at(view, ratios).effects(view, ratios);
        assert!(effects.reviewers.iter().all(|effect| *effect == 0.0));
        assert!(effects.proposals.iter().any(|effect| *effect != 0.0));
    }
}
