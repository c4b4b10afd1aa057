//! Sheets and their versions. A version is never changed, and neither is a locked sheet.

use crate::features::reviews::{Sheet, SheetVersion, StoredSheet, SubmittedSheet};
use crate::kernel::clock::Timestamp;
use crate::kernel::errors::{Failure, common};
use crate::kernel::ids::{AssignmentId, CallId, ProposalId, UserId};
use crate::kernel::paging::Paging;
use crate::platform::db::Db;
use crate::platform::db::schema::{assignments, review_versions, reviews, sheet_exclusions};
use diesel::prelude::*;
use std::collections::BTreeMap;

pub(in crate::features::reviews) fn find_sheet(
    db: &mut Db,
    assignment: &AssignmentId,
) -> Result<Option<StoredSheet>, Failure> {
    let row = reviews::table
        .find(assignment)
        .select((
            reviews::sheet,
            reviews::salt,
            reviews::version,
            reviews::updated_at,
            reviews::submitted_at,
        ))
        .first::<(String, String, i64, Timestamp, Option<Timestamp>)>(db)
        .optional()?;
    row.map(|(sheet, salt, version, updated_at, submitted_at)| {
        let sheet = serde_json::from_str(&sheet)?;
        Ok(StoredSheet { sheet, salt, version, updated_at, submitted_at })
    })
    .transpose()
}

/// The drafts of a call, by task.
pub(in crate::features::reviews) fn drafts_in(
    db: &mut Db,
    call: &CallId,
) -> Result<BTreeMap<AssignmentId, Sheet>, Failure> {
    let rows = reviews::table
        .inner_join(assignments::table)
        .filter(assignments::call_id.eq(call).and(assignments::state.eq("draft")))
        .select((assignments::id, reviews::sheet))
        .load::<(AssignmentId, String)>(db)?;
    rows.into_iter().map(|(id, sheet)| Ok((id, serde_json::from_str(&sheet)?))).collect()
}

/// The tasks of a call whose sheets were begun, and whether each is handed in.
pub(in crate::features::reviews) fn begun_in(
    db: &mut Db,
    call: &CallId,
) -> Result<BTreeMap<AssignmentId, bool>, Failure> {
    let rows = reviews::table
        .inner_join(assignments::table)
        .filter(assignments::call_id.eq(call))
        .select((assignments::id, reviews::submitted_at))
        .load::<(AssignmentId, Option<Timestamp>)>(db)?;
    Ok(rows.into_iter().map(|(id, handed_in)| (id, handed_in.is_some())).collect())
}

/// The first save of a sheet.
pub(in crate::features::reviews) fn insert_sheet(
    db: &mut Db,
    assignment: &AssignmentId,
    new: &StoredSheet,
) -> Result<(), Failure> {
    diesel::insert_into(reviews::table)
        .values((
            reviews::assignment_id.eq(assignment),
            reviews::sheet.eq(serde_json::to_string(&new.sheet)?),
            reviews::salt.eq(&new.salt),
            reviews::version.eq(new.version),
            reviews::updated_at.eq(new.updated_at),
        ))
        .execute(db)?;
    insert_version(db, assignment, new)
}

/// A later save.
///
/// # Errors
/// `changed_meanwhile` when the sheet is locked or not at the version before.
pub(in crate::features::reviews) fn update_sheet(
    db: &mut Db,
    assignment: &AssignmentId,
    new: &StoredSheet,
) -> Result<(), Failure> {
    let expected = reviews::table
        .find(assignment)
        .filter(reviews::version.eq(new.version - 1).and(reviews::submitted_at.is_null()));
    let changed = diesel::update(expected)
        .set((
            reviews::sheet.eq(serde_json::to_string(&new.sheet)?),
            reviews::version.eq(new.version),
            reviews::updated_at.eq(new.updated_at),
        ))
        .execute(db)?;
    if changed != 1 {
        return Err(Failure::refused(common::CHANGED_MEANWHILE));
    }
    insert_version(db, assignment, new)
}

fn insert_version(
    db: &mut Db,
    assignment: &AssignmentId,
    new: &StoredSheet,
) -> Result<(), Failure> {
    diesel::insert_into(review_versions::table)
        .values((
            review_versions::assignment_id.eq(assignment),
            review_versions::version.eq(new.version),
            review_versions::sheet.eq(serde_json::to_string(&new.sheet)?),
            review_versions::saved_at.eq(new.updated_at),
        ))
        .execute(db)?;
    Ok(())
}

