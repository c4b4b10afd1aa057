//! A reviewer who leaves the panel: their open tasks go to others or end, in one act that was previewed. What they handed in
//! counts on; what they only saved is kept and counts no more. They are off the panels of interviews too.

use super::made;
use super::world::PlanningData;
use crate::features::accounts::names_of;
use crate::features::calls::{self, Call, Milestone, entry_of};
use crate::features::conflicts::CallContext;
use crate::features::reviews::actions::assigning::give;
use crate::features::reviews::actions::{Entry, record, visible_call};
use crate::features::reviews::rules::leaving::{named, without};
use crate::features::reviews::rules::{self, PLAN_CHANGED, Step, may_leave_panel};
use crate::features::reviews::{
    Assignment, AssignmentState, Handover, LeaveChoice, NewLeave, Origin, letters, store,
};
use crate::features::sittings::{self, Why};
use crate::kernel::access::{self, Facts, Permission};
use crate::kernel::canonical::{self, sha256_hex};
use crate::kernel::errors::Failure;
use crate::kernel::ids::{AssignmentId, CallId, ProposalId, UserId};
use crate::kernel::input::Valid;
use crate::platform::cx::Cx;
use crate::platform::ledger::{EventType, Subject};
use crate::platform::mail;
use serde::Serialize;
use serde_json::json;
use std::collections::{BTreeMap, BTreeSet};

use super::PlanOptions;

/// An open task of who leaves, and what becomes of it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, utoipa::ToSchema)]
pub struct LeavingTask {
    pub assignment: AssignmentId,
    pub proposal: ProposalId,
    #[schema(example = "TB-2026-0012")]
    pub number: String,
    /// Whether something was saved on it.
    pub begun: bool,
    /// Who gets the proposal; null if the task ends without another.
    pub to: Option<UserId>,
    pub to_name: Option<String>,
}

/// What leaving would do.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, utoipa::ToSchema)]
pub struct LeavePreview {
    /// Send it back to do exactly this.
    pub hash: String,
    pub user: UserId,
    pub name: String,
    /// Sheets that they handed in, and that count on.
    pub handed_in: u32,
    pub tasks: Vec<LeavingTask>,
}

impl LeavePreview {
    /// How many tasks end without another reviewer.
    pub fn ending(&self) -> usize {
        self.tasks.iter().filter(|task| task.to.is_none()).count()
    }
}

/// The page of somebody who leaves.
#[derive(Debug)]
pub struct LeaveDesk {
    pub call: Call,
    pub preview: LeavePreview,
    /// Who could be named, with their names.
    pub others: Vec<(UserId, String)>,
}

struct Loaded {
    context: CallContext,
    open: Vec<Assignment>,
    preview: LeavePreview,
}

/// Computes it and saves nothing.
///
/// # Errors
/// `not_found` for who is not on the panel; `forbidden`, `wrong_phase`; `remover_in_conflict` where there can be tasks
/// that the viewer may not know of.
pub fn preview_leave(
    cx: &mut Cx<'_>,
    (id, user): (&CallId, &UserId),
    choice: &LeaveChoice,
) -> Result<LeavePreview, Failure> {
    load(cx, (id, user), choice).map(|loaded| loaded.preview)
}

/// The same with who could be named, for the page.
///
/// # Errors
/// As [`preview_leave`].
pub fn read_leave(
    cx: &mut Cx<'_>,
    (id, user): (&CallId, &UserId),
    choice: &LeaveChoice,
) -> Result<LeaveDesk, Failure> {
    let Loaded { context, preview, .. } = load(cx, (id, user), choice)?;
    let panel = calls::panel_of(cx.db, id)?.into_iter().map(|one| one.user);
    let others: Vec<UserId> = panel.filter(|one| one != user).collect();
    let mut others: Vec<(UserId, String)> = names_of(cx.db, &others)?.into_iter().collect();
    others.sort_by(|one, other| one.1.cmp(&other.1));
    Ok(LeaveDesk { call: context.call, preview, others })
}

/// Does exactly what was previewed, and tells everybody concerned, each in one letter.
///
/// # Errors
/// As [`preview_leave`]; `plan_changed` when it would now be something else.
pub fn leave(
    cx: &mut Cx<'_>,
    (id, user): (&CallId, &UserId),
    new: &Valid<NewLeave>,
) -> Result<LeavePreview, Failure> {
    let choice = LeaveChoice { how: new.how, to: new.to.clone() };
    let Loaded { context, open, preview } = load(cx, (id, user), &choice)?;
    let NewLeave { hash, reason, how, .. } = new.kept()?;
    if preview.hash != hash {
        return Err(Failure::refused(PLAN_CHANGED));
    }
    for task in &open {
        let to = rules::transition(task.state, Step::Remove)?;
        store::set_state(cx.db, task, to, Some((Some(&reason), cx.now)))?;
    }
    let mut added: Vec<UserId> = Vec::new();
    for task in &preview.tasks {
        if let Some(to) = &task.to {
            give(cx, (id, &task.proposal, to), Origin::Manual)?;
            added.push(to.clone());
        }
    }
    calls::actions::remove_from_panel(cx, id, user)?;
    let given = preview.tasks.iter().map(|one| json!({"proposal": one.proposal, "to": one.to}));
    let entry = Entry {
        act: EventType::ReviewerLeft,
        subject: Subject::call(id),
        payload: json!({
            "user": user, "how": how, "tasks": given.collect::<Vec<_>>(),
            "handed_in": preview.handed_in, "reason_hash": sha256_hex(&reason),
        }),
    };
    record(cx, entry)?;
    let end = entry_of(cx.db, &context.call, Milestone::ReviewEndsAt)?;
    let mut posts = letters::changed((&context.call, &end), (&added, &[]));
    let left = (open.len(), preview.handed_in);
    posts.push(letters::left_panel(user, &context.call, left));
    mail::post_all(cx.db, &posts, cx.now)?;
    let by = (Some(&cx.viewer.user), cx.now);
    sittings::panelist_left(cx.db, (&context.call, user), Why::LeftPanel, by)?;
    Ok(preview)
}

