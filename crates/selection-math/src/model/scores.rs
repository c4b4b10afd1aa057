//! The model's input: which reviewer gave which proposal which weighted total, as exact integers.
//!
//! A panel keeps sums and who reviewed what; the single scores are not needed afterwards. The
//! caller knows the names: proposals and reviewers are numbered from 0, in an order that the caller
//! has sorted, so that results cannot depend on the order of the sheets.

use super::numbers::{real, real_sum};
use super::variances::noise_floor;

/// One reviewer's weighted total for one proposal.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Sheet {
    /// Index of the proposal, from 0.
    pub proposal: usize,
    /// Index of the reviewer, from 0.
    pub reviewer: usize,
    /// The total in whole units; the panel says how many units make a point.
    pub total: i64,
}

/// Why the sheets are not a valid panel.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum ScoresError {
    /// There is nothing to fit.
    #[error("there are no score sheets")]
    Empty,
    /// A proposal between 0 and the highest index has no sheet; it must be left out by the caller.
    #[error("proposal {proposal} has no score sheet")]
    Unscored {
        /// Its index.
        proposal: usize,
    },
    /// The same reviewer has scored the same proposal twice.
    #[error("reviewer {reviewer} has two sheets for proposal {proposal}")]
    Duplicate {
        /// Index of the proposal.
        proposal: usize,
        /// Index of the reviewer.
        reviewer: usize,
    },
    /// A total or an index beyond what exact sums permit (10^15 units; 2^31 proposals or
    /// reviewers).
    #[error("the sheet of reviewer {reviewer} for proposal {proposal} is out of range")]
    OutOfRange {
        /// Index of the proposal.
        proposal: usize,
        /// Index of the reviewer.
        reviewer: usize,
    },
}

/// The largest total, in units; it keeps differences and products of sums exact.
const LARGEST_TOTAL: i64 = 1_000_000_000_000_000;

/// All sheets of one call, ready for the model.
#[derive(Debug, Clone)]
pub struct Panel {
    pub(crate) proposals: Side,
    pub(crate) reviewers: Side,
    pub(crate) sheets: usize,
    /// The integer part of the mean in points, subtracted from every score first: sums stay small,
    /// and adding a constant to all scores leaves every later number bit-identical.
    pub(crate) origin: f64,
    /// Sum of squared scores, in points above the origin.
    pub(crate) square_sum: f64,
    /// The coarsest step in points of which all scores are multiples; 0 when all scores are equal.
    pub(crate) step: f64,
    /// The minimum variance of the noise of one score, in squared points.
    pub(crate) floor: f64,
}

/// Proposals, or reviewers, with their partners on the other side.
#[derive(Debug, Clone)]
pub(crate) struct Side {
    starts: Vec<usize>,
    partners: Vec<u32>,
    /// Sum of scores for each member, in points above the panel's origin.
    pub(crate) sums: Vec<f64>,
}

impl Side {
    pub(crate) fn len(&self) -> usize {
        self.sums.len()
    }

    /// The members of the other side that share a sheet with this one, in ascending order.
    pub(crate) fn partners(&self, member: usize) -> &[u32] {
        let bound = |index: usize| self.starts.get(index).copied().unwrap_or(0);
        self.partners.get(bound(member)..bound(member + 1)).unwrap_or(&[])
    }

    pub(crate) fn count(&self, member: usize) -> usize {
        self.partners(member).len()
    }

    pub(crate) fn counts(&self) -> impl Iterator<Item = usize> + '_ {
        (0..self.len()).map(|member| self.count(member))
    }
}

