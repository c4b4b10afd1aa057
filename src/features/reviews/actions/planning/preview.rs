//! A plan as it is shown before it is applied: names, loads, and a description of what is missing.

use super::world::{PlanningData, of_or_zero};
use super::{
    PlanComparability, PlanPreview, PlannedPair, ProposalCover, ReviewerLoad, ShortageView, words,
};
use crate::features::reviews::rules::plan::{Capacity, Demand, Pair, Plan, Planned};
use crate::kernel::errors::Failure;
use crate::kernel::ids::ProposalId;
use std::collections::BTreeMap;

impl PlanningData {
    pub(super) fn describe(&self, made: &Plan) -> Result<PlanPreview, Failure> {
        let view = |pair: &Planned| PlannedPair {
            proposal: pair.proposal.clone(),
            number: self.number(&pair.proposal),
            reviewer: pair.reviewer.clone(),
            name: self.name(&pair.reviewer),
            affinity: pair.affinity,
        };
        let shortages = made.shortages.iter().map(|shortage| ShortageView {
            proposal: shortage.proposal.clone(),
            number: self.number(&shortage.proposal),
            missing: shortage.missing,
            allowed: shortage.allowed,
            reason: shortage.reason,
        });
        Ok(PlanPreview {
            plan_hash: self.hash(made)?,
            pairs: made.pairs.iter().map(view).collect(),
            taken_back: made.taken_back.iter().map(view).collect(),
            total: made.total,
            worst_pair: made.worst_pair,
            shortages: shortages.collect(),
            shortage_reason: made.bottleneck.as_ref().map(|narrow| words::bottleneck(narrow, self)),
            warnings: made.warnings.iter().map(|warning| words::warning(warning, self)).collect(),
            loads: self.loads(made),
            proposals: self.cover(made),
            comparability: PlanComparability::of(made, self.input.comparability_step),
        })
    }

    fn loads(&self, made: &Plan) -> Vec<ReviewerLoad> {
        let added = counted(made.pairs.iter().map(|pair| &pair.reviewer));
        let held = counted(self.input.kept.iter().map(|(_, reviewer)| reviewer));
        let taken_back = counted(made.taken_back.iter().map(|pair| &pair.reviewer));
        let conflicts = counted(self.conflicts().map(|(_, reviewer)| reviewer));
        let load = |one: &Capacity| ReviewerLoad {
            unit: one.unit.clone(),
            senior: one.senior,
            taken_back: taken_back.get(&one.reviewer).copied().unwrap_or(0),
            conflicts: conflicts.get(&one.reviewer).copied().unwrap_or(0),
            reviewer: one.reviewer.clone(),
            name: self.name(&one.reviewer),
            held: held.get(&one.reviewer).copied().unwrap_or(0),
            added: added.get(&one.reviewer).copied().unwrap_or(0),
            max_load: of_or_zero(&self.max_loads, &one.reviewer),
        };
        self.input.reviewers.iter().map(load).collect()
    }

    /// Conflicts between the panel and the planned proposals.
    fn conflicts(&self) -> impl Iterator<Item = &Pair> {
        self.in_conflict.iter().filter(|(proposal, reviewer)| {
            self.numbers.contains_key(proposal) && self.names.contains_key(reviewer)
        })
    }

    fn cover(&self, made: &Plan) -> Vec<ProposalCover> {
        let held = counted(self.input.kept.iter().map(|(proposal, _)| proposal));
        let added = counted(made.pairs.iter().map(|pair| &pair.proposal));
        let taken_back = counted(made.taken_back.iter().map(|pair| &pair.proposal));
        let barred = counted(self.conflicts().map(|(proposal, _)| proposal));
        let panel = u32::try_from(self.input.reviewers.len()).unwrap_or(u32::MAX);
        let of = |counts: &BTreeMap<&ProposalId, u32>, one: &Demand| {
            counts.get(&one.proposal).copied().unwrap_or(0)
        };
        let cover = |one: &Demand| ProposalCover {
            proposal: one.proposal.clone(),
            number: self.number(&one.proposal),
            wanted: one.wanted,
            held: of(&held, one),
            added: of(&added, one),
            taken_back: of(&taken_back, one),
            candidates: panel.saturating_sub(of(&barred, one)),
        };
        self.input.proposals.iter().map(cover).collect()
    }
}

fn counted<'a, K: Ord>(keys: impl Iterator<Item = &'a K>) -> BTreeMap<&'a K, u32> {
    let mut counts = BTreeMap::new();
    for key in keys {
        *counts.entry(key).or_default() += 1;
    }
    counts
}
