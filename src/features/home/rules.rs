//! Counts for the dashboard. Pure.

use crate::features::proposals::State;
use crate::kernel::ids::UnitCode;
use chrono::NaiveDate;
use serde::Serialize;
use std::collections::BTreeMap;

/// A proposal with the fields that counts need.
#[derive(Debug, Clone)]
pub(super) struct Counted {
    pub state: State,
    pub unit: UnitCode,
    /// Code and title of the problem.
    pub problem: (String, String),
    /// The day of its submission in Jakarta, whose dates the agency uses.
    pub submitted_on: Option<NaiveDate>,
}

/// The number of one kind.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, utoipa::ToSchema)]
pub(super) struct Tally {
    /// A code, or the name of a region.
    #[schema(example = "U.BB.MKS")]
    pub of: String,
    pub name: String,
    pub count: u32,
}

/// Submissions of one day.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, utoipa::ToSchema)]
pub(super) struct DayTally {
    pub day: NaiveDate,
    pub count: u32,
}

/// States in the order in which a proposal passes through them.
pub(super) const STATES: [State; 5] =
    [State::Draft, State::Submitted, State::Eligible, State::Ineligible, State::Withdrawn];

/// The number in each state.
pub(super) fn by_state(proposals: &[Counted]) -> Vec<Tally> {
    let tally = |state: State| {
        let in_state = proposals.iter().filter(|proposal| proposal.state == state);
        let name = state.name().to_owned();
        Tally { of: name.clone(), name, count: counted(in_state.count()) }
    };
    STATES.map(tally).into()
}

/// The number of each kind, the most frequent first; equal ones by code.
pub(super) fn by_kind<'a>(kinds: impl Iterator<Item = (&'a str, &'a str)>) -> Vec<Tally> {
    let mut counts: BTreeMap<&str, (&str, u32)> = BTreeMap::new();
    for (of, name) in kinds {
        counts.entry(of).or_insert((name, 0)).1 += 1;
    }
    let tally = |(of, (name, count)): (&str, (&str, u32))| Tally {
        of: of.to_owned(),
        name: name.to_owned(),
        count,
    };
    let mut tallies: Vec<Tally> = counts.into_iter().map(tally).collect();
    tallies.sort_by_key(|tally| std::cmp::Reverse(tally.count));
    tallies
}

/// Submissions on each day that had one.
pub(super) fn by_day(proposals: &[Counted]) -> Vec<DayTally> {
    let mut days: BTreeMap<NaiveDate, u32> = BTreeMap::new();
    for day in proposals.iter().filter_map(|proposal| proposal.submitted_on) {
        *days.entry(day).or_default() += 1;
    }
    days.into_iter().map(|(day, count)| DayTally { day, count }).collect()
}

pub(super) fn counted(count: usize) -> u32 {
    u32::try_from(count).unwrap_or(u32::MAX)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn kinds_stand_by_number_and_then_by_code() {
        let kinds = [("b", "B"), ("c", "C"), ("a", "A"), ("c", "C")];
        let found: Vec<_> =
            by_kind(kinds.into_iter()).into_iter().map(|t| (t.of, t.count)).collect();
        assert_eq!(found, [("c".into(), 2), ("a".into(), 1), ("b".into(), 1)]);
    }

    proptest! {
        #[test]
        fn nobody_is_counted_twice_or_forgotten(states in prop::collection::vec(0_usize..5, 0..40)) {
            let proposals: Vec<Counted> = states.iter().map(|state| Counted {
                state: STATES[*state],
                unit: UnitCode::new("U.BB.MKS".to_owned()),
                problem: ("M-001".to_owned(), String::new()),
                submitted_on: NaiveDate::from_ymd_opt(2026, 12, 1 + u32::try_from(*state).unwrap()),
            }).collect();
            let sum = |tallies: Vec<u32>| tallies.into_iter().sum::<u32>();
            prop_assert_eq!(sum(by_state(&proposals).iter().map(|t| t.count).collect()), counted(states.len()));
            prop_assert_eq!(sum(by_day(&proposals).iter().map(|t| t.count).collect()), counted(states.len()));
        }
    }
}
