//! The document score and the interview joined by the announced percentage, exactly: both are fractions of integers, and
//! so is their weighted sum. Nothing is rounded.

use super::{Aggregate, Fraction, Unranked};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// How an interview counts.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct JoinPolicy {
    /// Of 100; the document has the rest.
    pub percent: u32,
    /// Interview sheets without which it does not count; at least 1.
    pub minimum_sheets: u32,
    /// The weights of all questions together: the total of an interview sheet is divided by it.
    pub question_weights: u32,
    /// The weights of the rubric: what an average of 1 on every question is worth, so that both scores have one scale.
    pub rubric_weights: u32,
    /// Whether an interview that was finally missed counts zero; otherwise the proposal has no place.
    pub absent_is_zero: bool,
}

/// What came of a proposal's interview.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub enum Interviewed {
    /// Σ weight × score of each sheet handed in, in any order.
    Held(Vec<i64>),
    /// The candidate finally did not attend.
    Absent,
}

/// The two scores of which a value is made, on one scale.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct JoinedScore {
    /// The aggregate of the document's totals.
    pub document: Fraction,
    /// The aggregate of the interview's sheets, on the scale of the document.
    pub interview: Fraction,
    /// The interview's share of 100.
    pub percent: u32,
    /// The candidate did not attend, and the announced rule counts zero.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub absent: bool,
}

impl JoinedScore {
    /// `((100 - percent) × document + percent × interview) / 100`; `None` when it does not fit.
    pub fn value(&self) -> Option<Fraction> {
        let (one, other) = (self.document, self.interview);
        let share = i128::from(self.percent);
        let own = 100_i128.checked_sub(share)?;
        let document = own * i128::from(one.sum) * i128::from(other.count);
        let interview = share * i128::from(other.sum) * i128::from(one.count);
        let sum = document.checked_add(interview)?;
        reduced(sum, 100 * i128::from(one.count) * i128::from(other.count))
    }
}

/// `sum / count` in lowest terms.
fn reduced(sum: i128, count: i128) -> Option<Fraction> {
    let divisor = divisor(sum.unsigned_abs(), count.unsigned_abs()).max(1);
    let divisor = i128::try_from(divisor).ok()?;
    let (sum, count) = (sum.checked_div(divisor)?, count.checked_div(divisor)?);
    Some(Fraction { sum: i64::try_from(sum).ok()?, count: u32::try_from(count).ok()? })
}

fn divisor(a: u128, b: u128) -> u128 {
    if b == 0 { a } else { divisor(b, a % b) }
}

/// Why two scores make none.
pub(super) enum NotJoined {
    Unranked(Unranked),
    TooLarge,
}

/// Both scores of a proposal, or why it has no place.
pub(super) fn join(
    document: Fraction,
    interviewed: Option<&Interviewed>,
    (policy, aggregate): (&JoinPolicy, Aggregate),
) -> Result<JoinedScore, NotJoined> {
    let percent = policy.percent;
    let minimum = policy.minimum_sheets.max(1);
    let lacking = |complete| NotJoined::Unranked(Unranked::InterviewLacking { complete, minimum });
    let totals = match interviewed {
        None => return Err(lacking(0)),
        Some(Interviewed::Absent) if policy.absent_is_zero => {
            let interview = Fraction { sum: 0, count: 1 };
            return Ok(JoinedScore { document, interview, percent, absent: true });
        }
        Some(Interviewed::Absent) => {
            return Err(NotJoined::Unranked(Unranked::InterviewMissed));
        }
        Some(Interviewed::Held(totals)) => totals,
    };
    let complete = u32::try_from(totals.len()).unwrap_or(u32::MAX);
    if complete < minimum {
        return Err(lacking(complete));
    }
    let mean = aggregate.of(totals.clone()).ok_or(NotJoined::TooLarge)?;
    let interview = reduced(
        i128::from(mean.sum) * i128::from(policy.rubric_weights),
        i128::from(mean.count) * i128::from(policy.question_weights.max(1)),
    );
    let interview = interview.ok_or(NotJoined::TooLarge)?;
    Ok(JoinedScore { document, interview, percent, absent: false })
}

#[cfg(test)]
mod tests {
    use super::super::{Policy, Scored, Sheet, rank};
    use super::*;
    use proptest::prelude::*;

