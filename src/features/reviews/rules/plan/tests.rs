//! Tests of the plan in small cases, and against the upper bound for all plans.

mod comparable;

use super::*;
use crate::kernel::ids::UnitCode;
use proptest::prelude::*;

fn proposals(count: usize) -> Vec<ProposalId> {
    let mut ids: Vec<_> = (0..count).map(|_| ProposalId::new().unwrap()).collect();
    ids.sort();
    ids
}

fn reviewers(count: usize) -> Vec<UserId> {
    let mut ids: Vec<_> = (0..count).map(|_| UserId::new().unwrap()).collect();
    ids.sort();
    ids
}

fn input(of: &[ProposalId], by: &[UserId], wanted: u32, max_load: u32) -> PlanInput {
    let demand =
        |proposal: &ProposalId| Demand { proposal: proposal.clone(), wanted, subject: boraks() };
    let capacity = |reviewer: &UserId| Capacity {
        reviewer: reviewer.clone(),
        max_load,
        expertise: Expertise::default(),
        unit: None,
        senior: false,
    };
    PlanInput {
        proposals: of.iter().map(demand).collect(),
        reviewers: by.iter().map(capacity).collect(),
        ..PlanInput::default()
    }
}

fn boraks() -> Subject {
    let (owner_unit, branch) = (UnitCode::new("P.D3.04"), UnitCode::new("P.D3"));
    Subject { problem: "M-007".to_owned(), owner_unit, branch }
}

/// A reviewer who declared this problem.
fn knows(problem: &str) -> Expertise {
    Expertise { declared: [problem.to_owned()].into(), ..Expertise::default() }
}

fn made(input: &PlanInput) -> Plan {
    plan(input).unwrap()
}

fn pairs(plan: &Plan) -> Vec<Pair> {
    plan.pairs.iter().map(|pair| (pair.proposal.clone(), pair.reviewer.clone())).collect()
}

fn loads(plan: &Plan) -> BTreeMap<UserId, usize> {
    let mut loads = BTreeMap::new();
    for pair in &plan.pairs {
        *loads.entry(pair.reviewer.clone()).or_default() += 1;
    }
    loads
}

#[test]
fn loads_are_even_when_nothing_forbids_it() {
    let made = made(&input(&proposals(10), &reviewers(5), 3, 10));
    assert_eq!((made.pairs.len(), made.shortages.len()), (30, 0));
    assert!(loads(&made).values().all(|load| *load == 6));
}

#[test]
fn a_chain_of_swaps_finds_what_greed_misses() {
    let (of, by) = (proposals(2), reviewers(3));
    // Both seem equally hard at first; but besides the first reviewer, whose load is one, only the
    // third may take the second proposal.
    let mut world = input(&of, &by, 2, 1);
    world.reviewers[2].max_load = 2;
    world.proposals[0].wanted = 1;
    world.forbidden = [(of[1].clone(), by[1].clone())].into();
    world.forbidden.insert((of[0].clone(), by[2].clone()));
    let made = made(&world);
    assert_eq!(made.shortages, []);
    assert_eq!(made.pairs.len(), 3);
}

#[test]
fn a_shortage_names_the_proposal_and_the_cause() {
    let (of, by) = (proposals(2), reviewers(2));
    let mut world = input(&of, &by, 2, 2);
    world.forbidden = [(of[0].clone(), by[0].clone())].into();
    let first = made(&world);
    let expected = Shortage {
        proposal: of[0].clone(),
        missing: 1,
        allowed: 1,
        reason: ShortageReason::TooFewWithoutConflict,
    };
    assert_eq!(first.shortages, [expected]);
    let full = made(&input(&of, &by, 2, 1));
    let missing: u32 = full.shortages.iter().map(|shortage| shortage.missing).sum();
    assert_eq!(missing, 2);
    assert!(full.shortages.iter().all(|one| one.reason == ShortageReason::LoadsFull));
}

#[test]
fn what_stands_already_counts_and_is_not_given_twice() {
    let (of, by) = (proposals(1), reviewers(2));
    let mut world = input(&of, &by, 2, 5);
    world.kept = [(of[0].clone(), by[0].clone())].into();
    assert_eq!(pairs(&made(&world)), [(of[0].clone(), by[1].clone())]);
}

