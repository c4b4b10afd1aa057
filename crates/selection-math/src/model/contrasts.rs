//! How well the severities of two reviewers are known relative to each other: the posterior
//! variance of their difference, from the inverse C of the mixed-model equations, `Var(v_j - v_k) =
//! noise * (C_jj + C_kk - 2 C_jk)`.
//!
//! It is small if the two, or their colleagues, have read the same proposals, and nearly twice the
//! variance of severity if hardly any sheet connects them: the measure of connectedness of Kennedy
//! and Trus (1993). If nothing connects them it would still be a number, based only on the
//! assumption that reviewers of separate groups are alike; it is then unknown, unless the call
//! declares that assumption.

use super::covariance::Covariance;
use super::fit::Fit;
use super::numbers::quantised;
use super::scores::Panel;

/// With this many reviewers or more, pairs are not compared.
const MOST: usize = 4_000;

/// Two reviewers, by index, the lower first.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Contrast {
    pub one: usize,
    pub other: usize,
    /// Of the difference of their severities, in squared points; `None` if nothing connects the
    /// two.
    pub variance: Option<f64>,
    /// The same before any sheet is read: twice the variance of severity.
    pub prior: f64,
}

impl Contrast {
    /// In points.
    pub fn deviation(&self) -> Option<f64> {
        self.variance.map(libm::sqrt)
    }

    /// The share of the prior variance that remains after the sheets: at 1 they say nothing about
    /// the difference.
    pub fn left(&self) -> Option<f64> {
        self.variance.map(|variance| variance / self.prior)
    }
}

impl Fit {
    /// Of all pairs of reviewers with sheets, the one whose difference is known least, at the
    /// estimated variances. `None` if reviewers are treated as alike, and on panels that are too
    /// large.
    pub fn widest_contrast(&self) -> Option<Contrast> {
        let prior = 2.0 * self.estimates?.reviewer?;
        if let Some((one, other)) = self.apart {
            return Some(Contrast { one, other, variance: None, prior });
        }
        let (one, other, variance) = self.posterior.as_ref()?.widest.filter(|_| prior > 0.0)?;
        Some(Contrast { one, other, variance: Some(variance), prior })
    }
}

/// The pair with the largest variance, the first by index among equals; `None` with fewer than two
/// reviewers.
pub(crate) fn widest(covariance: &Covariance, panel: &Panel) -> Option<(usize, usize, f64)> {
    let count = panel.reviewers.len();
    let readers: Vec<usize> = (0..count).filter(|one| panel.reviewers.count(*one) > 0).collect();
    if readers.len() > MOST {
        return None;
    }
    let (own, quanta) = (covariance.reviewer_variances(), panel.quanta_per_point());
    let value = |of: &[f64], at: usize| of.get(at).copied().unwrap_or(0.0);
    let (mut widest, mut most) = (None, -1);
    for (at, &one) in readers.iter().enumerate() {
        let row = covariance.reviewer_row(one);
        for &other in readers.iter().skip(at + 1) {
            let variance = value(&own, one) + value(&own, other) - 2.0 * value(&row, other);
            let variance = variance.max(0.0);
            let size = quantised(libm::sqrt(variance), quanta);
            if size > most {
                (widest, most) = (Some((one, other, variance)), size);
            }
        }
    }
    widest
}

#[cfg(test)]
mod tests {
    use super::super::equations::{Kept, Ratios, Reduced, View};
    use super::super::scores::Sheet;
    use super::*;
    use proptest::prelude::*;

    const RATIOS: Ratios = Ratios { proposal: 0.8, reviewer: 0.6 };
    const NOISE: f64 = 1.7;

    fn panel(pairs: &[(usize, usize)]) -> Panel {
        let sheet = |&(proposal, reviewer)| Sheet { proposal, reviewer, total: 1 };
        Panel::new(pairs.iter().map(sheet).collect(), 1).unwrap()
    }

    /// The variance of the difference of every two reviewers, for either eliminated side.
    fn contrasts(panel: &Panel, kept: Kept) -> Vec<Vec<f64>> {
        let view = View { panel, kept };
        let transposed = Reduced::at(view, RATIOS).factor.transposed_inverse(1);
        let covariance = Covariance::new(view, (RATIOS, NOISE), &transposed, 1);
        let own = covariance.reviewer_variances();
        let row = |one: usize| {
            let row = covariance.reviewer_row(one);
            assert!((row[one] - own[one]).abs() < 1e-12);
            (0..own.len()).map(|other| own[one] + own[other] - 2.0 * row[other]).collect()
        };
        (0..own.len()).map(row).collect()
    }

