//! Whether strict reviewers read the strong proposals (or the weak ones). The model assumes that
//! assignments are random; if they are not, it attributes a part of the severity to the proposals,
//! and the other way round.
//!
//! Severity is estimated only from colleagues' scores for the same proposals (two-way least
//! squares, without shrinking), quality from the proposals' means without that severity. Both
//! contain the same noise: by chance alone, reviewers who seem strict seem to read strong
//! proposals. What the noise adds to the variances and the covariance follows from the design and
//! is subtracted (Andrews, Gill, Schank, Upward 2008, for employers and employees, which is the
//! same design). Only what is far beyond chance is reported.

use super::cholesky::{Factor, Square, dot, inverse};
use super::numbers::{quantised, real, sum};
use super::scores::Panel;
use super::warnings::Warning;

/// With this many reviewers or more it is not computed: it needs three dense matrices of that
/// order.
const MOST: usize = 400;

/// The lowest correlation that causes a warning.
const LEAST: f64 = 0.3;

/// How far beyond chance, in standard errors: happens by chance in one of a hundred panels.
const BEYOND: f64 = 2.575_829;

/// The warning for a connected panel, if there is one.
pub(crate) fn warning(panel: &Panel) -> Option<Warning> {
    let correlation = correlation(panel)?;
    Some(Warning::SeverityWithQuality { percent: quantised(correlation, 100.0) })
}

/// The correlation, over the reviewers, of their severity with the mean quality of what they read;
/// `None` when it is small, when chance would explain it, or when the sheets do not determine it.
/// The panel must be connected.
fn correlation(panel: &Panel) -> Option<f64> {
    let design = Design::of(panel)?;
    let noise = design.noise(panel)?;
    let (severity, quality) = (design.severity(), design.quality_read());
    let [from_severity, from_quality, from_both] =
        design.share_of_noise().map(|share| share * noise);
    let seen = [product(&severity, &severity), product(&quality, &quality)];
    let both = product(&severity, &quality) - from_both;
    beyond_chance((seen, [from_severity, from_quality]), both, design.readers.len())
}

/// The correlation, if it is worth a warning: from the observed variances and covariance of
/// severities and qualities over the readers, and the share of noise in each.
fn beyond_chance((seen, noise): ([f64; 2], [f64; 2]), both: f64, readers: usize) -> Option<f64> {
    let (strict, strong) = (seen[0] - noise[0], seen[1] - noise[1]);
    // If more than half of an observed variance is noise, there is nothing to correlate.
    if strict < seen[0] / 2.0 || strong < seen[1] / 2.0 || seen[0] <= 0.0 || seen[1] <= 0.0 {
        return None;
    }
    let plain = (both / libm::sqrt(seen[0] * seen[1])).clamp(-0.999_999, 0.999_999);
    let degrees = real(readers) - 3.0;
    if degrees <= 0.0 || libm::atanh(plain).abs() * libm::sqrt(degrees) < BEYOND {
        return None;
    }
    let found = (both / libm::sqrt(strict * strong)).clamp(-1.0, 1.0);
    (found.abs() >= LEAST).then_some(found)
}

/// Who read what, with its least squares solution.
struct Design {
    /// Reviewers with a sheet, by index of the panel.
    readers: Vec<usize>,
    /// For each proposal its reviewers, as positions in `readers`.
    of_proposal: Vec<Vec<usize>>,
    of_reader: Vec<Vec<usize>>,
    means: Vec<f64>,
    /// The covariance of the severities for noise of variance one.
    inverse: Square,
    /// Leniency: points above colleagues, summing to zero.
    kindness: Vec<f64>,
    /// A reviewer's sum after subtracting the proposals' contrasts.
    contrasts: Vec<f64>,
}

