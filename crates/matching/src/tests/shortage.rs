//! Tests of the reason when there is no plan, and of the warning when scores will be hard to
//! compare.

use super::*;

const YES: Option<u32> = Some(500_000);

#[test]
fn proposals_that_share_too_few_reviewers_are_named_with_them() {
    let rows: [&[Option<u32>]; 4] =
        [&[YES, YES, None, None], &[YES, YES, None, None], &[YES, YES, None, None], &[YES; 4]];
    let input = instance(&[2; 4], &[(0, 2); 4], &rows);
    let reason = shortage(&input);
    assert_eq!(
        reason.in_words(&input),
        "3 proposals (P0, P1, P2) with a need of 6 reviews and only 2 reviewers eligible \
         (R0, R1), who can give 4 at most"
    );
    assert!(reason.is_proven(&input));
    assert!(!Shortage { available: 6, ..reason }.is_proven(&input));
}

#[test]
fn a_proposal_with_conflicts_all_round_is_named_alone() {
    let input = instance(&[2, 1], &[(0, 2); 2], &[&[YES, YES], &[None, None]]);
    assert_eq!(
        shortage(&input).in_words(&input),
        "1 proposal (P1) without any eligible reviewer; 1 reviews needed"
    );
}

#[test]
fn a_least_load_that_nothing_can_fill_is_named() {
    let input = instance(&[1, 1], &[(0, 2), (2, 2)], &[&[YES, None], &[YES, YES]]);
    assert_eq!(
        shortage(&input).in_words(&input),
        "1 reviewer (R1) with a least load of 2 reviews in all and only 1 proposal to be eligible \
         for (P1), where 1 are wanted at most"
    );
}

#[test]
fn the_best_worst_pair_takes_least_loads_into_account() {
    let high = Some(900_000);
    let rows: [&[Option<u32>]; 2] = [&[high, Some(100_000)], &[high, Some(200_000)]];
    let free = instance(&[1, 1], &[(0, 2), (0, 2)], &rows);
    assert_eq!(assigned(&free, Goals::default()).worst_pair, Some(900_000));
    let busy = instance(&[1, 1], &[(0, 2), (1, 2)], &rows);
    let plan = assigned(&busy, Goals::default());
    assert_eq!((plan.worst_pair, plan.loads), (Some(200_000), vec![1, 1]));
}

#[test]
fn the_worst_pair_comes_before_the_total_unless_the_total_is_asked_for() {
    let rows: [&[Option<u32>]; 2] =
        [&[Some(1_000_000), Some(400_000)], &[Some(500_000), Some(100_000)]];
    let input = instance(&[1, 1], &[(0, 1), (0, 1)], &rows);
    let fair = assigned(&input, Goals::default());
    assert_eq!((fair.worst_pair, fair.total), (Some(400_000), 900_000));
    let greedy = assigned(&input, Goals { priority: Priority::Total, load_weight: 0 });
    assert_eq!((greedy.worst_pair, greedy.total), (Some(100_000), 1_100_000));
}

#[test]
fn reviewers_without_proposals_in_common_are_warned_about() {
    let rows: [&[Option<u32>]; 4] = [
        &[YES, YES, None, None],
        &[YES, YES, None, None],
        &[None, None, YES, YES],
        &[None, None, YES, YES],
    ];
    let input = instance(&[2; 4], &[(0, 2); 4], &rows);
    let groups = vec![vec![0, 1], vec![2, 3]];
    assert_eq!(assigned(&input, Goals::default()).warnings, [Warning::SeparateGroups { groups }]);
}

#[test]
fn a_reviewer_with_one_shared_proposal_is_warned_about() {
    let input = instance(&[2, 1], &[(2, 2), (0, 2)], &[&[YES, YES], &[YES, None]]);
    let warnings = assigned(&input, Goals::default()).warnings;
    assert_eq!(warnings, [Warning::FewShared { reviewers: vec![0, 1] }]);
    assert_eq!(
        warnings[0].in_words(&input),
        "2 reviewers share fewer than 2 proposals with others, so their severity cannot be told: \
         R0, R1"
    );
}
