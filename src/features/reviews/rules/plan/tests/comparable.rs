//! Tests of the preference for comparable plans: its gain, its cost, and when it does nothing.

use super::*;

/// Two separate groups of two reviewers each. Everybody declared the problem of their own half of
/// the proposals, so they know its owner, who also owns the other half's problem.
fn circles(each: usize) -> PlanInput {
    let (of, by) = (proposals(2 * each), reviewers(4));
    let mut world = input(&of, &by, 2, 2 * u32::try_from(each).unwrap());
    for demand in world.proposals.iter_mut().skip(each) {
        demand.subject.problem = "M-008".to_owned();
    }
    for (at, one) in world.reviewers.iter_mut().enumerate() {
        one.expertise = knows(if at < 2 { "M-007" } else { "M-008" });
        one.expertise.units.insert(boraks().owner_unit);
    }
    world
}

fn preferring(mut world: PlanInput, step: u32) -> Plan {
    world.comparability_step = step;
    made(&world)
}

#[test]
fn reviewers_are_linked_for_affinity_where_that_is_wanted() {
    let world = circles(3);
    let best = made(&world);
    assert_eq!((best.links.groups, best.worst_pair), (2, Some(1_000_000)));
    assert_eq!(best.without_preference, None);
    let linked = preferring(world, 600_000);
    assert_eq!(linked.without_preference, Some(best.standing()));
    assert!(linked.links.is_whole() && linked.warnings.is_empty(), "{linked:?}");
    assert!(linked.links.linked_pairs > best.links.linked_pairs, "{:?}", linked.links);
    // Affinities are reported as they are, not in steps.
    assert_eq!((linked.pairs.len(), linked.worst_pair), (best.pairs.len(), Some(700_000)));
    let given = linked.pairs.iter().filter(|pair| pair.affinity == 700_000).count();
    assert_eq!(best.total - linked.total, 300_000 * u64::try_from(given).unwrap());
    assert!(loads(&linked).values().all(|load| *load == 3));
}

#[test]
fn nothing_is_given_up_that_buys_nothing_and_nothing_where_nothing_is_wanting() {
    // With the other steps, knowing one's own problem still counts more than knowing its owner.
    for step in [2, 300_000, 1_000_000] {
        let world = circles(3);
        let best = made(&world);
        let found = preferring(world, step);
        assert_eq!((&found.pairs, found.links), (&best.pairs, best.links), "{step}");
        assert_eq!(found.without_preference, Some(best.standing()));
    }
    // Everybody knows something different, and all are already linked.
    let mut whole = input(&proposals(6), &reviewers(3), 2, 6);
    whole.reviewers[0].expertise = knows("M-007");
    let best = made(&whole);
    assert!(best.links.is_whole());
    assert_eq!(preferring(whole, 1_000_000).pairs, best.pairs);
}

#[test]
fn a_plan_without_the_preference_has_the_input_that_it_always_had() {
    let written = |step: u32| {
        let mut world = circles(2);
        world.comparability_step = step;
        serde_json::to_string(&world).unwrap()
    };
    assert!(!written(0).contains("comparability") && !written(1).contains("comparability"));
    assert!(written(2).contains("\"comparability_step\":2"));
}

#[test]
fn nobody_goes_short_and_no_task_is_taken_back_for_it() {
    // The reviewers who could change groups have no load left: the groups stay separate, and nobody
    // loses a review.
    let mut world = circles(3);
    for (at, one) in world.reviewers.iter().enumerate() {
        let other = world.proposals.iter().enumerate().filter(|(of, _)| (*of < 3) != (at < 2));
        world.forbidden.extend(other.map(|(_, of)| (of.proposal.clone(), one.reviewer.clone())));
    }
    let found = preferring(world, 1_000_000);
    assert_eq!((found.links.groups, found.shortages.len(), found.pairs.len()), (2, 0, 12));
}

proptest! {
    /// In any small case: the same reviews within the same limits, links that are never worse, and
    /// affinity given up only for better ones.
    #[test]
    fn comparability_is_bought_with_affinity_alone(
        (of, by) in (2_usize..7, 2_usize..6),
        wanted in 1_u32..4,
        most in prop::collection::vec(1_u32..6, 6),
        skills in prop::collection::vec(0_usize..4, 6),
        barred in prop::collection::vec(prop::bool::weighted(0.2), 49),
        step in prop::sample::select(vec![0_u32, 1, 2, 300_000, 600_000, 1_000_000]),
        one_per_unit in any::<bool>(),
    ) {
        let (of, by) = (proposals(of), reviewers(by));
        let mut world = input(&of, &by, wanted, 0);
        for (at, demand) in world.proposals.iter_mut().enumerate() {
            demand.subject.problem = format!("M-00{}", at % 3);
        }
        for (at, one) in world.reviewers.iter_mut().enumerate() {
            one.max_load = most[at];
            one.expertise = knows(&format!("M-00{}", skills[at]));
            if skills[at] % 2 == 0 {
                one.expertise.units.insert(boraks().owner_unit);
            }
            one.unit = Some(UnitCode::new(format!("P.D{}", at % 3)));
        }
        world.composition = Composition { one_per_unit, one_senior: false };
        let all = of.iter().flat_map(|one| by.iter().map(move |other| (one.clone(), other.clone())));
        world.forbidden = all.zip(&barred).filter(|(_, no)| **no).map(|(pair, _)| pair).collect();
        let best = plan(&PlanInput { comparability_step: 0, ..world.clone() }).unwrap();
        world.comparability_step = step;
        let found = plan(&world).unwrap();
        prop_assert_eq!(found.without_preference, (step > 1).then(|| best.standing()));
        prop_assert_eq!(found.pairs.len(), best.pairs.len());
        prop_assert_eq!(&found.shortages.len(), &best.shortages.len());
        for capacity in &world.reviewers {
            let load = loads(&found).get(&capacity.reviewer).copied().unwrap_or(0);
            prop_assert!(load <= capacity.max_load as usize);
        }
        prop_assert!(pairs(&found).iter().all(|pair| !world.forbidden.contains(pair)));
        if found.links.is_better_than(&best.links) {
            prop_assert!(step > 1);
        } else {
            prop_assert_eq!(&found.pairs, &best.pairs);
        }
        world.proposals.reverse();
        world.reviewers.reverse();
        prop_assert_eq!(
            pairs(&plan(&world).unwrap()).into_iter().collect::<BTreeSet<_>>(),
            pairs(&found).into_iter().collect::<BTreeSet<_>>()
        );
    }
}