impl Panel {
    /// Builds a panel; `units_per_point` says how many units of a total make one point of the scale.
    ///
    /// # Errors
    /// See [`ScoresError`]; faulty sheets are neither dropped nor repaired.
    pub fn new(mut sheets: Vec<Sheet>, units_per_point: u32) -> Result<Self, ScoresError> {
        sheets.sort_unstable();
        check(&sheets)?;
        let total: i128 = sheets.iter().map(|sheet| i128::from(sheet.total)).sum();
        let count = i128::try_from(sheets.len()).unwrap_or(1);
        let origin = i64::try_from(total.div_euclid(count)).unwrap_or(0);
        let above = |sheet: &Sheet| i128::from(sheet.total - origin);
        let point = f64::from(units_per_point.max(1));
        let lowest = sheets.iter().map(|sheet| sheet.total).min().unwrap_or(0);
        let step = sheets.iter().fold(0, |step, sheet| common_divisor(step, sheet.total - lowest));
        let square_sum: i128 = sheets.iter().map(|sheet| above(sheet) * above(sheet)).sum();
        let by_proposal: Vec<(usize, usize, i128)> =
            sheets.iter().map(|sheet| (sheet.proposal, sheet.reviewer, above(sheet))).collect();
        drop(sheets);
        Ok(Self {
            reviewers: side(
                by_proposal.iter().map(|&(one, other, value)| (other, one, value)),
                point,
            ),
            proposals: side(by_proposal.iter().copied(), point),
            sheets: by_proposal.len(),
            origin: real_sum(i128::from(origin)) / point,
            square_sum: real_sum(square_sum) / point / point,
            step: real_sum(i128::from(step)) / point,
            floor: noise_floor(real_sum(i128::from(step)) / point),
        })
    }

    /// The same panel with the minimum noise that the rubric's rounding causes: `squares` is the
    /// sum over the criteria of (weight × step)², in squared units of the totals; the minimum
    /// variance is a twelfth of it, as for a value rounded to whole steps. It applies even if all
    /// reviewers agree, because they round too.
    #[must_use]
    pub fn rounded(mut self, squares: u64, units_per_point: u32) -> Self {
        let point = f64::from(units_per_point.max(1));
        self.floor = real_sum(i128::from(squares)) / 12.0 / point / point;
        self
    }

    /// As [`rounded`](Self::rounded) for totals of which only the step is known: treated as one
    /// score rounded to that step.
    #[must_use]
    pub fn rounded_by_step(mut self) -> Self {
        self.floor = self.step * self.step / 12.0;
        self
    }

    /// The same panel with all reviewers treated as one: for designs in which severity cannot be
    /// distinguished from noise.
    pub(crate) fn without_reviewers(&self) -> Self {
        let mut one = self.clone();
        one.proposals.partners.fill(0);
        one.reviewers = Side {
            starts: vec![0, self.sheets],
            partners: (0..self.proposals.len())
                .flat_map(|member| std::iter::repeat_n(member, self.proposals.count(member)))
                .map(|member| u32::try_from(member).unwrap_or(0))
                .collect(),
            sums: vec![super::numbers::sum(self.proposals.sums.iter().copied())],
        };
        one
    }

    /// Number of proposals.
    pub fn proposal_count(&self) -> usize {
        self.proposals.len()
    }

    /// Number of reviewers, including numbers below the highest that have no sheet.
    pub fn reviewer_count(&self) -> usize {
        self.reviewers.len()
    }

    /// Sheets of one proposal.
    pub fn sheets_of_proposal(&self, proposal: usize) -> usize {
        self.proposals.count(proposal)
    }

    /// Sheets of one reviewer.
    pub fn sheets_of_reviewer(&self, reviewer: usize) -> usize {
        self.reviewers.count(reviewer)
    }

    /// The plain mean of one proposal's scores, in points. Only for display: ranks compare exact
    /// sums.
    pub fn mean(&self, proposal: usize) -> f64 {
        let sum = self.proposals.sums.get(proposal).copied().unwrap_or(0.0);
        self.origin + sum / real(self.proposals.count(proposal).max(1))
    }

    /// Quanta per point in which model output is compared: a millionth of a point, finer if the
    /// scores themselves differ by less than a point.
    pub(crate) fn quanta_per_point(&self) -> f64 {
        let spread = libm::sqrt(self.square_sum / real(self.sheets));
        let mut quanta = 1e6;
        let mut size = spread;
        while size > 0.0 && size < 1.0 && quanta < 1e18 {
            (quanta, size) = (quanta * 10.0, size * 10.0);
        }
        quanta
    }

