//! Declaring one's own conflict of interest, reporting another's, and reading all of a call. A
//! conflict closes the task; a sheet handed in before is kept but no longer counts.

use super::{Entry, Member, ReviewContext, members, record, visible_call};
use crate::features::accounts::users_of;
use crate::features::calls;
use crate::features::conflicts::{
    self, CallContext, ConflictKind, ProposalParties, RecordedConflict,
};
use crate::features::proposals::State;
use crate::features::reviews::rules::{self, CONFLICT_KNOWN, Step};
use crate::features::reviews::{
    Assignment, AssignmentState, Conflict, ConflictReason, letters, store,
};
use crate::features::sittings;
use crate::kernel::access::{self, Facts, Permission, Relation, Role};
use crate::kernel::canonical::sha256_hex;
use crate::kernel::clock::Timestamp;
use crate::kernel::errors::Failure;
use crate::kernel::ids::{CallId, ProposalId, UserId};
use crate::kernel::input::Valid;
use crate::kernel::paging::Page;
use crate::kernel::paging::Paging;
use crate::platform::cx::Cx;
use crate::platform::db::Db;
use crate::platform::ledger::{EventType, Subject};
use crate::platform::mail;
use serde_json::json;
use std::collections::BTreeMap;

/// Declares one's own conflict; an open task is closed.
///
/// # Errors
/// `not_found` for a proposal one has nothing to do with, `wrong_phase`, `conflict_known`, a
/// missing reason.
pub fn declare(
    cx: &mut Cx<'_>,
    id: &ProposalId,
    reason: &Valid<ConflictReason>,
) -> Result<Conflict, Failure> {
    let context = ReviewContext::load(cx, id)?;
    declare_in(cx, &context, reason)
}

/// The number of a proposal with which the viewer may declare a conflict now.
///
/// # Errors
/// As [`declare`].
pub fn declaring(cx: &mut Cx<'_>, id: &ProposalId) -> Result<String, Failure> {
    let context = ReviewContext::load(cx, id)?;
    is_ones_own(cx, &context)?;
    // Whoever is in conflict is shown nothing of it, its number neither.
    if context.is_conflicted() || !is_judged(&context) {
        return Err(Failure::not_found());
    }
    Ok(context.proposal.given_number()?.to_owned())
}

fn is_judged(context: &ReviewContext) -> bool {
    matches!(context.proposal.state(), State::Submitted | State::Eligible)
}

/// A reviewer may declare for calls whose panel they are on; the access table says who else may.
fn is_ones_own(cx: &mut Cx<'_>, context: &ReviewContext) -> Result<(), Failure> {
    let is_concerned = !cx.viewer.is(Role::Reviewer)
        || calls::panel_of(cx.db, &context.call().id)?.iter().any(|one| one.user == cx.viewer.user);
    let facts = Facts::in_phase(context.call().phase(cx.now))
        .with(Relation::Own, is_concerned)
        .with(Relation::Conflicted, context.is_conflicted());
    access::may(cx.viewer, Permission::DeclareConflict, facts)
}

pub(super) fn declare_in(
    cx: &mut Cx<'_>,
    context: &ReviewContext,
    reason: &Valid<ConflictReason>,
) -> Result<Conflict, Failure> {
    is_ones_own(cx, context)?;
    let task = context.assignment.clone();
    put_on_record(cx, context, (&cx.viewer.user, ConflictKind::Declared, task), reason)
}

/// Records another person's conflict, which was reported to the secretariat.
///
/// # Errors
/// `not_found` for an unknown proposal or person and for anybody but the secretariat;
/// `wrong_phase`, `conflict_known`, a missing reason.
pub fn report(
    cx: &mut Cx<'_>,
    (id, person): (&ProposalId, &UserId),
    reason: &Valid<ConflictReason>,
) -> Result<Conflict, Failure> {
    let context = ReviewContext::load(cx, id)?;
    let facts = Facts::in_phase(context.call().phase(cx.now))
        .with(Relation::Conflicted, context.is_conflicted());
    access::may(cx.viewer, Permission::DeclareConflict, facts)?;
    if users_of(cx.db, std::slice::from_ref(person))?.is_empty() {
        return Err(Failure::not_found());
    }
    let task = store::find_for(cx.db, id, person)?;
    put_on_record(cx, &context, (person, ConflictKind::Reported, task), reason)
}