fn load(
    cx: &mut Cx<'_>,
    (id, user): (&CallId, &UserId),
    choice: &LeaveChoice,
) -> Result<Loaded, Failure> {
    let call = visible_call(cx, id)?;
    let context = CallContext::of(cx, call)?;
    let facts = Facts::in_phase(context.phase);
    access::may(cx.viewer, Permission::ManagePanel, facts)?;
    if !calls::panel_of(cx.db, id)?.iter().any(|one| &one.user == user) {
        return Err(Failure::not_found());
    }
    let hidden = context.hidden(cx.db)?;
    may_leave_panel(0, context.phase, !hidden.is_empty())?;
    let all = store::all_of_call(cx.db, id)?;
    let of_theirs = all.iter().filter(|task| &task.reviewer == user);
    let mut own: Vec<Assignment> = of_theirs.cloned().collect();
    // A phase that opened again has tasks where it usually has none.
    if own.iter().any(|task| hidden.contains(&task.proposal)) {
        return Err(Failure::refused(rules::REMOVER_IN_CONFLICT));
    }
    let handed_in = own.iter().filter(|task| task.state == AssignmentState::Submitted).count();
    own.retain(|task| matches!(task.state, AssignmentState::Assigned | AssignmentState::Draft));
    let to = if cx.viewer.may(Permission::Assign, facts) {
        receivers(cx, &context, (user, &own, all), choice)?
    } else {
        BTreeMap::new()
    };
    let preview = described(cx, (user, &own, handed_in), &to)?;
    Ok(Loaded { context, open: own, preview })
}

/// Who gets each proposal, by the rule of the plan or as named.
fn receivers(
    cx: &mut Cx<'_>,
    context: &CallContext,
    (user, own, all): (&UserId, &[Assignment], Vec<Assignment>),
    choice: &LeaveChoice,
) -> Result<BTreeMap<ProposalId, UserId>, Failure> {
    let open: BTreeSet<ProposalId> = own.iter().map(|task| task.proposal.clone()).collect();
    if open.is_empty() || choice.how == Handover::End {
        return Ok(BTreeMap::new());
    }
    let world = PlanningData::load(cx.db, context, (all, PlanOptions::default()))?;
    let input = without(world.input, user, &open);
    let planned: BTreeSet<ProposalId> =
        input.proposals.iter().map(|one| one.proposal.clone()).collect();
    let open: BTreeSet<ProposalId> = open.intersection(&planned).cloned().collect();
    Ok(match (choice.how, &choice.to) {
        (Handover::Named, Some(to)) => {
            named(&input, to, &open).into_iter().map(|proposal| (proposal, to.clone())).collect()
        }
        (Handover::Spread, _) => {
            let pairs = made(&input)?.pairs.into_iter();
            pairs.map(|pair| (pair.proposal, pair.reviewer)).collect()
        }
        (Handover::Named | Handover::End, _) => BTreeMap::new(),
    })
}

fn described(
    cx: &mut Cx<'_>,
    (user, own, handed_in): (&UserId, &[Assignment], usize),
    to: &BTreeMap<ProposalId, UserId>,
) -> Result<LeavePreview, Failure> {
    let numbers = store::numbers_of(cx.db, own.iter().map(|task| &task.proposal))?;
    let people: Vec<UserId> = to.values().cloned().chain([user.clone()]).collect();
    let names = names_of(cx.db, &people)?;
    let task = |one: &Assignment| {
        let receiver = to.get(&one.proposal);
        LeavingTask {
            assignment: one.id.clone(),
            proposal: one.proposal.clone(),
            number: numbers.get(&one.proposal).cloned().unwrap_or_default(),
            begun: one.state == AssignmentState::Draft,
            to: receiver.cloned(),
            to_name: receiver.and_then(|receiver| names.get(receiver).cloned()),
        }
    };
    let tasks: Vec<LeavingTask> = own.iter().map(task).collect();
    let hash = canonical::hash_of(&json!({"user": user, "tasks": tasks, "handed_in": handed_in}))?;
    Ok(LeavePreview {
        hash,
        user: user.clone(),
        name: names.get(user).cloned().unwrap_or_default(),
        handed_in: u32::try_from(handed_in).unwrap_or(u32::MAX),
        tasks,
    })
}
