//! The automatic plan: a preview that saves nothing, and applying exactly what was previewed. The
//! hash covers the pairs and all they were made from; a changed world has another hash.

use super::assigning::give;
use super::{Entry, hidden_from, members, record, visible_call};
use crate::access::{self, Act, Facts, Viewer};
use crate::calls::Call;
use crate::canonical;
use crate::clock::Timestamp;
use crate::db::Db;
use crate::errors::{Failure, Problem};
use crate::ids::{CallId, ProposalId, UserId};
use crate::reviews::rules::PLAN_CHANGED;
use crate::reviews::rules::conflict::{Candidacy, found};
use crate::reviews::rules::plan::{Capacity, Demand, Pair, Plan, PlanInput, ShortageReason, plan};
use crate::reviews::{Origin, store};
use serde::Serialize;
use serde_json::json;
use std::collections::{BTreeMap, BTreeSet};

/// One new assignment of the plan.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, utoipa::ToSchema)]
pub struct PlannedPair {
    pub proposal: ProposalId,
    #[schema(example = "TB-2026-0012")]
    pub number: String,
    pub reviewer: UserId,
}

/// A proposal that gets too few reviewers, and why.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, utoipa::ToSchema)]
pub struct ShortageView {
    pub proposal: ProposalId,
    pub number: String,
    /// Reviewers it still lacks.
    pub missing: u32,
    /// Members of the panel who may review it at all.
    pub allowed: u32,
    pub reason: ShortageReason,
}

/// What a member of the panel holds, gets and takes at most.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, utoipa::ToSchema)]
pub struct ReviewerLoad {
    pub reviewer: UserId,
    pub name: String,
    pub held: u32,
    pub added: u32,
    pub max_load: u32,
}

/// The plan before it is applied.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, utoipa::ToSchema)]
pub struct PlanPreview {
    /// Give it back to apply just this plan.
    pub plan_hash: String,
    pub pairs: Vec<PlannedPair>,
    pub shortages: Vec<ShortageView>,
    pub loads: Vec<ReviewerLoad>,
}

/// What applying the plan did.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, utoipa::ToSchema)]
pub struct Applied {
    pub plan_hash: String,
    pub assigned: usize,
}

/// Works the plan out and saves nothing.
///
/// # Errors
/// `not_found`, `forbidden`, `wrong_phase`.
pub fn preview(
    db: &mut Db,
    viewer: &Viewer,
    id: &CallId,
    now: Timestamp,
) -> Result<PlanPreview, Failure> {
    let call = visible_call(db, viewer, id, now)?;
    access::may(viewer, Act::Assign, Facts::in_phase(call.phase(now)))?;
    let world = World::load(db, viewer, &call)?;
    let made = plan(&world.input);
    world.describe(&made)
}

/// Applies the plan with this hash.
///
/// # Errors
/// As [`preview`]; `plan_changed` when the plan would be another one by now.
pub fn apply(
    db: &mut Db,
    viewer: &Viewer,
    id: &CallId,
    plan_hash: &str,
    now: Timestamp,
) -> Result<Applied, Failure> {
    let call = visible_call(db, viewer, id, now)?;
    access::may(viewer, Act::Assign, Facts::in_phase(call.phase(now)))?;
    let world = World::load(db, viewer, &call)?;
    let made = plan(&world.input);
    let current = world.hash(&made)?;
    if current != plan_hash {
        return Err(Problem::new(PLAN_CHANGED).into());
    }
    for (proposal, reviewer) in &made.pairs {
        give(db, viewer, (id, proposal, reviewer), Origin::Automatic, now)?;
    }
    let entry = Entry {
        act: "assignments.planned",
        subject: format!("call:{id}"),
        payload: json!({"plan_hash": plan_hash, "pairs": made.pairs}),
    };
    record(db, viewer, entry, now)?;
    Ok(Applied { plan_hash: current, assigned: made.pairs.len() })
}

