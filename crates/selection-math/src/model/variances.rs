//! The three variances by restricted maximum likelihood (REML).
//!
//! The noise is profiled out; the two ratios are searched for on a log scale between 1e-4 and 1e4.
//! One start is not enough (on a real panel a single start ended on the boundary, with 9 units of
//! deviance too much), so a fixed grid is computed first, and a damped Newton search continues from
//! its best node.

use super::equations::{Ratios, Reduced, View};
use super::moments::moments;
use super::numbers::real;
use super::parallel::in_order;

/// Which of the two variance ratios the design can estimate; the other is fixed at 0.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Free {
    pub(crate) reviewer: bool,
}

/// Estimates, in squared points.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct Variances {
    pub(crate) noise: f64,
    pub(crate) ratios: Ratios,
    /// Minus twice the restricted log-likelihood; `None` for moment estimates.
    pub(crate) deviance: Option<f64>,
    /// Whether the noise came out below what rounding to the scale's step causes, and was set to
    /// that.
    pub(crate) noise_at_floor: bool,
}

/// Largest and smallest variance ratio considered; at the smallest the variance is reported as 0.
const BOUND: f64 = 9.210_340_371_976_184; // ln 1e4
/// Nodes per axis of the first grid, and its corners (natural logarithm of the ratio).
const GRID: [f64; 7] = [-6.0, -13.0 / 3.0, -8.0 / 3.0, -1.0, 2.0 / 3.0, 7.0 / 3.0, 4.0];
/// Above this order of the dense matrix only every third node is computed, with the moment
/// estimates as a further start: likelihoods of large panels have one clear maximum, and a node
/// costs a third of the order cubed.
const FULL_GRID_ORDER: usize = 300;

/// The minimum noise in a total on a step of s, in runs of methods before `tubel-selection/4`.
pub(crate) fn noise_floor(step: f64) -> f64 {
    step * step / 48.0
}

/// REML estimates. There must be more sheets than parameters; see the checks in `mod.rs`.
pub(crate) fn reml(view: View, free: Free, threads: usize) -> Variances {
    let profiled = Criterion { view, free, noise: None, threads };
    let (point, deviance) = profiled.minimise();
    let reduced = Reduced::at(view, profiled.ratios(point));
    let noise = reduced.residual / real(view.panel.sheets - 1);
    let floor = view.panel.floor;
    if noise > floor {
        let ratios = profiled.ratios(point);
        return Variances { noise, ratios, deviance: Some(deviance), noise_at_floor: false };
    }
    let fixed = Criterion { noise: Some(floor), ..profiled };
    let (point, deviance) = fixed.minimise();
    let ratios = fixed.ratios(point);
    Variances { noise: floor, ratios, deviance: Some(deviance), noise_at_floor: true }
}

/// The restricted deviance as a function of the two log ratios.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Criterion<'a> {
    pub(crate) view: View<'a>,
    pub(crate) free: Free,
    /// Fixed when given, otherwise profiled out.
    pub(crate) noise: Option<f64>,
    pub(crate) threads: usize,
}

/// Natural logarithms of the proposal's and the reviewer's variance ratio.
pub(crate) type Point = [f64; 2];

