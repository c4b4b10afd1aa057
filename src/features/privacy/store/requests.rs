//! Requests to be erased.

use crate::features::privacy::{Answer, ErasureRequest};
use crate::kernel::clock::Timestamp;
use crate::kernel::errors::Failure;
use crate::kernel::ids::{RecordId, UserId};
use crate::platform::db::Db;
use crate::platform::db::schema::erasure_requests;
use diesel::prelude::*;

#[derive(Queryable, Selectable, Insertable)]
#[diesel(table_name = erasure_requests)]
struct Row {
    id: RecordId,
    user_id: UserId,
    reason: String,
    asked_at: Timestamp,
    due_at: Timestamp,
    answer: Option<Answer>,
    answered_by: Option<UserId>,
    answered_at: Option<Timestamp>,
    answer_reason: Option<String>,
}

fn to_request(row: Row, now: Timestamp) -> ErasureRequest {
    ErasureRequest {
        is_overdue: row.answered_at.unwrap_or(now) > row.due_at,
        id: row.id,
        user: row.user_id,
        reason: row.reason,
        asked_at: row.asked_at,
        due_at: row.due_at,
        answer: row.answer,
        answered_at: row.answered_at,
        answer_reason: row.answer_reason,
    }
}

/// Those of this person, the last one first.
pub(in crate::features::privacy) fn requests_of(
    db: &mut Db,
    user: &UserId,
    now: Timestamp,
) -> Result<Vec<ErasureRequest>, Failure> {
    let rows = erasure_requests::table
        .filter(erasure_requests::user_id.eq(user))
        .order((erasure_requests::asked_at.desc(), erasure_requests::id))
        .select(Row::as_select())
        .load(db)?;
    Ok(rows.into_iter().map(|row| to_request(row, now)).collect())
}

pub(in crate::features::privacy) fn find_request(
    db: &mut Db,
    id: &RecordId,
    now: Timestamp,
) -> Result<Option<ErasureRequest>, Failure> {
    let row = erasure_requests::table.find(id).select(Row::as_select()).first(db).optional()?;
    Ok(row.map(|row| to_request(row, now)))
}

/// Those that wait for an answer, the most urgent first.
pub(in crate::features::privacy) fn open_requests(
    db: &mut Db,
    now: Timestamp,
) -> Result<Vec<ErasureRequest>, Failure> {
    let rows = erasure_requests::table
        .filter(erasure_requests::answer.is_null())
        .order((erasure_requests::due_at, erasure_requests::id))
        .select(Row::as_select())
        .load(db)?;
    Ok(rows.into_iter().map(|row| to_request(row, now)).collect())
}

pub(in crate::features::privacy) fn insert_request(
    db: &mut Db,
    new: &ErasureRequest,
) -> Result<(), Failure> {
    diesel::insert_into(erasure_requests::table)
        .values((
            erasure_requests::id.eq(&new.id),
            erasure_requests::user_id.eq(&new.user),
            erasure_requests::reason.eq(&new.reason),
            erasure_requests::asked_at.eq(new.asked_at),
            erasure_requests::due_at.eq(new.due_at),
        ))
        .execute(db)?;
    Ok(())
}

/// False when it was answered meanwhile.
pub(in crate::features::privacy) fn answer_request(
    db: &mut Db,
    id: &RecordId,
    (answer, reason): (Answer, &str),
    (by, now): (&UserId, Timestamp),
) -> Result<bool, Failure> {
    let open = erasure_requests::table.find(id).filter(erasure_requests::answer.is_null());
    let changed = diesel::update(open)
        .set((
            erasure_requests::answer.eq(answer.name()),
            erasure_requests::answered_by.eq(by),
            erasure_requests::answered_at.eq(now),
            erasure_requests::answer_reason.eq(reason),
        ))
        .execute(db)?;
    Ok(changed == 1)
}
