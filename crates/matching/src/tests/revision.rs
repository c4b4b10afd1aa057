//! Tests that after a late conflict or a dropout little changes, and never more than allowed.

use super::synthetic::{TOTAL, synthetic};
use super::*;

fn revised(input: &Input, earlier: &[(usize, usize)], allowed: Option<usize>) -> Revision {
    match resolve(input, Goals::default(), earlier, allowed).unwrap() {
        RevisionOutcome::Revised(revision) => *revision,
        RevisionOutcome::Short(shortage) => panic!("{}", shortage.in_words(input)),
    }
}

fn without(input: &Input, gone: impl Fn(&Pair) -> bool) -> Input {
    let mut input = input.clone();
    input.pairs.retain(|pair| !gone(pair));
    input
}

#[test]
fn a_late_conflict_changes_one_pair_where_one_is_enough() {
    let input = synthetic(500, 100, 100, 18);
    let earlier = positions(&assigned(&input, Goals::default()).pairs);
    let conflict = earlier[10];
    let after = without(&input, |pair| (pair.proposal, pair.reviewer) == conflict);
    let revision = revised(&after, &earlier, None);
    assert_eq!(revision.lost, [conflict]);
    assert_eq!(revision.given_up, []);
    assert_eq!(revision.added.len(), 1);
    assert_eq!(revision.added[0].0, conflict.0);
    assert_eq!(verify(&after, &revision.plan.pairs, &revision.plan.certificate), Ok(()));
}

#[test]
fn nothing_changes_when_nothing_happened() {
    let input = synthetic(500, 100, 100, 18);
    let plan = assigned(&input, Goals::default());
    let revision = revised(&input, &positions(&plan.pairs), None);
    assert_eq!(revision.plan.pairs, plan.pairs);
    assert_eq!((revision.given_up, revision.added), (vec![], vec![]));
}

#[test]
fn a_dropout_is_replaced_and_more_changes_buy_a_better_total() {
    let input = synthetic(500, 100, 100, 16);
    let earlier = positions(&assigned(&input, Goals::default()).pairs);
    let after = without(&input, |pair| pair.reviewer == 42);
    let fewest = revised(&after, &earlier, None);
    assert!(fewest.lost.iter().all(|pair| pair.1 == 42) && !fewest.lost.is_empty());
    assert_eq!(fewest.added.len(), fewest.lost.len() + fewest.given_up.len());
    let allowed = fewest.given_up.len() + 10;
    let more = revised(&after, &earlier, Some(allowed));
    assert!(!more.above_allowed && more.given_up.len() <= allowed);
    assert!(more.plan.total > fewest.plan.total);
    let any = revised(&after, &earlier, Some(10_000));
    assert!(any.plan.total >= more.plan.total);
}

#[test]
fn when_even_the_fewest_changes_are_too_many_it_says_so() {
    // R0 may no longer review P0; only R1 can. R1 is full with P1, which R0 can take.
    let yes = Some(500_000);
    let input = instance(&[1, 1], &[(0, 1); 2], &[&[None, yes], &[yes, yes]]);
    let earlier = [(0, 0), (1, 1)];
    let revision = revised(&input, &earlier, Some(0));
    assert!(revision.above_allowed);
    assert_eq!(revision.given_up, [(1, 1)]);
    assert_eq!(revision.added, [(0, 1), (1, 0)]);
    assert!(!revised(&input, &earlier, Some(1)).above_allowed);
}

#[test]
fn a_review_already_handed_in_stays() {
    let mut input = synthetic(500, 100, 100, 18);
    let plan = assigned(&input, TOTAL);
    let stays = input
        .pairs
        .iter()
        .map(|pair| (pair.proposal, pair.reviewer))
        .find(|pair| !positions(&plan.pairs).contains(pair))
        .unwrap();
    input.fixed = vec![stays];
    let with_it = assigned(&input, TOTAL);
    assert!(positions(&with_it.pairs).contains(&stays));
    assert!(with_it.total < plan.total);
}
