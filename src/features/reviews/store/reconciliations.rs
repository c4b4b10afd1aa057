//! The chair's notes on divergent sheets, and sheets as they were before they were reopened.

use crate::features::proposals::proposals_of;
use crate::features::reviews::{FirstSheet, Reconciliation, StoredSheet};
use crate::kernel::clock::Timestamp;
use crate::kernel::errors::Failure;
use crate::kernel::ids::{AssignmentId, CallId, ProposalId, RecordId, UserId};
use crate::platform::db::Db;
use crate::platform::db::schema::{assignments, reconciliations, reopenings, review_versions};
use diesel::prelude::*;
use std::collections::{BTreeMap, BTreeSet};

pub(in crate::features::reviews) fn insert_reconciliation(
    db: &mut Db,
    new: &Reconciliation,
) -> Result<(), Failure> {
    diesel::insert_into(reconciliations::table)
        .values((
            reconciliations::id.eq(&new.id),
            reconciliations::proposal_id.eq(&new.proposal),
            reconciliations::note.eq(&new.note),
            reconciliations::reconciled_by.eq(&new.reconciled_by),
            reconciliations::reconciled_at.eq(new.reconciled_at),
        ))
        .execute(db)?;
    Ok(())
}

/// The notes on one proposal, oldest first.
pub(in crate::features::reviews) fn reconciliations_on(
    db: &mut Db,
    proposal: &ProposalId,
) -> Result<Vec<Reconciliation>, Failure> {
    let rows = reconciliations::table
        .filter(reconciliations::proposal_id.eq(proposal))
        .order((reconciliations::reconciled_at, reconciliations::id))
        .select((
            reconciliations::id,
            reconciliations::note,
            reconciliations::reconciled_by,
            reconciliations::reconciled_at,
        ))
        .load::<(RecordId, String, UserId, Timestamp)>(db)?;
    let to_note = |(id, note, reconciled_by, reconciled_at)| Reconciliation {
        id,
        proposal: proposal.clone(),
        note,
        reconciled_by,
        reconciled_at,
    };
    Ok(rows.into_iter().map(to_note).collect())
}

/// The proposals of a call whose sheets have a note.
pub fn reconciled(db: &mut Db, call: &CallId) -> Result<BTreeSet<ProposalId>, Failure> {
    let found = reconciliations::table
        .filter(reconciliations::proposal_id.eq_any(proposals_of(call)))
        .select(reconciliations::proposal_id)
        .load::<ProposalId>(db)?;
    Ok(found.into_iter().collect())
}

/// Keeps what was handed in, with who reopens it and why.
pub(in crate::features::reviews) fn keep_first(
    db: &mut Db,
    (assignment, locked): (&AssignmentId, &StoredSheet),
    total: i32,
    (by, reason): (&UserId, &str),
    now: Timestamp,
) -> Result<(), Failure> {
    let missing = || Failure::Inconsistent(format!("task {assignment} without a sheet handed in"));
    let submitted_at = locked.submitted_at.ok_or_else(missing)?;
    diesel::insert_into(reopenings::table)
        .values((
            reopenings::assignment_id.eq(assignment),
            reopenings::version.eq(locked.version),
            reopenings::total.eq(total),
            reopenings::submitted_at.eq(submitted_at),
            reopenings::reason.eq(reason),
            reopenings::reopened_by.eq(by),
            reopenings::reopened_at.eq(now),
        ))
        .execute(db)?;
    Ok(())
}

/// Whether the sheet was ever reopened.
pub(in crate::features::reviews) fn is_reopened(
    db: &mut Db,
    assignment: &AssignmentId,
) -> Result<bool, Failure> {
    let of_it = reopenings::table.filter(reopenings::assignment_id.eq(assignment));
    Ok(diesel::select(diesel::dsl::exists(of_it)).get_result(db)?)
}

/// Those of these tasks whose sheet was ever reopened.
pub(in crate::features::reviews) fn reopened_among(
    db: &mut Db,
    tasks: &[AssignmentId],
) -> Result<BTreeSet<AssignmentId>, Failure> {
    let found = reopenings::table
        .filter(reopenings::assignment_id.eq_any(tasks))
        .select(reopenings::assignment_id)
        .load::<AssignmentId>(db)?;
    Ok(found.into_iter().collect())
}

type FirstRow = (AssignmentId, i32, String, Timestamp, String, Timestamp);

#[diesel::dsl::auto_type(no_type_alias)]
fn kept() -> _ {
    let text = reopenings::assignment_id
        .eq(review_versions::assignment_id)
        .and(reopenings::version.eq(review_versions::version));
    reopenings::table
        .inner_join(assignments::table)
        .inner_join(review_versions::table.on(text))
        .order((reopenings::assignment_id, reopenings::reopened_at))
        .select((
            reopenings::assignment_id,
            reopenings::total,
            review_versions::sheet,
            reopenings::submitted_at,
            reopenings::reason,
            reopenings::reopened_at,
        ))
}

/// The reopened sheets of a call, as they were first handed in.
pub fn first_sheets(
    db: &mut Db,
    call: &CallId,
) -> Result<BTreeMap<AssignmentId, FirstSheet>, Failure> {
    to_first(kept().filter(assignments::call_id.eq(call)).load::<FirstRow>(db)?)
}

/// The same on one proposal.
pub(in crate::features::reviews) fn first_sheets_on(
    db: &mut Db,
    proposal: &ProposalId,
) -> Result<BTreeMap<AssignmentId, FirstSheet>, Failure> {
    to_first(kept().filter(assignments::proposal_id.eq(proposal)).load::<FirstRow>(db)?)
}

/// A sheet reopened more than once has several rows; the first of them is what was first handed in.
fn to_first(rows: Vec<FirstRow>) -> Result<BTreeMap<AssignmentId, FirstSheet>, Failure> {
    let mut first = BTreeMap::new();
    for (assignment, total, sheet, submitted_at, reason, reopened_at) in rows {
        let sheet = serde_json::from_str(&sheet)?;
        let kept = FirstSheet { total, sheet, submitted_at, reason, reopened_at };
        first.entry(assignment).or_insert(kept);
    }
    Ok(first)
}
