//! What is held of reviewers, and what they wrote on a person's proposals.

use crate::features::reviews::rules::redaction;
use crate::kernel::clock::Timestamp;
use crate::kernel::errors::Failure;
use crate::kernel::ids::{AssignmentId, CallId, ProposalId, UserId};
use crate::platform::db::schema::{
    assignments, reconciliations, reopenings, review_versions, reviews,
};
use crate::platform::db::{Db, ROWS_AT_ONCE};
use crate::platform::ledger::Subject;
use crate::platform::personal::{
    self, Erasure, Holder, Holdings, Person, Taken, Thing, WORDS, as_json,
};
use diesel::prelude::*;
use serde::Serialize;

pub const HOLDER: Holder = Holder {
    room: "features/reviews",
    tables: &["assignments", "reconciliations", "reopenings", "review_versions", "reviews"],
    left: &["sheet_exclusions", "sheet_orders"],
    things,
    holdings,
    erase,
    worked,
    ..Holder::NOTHING
};

/// The tasks of assessing the person's proposals.
fn things(db: &mut Db, person: &Person<'_>) -> Result<Vec<Thing>, Failure> {
    let found = assignments::table
        .filter(assignments::proposal_id.eq_any(person.proposals()))
        .select((assignments::id, assignments::proposal_id))
        .load::<(AssignmentId, ProposalId)>(db)?;
    let thing =
        |(id, proposal)| Thing { subject: Subject::assignment(&id), proposal: Some(proposal) };
    Ok(found.into_iter().map(thing).collect())
}

#[derive(Queryable, Selectable, Serialize)]
#[diesel(table_name = assignments)]
struct OwnAssignment {
    id: String,
    call_id: String,
    proposal_id: String,
    state: String,
    origin: String,
    assigned_at: Timestamp,
    closed_reason: Option<String>,
    closed_at: Option<Timestamp>,
}

#[derive(Queryable, Serialize)]
struct OwnSheet {
    proposal_id: String,
    assigned_at: Timestamp,
    #[serde(serialize_with = "as_json")]
    sheet: String,
    total: Option<i32>,
    updated_at: Timestamp,
    submitted_at: Option<Timestamp>,
}

/// The tasks that somebody was given as a reviewer, and the sheets that they wrote. Sheets on the person's own
/// proposals were written in confidence and are not read here at all.
fn holdings(db: &mut Db, person: &Person<'_>) -> Result<Holdings, Failure> {
    let own = assignments::table.filter(assignments::reviewer.eq(person.user));
    let tasks = own.order(assignments::assigned_at).select(OwnAssignment::as_select()).load(db)?;
    let sheets: Vec<OwnSheet> = reviews::table
        .inner_join(assignments::table)
        .filter(assignments::reviewer.eq(person.user))
        .order(assignments::assigned_at)
        .select((
            assignments::proposal_id,
            assignments::assigned_at,
            reviews::sheet,
            reviews::total,
            reviews::updated_at,
            reviews::submitted_at,
        ))
        .load(db)?;
    Ok(vec![("assignments", personal::rows(tasks)?), ("sheets-written", personal::rows(sheets)?)]
        .into())
}

/// Sheets keep their scores.
fn erase(db: &mut Db, erasure: &Erasure<'_>) -> Result<Taken, Failure> {
    let own = || erasure.person.proposals();
    let theirs =
        assignments::reviewer.eq(erasure.person.user).or(assignments::proposal_id.eq_any(own()));
    let closed = assignments::table.filter(theirs.and(assignments::closed_reason.is_not_null()));
    diesel::update(closed).set(assignments::closed_reason.eq(WORDS)).execute(db)?;
    let on = reconciliations::table.filter(reconciliations::proposal_id.eq_any(own()));
    diesel::update(on).set(reconciliations::note.eq(WORDS)).execute(db)?;
    let on = assignments::table.filter(assignments::proposal_id.eq_any(own()));
    let tasks: Vec<String> = on.select(assignments::id).load(db)?;
    let reopened = reopenings::table.filter(reopenings::assignment_id.eq_any(tasks.clone()));
    diesel::update(reopened).set(reopenings::reason.eq(WORDS)).execute(db)?;
    erase_sheets(db, &tasks)?;
    Ok(Taken::default())
}

fn erase_sheets(db: &mut Db, tasks: &[String]) -> Result<(), Failure> {
    let sheets = reviews::table.filter(reviews::assignment_id.eq_any(tasks));
    let sheets = sheets.select((reviews::assignment_id, reviews::sheet));
    for (task, sheet) in sheets.load::<(String, String)>(db)? {
        diesel::update(reviews::table.find(&task))
            .set(reviews::sheet.eq(redaction::sheet(&sheet)))
            .execute(db)?;
    }
    let kept = review_versions::table
        .filter(review_versions::assignment_id.eq_any(tasks))
        .select((review_versions::assignment_id, review_versions::version, review_versions::sheet))
        .load::<(String, i64, String)>(db)?;
    for (task, version, sheet) in kept {
        diesel::update(review_versions::table.find((&task, version)))
            .set(review_versions::sheet.eq(redaction::sheet(&sheet)))
            .execute(db)?;
    }
    Ok(())
}

fn worked(db: &mut Db) -> Result<Vec<(UserId, CallId)>, Failure> {
    let tasks = assignments::table.select((assignments::reviewer, assignments::call_id));
    Ok(tasks.distinct().load(db)?)
}

/// Which proposals these tasks are on.
///
/// # Errors
/// When the database fails.
pub fn proposals_of_tasks(db: &mut Db, ids: &[String]) -> Result<Vec<ProposalId>, Failure> {
    let mut found = Vec::new();
    for some in ids.chunks(ROWS_AT_ONCE) {
        let named = assignments::table.filter(assignments::id.eq_any(some));
        found.extend(named.select(assignments::proposal_id).load::<ProposalId>(db)?);
    }
    Ok(found)
}

/// Which proposals were tasks of this account at any time between two instants.
///
/// # Errors
/// When the database fails.
pub fn tasks_between(
    db: &mut Db,
    reviewer: &UserId,
    (from, until): (Timestamp, Timestamp),
) -> Result<Vec<ProposalId>, Failure> {
    let still_open = assignments::closed_at.is_null().or(assignments::closed_at.ge(from));
    let theirs = assignments::table
        .filter(assignments::reviewer.eq(reviewer))
        .filter(assignments::assigned_at.le(until))
        .filter(still_open.assume_not_null());
    Ok(theirs.select(assignments::proposal_id).distinct().load(db)?)
}
