//! The plan of who reviews what: as many reviewers per proposal as the call asks for, the worst pair
//! as good as can be, then the most expertise with loads as even as that allows. Solved and proven
//! by `matching`; here is what goes in, and what comes out in this room's terms. Pure.

use super::affinity::{Expertise, Subject, affinity};
use crate::ids::{ProposalId, UserId};
use crate::matching::{self, Fault, Goals, Input, Outcome, Priority, SolveError, solve};
use serde::Serialize;
use std::collections::{BTreeMap, BTreeSet};

/// A proposal and the reviewers it should have, those it has already included.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Demand {
    pub proposal: ProposalId,
    pub wanted: u32,
    pub subject: Subject,
}

/// A member of the panel and the most proposals of this plan they take, those they have included.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Capacity {
    pub reviewer: UserId,
    pub max_load: u32,
    pub expertise: Expertise,
}

pub type Pair = (ProposalId, UserId);

/// All the plan depends on.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub struct PlanInput {
    pub proposals: Vec<Demand>,
    pub reviewers: Vec<Capacity>,
    /// Pairs in conflict, and pairs that were taken back.
    pub forbidden: BTreeSet<Pair>,
    /// Pairs that stand already and stay: planning again after a conflict or a dropout changes
    /// nothing else.
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

/// Why not everybody can be served: these proposals together need more than all who may review them
/// can give (Hall's condition, counted again by `matching`).
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Bottleneck {
    pub proposals: Vec<ProposalId>,
    /// All who may review one of them.
    pub reviewers: Vec<UserId>,
    /// Reviews still needed, and those that can be given.
    pub needed: u64,
    pub available: u64,
}

/// What will make the scores hard to compare.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Warning {
    /// The reviewers fall into groups without a proposal in common.
    SeparateGroups { groups: usize, smallest: Vec<UserId> },
    /// Reviewers who share too few proposals with others.
    FewShared { reviewers: Vec<UserId> },
}

/// A new assignment.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Planned {
    pub proposal: ProposalId,
    pub reviewer: UserId,
    pub affinity: u32,
}

/// The best plan there is. Sums and warnings are about all pairs, those that stand included.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Plan {
    /// New pairs, by proposal and reviewer.
    pub pairs: Vec<Planned>,
    /// Sum of the affinities.
    pub total: u64,
    /// The lowest affinity; none without pairs.
    pub worst_pair: Option<u32>,
    pub shortages: Vec<Shortage>,
    pub bottleneck: Option<Bottleneck>,
    pub warnings: Vec<Warning>,
}

/// What uneven loads cost, in units of affinity: a step of expertise (300,000) is worth a reviewer
/// having 7.5 proposals more than another.
const LOAD_WEIGHT: u32 = 20_000;

const GOALS: Goals = Goals { priority: Priority::WorstPair, load_weight: LOAD_WEIGHT };

/// Makes the plan. Where not every proposal can have all its reviewers, as many reviews are planned
/// as any plan could have, and what is missing is spread over the proposals.
///
/// # Errors
/// When `matching` finds the input or its own answer at fault; neither comes from people's doings.
pub fn plan(input: &PlanInput) -> Result<Plan, SolveError> {
    let mut table = table(input);
    if input.proposals.is_empty() || input.reviewers.is_empty() {
        return Ok(without_anybody(input));
    }
    match solve(&table, GOALS)? {
        Outcome::Assigned(found) => Ok(described(input, &table, &found)),
        Outcome::Short(shortage) => {
            let bottleneck = bottleneck(input, &shortage);
            lower_demands(&mut table)?;
            match solve(&table, GOALS)? {
                Outcome::Assigned(found) => {
                    Ok(Plan { bottleneck: Some(bottleneck), ..described(input, &table, &found) })
                }
                Outcome::Short(_) => Err(SolveError::Unproven(Fault::NoPlanNoReason)),
            }
        }
    }
}

/// The input in positions: every pair that is not forbidden, with its affinity.
fn table(input: &PlanInput) -> Input {
    let reviewers: BTreeMap<&UserId, usize> =
        input.reviewers.iter().enumerate().map(|(at, one)| (&one.reviewer, at)).collect();
    let barred = by_proposal(&input.forbidden);
    let kept = by_proposal(&input.kept);
    let none = BTreeSet::new();
    let mut table = Input::default();
    for (at, demand) in input.proposals.iter().enumerate() {
        let barred = barred.get(&demand.proposal).unwrap_or(&none);
        let kept = kept.get(&demand.proposal).unwrap_or(&none);
        for (position, one) in input.reviewers.iter().enumerate() {
            if kept.contains(&one.reviewer) || !barred.contains(&one.reviewer) {
                let affinity = affinity(&one.expertise, &demand.subject);
                table.pairs.push(matching::Pair { proposal: at, reviewer: position, affinity });
            }
        }
        let fixed = kept.iter().filter_map(|one| reviewers.get(one)).map(|one| (at, *one));
        let before = table.fixed.len();
        table.fixed.extend(fixed);
        let demand_at_least = narrow(table.fixed.len() - before);
        table.proposals.push(matching::Proposal {
            id: demand.proposal.to_string(),
            demand: demand.wanted.max(demand_at_least),
        });
    }
    let mut loads = vec![0_u32; input.reviewers.len()];
    for (_, reviewer) in &table.fixed {
        if let Some(load) = loads.get_mut(*reviewer) {
            *load += 1;
        }
    }
    let reviewer = |(one, load): (&Capacity, u32)| matching::Reviewer {
        id: one.reviewer.to_string(),
        min_load: 0,
        max_load: one.max_load.max(load),
    };
    table.reviewers = input.reviewers.iter().zip(loads).map(reviewer).collect();
    table
}