impl Criterion<'_> {
    /// The ratios at a point; the lower bound means exactly 0.
    pub(crate) fn ratios(&self, point: Point) -> Ratios {
        let ratio = |log: f64| if log <= -BOUND + 1e-3 { 0.0 } else { libm::exp(log) };
        let reviewer = if self.free.reviewer { ratio(point[1]) } else { 0.0 };
        Ratios { proposal: ratio(point[0]), reviewer }
    }

    pub(crate) fn at(&self, point: Point) -> f64 {
        let reviewer = if self.free.reviewer { libm::exp(point[1]) } else { 0.0 };
        self.at_ratios(Ratios { proposal: libm::exp(point[0]), reviewer })
    }

    fn at_ratios(&self, ratios: Ratios) -> f64 {
        let reduced = Reduced::at(self.view, ratios);
        let freedom = real(self.view.panel.sheets - 1);
        let spread = self.noise.unwrap_or(reduced.residual / freedom);
        let two_pi = 2.0 * std::f64::consts::PI;
        freedom * libm::log(two_pi * spread) + reduced.log_determinant + reduced.residual / spread
    }

    /// The best point and its deviance, evaluated where the reported ratios are.
    fn minimise(&self) -> (Point, f64) {
        let (point, _) = self.descend(self.best_of_grid());
        (point, self.at_ratios(self.ratios(point)))
    }

    fn best_of_grid(&self) -> Point {
        let every = if self.view.kept_side().len() > FULL_GRID_ORDER { 3 } else { 1 };
        let nodes: Vec<f64> = GRID.into_iter().step_by(every).collect();
        let reviewer_nodes = if self.free.reviewer { nodes.clone() } else { vec![0.0] };
        let mut points: Vec<Point> = nodes
            .iter()
            .flat_map(|one| reviewer_nodes.iter().map(move |other| [*one, *other]))
            .collect();
        let Ratios { proposal, reviewer } = moments(self.view.panel, self.free).ratios;
        points.push([proposal, reviewer].map(|ratio| libm::log(ratio.clamp(1e-3, 1e3))));
        let node = |index: usize| points.get(index).copied().unwrap_or([0.0; 2]);
        let deviances = in_order(points.len(), self.threads, |index| self.at(node(index)));
        let best = deviances.iter().enumerate().min_by(|one, other| one.1.total_cmp(other.1));
        node(best.map_or(0, |(index, _)| index))
    }

    /// Damped Newton steps from differences; the mesh narrows with the steps.
    fn descend(&self, start: Point) -> (Point, f64) {
        let (mut point, mut value, mut mesh) = (start, self.at(start), 0.1);
        for _ in 0..100 {
            let stencil = self.stencil(point, mesh);
            let step = stencil.step(point, value, mesh, self.free);
            let length = step[0].abs().max(step[1].abs());
            let finest = mesh <= 1e-3;
            if let Some((better, lower)) = self.try_steps(point, value, step) {
                (point, value) = (better, lower);
                if finest && length < 1e-5 {
                    break;
                }
                if length < mesh {
                    mesh = 1e-3;
                }
            } else if let Some((better, lower)) = stencil.lowest(point, value, mesh) {
                (point, value) = (better, lower);
            } else if finest {
                break;
            } else {
                mesh = 1e-3;
            }
        }
        (point, value)
    }

    fn stencil(&self, [one, other]: Point, mesh: f64) -> Stencil {
        let shifts: &[Point] = if self.free.reviewer { &SHIFTS } else { &SHIFTS[..2] };
        let mut values = [f64::INFINITY; 6];
        let shifted = in_order(shifts.len(), self.threads, |index| {
            let [by, across] = SHIFTS.get(index).copied().unwrap_or_default();
            self.at([one + by * mesh, other + across * mesh])
        });
        for (value, found) in values.iter_mut().zip(shifted) {
            *value = found;
        }
        Stencil { values }
    }

    /// Tries the full step, then halves of it; `None` when none improves.
    fn try_steps(&self, point: Point, value: f64, step: Point) -> Option<(Point, f64)> {
        let slack = 1e-13 * value.abs();
        [1.0, 0.5, 0.25, 0.0625].into_iter().find_map(|part| {
            let candidate =
                [bounded(point[0] + part * step[0]), bounded(point[1] + part * step[1])];
            let reached = self.at(candidate);
            (reached <= value + slack).then_some((candidate, reached))
        })
    }
}

fn bounded(log: f64) -> f64 {
    log.clamp(-BOUND, BOUND)
}

/// Where the deviance is evaluated around a point, in meshes.
const SHIFTS: [Point; 6] =
    [[1.0, 0.0], [-1.0, 0.0], [0.0, 1.0], [0.0, -1.0], [1.0, 1.0], [-1.0, -1.0]];

struct Stencil {
    values: [f64; 6],
}

