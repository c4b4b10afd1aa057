//! Compares the plan with every other plan on small random instances with many ties.

use super::*;
use proptest::prelude::*;

pub(super) const GOALS: [Goals; 4] = [
    Goals { priority: Priority::WorstPair, load_weight: 0 },
    Goals { priority: Priority::Total, load_weight: 0 },
    Goals { priority: Priority::WorstPair, load_weight: 50_000 },
    Goals { priority: Priority::Total, load_weight: 70_001 },
];

prop_compose! {
    /// Up to 5 x 5; one pair in five is a conflict, affinities are multiples of 100,000, and
    /// sometimes a pair is fixed.
    pub(super) fn small()(proposals in 1..=5_usize, reviewers in 1..=5_usize)(
        demand in prop::collection::vec(0..=3_u32, proposals),
        loads in prop::collection::vec((0..=2_u32, 0..=4_u32), reviewers),
        affinities in prop::collection::vec(
            prop::collection::vec(prop::option::weighted(0.8, 0..=6_u32), reviewers), proposals),
        fix_first in prop::bool::weighted(0.2),
    ) -> Input {
        let loads: Vec<_> = loads.iter().map(|&(min, more)| (min, min + more)).collect();
        let rows: Vec<Vec<Option<u32>>> = affinities
            .iter()
            .map(|row| row.iter().map(|cell| cell.map(|grade| grade * 100_000)).collect())
            .collect();
        let rows: Vec<&[Option<u32>]> = rows.iter().map(Vec::as_slice).collect();
        let mut input = instance(&demand, &loads, &rows);
        let may_stay = |pair: &&Pair| demand[pair.proposal] > 0 && loads[pair.reviewer].1 > 0;
        if let Some(pair) = input.pairs.iter().find(may_stay).filter(|_| fix_first) {
            input.fixed.push((pair.proposal, pair.reviewer));
        }
        input
    }
}

/// Calls `found` with every plan that keeps all rules.
pub(super) fn every_plan(input: &Input, found: &mut dyn FnMut(&[Pair])) {
    let missing = input.proposals.iter().map(|proposal| proposal.demand).collect();
    let room = input.reviewers.iter().map(|reviewer| reviewer.max_load).collect();
    let mut walk = Walk { input, missing, room, taken: Vec::new(), found };
    walk.from(0);
}

struct Walk<'a> {
    input: &'a Input,
    missing: Vec<u32>,
    room: Vec<u32>,
    taken: Vec<Pair>,
    found: &'a mut dyn FnMut(&[Pair]),
}

impl Walk<'_> {
    fn from(&mut self, next: usize) {
        let Some(&pair) = self.input.pairs.get(next) else {
            let all_served = self.missing.iter().all(|&missing| missing == 0);
            let limits = self.input.reviewers.iter().zip(&self.room);
            let busy = limits.clone().all(|(r, room)| r.max_load - room >= r.min_load);
            if all_served && busy {
                (self.found)(&self.taken);
            }
            return;
        };
        if self.missing[pair.proposal] > 0 && self.room[pair.reviewer] > 0 {
            self.missing[pair.proposal] -= 1;
            self.room[pair.reviewer] -= 1;
            self.taken.push(pair);
            self.from(next + 1);
            self.taken.pop();
            self.missing[pair.proposal] += 1;
            self.room[pair.reviewer] += 1;
        }
        if !self.input.fixed.contains(&(pair.proposal, pair.reviewer)) {
            let left = &self.input.pairs[next + 1..];
            let later = left.iter().filter(|later| later.proposal == pair.proposal).count();
            if later >= self.missing[pair.proposal] as usize {
                self.from(next + 1);
            }
        }
    }
}

