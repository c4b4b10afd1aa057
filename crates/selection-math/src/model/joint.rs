//! Joint draws from the posterior of all proposals: takes random words and returns deviations from
//! the mean.
//!
//! Each pair of draws has its own `ChaCha8` stream, numbered by the pair, so that any draw can be
//! made alone and on any thread. The two draws of a pair are mirror images (antithetic variates):
//! mean plus and mean minus the same deviation. Words are used in this order: variances (mixtures
//! only), then the kept side and mu, then the eliminated proposals, all by ascending index.

#![expect(clippy::indexing_slicing, reason = "all lengths follow from the order of the equations")]

use super::cholesky::Square;
use super::equations::{Kept, Ratios, View};
use super::normal;
use super::numbers::real;
use rand_chacha::ChaCha8Rng;
use rand_chacha::rand_core::{Rng, SeedableRng};

/// The joint distribution of the proposals, given the scores.
#[derive(Debug, Clone)]
pub(crate) enum Joint {
    /// Variances are treated as known: the reduced equations' transposed inverse factor.
    Dense { kept: Kept, ratios: Ratios, noise: f64, transposed: Square },
    /// Variances are uncertain: one node for each pair of ratios.
    Mixture(Vec<Node>),
    /// Only each proposal's own spread is known; correlations are ignored.
    Independent(Vec<f64>),
    /// Nothing distinguishes the proposals: every order is equally likely.
    Tied,
}

/// One pair of variance ratios of a mixture.
#[derive(Debug, Clone)]
pub(crate) struct Node {
    /// Posterior weight of this node and all before it.
    pub(crate) cumulative: f64,
    pub(crate) means: Vec<f64>,
    /// Turns `order` normals into the proposals' deviations at noise variance 1; rows of proposals.
    pub(crate) spread: Square,
    pub(crate) noise: Noise,
}

/// What is known about the noise variance at a node.
#[derive(Debug, Clone, Copy)]
pub(crate) enum Noise {
    Known(f64),
    /// `residual` divided by a chi-square number with this many degrees of freedom.
    ScaledInverseChiSquare {
        residual: f64,
        freedom: usize,
    },
}

/// The number of pairs drawn together, so that each matrix cell is read once for all of them.
pub(crate) const PAIRS: usize = 16;

/// Deviations of a block of pairs, one row of proposals for each pair, and the node of each.
pub(crate) struct Block {
    pub(crate) deviations: Vec<f64>,
    pub(crate) nodes: [usize; PAIRS],
}

/// The words of one pair, from its own stream.
struct Stream(ChaCha8Rng);

impl Stream {
    fn new(seed: [u8; 32], pair: usize) -> Self {
        let mut generator = ChaCha8Rng::from_seed(seed);
        generator.set_stream(pair as u64);
        Self(generator)
    }

    fn normals(&mut self, target: &mut [f64], words: &mut Vec<u32>, bytes: &mut Vec<u8>) {
        bytes.resize(target.len() * 4, 0);
        self.0.fill_bytes(bytes);
        words.clear();
        words.extend(bytes.as_chunks::<4>().0.iter().map(|word| u32::from_le_bytes(*word)));
        normal::from_words(words, target);
    }
}

impl Joint {
    /// The posterior means of a node, around which its draws lie.
    pub(crate) fn centre<'a>(&'a self, node: usize, means: &'a [f64]) -> &'a [f64] {
        match self {
            Self::Mixture(nodes) => nodes.get(node).map_or(means, |node| &node.means),
            Self::Dense { .. } | Self::Independent(_) | Self::Tied => means,
        }
    }

    /// The pairs `block * PAIRS` to `block * PAIRS + PAIRS - 1`.
    pub(crate) fn block(&self, view: View, seed: [u8; 32], block: usize) -> Block {
        let streams = std::array::from_fn(|place| Stream::new(seed, block * PAIRS + place));
        let proposals = view.panel.proposals.len();
        match self {
            Self::Dense { kept, ratios, noise, transposed } => {
                let view = View { kept: *kept, ..view };
                let scale = libm::sqrt(*noise);
                let deviations = match kept {
                    Kept::Proposals => kept_proposals(streams, transposed, *ratios, scale),
                    Kept::Reviewers => {
                        eliminated_proposals(view, streams, transposed, *ratios, scale)
                    }
                };
                Block { deviations, nodes: [0; PAIRS] }
            }
            Self::Mixture(nodes) => mixture(streams, nodes, proposals),
            Self::Independent(spreads) => {
                let mut deviations = plain(streams, proposals);
                for row in deviations.chunks_exact_mut(proposals) {
                    for (value, spread) in row.iter_mut().zip(spreads) {
                        *value *= spread;
                    }
                }
                Block { deviations, nodes: [0; PAIRS] }
            }
            Self::Tied => Block { deviations: plain(streams, proposals), nodes: [0; PAIRS] },
        }
    }
}

