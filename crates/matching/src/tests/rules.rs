//! Tests of the two rules, one reviewer per institution and at least one senior: against every
//! possible plan, and in words.

use super::best_of_all::{GOALS, every_plan, merit, shuffled, small};
use super::synthetic::{TOTAL, mix, synthetic};
use super::*;
use proptest::prelude::*;

/// Small instances with either rule or both.
fn ruled() -> impl Strategy<Value = Input> {
    let institutions = prop::collection::vec(prop::option::weighted(0.8, 0..3_u8), 5);
    let seniors = prop::collection::vec(prop::bool::weighted(0.4), 5);
    let needy = prop::collection::vec(prop::bool::weighted(0.7), 5);
    (small(), institutions, seniors, needy, 0..3_u8).prop_map(
        |(mut input, institutions, seniors, needy, which)| {
            let count = input.reviewers.len();
            if which != 1 {
                let name = |number: &Option<u8>| number.map(|number| format!("I{number}"));
                input.rules.institutions = institutions.iter().take(count).map(name).collect();
            }
            if which != 0 {
                input.rules.seniors = seniors[..count].to_vec();
                input.rules.needs_senior =
                    (0..input.proposals.len()).filter(|&proposal| needy[proposal]).collect();
            }
            input
        },
    )
}

/// The rules as documented, checked in the simplest way.
fn keeps_rules(input: &Input, plan: &[Pair]) -> bool {
    let rules = &input.rules;
    (0..input.proposals.len()).all(|proposal| {
        let own: Vec<usize> = plan
            .iter()
            .filter(|pair| pair.proposal == proposal)
            .map(|pair| pair.reviewer)
            .collect();
        let is_fixed = |reviewer: &usize| input.fixed.contains(&(proposal, *reviewer));
        let institution = |reviewer: usize| rules.institutions.get(reviewer).cloned().flatten();
        let apart = own.iter().filter(|one| !is_fixed(one)).all(|&one| {
            let same = |&&other: &&usize| other != one && institution(other) == institution(one);
            institution(one).is_none() || own.iter().find(same).is_none()
        });
        let all_fixed = own.iter().all(is_fixed);
        let senior = own.iter().any(|&one| rules.seniors.get(one) == Some(&true));
        apart && (!rules.needs_senior.contains(&proposal) || senior || all_fixed)
    })
}

fn best_lawful(input: &Input, goals: Goals) -> Option<(u32, i64, i64)> {
    let mut best = None;
    every_plan(input, &mut |plan| {
        if keeps_rules(input, plan) {
            best = best.max(Some(merit(input, goals, plan)));
        }
    });
    best
}

fn both(input: &Input) -> bool {
    !input.rules.institutions.is_empty() && !input.rules.needs_senior.is_empty()
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(1_000))]

    #[test]
    fn the_plan_is_the_best_of_all_lawful_ones_and_its_proof_fits_no_worse(input in ruled()) {
        for goals in GOALS {
            match (solve(&input, goals), best_lawful(&input, goals)) {
                (Ok(Outcome::Assigned(plan)), Some(best)) => {
                    prop_assert!(keeps_rules(&input, &plan.pairs));
                    let own = merit(&input, goals, &plan.pairs);
                    if plan.certificate.left_out.is_empty() {
                        prop_assert_eq!((own.0, own.1), (best.0, best.1));
                        prop_assert!(plan.certificate.exchanged || own == best);
                    }
                    prop_assert!(both(&input) || plan.certificate.left_out.is_empty());
                    if goals.priority == Priority::Total {
                        prop_assert!(own.1 + i64::try_from(plan.at_most_better).unwrap() >= best.1);
                    }
                    let mut looked_at = 0;
                    every_plan(&input, &mut |other| {
                        looked_at += 1;
                        let proven = looked_at < 300
                            && verify(&input, other, &plan.certificate).is_ok();
                        let worth = merit(&input, goals, other);
                        assert!(!proven || keeps_rules(&input, other));
                        assert!(!proven || (worth.0, worth.1) == (own.0, own.1));
                    });
                }
                (Ok(Outcome::Short(shortage)), None) => prop_assert!(shortage.is_proven(&input)),
                (Err(SolveError::Undecided), _) => prop_assert!(both(&input)),
                (outcome, best) => prop_assert!(false, "{outcome:?} against {best:?}"),
            }
        }
    }

    #[test]
    fn the_order_of_the_input_changes_nothing_under_rules(input in ruled(), seed in any::<u64>()) {
        let other = shuffled(&input, seed);
        for goals in GOALS {
            match (solve(&input, goals), solve(&other, goals)) {
                (Ok(Outcome::Assigned(one)), Ok(Outcome::Assigned(two))) => {
                    prop_assert_eq!(by_id(&input, &one.pairs), by_id(&other, &two.pairs));
                }
                (Ok(Outcome::Short(one)), Ok(Outcome::Short(two))) => {
                    prop_assert_eq!(one.in_words(&input), two.in_words(&other));
                }
                (Err(one), Err(two)) => prop_assert_eq!(one, two),
                (one, two) => prop_assert!(false, "{one:?} against {two:?}"),
            }
        }
    }
}

const YES: Option<u32> = Some(500_000);

