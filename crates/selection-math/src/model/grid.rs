//! For small panels the variances are too uncertain to be treated as known, so results are averaged
//! over them.
//!
//! Below 40 proposals the two variance ratios get a grid of posterior weights, with flat priors on
//! the three standard deviations and the noise integrated out. On three-review panels of 20
//! proposals plug-in variances changed P(selected) by up to 0.065; at 100 by 0.016, the error of
//! the draws.

use super::equations::{Kept, Ratios, Reduced, View};
use super::joint::{Node, Noise};
use super::numbers::{real, sum};
use super::parallel::in_order;
use super::variances::{Free, Variances};

/// Fewer proposals than this get a grid.
pub(crate) const SMALL: usize = 40;

/// The most proposals that get one if their variance may be zero: the cost of a node is cubic in
/// them.
pub(crate) const LARGEST: usize = 150;

/// Nodes on each axis, and if there are more than [`SMALL`] proposals, which makes each node
/// expensive.
const NODES: usize = 41;
const FEW_NODES: usize = 21;
/// Natural logarithms of the ratios stay within this.
const BOUND: f64 = 9.210_340_371_976_184;
/// The axis ends where the log weight is this much below its maximum.
const DROP: f64 = 14.0;
/// Nodes lighter than this share of the heaviest are left out.
const LIGHTEST: f64 = 1e-8;

/// The assumptions before the scores are seen.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub enum Prior {
    /// Flat on the standard deviations of proposals, reviewers and noise.
    #[default]
    Flat,
    /// Reviewers' severity has this standard deviation, in points; those of proposals and noise are
    /// flat between 0 and a limit. The default model of the Swiss National Science Foundation
    /// (`ERforResearch`) on a six-point scale is 0.5 and 2.
    DeclaredSeverity {
        /// Standard deviation of reviewers' severity, in points; mu is fixed at the mean of means.
        deviation: f64,
        /// Upper limit of the two other standard deviations, in points.
        limit: f64,
    },
}

/// The nodes, by ascending ratio of the proposals, then of the reviewers.
pub(crate) fn nodes(view: View, free: Free, start: Variances, threads: usize) -> Vec<Node> {
    let view = View { kept: Kept::Proposals, ..view };
    let density = Density { view, free, floor: start.noise_at_floor.then_some(view.panel.floor) };
    let log = |ratio: f64| if ratio > 0.0 { libm::log(ratio).clamp(-6.0, 6.0) } else { -6.0 };
    let top = density.top([log(start.ratios.proposal), log(start.ratios.reviewer)]);
    let proposals = density.axis(top, 0);
    let reviewers = if free.reviewer { density.axis(top, 1) } else { vec![0.0] };
    let points: Vec<[f64; 2]> = (proposals.iter())
        .flat_map(|one| reviewers.iter().map(move |other| [*one, *other]))
        .collect();
    let point = |index: usize| points.get(index).copied().unwrap_or(top);
    let logs = in_order(points.len(), threads, |index| density.log_weight(point(index)));
    weigh(&logs, |index| density.node(point(index)))
}

/// The nodes of the model with declared severity.
pub(crate) fn declared(view: View, deviation: f64, limit: f64, threads: usize) -> Vec<Node> {
    let view = View { kept: Kept::Proposals, ..view };
    let steps = NODES * 2;
    let middle = |index: usize| (real(index) + 0.5) * limit / real(steps);
    let at = |index: usize| {
        let (proposal, noise) = (middle(index / steps), middle(index % steps));
        let noise = noise * noise;
        let reviewer = deviation * deviation / noise;
        (Ratios { proposal: proposal * proposal / noise, reviewer }, noise)
    };
    let means = (0..view.panel.proposals.len()).map(|proposal| view.panel.mean(proposal));
    let mu = sum(means) / real(view.panel.proposals.len()) - view.panel.origin;
    let logs = in_order(steps * steps, threads, |index| {
        let (ratios, noise) = at(index);
        let known = Reduced::at(view, ratios).with_known_mu(mu);
        let sheets = real(view.panel.sheets);
        -0.5 * (known.log_determinant + known.residual / noise + sheets * libm::log(noise))
    });
    weigh(&logs, |index| {
        let (ratios, noise) = at(index);
        let known = Reduced::at(view, ratios).with_known_mu(mu);
        node(view, ratios, &known, Noise::Known(noise))
    })
}

