//! The plan of who reviews what: as many reviewers for each proposal as the call asks for, the
//! worst pair as good as possible, then the most expertise with loads as even as that permits.
//! `matching` solves and proves it; this file prepares the input and translates the result. Pure.

mod outcome;
mod preference;

use super::affinity::{Expertise, Subject, affinity};
use crate::features::calls::Composition;
use crate::kernel::ids::{ProposalId, UnitCode, UserId};
use matching::{
    self, Fault, Goals, Input, Links, Outcome, Priority, RevisionOutcome, SolveError, in_steps,
    resolve, solve,
};
use outcome::{bottleneck, described, without_anybody};
pub use preference::plan;
use serde::Serialize;
use std::collections::{BTreeMap, BTreeSet};

/// A proposal and the number of reviewers it should have, existing ones included.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Demand {
    pub proposal: ProposalId,
    pub wanted: u32,
    pub subject: Subject,
}

/// A member of the panel and the most proposals of this plan they take, existing ones included.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Capacity {
    pub reviewer: UserId,
    pub max_load: u32,
    pub expertise: Expertise,
    /// Their unit; a member without a unit never shares one.
    pub unit: Option<UnitCode>,
    pub senior: bool,
}

pub type Pair = (ProposalId, UserId);

/// Everything that the plan depends on.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub struct PlanInput {
    pub proposals: Vec<Demand>,
    pub reviewers: Vec<Capacity>,
    /// Pairs in conflict, and pairs that were taken back.
    pub forbidden: BTreeSet<Pair>,
    /// Existing pairs, which stay: planning again after a conflict or a dropout changes nothing
    /// else.
    pub kept: BTreeSet<Pair>,
    /// Those of `kept` that were not begun, and how many of them may be taken back if a proposal
    /// would otherwise have too few reviewers.
    pub unbegun: BTreeSet<Pair>,
    pub changes: u32,
    pub composition: Composition,
    /// Pairs with the same multiple of this may count as equal, if that links the reviewers better;
    /// 0 and 1: none may.
    #[serde(skip_serializing_if = "preference::is_none")]
    pub comparability_step: u32,
}

/// Why a proposal has too few reviewers.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, utoipa::ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum ShortageReason {
    /// The panel has too few members who may review it, whatever their load.
    TooFewWithoutConflict,
    /// There are enough, but their loads are full.
    LoadsFull,
    /// A place is reserved for a senior reviewer, and none is available.
    NoSenior,
}

/// A proposal for which the plan has too few reviewers.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Shortage {
    pub proposal: ProposalId,
    pub missing: u32,
    /// Members of the panel who may review it.
    pub allowed: u32,
    pub reason: ShortageReason,
}

/// Why not every proposal gets its reviewers: these proposals together need more reviews than all
/// who may review them can give (Hall's condition, checked again by `matching`).
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Bottleneck {
    pub proposals: Vec<ProposalId>,
    /// All who may review one of them.
    pub reviewers: Vec<UserId>,
    /// Reviews still needed, and reviews that can be given.
    pub needed: u64,
    pub available: u64,
}

/// A reason why the scores will be hard to compare.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Warning {
    /// The reviewers form groups without a common proposal.
    SeparateGroups { groups: usize, smallest: Vec<UserId> },
    /// Reviewers who share too few proposals with others.
    FewShared { reviewers: Vec<UserId> },
    /// Proposals without the senior reviewer they should have: existing pairs leave no place for
    /// one, or both rules of the composition together were too hard.
    WithoutSenior { proposals: Vec<ProposalId> },
}

/// A new assignment.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Planned {
    pub proposal: ProposalId,
    pub reviewer: UserId,
    pub affinity: u32,
}

/// The best plan. Sums and warnings are about all pairs, existing ones included.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Plan {
    /// New pairs, by proposal and reviewer.
    pub pairs: Vec<Planned>,
    /// Existing pairs that are taken back.
    pub taken_back: Vec<Planned>,
    /// Sum of the affinities.
    pub total: u64,
    /// The lowest affinity; `None` without pairs.
    pub worst_pair: Option<u32>,
    pub shortages: Vec<Shortage>,
    pub bottleneck: Option<Bottleneck>,
    pub warnings: Vec<Warning>,
    pub links: Links,
    /// The plan's figures without the preference for comparability, if that was asked for.
    pub without_preference: Option<PlanSummary>,
}

/// The value of a plan, and how comparable its scores are.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct PlanSummary {
    pub links: Links,
    pub total: u64,
    pub worst_pair: Option<u32>,
}

impl Plan {
    pub fn standing(&self) -> PlanSummary {
        PlanSummary { links: self.links, total: self.total, worst_pair: self.worst_pair }
    }
}

/// The cost of uneven loads, in units of affinity: one level of expertise (300,000) is worth as
/// much as one reviewer having 7.5 proposals more than another.
const LOAD_WEIGHT: u32 = 20_000;

const GOALS: Goals = Goals { priority: Priority::WorstPair, load_weight: LOAD_WEIGHT };