#[test]
fn an_exchange_may_empty_a_place_that_only_the_ranks_had_made_dear() {
    let (some, more) = (Some(400_000), Some(500_000));
    let mut input = instance(
        &[2, 2],
        &[(0, 0), (0, 1), (1, 2), (0, 1), (0, 1)],
        &[&[None, Some(0), Some(0), None, None], &[None, Some(0), some, more, some]],
    );
    let named = |name: &str| Some(name.to_owned());
    input.rules.institutions = vec![named("I2"), named("I2"), None, named("I0"), named("I2")];
    input.rules.seniors = vec![false, false, true, true, true];
    input.rules.needs_senior = [1].into();
    for goals in GOALS {
        assert!(matches!(solve(&input, goals), Ok(Outcome::Assigned(_))), "{goals:?}");
    }
}

#[test]
fn an_institution_that_is_all_there_is_for_two_places_is_named() {
    let mut input = instance(&[2, 1], &[(0, 2); 3], &[&[YES, YES, None], &[None, None, YES]]);
    input.rules.institutions = vec![Some("UGM".to_owned()), Some("UGM".to_owned()), None];
    let reason = shortage(&input);
    assert_eq!(
        reason.in_words(&input),
        "1 proposal (P0) with a need of 2 reviews and only 2 reviewers eligible (R0, R1), who can \
         give 1 at most with one reviewer per institution"
    );
    assert!(reason.is_proven(&input));
    assert!(!Shortage { full: Some(vec![2]), ..reason }.is_proven(&input));
}

#[test]
fn proposals_that_share_too_few_seniors_are_named() {
    let rows: [&[Option<u32>]; 3] = [&[YES; 3]; 3];
    let mut input = instance(&[2; 3], &[(0, 3), (0, 3), (0, 2)], &rows);
    input.rules.seniors = vec![false, false, true];
    input.rules.needs_senior = vec![0, 1, 2];
    let reason = shortage(&input);
    assert!(reason.is_proven(&input));
    assert_eq!(
        reason.in_words(&input),
        "3 proposals (P0, P1, P2) with a need of 6 reviews and only 3 reviewers eligible (R0, R1, \
         R2), who can give 5 at most with a senior at every proposal that needs one"
    );
    input.rules.needs_senior = vec![0, 2];
    assert_eq!(assigned(&input, TOTAL).pairs.len(), 6);
}

#[test]
fn a_tampered_price_of_a_rule_is_found_out() {
    let mut input = synthetic(60, 20, 20, 18);
    input.rules.institutions = (0..20).map(|one| Some(format!("I{}", one % 6))).collect();
    input.rules.seniors = (0..20).map(|one| one % 6 == 0).collect();
    input.rules.needs_senior = (0..60).collect();
    let plan = assigned(&input, TOTAL);
    assert!(plan.certificate.left_out.is_empty());
    let proof = &plan.certificate;
    assert_eq!(verify(&input, &plan.pairs, proof), Ok(()));
    assert!(!proof.institutions.is_empty() && !proof.seniors.is_empty());
    let mut dear = proof.clone();
    dear.institutions[0].2.price += 1_000_000;
    assert!(verify(&input, &plan.pairs, &dear).is_err());
    let mut below = proof.clone();
    below.seniors[0].1 = NodePrices { price: -1, tie: 0 };
    let proposal = below.seniors[0].0;
    assert_eq!(verify(&input, &plan.pairs, &below), Err(Fault::RulePrice { proposal }));
    let free = Input { rules: Rules::default(), ..input.clone() };
    assert!(assigned(&free, TOTAL).total > plan.total);
    let freely = assigned(&free, TOTAL);
    assert!(verify(&input, &freely.pairs, &freely.certificate).is_err());
}

/// Every pair permitted, both rules, most institutions with seniors and juniors.
#[test]
fn a_large_call_with_both_rules_is_planned_and_proven() {
    let mut input = synthetic(200, 40, 40, 18);
    input.rules.institutions = (0..40).map(|one| Some(format!("I{:02}", one / 3))).collect();
    input.rules.seniors = (0..40_u64).map(|one| mix(5, one).is_multiple_of(3)).collect();
    input.rules.needs_senior = (0..200).collect();
    let plan = assigned(&input, Goals { priority: Priority::Total, load_weight: 2000 });
    assert_eq!(plan.pairs.len(), 600);
    assert!(keeps_rules(&input, &plan.pairs));
    assert!(plan.at_most_better * 20 < plan.total, "{} of {}", plan.at_most_better, plan.total);
}

#[test]
fn too_few_seniors_are_named_though_their_institutions_have_others() {
    let rows: [&[Option<u32>]; 3] = [&[YES; 3]; 3];
    let mut input = instance(&[1; 3], &[(0, 3), (0, 3), (0, 2)], &rows);
    input.rules.institutions = vec![None, Some("UGM".to_owned()), Some("UGM".to_owned())];
    input.rules.seniors = vec![false, false, true];
    input.rules.needs_senior = vec![0, 1, 2];
    let reason = shortage(&input);
    assert!(reason.is_proven(&input));
    assert_eq!((reason.needed, reason.available), (3, 2));
    let words = reason.in_words(&input);
    assert!(words.ends_with("2 at most with a senior at every proposal that needs one"), "{words}");
}