/// Posterior weight over the two log ratios, up to a constant.
struct Density<'a> {
    view: View<'a>,
    free: Free,
    /// The noise variance, if the scores leave none.
    floor: Option<f64>,
}

impl Density<'_> {
    fn ratios(&self, [proposal, reviewer]: [f64; 2]) -> Ratios {
        let reviewer = if self.free.reviewer { libm::exp(reviewer) } else { 0.0 };
        Ratios { proposal: libm::exp(proposal), reviewer }
    }

    /// Degrees of freedom of the noise: a flat prior on the standard deviation for each ratio takes
    /// one more.
    fn freedom(&self) -> usize {
        self.view.panel.sheets.saturating_sub(if self.free.reviewer { 4 } else { 3 }).max(1)
    }

    fn log_weight(&self, point: [f64; 2]) -> f64 {
        let reduced = Reduced::at(self.view, self.ratios(point));
        let fit = match self.floor {
            Some(floor) => reduced.residual / floor,
            None => real(self.freedom()) * libm::log(reduced.residual),
        };
        let jacobian = if self.free.reviewer { point[0] + point[1] } else { point[0] };
        0.5 * (jacobian - reduced.log_determinant - fit)
    }

    fn node(&self, point: [f64; 2]) -> Node {
        let ratios = self.ratios(point);
        let reduced = Reduced::at(self.view, ratios);
        let residual = reduced.residual;
        let noise = self.floor.map_or(
            Noise::ScaledInverseChiSquare { residual, freedom: self.freedom() },
            Noise::Known,
        );
        node(self.view, ratios, &reduced, noise)
    }

    /// Climbs from the REML point along the axes; the step is halved whenever no direction
    /// improves.
    fn top(&self, start: [f64; 2]) -> [f64; 2] {
        let (mut point, mut value, mut step) = (start, self.log_weight(start), 0.5);
        let directions = if self.free.reviewer { 4 } else { 2 };
        while step > 0.01 {
            let shifts = [[step, 0.0], [-step, 0.0], [0.0, step], [0.0, -step]];
            let reached = shifts.into_iter().take(directions).map(|[by, across]| {
                let bounded = |log: f64| log.clamp(-BOUND, BOUND);
                let candidate = [bounded(point[0] + by), bounded(point[1] + across)];
                (self.log_weight(candidate), candidate)
            });
            match reached.max_by(|one, other| one.0.total_cmp(&other.0)) {
                Some((better, candidate)) if better > value + 1e-9 => {
                    (point, value) = (candidate, better);
                }
                _ => step *= 0.5,
            }
        }
        point
    }

    /// Evenly spaced log ratios around the maximum, until the weight is negligible.
    fn axis(&self, top: [f64; 2], axis: usize) -> Vec<f64> {
        let highest = self.log_weight(top);
        let end = |direction: f64| {
            let mut point = top;
            for _ in 0..200 {
                let Some(place) = point.get_mut(axis) else { break };
                *place = (*place + direction * 0.1).clamp(-BOUND, BOUND);
                if place.abs() >= BOUND || self.log_weight(point) < highest - DROP {
                    break;
                }
            }
            point.get(axis).copied().unwrap_or(0.0)
        };
        let (low, high) = (end(-1.0), end(1.0));
        let nodes = if self.view.panel.proposals.len() < SMALL { NODES } else { FEW_NODES };
        (0..nodes).map(|node| low + (high - low) * real(node) / real(nodes - 1)).collect()
    }
}