impl Stencil {
    /// The Newton step; each coordinate is at most 1.5 long, and none crosses a bound that it
    /// already touches.
    fn step(&self, point: Point, value: f64, mesh: f64, free: Free) -> Point {
        let [east, west, north, south, north_east, south_west] = self.values;
        let slope = |up: f64, down: f64| (up - down) / (2.0 * mesh);
        let curve = |up: f64, down: f64| (up - 2.0 * value + down) / (mesh * mesh);
        let (slope_one, curve_one) = (slope(east, west), curve(east, west));
        let alone = |slope: f64, curve: f64| -slope / curve.abs().max(1e-12);
        let stuck = |log: f64, slope: f64| {
            (log <= -BOUND && slope >= 0.0) || (log >= BOUND && slope <= 0.0)
        };
        let stuck_one = stuck(point[0], slope_one);
        let limited = |step: f64| step.clamp(-1.5, 1.5);
        if !free.reviewer {
            let step = if stuck_one { 0.0 } else { limited(alone(slope_one, curve_one)) };
            return [step, 0.0];
        }
        let (slope_two, curve_two) = (slope(north, south), curve(north, south));
        let stuck_two = stuck(point[1], slope_two);
        let mixed = (north_east + south_west + 2.0 * value - east - west - north - south)
            / (2.0 * mesh * mesh);
        let determinant = curve_one * curve_two - mixed * mixed;
        let convex = curve_one > 0.0 && determinant > 1e-6 * curve_one.abs() * curve_two.abs();
        let (one, two) = if convex && !stuck_one && !stuck_two {
            (
                (mixed * slope_two - curve_two * slope_one) / determinant,
                (mixed * slope_one - curve_one * slope_two) / determinant,
            )
        } else {
            (alone(slope_one, curve_one), alone(slope_two, curve_two))
        };
        [if stuck_one { 0.0 } else { limited(one) }, if stuck_two { 0.0 } else { limited(two) }]
    }

    /// The lowest neighbour below `value`, kept inside the bounds.
    fn lowest(&self, point: Point, value: f64, mesh: f64) -> Option<(Point, f64)> {
        let found = self.values.iter().zip(SHIFTS).filter_map(|(reached, [by, across])| {
            let candidate = [point[0] + by * mesh, point[1] + across * mesh];
            let inside = candidate.into_iter().all(|log| log.abs() <= BOUND);
            (inside && *reached < value - 1e-12 * value.abs()).then_some((candidate, *reached))
        });
        found.min_by(|one, other| one.1.total_cmp(&other.1))
    }
}

/// If the loss of deviance is below this, a variance of zero fits the scores about as well as the
/// best one: the 95 % point of chi-square with one degree of freedom.
const HARDLY_WORSE: f64 = 3.841_458_820_694_124;

/// The number of nodes of [`likely_ratio`], and their range on the log scale.
const LIKELY_NODES: u32 = 61;
const LIKELY_REACH: [f64; 2] = [-9.0, 3.0];

/// Whether the scores may well contain no differences between proposals.
pub(crate) fn is_near_zero(view: View, free: Free, found: Variances, threads: usize) -> bool {
    let Some(best) = found.deviance else { return found.ratios.proposal <= 0.0 };
    let noise = found.noise_at_floor.then_some(found.noise);
    let criterion = Criterion { view, free, noise, threads };
    let without = Ratios { proposal: 0.0, ..found.ratios };
    found.ratios.proposal <= 0.0 || criterion.at_ratios(without) - best < HARDLY_WORSE
}

/// The mean of the proposals' variance ratio over all values that fit the scores, with a flat prior
/// on its root and the reviewers' ratio as estimated. Never zero: even if the likeliest value is
/// zero, the mean says how large it may be.
pub(crate) fn likely_ratio(view: View, free: Free, found: Variances, threads: usize) -> f64 {
    let noise = found.noise_at_floor.then_some(found.noise);
    let criterion = Criterion { view, free, noise, threads };
    let [low, high] = LIKELY_REACH;
    let node = |index: u32| low + (high - low) * f64::from(index) / f64::from(LIKELY_NODES - 1);
    let points: Vec<f64> = (0..LIKELY_NODES).map(node).collect();
    let log_weights = in_order(points.len(), threads, |index| {
        let log = points.get(index).copied().unwrap_or(low);
        let ratios = Ratios { proposal: libm::exp(log), ..found.ratios };
        0.5 * (log - criterion.at_ratios(ratios))
    });
    let highest = log_weights.iter().copied().fold(f64::NEG_INFINITY, f64::max);
    let weights: Vec<f64> = log_weights.iter().map(|log| libm::exp(log - highest)).collect();
    let weighted = points.iter().zip(&weights).map(|(log, weight)| libm::exp(*log) * weight);
    super::numbers::sum(weighted) / super::numbers::sum(weights.iter().copied())
}

