//! A plan as it is shown before it is applied: names, loads, and a description of what is missing.

use super::world::{PlanningData, known};
use super::{
    PlanComparability, PlanPreview, PlannedPair, ProposalCover, ReviewerLoad, ShortageView, words,
};
use crate::features::reviews::rules::plan::{Capacity, Demand, Pair, Plan, Planned, Shortage};
use crate::kernel::errors::Failure;
use crate::kernel::ids::ProposalId;
use std::collections::BTreeMap;

impl PlanningData {
    pub(super) fn describe(&self, made: &Plan) -> Result<PlanPreview, Failure> {
        let view = |pair: &Planned| {
            Ok(PlannedPair {
                proposal: pair.proposal.clone(),
                number: self.number(&pair.proposal)?,
                reviewer: pair.reviewer.clone(),
                name: self.name(&pair.reviewer)?,
                affinity: pair.affinity,
            })
        };
        let shortage = |shortage: &Shortage| {
            Ok(ShortageView {
                proposal: shortage.proposal.clone(),
                number: self.number(&shortage.proposal)?,
                missing: shortage.missing,
                allowed: shortage.allowed,
                reason: shortage.reason,
            })
        };
        let narrow = made.bottleneck.as_ref();
        Ok(PlanPreview {
            plan_hash: self.hash(made)?,
            pairs: each(&made.pairs, view)?,
            taken_back: each(&made.taken_back, view)?,
            total: made.total,
            worst_pair: made.worst_pair,
            shortages: each(&made.shortages, shortage)?,
            shortage_reason: narrow.map(|narrow| words::bottleneck(narrow, self)).transpose()?,
            warnings: each(&made.warnings, |warning| words::warning(warning, self))?,
            loads: self.loads(made)?,
            proposals: self.cover(made)?,
            comparability: PlanComparability::of(made, self.input.comparability_step),
        })
    }

    fn loads(&self, made: &Plan) -> Result<Vec<ReviewerLoad>, Failure> {
        let added = counted(made.pairs.iter().map(|pair| &pair.reviewer));
        let held = counted(self.input.kept.iter().map(|(_, reviewer)| reviewer));
        let taken_back = counted(made.taken_back.iter().map(|pair| &pair.reviewer));
        let conflicts = counted(self.conflicts().map(|(_, reviewer)| reviewer));
        let load = |one: &Capacity| {
            Ok(ReviewerLoad {
                unit: one.unit.clone(),
                senior: one.senior,
                taken_back: taken_back.get(&one.reviewer).copied().unwrap_or(0),
                conflicts: conflicts.get(&one.reviewer).copied().unwrap_or(0),
                reviewer: one.reviewer.clone(),
                name: self.name(&one.reviewer)?,
                held: held.get(&one.reviewer).copied().unwrap_or(0),
                added: added.get(&one.reviewer).copied().unwrap_or(0),
                max_load: *known(&self.max_loads, &one.reviewer)?,
            })
        };
        each(&self.input.reviewers, load)
    }

    /// Conflicts between the panel and the planned proposals.
    fn conflicts(&self) -> impl Iterator<Item = &Pair> {
        self.in_conflict.iter().filter(|(proposal, reviewer)| {
            self.numbers.contains_key(proposal) && self.names.contains_key(reviewer)
        })
    }

    fn cover(&self, made: &Plan) -> Result<Vec<ProposalCover>, Failure> {
        let held = counted(self.input.kept.iter().map(|(proposal, _)| proposal));
        let added = counted(made.pairs.iter().map(|pair| &pair.proposal));
        let taken_back = counted(made.taken_back.iter().map(|pair| &pair.proposal));
        let barred = counted(self.conflicts().map(|(proposal, _)| proposal));
        let panel = u32::try_from(self.input.reviewers.len()).unwrap_or(u32::MAX);
        let of = |counts: &BTreeMap<&ProposalId, u32>, one: &Demand| {
            counts.get(&one.proposal).copied().unwrap_or(0)
        };
        let cover = |one: &Demand| {
            Ok(ProposalCover {
                proposal: one.proposal.clone(),
                number: self.number(&one.proposal)?,
                wanted: one.wanted,
                held: of(&held, one),
                added: of(&added, one),
                taken_back: of(&taken_back, one),
                candidates: panel.saturating_sub(of(&barred, one)),
            })
        };
        each(&self.input.proposals, cover)
    }
}

fn each<T, U>(all: &[T], shown: impl Fn(&T) -> Result<U, Failure>) -> Result<Vec<U>, Failure> {
    all.iter().map(shown).collect()
}

fn counted<'a, K: Ord>(keys: impl Iterator<Item = &'a K>) -> BTreeMap<&'a K, u32> {
    let mut counts = BTreeMap::new();
    for key in keys {
        *counts.entry(key).or_default() += 1;
    }
    counts
}
