//! A balanced plan of who reviews what: as many reviewers per proposal as the call asks for, loads
//! as even as can be, no forbidden pair. The first pass takes the least loaded; a second one swaps
//! along chains, so a shortage that remains cannot be avoided. Deterministic. Pure.

use crate::ids::{ProposalId, UserId};
use serde::Serialize;
use std::collections::{BTreeMap, BTreeSet, VecDeque};

/// A proposal and the reviewers it should have, those it has already included.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Demand {
    pub proposal: ProposalId,
    pub wanted: u32,
}

/// A reviewer, what they have already and the most they take.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Capacity {
    pub reviewer: UserId,
    pub load: u32,
    pub max_load: u32,
}

pub type Pair = (ProposalId, UserId);

/// All the plan depends on.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub struct PlanInput {
    pub proposals: Vec<Demand>,
    pub reviewers: Vec<Capacity>,
    /// Pairs in conflict, and pairs that were taken back.
    pub forbidden: BTreeSet<Pair>,
    /// Pairs that stand already; their load is counted in `reviewers`.
    pub kept: BTreeSet<Pair>,
}

/// Why a proposal has too few reviewers.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, utoipa::ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum ShortageReason {
    /// The panel has too few members who may review it, whatever their load.
    TooFewWithoutConflict,
    /// Enough may, but their loads are full.
    LoadsFull,
}

/// A proposal that the plan cannot give enough reviewers.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Shortage {
    pub proposal: ProposalId,
    pub missing: u32,
    /// Members of the panel who may review it.
    pub allowed: u32,
    pub reason: ShortageReason,
}

/// New pairs in order of proposal and reviewer, and what could not be filled.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Plan {
    pub pairs: Vec<Pair>,
    pub shortages: Vec<Shortage>,
}

/// Makes the plan.
pub fn plan(input: &PlanInput) -> Plan {
    let mut work = Work::new(input);
    for demand in work.most_constrained_first() {
        while work.missing(&demand.proposal, demand.wanted) > 0 {
            let Some(reviewer) = work.least_loaded_for(&demand.proposal) else { break };
            work.give(&demand.proposal, &reviewer);
        }
    }
    for demand in work.most_constrained_first() {
        while work.missing(&demand.proposal, demand.wanted) > 0 {
            if !work.make_room(&demand.proposal) {
                break;
            }
        }
    }
    work.finish()
}

struct Work<'a> {
    input: &'a PlanInput,
    /// Forbidden pairs, by proposal.
    barred: BTreeMap<&'a ProposalId, BTreeSet<&'a UserId>>,
    wanted: BTreeMap<&'a ProposalId, u32>,
    /// Kept and new pairs, by proposal.
    held: BTreeMap<&'a ProposalId, BTreeSet<&'a UserId>>,
    /// New pairs only, by reviewer: these may still be moved.
    new: BTreeMap<&'a UserId, BTreeSet<&'a ProposalId>>,
    load: BTreeMap<&'a UserId, u32>,
    most: BTreeMap<&'a UserId, u32>,
}

impl<'a> Work<'a> {
    fn new(input: &'a PlanInput) -> Self {
        let load = input.reviewers.iter().map(|one| (&one.reviewer, one.load)).collect();
        let most = input.reviewers.iter().map(|one| (&one.reviewer, one.max_load)).collect();
        let wanted = input.proposals.iter().map(|one| (&one.proposal, one.wanted)).collect();
        let (barred, held) = (by_proposal(&input.forbidden), by_proposal(&input.kept));
        Self { input, barred, wanted, held, new: BTreeMap::new(), load, most }
    }

    fn missing(&self, proposal: &ProposalId, wanted: u32) -> u32 {
        let has = self.held.get(proposal).map_or(0, BTreeSet::len);
        wanted.saturating_sub(u32::try_from(has).unwrap_or(u32::MAX))
    }

    fn is_allowed(&self, proposal: &ProposalId, reviewer: &UserId) -> bool {
        !self.barred.get(proposal).is_some_and(|barred| barred.contains(reviewer))
    }

    fn holds(&self, proposal: &ProposalId, reviewer: &UserId) -> bool {
        self.held.get(proposal).is_some_and(|held| held.contains(reviewer))
    }

    fn has_room(&self, reviewer: &UserId) -> bool {
        self.load.get(reviewer) < self.most.get(reviewer)
    }

