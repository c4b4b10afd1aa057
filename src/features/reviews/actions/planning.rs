//! The automatic plan: a preview that saves nothing, and applying exactly what was previewed. The
//! plan's hash covers the pairs and everything they were computed from, so it changes when any of
//! that changes. Existing assignments stay, so planning again after a late conflict fills the open
//! places and changes no others. If the caller permits it, some tasks that were not begun may also
//! be exchanged.

mod comparability;
mod leaving;
mod preview;
mod undoing;
mod words;
mod world;

pub use self::comparability::{PlanComparability, PlanStanding};
pub use self::leaving::{LeaveDesk, LeavePreview, LeavingTask, leave, preview_leave, read_leave};
pub(super) use self::undoing::LastPlan;
pub use self::undoing::{Undone, read_undo, undo_plan};

use self::world::PlanningData;
use super::assigning::give;
use super::{Entry, record, visible_call};
use crate::features::calls::{Bilingual, Milestone, entry_of};
use crate::features::conflicts::CallContext;
use crate::features::reviews::PlanChoice;
use crate::features::reviews::rules::plan::{Plan, PlanInput, Planned, ShortageReason, plan};
use crate::features::reviews::rules::{self, PLAN_CHANGED, Step};
use crate::features::reviews::{Assignment, Origin, letters, store};
use crate::kernel::access::{self, Facts, Permission};
use crate::kernel::clock::Timestamp;
use crate::kernel::errors::{Failure, Refusal};
use crate::kernel::ids::{CallId, ProposalId, UnitCode, UserId};
use crate::kernel::input::Valid;
use crate::platform::cx::Cx;
use crate::platform::db::Db;
use crate::platform::ledger::{EventType, Subject};
use crate::platform::mail;
use serde::{Deserialize, Serialize};
use serde_json::json;
use std::collections::BTreeSet;

/// One new assignment of the plan.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, utoipa::ToSchema)]
pub struct PlannedPair {
    pub proposal: ProposalId,
    #[schema(example = "TB-2026-0012")]
    pub number: String,
    pub reviewer: UserId,
    pub name: String,
    /// How well the reviewer knows the subject: 1,000,000 for a declared problem, 700,000 for its
    /// owner, 400,000 for the owner's branch of the agency, otherwise 100,000.
    pub affinity: u32,
}

/// A proposal that gets too few reviewers, and why.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, utoipa::ToSchema)]
pub struct ShortageView {
    pub proposal: ProposalId,
    pub number: String,
    /// Reviewers that are missing.
    pub missing: u32,
    /// Members of the panel who may review it.
    pub allowed: u32,
    pub reason: ShortageReason,
}

/// A reason why the scores of this plan will be hard to compare.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, utoipa::ToSchema)]
pub struct WarningView {
    /// `plan_separate_groups`, `plan_few_shared` or `plan_without_senior`.
    pub code: &'static str,
    /// The reviewers concerned.
    pub reviewers: Vec<UserId>,
    pub message: Bilingual,
}

/// What a member of the panel has now, gets, and takes at most.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, utoipa::ToSchema)]
pub struct ReviewerLoad {
    pub reviewer: UserId,
    pub name: String,
    pub held: u32,
    pub added: u32,
    /// How many of the existing tasks are taken back.
    pub taken_back: u32,
    pub max_load: u32,
    /// Proposals of this plan with which they are in conflict.
    pub conflicts: u32,
    pub unit: Option<UnitCode>,
    pub senior: bool,
}

/// The reviewers of a proposal.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, utoipa::ToSchema)]
pub struct ProposalCover {
    pub proposal: ProposalId,
    #[schema(example = "TB-2026-0012")]
    pub number: String,
    pub wanted: u32,
    pub held: u32,
    pub added: u32,
    pub taken_back: u32,
    /// Members of the panel who are not in conflict with it.
    pub candidates: u32,
}

/// The limits of a plan.
#[derive(Debug, Clone, Copy, Default, Deserialize, utoipa::IntoParams)]
#[into_params(parameter_in = Query)]
#[serde(default, deny_unknown_fields)]
pub struct PlanOptions {
    /// The most tasks that were not begun and may be taken back and given to others, where a
    /// proposal would otherwise have too few reviewers, as after a late conflict. As few as
    /// possible are taken back; 0: none.
    pub changes: u32,
    /// How much affinity a plan may give up so that its scores can be compared. Affinities are
    /// rounded down to multiples of this; pairs with equal multiples count as equal, and among
    /// equal plans one is chosen whose reviewers share proposals. 600,000 treats a declared problem
    /// and its owner as equal, and also the owner's branch and no knowledge; 1,000,000
    /// distinguishes only a declared problem. Nothing is given up if it does not link the reviewers
    /// better. 0 and 1: none.
    #[param(maximum = 1_000_000)]
    pub comparability_step: u32,
}

