//! Posterior covariance of the proposals and of the reviewers, from the inverse of the reduced
//! equations.
//!
//! Every effect is a sparse row of loadings on the kept side and mu, plus its own variance: a
//! proposal on the eliminated side loads on its reviewers, one on the kept side on itself.

#![expect(clippy::indexing_slicing, reason = "Panel::new has checked every index against its side")]

use super::cholesky::{Square, inverse};
use super::equations::{Kept, Ratios, View};
use super::numbers::real;

/// Everything needed for any variance or covariance, in squared points.
pub(crate) struct Covariance<'a> {
    view: View<'a>,
    ratios: Ratios,
    noise: f64,
    inverse: Square,
}

impl<'a> Covariance<'a> {
    /// `transposed` is the transposed inverse factor of the reduced equations at `ratios`.
    pub(crate) fn new(
        view: View<'a>,
        (ratios, noise): (Ratios, f64),
        transposed: &Square,
        threads: usize,
    ) -> Self {
        Self { view, ratios, noise, inverse: inverse(transposed, threads) }
    }

    /// Posterior variance of each member of the kept side.
    pub(crate) fn kept_variances(&self) -> Vec<f64> {
        let (ratio, _) = self.view.split(self.ratios);
        let members = 0..self.view.kept_side().len();
        members.map(|member| self.noise * ratio * self.inverse.row(member)[member]).collect()
    }

    /// Posterior variance of each member of the eliminated side.
    pub(crate) fn eliminated_variances(&self) -> Vec<f64> {
        let members = 0..self.view.eliminated_side().len();
        members
            .map(|member| {
                let loading = self.eliminated_loading(member);
                let image = self.local_image(&loading);
                self.noise * (loading.own + image)
            })
            .collect()
    }

    /// Posterior variances of proposals minus their panel mean: what all have in common, in
    /// particular mu, cancels, as it does in every rank.
    pub(crate) fn centred_variances(&self) -> Vec<f64> {
        let proposals = self.view.panel.proposals.len();
        let mut total = vec![0.0; self.inverse.order];
        for proposal in 0..proposals {
            self.loading(Kept::Proposals, proposal).add_to(&mut total);
        }
        let image: Vec<f64> = (0..self.inverse.order)
            .map(|row| super::cholesky::dot(self.inverse.row(row), &total))
            .collect();
        let with_all: Vec<f64> = (0..proposals)
            .map(|proposal| {
                let loading = self.loading(Kept::Proposals, proposal);
                self.noise * (loading.own + loading.times(&image))
            })
            .collect();
        let count = real(proposals);
        let mean_variance = super::numbers::sum(with_all.iter().copied()) / count / count;
        (self.proposal_variances().iter().zip(with_all))
            .map(|(variance, shared)| (variance - 2.0 * shared / count + mean_variance).max(0.0))
            .collect()
    }

    pub(crate) fn proposal_variances(&self) -> Vec<f64> {
        self.variances(Kept::Proposals)
    }

    pub(crate) fn reviewer_variances(&self) -> Vec<f64> {
        self.variances(Kept::Reviewers)
    }

    /// Covariances of one proposal with all, itself included.
    pub(crate) fn row(&self, proposal: usize) -> Vec<f64> {
        self.row_of(Kept::Proposals, proposal)
    }

    /// Covariances of one reviewer with all, themselves included.
    pub(crate) fn reviewer_row(&self, reviewer: usize) -> Vec<f64> {
        self.row_of(Kept::Reviewers, reviewer)
    }

    fn variances(&self, side: Kept) -> Vec<f64> {
        if side == self.view.kept { self.kept_variances() } else { self.eliminated_variances() }
    }

    fn row_of(&self, side: Kept, member: usize) -> Vec<f64> {
        let loading = self.loading(side, member);
        let mut image = vec![0.0; self.inverse.order];
        loading.each(|place, weight| {
            for (value, cell) in image.iter_mut().zip(self.inverse.row(place)) {
                *value += weight * cell;
            }
        });
        let members = match side {
            Kept::Proposals => self.view.panel.proposals.len(),
            Kept::Reviewers => self.view.panel.reviewers.len(),
        };
        let mut row: Vec<f64> = (0..members)
            .map(|other| self.noise * self.loading(side, other).times(&image))
            .collect();
        row[member] += self.noise * loading.own;
        row
    }