#[test]
fn the_one_who_declared_the_problem_reviews_it_and_loads_decide_among_equals() {
    let (of, by) = (proposals(2), reviewers(3));
    let mut world = input(&of, &by, 1, 5);
    world.proposals[1].subject.problem = "M-001".to_owned();
    world.reviewers[1].expertise = knows("M-007");
    world.reviewers[2].expertise = knows("M-001");
    let found = made(&world);
    assert_eq!(pairs(&found), [(of[0].clone(), by[1].clone()), (of[1].clone(), by[2].clone())]);
    assert_eq!((found.total, found.worst_pair), (2_000_000, Some(1_000_000)));
}

#[test]
fn expertise_yields_when_one_reviewer_would_have_far_more_than_another() {
    let (of, by) = (proposals(20), reviewers(2));
    let mut world = input(&of, &by, 1, 19);
    world.reviewers[0].expertise.branches.insert(UnitCode::new("P.D3"));
    let loads = loads(&made(&world));
    assert_eq!((loads[&by[0]], loads[&by[1]]), (14, 6));
}

#[test]
fn what_is_short_is_spread_and_the_narrow_place_is_named() {
    let (of, by) = (proposals(2), reviewers(2));
    let full = made(&input(&of, &by, 2, 1));
    assert!(full.shortages.iter().all(|one| one.missing == 1), "{:?}", full.shortages);
    let narrow = full.bottleneck.unwrap();
    assert_eq!((narrow.needed, narrow.available), (4, 2));
    assert_eq!((narrow.proposals, narrow.reviewers), (of, by));
}

#[test]
fn without_a_panel_everything_is_short_and_without_proposals_nothing_is() {
    let of = proposals(2);
    let alone = made(&input(&of, &[], 3, 5));
    assert_eq!(alone.shortages.len(), 2);
    let narrow = alone.bottleneck.unwrap();
    assert_eq!((narrow.needed, narrow.available, narrow.reviewers.len()), (6, 0, 0));
    assert_eq!(made(&input(&[], &reviewers(2), 3, 5)), Plan::default());
}

#[test]
fn after_a_dropout_only_the_lost_places_are_filled() {
    let (of, by) = (proposals(12), reviewers(6));
    let mut world = input(&of, &by, 3, 10);
    let first = pairs(&made(&world));
    let lost: BTreeSet<Pair> = first.iter().filter(|pair| pair.1 == by[2]).cloned().collect();
    world.kept = first.iter().filter(|pair| !lost.contains(pair)).cloned().collect();
    world.reviewers.remove(2);
    assert_eq!(made(&world).pairs.len(), lost.len());
}

#[test]
fn groups_without_a_proposal_in_common_are_warned_of() {
    let (of, by) = (proposals(4), reviewers(4));
    let mut world = input(&of, &by, 2, 4);
    for (at, proposal) in of.iter().enumerate() {
        let barred = if at < 2 { &by[2..] } else { &by[..2] };
        world.forbidden.extend(barred.iter().map(|one| (proposal.clone(), one.clone())));
    }
    let expected = Warning::SeparateGroups { groups: 2, smallest: by[..2].to_vec() };
    assert_eq!(made(&world).warnings, [expected]);
    let lonely = made(&input(&of[..1], &by[..2], 2, 4));
    assert_eq!(lonely.warnings, [Warning::FewShared { reviewers: by[..2].to_vec() }]);
}

#[test]
fn a_composition_is_kept_and_what_it_leaves_short_is_told() {
    let (of, by) = (proposals(3), reviewers(4));
    let mut world = input(&of, &by, 2, 3);
    world.composition = Composition { one_per_unit: true, one_senior: true };
    for (at, one) in world.reviewers.iter_mut().enumerate() {
        one.unit = Some(UnitCode::new(if at < 2 { "P.D1" } else { "P.D2" }));
        one.senior = at == 0;
    }
    let found = made(&world);
    assert_eq!((found.pairs.len(), found.shortages.len()), (6, 0));
    assert_eq!(loads(&found)[&by[0]], 3);
    let with_senior = pairs(&found).into_iter().filter(|pair| pair.1 == by[0]).count();
    assert_eq!(with_senior, 3);
    assert!(!pairs(&found).iter().any(|pair| pair.1 == by[1]));

    world.reviewers[0].max_load = 2;
    let short = made(&world);
    let reasons: Vec<_> = short.shortages.iter().map(|one| (one.missing, one.reason)).collect();
    assert_eq!(reasons, [(1, ShortageReason::NoSenior)]);
    assert!(
        matches!(short.warnings.last(), Some(Warning::WithoutSenior { proposals }) if proposals.len() == 1)
    );
    assert!(short.bottleneck.is_some());
}

