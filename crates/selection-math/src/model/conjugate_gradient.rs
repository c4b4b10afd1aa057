//! Solves the mixed-model equations without a dense matrix: conjugate gradients on the kept side.
//!
//! The diagonal is the preconditioner. The number of steps does not grow with size while reviewers
//! are mixed over proposals (about 10 from 500 to 1,000,000 proposals); a chain of small panels
//! needs more.

#![expect(clippy::indexing_slicing, reason = "Panel::new has checked every index against its side")]

use super::cholesky::dot;
use super::equations::{Effects, Ratios, View};
use super::numbers::{real, sum};

/// Posterior means, and the diagonal of the reduced matrix, from which local variances are
/// computed.
pub(crate) struct Solution {
    pub(crate) effects: Effects,
    /// For each member of the kept side.
    pub(crate) diagonal: Vec<f64>,
}

/// Relative residual below which the solution counts as exact for scores of a few digits.
const TOLERANCE: f64 = 1e-11;
const MOST_STEPS: usize = 2_000;

/// Solves for all effects and mu at given ratios.
pub(crate) fn solve(view: View, ratios: Ratios) -> Solution {
    let system = System::new(view, ratios);
    let eliminated = view.eliminated_side();
    let mut scores = eliminated.sums.clone();
    system.weigh(&mut scores, system.eliminated_ratio);
    let gathered = system.gather(&scores);
    let right: Vec<f64> = (view.kept_side().sums.iter().zip(&gathered))
        .map(|(sum, gathered)| system.root * (sum - gathered))
        .collect();
    let weights: Vec<f64> = system.pivots.iter().map(|pivot| 1.0 / pivot).collect();
    let border: Vec<f64> =
        system.gather(&weights).into_iter().map(|weight| system.root * weight).collect();
    let for_scores = system.conjugate_gradient(&right);
    let for_border = system.conjugate_gradient(&border);
    let corner = sum(eliminated.counts().zip(&weights).map(|(count, weight)| real(count) * weight));
    let total = sum(eliminated.sums.iter().zip(&weights).map(|(sum, weight)| sum * weight));
    let mu = (total - dot(&border, &for_scores)) / (corner - dot(&border, &for_border));
    let kept = (for_scores.iter().zip(&for_border))
        .map(|(score, border)| system.root * (score - mu * border))
        .collect();
    let effects = Effects::complete(view, ratios, mu, kept);
    Solution { effects, diagonal: system.diagonal }
}

/// The reduced matrix of the kept side, which is never stored.
struct System<'a> {
    view: View<'a>,
    root: f64,
    kept_ratio: f64,
    eliminated_ratio: f64,
    pivots: Vec<f64>,
    diagonal: Vec<f64>,
}

impl<'a> System<'a> {
    fn new(view: View<'a>, ratios: Ratios) -> Self {
        let (kept_ratio, eliminated_ratio) = view.split(ratios);
        let pivot = |count: usize| 1.0 + eliminated_ratio * real(count);
        let pivots: Vec<f64> = view.eliminated_side().counts().map(pivot).collect();
        let root = libm::sqrt(kept_ratio);
        let mut system =
            Self { view, root, kept_ratio, eliminated_ratio, pivots, diagonal: Vec::new() };
        let weights: Vec<f64> = system.pivots.iter().map(|pivot| 1.0 / pivot).collect();
        let overlaps = system.gather(&weights);
        let counts = view.kept_side().counts();
        system.diagonal = (counts.zip(overlaps))
            .map(|(count, overlap)| 1.0 + kept_ratio * (real(count) - eliminated_ratio * overlap))
            .collect();
        system
    }

    /// Divides by the eliminated side's pivots.
    fn weigh(&self, values: &mut [f64], factor: f64) {
        for (value, pivot) in values.iter_mut().zip(&self.pivots) {
            *value *= factor / pivot;
        }
    }

    /// For each kept member, the sum of its partners' values.
    fn gather(&self, values: &[f64]) -> Vec<f64> {
        let side = self.view.kept_side();
        let partners = |member| side.partners(member).iter();
        (0..side.len())
            .map(|member| {
                partners(member).fold(0.0, |sum, partner| sum + values[*partner as usize])
            })
            .collect()
    }

    /// For each eliminated member, the sum of its partners' values, divided by its pivot.
    fn spread(&self, values: &[f64]) -> Vec<f64> {
        let side = self.view.eliminated_side();
        let factor = self.kept_ratio * self.eliminated_ratio;
        (0..side.len())
            .map(|member| {
                let partners = side.partners(member).iter();
                let sum = partners.fold(0.0, |sum, partner| sum + values[*partner as usize]);
                sum * factor / self.pivots[member]
            })
            .collect()
    }

    fn times(&self, vector: &[f64]) -> Vec<f64> {
        let back = self.gather(&self.spread(vector));
        let counts = self.view.kept_side().counts();
        (vector.iter().zip(back).zip(counts))
            .map(|((value, back), count)| value * (1.0 + self.kept_ratio * real(count)) - back)
            .collect()
    }

    fn conjugate_gradient(&self, right: &[f64]) -> Vec<f64> {
        let mut solution = vec![0.0; right.len()];
        let mut residual = right.to_vec();
        let precondition = |vector: &[f64]| -> Vec<f64> {
            vector.iter().zip(&self.diagonal).map(|(value, pivot)| value / pivot).collect()
        };
        let mut direction = precondition(&residual);
        let mut product = dot(&residual, &direction);
        let enough = product * TOLERANCE * TOLERANCE;
        for _ in 0..MOST_STEPS {
            if product <= enough {
                break;
            }
            let image = self.times(&direction);
            let length = product / dot(&direction, &image);
            add(&mut solution, length, &direction);
            add(&mut residual, -length, &image);
            let preconditioned = precondition(&residual);
            let next = dot(&residual, &preconditioned);
            for (value, new) in direction.iter_mut().zip(preconditioned) {
                *value = new + next / product * *value;
            }
            product = next;
        }
        solution
    }
}

fn add(target: &mut [f64], factor: f64, vector: &[f64]) {
    for (value, change) in target.iter_mut().zip(vector) {
        *value += factor * change;
    }
}

#[cfg(test)]
mod tests {
    use super::super::equations::{Kept, Reduced};
    use super::super::scores::{Panel, Sheet};
    use super::*;

    #[test]
    fn without_a_dense_matrix_the_same_effects_come_out() {
        let mut sheets = Vec::new();
        for proposal in 0..60 {
            for turn in 0..3 {
                let reviewer = (proposal * 7 + turn * 5 + proposal * turn) % 17;
                let total = i64::try_from((proposal * 13 + turn * 29 + reviewer * 3) % 50).unwrap();
                if !sheets.iter().any(|s: &Sheet| (s.proposal, s.reviewer) == (proposal, reviewer))
                {
                    sheets.push(Sheet { proposal, reviewer, total });
                }
            }
        }
        let panel = Panel::new(sheets, 10).unwrap();
        let ratios = Ratios { proposal: 0.9, reviewer: 0.4 };
        for kept in [Kept::Proposals, Kept::Reviewers] {
            let view = View { panel: &panel, kept };
            let dense = Reduced::at(view, ratios).effects(view, ratios);
            let solved = solve(view, ratios).effects;
            assert!((dense.mu - solved.mu).abs() < 1e-9);
            for (one, other) in dense.proposals.iter().zip(&solved.proposals) {
                assert!((one - other).abs() < 1e-9);
            }
        }
    }
}