/// The plan before it is applied.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, utoipa::ToSchema)]
pub struct PlanPreview {
    /// Send it back to apply exactly this plan.
    pub plan_hash: String,
    pub pairs: Vec<PlannedPair>,
    /// Existing tasks that were not begun and are taken back for it.
    pub taken_back: Vec<PlannedPair>,
    /// Sum of the affinities of all pairs, existing ones included.
    pub total: u64,
    /// The lowest affinity among all pairs; null without pairs.
    pub worst_pair: Option<u32>,
    pub shortages: Vec<ShortageView>,
    /// Why reviewers are missing: which proposals have too few in common; null if none are missing.
    pub shortage_reason: Option<Bilingual>,
    pub warnings: Vec<WarningView>,
    pub loads: Vec<ReviewerLoad>,
    pub proposals: Vec<ProposalCover>,
    /// How comparable its scores are, and what was given up for that.
    pub comparability: PlanComparability,
}

/// The result of applying the plan.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, utoipa::ToSchema)]
pub struct Applied {
    pub plan_hash: String,
    pub assigned: usize,
    pub taken_back: usize,
}

/// Computes the plan and saves nothing.
///
/// # Errors
/// `not_found`, `forbidden`, `wrong_phase`; a field error for a step that is no affinity.
pub fn preview(cx: &mut Cx<'_>, id: &CallId, options: PlanOptions) -> Result<PlanPreview, Failure> {
    let call = visible_call(cx, id)?;
    let context = CallContext::of(cx, call)?;
    let tasks = store::all_of_call(cx.db, id)?;
    preview_in(cx, &context, (tasks, options))
}

/// The same, for actions that already have the call and all its tasks.
pub(super) fn preview_in(
    cx: &mut Cx<'_>,
    context: &CallContext,
    (tasks, options): (Vec<Assignment>, PlanOptions),
) -> Result<PlanPreview, Failure> {
    access::may(cx.viewer, Permission::Assign, Facts::in_phase(context.phase))?;
    comparability::check(options)?;
    let world = PlanningData::load(cx.db, context, (tasks, options))?;
    let made = made(&world.input)?;
    world.describe(&made)
}

/// Applies the plan with this hash.
///
/// # Errors
/// As [`preview`]; `plan_changed` when the plan would now be a different one.
pub fn apply(cx: &mut Cx<'_>, id: &CallId, choice: &Valid<PlanChoice>) -> Result<Applied, Failure> {
    let PlanChoice { plan_hash, changes, comparability_step } = &**choice;
    let options = PlanOptions { changes: *changes, comparability_step: *comparability_step };
    let call = visible_call(cx, id)?;
    access::may(cx.viewer, Permission::Assign, Facts::in_phase(call.phase(cx.now)))?;
    comparability::check(options)?;
    let context = CallContext::of(cx, call)?;
    let tasks = store::all_of_call(cx.db, id)?;
    let world = PlanningData::load(cx.db, &context, (tasks, options))?;
    let made = made(&world.input)?;
    let current = world.hash(&made)?;
    if current != *plan_hash {
        return Err(Refusal::new(PLAN_CHANGED).into());
    }
    take_back(cx.db, id, &made, cx.now)?;
    for pair in &made.pairs {
        give(cx, (id, &pair.proposal, &pair.reviewer), Origin::Automatic)?;
    }
    record(cx, noted(id, (plan_hash, options), &made))?;
    let people =
        |of: &[Planned]| -> Vec<UserId> { of.iter().map(|pair| pair.reviewer.clone()).collect() };
    let end = entry_of(cx.db, &context.call, Milestone::ReviewEndsAt)?;
    let changes = (people(&made.pairs), people(&made.taken_back));
    let posts = letters::changed((&context.call, &end), (&changes.0, &changes.1));
    mail::post_all(cx.db, &posts, cx.now)?;
    Ok(Applied {
        plan_hash: current,
        assigned: made.pairs.len(),
        taken_back: made.taken_back.len(),
    })
}

/// The payload for the record; includes what was given up for comparability, if that was asked for.
fn noted(call: &CallId, (plan_hash, options): (&str, PlanOptions), made: &Plan) -> Entry {
    let mut payload = json!({
        "plan_hash": plan_hash, "pairs": made.pairs, "taken_back": made.taken_back,
    });
    let comparability = PlanComparability::of(made, options.comparability_step);
    if let Some(fields) = payload.as_object_mut().filter(|_| comparability.step.is_some()) {
        fields.insert("comparability".to_owned(), comparability.figures());
    }
    Entry { act: EventType::AssignmentsPlanned, subject: Subject::call(call), payload }
}

fn take_back(db: &mut Db, call: &CallId, made: &Plan, now: Timestamp) -> Result<(), Failure> {
    let gone: BTreeSet<(&ProposalId, &UserId)> =
        made.taken_back.iter().map(|pair| (&pair.proposal, &pair.reviewer)).collect();
    if gone.is_empty() {
        return Ok(());
    }
    for task in store::all_of_call(db, call)? {
        if gone.contains(&(&task.proposal, &task.reviewer)) {
            let to = rules::transition(task.state, Step::Remove)?;
            store::set_state(db, &task, to, Some((None, now)))?;
        }
    }
    Ok(())
}

/// A faulty plan is a bug of this program and never caused by input.
fn made(input: &PlanInput) -> Result<Plan, Failure> {
    plan(input).map_err(|error| Failure::Inconsistent(error.to_string()))
}
