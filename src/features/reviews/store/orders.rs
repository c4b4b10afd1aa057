//! The effects of an upheld objection: sheets that no longer count, and sheets ordered after the
//! announcement. The sheets themselves are not changed. An order with a reason is of another kind: a sheet that is
//! awaited although the review has ended.

use crate::features::proposals::State as ProposalState;
use crate::features::reviews::Assignment;
use crate::kernel::clock::Timestamp;
use crate::kernel::errors::Failure;
use crate::kernel::ids::{AssignmentId, CallId, ProposalId, RecordId, UserId};
use crate::platform::db::Db;
use crate::platform::db::schema::{assignments, proposals, sheet_exclusions, sheet_orders};
use diesel::prelude::*;
use std::collections::BTreeMap;

/// Excludes a locked sheet from counting.
pub fn exclude_sheet(
    db: &mut Db,
    assignment: &AssignmentId,
    by: &UserId,
    now: Timestamp,
) -> Result<(), Failure> {
    diesel::insert_into(sheet_exclusions::table)
        .values((
            sheet_exclusions::assignment_id.eq(assignment),
            sheet_exclusions::excluded_by.eq(by),
            sheet_exclusions::excluded_at.eq(now),
        ))
        .execute(db)?;
    Ok(())
}

/// Orders a sheet from a reviewer who has not scored the proposal yet.
pub fn order_sheet(
    db: &mut Db,
    proposal: &ProposalId,
    by: &UserId,
    now: Timestamp,
) -> Result<(), Failure> {
    diesel::insert_into(sheet_orders::table)
        .values((
            sheet_orders::id.eq(RecordId::new()?),
            sheet_orders::proposal_id.eq(proposal),
            sheet_orders::ordered_by.eq(by),
            sheet_orders::ordered_at.eq(now),
        ))
        .execute(db)?;
    Ok(())
}

type Waiting = (RecordId, Option<AssignmentId>, Option<String>);

/// The orders on a proposal with the state of their tasks, oldest first.
fn orders_on(db: &mut Db, proposal: &ProposalId) -> Result<Vec<Waiting>, Failure> {
    Ok(sheet_orders::table
        .left_join(assignments::table)
        .filter(sheet_orders::proposal_id.eq(proposal).and(sheet_orders::reason.is_null()))
        .order((sheet_orders::ordered_at, sheet_orders::id))
        .select((sheet_orders::id, sheet_orders::assignment_id, assignments::state.nullable()))
        .load::<Waiting>(db)?)
}

fn is_free((_, _, state): &Waiting) -> bool {
    state.as_deref().is_none_or(|state| matches!(state, "declined" | "removed"))
}

/// Ordered sheets on a proposal that are not assigned as tasks yet.
pub fn free_orders(db: &mut Db, proposal: &ProposalId) -> Result<usize, Failure> {
    Ok(orders_on(db, proposal)?.iter().filter(|order| is_free(order)).count())
}

/// Gives the oldest unassigned order to a task, with its deadline; returns whether there was one.
pub(in crate::features::reviews) fn take_order(
    db: &mut Db,
    proposal: &ProposalId,
    (assignment, due_at): (&AssignmentId, Timestamp),
) -> Result<bool, Failure> {
    let orders = orders_on(db, proposal)?;
    let Some((order, ..)) = orders.iter().find(|order| is_free(order)) else { return Ok(false) };
    diesel::update(sheet_orders::table.find(order))
        .set((sheet_orders::assignment_id.eq(assignment), sheet_orders::due_at.eq(due_at)))
        .execute(db)?;
    Ok(true)
}

/// What these tasks were ordered for or are awaited for: the task, until when, and whether it is awaited after the
/// review.
pub(in crate::features::reviews) fn orders_among(
    db: &mut Db,
    tasks: &[AssignmentId],
) -> Result<Vec<(AssignmentId, Option<Timestamp>, bool)>, Failure> {
    let rows = sheet_orders::table
        .filter(sheet_orders::assignment_id.eq_any(tasks))
        .select((
            sheet_orders::assignment_id.assume_not_null(),
            sheet_orders::due_at,
            sheet_orders::reason.is_not_null(),
        ))
        .load(db)?;
    Ok(rows)
}

/// Those of these tasks that fulfil an order, with its deadline.
pub(in crate::features::reviews) fn ordered_among(
    db: &mut Db,
    tasks: &[AssignmentId],
) -> Result<BTreeMap<AssignmentId, Option<Timestamp>>, Failure> {
    let rows = orders_among(db, tasks)?.into_iter();
    Ok(rows.filter(|(.., awaited)| !awaited).map(|(task, due_at, _)| (task, due_at)).collect())
}

/// Awaits the sheet of a task after the review has ended; returns whether it was awaited before.
pub(in crate::features::reviews) fn await_task(
    db: &mut Db,
    task: &Assignment,
    (until, reason): (Timestamp, &str),
    (by, now): (&UserId, Timestamp),
) -> Result<bool, Failure> {
    let earlier = sheet_orders::table
        .filter(sheet_orders::assignment_id.eq(&task.id))
        .select(sheet_orders::id)
        .first::<RecordId>(db)
        .optional()?;
    if let Some(id) = earlier {
        diesel::update(sheet_orders::table.find(&id))
            .set((sheet_orders::due_at.eq(until), sheet_orders::reason.eq(reason)))
            .execute(db)?;
        return Ok(true);
    }
    diesel::insert_into(sheet_orders::table)
        .values((
            sheet_orders::id.eq(RecordId::new()?),
            sheet_orders::proposal_id.eq(&task.proposal),
            sheet_orders::assignment_id.eq(&task.id),
            sheet_orders::ordered_by.eq(by),
            sheet_orders::ordered_at.eq(now),
            sheet_orders::due_at.eq(until),
            sheet_orders::reason.eq(reason),
        ))
        .execute(db)?;
    Ok(false)
}

/// Those of these tasks whose sheet is or was awaited after the review, and until when.
pub(in crate::features::reviews) fn awaited_among(
    db: &mut Db,
    tasks: &[AssignmentId],
) -> Result<BTreeMap<AssignmentId, Timestamp>, Failure> {
    let rows = orders_among(db, tasks)?.into_iter().filter(|(.., awaited)| *awaited);
    Ok(rows.filter_map(|(task, due_at, _)| Some((task, due_at?))).collect())
}

/// Numbers of the proposals of a call that lack an ordered sheet.
pub fn ordered_and_missing(db: &mut Db, call: &CallId) -> Result<Vec<String>, Failure> {
    let rows = sheet_orders::table
        .inner_join(proposals::table)
        .left_join(assignments::table)
        .filter(proposals::call_id.eq(call).and(proposals::state.eq(ProposalState::Eligible)))
        .filter(sheet_orders::reason.is_null())
        .order(proposals::number)
        .select((proposals::number, assignments::state.nullable()))
        .load::<(Option<String>, Option<String>)>(db)?;
    let missing = rows.into_iter().filter(|(_, state)| state.as_deref() != Some("submitted"));
    let mut numbers: Vec<String> = missing.filter_map(|(number, _)| number).collect();
    numbers.dedup();
    Ok(numbers)
}

/// Everybody who ever had a task on a proposal.
pub fn reviewers_of(db: &mut Db, proposal: &ProposalId) -> Result<Vec<UserId>, Failure> {
    Ok(assignments::table
        .filter(assignments::proposal_id.eq(proposal))
        .select(assignments::reviewer)
        .load(db)?)
}