    /// Members who may review it and do not yet.
    fn candidates(&self, proposal: &ProposalId) -> impl Iterator<Item = &'a UserId> {
        let fits = |one: &&'a UserId| self.is_allowed(proposal, one) && !self.holds(proposal, one);
        self.input.reviewers.iter().map(|one| &one.reviewer).filter(fits)
    }

    fn allowed(&self, proposal: &ProposalId) -> usize {
        let reviewers = self.input.reviewers.iter();
        reviewers.filter(|one| self.is_allowed(proposal, &one.reviewer)).count()
    }

    fn most_constrained_first(&self) -> Vec<&'a Demand> {
        let mut demands: Vec<&Demand> = self.input.proposals.iter().collect();
        demands
            .sort_by_cached_key(|demand| (self.allowed(&demand.proposal), demand.proposal.clone()));
        demands
    }

    fn least_loaded_for(&self, proposal: &ProposalId) -> Option<UserId> {
        self.candidates(proposal)
            .filter(|reviewer| self.has_room(reviewer))
            .min_by_key(|reviewer| (self.load.get(reviewer), *reviewer))
            .cloned()
    }

    fn give(&mut self, proposal: &ProposalId, reviewer: &UserId) {
        let Some((proposal, reviewer)) = self.known(proposal, reviewer) else { return };
        self.held.entry(proposal).or_default().insert(reviewer);
        self.new.entry(reviewer).or_default().insert(proposal);
        *self.load.entry(reviewer).or_default() += 1;
    }

    fn take(&mut self, proposal: &ProposalId, reviewer: &UserId) {
        let Some((proposal, reviewer)) = self.known(proposal, reviewer) else { return };
        self.held.entry(proposal).or_default().remove(reviewer);
        self.new.entry(reviewer).or_default().remove(proposal);
        let load = self.load.entry(reviewer).or_default();
        *load = load.saturating_sub(1);
    }

    /// The same names as the input holds them.
    fn known(
        &self,
        proposal: &ProposalId,
        reviewer: &UserId,
    ) -> Option<(&'a ProposalId, &'a UserId)> {
        let (proposal, _) = self.wanted.get_key_value(proposal)?;
        let (reviewer, _) = self.most.get_key_value(reviewer)?;
        Some((proposal, reviewer))
    }

    /// Gives `start` one more reviewer by moving others' new pairs along the shortest chain:
    /// a full reviewer takes `start` and hands another proposal on. False when no chain exists.
    fn make_room(&mut self, start: &ProposalId) -> bool {
        // How each reviewer was reached: the proposal that wants them.
        let mut wanted_by: BTreeMap<&'a UserId, &'a ProposalId> = BTreeMap::new();
        // How each proposal was reached: the reviewer who would hand it on.
        let mut freed_from: BTreeMap<&'a ProposalId, &'a UserId> = BTreeMap::new();
        let Some((first, _)) = self.wanted.get_key_value(start) else { return false };
        let mut queue = VecDeque::from([*first]);
        while let Some(proposal) = queue.pop_front() {
            for reviewer in self.candidates(proposal).collect::<Vec<_>>() {
                if wanted_by.contains_key(reviewer) {
                    continue;
                }
                wanted_by.insert(reviewer, proposal);
                if self.has_room(reviewer) {
                    self.move_along(reviewer, &wanted_by, &freed_from);
                    return true;
                }
                for other in self.new.get(reviewer).into_iter().flatten() {
                    if *other != start && !freed_from.contains_key(other) {
                        freed_from.insert(other, reviewer);
                        queue.push_back(other);
                    }
                }
            }
        }
        false
    }

    fn move_along(
        &mut self,
        free: &'a UserId,
        wanted_by: &BTreeMap<&'a UserId, &'a ProposalId>,
        freed_from: &BTreeMap<&'a ProposalId, &'a UserId>,
    ) {
        let mut receiver = free;
        while let Some(proposal) = wanted_by.get(receiver) {
            self.give(proposal, receiver);
            let Some(giver) = freed_from.get(proposal) else { return };
            self.take(proposal, giver);
            receiver = giver;
        }
    }

    fn finish(self) -> Plan {
        let shortages = self
            .input
            .proposals
            .iter()
            .filter_map(|demand| {
                let missing = self.missing(&demand.proposal, demand.wanted);
                let allowed = u32::try_from(self.allowed(&demand.proposal)).unwrap_or(u32::MAX);
                let reason = if allowed < demand.wanted {
                    ShortageReason::TooFewWithoutConflict
                } else {
                    ShortageReason::LoadsFull
                };
                let proposal = demand.proposal.clone();
                (missing > 0).then_some(Shortage { proposal, missing, allowed, reason })
            })
            .collect();
        let pair = |(reviewer, proposals): (&UserId, BTreeSet<&ProposalId>)| {
            let reviewer = reviewer.clone();
            proposals
                .into_iter()
                .map(move |one| (one.clone(), reviewer.clone()))
                .collect::<Vec<_>>()
        };
        let mut pairs: Vec<Pair> = self.new.into_iter().flat_map(pair).collect();
        pairs.sort();
        Plan { pairs, shortages }
    }
}

