//! Queries on revisions. A revision lasts from the first upheld objection until the result is
//! announced again.

use crate::features::calls::Call;
use crate::kernel::access::{Facts, Relation};
use crate::kernel::clock::Timestamp;
use crate::kernel::errors::Failure;
use crate::kernel::ids::{CallId, RecordId};
use crate::platform::db::Db;
use crate::platform::db::schema::revisions;
use diesel::prelude::*;
use std::collections::BTreeSet;

/// Whether the announced result of a call is under revision.
pub fn is_revising(db: &mut Db, call: &CallId) -> Result<bool, Failure> {
    let open =
        revisions::table.filter(revisions::call_id.eq(call).and(revisions::closed_at.is_null()));
    Ok(diesel::select(diesel::dsl::exists(open)).get_result(db)?)
}

/// Opens a revision; an open one continues.
pub fn open_revision(db: &mut Db, call: &CallId, now: Timestamp) -> Result<(), Failure> {
    if is_revising(db, call)? {
        return Ok(());
    }
    diesel::insert_into(revisions::table)
        .values((
            revisions::id.eq(RecordId::new()?),
            revisions::call_id.eq(call),
            revisions::opened_at.eq(now),
        ))
        .execute(db)?;
    Ok(())
}

/// Ends the revision after the result was announced again.
pub fn close_revision(db: &mut Db, call: &CallId, now: Timestamp) -> Result<(), Failure> {
    let open =
        revisions::table.filter(revisions::call_id.eq(call).and(revisions::closed_at.is_null()));
    diesel::update(open).set(revisions::closed_at.eq(now)).execute(db)?;
    Ok(())
}

/// The phase of a call, and whether its result is under revision.
pub fn facts(db: &mut Db, call: &Call, now: Timestamp) -> Result<Facts, Failure> {
    let phase = call.phase(now);
    let revising = call.announced_at.is_some() && is_revising(db, &call.id)?;
    Ok(Facts::in_phase(phase).with(Relation::Revising, revising))
}

/// When the revisions of each call were closed; none while one is open.
///
/// # Errors
/// When the database fails.
pub fn all_revisions(db: &mut Db) -> Result<Vec<(CallId, Option<Timestamp>)>, Failure> {
    Ok(revisions::table.select((revisions::call_id, revisions::closed_at)).load(db)?)
}

/// Which of these calls have a revision under way.
///
/// # Errors
/// When the database fails.
pub fn revised_among(db: &mut Db, calls: &[CallId]) -> Result<BTreeSet<CallId>, Failure> {
    let open = revisions::table
        .filter(revisions::call_id.eq_any(calls).and(revisions::closed_at.is_null()))
        .select(revisions::call_id)
        .load::<CallId>(db)?;
    Ok(open.into_iter().collect())
}