/// Everything the plan is made from, and the names to show it with.
struct World {
    input: PlanInput,
    numbers: BTreeMap<ProposalId, String>,
    names: BTreeMap<UserId, String>,
}

impl World {
    fn load(db: &mut Db, viewer: &Viewer, call: &Call) -> Result<Self, Failure> {
        let hidden = hidden_from(db, viewer, &call.id)?;
        let mut candidacies = store::candidacies(db, &call.id)?;
        // Those the viewer is in conflict with are planned by somebody else.
        candidacies.retain(|candidacy| !hidden.contains(&candidacy.proposal));
        let panel = members(db, &call.id)?;
        let mut forbidden: BTreeSet<Pair> = store::conflicts_of_call(db, &call.id)?
            .into_iter()
            .map(|conflict| (conflict.proposal, conflict.user))
            .collect();
        let found_in = |of: &Candidacy| {
            let in_conflict = panel.iter().filter(|one| found(&one.standing, of).is_some());
            in_conflict
                .map(|one| (of.proposal.clone(), one.standing.user.clone()))
                .collect::<Vec<_>>()
        };
        forbidden.extend(candidacies.iter().flat_map(found_in));
        let (mut kept, mut held) = (BTreeSet::new(), BTreeMap::<UserId, u32>::new());
        for task in store::all_of_call(db, &call.id)? {
            if task.state.is_held() {
                *held.entry(task.reviewer.clone()).or_default() += 1;
                kept.insert((task.proposal, task.reviewer));
            } else {
                // What was taken back is given again by hand only.
                forbidden.insert((task.proposal, task.reviewer));
            }
        }
        let wanted = call.definition.panel.sheets_per_proposal;
        let demand = |of: &Candidacy| Demand { proposal: of.proposal.clone(), wanted };
        let reviewers = panel.iter().map(|one| Capacity {
            reviewer: one.standing.user.clone(),
            load: held.get(&one.standing.user).copied().unwrap_or(0),
            max_load: one.max_load,
        });
        let input = PlanInput {
            proposals: candidacies.iter().map(demand).collect(),
            reviewers: reviewers.collect(),
            forbidden,
            kept,
        };
        let numbers = candidacies.into_iter().map(|one| (one.proposal, one.number)).collect();
        let names = panel.into_iter().map(|one| (one.standing.user, one.name)).collect();
        Ok(Self { input, numbers, names })
    }

    fn hash(&self, made: &Plan) -> Result<String, Failure> {
        Ok(canonical::hash_of(&json!({"input": self.input, "pairs": made.pairs}))?)
    }

    fn number(&self, proposal: &ProposalId) -> String {
        self.numbers.get(proposal).cloned().unwrap_or_default()
    }

    fn describe(&self, made: &Plan) -> Result<PlanPreview, Failure> {
        let pair = |(proposal, reviewer): &Pair| PlannedPair {
            proposal: proposal.clone(),
            number: self.number(proposal),
            reviewer: reviewer.clone(),
        };
        let shortages = made.shortages.iter().map(|shortage| ShortageView {
            proposal: shortage.proposal.clone(),
            number: self.number(&shortage.proposal),
            missing: shortage.missing,
            allowed: shortage.allowed,
            reason: shortage.reason,
        });
        let added = |reviewer: &UserId| {
            let theirs = made.pairs.iter().filter(|(_, one)| one == reviewer).count();
            u32::try_from(theirs).unwrap_or(u32::MAX)
        };
        let loads = self.input.reviewers.iter().map(|one| ReviewerLoad {
            reviewer: one.reviewer.clone(),
            name: self.names.get(&one.reviewer).cloned().unwrap_or_default(),
            held: one.load,
            added: added(&one.reviewer),
            max_load: one.max_load,
        });
        Ok(PlanPreview {
            plan_hash: self.hash(made)?,
            pairs: made.pairs.iter().map(pair).collect(),
            shortages: shortages.collect(),
            loads: loads.collect(),
        })
    }
}