/// Makes the plan with affinities in multiples of a step. If not every proposal can have all its
/// reviewers, as many reviews are planned as any plan could have, and the missing ones are spread
/// over the proposals. Tasks that were not begun are taken back only if somebody would otherwise
/// have too few reviewers; as few as possible, and none if the number needed is not permitted.
fn planned(input: &PlanInput, step: u32) -> Result<Plan, SolveError> {
    if input.proposals.is_empty() || input.reviewers.is_empty() {
        return Ok(without_anybody(input));
    }
    let mut table = table(input, &input.kept, step);
    let shortage = match solved(&mut table)? {
        Outcome::Assigned(found) => return Ok(described(input, &table, &found)),
        Outcome::Short(shortage) => shortage,
    };
    if let Some(exchanged) = with_changes(input, step)? {
        return Ok(exchanged);
    }
    let bottleneck = bottleneck(input, &shortage);
    lower_demands(&mut table)?;
    match solved(&mut table)? {
        Outcome::Assigned(found) => {
            Ok(Plan { bottleneck: Some(bottleneck), ..described(input, &table, &found) })
        }
        Outcome::Short(_) => Err(SolveError::Unproven(Fault::NoPlanNoReason)),
    }
}

/// If both rules together are too hard to decide, the rule about seniors is dropped with a warning.
fn solved(table: &mut Input) -> Result<Outcome, SolveError> {
    match solve(table, GOALS) {
        Err(SolveError::Undecided) => {
            table.rules.needs_senior.clear();
            solve(table, GOALS)
        }
        other => other,
    }
}

/// The plan that takes back the fewest tasks, if that number is permitted.
fn with_changes(input: &PlanInput, step: u32) -> Result<Option<Plan>, SolveError> {
    if input.changes == 0 {
        return Ok(None);
    }
    let stays: BTreeSet<Pair> = input.kept.difference(&input.unbegun).cloned().collect();
    let table = table(input, &stays, step);
    let places = |pair: &Pair| {
        let proposal = input.proposals.iter().position(|one| one.proposal == pair.0)?;
        Some((proposal, input.reviewers.iter().position(|one| one.reviewer == pair.1)?))
    };
    let earlier: Vec<_> = input.unbegun.iter().filter_map(places).collect();
    let revision = match resolve(&table, GOALS, &earlier, None) {
        Ok(RevisionOutcome::Revised(revision)) => revision,
        Ok(RevisionOutcome::Short(_)) | Err(SolveError::Undecided) => return Ok(None),
        Err(fault) => return Err(fault),
    };
    let few = revision.given_up.len() <= input.changes as usize;
    Ok(few.then(|| described(input, &table, &revision.plan)))
}

/// The input as positions: every pair that is not forbidden, with its affinity in multiples of a
/// step.
fn table(input: &PlanInput, stays: &BTreeSet<Pair>, step: u32) -> Input {
    let reviewers: BTreeMap<&UserId, usize> =
        input.reviewers.iter().enumerate().map(|(at, one)| (&one.reviewer, at)).collect();
    let barred = by_proposal(&input.forbidden);
    let kept = by_proposal(stays);
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
    table.rules = rules(input);
    in_steps(&mut table, step);
    table
}

fn rules(input: &PlanInput) -> matching::Rules {
    let mut rules = matching::Rules::default();
    if input.composition.one_per_unit {
        let unit = |one: &Capacity| one.unit.as_ref().map(ToString::to_string);
        rules.institutions = input.reviewers.iter().map(unit).collect();
    }
    if input.composition.one_senior {
        rules.seniors = input.reviewers.iter().map(|one| one.senior).collect();
        rules.needs_senior = (0..input.proposals.len()).collect();
    }
    rules
}

/// Lowers each demand to what the proposal gets in a plan with the most reviews possible. For each
/// proposal as many substitutes are added as it wants reviewers; a review by a substitute is a
/// missing one. A substitute's value is near zero and decreases with each further one, so that no
/// proposal lacks two where two proposals can lack one each.
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
        if !wider.rules.institutions.is_empty() {
            wider.rules.institutions.push(None);
        }
        if !wider.rules.seniors.is_empty() {
            wider.rules.seniors.push(true);
        }
    }
    let goals = Goals { priority: Priority::Total, load_weight: 0 };
    let outcome = match solve(&wider, goals) {
        Err(SolveError::Undecided) => {
            wider.rules.needs_senior.clear();
            solve(&wider, goals)?
        }
        other => other?,
    };
    if let Outcome::Assigned(found) = outcome {
        let mut served = vec![0; table.proposals.len()];
        let is_senior =
            |pair: &matching::Pair| table.rules.seniors.get(pair.reviewer) == Some(&true);
        let own = found.pairs.iter().filter(|pair| pair.reviewer < panel);
        let with: BTreeSet<usize> =
            own.filter(|pair| is_senior(pair)).map(|pair| pair.proposal).collect();
        table.rules.needs_senior.retain(|proposal| with.contains(proposal));
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
