//! The result of `matching` as new pairs, pairs taken back, missing reviewers with the reason, and
//! warnings. Pure.

use super::{
    Bottleneck, Demand, Pair, Plan, PlanInput, Planned, Shortage, ShortageReason, Warning,
};
use crate::features::reviews::rules::affinity::affinity;
use crate::kernel::ids::{ProposalId, UserId};
use matching::{self, Input};
use std::collections::BTreeSet;

pub(super) fn described(input: &PlanInput, table: &Input, found: &matching::Plan) -> Plan {
    let user = |at: &usize| input.reviewers.get(*at).map(|one| one.reviewer.clone());
    let users = |positions: &[usize]| positions.iter().filter_map(user).collect::<Vec<_>>();
    // The table may have the affinities in steps; people see the real ones.
    let pair = |pair: &matching::Pair| {
        let (demand, one) =
            (input.proposals.get(pair.proposal)?, input.reviewers.get(pair.reviewer)?);
        Some(Planned {
            proposal: demand.proposal.clone(),
            reviewer: one.reviewer.clone(),
            affinity: affinity(&one.expertise, &demand.subject),
        })
    };
    let all: Vec<Planned> = found.pairs.iter().filter_map(pair).collect();
    let taken_back = taken_back(input, &all);
    let without_senior = without_senior(input, &all);
    let is_new =
        |pair: &Planned| !input.kept.contains(&(pair.proposal.clone(), pair.reviewer.clone()));
    let warning = |warning: &matching::Warning| match warning {
        matching::Warning::SeparateGroups { groups } => Warning::SeparateGroups {
            groups: groups.len(),
            smallest: groups.first().map_or_else(Vec::new, |group| users(group)),
        },
        matching::Warning::FewShared { reviewers } => {
            Warning::FewShared { reviewers: users(reviewers) }
        }
    };
    Plan {
        total: all.iter().map(|pair| u64::from(pair.affinity)).sum(),
        worst_pair: all.iter().map(|pair| pair.affinity).min(),
        links: matching::links(table, &found.pairs),
        without_preference: None,
        shortages: shortages(input, table, &without_senior),
        bottleneck: None,
        warnings: found
            .warnings
            .iter()
            .map(warning)
            .chain(
                (!without_senior.is_empty())
                    .then_some(Warning::WithoutSenior { proposals: without_senior }),
            )
            .collect(),
        taken_back,
        pairs: all.into_iter().filter(is_new).collect(),
    }
}

fn taken_back(input: &PlanInput, now: &[Planned]) -> Vec<Planned> {
    let now: BTreeSet<(&ProposalId, &UserId)> =
        now.iter().map(|pair| (&pair.proposal, &pair.reviewer)).collect();
    let gone = input.unbegun.iter().filter(|pair| !now.contains(&(&pair.0, &pair.1)));
    let affinity_of = |pair: &Pair| {
        let demand = input.proposals.iter().find(|one| one.proposal == pair.0)?;
        let one = input.reviewers.iter().find(|one| one.reviewer == pair.1)?;
        Some(affinity(&one.expertise, &demand.subject))
    };
    gone.map(|pair| Planned {
        proposal: pair.0.clone(),
        reviewer: pair.1.clone(),
        affinity: affinity_of(pair).unwrap_or(0),
    })
    .collect()
}

/// Proposals that should have a senior reviewer and have none.
fn without_senior(input: &PlanInput, pairs: &[Planned]) -> Vec<ProposalId> {
    if !input.composition.one_senior {
        return Vec::new();
    }
    let seniors: BTreeSet<&UserId> =
        input.reviewers.iter().filter(|one| one.senior).map(|one| &one.reviewer).collect();
    let with: BTreeSet<&ProposalId> = pairs
        .iter()
        .filter(|pair| seniors.contains(&pair.reviewer))
        .map(|pair| &pair.proposal)
        .collect();
    let wanting = input.proposals.iter().filter(|one| one.wanted > 0);
    wanting.map(|one| &one.proposal).filter(|one| !with.contains(one)).cloned().collect()
}

pub(super) fn bottleneck(input: &PlanInput, shortage: &matching::Shortage) -> Bottleneck {
    let proposal = |at: &usize| input.proposals.get(*at).map(|one| one.proposal.clone());
    let reviewer = |at: &usize| input.reviewers.get(*at).map(|one| one.reviewer.clone());
    Bottleneck {
        proposals: shortage.proposals.iter().filter_map(proposal).collect(),
        reviewers: shortage.reviewers.iter().filter_map(reviewer).collect(),
        needed: shortage.needed,
        available: shortage.available,
    }
}

/// The difference between wanted and lowered demands.
fn shortages(input: &PlanInput, table: &Input, no_senior: &[ProposalId]) -> Vec<Shortage> {
    let mut allowed = vec![0_u32; input.proposals.len()];
    for pair in &table.pairs {
        if let Some(count) = allowed.get_mut(pair.proposal) {
            *count += 1;
        }
    }
    let demands = input.proposals.iter().zip(&table.proposals).zip(allowed);
    demands
        .filter_map(|((demand, served), allowed)| {
            let missing = demand.wanted.saturating_sub(served.demand);
            let mut short = short_of(demand, missing, allowed);
            if no_senior.contains(&demand.proposal) {
                short.reason = ShortageReason::NoSenior;
            }
            (missing > 0).then_some(short)
        })
        .collect()
}

fn short_of(demand: &Demand, missing: u32, allowed: u32) -> Shortage {
    let reason = if allowed < demand.wanted {
        ShortageReason::TooFewWithoutConflict
    } else {
        ShortageReason::LoadsFull
    };
    Shortage { proposal: demand.proposal.clone(), missing, allowed, reason }
}

/// The plan when there are no proposals or no reviewers.
pub(super) fn without_anybody(input: &PlanInput) -> Plan {
    let short = input.proposals.iter().filter(|demand| demand.wanted > 0);
    let needed = short.clone().map(|demand| u64::from(demand.wanted)).sum();
    let proposals: Vec<ProposalId> = short.clone().map(|one| one.proposal.clone()).collect();
    Plan {
        shortages: short.map(|demand| short_of(demand, demand.wanted, 0)).collect(),
        bottleneck: (needed > 0).then(|| Bottleneck { proposals, needed, ..Bottleneck::default() }),
        ..Plan::default()
    }
}
