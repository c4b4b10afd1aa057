//! Assigning by hand, removing an unfinished assignment, and the list of assignments.

use super::{Entry, find_call, hidden_from, members, record, visible_call};
use crate::features::calls::{Milestone, entry_of};
use crate::features::conflicts::{CallContext, entrant, is_conflicted};
use crate::features::proposals;
use crate::features::reviews::rules::{
    self, LOAD_FULL, NOT_ON_PANEL, ORDERED_DAYS, REVIEWER_IN_CONFLICT, Step,
};
use crate::features::reviews::{
    Assignment, AssignmentFilter, AssignmentState, NewAssignment, Origin, Removal, letters, store,
};
use crate::kernel::access::{self, Facts, Permission, Relation};
use crate::kernel::canonical::sha256_hex;
use crate::kernel::errors::{Failure, common};
use crate::kernel::ids::{AssignmentId, CallId, ProposalId, UserId};
use crate::kernel::input::Valid;
use crate::kernel::paging::Page;
use crate::kernel::paging::Paging;
use crate::platform::cx::Cx;
use crate::platform::db::Db;
use crate::platform::ledger::{EventType, Subject};
use crate::platform::mail;
use serde_json::json;

/// Assigns a proposal to a reviewer.
///
/// # Errors
/// `forbidden`, `wrong_phase`; a proposal that did not pass verification or that the viewer may not
/// know; `not_on_panel`, `reviewer_in_conflict`, `already_assigned`, `load_full`.
pub fn assign(
    cx: &mut Cx<'_>,
    id: &CallId,
    new: &Valid<NewAssignment>,
) -> Result<Assignment, Failure> {
    let NewAssignment { proposal, reviewer } = &**new;
    let call = visible_call(cx, id)?;
    let is_ordered = call.announced_at.is_some() && store::free_orders(cx.db, proposal)? > 0;
    let facts = Facts::in_phase(call.phase(cx.now)).with(Relation::Ordered, is_ordered);
    access::may(cx.viewer, Permission::Assign, facts)?;
    let unknown = || Failure::field("proposal", common::field::UNKNOWN_REFERENCE);
    if entrant(cx.db, id, proposal)?.is_none() || is_conflicted(cx.db, &cx.viewer.user, proposal)? {
        return Err(unknown());
    }
    let member = members(cx.db, id)?
        .into_iter()
        .find(|member| &member.position.user == reviewer)
        .ok_or_else(|| Failure::field("reviewer", NOT_ON_PANEL))?;
    if is_conflicted(cx.db, reviewer, proposal)? {
        return Err(Failure::refused(REVIEWER_IN_CONFLICT));
    }
    let earlier = store::find_for(cx.db, proposal, reviewer)?;
    if let Some(earlier) = &earlier {
        rules::transition(earlier.state, Step::Reassign)?;
    }
    // Only what the viewer may see is counted: a full load would tell of hidden tasks. A person who
    // sees everything can remove a task again.
    let hidden: Vec<ProposalId> = hidden_from(cx, id)?.into_iter().collect();
    if store::held_by(cx.db, (id, reviewer), &hidden)? >= i64::from(member.max_load) {
        return Err(Failure::refused(LOAD_FULL));
    }
    let assignment = match earlier {
        Some(earlier) => give_back(cx.db, earlier)?,
        None => give(cx, (id, proposal, reviewer), Origin::Manual)?,
    };
    let due_at = cx.now.plus_days(ORDERED_DAYS);
    if is_ordered {
        store::take_order(cx.db, proposal, (&assignment.id, due_at))?;
    }
    let entry = Entry {
        act: EventType::AssignmentMade,
        subject: Subject::assignment(&assignment.id),
        payload: json!({"proposal": proposal, "reviewer": reviewer, "origin": Origin::Manual}),
    };
    record(cx, entry)?;
    // A task for an ordered sheet comes after the end of the review, so it has its own deadline.
    if is_ordered {
        let found = proposals::find(cx.db, proposal)?.ok_or_else(Failure::not_found)?;
        let about = (found.given_number()?, &call);
        mail::post(cx.db, &letters::ordered(&assignment, about, due_at), cx.now)?;
    } else {
        let end = entry_of(cx.db, &call, Milestone::ReviewEndsAt)?;
        mail::post_all(cx.db, &letters::assigned((&call, &end), [reviewer]), cx.now)?;
    }
    Ok(assignment)
}

