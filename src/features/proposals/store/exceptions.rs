//! Exceptions by signed minutes.

use crate::features::proposals::{Exception, ExceptionKind, ExceptionState, Minutes, NewException};
use crate::kernel::clock::Timestamp;
use crate::kernel::errors::{Failure, common};
use crate::kernel::ids::{CallId, ExceptionId, ProposalId, RecordId, UserId};
use crate::platform::db::schema::{exceptions, proposals};
use crate::platform::db::{Backend, Db};
use diesel::prelude::*;

#[derive(Queryable, Selectable)]
#[diesel(table_name = exceptions)]
struct Row {
    id: ExceptionId,
    call_id: CallId,
    proposal_id: ProposalId,
    kind: ExceptionKind,
    document: Option<String>,
    field: Option<String>,
    until_at: Timestamp,
    minutes_number: String,
    reason: String,
    minutes_name: Option<String>,
    minutes_size: Option<i64>,
    minutes_sha256: Option<String>,
    requested_by: UserId,
    requested_at: Timestamp,
    state: ExceptionState,
    confirmed_by: Option<UserId>,
    confirmed_at: Option<Timestamp>,
    ended_by: Option<UserId>,
    ended_at: Option<Timestamp>,
    answer: Option<String>,
    repair_id: Option<RecordId>,
    used_at: Option<Timestamp>,
}

fn to_exception((row, number): (Row, Option<String>)) -> Result<Exception, Failure> {
    let number = number
        .ok_or_else(|| Failure::Inconsistent(format!("exception {} without a number", row.id)))?;
    // The table has all three or none.
    let minutes = match (row.minutes_name, row.minutes_size, row.minutes_sha256) {
        (Some(file_name), Some(size), Some(sha256)) => {
            Some(Minutes { file_name, size: u64::try_from(size).unwrap_or_default(), sha256 })
        }
        _ => None,
    };
    Ok(Exception {
        id: row.id,
        call: row.call_id,
        proposal: row.proposal_id,
        number,
        kind: row.kind,
        document: row.document,
        field: row.field,
        until: row.until_at,
        minutes_number: row.minutes_number,
        reason: row.reason,
        minutes,
        requested_by: row.requested_by,
        requested_at: row.requested_at,
        state: row.state,
        confirmed_by: row.confirmed_by,
        confirmed_at: row.confirmed_at,
        ended_by: row.ended_by,
        ended_at: row.ended_at,
        answer: row.answer,
        used_at: row.used_at,
        repair: row.repair_id,
    })
}