/// Locks a sheet with its total.
///
/// # Errors
/// `changed_meanwhile` when it is locked already.
pub(in crate::features::reviews) fn lock_sheet(
    db: &mut Db,
    assignment: &AssignmentId,
    total: i32,
    now: Timestamp,
) -> Result<(), Failure> {
    let open = reviews::table.find(assignment).filter(reviews::submitted_at.is_null());
    let changed = diesel::update(open)
        .set((reviews::total.eq(total), reviews::submitted_at.eq(now)))
        .execute(db)?;
    if changed == 1 { Ok(()) } else { Err(Failure::refused(common::CHANGED_MEANWHILE)) }
}

/// Unlocks a sheet that was handed in in this version; the caller must have kept what was handed
/// in.
///
/// # Errors
/// `changed_meanwhile` when it is not locked in this version.
pub(in crate::features::reviews) fn unlock_sheet(
    db: &mut Db,
    assignment: &AssignmentId,
    version: i64,
) -> Result<(), Failure> {
    let locked = reviews::table
        .find(assignment)
        .filter(reviews::version.eq(version).and(reviews::submitted_at.is_not_null()));
    let changed = diesel::update(locked)
        .set((reviews::total.eq(None::<i32>), reviews::submitted_at.eq(None::<Timestamp>)))
        .execute(db)?;
    if changed == 1 { Ok(()) } else { Err(Failure::refused(common::CHANGED_MEANWHILE)) }
}

/// A page of a sheet's versions, oldest first.
pub(in crate::features::reviews) fn versions(
    db: &mut Db,
    assignment: &AssignmentId,
    paging: &Paging,
) -> Result<Vec<SheetVersion>, Failure> {
    let after = paging.key::<i64>()?.unwrap_or(0);
    let rows = review_versions::table
        .filter(review_versions::assignment_id.eq(assignment))
        .filter(review_versions::version.gt(after))
        .order(review_versions::version)
        .limit(paging.fetch())
        .select((review_versions::version, review_versions::saved_at, review_versions::sheet))
        .load::<(i64, Timestamp, String)>(db)?;
    rows.into_iter()
        .map(|(version, saved_at, sheet)| {
            Ok(SheetVersion { version, saved_at, sheet: serde_json::from_str(&sheet)? })
        })
        .collect()
}

type SheetRow = (AssignmentId, ProposalId, UserId, Option<i32>, String, Option<Timestamp>);

/// All locked sheets of a call that count, by proposal and reviewer.
pub fn submitted_sheets(db: &mut Db, call: &CallId) -> Result<Vec<SubmittedSheet>, Failure> {
    let rows = counting()
        .filter(assignments::call_id.eq(call))
        .order((assignments::proposal_id, assignments::reviewer))
        .load::<SheetRow>(db)?;
    rows.into_iter().map(to_submitted).collect()
}

/// The locked sheets on one proposal that count, in an order that does not reveal their authors.
pub fn sheets_on(db: &mut Db, proposal: &ProposalId) -> Result<Vec<SubmittedSheet>, Failure> {
    let rows = counting()
        .filter(assignments::proposal_id.eq(proposal))
        .order(assignments::id)
        .load::<SheetRow>(db)?;
    rows.into_iter().map(to_submitted).collect()
}

#[diesel::dsl::auto_type(no_type_alias)]
fn counting() -> _ {
    let excluded = sheet_exclusions::table.select(sheet_exclusions::assignment_id);
    reviews::table
        .inner_join(assignments::table)
        .filter(assignments::state.eq("submitted").and(assignments::id.ne_all(excluded)))
        .select((
            assignments::id,
            assignments::proposal_id,
            assignments::reviewer,
            reviews::total,
            reviews::sheet,
            reviews::submitted_at,
        ))
}

fn to_submitted(row: SheetRow) -> Result<SubmittedSheet, Failure> {
    let (assignment, proposal, reviewer, total, sheet, submitted_at) = row;
    let missing = || Failure::Inconsistent(format!("sheet {assignment} is not locked"));
    Ok(SubmittedSheet {
        total: total.ok_or_else(missing)?,
        sheet: serde_json::from_str(&sheet)?,
        submitted_at: submitted_at.ok_or_else(missing)?,
        assignment,
        proposal,
        reviewer,
    })
}