impl Design {
    fn of(panel: &Panel) -> Option<Self> {
        let count = panel.reviewers.len();
        let readers: Vec<usize> =
            (0..count).filter(|one| panel.reviewers.count(*one) > 0).collect();
        if readers.len() < 4 || readers.len() > MOST {
            return None;
        }
        let place = |one: u32| readers.binary_search(&(one as usize)).ok();
        let partners =
            |of: usize| panel.proposals.partners(of).iter().filter_map(|one| place(*one));
        let of_proposal: Vec<Vec<usize>> =
            (0..panel.proposals.len()).map(|proposal| partners(proposal).collect()).collect();
        let whole = |list: &[u32]| list.iter().map(|one| *one as usize).collect::<Vec<_>>();
        let of_reader: Vec<Vec<usize>> =
            readers.iter().map(|one| whole(panel.reviewers.partners(*one))).collect();
        let sums = &panel.proposals.sums;
        let means: Vec<f64> =
            sums.iter().zip(&of_proposal).map(|(sum, own)| sum / real(own.len().max(1))).collect();
        let own = |(at, proposals): (usize, &Vec<usize>)| {
            let reader = readers.get(at).copied().unwrap_or(0);
            let total = panel.reviewers.sums.get(reader).copied().unwrap_or(0.0);
            total - sum(proposals.iter().map(|one| value(&means, *one)))
        };
        let contrasts: Vec<f64> = of_reader.iter().enumerate().map(own).collect();
        let inverse = pseudo_inverse(&of_proposal, &of_reader);
        let kindness = times(&inverse, &contrasts);
        Some(Self { readers, of_proposal, of_reader, means, inverse, kindness, contrasts })
    }

    /// The variance of the noise from the residuals; `None` with fewer than three spare sheets.
    fn noise(&self, panel: &Panel) -> Option<f64> {
        let fitted = self.of_proposal.len() + self.readers.len() - 1;
        let spare = panel.sheets.checked_sub(fitted).filter(|spare| *spare >= 3)?;
        let by_proposals = self
            .means
            .iter()
            .zip(&self.of_proposal)
            .map(|(mean, own)| mean * mean * real(own.len()));
        let left = panel.square_sum - sum(by_proposals) - dot(&self.contrasts, &self.kindness);
        Some((left / real(spare)).max(panel.floor))
    }

    fn severity(&self) -> Vec<f64> {
        self.kindness.iter().map(|kind| -kind).collect()
    }

    /// For each reviewer, the mean quality of what they read, without severities.
    fn quality_read(&self) -> Vec<f64> {
        let quality: Vec<f64> = self
            .means
            .iter()
            .zip(&self.of_proposal)
            .map(|(mean, own)| mean - average(own.iter().map(|one| value(&self.kindness, *one))))
            .collect();
        let read = |own: &Vec<usize>| average(own.iter().map(|one| value(&quality, *one)));
        self.of_reader.iter().map(read).collect()
    }

    /// What noise of variance one adds to the variance of the severities, to that of the quality
    /// read, and to their covariance.
    fn share_of_noise(&self) -> [f64; 3] {
        let order = self.readers.len();
        // The share of each colleague's severity in what a reviewer reads.
        let mut shared = Square::zero(order);
        // The same for the means of the proposals: sums over what two reviewers both read.
        let mut common = Square::zero(order);
        for own in &self.of_proposal {
            let size = real(own.len().max(1));
            for &one in own {
                let load = real(self.of_reader.get(one).map_or(1, Vec::len));
                for &other in own {
                    let its = real(self.of_reader.get(other).map_or(1, Vec::len));
                    add(&mut shared, (one, other), 1.0 / (load * size));
                    add(&mut common, (one, other), 1.0 / (load * its * size));
                }
            }
        }
        let mut spread = Square::zero(order);
        for row in 0..order {
            for column in 0..order {
                // The inverse is symmetric, so its rows are its columns.
                let cell = dot(shared.row(row), self.inverse.row(column));
                add(&mut spread, (row, column), cell);
            }
        }
        let mut whole = common;
        for row in 0..order {
            for column in 0..order {
                let cell = dot(spread.row(row), shared.row(column));
                add(&mut whole, (row, column), cell);
            }
        }
        [centred_trace(&self.inverse), centred_trace(&whole), centred_trace(&spread)]
    }
}