fn by_proposal(pairs: &BTreeSet<Pair>) -> BTreeMap<&ProposalId, BTreeSet<&UserId>> {
    let mut by: BTreeMap<&ProposalId, BTreeSet<&UserId>> = BTreeMap::new();
    for (proposal, reviewer) in pairs {
        by.entry(proposal).or_default().insert(reviewer);
    }
    by
}

#[cfg(test)]
mod tests {
    use super::*;
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
        let demand = |proposal: &ProposalId| Demand { proposal: proposal.clone(), wanted };
        let capacity =
            |reviewer: &UserId| Capacity { reviewer: reviewer.clone(), load: 0, max_load };
        PlanInput {
            proposals: of.iter().map(demand).collect(),
            reviewers: by.iter().map(capacity).collect(),
            ..PlanInput::default()
        }
    }

    fn loads(plan: &Plan) -> BTreeMap<UserId, usize> {
        let mut loads = BTreeMap::new();
        for (_, reviewer) in &plan.pairs {
            *loads.entry(reviewer.clone()).or_default() += 1;
        }
        loads
    }

    #[test]
    fn loads_are_even_when_nothing_forbids_it() {
        let made = plan(&input(&proposals(10), &reviewers(5), 3, 10));
        assert_eq!((made.pairs.len(), made.shortages.len()), (30, 0));
        assert!(loads(&made).values().all(|load| *load == 6));
    }

    #[test]
    fn a_chain_of_swaps_finds_what_greed_misses() {
        let (of, by) = (proposals(2), reviewers(3));
        // Both first look equally hard; only the third reviewer may take the second proposal
        // besides the first reviewer, whose load is one.
        let mut world = input(&of, &by, 2, 1);
        world.reviewers[2].max_load = 2;
        world.proposals[0].wanted = 1;
        world.forbidden = [(of[1].clone(), by[1].clone())].into();
        world.forbidden.insert((of[0].clone(), by[2].clone()));
        let made = plan(&world);
        assert_eq!(made.shortages, []);
        assert_eq!(made.pairs.len(), 3);
    }

    #[test]
    fn a_shortage_names_the_proposal_and_the_cause() {
        let (of, by) = (proposals(2), reviewers(2));
        let mut world = input(&of, &by, 2, 2);
        world.forbidden = [(of[0].clone(), by[0].clone())].into();
        let made = plan(&world);
        let expected = Shortage {
            proposal: of[0].clone(),
            missing: 1,
            allowed: 1,
            reason: ShortageReason::TooFewWithoutConflict,
        };
        assert_eq!(made.shortages, [expected]);
        let full = plan(&input(&of, &by, 2, 1));
        let missing: u32 = full.shortages.iter().map(|shortage| shortage.missing).sum();
        assert_eq!(missing, 2);
        assert!(full.shortages.iter().all(|one| one.reason == ShortageReason::LoadsFull));
    }

    #[test]
    fn what_stands_already_counts_and_is_not_given_twice() {
        let (of, by) = (proposals(1), reviewers(2));
        let mut world = input(&of, &by, 2, 5);
        world.kept = [(of[0].clone(), by[0].clone())].into();
        world.reviewers[0].load = 1;
        assert_eq!(plan(&world).pairs, [(of[0].clone(), by[1].clone())]);
    }

    proptest! {
        /// In any small world: limits hold, and what is missing is missing in every plan.
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
            let made = plan(&world);
            let loads = loads(&made);
            for capacity in &world.reviewers {
                let load = loads.get(&capacity.reviewer).copied().unwrap_or(0);
                prop_assert!(load <= capacity.max_load as usize);
            }
            prop_assert!(made.pairs.iter().all(|pair| !world.forbidden.contains(pair)));
            let distinct: BTreeSet<&Pair> = made.pairs.iter().collect();
            prop_assert_eq!(distinct.len(), made.pairs.len());
            prop_assert_eq!(made.pairs.len(), best(&world));
            prop_assert_eq!(plan(&world), made);
        }
    }

    /// The most pairs any plan can have, by Hall's formula over all sets of reviewers: the smallest
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
}