/// Keeps the nodes with weight, with their cumulated share.
fn weigh(logs: &[f64], build: impl Fn(usize) -> Node) -> Vec<Node> {
    let highest = logs.iter().copied().fold(f64::NEG_INFINITY, f64::max);
    let weights: Vec<f64> = logs.iter().map(|log| libm::exp(log - highest)).collect();
    let kept = || weights.iter().enumerate().filter(|(_, weight)| **weight > LIGHTEST);
    let total = sum(kept().map(|(_, weight)| *weight));
    let mut cumulative = 0.0;
    kept()
        .map(|(index, weight)| {
            cumulative += weight / total;
            Node { cumulative, ..build(index) }
        })
        .collect()
}

fn node(view: View, ratios: Ratios, reduced: &Reduced, noise: Noise) -> Node {
    let means = reduced.effects(view, ratios).proposals;
    let mut spread = reduced.factor.transposed_inverse(1);
    let root = libm::sqrt(ratios.proposal);
    for cell in &mut spread.cells {
        *cell *= root;
    }
    if reduced.mu_is_known {
        // The part from mu's own uncertainty is in the last column.
        for cell in spread.cells.iter_mut().skip(spread.order - 1).step_by(spread.order) {
            *cell = 0.0;
        }
    }
    Node { cumulative: 0.0, means, spread, noise }
}

/// Each proposal's effect with the variances averaged over, in points.
#[derive(Debug, Clone, PartialEq)]
pub struct Averaged {
    /// Posterior means.
    pub means: Vec<f64>,
    /// Posterior standard deviations.
    pub spreads: Vec<f64>,
    /// The same for the effect minus the panel's mean, which is what matters for ranks.
    pub centred_spreads: Vec<f64>,
}

/// Means, and means of squares, over the nodes so far.
struct Moments {
    means: Vec<f64>,
    squares: Vec<f64>,
}

impl Moments {
    fn new(proposals: usize) -> Self {
        Self { means: vec![0.0; proposals], squares: vec![0.0; proposals] }
    }

    fn add(&mut self, weight: f64, means: impl Iterator<Item = f64>, variances: &[f64]) {
        let sums = self.means.iter_mut().zip(&mut self.squares);
        for (((sum, second), mean), variance) in sums.zip(means).zip(variances) {
            *sum += weight * mean;
            *second += weight * (mean * mean + variance);
        }
    }

    fn spreads(&self) -> Vec<f64> {
        let pairs = self.means.iter().zip(&self.squares);
        pairs.map(|(mean, square)| libm::sqrt((square - mean * mean).max(0.0))).collect()
    }
}

/// Mean and standard deviation of each proposal's effect over all nodes.
pub(crate) fn summary(nodes: &[Node]) -> Averaged {
    let proposals = nodes.first().map_or(0, |node| node.means.len());
    let (mut plain, mut centred) = (Moments::new(proposals), Moments::new(proposals));
    let mut before = 0.0;
    for node in nodes {
        let weight = node.cumulative - before;
        before = node.cumulative;
        let order = node.spread.order;
        let noise = node.noise.expected();
        let rows = || node.spread.cells.chunks_exact(order).take(proposals);
        let variance = |row: &[f64]| noise * row.iter().fold(0.0, |sum, cell| sum + cell * cell);
        let variances: Vec<f64> = rows().map(variance).collect();
        plain.add(weight, node.means.iter().copied(), &variances);
        let mut middle = vec![0.0; order];
        for row in rows() {
            for (sum, cell) in middle.iter_mut().zip(row) {
                *sum += cell / real(proposals);
            }
        }
        let apart = |row: &[f64]| {
            let cells = row.iter().zip(&middle).map(|(cell, middle)| cell - middle);
            noise * cells.fold(0.0, |sum, cell| sum + cell * cell)
        };
        let variances: Vec<f64> = rows().map(apart).collect();
        let mean = sum(node.means.iter().copied()) / real(proposals);
        centred.add(weight, node.means.iter().map(|effect| effect - mean), &variances);
    }
    Averaged { spreads: plain.spreads(), centred_spreads: centred.spreads(), means: plain.means }
}
