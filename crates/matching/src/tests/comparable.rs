//! Tests that among equally good plans one with comparable scores is chosen, and that pruned tables
//! give the same result as whole ones.

use super::best_of_all::{GOALS, merit, shuffled, small};
use super::synthetic::{TOTAL, synthetic};
use super::*;
use crate::problem::Problem;
use crate::transport::Transport;
use crate::{network, prune};
use proptest::prelude::*;

/// Pairs of reviewers with the same knowledge and no other: for the total, any two of a block are
/// equal.
fn blocks() -> Input {
    let (one, other) = (Some(700_000), Some(700_000));
    let rows: Vec<[Option<u32>; 4]> = vec![[one, one, other, other]; 6];
    let rows: Vec<&[Option<u32>]> =
        rows.iter().map(<[std::option::Option<u32>; 4]>::as_slice).collect();
    instance(&[2; 6], &[(3, 3); 4], &rows)
}

#[test]
fn separate_groups_are_joined_where_that_costs_nothing() {
    // With equal affinities every plan is equally good; none may be left in two groups of two.
    let plan = assigned(&blocks(), TOTAL);
    assert_eq!(plan.warnings, []);
    // If the groups know different things, linking them would cost affinity, so there is a warning
    // instead.
    let (yes, no) = (Some(700_000), Some(699_999));
    let rows: [&[Option<u32>]; 4] =
        [&[yes, yes, no, no], &[yes, yes, no, no], &[no, no, yes, yes], &[no, no, yes, yes]];
    let apart = assigned(&instance(&[2; 4], &[(0, 4); 4], &rows), TOTAL);
    assert_eq!(apart.warnings.len(), 1);
    assert!(!apart.certificate.exchanged);
}

#[test]
fn links_count_what_warnings_name_and_steps_make_near_pairs_equal() {
    let (yes, no) = (Some(700_000), Some(699_999));
    let (one, other): (&[Option<u32>], &[Option<u32>]) = (&[yes, yes, no, no], &[no, no, yes, yes]);
    let mut input = instance(&[2; 6], &[(3, 3); 4], &[one, one, one, other, other, other]);
    let apart = links(&input, &assigned(&input, TOTAL).pairs);
    assert_eq!((apart.groups, apart.few_shared), (2, 0));
    assert_eq!((apart.smallest_overlap, apart.linked_pairs), (3, 2));
    assert!(!apart.is_whole());
    // Both have the same multiples; with a step that divides one of them they are not equal.
    let mut still = input.clone();
    in_steps(&mut still, 100);
    assert_eq!(links(&still, &assigned(&still, TOTAL).pairs), apart);
    in_steps(&mut input, 600_000);
    let joined = links(&input, &assigned(&input, TOTAL).pairs);
    assert!(joined.is_whole() && joined.is_better_than(&apart) && !apart.is_better_than(&joined));
    assert!(joined.linked_pairs > 2, "{joined:?}");
    // One proposal alone: two reviewers share one, which is too few.
    let lonely = instance(&[2], &[(0, 4); 3], &[&[yes, yes, None]]);
    let lonely = links(&lonely, &assigned(&lonely, TOTAL).pairs);
    assert_eq!((lonely.groups, lonely.few_shared, lonely.smallest_overlap), (1, 2, 1));
    assert!(!lonely.is_whole());
    assert_eq!(links(&input, &[]), Links::default());
    for step in [0, 1] {
        let mut same = input.clone();
        in_steps(&mut same, step);
        assert_eq!(same, input);
    }
}

#[test]
fn exchanges_leave_the_total_and_join_what_can_be_joined() {
    // A ring of proposals, each known equally by two neighbours. With some names the hash alone
    // leaves separate groups; after the exchanges the plan is connected for all names.
    let mut exchanged = 0;
    for naming in 0..60 {
        let mut input = blocks();
        for proposal in &mut input.proposals {
            proposal.id = format!("{naming}-{}", proposal.id);
        }
        input.proposals.truncate(4);
        input.pairs.retain(|pair| pair.proposal < 4);
        for reviewer in &mut input.reviewers {
            (reviewer.min_load, reviewer.max_load) = (2, 2);
        }
        let plan = assigned(&input, TOTAL);
        assert_eq!((plan.total, plan.warnings.len()), (8 * 700_000, 0), "{naming}");
        assert_eq!(verify(&input, &plan.pairs, &plan.certificate), Ok(()));
        exchanged += usize::from(plan.certificate.exchanged);
    }
    assert!(exchanged > 0);
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(300))]

    #[test]
    fn an_exchange_costs_nothing_and_does_not_depend_on_the_order(
        mut input in small(), seed in any::<u64>(),
    ) {
        // Only two grades, so that many plans have equal worth.
        for pair in &mut input.pairs {
            pair.affinity = pair.affinity / 400_000 * 400_000;
        }
        let other = shuffled(&input, seed);
        for goals in GOALS {
            let (Outcome::Assigned(one), Outcome::Assigned(two)) =
                (solve(&input, goals).unwrap(), solve(&other, goals).unwrap()) else { continue };
            prop_assert_eq!(by_id(&input, &one.pairs), by_id(&other, &two.pairs));
            let best = super::best_of_all::best_merit(&input, goals).unwrap();
            let own = merit(&input, goals, &one.pairs);
            prop_assert_eq!((own.0, own.1), (best.0, best.1));
        }
    }

    #[test]
    fn a_pruned_table_gives_prices_that_prove_the_whole_one(input in small(), kept in 1..3_usize) {
        let problem = Problem::new(&input).unwrap();
        for weight in [0, 50_000] {
            let value = |arc: usize| i64::from(problem.affinity[arc]);
            let transport = Transport::new(&problem, weight, |_| true, value);
            let whole = network::optimum(&transport, &mut |_, _| {});
            let pruned = prune::among_the_best(&transport, kept, &mut |_, _| {});
            prop_assert_eq!(whole.is_some(), pruned.is_some());
            let (Some(whole), Some(pruned)) = (whole, pruned) else { continue };
            let rank = |arc: usize| i64::try_from(arc % 7).unwrap();
            let one = super::super::ties::canonical(&transport, &whole, rank).unwrap().0;
            let two = super::super::ties::canonical(&transport, &pruned, rank).unwrap().0;
            let sum = |chosen: &[bool]| {
                let taken = chosen.iter().enumerate().filter(|(_, taken)| **taken);
                taken.map(|(arc, _)| (value(arc), rank(arc))).fold((0, 0), |sum, arc| {
                    (sum.0 + arc.0, sum.1 + arc.1)
                })
            };
            if weight == 0 {
                prop_assert_eq!(sum(&one), sum(&two));
            }
        }
    }
}

#[test]
fn a_dense_table_is_pruned_and_gives_the_same_plan() {
    let input = synthetic(150, 450, 450, 2);
    let problem = Problem::new(&input).unwrap();
    let value = |arc: usize| i64::from(problem.affinity[arc]);
    let transport = Transport::new(&problem, 0, |_| true, value);
    let whole = network::optimum(&transport, &mut |_, _| {}).unwrap();
    let plan = assigned(&input, TOTAL);
    let total: i64 = (0..transport.value.len())
        .filter(|&arc| whole.chosen[arc])
        .map(|arc| transport.value[arc])
        .sum();
    assert_eq!(i64::try_from(plan.total).unwrap(), total);
}