/// Standard normals, one row per pair.
fn plain(streams: [Stream; PAIRS], width: usize) -> Vec<f64> {
    let mut normals = vec![0.0; PAIRS * width];
    let (mut words, mut bytes) = (Vec::new(), Vec::new());
    for (mut stream, row) in streams.into_iter().zip(normals.chunks_exact_mut(width)) {
        stream.normals(row, &mut words, &mut bytes);
    }
    normals
}

fn kept_proposals(
    streams: [Stream; PAIRS],
    transposed: &Square,
    ratios: Ratios,
    scale: f64,
) -> Vec<f64> {
    let order = transposed.order;
    let proposals = order - 1;
    let normals = plain(streams, order);
    let effects = correlate(transposed, &turn(&normals, order, order));
    let scale = scale * libm::sqrt(ratios.proposal);
    let mut deviations = vec![0.0; PAIRS * proposals];
    for (proposal, lanes) in effects.iter().take(proposals).enumerate() {
        for (pair, value) in lanes.iter().enumerate() {
            deviations[pair * proposals + proposal] = scale * value;
        }
    }
    deviations
}

fn eliminated_proposals(
    view: View,
    streams: [Stream; PAIRS],
    transposed: &Square,
    ratios: Ratios,
    scale: f64,
) -> Vec<f64> {
    let order = transposed.order;
    let side = &view.panel.proposals;
    let proposals = side.len();
    let width = order + proposals;
    let mut normals = plain(streams, width);
    let mut effects = correlate(transposed, &turn(&normals, width, order));
    let root = libm::sqrt(ratios.reviewer);
    for lanes in effects.iter_mut().take(order - 1) {
        *lanes = lanes.map(|value| root * value);
    }
    let mu = effects[order - 1];
    for proposal in 0..proposals {
        let partners = side.partners(proposal);
        let count = real(partners.len());
        let mut shift = mu.map(|value| value * count);
        for partner in partners {
            for (sum, effect) in shift.iter_mut().zip(&effects[*partner as usize]) {
                *sum += effect;
            }
        }
        let own = ratios.proposal / (1.0 + ratios.proposal * count);
        let (pulled, spread) = (-scale * own, scale * libm::sqrt(own));
        for (pair, shift) in shift.iter().enumerate() {
            let value = &mut normals[pair * width + order + proposal];
            *value = pulled * shift + spread * *value;
        }
    }
    normals.chunks_exact(width).flat_map(|row| row[order..].iter().copied()).collect()
}

/// The first `order` numbers of each pair, transposed so that the pairs are side by side.
fn turn(normals: &[f64], width: usize, order: usize) -> Vec<[f64; PAIRS]> {
    (0..order).map(|place| std::array::from_fn(|pair| normals[pair * width + place])).collect()
}

/// x = L'^-1 z for all pairs at once. Rows are upper triangular with zeros written out.
fn correlate(transposed: &Square, normals: &[[f64; PAIRS]]) -> Vec<[f64; PAIRS]> {
    let order = transposed.order;
    let mut effects = vec![[0.0; PAIRS]; order];
    let (bands, rest) = effects.as_chunks_mut::<ROWS>();
    let whole = bands.len() * ROWS;
    for (band, first) in bands.iter_mut().zip((0..).step_by(ROWS)) {
        let rows = std::array::from_fn(|row| &transposed.row(first + row)[first..]);
        *band = products::<ROWS>(rows, &normals[first..]);
    }
    for (effect, row) in rest.iter_mut().zip(whole..) {
        [*effect] = products::<1>([&transposed.row(row)[row..]], &normals[row..]);
    }
    effects
}

/// Rows and pairs whose sums are kept in registers together.
const ROWS: usize = 2;
const LANES: usize = 8;

/// Inner products of a few rows with the normals of every pair.
fn products<const N: usize>(rows: [&[f64]; N], normals: &[[f64; PAIRS]]) -> [[f64; PAIRS]; N] {
    let rows = rows.map(|row| &row[..normals.len()]);
    let mut products = [[0.0; PAIRS]; N];
    for start in (0..PAIRS).step_by(LANES) {
        let mut sums = [[0.0; LANES]; N];
        for (place, normals) in normals.iter().enumerate() {
            let lanes = &normals[start..start + LANES];
            for (sum, row) in sums.iter_mut().zip(rows) {
                let weight = row[place];
                for (sum, lane) in sum.iter_mut().zip(lanes) {
                    *sum += weight * lane;
                }
            }
        }
        for (product, sum) in products.iter_mut().zip(sums) {
            product[start..start + LANES].copy_from_slice(&sum);
        }
    }
    products
}

