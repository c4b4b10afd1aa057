//! What somebody wrote and was given to do in the selection of others.

use super::{as_json, table};
use crate::kernel::clock::Timestamp;
use crate::kernel::errors::Failure;
use crate::kernel::ids::UserId;
use crate::platform::db::Db;
use crate::platform::db::schema::{
    assignments, conflicts, document_openings, endorsements, panel_members, problems, reviews,
    verifications, withdrawn_conclusions,
};
use diesel::prelude::*;
use serde::Serialize;
use serde_json::Value;

#[derive(Queryable, Selectable, Serialize)]
#[diesel(table_name = endorsements)]
struct Given {
    id: String,
    proposal_id: String,
    kind: String,
    statement: String,
    endorsed_at: Timestamp,
}

pub(in crate::features::privacy) fn endorsements_by(
    db: &mut Db,
    user: &UserId,
) -> Result<Value, Failure> {
    let given = endorsements::table.filter(endorsements::endorsed_by.eq(user));
    table(given.order(endorsements::endorsed_at).select(Given::as_select()).load(db)?)
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

/// The sheets that somebody wrote as a reviewer.
pub(in crate::features::privacy) fn sheets_by(
    db: &mut Db,
    user: &UserId,
) -> Result<Value, Failure> {
    let rows: Vec<OwnSheet> = reviews::table
        .inner_join(assignments::table)
        .filter(assignments::reviewer.eq(user))
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
    table(rows)
}

#[derive(Queryable, Selectable, Serialize)]
#[diesel(table_name = document_openings)]
struct Opening {
    document_id: String,
    opened_at: Timestamp,
}

/// Which files somebody opened as a verifier.
pub(in crate::features::privacy) fn openings_by(
    db: &mut Db,
    user: &UserId,
) -> Result<Value, Failure> {
    let opened = document_openings::table.filter(document_openings::verifier.eq(user));
    table(opened.order(document_openings::opened_at).select(Opening::as_select()).load(db)?)
}

#[derive(Queryable, Selectable, Serialize)]
#[diesel(table_name = withdrawn_conclusions)]
struct TakenBack {
    proposal_id: String,
    round: i32,
    concluded_at: Timestamp,
    outcome: String,
    reason: String,
    withdrawn_at: Timestamp,
}

/// The conclusions that somebody took back as a verifier.
pub(in crate::features::privacy) fn taken_back_by(
    db: &mut Db,
    user: &UserId,
) -> Result<Value, Failure> {
    let taken = withdrawn_conclusions::table.filter(withdrawn_conclusions::verifier.eq(user));
    let order = withdrawn_conclusions::withdrawn_at;
    table(taken.order(order).select(TakenBack::as_select()).load(db)?)
}

#[derive(Queryable, Selectable, Serialize)]
#[diesel(table_name = verifications)]
struct OwnVerification {
    proposal_id: String,
    round: i32,
    #[serde(serialize_with = "as_json")]
    checks: String,
    outcome: Option<String>,
    concluded_at: Option<Timestamp>,
}

/// The verifications that somebody wrote.
pub(in crate::features::privacy) fn verifications_by(
    db: &mut Db,
    user: &UserId,
) -> Result<Value, Failure> {
    let own = verifications::table.filter(verifications::verifier.eq(user));
    table(own.order(verifications::updated_at).select(OwnVerification::as_select()).load(db)?)
}

#[derive(Queryable, Serialize)]
struct OwnConflict {
    /// Not told of what somebody else reported.
    proposal_id: Option<String>,
    kind: String,
    reason: Option<String>,
    declared_at: Timestamp,
}

/// The conflicts that somebody declared of themselves; of those that others reported, that there is
/// one.
pub(in crate::features::privacy) fn conflicts_of(
    db: &mut Db,
    user: &UserId,
) -> Result<Value, Failure> {
    let rows: Vec<(OwnConflict, String)> = conflicts::table
        .filter(conflicts::user_id.eq(user))
        .order(conflicts::declared_at)
        .select((
            (
                conflicts::proposal_id.nullable(),
                conflicts::kind,
                conflicts::reason.nullable(),
                conflicts::declared_at,
            ),
            conflicts::declared_by,
        ))
        .load(db)?;
    let told = |(row, by): (OwnConflict, String)| {
        if by == user.as_str() {
            row
        } else {
            OwnConflict { proposal_id: None, reason: None, ..row }
        }
    };
    table(rows.into_iter().map(told).collect())
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

/// The tasks that somebody was given as a reviewer.
pub(in crate::features::privacy) fn assignments_of(
    db: &mut Db,
    user: &UserId,
) -> Result<Value, Failure> {
    let own = assignments::table.filter(assignments::reviewer.eq(user));
    table(own.order(assignments::assigned_at).select(OwnAssignment::as_select()).load(db)?)
}

#[derive(Queryable, Selectable, Serialize)]
#[diesel(table_name = panel_members)]
struct Seat {
    call_id: String,
    max_load: i32,
    #[serde(serialize_with = "as_json")]
    topics: String,
    senior: bool,
    added_at: Timestamp,
}

/// The panels that somebody sits on.
pub(in crate::features::privacy) fn panels_of(
    db: &mut Db,
    user: &UserId,
) -> Result<Value, Failure> {
    let own = panel_members::table.filter(panel_members::user_id.eq(user));
    table(own.order(panel_members::added_at).select(Seat::as_select()).load(db)?)
}

#[derive(Queryable, Selectable, Serialize)]
#[diesel(table_name = problems)]
struct OwnProblem {
    code: String,
    title: String,
    state: String,
    created_at: Timestamp,
}

pub(in crate::features::privacy) fn problems_by(
    db: &mut Db,
    user: &UserId,
) -> Result<Value, Failure> {
    let own = problems::table.filter(problems::proposed_by.eq(user));
    table(own.order(problems::created_at).select(OwnProblem::as_select()).load(db)?)
}
