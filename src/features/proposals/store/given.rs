//! What somebody wrote and did around proposals: their endorsements, what they did as a verifier, and files that are
//! on their way.

use crate::kernel::clock::Timestamp;
use crate::kernel::errors::Failure;
use crate::kernel::ids::{CallId, UserId};
use crate::platform::db::Db;
use crate::platform::db::schema::{
    document_openings, endorsement_requests, endorsements, proposals, uploads, verifications,
    withdrawn_conclusions,
};
use crate::platform::personal::{self, Part, as_json};
use diesel::prelude::*;
use serde::Serialize;
use serde_json::Value;

pub(super) fn own_parts(db: &mut Db, user: &UserId) -> Result<[Part; 6], Failure> {
    Ok([
        ("unfinished-uploads", uploads_by(db, user)?),
        ("endorsements-given", endorsements_by(db, user)?),
        ("endorsement-requests-answered", answers_by(db, user)?),
        ("verifications-written", verifications_by(db, user)?),
        ("documents-opened", openings_by(db, user)?),
        ("verifications-taken-back", taken_back_by(db, user)?),
    ])
}

/// Who verified in which call.
pub(super) fn worked(db: &mut Db) -> Result<Vec<(UserId, CallId)>, Failure> {
    let checks = verifications::table.inner_join(proposals::table);
    Ok(checks.select((verifications::verifier, proposals::call_id)).distinct().load(db)?)
}

#[derive(Queryable, Selectable, Serialize)]
#[diesel(table_name = uploads)]
struct Upload {
    proposal_id: String,
    kind: String,
    file_name: String,
    size: i64,
    received: i64,
    begun_at: Timestamp,
    expires_at: Timestamp,
}

/// Begun in pieces; whole ones are among the documents.
fn uploads_by(db: &mut Db, user: &UserId) -> Result<Value, Failure> {
    let begun =
        uploads::table.filter(uploads::begun_by.eq(user).and(uploads::document_id.is_null()));
    personal::rows(begun.order(uploads::begun_at).select(Upload::as_select()).load(db)?)
}

#[derive(Queryable, Selectable, Serialize)]
#[diesel(table_name = endorsements)]
struct Given {
    id: String,
    proposal_id: String,
    kind: String,
    statement: String,
    endorsed_at: Timestamp,
}

fn endorsements_by(db: &mut Db, user: &UserId) -> Result<Value, Failure> {
    let given = endorsements::table.filter(endorsements::endorsed_by.eq(user));
    personal::rows(given.order(endorsements::endorsed_at).select(Given::as_select()).load(db)?)
}

#[derive(Queryable, Selectable, Serialize)]
#[diesel(table_name = endorsement_requests)]
struct ResponseGiven {
    proposal_id: String,
    kind: String,
    answered_at: Option<Timestamp>,
    remark: Option<String>,
}

/// The requests for endorsement that somebody answered.
fn answers_by(db: &mut Db, user: &UserId) -> Result<Value, Failure> {
    let own = endorsement_requests::table.filter(endorsement_requests::answered_by.eq(user));
    let order = endorsement_requests::answered_at;
    personal::rows(own.order(order).select(ResponseGiven::as_select()).load(db)?)
}

#[derive(Queryable, Selectable, Serialize)]
#[diesel(table_name = document_openings)]
struct Opening {
    document_id: String,
    opened_at: Timestamp,
}

/// Which files somebody opened as a verifier.
fn openings_by(db: &mut Db, user: &UserId) -> Result<Value, Failure> {
    let opened = document_openings::table.filter(document_openings::verifier.eq(user));
    let order = document_openings::opened_at;
    personal::rows(opened.order(order).select(Opening::as_select()).load(db)?)
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
fn taken_back_by(db: &mut Db, user: &UserId) -> Result<Value, Failure> {
    let taken = withdrawn_conclusions::table.filter(withdrawn_conclusions::verifier.eq(user));
    let order = withdrawn_conclusions::withdrawn_at;
    personal::rows(taken.order(order).select(TakenBack::as_select()).load(db)?)
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
fn verifications_by(db: &mut Db, user: &UserId) -> Result<Value, Failure> {
    let own = verifications::table.filter(verifications::verifier.eq(user));
    let order = verifications::updated_at;
    personal::rows(own.order(order).select(OwnVerification::as_select()).load(db)?)
}
