//! What becomes of the open tasks of a reviewer who leaves. Pure.

use super::plan::{Pair, PlanInput};
use crate::kernel::ids::{ProposalId, UserId};
use std::collections::{BTreeMap, BTreeSet};

/// The same planning without one member: each of their open tasks wants one other reviewer, and nothing else is
/// planned or taken back.
pub fn without(mut input: PlanInput, leaver: &UserId, open: &BTreeSet<ProposalId>) -> PlanInput {
    let is_theirs = |pair: &Pair| &pair.1 == leaver;
    input.reviewers.retain(|one| &one.reviewer != leaver);
    input.kept.retain(|pair| !is_theirs(pair));
    input.unbegun.clear();
    input.changes = 0;
    input.comparability_step = 0;
    let mut kept: BTreeMap<&ProposalId, u32> = BTreeMap::new();
    for (proposal, _) in &input.kept {
        *kept.entry(proposal).or_default() += 1;
    }
    for demand in &mut input.proposals {
        let has = kept.get(&demand.proposal).copied().unwrap_or(0);
        demand.wanted = if open.contains(&demand.proposal) { has + 1 } else { has };
    }
    input
}

/// Which of their open tasks one named member can take: none on which a conflict or an earlier task forbids it, and
/// not more than their load leaves.
pub fn named(input: &PlanInput, to: &UserId, open: &BTreeSet<ProposalId>) -> BTreeSet<ProposalId> {
    let Some(capacity) = input.reviewers.iter().find(|one| &one.reviewer == to) else {
        return BTreeSet::new();
    };
    let held = input.kept.iter().filter(|pair| &pair.1 == to).count();
    let free = usize::try_from(capacity.max_load).unwrap_or(usize::MAX).saturating_sub(held);
    let may = |proposal: &&ProposalId| {
        let pair = ((*proposal).clone(), to.clone());
        !input.forbidden.contains(&pair) && !input.kept.contains(&pair)
    };
    open.iter().filter(may).take(free).cloned().collect()
}

#[cfg(test)]
mod tests {
    use super::super::affinity::Subject;
    use super::super::plan::{Capacity, Demand};
    use super::*;
    use crate::kernel::ids::UnitCode;

    fn input(proposals: &[&ProposalId], reviewers: &[&UserId], load: u32) -> PlanInput {
        let demand = |proposal: &&ProposalId| Demand {
            proposal: (*proposal).clone(),
            wanted: 3,
            subject: Subject {
                problem: "M-001".to_owned(),
                owner_unit: UnitCode::new("P"),
                branch: UnitCode::new("P"),
            },
        };
        let capacity = |reviewer: &&UserId| Capacity {
            reviewer: (*reviewer).clone(),
            max_load: load,
            expertise: super::super::affinity::Expertise::default(),
            unit: None,
            senior: false,
        };
        PlanInput {
            proposals: proposals.iter().map(demand).collect(),
            reviewers: reviewers.iter().map(capacity).collect(),
            ..PlanInput::default()
        }
    }

    #[test]
    fn only_the_open_places_of_who_leaves_are_filled_again() {
        let (one, two) = (ProposalId::new().unwrap(), ProposalId::new().unwrap());
        let (rina, budi) = (UserId::new().unwrap(), UserId::new().unwrap());
        let mut before = input(&[&one, &two], &[&rina, &budi], 5);
        let pairs = [(&one, &rina), (&two, &rina), (&two, &budi)];
        before.kept = pairs.map(|(of, by)| (of.clone(), by.clone())).into();
        before.changes = 4;
        // On the first a task is open; on the second a sheet was handed in.
        let after = without(before, &rina, &[one.clone()].into());
        assert_eq!(after.kept, [(two.clone(), budi.clone())].into());
        let wanted: Vec<u32> = after.proposals.iter().map(|one| one.wanted).collect();
        assert_eq!((wanted, after.changes), (vec![1, 1], 0));
        assert!(after.reviewers.iter().all(|one| one.reviewer == budi));
    }

    #[test]
    fn a_named_member_takes_what_no_conflict_forbids_and_the_load_leaves() {
        let all: Vec<ProposalId> = (0..3).map(|_| ProposalId::new().unwrap()).collect();
        let (rina, budi) = (UserId::new().unwrap(), UserId::new().unwrap());
        let open: BTreeSet<ProposalId> = all.iter().cloned().collect();
        let mut of = input(&all.iter().collect::<Vec<_>>(), &[&budi], 2);
        assert_eq!(named(&of, &budi, &open).len(), 2);
        assert_eq!(named(&of, &rina, &open).len(), 0);
        of.forbidden = all.iter().take(2).map(|one| (one.clone(), budi.clone())).collect();
        assert_eq!(named(&of, &budi, &open), all.iter().skip(2).cloned().collect());
    }
}