/// Of the Laplacian of the reviewers, with the proposals eliminated; the panel is connected, so
/// only the constant is missing.
fn pseudo_inverse(of_proposal: &[Vec<usize>], of_reader: &[Vec<usize>]) -> Square {
    let order = of_reader.len();
    let mut matrix = Square::zero(order);
    let even = 1.0 / real(order);
    for (one, own) in of_reader.iter().enumerate() {
        matrix.row_mut(one).fill(even);
        add(&mut matrix, (one, one), real(own.len()));
    }
    for own in of_proposal {
        for &one in own {
            for &other in own {
                add(&mut matrix, (one, other), -1.0 / real(own.len()));
            }
        }
    }
    let mut found = inverse(&Factor::of(matrix).transposed_inverse(1), 1);
    for row in 0..order {
        found.row_mut(row).iter_mut().for_each(|cell| *cell -= even);
    }
    found
}

fn add(to: &mut Square, (row, column): (usize, usize), what: f64) {
    if let Some(cell) = to.row_mut(row).get_mut(column) {
        *cell += what;
    }
}

fn times(matrix: &Square, vector: &[f64]) -> Vec<f64> {
    (0..matrix.order).map(|row| dot(matrix.row(row), vector)).collect()
}

/// The trace after subtracting the means of rows and columns.
fn centred_trace(of: &Square) -> f64 {
    let rows = 0..of.order;
    let trace = sum(rows.clone().map(|row| value(of.row(row), row)));
    trace - sum(rows.map(|row| sum(of.row(row).iter().copied()))) / real(of.order)
}

/// Σ of the products of two lists about their means.
fn product(one: &[f64], other: &[f64]) -> f64 {
    let (mean, its) = (average(one.iter().copied()), average(other.iter().copied()));
    sum(one.iter().zip(other).map(|(left, right)| (left - mean) * (right - its)))
}

fn average(values: impl Iterator<Item = f64> + Clone) -> f64 {
    let count = values.clone().count();
    sum(values) / real(count.max(1))
}

fn value(of: &[f64], at: usize) -> f64 {
    of.get(at).copied().unwrap_or(0.0)
}

#[cfg(test)]
mod tests {
    use super::super::scores::Sheet;
    use super::*;

    /// Pseudo-random numbers from 0 to 1.
    struct Chance(u64);

    impl Chance {
        fn next(&mut self) -> f64 {
            self.0 = self
                .0
                .wrapping_mul(6_364_136_223_846_793_005)
                .wrapping_add(1_442_695_040_888_963_407);
            f64::from(u32::try_from(self.0 >> 33).unwrap()) / f64::from(1_u32 << 31)
        }

        fn normal(&mut self) -> f64 {
            sum((0..12).map(|_| self.next())) - 6.0
        }
    }

    const PROPOSALS: usize = 120;
    const READERS: usize = 24;

    /// Three sheets each; `pull` assigns strict reviewers (high numbers) to strong proposals (high
    /// numbers).
    fn panel(seed: u64, pull: f64, severity: f64) -> Panel {
        let mut chance = Chance(seed);
        let mut sheets = Vec::new();
        let mut loads = [0; READERS];
        for proposal in 0..PROPOSALS {
            let quality = real(proposal) / real(PROPOSALS) * 3.0;
            let mut wish: Vec<(f64, usize)> = (0..READERS)
                .map(|one| {
                    let distance =
                        (real(one) / real(READERS) - real(proposal) / real(PROPOSALS)).abs();
                    (pull * distance + chance.next() + real(loads[one]) * 0.05, one)
                })
                .collect();
            wish.sort_by(|one, other| one.0.total_cmp(&other.0));
            for (_, reviewer) in wish.into_iter().take(3) {
                loads[reviewer] += 1;
                let strict = severity * (real(reviewer) / real(READERS) - 0.5);
                let score = quality - strict + 0.6 * chance.normal();
                #[expect(clippy::cast_possible_truncation, reason = "a score of a few points")]
                let total = (score * 1000.0).round() as i64;
                sheets.push(Sheet { proposal, reviewer, total });
            }
        }
        Panel::new(sheets, 1000).unwrap()
    }