fn give_back(db: &mut Db, earlier: Assignment) -> Result<Assignment, Failure> {
    let to = rules::transition(earlier.state, Step::Reassign)?;
    store::set_state(db, &earlier, to, None)?;
    Ok(Assignment { state: to, closed_reason: None, closed_at: None, ..earlier })
}

/// Creates an assignment, without its entry of the record.
pub(super) fn give(
    cx: &mut Cx<'_>,
    (call, proposal, reviewer): (&CallId, &ProposalId, &UserId),
    origin: Origin,
) -> Result<Assignment, Failure> {
    let new = Assignment {
        id: AssignmentId::new()?,
        call: call.clone(),
        proposal: proposal.clone(),
        reviewer: reviewer.clone(),
        state: AssignmentState::Assigned,
        origin,
        assigned_at: cx.now,
        closed_reason: None,
        closed_at: None,
    };
    store::insert(cx.db, &new, &cx.viewer.user)?;
    Ok(new)
}

/// Removes an assignment before its sheet is handed in; what was written is kept.
///
/// # Errors
/// `not_found`, `forbidden`, `wrong_phase`, `sheet_locked`, `assignment_closed`.
pub fn remove(
    cx: &mut Cx<'_>,
    id: &AssignmentId,
    removal: &Valid<Removal>,
) -> Result<Assignment, Failure> {
    // Whoever may not read assignments must not learn that this one exists.
    access::may(cx.viewer, Permission::ReadAssignments, Facts::NONE)?;
    let task = store::find(cx.db, id)?.ok_or_else(Failure::not_found)?;
    let call = find_call(cx.db, &task.call)?;
    if is_conflicted(cx.db, &cx.viewer.user, &task.proposal)? {
        return Err(Failure::not_found());
    }
    let is_ordered = call.announced_at.is_some()
        && !store::ordered_among(cx.db, std::slice::from_ref(id))?.is_empty();
    let facts = Facts::in_phase(call.phase(cx.now)).with(Relation::Ordered, is_ordered);
    access::may(cx.viewer, Permission::Assign, facts)?;
    let to = rules::transition(task.state, Step::Remove)?;
    let reason = removal.kept()?.reason.filter(|reason| !reason.is_empty());
    let reason = reason.as_deref();
    store::set_state(cx.db, &task, to, Some((reason, cx.now)))?;
    let entry = Entry {
        act: EventType::AssignmentRemoved,
        subject: Subject::assignment(id),
        payload: json!({
            "proposal": task.proposal, "reviewer": task.reviewer,
            "reason_hash": reason.map(sha256_hex),
        }),
    };
    record(cx, entry)?;
    let closed_reason = reason.map(ToOwned::to_owned);
    Ok(Assignment { state: to, closed_reason, closed_at: Some(cx.now), ..task })
}

/// A page of a call's assignments, without those on proposals the viewer is in conflict with.
///
/// # Errors
/// `not_found`, `forbidden`.
pub fn list_assignments(
    cx: &mut Cx<'_>,
    id: &CallId,
    (filter, paging): (&AssignmentFilter, &Paging),
) -> Result<Page<Assignment>, Failure> {
    let call = visible_call(cx, id)?;
    let context = CallContext::of(cx, call)?;
    assignments_in(cx, &context, (filter, paging))
}

/// The same, for actions that already have the call.
pub(super) fn assignments_in(
    cx: &mut Cx<'_>,
    context: &CallContext,
    (filter, paging): (&AssignmentFilter, &Paging),
) -> Result<Page<Assignment>, Failure> {
    access::may(cx.viewer, Permission::ReadAssignments, Facts::in_phase(context.phase))?;
    let hidden: Vec<ProposalId> = context.hidden(cx.db)?.iter().cloned().collect();
    let rows = store::list(cx.db, &context.call.id, filter, &hidden, paging)?;
    Page::cut(rows, paging, |task| (task.assigned_at, task.id.clone()))
}
