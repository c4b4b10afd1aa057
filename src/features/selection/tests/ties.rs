//! The plenary's vote: it moves only whom nothing else separates, and where a group is said to decide nothing no vote in
//! it changes a seat or the reserve list.

use super::world::{Scored, definition, inputs};
use crate::features::calls::{Definition, Floor, Group, TieBreak};
use crate::features::selection::compute::compute;
use crate::features::selection::{CountedVote, Findings, Inputs, Outcome, equal_groups};
use proptest::prelude::*;
use std::collections::{BTreeMap, BTreeSet};

fn voting(seats: u32, reserve: u32, per_unit: Option<u32>) -> Definition {
    let mut of = definition(seats);
    of.ranking.tie_breaks = vec![TieBreak::PlenaryVote];
    of.ranking.reserve = reserve;
    of.limits.per_unit = per_unit;
    of
}

/// So many seats at least for remote units.
fn at_least(count: u32) -> Floor {
    Floor { group: Group::Remote, at_least: count }
}

fn even(scores: &[u32]) -> Inputs {
    let sheets: Vec<Vec<Scored>> = scores
        .iter()
        .map(|index| {
            let score = [1, 2, 3, 5, 6, 7][usize::try_from(*index).unwrap()];
            vec![(0, (score, score)), (1, (score, score))]
        })
        .collect();
    inputs(&sheets)
}

/// So many votes for the first, fewer for the next, and so on.
fn vote(numbers: &[String]) -> CountedVote {
    let id = "0".repeat(26).parse().unwrap();
    let votes = numbers.iter().rev().zip(0..).map(|(number, votes)| (number.clone(), votes));
    CountedVote { id, votes: votes.collect(), abstained: 0 }
}

fn listed(findings: &Findings, outcome: Outcome) -> Vec<String> {
    let of = findings.places.iter().filter(|place| place.outcome == outcome);
    of.map(|place| place.number.clone()).collect()
}

fn seats_and_reserves(findings: &Findings) -> (BTreeSet<String>, Vec<String>) {
    let seated = listed(findings, Outcome::Selected).into_iter().collect();
    let mut reserves: Vec<_> = findings
        .places
        .iter()
        .filter_map(|place| Some((place.reserve_position?, place.number.clone())))
        .collect();
    reserves.sort();
    (seated, reserves.into_iter().map(|(_, number)| number).collect())
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn a_vote_where_nothing_is_decided_changes_no_seat_and_one_orders_its_group_alone(
        scores in prop::collection::vec(0_u32..3, 2..12),
        seats in 1_u32..5, reserve in 0_u32..4, per_unit in prop::option::of(1_u32..4),
        least in prop::option::of(100_u32..300), floor in prop::option::of(1_u32..3),
        order in any::<prop::sample::Index>(),
    ) {
        let mut of = voting(seats, reserve, per_unit);
        of.rubric.thresholds.total = least;
        of.limits.floors = floor.into_iter().map(at_least).collect();
        let mut field = even(&scores);
        for contender in field.proposals.iter_mut().step_by(3) {
            contender.remote = true;
        }
        let before = compute(&of, &field, 1).unwrap();
        let places = |findings: &Findings| -> BTreeMap<String, u32> {
            findings.places.iter().map(|one| (one.number.clone(), one.place)).collect()
        };
        for group in equal_groups(&of, &field).unwrap() {
            let mut wished = group.numbers.clone();
            wished.rotate_left(order.index(group.numbers.len()));
            wished.swap(0, group.numbers.len() - 1);
            let voted = Inputs { tie_votes: vec![vote(&wished)], ..field.clone() };
            let after = compute(&of, &voted, 1).unwrap();
            let now = places(&after);
            let mut by_place = wished.clone();
            by_place.sort_by_key(|number| now[number]);
            prop_assert_eq!(&by_place, &wished);
            for (number, place) in places(&before) {
                prop_assert!(group.numbers.contains(&number) || now[&number] == place);
            }
            if !group.decides {
                prop_assert_eq!(seats_and_reserves(&before), seats_and_reserves(&after));
            }
        }
    }
}

#[test]
fn a_group_across_the_line_or_on_the_reserve_list_decides_and_one_within_or_below_does_not() {
    let decides = |seats, reserve, scores: &[u32]| {
        let groups = equal_groups(&voting(seats, reserve, None), &even(scores)).unwrap();
        groups.iter().map(|group| group.decides).collect::<Vec<_>>()
    };
    assert_eq!(decides(2, 0, &[2, 1, 1, 0]), [true]);
    assert_eq!(decides(3, 0, &[2, 1, 1, 0]), [false]);
    assert_eq!(decides(1, 0, &[2, 1, 1, 0]), [false]);
    assert_eq!(decides(1, 2, &[2, 1, 1, 0]), [true]);
    assert_eq!(decides(2, 0, &[2, 2, 1, 1]), [false, false]);
}