    /// The whole coefficient matrix of the mixed-model equations, inverted by Gauss and Jordan.
    fn dense(pairs: &[(usize, usize)], (proposals, reviewers): (usize, usize)) -> Vec<Vec<f64>> {
        let order = 1 + proposals + reviewers;
        let mut left = vec![vec![0.0; order]; order];
        for &(proposal, reviewer) in pairs {
            let places = [0, 1 + proposal, 1 + proposals + reviewer];
            for row in places {
                for column in places {
                    left[row][column] += 1.0;
                }
            }
        }
        for place in 0..proposals {
            left[1 + place][1 + place] += 1.0 / RATIOS.proposal;
        }
        for place in 0..reviewers {
            left[1 + proposals + place][1 + proposals + place] += 1.0 / RATIOS.reviewer;
        }
        let inverse = inverted(left);
        let at = |one: usize, other: usize| inverse[1 + proposals + one][1 + proposals + other];
        let row = |one: usize| {
            (0..reviewers)
                .map(|other| NOISE * (at(one, one) + at(other, other) - 2.0 * at(one, other)))
                .collect()
        };
        (0..reviewers).map(row).collect()
    }

    fn inverted(left: Vec<Vec<f64>>) -> Vec<Vec<f64>> {
        let order = left.len();
        let unit = |row: usize| (0..order).map(move |at| f64::from(u8::from(at == row)));
        // The unit matrix beside the one to be inverted.
        let mut rows: Vec<Vec<f64>> = (0..order)
            .zip(left)
            .map(|(at, row)| row.into_iter().chain(unit(at)).collect())
            .collect();
        for pivot in 0..order {
            let size = rows[pivot][pivot];
            rows[pivot].iter_mut().for_each(|cell| *cell /= size);
            let by = rows[pivot].clone();
            for (_, row) in rows.iter_mut().enumerate().filter(|(at, _)| *at != pivot) {
                let times = row[pivot];
                row.iter_mut().zip(&by).for_each(|(cell, other)| *cell -= times * other);
            }
        }
        rows.into_iter().map(|row| row[order..].to_vec()).collect()
    }

    /// Two rings of three reviewers; `between` proposals are read by one reviewer of each.
    fn two_rings(between: usize) -> Vec<(usize, usize)> {
        let ring = |first: usize, offset: usize| {
            (0..6).flat_map(move |at| {
                [(first + at, offset + at % 3), (first + at, offset + (at + 1) % 3)]
            })
        };
        let bridge = (0..between).flat_map(|at| [(12 + at, at % 3), (12 + at, 3 + at % 3)]);
        ring(0, 0).chain(ring(6, 3)).chain(bridge).collect()
    }

    #[test]
    fn the_widest_contrast_is_what_the_whole_matrix_says() {
        for between in 1..6 {
            let pairs = two_rings(between);
            let (panel, whole) = (panel(&pairs), dense(&pairs, (12 + between, 6)));
            for kept in [Kept::Proposals, Kept::Reviewers] {
                let found = contrasts(&panel, kept);
                for (row, expected) in found.iter().zip(&whole) {
                    for (one, other) in row.iter().zip(expected) {
                        assert!((one - other).abs() < 1e-10, "{one} {other}");
                    }
                }
                let view = View { panel: &panel, kept };
                let transposed = Reduced::at(view, RATIOS).factor.transposed_inverse(1);
                let covariance = Covariance::new(view, (RATIOS, NOISE), &transposed, 1);
                let (one, other, variance) = widest(&covariance, &panel).unwrap();
                let most = whole.iter().flatten().fold(0.0_f64, |most, found| most.max(*found));
                assert!(
                    (variance - most).abs() < 1e-10 && (variance - whole[one][other]).abs() < 1e-10
                );
                // The least certain pair is one from each ring.
                assert!(one < 3 && other >= 3, "{one} {other}");
            }
        }
    }

    #[test]
    fn fewer_sheets_between_two_groups_leave_their_difference_less_certain() {
        let across = |between: usize| contrasts(&panel(&two_rings(between)), Kept::Reviewers)[0][3];
        let found: Vec<f64> = (0..6).map(across).collect();
        assert!(found.windows(2).all(|two| two[0] > two[1] + 1e-6), "{found:?}");
        // Never more than before any sheet is read.
        assert!(found[0] < 2.0 * NOISE * RATIOS.reviewer, "{found:?}");
    }

    proptest! {
        /// In any design, removing a sheet makes no contrast more certain.
        #[test]
        fn no_contrast_becomes_more_certain_by_a_sheet_less(
            cells in prop::collection::btree_set((0_usize..7, 0_usize..5), 2..30),
            at in any::<prop::sample::Index>(),
        ) {
            // Every index has a sheet before and after.
            let all: Vec<(usize, usize)> =
                cells.into_iter().chain((0..7).map(|proposal| (proposal, 5))).collect();
            let gone = at.index(all.len() - 7);
            let fewer: Vec<_> =
                all.iter().enumerate().filter(|(at, _)| *at != gone).map(|(_, pair)| *pair).collect();
            let (before, after) =
                (contrasts(&panel(&all), Kept::Reviewers), contrasts(&panel(&fewer), Kept::Reviewers));
            for (one, row) in after.iter().enumerate() {
                for (other, found) in row.iter().enumerate() {
                    prop_assert!(*found >= before[one][other] - 1e-9);
                    prop_assert!(*found <= 2.0 * NOISE * RATIOS.reviewer + 1e-9);
                }
            }
        }
    }
}