fn put_on_record(
    cx: &mut Cx<'_>,
    context: &ReviewContext,
    (person, kind, task): (&UserId, ConflictKind, Option<Assignment>),
    reason: &Valid<ConflictReason>,
) -> Result<Conflict, Failure> {
    let proposal = &context.proposal;
    if !is_judged(context) {
        return Err(Failure::not_found());
    }
    let ConflictReason { reason } = reason.kept()?;
    if conflicts::has_conflict(cx.db, &proposal.id, person)? {
        return Err(Failure::refused(CONFLICT_KNOWN));
    }
    let new = RecordedConflict {
        proposal: proposal.id.clone(),
        user: person.clone(),
        kind,
        reason,
        declared_by: cx.viewer.user.clone(),
        declared_at: cx.now,
    };
    conflicts::insert_conflict(cx.db, &new)?;
    let had_task = task.as_ref().is_some_and(|task| task.state.is_held());
    let state = task.map(|task| close(cx.db, &task, kind, &new.reason, cx.now)).transpose()?;
    let entry = Entry {
        act: if kind == ConflictKind::Declared {
            EventType::ConflictDeclared
        } else {
            EventType::ConflictReported
        },
        subject: Subject::proposal(&proposal.id),
        payload: json!({
            "user": person, "reason_hash": sha256_hex(&new.reason), "assignment_state": state,
        }),
    };
    record(cx, entry)?;
    let number = proposal.given_number()?.to_owned();
    if had_task && person != &cx.viewer.user {
        let about = (&proposal.id, number.as_str());
        let letter = letters::conflict_reported(person, about, context.call());
        mail::post(cx.db, &letter, cx.now)?;
    }
    sittings::conflict_came_up(cx, (context.call(), &proposal.id), person)?;
    Ok(Conflict { assignment_state: state, ..of_record((number, new)) })
}

fn of_record((number, conflict): (String, RecordedConflict)) -> Conflict {
    let RecordedConflict { proposal, user, kind, reason, declared_by, declared_at } = conflict;
    Conflict {
        proposal,
        number,
        user,
        kind,
        reason: Some(reason),
        declared_by: Some(declared_by),
        declared_at: Some(declared_at),
        assignment_state: None,
    }
}

/// Closes the task of a person in conflict; a closed task is not changed.
fn close(
    db: &mut Db,
    task: &Assignment,
    kind: ConflictKind,
    reason: &str,
    now: Timestamp,
) -> Result<AssignmentState, Failure> {
    let is_own_and_open = kind == ConflictKind::Declared
        && matches!(task.state, AssignmentState::Assigned | AssignmentState::Draft);
    let step = if is_own_and_open { Step::Decline } else { Step::Void };
    let Ok(to) = rules::transition(task.state, step) else { return Ok(task.state) };
    store::set_state(db, task, to, Some((Some(reason), now)))?;
    Ok(to)
}

/// A page of a call's conflicts, by proposal: those that the rule finds now between panel and
/// proposals, and the recorded ones. The viewer's own conflicts are left out.
///
/// # Errors
/// `not_found`, `forbidden`.
pub fn list_conflicts(
    cx: &mut Cx<'_>,
    id: &CallId,
    paging: &Paging,
) -> Result<Page<Conflict>, Failure> {
    let call = visible_call(cx, id)?;
    let context = CallContext::of(cx, call)?;
    let parties = Parties::load(cx.db, id)?;
    conflicts_in(cx, (&context, &parties), paging)
}

/// Who judges and who is judged in a call.
pub(super) struct Parties {
    pub(super) panel: Vec<Member>,
    pub(super) candidacies: Vec<ProposalParties>,
}

impl Parties {
    pub(super) fn load(db: &mut Db, call: &CallId) -> Result<Self, Failure> {
        Ok(Self { panel: members(db, call)?, candidacies: conflicts::candidacies(db, call)? })
    }
}

/// The same, for actions that already have the call.
pub(super) fn conflicts_in(
    cx: &mut Cx<'_>,
    (context, parties): (&CallContext, &Parties),
    paging: &Paging,
) -> Result<Page<Conflict>, Failure> {
    access::may(cx.viewer, Permission::ReadConflicts, Facts::in_phase(context.phase))?;
    let id = &context.call.id;
    let hidden = context.hidden(cx.db)?;
    let mut conflicts = found_in(parties)?;
    conflicts.extend(conflicts::conflicts_of_call(cx.db, id)?.into_iter().map(of_record));
    conflicts.retain(|conflict| !hidden.contains(&conflict.proposal));
    conflicts.sort_by_key(key);
    if let Some(last) = paging.key::<(String, ProposalId, UserId, ConflictKind)>()? {
        conflicts.retain(|conflict| key(conflict) > last);
    }
    let states: BTreeMap<(ProposalId, UserId), AssignmentState> = store::all_of_call(cx.db, id)?
        .into_iter()
        .map(|task| ((task.proposal, task.reviewer), task.state))
        .collect();
    for conflict in &mut conflicts {
        let pair = (conflict.proposal.clone(), conflict.user.clone());
        conflict.assignment_state = states.get(&pair).copied();
    }
    Page::cut(conflicts, paging, key)
}

fn key(conflict: &Conflict) -> (String, ProposalId, UserId, ConflictKind) {
    let Conflict { number, proposal, user, kind, .. } = conflict;
    (number.clone(), proposal.clone(), user.clone(), *kind)
}

fn found_in(Parties { panel, candidacies }: &Parties) -> Result<Vec<Conflict>, Failure> {
    let pairs = candidacies.iter().flat_map(|of| panel.iter().map(move |member| (of, member)));
    pairs
        .filter_map(|(of, member)| {
            let kind = conflicts::rules::found(&member.position, of)?;
            Some(of.given_number().map(|number| Conflict {
                proposal: of.proposal.clone(),
                number: number.to_owned(),
                user: member.position.user.clone(),
                kind,
                reason: None,
                declared_by: None,
                declared_at: None,
                assignment_state: None,
            }))
        })
        .collect()
}
