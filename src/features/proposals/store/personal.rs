//! What is held of a candidate's proposals, and of whoever endorsed and verified those of others.

use super::erasing::erase;
use super::given::{own_parts, worked};
use crate::features::proposals::State;
use crate::kernel::clock::Timestamp;
use crate::kernel::errors::Failure;
use crate::kernel::ids::{CallId, ProposalId, UserId};
use crate::platform::db::schema::{
    documents, endorsement_requests, endorsements, exceptions, late_submissions, proposal_versions,
    proposals, submitted_files,
};
use crate::platform::db::{Db, ROWS_AT_ONCE};
use crate::platform::files::MediaType;
use crate::platform::ledger::Subject;
use crate::platform::personal::{self, HeldFile, Holder, Holdings, Person, Thing, as_json};
use diesel::prelude::*;
use serde::Serialize;
use serde_json::Value;

pub const HOLDER: Holder = Holder {
    room: "features/proposals",
    tables: &[
        "document_openings",
        "documents",
        "endorsed_texts",
        "endorsement_requests",
        "endorsements",
        "exceptions",
        "late_submissions",
        "proposal_versions",
        "proposals",
        "repairs",
        "submitted_files",
        "submitted_titles",
        "uploads",
        "verifications",
        "withdrawn_conclusions",
    ],
    things,
    holdings,
    erase,
    needed_files,
    worked,
    ..Holder::NOTHING
};

/// Somebody's own proposals with their calls, in the order in which they were begun.
///
/// # Errors
/// When the database fails.
pub fn begun_by(db: &mut Db, user: &UserId) -> Result<Vec<(ProposalId, CallId)>, Failure> {
    let own = proposals::table.filter(proposals::candidate.eq(user));
    Ok(own.order(proposals::created_at).select((proposals::id, proposals::call_id)).load(db)?)
}

#[expect(
    clippy::unnecessary_wraps,
    reason = "a holder may have to ask the database; this one was told"
)]
fn things(_: &mut Db, person: &Person<'_>) -> Result<Vec<Thing>, Failure> {
    let thing = |(id, _): &(ProposalId, CallId)| Thing {
        subject: Subject::proposal(id),
        proposal: Some(id.clone()),
    };
    Ok(person.proposals.iter().map(thing).collect())
}

fn holdings(db: &mut Db, person: &Person<'_>) -> Result<Holdings, Failure> {
    let own = person.proposals();
    let (documents, mut files) = documents_of(db, &own)?;
    let (asked, minutes) = exceptions_for(db, &own)?;
    files.extend(minutes);
    let mut parts = vec![
        ("proposals", texts_of(db, &own)?),
        ("proposal-versions", versions_of(db, &own)?),
        ("documents", documents),
        ("submitted-files", submitted_files_of(db, &own)?),
        ("endorsements-received", endorsements_on(db, &own)?),
        ("late-submissions-allowed", late_of(db, &own)?),
        ("endorsements-asked", requests_on(db, &own)?),
        ("exceptions", asked),
    ];
    parts.extend(own_parts(db, person.user)?);
    Ok(Holdings { parts, files })
}

#[derive(Queryable, Selectable, Serialize)]
#[diesel(table_name = proposals)]
struct Proposal {
    id: String,
    call_id: String,
    unit: String,
    problem_id: String,
    level: String,
    number: Option<String>,
    #[serde(serialize_with = "as_json")]
    content: String,
    created_at: Timestamp,
    updated_at: Timestamp,
    submitted_at: Option<Timestamp>,
    withdrawn_reason: Option<String>,
}

fn texts_of(db: &mut Db, own: &[ProposalId]) -> Result<Value, Failure> {
    let of = proposals::table.filter(proposals::id.eq_any(own));
    personal::rows(of.order(proposals::created_at).select(Proposal::as_select()).load(db)?)
}

#[derive(Queryable, Selectable, Serialize)]
#[diesel(table_name = proposal_versions)]
struct Version {
    proposal_id: String,
    number: i32,
    #[serde(serialize_with = "as_json")]
    content: String,
    content_hash: String,
    #[serde(serialize_with = "as_json")]
    eligibility: String,
    #[serde(serialize_with = "as_json")]
    receipt: String,
    submitted_at: Timestamp,
    #[serde(serialize_with = "as_json")]
    circumstances: String,
}

fn versions_of(db: &mut Db, own: &[ProposalId]) -> Result<Value, Failure> {
    let of = proposal_versions::table.filter(proposal_versions::proposal_id.eq_any(own));
    let order = (proposal_versions::proposal_id, proposal_versions::number);
    personal::rows(of.order(order).select(Version::as_select()).load(db)?)
}

#[derive(Queryable, Selectable, Serialize)]
#[diesel(table_name = documents)]
struct Document {
    id: String,
    proposal_id: String,
    kind: String,
    version: i32,
    file_name: String,
    media_type: String,
    size: i64,
    sha256: String,
    uploaded_at: Timestamp,
}

fn documents_of(db: &mut Db, own: &[ProposalId]) -> Result<(Value, Vec<HeldFile>), Failure> {
    let sent = documents::table
        .filter(documents::proposal_id.eq_any(own))
        .order(documents::uploaded_at)
        .select(Document::as_select())
        .load(db)?;
    let file = |row: &Document| {
        let unknown = || Failure::Inconsistent(format!("document {} of no known type", row.id));
        let media_type = MediaType::from_name(&row.media_type).ok_or_else(unknown)?;
        Ok(HeldFile { id: row.id.clone(), sha256: row.sha256.clone(), media_type })
    };
    let files = sent.iter().map(file).collect::<Result<_, Failure>>()?;
    Ok((personal::rows(sent)?, files))
}