fn mixture(streams: [Stream; PAIRS], nodes: &[Node], proposals: usize) -> Block {
    let mut block = Block { deviations: vec![0.0; PAIRS * proposals], nodes: [0; PAIRS] };
    let (mut words, mut bytes, mut normals) = (Vec::new(), Vec::new(), Vec::new());
    let rows = block.deviations.chunks_exact_mut(proposals).zip(&mut block.nodes);
    for (mut stream, (row, chosen)) in streams.into_iter().zip(rows) {
        let level = normal::uniform(stream.0.next_u32());
        let place = nodes.partition_point(|node| node.cumulative < level);
        *chosen = place.min(nodes.len().saturating_sub(1));
        let Some(node) = nodes.get(*chosen) else { continue };
        let chi = node.noise.normals();
        normals.resize(chi + node.spread.order, 0.0);
        stream.normals(&mut normals, &mut words, &mut bytes);
        let (for_noise, for_effects) = normals.split_at(chi);
        let scale = libm::sqrt(node.noise.variance(for_noise));
        for (proposal, value) in row.iter_mut().enumerate() {
            let weights = &node.spread.row(proposal)[proposal..];
            *value = scale * super::cholesky::dot(weights, &for_effects[proposal..]);
        }
    }
    block
}

impl Noise {
    /// Above this, Wilson and Hilferty's cube replaces the sum of squares (error below 1e-4).
    const SUMMED: usize = 64;

    fn normals(self) -> usize {
        match self {
            Self::Known(_) => 0,
            Self::ScaledInverseChiSquare { freedom, .. } if freedom <= Self::SUMMED => freedom,
            Self::ScaledInverseChiSquare { .. } => 1,
        }
    }

    fn variance(self, normals: &[f64]) -> f64 {
        match self {
            Self::Known(variance) => variance,
            Self::ScaledInverseChiSquare { residual, freedom } if freedom <= Self::SUMMED => {
                residual / super::cholesky::dot(normals, normals)
            }
            Self::ScaledInverseChiSquare { residual, freedom } => {
                let (freedom, normal) = (real(freedom), normals.first().copied().unwrap_or(0.0));
                let ninth = 2.0 / (9.0 * freedom);
                let root = 1.0 - ninth + normal * libm::sqrt(ninth);
                residual / (freedom * root * root * root)
            }
        }
    }

    /// The expected variance, if it exists; otherwise the residual divided by the degrees of
    /// freedom.
    pub(crate) fn expected(self) -> f64 {
        match self {
            Self::Known(variance) => variance,
            Self::ScaledInverseChiSquare { residual, freedom } if freedom > 2 => {
                residual / real(freedom - 2)
            }
            Self::ScaledInverseChiSquare { residual, freedom } => residual / real(freedom.max(1)),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::covariance::Covariance;
    use super::super::equations::Reduced;
    use super::super::scores::{Panel, Sheet};
    use super::*;

    fn panel() -> Panel {
        let pairs =
            [(0, 0), (0, 1), (1, 0), (1, 2), (2, 1), (2, 2), (3, 0), (3, 1), (3, 2), (4, 2)];
        let sheets = pairs.map(|(proposal, reviewer)| Sheet { proposal, reviewer, total: 1 });
        Panel::new(sheets.to_vec(), 1).unwrap()
    }

    #[test]
    fn draws_have_the_covariance_of_the_posterior_whichever_side_is_kept() {
        let panel = panel();
        let ratios = Ratios { proposal: 0.7, reviewer: 0.5 };
        for kept in [Kept::Proposals, Kept::Reviewers] {
            let view = View { panel: &panel, kept };
            let transposed = Reduced::at(view, ratios).factor.transposed_inverse(1);
            let expected = Covariance::new(view, (ratios, 2.0), &transposed, 1);
            let joint = Joint::Dense { kept, ratios, noise: 2.0, transposed };
            let blocks = 4_000;
            let mut sums = [[0.0; 5]; 5];
            for block in 0..blocks {
                for row in joint.block(view, [7; 32], block).deviations.chunks_exact(5) {
                    for (sums, one) in sums.iter_mut().zip(row) {
                        for (sum, other) in sums.iter_mut().zip(row) {
                            *sum += one * other;
                        }
                    }
                }
            }
            for (proposal, sums) in sums.iter().enumerate() {
                for (sum, expected) in sums.iter().zip(expected.row(proposal)) {
                    let drawn = sum / real(blocks * PAIRS);
                    assert!((drawn - expected).abs() < 0.03, "{kept:?} {proposal}");
                }
            }
        }
    }

    #[test]
    fn a_pair_can_be_drawn_alone() {
        let panel = panel();
        let view = View::smaller(&panel);
        let joint = Joint::Independent(vec![1.0; 5]);
        let block = joint.block(view, [1; 32], 3);
        let mut alone = [0.0; 5];
        Stream::new([1; 32], 3 * PAIRS + 2).normals(&mut alone, &mut Vec::new(), &mut Vec::new());
        assert_eq!(block.deviations[10..15], alone);
    }

    #[test]
    fn wilson_and_hilferty_meet_the_exact_quantiles_of_chi_square() {
        // Quantiles of chi-square with 100 degrees of freedom: 77.929 (5%), 124.342 (95%).
        let noise = Noise::ScaledInverseChiSquare { residual: 1.0, freedom: 100 };
        assert!((1.0 / noise.variance(&[-1.644_854]) - 77.929).abs() < 0.02);
        assert!((1.0 / noise.variance(&[1.644_854]) - 124.342).abs() < 0.02);
    }
}