    /// The plain mean of all scores, in points.
    pub(crate) fn grand_mean(&self) -> f64 {
        self.origin + super::numbers::sum(self.proposals.sums.iter().copied()) / real(self.sheets)
    }
}

/// `sheets` are sorted, so gaps and duplicates are neighbours.
fn check(sheets: &[Sheet]) -> Result<(), ScoresError> {
    let mut expected = 0;
    let mut before: Option<&Sheet> = None;
    for sheet in sheets {
        let Sheet { proposal, reviewer, total } = *sheet;
        let limit = i32::MAX as usize;
        if proposal >= limit
            || reviewer >= limit
            || !(-LARGEST_TOTAL..=LARGEST_TOTAL).contains(&total)
        {
            return Err(ScoresError::OutOfRange { proposal, reviewer });
        }
        if before.is_some_and(|one| (one.proposal, one.reviewer) == (proposal, reviewer)) {
            return Err(ScoresError::Duplicate { proposal, reviewer });
        }
        if proposal > expected {
            return Err(ScoresError::Unscored { proposal: expected });
        }
        expected = proposal + 1;
        before = Some(sheet);
    }
    if before.is_none() { Err(ScoresError::Empty) } else { Ok(()) }
}

fn side(entries: impl Iterator<Item = (usize, usize, i128)> + Clone, point: f64) -> Side {
    let members = entries.clone().map(|(member, ..)| member + 1).max().unwrap_or(0);
    let mut starts = vec![0_usize; members + 1];
    let mut sums = vec![0_i128; members];
    for (member, _, value) in entries.clone() {
        if let (Some(count), Some(sum)) = (starts.get_mut(member + 1), sums.get_mut(member)) {
            *count += 1;
            *sum += value;
        }
    }
    let mut filled = 0;
    for start in &mut starts {
        filled += *start;
        *start = filled;
    }
    let mut partners = vec![0_u32; filled];
    let mut next = starts.clone();
    for (member, partner, _) in entries {
        if let Some(slot) = next.get_mut(member) {
            if let Some(place) = partners.get_mut(*slot) {
                *place = u32::try_from(partner).unwrap_or(0);
            }
            *slot += 1;
        }
    }
    Side { starts, partners, sums: sums.into_iter().map(|sum| real_sum(sum) / point).collect() }
}

fn common_divisor(mut one: i64, mut other: i64) -> i64 {
    while other != 0 {
        (one, other) = (other, one % other);
    }
    one
}

#[cfg(test)]
mod tests {
    use super::*;

    fn sheet(proposal: usize, reviewer: usize, total: i64) -> Sheet {
        Sheet { proposal, reviewer, total }
    }

    #[test]
    fn sums_are_taken_per_proposal_and_per_reviewer() {
        let sheets = vec![sheet(1, 0, 400), sheet(0, 1, 200), sheet(0, 0, 300)];
        let panel = Panel::new(sheets, 100).unwrap();
        assert_eq!((panel.mean(0), panel.mean(1)), (2.5, 4.0));
        assert_eq!(panel.proposals.partners(0), [0, 1]);
        assert_eq!(panel.reviewers.partners(0), [0, 1]);
        assert_eq!((panel.step, panel.grand_mean()), (1.0, 3.0));
    }

    #[test]
    fn a_second_sheet_for_the_same_pair_is_refused() {
        let twice = Panel::new(vec![sheet(0, 3, 1), sheet(0, 3, 2)], 1);
        assert_eq!(twice.unwrap_err(), ScoresError::Duplicate { proposal: 0, reviewer: 3 });
    }

    #[test]
    fn a_proposal_without_a_sheet_an_empty_panel_and_a_huge_total_are_refused() {
        let gap = Panel::new(vec![sheet(0, 0, 1), sheet(2, 0, 2)], 1);
        assert_eq!(gap.unwrap_err(), ScoresError::Unscored { proposal: 1 });
        assert_eq!(Panel::new(Vec::new(), 1).unwrap_err(), ScoresError::Empty);
        let huge = Panel::new(vec![sheet(0, 0, i64::MIN)], 1);
        assert_eq!(huge.unwrap_err(), ScoresError::OutOfRange { proposal: 0, reviewer: 0 });
    }
}