    fn policy(percent: u32, absent_is_zero: bool) -> Policy {
        Policy {
            criteria: vec!["K1".to_owned(), "K2".to_owned()],
            aggregate: Aggregate::Mean,
            minimum_sheets: 1,
            thresholds: vec![],
            tie_breaks: vec![],
            seed: "seed".to_owned(),
            votes: Vec::new(),
            interview: Some(JoinPolicy {
                percent,
                minimum_sheets: 3,
                question_weights: 70,
                rubric_weights: 100,
                absent_is_zero,
            }),
        }
    }

    fn scored(id: &str, total: i64, interview: Option<Interviewed>) -> Scored {
        let sheets = vec![Sheet { total, scores: vec![Some(1), Some(1)] }];
        Scored { id: id.to_owned(), sheets, earlier_awards: 0, interview }
    }

    #[test]
    fn seventy_and_thirty_are_added_without_rounding() {
        // Document 401; interview sheets 210, 280, 281 of 350: mean 257 on a scale of 70, so 257 × 100 / 70.
        let held = Some(Interviewed::Held(vec![210, 280, 281]));
        let ranked = rank(&[scored("a", 401, held)], &policy(30, false)).unwrap().ranked;
        let joined = ranked[0].joined.clone().unwrap();
        assert_eq!(joined.interview, Fraction { sum: 25_700, count: 70 });
        // (70 × 401 + 30 × 25700/70) / 100 = 273590/700
        assert_eq!(ranked[0].value, Fraction { sum: 273_590, count: 700 });
        assert_eq!(joined.document, Fraction { sum: 401, count: 1 });
    }

    #[test]
    fn whoever_did_not_attend_has_what_was_announced_and_a_lacking_sheet_is_no_zero() {
        let of = |interview, zero| rank(&[scored("a", 400, interview)], &policy(25, zero)).unwrap();
        let zero = of(Some(Interviewed::Absent), true);
        assert_eq!(zero.ranked[0].value, Fraction { sum: 300, count: 1 });
        assert!(zero.ranked[0].joined.as_ref().unwrap().absent);
        let missed = of(Some(Interviewed::Absent), false);
        assert_eq!(missed.not_ranked[0].reason, Unranked::InterviewMissed);
        for (interview, complete) in [(None, 0), (Some(Interviewed::Held(vec![1, 2])), 2)] {
            let found = of(interview, true).not_ranked.remove(0).reason;
            assert_eq!(found, Unranked::InterviewLacking { complete, minimum: 3 });
        }
    }

    proptest! {
        #[test]
        fn the_order_of_sheets_does_not_matter_and_the_sum_is_exact(
            total in 0_i64..1000, mut sheets in prop::collection::vec(0_i64..500, 3..7),
            percent in 1_u32..=30, weights in 1_u32..400,
        ) {
            let mut policy = policy(percent, false);
            if let Some(join) = &mut policy.interview {
                join.question_weights = weights;
            }
            let value = |sheets: Vec<i64>| {
                let held = Some(Interviewed::Held(sheets));
                rank(&[scored("a", total, held)], &policy).unwrap().ranked[0].value
            };
            let one = value(sheets.clone());
            // By another way: everything over one denominator.
            let count = i128::try_from(sheets.len()).unwrap();
            let sum: i128 = sheets.iter().copied().map(i128::from).sum();
            let (share, weights) = (i128::from(percent), i128::from(weights));
            let expected = (100 - share) * i128::from(total) * count * weights + share * sum * 100;
            let denominator = 100 * count * weights;
            prop_assert_eq!(i128::from(one.sum) * denominator, expected * i128::from(one.count));
            sheets.reverse();
            prop_assert_eq!(one, value(sheets));
        }

        #[test]
        fn nothing_weighs_less_than_an_interview_of_no_percent(
            totals in prop::collection::vec(0_i64..1000, 1..20),
        ) {
            let proposal = |at: usize, total: &i64, interview| scored(&format!("p{at}"), *total, interview);
            let with: Vec<Scored> = totals
                .iter()
                .enumerate()
                .map(|(at, total)| proposal(at, total, Some(Interviewed::Held(vec![3, 2, 1]))))
                .collect();
            let without: Vec<Scored> =
                totals.iter().enumerate().map(|(at, total)| proposal(at, total, None)).collect();
            let order = |policy: &Policy, of: &[Scored]| -> Vec<String> {
                rank(of, policy).unwrap().ranked.into_iter().map(|one| one.id).collect()
            };
            let none = Policy { interview: None, ..policy(1, false) };
            prop_assert_eq!(order(&policy(0, false), &with), order(&none, &without));
        }
    }
}