#[test]
fn a_late_conflict_takes_back_as_few_unbegun_tasks_as_can_be_and_only_if_allowed() {
    // The first may no longer judge the first proposal; only the second can. The second's load is
    // full with the second proposal, which the first can take.
    let (of, by) = (proposals(2), reviewers(2));
    let mut world = input(&of, &by, 1, 1);
    world.forbidden = [(of[0].clone(), by[0].clone())].into();
    world.kept = [(of[1].clone(), by[1].clone())].into();
    world.unbegun = world.kept.clone();
    let fixed = made(&world);
    assert_eq!((fixed.pairs.len(), fixed.taken_back.len(), fixed.shortages.len()), (0, 0, 1));
    world.changes = 1;
    let moved = made(&world);
    assert_eq!(pairs(&moved), [(of[0].clone(), by[1].clone()), (of[1].clone(), by[0].clone())]);
    let back: Vec<_> = moved.taken_back.iter().map(|one| (&one.proposal, &one.reviewer)).collect();
    assert_eq!((back, moved.shortages.len()), (vec![(&of[1], &by[1])], 0));
    // A task that was begun is not taken back.
    world.unbegun.clear();
    assert_eq!(made(&world).shortages.len(), 1);
}

/// The size of the largest planned call; also in a debug build.
#[test]
fn two_thousand_proposals_of_three_reviews_are_planned_at_once() {
    let (of, by) = (proposals(2000), reviewers(120));
    let mut world = input(&of, &by, 3, 60);
    for (at, one) in world.proposals.iter_mut().enumerate() {
        one.subject.problem = format!("M-{:03}", at % 25);
    }
    for (at, one) in world.reviewers.iter_mut().enumerate() {
        one.expertise = knows(&format!("M-{:03}", at % 25));
    }
    let started = std::time::Instant::now();
    let found = made(&world);
    assert_eq!((found.pairs.len(), found.shortages.len()), (6000, 0));
    assert!(started.elapsed().as_secs() < 20, "{:?}", started.elapsed());
}

proptest! {
    /// In any small case: limits hold, and what is missing is missing in every plan.
    #[test]
    fn no_limit_is_broken_and_no_shortage_is_avoidable(
        (of, by) in (1_usize..5, 1_usize..5),
        wanted in 1_u32..4,
        most in prop::collection::vec(0_u32..4, 5),
        barred in prop::collection::vec(any::<bool>(), 25),
    ) {
        let (of, by) = (proposals(of), reviewers(by));
        let mut world = input(&of, &by, wanted, 0);
        for (capacity, most) in world.reviewers.iter_mut().zip(&most) {
            capacity.max_load = *most;
        }
        let all = of.iter().flat_map(|one| by.iter().map(move |other| (one.clone(), other.clone())));
        world.forbidden = all.zip(&barred).filter(|(_, no)| **no).map(|(pair, _)| pair).collect();
        let made = plan(&world).unwrap();
        let loads = loads(&made);
        for capacity in &world.reviewers {
            let load = loads.get(&capacity.reviewer).copied().unwrap_or(0);
            prop_assert!(load <= capacity.max_load as usize);
        }
        prop_assert!(pairs(&made).iter().all(|pair| !world.forbidden.contains(pair)));
        let distinct: BTreeSet<Pair> = pairs(&made).into_iter().collect();
        prop_assert_eq!(distinct.len(), made.pairs.len());
        prop_assert_eq!(made.pairs.len(), best(&world));
        prop_assert_eq!(plan(&world).unwrap(), made);
    }
}

/// The most pairs that any plan can have, by Hall's formula over all sets of reviewers: the minimum
/// over every set S of Σ loads in S + Σ over proposals of min(wanted, allowed outside S).
fn best(world: &PlanInput) -> usize {
    let sets = 0_u32..(1 << world.reviewers.len());
    let bound = |set: u32| {
        let is_in = |at: usize| set & (1 << at) != 0;
        let inside = world.reviewers.iter().enumerate().filter(|(at, _)| is_in(*at));
        let loads: u32 = inside.map(|(_, one)| one.max_load).sum();
        let open = |demand: &Demand| {
            let outside = world.reviewers.iter().enumerate().filter(|(at, one)| {
                let pair = (demand.proposal.clone(), one.reviewer.clone());
                !is_in(*at) && !world.forbidden.contains(&pair)
            });
            demand.wanted.min(u32::try_from(outside.count()).unwrap())
        };
        loads + world.proposals.iter().map(open).sum::<u32>()
    };
    usize::try_from(sets.map(bound).min().unwrap()).unwrap()
}
