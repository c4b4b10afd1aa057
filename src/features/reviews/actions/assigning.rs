//! Assigning by hand, removing an unfinished assignment, and the list of assignments.

use super::{Entry, find_call, hidden_from, members, record, visible_call};
use crate::features::calls::{Milestone, entry_of};
use crate::features::conflicts::{CallContext, entrant, is_conflicted};
use crate::features::proposals;
use crate::features::reviews::rules::{
    self, LOAD_FULL, NOT_ON_PANEL, ORDERED_DAYS, REVIEWER_IN_CONFLICT, Step,
};
use crate::features::reviews::{
    Assignment, AssignmentFilter, AssignmentState, Origin, letters, store,
};
use crate::kernel::access::{self, Facts, Permission, Relation, Viewer};
use crate::kernel::canonical::sha256_hex;
use crate::kernel::clock::Timestamp;
use crate::kernel::errors::{Failure, common};
use crate::kernel::ids::{AssignmentId, CallId, ProposalId, UserId};
use crate::kernel::paging::Page;
use crate::kernel::paging::Paging;
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
    db: &mut Db,
    viewer: &Viewer,
    id: &CallId,
    (proposal, reviewer): (&ProposalId, &UserId),
    now: Timestamp,
) -> Result<Assignment, Failure> {
    let call = visible_call(db, viewer, id, now)?;
    let is_ordered = call.announced_at.is_some() && store::free_orders(db, proposal)? > 0;
    let facts = Facts::in_phase(call.phase(now)).with(Relation::Ordered, is_ordered);
    access::may(viewer, Permission::Assign, facts)?;
    let unknown = || Failure::field("proposal", common::field::UNKNOWN_REFERENCE);
    if entrant(db, id, proposal)?.is_none() || is_conflicted(db, &viewer.user, proposal)? {
        return Err(unknown());
    }
    let member = members(db, id)?
        .into_iter()
        .find(|member| &member.position.user == reviewer)
        .ok_or_else(|| Failure::field("reviewer", NOT_ON_PANEL))?;
    if is_conflicted(db, reviewer, proposal)? {
        return Err(Failure::refused(REVIEWER_IN_CONFLICT));
    }
    let earlier = store::find_for(db, proposal, reviewer)?;
    if let Some(earlier) = &earlier {
        rules::transition(earlier.state, Step::Reassign)?;
    }
    // Only what the viewer may see is counted: a full load would tell of hidden tasks. A person who
    // sees everything can remove a task again.
    let hidden: Vec<ProposalId> = hidden_from(db, viewer, id)?.into_iter().collect();
    if store::held_by(db, (id, reviewer), &hidden)? >= i64::from(member.max_load) {
        return Err(Failure::refused(LOAD_FULL));
    }
    let assignment = match earlier {
        Some(earlier) => give_back(db, earlier)?,
        None => give(db, viewer, (id, proposal, reviewer), Origin::Manual, now)?,
    };
    let due_at = now.plus_days(ORDERED_DAYS);
    if is_ordered {
        store::take_order(db, proposal, (&assignment.id, due_at))?;
    }
    let entry = Entry {
        act: EventType::AssignmentMade,
        subject: Subject::assignment(&assignment.id),
        payload: json!({"proposal": proposal, "reviewer": reviewer, "origin": Origin::Manual}),
    };
    record(db, viewer, entry, now)?;
    // A task for an ordered sheet comes after the end of the review, so it has its own deadline.
    if is_ordered {
        let found = proposals::find(db, proposal)?.ok_or_else(Failure::not_found)?;
        let about = (found.given_number()?, &call);
        mail::post(db, &letters::ordered(&assignment, about, due_at), now)?;
    } else {
        let end = entry_of(db, &call, Milestone::ReviewEndsAt)?;
        mail::post_all(db, &letters::assigned((&call, &end), [reviewer]), now)?;
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
    db: &mut Db,
    viewer: &Viewer,
    (call, proposal, reviewer): (&CallId, &ProposalId, &UserId),
    origin: Origin,
    now: Timestamp,
) -> Result<Assignment, Failure> {
    let new = Assignment {
        id: AssignmentId::new()?,
        call: call.clone(),
        proposal: proposal.clone(),
        reviewer: reviewer.clone(),
        state: AssignmentState::Assigned,
        origin,
        assigned_at: now,
        closed_reason: None,
        closed_at: None,
    };
    store::insert(db, &new, &viewer.user)?;
    Ok(new)
}

/// Removes an assignment before its sheet is handed in; what was written is kept.
///
/// # Errors
/// `not_found`, `forbidden`, `wrong_phase`, `sheet_locked`, `assignment_closed`.
pub fn remove(
    db: &mut Db,
    viewer: &Viewer,
    id: &AssignmentId,
    reason: Option<&str>,
    now: Timestamp,
) -> Result<Assignment, Failure> {
    // Whoever may not read assignments must not learn that this one exists.
    access::may(viewer, Permission::ReadAssignments, Facts::NONE)?;
    let task = store::find(db, id)?.ok_or_else(Failure::not_found)?;
    let call = find_call(db, &task.call)?;
    if is_conflicted(db, &viewer.user, &task.proposal)? {
        return Err(Failure::not_found());
    }
    let is_ordered = call.announced_at.is_some()
        && !store::ordered_among(db, std::slice::from_ref(id))?.is_empty();
    let facts = Facts::in_phase(call.phase(now)).with(Relation::Ordered, is_ordered);
    access::may(viewer, Permission::Assign, facts)?;
    let to = rules::transition(task.state, Step::Remove)?;
    let reason = reason.map(str::trim).filter(|reason| !reason.is_empty());
    store::set_state(db, &task, to, Some((reason, now)))?;
    let entry = Entry {
        act: EventType::AssignmentRemoved,
        subject: Subject::assignment(id),
        payload: json!({
            "proposal": task.proposal, "reviewer": task.reviewer,
            "reason_hash": reason.map(sha256_hex),
        }),
    };
    record(db, viewer, entry, now)?;
    let closed_reason = reason.map(ToOwned::to_owned);
    Ok(Assignment { state: to, closed_reason, closed_at: Some(now), ..task })
}

/// A page of a call's assignments, without those on proposals the viewer is in conflict with.
///
/// # Errors
/// `not_found`, `forbidden`.
pub fn list_assignments(
    db: &mut Db,
    viewer: &Viewer,
    id: &CallId,
    (filter, paging): (&AssignmentFilter, &Paging),
    now: Timestamp,
) -> Result<Page<Assignment>, Failure> {
    let call = visible_call(db, viewer, id, now)?;
    let context = CallContext::of(db, viewer, call, now)?;
    assignments_in(db, viewer, &context, (filter, paging))
}

/// The same, for actions that already have the call.
pub(super) fn assignments_in(
    db: &mut Db,
    viewer: &Viewer,
    context: &CallContext,
    (filter, paging): (&AssignmentFilter, &Paging),
) -> Result<Page<Assignment>, Failure> {
    access::may(viewer, Permission::ReadAssignments, Facts::in_phase(context.phase))?;
    let hidden: Vec<ProposalId> = context.hidden(db)?.iter().cloned().collect();
    let rows = store::list(db, &context.call.id, filter, &hidden, paging)?;
    Page::cut(rows, paging, |task| (task.assigned_at, task.id.clone()))
}
