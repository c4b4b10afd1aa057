//! The sheets of panelists. A locked sheet never changes.

use crate::features::interviews::{InterviewSheet, StoredInterviewSheet};
use crate::kernel::clock::Timestamp;
use crate::kernel::errors::{Failure, common};
use crate::kernel::ids::{CallId, InterviewId, UserId};
use crate::platform::db::Db;
use crate::platform::db::schema::{interview_sheets, interview_slots};
use diesel::prelude::*;

/// One's own sheet.
pub(in crate::features::interviews) fn find_sheet(
    db: &mut Db,
    (slot, user): (&InterviewId, &UserId),
) -> Result<Option<StoredInterviewSheet>, Failure> {
    type Row = (String, String, i64, Timestamp, Option<Timestamp>);
    let row = interview_sheets::table
        .find((slot, user))
        .select((
            interview_sheets::sheet,
            interview_sheets::salt,
            interview_sheets::version,
            interview_sheets::updated_at,
            interview_sheets::submitted_at,
        ))
        .first::<Row>(db)
        .optional()?;
    row.map(|(sheet, salt, version, updated_at, submitted_at)| {
        let sheet = serde_json::from_str(&sheet)?;
        Ok(StoredInterviewSheet { sheet, salt, version, updated_at, submitted_at })
    })
    .transpose()
}

/// The first save of a sheet.
pub(in crate::features::interviews) fn insert_sheet(
    db: &mut Db,
    (slot, user): (&InterviewId, &UserId),
    new: &StoredInterviewSheet,
) -> Result<(), Failure> {
    diesel::insert_into(interview_sheets::table)
        .values((
            interview_sheets::slot_id.eq(slot),
            interview_sheets::user_id.eq(user),
            interview_sheets::sheet.eq(serde_json::to_string(&new.sheet)?),
            interview_sheets::salt.eq(&new.salt),
            interview_sheets::version.eq(new.version),
            interview_sheets::updated_at.eq(new.updated_at),
        ))
        .execute(db)?;
    Ok(())
}

/// A later save.
///
/// # Errors
/// `changed_meanwhile` when the sheet is locked or not at the version before.
pub(in crate::features::interviews) fn update_sheet(
    db: &mut Db,
    (slot, user): (&InterviewId, &UserId),
    new: &StoredInterviewSheet,
) -> Result<(), Failure> {
    let expected = interview_sheets::table.find((slot, user)).filter(
        interview_sheets::version.eq(new.version - 1).and(interview_sheets::submitted_at.is_null()),
    );
    let changed = diesel::update(expected)
        .set((
            interview_sheets::sheet.eq(serde_json::to_string(&new.sheet)?),
            interview_sheets::version.eq(new.version),
            interview_sheets::updated_at.eq(new.updated_at),
        ))
        .execute(db)?;
    changed_one(changed)
}

/// Locks a sheet.
///
/// # Errors
/// `changed_meanwhile`.
pub(in crate::features::interviews) fn lock_sheet(
    db: &mut Db,
    (slot, user): (&InterviewId, &UserId),
    (version, at): (i64, Timestamp),
) -> Result<(), Failure> {
    let expected = interview_sheets::table.find((slot, user)).filter(
        interview_sheets::version.eq(version).and(interview_sheets::submitted_at.is_null()),
    );
    let changed =
        diesel::update(expected).set(interview_sheets::submitted_at.eq(at)).execute(db)?;
    changed_one(changed)
}

/// The sheets of one interview that were handed in, by panelist.
pub(in crate::features::interviews) fn sheets_of(
    db: &mut Db,
    slot: &InterviewId,
) -> Result<Vec<(UserId, InterviewSheet)>, Failure> {
    let rows = interview_sheets::table
        .filter(interview_sheets::slot_id.eq(slot))
        .filter(interview_sheets::submitted_at.is_not_null())
        .order(interview_sheets::user_id)
        .select((interview_sheets::user_id, interview_sheets::sheet))
        .load::<(UserId, String)>(db)?;
    rows.into_iter().map(|(user, sheet)| Ok((user, serde_json::from_str(&sheet)?))).collect()
}

/// All sheets of a call that were handed in, by panelist.
pub(in crate::features::interviews) fn sheets_in(
    db: &mut Db,
    call: &CallId,
) -> Result<Vec<(InterviewId, UserId, InterviewSheet)>, Failure> {
    let rows = interview_sheets::table
        .inner_join(interview_slots::table.on(interview_slots::id.eq(interview_sheets::slot_id)))
        .filter(interview_slots::call_id.eq(call))
        .filter(interview_sheets::submitted_at.is_not_null())
        .order((interview_sheets::slot_id, interview_sheets::user_id))
        .select((interview_sheets::slot_id, interview_sheets::user_id, interview_sheets::sheet))
        .load::<(InterviewId, UserId, String)>(db)?;
    let read = |(slot, user, sheet): (InterviewId, UserId, String)| {
        Ok((slot, user, serde_json::from_str(&sheet)?))
    };
    rows.into_iter().map(read).collect()
}

fn changed_one(changed: usize) -> Result<(), Failure> {
    if changed == 1 { Ok(()) } else { Err(Failure::refused(common::CHANGED_MEANWHILE)) }
}