    /// For each of the three conditions one case just inside and one just outside, with the others
    /// clearly fulfilled.
    #[test]
    fn a_warning_begins_where_it_is_said_to() {
        let told = |noise: [f64; 2], both: f64, readers: usize| {
            beyond_chance(([1.0, 1.0], noise), both, readers).is_some()
        };
        for sign in [1.0, -1.0] {
            // 0.3 or more in either direction; with so many reviewers it cannot be chance.
            assert!(
                told([0.0, 0.0], sign * 0.300_1, 399) && !told([0.0, 0.0], sign * 0.299_9, 399)
            );
            // After subtracting noise, 0.16 observed is 0.32, and 0.148 is below 0.3.
            assert!(told([0.5, 0.5], sign * 0.16, 399) && !told([0.5, 0.5], sign * 0.148, 399));
            // 2.58 standard errors from zero: tanh(2.575829 / 6) is 0.404740.
            assert!(told([0.0, 0.0], sign * 0.404_8, 39) && !told([0.0, 0.0], sign * 0.404_7, 39));
            // The noise is less than half of each.
            for (inside, outside) in [([0.499, 0.0], [0.501, 0.0]), ([0.0, 0.499], [0.0, 0.501])] {
                assert!(told(inside, sign * 0.6, 39) && !told(outside, sign * 0.6, 39));
            }
            assert!(told([0.0, 0.0], sign * 0.995, 4) && !told([0.0, 0.0], sign * 0.999_9, 3));
        }
        assert_eq!(beyond_chance(([0.0, 1.0], [0.0, 0.0]), 0.0, 39), None);
        assert_eq!(beyond_chance(([1.0, 0.0], [0.0, 0.0]), 0.0, 39), None);
    }

    /// The same panels with the pull increased step by step: first no warning, then sometimes, then
    /// always.
    #[test]
    fn the_more_the_strict_read_the_strong_the_surer_it_is_told() {
        let told =
            |pull: f64| (1..=20).filter(|seed| warning(&panel(*seed, pull, 4.0)).is_some()).count();
        let found = [0.0, 0.3, 0.6, 1.2, 2.4].map(told);
        assert!(found[0] <= 1 && found[4] == 20 && found.is_sorted(), "{found:?}");
    }

    #[test]
    fn strict_reviewers_with_the_strong_are_found_and_kind_ones_too() {
        let found = correlation(&panel(1, 2.0, 4.0)).unwrap();
        assert!(found > 0.5, "{found}");
        let kind = correlation(&panel(1, 2.0, -4.0)).unwrap();
        assert!(kind < -0.5, "{kind}");
    }

    /// Without subtracting what the noise adds, the plain correlation of these panels is clearly
    /// above zero.
    #[test]
    fn who_reads_what_by_chance_is_hardly_ever_suspected() {
        for severity in [0.0, 1.0, 4.0] {
            let found =
                (1..=100).filter(|seed| correlation(&panel(*seed, 0.0, severity)).is_some());
            let found = found.count();
            assert!(found <= 4, "{found} of 100 at {severity}");
        }
    }

    #[test]
    fn what_noise_adds_is_what_noise_alone_makes() {
        let mut sums = [0.0; 3];
        let mut expected = [0.0; 3];
        for seed in 1..=200 {
            // There is no severity: everything is noise, of variance 0.36.
            let panel = panel(seed, 1.0, 0.0);
            let design = Design::of(&panel).unwrap();
            let severity = design.severity();
            let share = design.share_of_noise();
            sums[0] += product(&severity, &severity);
            sums[2] += product(&severity, &design.quality_read());
            expected[0] += share[0] * 0.36;
            expected[2] += share[2] * 0.36;
        }
        assert!((sums[0] / expected[0] - 1.0).abs() < 0.08, "{sums:?} {expected:?}");
        assert!((sums[2] / expected[2] - 1.0).abs() < 0.25, "{sums:?} {expected:?}");
    }

    #[test]
    fn where_everybody_reads_everything_nothing_is_suspected() {
        let sheets = (0..15).flat_map(|proposal| {
            (0..6).map(move |reviewer| {
                let total =
                    i64::try_from(proposal * 3 + reviewer * 5 + proposal * reviewer % 4).unwrap();
                Sheet { proposal, reviewer, total }
            })
        });
        assert_eq!(correlation(&Panel::new(sheets.collect(), 1).unwrap()), None);
    }
}