#[cfg(test)]
mod tests {
    use super::super::scores::{Panel, Sheet};
    use super::*;

    /// Balanced two-way data, where REML has a closed form in the mean squares.
    #[test]
    fn a_balanced_panel_gives_the_mean_square_estimates() {
        let scores = [[9, 6, 8, 7], [5, 3, 6, 2], [8, 5, 9, 7], [4, 4, 5, 1], [7, 3, 7, 6]];
        let mut sheets = Vec::new();
        for (proposal, row) in scores.iter().enumerate() {
            for (reviewer, total) in row.iter().enumerate() {
                sheets.push(Sheet { proposal, reviewer, total: *total });
            }
        }
        let panel = Panel::new(sheets, 1).unwrap();
        let mean_square = |sums: &[f64], size: f64| {
            let centre = sums.iter().sum::<f64>() / real(sums.len());
            let squares: f64 = sums.iter().map(|sum| (sum - centre) * (sum - centre)).sum();
            (squares / size / real(sums.len() - 1), squares / size)
        };
        let (proposals, proposal_squares) = mean_square(&panel.proposals.sums, 4.0);
        let (reviewers, reviewer_squares) = mean_square(&panel.reviewers.sums, 5.0);
        let grand: f64 = panel.proposals.sums.iter().sum();
        let total = panel.square_sum - grand * grand / 20.0;
        let noise = (total - proposal_squares - reviewer_squares) / 12.0;
        let fit = reml(View::smaller(&panel), Free { reviewer: true }, 1);
        assert!((fit.noise / noise - 1.0).abs() < 1e-7);
        assert!((fit.ratios.proposal / ((proposals - noise) / 4.0 / noise) - 1.0).abs() < 1e-6);
        assert!((fit.ratios.reviewer / ((reviewers - noise) / 5.0 / noise) - 1.0).abs() < 1e-6);
    }

    #[test]
    fn scores_without_a_proposal_effect_end_at_exactly_zero() {
        let scores = [[3, 5, 4], [5, 4, 3], [4, 3, 5]];
        let sheets = scores.iter().enumerate().flat_map(|(proposal, row)| {
            row.iter().enumerate().map(move |(reviewer, total)| Sheet {
                proposal,
                reviewer,
                total: *total,
            })
        });
        let panel = Panel::new(sheets.collect(), 1).unwrap();
        let fit = reml(View::smaller(&panel), Free { reviewer: true }, 2);
        assert_eq!(fit.ratios, Ratios { proposal: 0.0, reviewer: 0.0 });
    }

    proptest::proptest! {
        #![proptest_config(proptest::test_runner::Config::with_cases(40))]

        #[test]
        fn nowhere_on_a_fine_grid_is_the_deviance_lower(
            rows in proptest::collection::vec((0_usize..5, 1_usize..5, 0_i64..100_000), 4..14)
        ) {
            let mut sheets = Vec::new();
            for (proposal, (first, count, mut luck)) in rows.into_iter().enumerate() {
                for turn in 0..=count {
                    sheets.push(Sheet { proposal, reviewer: (first + turn) % 5, total: luck % 7 });
                    luck = luck / 7 + proposal_luck(proposal, turn);
                }
            }
            sheets.sort_unstable();
            sheets.dedup_by_key(|sheet| (sheet.proposal, sheet.reviewer));
            let panel = Panel::new(sheets, 1).unwrap();
            proptest::prop_assume!(panel.step > 0.0);
            let view = View::smaller(&panel);
            let free = Free { reviewer: true };
            let fit = reml(view, free, 1);
            proptest::prop_assume!(!fit.noise_at_floor);
            let criterion = Criterion { view, free, noise: None, threads: 1 };
            for one in -18..=18 {
                for other in -18..=18 {
                    let point = [f64::from(one) * 0.5, f64::from(other) * 0.5];
                    let elsewhere = criterion.at(point);
                    proptest::prop_assert!(fit.deviance.unwrap() < elsewhere + 2e-3, "{:?}", point);
                }
            }
        }
    }

    fn proposal_luck(proposal: usize, turn: usize) -> i64 {
        i64::try_from((proposal * 37 + turn * 11) % 23).unwrap()
    }
}
