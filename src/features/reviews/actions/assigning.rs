//! Assigning by hand, removing an unfinished assignment, and the list of assignments.

use super::lacking::lacking_in;
use super::{Entry, find_call, hidden_from, members, record, visible_call};
use crate::features::calls::{self, Call, Milestone, entry_of, rules::DECISION_STANDS};
use crate::features::conflicts::{CallContext, entrant, is_conflicted};
use crate::features::proposals;
use crate::features::reviews::rules::{
    self, LOAD_FULL, NOT_ON_PANEL, ORDERED_DAYS, REVIEWER_IN_CONFLICT, Step,
};
use crate::features::reviews::{
    Assignment, AssignmentFilter, AssignmentState, NewAssignment, Origin, Removal, letters, store,
};
use crate::kernel::access::{self, Facts, Permission, Phase, Relation};
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
    let need = need_of(cx, &call, proposal)?;
    let facts = Facts::in_phase(call.phase(cx.now)).with(Relation::Ordered, need != Need::Review);
    access::may(cx.viewer, Permission::Assign, facts)?;
    if need == Need::Lacking && calls::has_standing_decision(cx.db, id)? {
        return Err(Failure::refused(DECISION_STANDS));
    }
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
    let entry = Entry {
        act: EventType::AssignmentMade,
        subject: Subject::assignment(&assignment.id),
        payload: json!({"proposal": proposal, "reviewer": reviewer, "origin": Origin::Manual}),
    };
    record(cx, entry)?;
    tell_and_date(cx, &call, (&assignment, need))?;
    Ok(assignment)
}

/// Why a proposal needs a reviewer now.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Need {
    /// It is being reviewed.
    Review,
    /// An upheld objection ordered a sheet.
    Ordered,
    /// The review is over, and it has too few sheets that count, e.g. since a conflict came out.
    Lacking,
}

fn need_of(cx: &mut Cx<'_>, call: &Call, proposal: &ProposalId) -> Result<Need, Failure> {
    if call.announced_at.is_some() {
        let has_order = store::free_orders(cx.db, proposal)? > 0;
        return Ok(if has_order { Need::Ordered } else { Need::Review });
    }
    let is_lacking = call.phase(cx.now) == Phase::Plenary
        && lacking_in(cx.db, call)?.iter().any(|one| &one.proposal == proposal);
    Ok(if is_lacking { Need::Lacking } else { Need::Review })
}

/// A task that comes after the end of the review has its own deadline.
fn tell_and_date(
    cx: &mut Cx<'_>,
    call: &Call,
    (task, need): (&Assignment, Need),
) -> Result<(), Failure> {
    if need == Need::Review {
        let end = entry_of(cx.db, call, Milestone::ReviewEndsAt)?;
        return mail::post_all(cx.db, &letters::assigned((call, &end), [&task.reviewer]), cx.now);
    }
    let due_at = cx.now.plus_days(ORDERED_DAYS);
    let found = proposals::find(cx.db, &task.proposal)?.ok_or_else(Failure::not_found)?;
    let about = (found.given_number()?, call);
    let letter = if need == Need::Ordered {
        store::take_order(cx.db, &task.proposal, (&task.id, due_at))?;
        letters::ordered(task, about, due_at)
    } else {
        store::await_task(cx.db, task, (due_at, IN_PLACE), (&cx.viewer.user, cx.now))?;
        letters::in_place(task, about, due_at)
    };
    mail::post(cx.db, &letter, cx.now)
}

/// Why such a sheet is awaited, as the record keeps it.
const IN_PLACE: &str = "Menggantikan lembar nilai yang tidak dihitung.";

fn give_back(db: &mut Db, earlier: Assignment) -> Result<Assignment, Failure> {
    let to = rules::transition(earlier.state, Step::Reassign)?;
    // A sheet that was handed in before a conflict was recorded by mistake is handed in still.
    let sheet = store::find_sheet(db, &earlier.id)?;
    let is_handed_in = sheet.is_some_and(|sheet| sheet.submitted_at.is_some());
    let to = if is_handed_in { AssignmentState::Submitted } else { to };
    store::set_state(db, &earlier, to, None)?;
    let (closed_reason, closed_at, plan_undone_at) = (None, None, None);
    Ok(Assignment { state: to, closed_reason, closed_at, plan_undone_at, ..earlier })
}

/// Creates an assignment, without its entry of the record. A task that went with its plan is given again.
pub(super) fn give(
    cx: &mut Cx<'_>,
    (call, proposal, reviewer): (&CallId, &ProposalId, &UserId),
    origin: Origin,
) -> Result<Assignment, Failure> {
    let undone = store::find_for(cx.db, proposal, reviewer)?;
    if let Some(undone) = undone.filter(|task| task.plan_undone_at.is_some()) {
        let again = Assignment {
            state: AssignmentState::Assigned,
            origin,
            assigned_at: cx.now,
            closed_reason: None,
            closed_at: None,
            plan_undone_at: None,
            ..undone
        };
        store::give_again(cx.db, &again, &cx.viewer.user)?;
        return Ok(again);
    }
    let new = Assignment {
        id: AssignmentId::new()?,
        call: call.clone(),
        proposal: proposal.clone(),
        reviewer: reviewer.clone(),
        state: AssignmentState::Assigned,
        origin,
        assigned_at: cx.now,
        closed_reason: None,
        plan_undone_at: None,
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
    let of_it = std::slice::from_ref(id);
    let is_ordered = if call.announced_at.is_some() {
        !store::ordered_among(cx.db, of_it)?.is_empty()
    } else {
        !store::awaited_among(cx.db, of_it)?.is_empty()
    };
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