/// Lowers each demand to what it gets in a plan with as many reviews as can be. Beside the panel
/// stand as many substitutes as a proposal wants reviewers; whom a substitute serves goes short. A
/// substitute is worth next to nothing, and each further one less, so that no proposal goes short
/// twice where two can go short once.
fn lower_demands(table: &mut Input) -> Result<(), SolveError> {
    let panel = table.reviewers.len();
    let most = table.proposals.iter().map(|one| one.demand).max().unwrap_or(0);
    let mut wider = table.clone();
    for pair in &mut wider.pairs {
        pair.affinity = matching::HIGHEST_AFFINITY;
    }
    for nth in 0..most {
        let reviewer = wider.reviewers.len();
        let (id, max_load) = (format!("substitute {nth}"), narrow(table.proposals.len()));
        wider.reviewers.push(matching::Reviewer { id, min_load: 0, max_load });
        let worth = |proposal| matching::Pair { proposal, reviewer, affinity: most - nth };
        wider.pairs.extend((0..table.proposals.len()).map(worth));
    }
    let goals = Goals { priority: Priority::Total, load_weight: 0 };
    if let Outcome::Assigned(found) = solve(&wider, goals)? {
        let mut served = vec![0; table.proposals.len()];
        for pair in found.pairs.iter().filter(|pair| pair.reviewer < panel) {
            if let Some(count) = served.get_mut(pair.proposal) {
                *count += 1;
            }
        }
        for (proposal, served) in table.proposals.iter_mut().zip(served) {
            proposal.demand = served;
        }
    }
    Ok(())
}

fn described(input: &PlanInput, table: &Input, found: &matching::Plan) -> Plan {
    let user = |at: &usize| input.reviewers.get(*at).map(|one| one.reviewer.clone());
    let users = |positions: &[usize]| positions.iter().filter_map(user).collect::<Vec<_>>();
    let pair = |pair: &matching::Pair| {
        Some(Planned {
            proposal: input.proposals.get(pair.proposal)?.proposal.clone(),
            reviewer: user(&pair.reviewer)?,
            affinity: pair.affinity,
        })
    };
    let all: Vec<Planned> = found.pairs.iter().filter_map(pair).collect();
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
        total: found.total,
        worst_pair: found.worst_pair,
        shortages: shortages(input, table),
        bottleneck: None,
        warnings: found.warnings.iter().map(warning).collect(),
        pairs: all.into_iter().filter(is_new).collect(),
    }
}

fn bottleneck(input: &PlanInput, shortage: &matching::Shortage) -> Bottleneck {
    let proposal = |at: &usize| input.proposals.get(*at).map(|one| one.proposal.clone());
    let reviewer = |at: &usize| input.reviewers.get(*at).map(|one| one.reviewer.clone());
    Bottleneck {
        proposals: shortage.proposals.iter().filter_map(proposal).collect(),
        reviewers: shortage.reviewers.iter().filter_map(reviewer).collect(),
        needed: shortage.needed,
        available: shortage.available,
    }
}

/// What lowered demands lack of those wanted.
fn shortages(input: &PlanInput, table: &Input) -> Vec<Shortage> {
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
            (missing > 0).then(|| short_of(demand, missing, allowed))
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

/// Nothing to plan, or nobody to plan with.
fn without_anybody(input: &PlanInput) -> Plan {
    let short = input.proposals.iter().filter(|demand| demand.wanted > 0);
    let needed = short.clone().map(|demand| u64::from(demand.wanted)).sum();
    let proposals: Vec<ProposalId> = short.clone().map(|one| one.proposal.clone()).collect();
    Plan {
        shortages: short.map(|demand| short_of(demand, demand.wanted, 0)).collect(),
        bottleneck: (needed > 0).then(|| Bottleneck { proposals, needed, ..Bottleneck::default() }),
        ..Plan::default()
    }
}

fn by_proposal(pairs: &BTreeSet<Pair>) -> BTreeMap<&ProposalId, BTreeSet<&UserId>> {
    let mut by: BTreeMap<&ProposalId, BTreeSet<&UserId>> = BTreeMap::new();
    for (proposal, reviewer) in pairs {
        by.entry(proposal).or_default().insert(reviewer);
    }
    by
}

fn narrow(count: usize) -> u32 {
    u32::try_from(count).unwrap_or(u32::MAX)
}

#[cfg(test)]
mod tests;