    fn loading(&self, side: Kept, member: usize) -> Loading<'_> {
        if side == self.view.kept {
            let weight = libm::sqrt(self.view.split(self.ratios).0);
            Loading { own: 0.0, single: Some(member), partners: &[], weight, on_mu: (0, 0.0) }
        } else {
            self.eliminated_loading(member)
        }
    }

    fn eliminated_loading(&self, member: usize) -> Loading<'_> {
        let (kept_ratio, ratio) = self.view.split(self.ratios);
        let partners = self.view.eliminated_side().partners(member);
        let count = real(partners.len());
        let own = ratio / (1.0 + ratio * count);
        let on_mu = (self.inverse.order - 1, own * count);
        Loading { own, single: None, partners, weight: own * libm::sqrt(kept_ratio), on_mu }
    }

    /// The quadratic form of the loading with the inverse, using only its own cells.
    fn local_image(&self, loading: &Loading) -> f64 {
        let mut total = 0.0;
        loading.each(|row, weight| total += weight * loading.times(self.inverse.row(row)));
        total
    }
}

/// A sparse row: the same weight on every partner (or on one place), another on mu.
struct Loading<'a> {
    own: f64,
    single: Option<usize>,
    partners: &'a [u32],
    weight: f64,
    on_mu: (usize, f64),
}

impl Loading<'_> {
    fn each(&self, mut act: impl FnMut(usize, f64)) {
        if let Some(place) = self.single {
            act(place, self.weight);
            return;
        }
        for partner in self.partners {
            act(*partner as usize, self.weight);
        }
        act(self.on_mu.0, self.on_mu.1);
    }

    fn times(&self, vector: &[f64]) -> f64 {
        if let Some(place) = self.single {
            return self.weight * vector[place];
        }
        let sum = self.partners.iter().fold(0.0, |sum, partner| sum + vector[*partner as usize]);
        self.weight * sum + self.on_mu.1 * vector[self.on_mu.0]
    }

    fn add_to(&self, vector: &mut [f64]) {
        self.each(|place, weight| vector[place] += weight);
    }
}

#[cfg(test)]
mod tests {
    use super::super::equations::Reduced;
    use super::super::scores::{Panel, Sheet};
    use super::*;

    #[test]
    fn both_sides_agree_and_centring_is_what_the_full_matrix_says() {
        let pairs = [(0, 0), (0, 1), (1, 0), (1, 2), (2, 1), (2, 2), (3, 0), (3, 1), (3, 2)];
        let sheets = pairs.map(|(proposal, reviewer)| Sheet { proposal, reviewer, total: 1 });
        let panel = Panel::new(sheets.to_vec(), 1).unwrap();
        let ratios = Ratios { proposal: 0.7, reviewer: 0.5 };
        let both = [Kept::Proposals, Kept::Reviewers].map(|kept| {
            let view = View { panel: &panel, kept };
            let transposed = Reduced::at(view, ratios).factor.transposed_inverse(1);
            let covariance = Covariance::new(view, (ratios, 2.0), &transposed, 1);
            let rows: Vec<Vec<f64>> = (0..4).map(|proposal| covariance.row(proposal)).collect();
            (rows, covariance.proposal_variances(), covariance.centred_variances())
        });
        for i in 0..4 {
            let row_mean = |k: usize| both[0].0[k].iter().sum::<f64>() / 4.0;
            let mean = (0..4).map(row_mean).sum::<f64>() / 4.0;
            for k in 0..4 {
                assert!((both[0].0[i][k] - both[1].0[i][k]).abs() < 1e-12);
            }
            for (rows, variances, centred) in &both {
                assert!((rows[i][i] - variances[i]).abs() < 1e-12);
                assert!((centred[i] - (rows[i][i] - 2.0 * row_mean(i) + mean)).abs() < 1e-12);
            }
        }
    }
}
