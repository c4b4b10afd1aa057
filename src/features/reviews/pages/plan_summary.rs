//! A plan in a few lines, before its tables: how many tasks, how well they fit in words, who has most, who is in conflict.

use crate::features::reviews::actions::{PlanPreview, ReviewerLoad};
use crate::features::reviews::rules::affinity::{
    OF_NOTHING, OF_THE_BRANCH, OF_THE_PROBLEM, OF_THE_UNIT,
};
use std::collections::BTreeSet;

/// What is to be seen first of a plan.
pub(super) struct PlanSummary {
    /// New tasks, and how many reviewers get them.
    pub(super) given: usize,
    pub(super) reviewers: usize,
    pub(super) taken_back: usize,
    /// By how well a reviewer knows the subject, best first: the name of the level and its pairs.
    pub(super) fit: Vec<(&'static str, usize)>,
    /// Who would have most: name, tasks, and the most they take.
    pub(super) heaviest: Option<(String, u32, u32)>,
    /// Reviewers who are in conflict with proposals of the plan, and with how many.
    pub(super) in_conflict: Vec<(String, u32)>,
    /// Proposals that get too few.
    pub(super) short: usize,
}

/// How well a reviewer knows the subject, by name.
pub(super) fn fit_of(affinity: u32) -> &'static str {
    match affinity {
        OF_THE_PROBLEM.. => "problem",
        OF_THE_UNIT.. => "unit",
        OF_THE_BRANCH.. => "branch",
        _ => "none",
    }
}

fn load_of(one: &ReviewerLoad) -> u32 {
    (one.held + one.added).saturating_sub(one.taken_back)
}

impl PlanSummary {
    pub(super) fn of(plan: &PlanPreview) -> Self {
        let levels = [OF_THE_PROBLEM, OF_THE_UNIT, OF_THE_BRANCH, OF_NOTHING].map(fit_of);
        let pairs =
            |level: &str| plan.pairs.iter().filter(|pair| fit_of(pair.affinity) == level).count();
        let fit = levels.into_iter().map(|level| (level, pairs(level)));
        let people: BTreeSet<_> = plan.pairs.iter().map(|pair| &pair.reviewer).collect();
        let heaviest = plan.loads.iter().max_by_key(|one| load_of(one));
        let conflicted = plan.loads.iter().filter(|one| one.conflicts > 0);
        Self {
            given: plan.pairs.len(),
            reviewers: people.len(),
            taken_back: plan.taken_back.len(),
            fit: fit.filter(|(_, pairs)| *pairs > 0).collect(),
            heaviest: heaviest.map(|one| (one.name.clone(), load_of(one), one.max_load)),
            in_conflict: conflicted.map(|one| (one.name.clone(), one.conflicts)).collect(),
            short: plan.shortages.len(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_affinity_is_told_by_what_it_stands_for() {
        for (affinity, name) in
            [(1_000_000, "problem"), (700_000, "unit"), (400_000, "branch"), (100_000, "none")]
        {
            assert_eq!(fit_of(affinity), name);
        }
    }
}