/// What the goals compare, in this order: worst free pair, value, and the rank among equals.
pub(super) fn merit(input: &Input, goals: Goals, plan: &[Pair]) -> (u32, i64, i64) {
    let is_free = |pair: &&Pair| !input.fixed.contains(&(pair.proposal, pair.reviewer));
    let worst = plan.iter().filter(is_free).map(|pair| pair.affinity).min().unwrap_or(0);
    let mut loads = vec![0_i64; input.reviewers.len()];
    for pair in plan {
        loads[pair.reviewer] += 1;
    }
    let total: i64 = plan.iter().map(|pair| i64::from(pair.affinity)).sum();
    let cost: i64 = loads.iter().map(|load| load * load).sum();
    let rank = |pair: &Pair| {
        super::ties::rank(&input.proposals[pair.proposal].id, &input.reviewers[pair.reviewer].id)
    };
    let ranks = plan.iter().filter(is_free).map(rank).sum();
    let first = if goals.priority == Priority::WorstPair { worst } else { 0 };
    (first, total - i64::from(goals.load_weight) * cost, ranks)
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(200))]

    #[test]
    fn the_plan_is_the_best_of_all_plans_and_its_proof_fits_no_other(input in small()) {
        for goals in GOALS {
            let mut best = None;
            every_plan(&input, &mut |plan| {
                best = best.take().max(Some((merit(&input, goals, plan), positions(plan))));
            });
            match (solve(&input, goals).unwrap(), best) {
                (Outcome::Assigned(plan), Some(best)) => {
                    let exchanged = plan.certificate.exchanged;
                    let (best, merits) = (positions(&plan.pairs) == best.1, best.0);
                    let own = merit(&input, goals, &plan.pairs);
                    prop_assert!(best || exchanged, "{:?}", plan.pairs);
                    prop_assert_eq!((own.0, own.1), (merits.0, merits.1));
                    let mut looked_at = 0;
                    every_plan(&input, &mut |other| {
                        let same = other == plan.pairs;
                        looked_at += 1;
                        if looked_at < 500 {
                            let merit = merit(&input, goals, other);
                            let equal = exchanged && (merit.0, merit.1) == (own.0, own.1);
                            let proven = verify(&input, other, &plan.certificate).is_ok();
                            assert_eq!(proven, same || equal);
                        }
                    });
                }
                (Outcome::Short(shortage), None) => prop_assert!(shortage.is_proven(&input)),
                (outcome, best) => prop_assert!(false, "{outcome:?} against {best:?}"),
            }
        }
    }

    #[test]
    fn the_order_of_the_input_changes_nothing(input in small(), seed in any::<u64>()) {
        let shuffled = shuffled(&input, seed);
        for goals in GOALS {
            match (solve(&input, goals).unwrap(), solve(&shuffled, goals).unwrap()) {
                (Outcome::Assigned(one), Outcome::Assigned(other)) => {
                    prop_assert_eq!(by_id(&input, &one.pairs), by_id(&shuffled, &other.pairs));
                    prop_assert_eq!(one.total, other.total);
                }
                (Outcome::Short(one), Outcome::Short(other)) => {
                    prop_assert_eq!(one.in_words(&input), other.in_words(&shuffled));
                }
                (one, other) => prop_assert!(false, "{one:?} against {other:?}"),
            }
        }
    }

    #[test]
    fn least_loads_in_one_flow_are_no_worse_than_filled_first(input in small()) {
        let goals = Goals { priority: Priority::Total, load_weight: 0 };
        let two_stages = two_stages(&Input { fixed: Vec::new(), ..input.clone() });
        if let Some(total) = two_stages {
            let joint = assigned(&Input { fixed: Vec::new(), ..input }, goals);
            prop_assert!(joint.total >= total, "{} below {}", joint.total, total);
        }
    }
}

/// The merit of the best plan.
pub(super) fn best_merit(input: &Input, goals: Goals) -> Option<(u32, i64, i64)> {
    let mut best = None;
    every_plan(input, &mut |plan| best = best.max(Some(merit(input, goals, plan))));
    best
}

fn moved<T: Clone>(order: &[usize], list: &[T]) -> Vec<T> {
    order.iter().filter_map(|&old| list.get(old).cloned()).collect()
}

/// The same problem, all lists in another order.
pub(super) fn shuffled(input: &Input, seed: u64) -> Input {
    let order = |size: usize, salt: u64| {
        let mut order: Vec<usize> = (0..size).collect();
        order.sort_by_key(|&at| super::synthetic::mix(seed ^ salt, at as u64));
        order
    };
    let (proposals, reviewers) = (order(input.proposals.len(), 1), order(input.reviewers.len(), 2));
    let place = |order: &[usize], at: usize| order.iter().position(|&old| old == at).unwrap();
    let pair = |&at: &usize| {
        let Pair { proposal, reviewer, affinity } = input.pairs[at];
        let (proposal, reviewer) = (place(&proposals, proposal), place(&reviewers, reviewer));
        Pair { proposal, reviewer, affinity }
    };
    let fixed = |&(p, r): &(usize, usize)| (place(&proposals, p), place(&reviewers, r));
    Input {
        pairs: order(input.pairs.len(), 3).iter().map(pair).collect(),
        fixed: input.fixed.iter().map(fixed).collect(),
        rules: Rules {
            institutions: moved(&reviewers, &input.rules.institutions),
            seniors: moved(&reviewers, &input.rules.seniors),
            needs_senior: input.rules.needs_senior.iter().map(|&p| place(&proposals, p)).collect(),
        },
        proposals: proposals.iter().map(|&p| input.proposals[p].clone()).collect(),
        reviewers: reviewers.iter().map(|&r| input.reviewers[r].clone()).collect(),
    }
}

/// The total when reviewers' minimum loads are filled optimally first, and the rest after that.
fn two_stages(input: &Input) -> Option<u64> {
    let goals = Goals { priority: Priority::Total, load_weight: 0 };
    let turned = Input {
        proposals: input
            .reviewers
            .iter()
            .map(|r| Proposal { id: r.id.clone(), demand: r.min_load })
            .collect(),
        reviewers: input
            .proposals
            .iter()
            .map(|p| Reviewer { id: p.id.clone(), min_load: 0, max_load: p.demand })
            .collect(),
        pairs: input
            .pairs
            .iter()
            .map(|p| Pair { proposal: p.reviewer, reviewer: p.proposal, affinity: p.affinity })
            .collect(),
        ..Input::default()
    };
    let Outcome::Assigned(first) = solve(&turned, goals).unwrap() else {
        return None;
    };
    let fixed = first.pairs.iter().map(|pair| (pair.reviewer, pair.proposal)).collect();
    match solve(&Input { fixed, ..input.clone() }, goals).unwrap() {
        Outcome::Assigned(plan) => Some(plan.total),
        Outcome::Short(_) => None,
    }
}