#[derive(Queryable, Selectable, Serialize)]
#[diesel(table_name = submitted_files)]
struct SubmittedFile {
    proposal_id: String,
    submission: i32,
    document_id: String,
    repair_id: Option<String>,
    pinned_at: Timestamp,
}

/// Which of the documents were handed in with which version, and which came in a repair.
fn submitted_files_of(db: &mut Db, own: &[ProposalId]) -> Result<Value, Failure> {
    let of = submitted_files::table.filter(submitted_files::proposal_id.eq_any(own));
    let order = (submitted_files::proposal_id, submitted_files::submission);
    personal::rows(of.order(order).select(SubmittedFile::as_select()).load(db)?)
}

#[derive(Queryable, Selectable, Serialize)]
#[diesel(table_name = endorsements)]
struct Received {
    proposal_id: String,
    kind: String,
    statement: String,
    endorsed_at: Timestamp,
}

/// What heads of units wrote on the proposals.
fn endorsements_on(db: &mut Db, own: &[ProposalId]) -> Result<Value, Failure> {
    let on = endorsements::table.filter(endorsements::proposal_id.eq_any(own));
    personal::rows(on.order(endorsements::endorsed_at).select(Received::as_select()).load(db)?)
}

#[derive(Queryable, Selectable, Serialize)]
#[diesel(table_name = late_submissions)]
struct Late {
    proposal_id: String,
    until_at: Timestamp,
    reason: String,
    allowed_at: Timestamp,
}

/// Leave to hand a draft in after the submission had ended.
fn late_of(db: &mut Db, own: &[ProposalId]) -> Result<Value, Failure> {
    let of = late_submissions::table.filter(late_submissions::proposal_id.eq_any(own));
    personal::rows(of.order(late_submissions::allowed_at).select(Late::as_select()).load(db)?)
}

#[derive(Queryable, Selectable, Serialize)]
#[diesel(table_name = exceptions)]
struct ExceptionFor {
    id: String,
    proposal_id: String,
    kind: String,
    document: Option<String>,
    field: Option<String>,
    until_at: Timestamp,
    minutes_number: String,
    reason: String,
    minutes_name: Option<String>,
    minutes_sha256: Option<String>,
    requested_at: Timestamp,
    state: String,
    ended_at: Option<Timestamp>,
    answer: Option<String>,
    used_at: Option<Timestamp>,
}

/// What was asked for them by minutes, with the minutes.
fn exceptions_for(db: &mut Db, own: &[ProposalId]) -> Result<(Value, Vec<HeldFile>), Failure> {
    let asked = exceptions::table
        .filter(exceptions::proposal_id.eq_any(own))
        .order(exceptions::requested_at)
        .select(ExceptionFor::as_select())
        .load(db)?;
    let file = |row: &ExceptionFor| {
        let sha256 = row.minutes_sha256.clone()?;
        Some(HeldFile { id: row.id.clone(), sha256, media_type: MediaType::Pdf })
    };
    let files = asked.iter().filter_map(file).collect();
    Ok((personal::rows(asked)?, files))
}

#[derive(Queryable, Selectable, Serialize)]
#[diesel(table_name = endorsement_requests)]
struct RequestMade {
    proposal_id: String,
    kind: String,
    asked_at: Timestamp,
    told_at: Option<Timestamp>,
    reminded_at: Option<Timestamp>,
    answered_at: Option<Timestamp>,
    remark: Option<String>,
}

fn requests_on(db: &mut Db, own: &[ProposalId]) -> Result<Value, Failure> {
    let on = endorsement_requests::table.filter(endorsement_requests::proposal_id.eq_any(own));
    let order = endorsement_requests::asked_at;
    personal::rows(on.order(order).select(RequestMade::as_select()).load(db)?)
}

fn needed_files(db: &mut Db, hashes: &[String]) -> Result<Vec<String>, Failure> {
    let uploaded = documents::table.filter(documents::sha256.eq_any(hashes));
    let mut needed: Vec<String> = uploaded.select(documents::sha256).load(db)?;
    let minutes = exceptions::table.filter(exceptions::minutes_sha256.eq_any(hashes));
    needed.extend(minutes.select(exceptions::minutes_sha256.assume_not_null()).load::<String>(db)?);
    Ok(needed)
}

/// A proposal, whose it is, its call and its state.
pub type Begun = (ProposalId, UserId, CallId, State);

/// Every proposal there is.
///
/// # Errors
/// When the database fails.
pub fn all_begun(db: &mut Db) -> Result<Vec<Begun>, Failure> {
    let columns = (proposals::id, proposals::candidate, proposals::call_id, proposals::state);
    Ok(proposals::table.select(columns).load(db)?)
}

/// Whose these proposals are.
///
/// # Errors
/// When the database fails.
pub fn candidates_of(db: &mut Db, ids: &[ProposalId]) -> Result<Vec<UserId>, Failure> {
    let mut found = Vec::new();
    for some in ids.chunks(ROWS_AT_ONCE) {
        let named = proposals::table.filter(proposals::id.eq_any(some));
        found.extend(named.select(proposals::candidate).distinct().load::<UserId>(db)?);
    }
    Ok(found)
}

/// Whoever wrote a proposal in one of these calls.
///
/// # Errors
/// When the database fails.
pub fn candidates_in(db: &mut Db, calls: &[CallId]) -> Result<Vec<UserId>, Failure> {
    let written = proposals::table.filter(proposals::call_id.eq_any(calls));
    Ok(written.select(proposals::candidate).distinct().load(db)?)
}