/// Whose exceptions are read.
pub(in crate::features::proposals) enum Of<'a> {
    Id(&'a ExceptionId),
    Proposal(&'a ProposalId),
    Call(&'a CallId),
}

/// Exceptions, the newest first.
pub(in crate::features::proposals) fn exceptions_of(
    db: &mut Db,
    of: &Of<'_>,
) -> Result<Vec<Exception>, Failure> {
    let all = exceptions::table
        .inner_join(proposals::table)
        .order((exceptions::requested_at.desc(), exceptions::id.desc()))
        .select((Row::as_select(), proposals::number))
        .into_boxed::<Backend>();
    let of = match of {
        Of::Id(id) => all.filter(exceptions::id.eq(*id)),
        Of::Proposal(id) => all.filter(exceptions::proposal_id.eq(*id)),
        Of::Call(id) => all.filter(exceptions::call_id.eq(*id)),
    };
    let rows = of.load::<(Row, Option<String>)>(db)?;
    rows.into_iter().map(to_exception).collect()
}

/// How many were granted in a call.
///
/// # Errors
/// When the database fails.
pub fn exceptions_granted_in(db: &mut Db, call: &CallId) -> Result<i64, Failure> {
    let granted = exceptions::state.eq(ExceptionState::Granted);
    let of = exceptions::table.filter(exceptions::call_id.eq(call).and(granted));
    Ok(of.count().get_result(db)?)
}

pub(in crate::features::proposals) fn insert_exception(
    db: &mut Db,
    (id, call, proposal): (&ExceptionId, &CallId, &ProposalId),
    (new, minutes): (&NewException, Option<&Minutes>),
    (by, at): (&UserId, Timestamp),
) -> Result<(), Failure> {
    diesel::insert_into(exceptions::table)
        .values((
            exceptions::id.eq(id),
            exceptions::call_id.eq(call),
            exceptions::proposal_id.eq(proposal),
            exceptions::kind.eq(new.kind),
            exceptions::document.eq(&new.document),
            exceptions::field.eq(&new.field),
            exceptions::until_at.eq(new.until),
            exceptions::minutes_number.eq(&new.minutes_number),
            exceptions::reason.eq(&new.reason),
            exceptions::minutes_name.eq(minutes.map(|file| &file.file_name)),
            exceptions::minutes_size.eq(minutes.and_then(|file| i64::try_from(file.size).ok())),
            exceptions::minutes_sha256.eq(minutes.map(|file| &file.sha256)),
            exceptions::requested_by.eq(by),
            exceptions::requested_at.eq(at),
            exceptions::state.eq(ExceptionState::Requested),
        ))
        .execute(db)?;
    Ok(())
}

pub(in crate::features::proposals) fn add_minutes(
    db: &mut Db,
    id: &ExceptionId,
    file: &Minutes,
) -> Result<(), Failure> {
    let bare = exceptions::table.find(id).filter(exceptions::minutes_sha256.is_null());
    let changed = diesel::update(bare)
        .set((
            exceptions::minutes_name.eq(&file.file_name),
            exceptions::minutes_size.eq(i64::try_from(file.size).unwrap_or(i64::MAX)),
            exceptions::minutes_sha256.eq(&file.sha256),
        ))
        .execute(db)?;
    changed_one(changed)
}

/// One person is for it.
///
/// # Errors
/// `changed_meanwhile`.
pub(in crate::features::proposals) fn confirm_exception(
    db: &mut Db,
    id: &ExceptionId,
    (by, at): (&UserId, Timestamp),
) -> Result<(), Failure> {
    let asked = exceptions::table.find(id).filter(exceptions::state.eq(ExceptionState::Requested));
    let changed = diesel::update(asked)
        .set((
            exceptions::state.eq(ExceptionState::Confirmed),
            exceptions::confirmed_by.eq(by),
            exceptions::confirmed_at.eq(at),
        ))
        .execute(db)?;
    changed_one(changed)
}

/// How an exception ends.
pub(in crate::features::proposals) struct Ending<'a> {
    pub state: ExceptionState,
    pub by: &'a UserId,
    pub at: Timestamp,
    pub answer: Option<&'a str>,
    pub repair: Option<&'a RecordId>,
}

/// Ends one that was to be decided still.
///
/// # Errors
/// `changed_meanwhile`.
pub(in crate::features::proposals) fn end_exception(
    db: &mut Db,
    exception: &Exception,
    end: &Ending<'_>,
) -> Result<(), Failure> {
    let waiting =
        exceptions::table.find(&exception.id).filter(exceptions::state.eq(exception.state));
    let changed = diesel::update(waiting)
        .set((
            exceptions::state.eq(end.state),
            exceptions::ended_by.eq(end.by),
            exceptions::ended_at.eq(end.at),
            exceptions::answer.eq(end.answer),
            exceptions::repair_id.eq(end.repair),
        ))
        .execute(db)?;
    changed_one(changed)
}

/// The corrected text was handed in.
pub(in crate::features::proposals) fn use_exception(
    db: &mut Db,
    id: &ExceptionId,
    at: Timestamp,
) -> Result<(), Failure> {
    diesel::update(exceptions::table.find(id)).set(exceptions::used_at.eq(at)).execute(db)?;
    Ok(())
}

fn changed_one(changed: usize) -> Result<(), Failure> {
    if changed == 1 { Ok(()) } else { Err(Failure::refused(common::CHANGED_MEANWHILE)) }
}
