//! What belongs to a person's own proposals.

use super::{as_json, table};
use crate::features::privacy::HeldFile;
use crate::kernel::clock::Timestamp;
use crate::kernel::errors::Failure;
use crate::kernel::ids::{CallId, ProposalId, UserId};
use crate::platform::db::Db;
use crate::platform::db::schema::{
    announcements, assignments, awards, documents, endorsements, objections, proposal_versions,
    proposals, revisions, submitted_files,
};
use crate::platform::files::MediaType;
use diesel::prelude::*;
use serde::Serialize;
use serde_json::Value;
use std::collections::{BTreeMap, BTreeSet};

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

/// A proposal and its call.
pub(in crate::features::privacy) type InCall = (ProposalId, CallId);

pub(in crate::features::privacy) fn proposals_of(
    db: &mut Db,
    user: &UserId,
) -> Result<(Value, Vec<InCall>), Failure> {
    let rows: Vec<(Proposal, ProposalId, CallId)> = proposals::table
        .filter(proposals::candidate.eq(user))
        .order(proposals::created_at)
        .select((Proposal::as_select(), proposals::id, proposals::call_id))
        .load(db)?;
    let (mut told, mut ids) = (Vec::new(), Vec::new());
    for (row, id, call) in rows {
        told.push(row);
        ids.push((id, call));
    }
    Ok((table(told)?, ids))
}

/// How far the assessment of each of these calls has been made known: when it was last announced,
/// and whether it is being revised since.
pub(in crate::features::privacy) fn announcements_in(
    db: &mut Db,
    calls: &[CallId],
) -> Result<(BTreeMap<CallId, Timestamp>, BTreeSet<CallId>), Failure> {
    let last = announcements::table
        .filter(announcements::call_id.eq_any(calls.to_vec()))
        .order(announcements::number)
        .select((announcements::call_id, announcements::announced_at))
        .load::<(CallId, Timestamp)>(db)?;
    let open = revisions::table
        .filter(revisions::call_id.eq_any(calls.to_vec()).and(revisions::closed_at.is_null()))
        .select(revisions::call_id)
        .load::<CallId>(db)?;
    Ok((last.into_iter().collect(), open.into_iter().collect()))
}

/// The tasks of assessing these proposals, each with its proposal.
pub(in crate::features::privacy) fn assignments_on(
    db: &mut Db,
    own: &[ProposalId],
) -> Result<Vec<(String, ProposalId)>, Failure> {
    let on = assignments::table.filter(assignments::proposal_id.eq_any(own.to_vec()));
    Ok(on.select((assignments::id, assignments::proposal_id)).load(db)?)
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

pub(in crate::features::privacy) fn versions_of(
    db: &mut Db,
    own: &[ProposalId],
) -> Result<Value, Failure> {
    let of = proposal_versions::table.filter(proposal_versions::proposal_id.eq_any(own.to_vec()));
    let order = (proposal_versions::proposal_id, proposal_versions::number);
    table(of.order(order).select(Version::as_select()).load(db)?)
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

pub(in crate::features::privacy) fn documents_of(
    db: &mut Db,
    own: &[ProposalId],
) -> Result<(Value, Vec<HeldFile>), Failure> {
    let rows = documents::table
        .filter(documents::proposal_id.eq_any(own.to_vec()))
        .order(documents::uploaded_at)
        .select(Document::as_select())
        .load(db)?;
    let file = |row: &Document| HeldFile {
        id: row.id.clone(),
        sha256: row.sha256.clone(),
        media_type: MediaType::from_name(&row.media_type).unwrap_or(MediaType::Pdf),
    };
    let files = rows.iter().map(file).collect();
    Ok((table(rows)?, files))
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
pub(in crate::features::privacy) fn submitted_files_of(
    db: &mut Db,
    own: &[ProposalId],
) -> Result<Value, Failure> {
    let of = submitted_files::table.filter(submitted_files::proposal_id.eq_any(own.to_vec()));
    let order = (submitted_files::proposal_id, submitted_files::submission);
    table(of.order(order).select(SubmittedFile::as_select()).load(db)?)
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
pub(in crate::features::privacy) fn endorsements_on(
    db: &mut Db,
    own: &[ProposalId],
) -> Result<Value, Failure> {
    let on = endorsements::table.filter(endorsements::proposal_id.eq_any(own.to_vec()));
    table(on.order(endorsements::endorsed_at).select(Received::as_select()).load(db)?)
}

#[derive(Queryable, Selectable, Serialize)]
#[diesel(table_name = objections)]
struct Objection {
    id: String,
    proposal_id: String,
    subject: String,
    state: String,
    reason: String,
    attachment_name: Option<String>,
    attachment_sha256: Option<String>,
    filed_at: Timestamp,
    due_at: Timestamp,
    ruled_at: Option<Timestamp>,
    ruling: Option<String>,
}

/// The objections, their ids and what came with them.
pub(in crate::features::privacy) fn objections_of(
    db: &mut Db,
    own: &[ProposalId],
) -> Result<(Value, Vec<String>, Vec<HeldFile>), Failure> {
    let rows = objections::table
        .filter(objections::proposal_id.eq_any(own.to_vec()))
        .order(objections::filed_at)
        .select(Objection::as_select())
        .load(db)?;
    let file = |row: &Objection| {
        let sha256 = row.attachment_sha256.clone()?;
        Some(HeldFile { id: row.id.clone(), sha256, media_type: MediaType::Pdf })
    };
    let (ids, files) =
        (rows.iter().map(|row| row.id.clone()).collect(), rows.iter().filter_map(file).collect());
    Ok((table(rows)?, ids, files))
}

#[derive(Queryable, Selectable, Serialize)]
#[diesel(table_name = awards)]
struct Award {
    id: String,
    proposal_id: String,
    reserve_position: Option<i32>,
    state: String,
    grounds_id: String,
    grounds_en: String,
    offered_at: Timestamp,
    answer_by: Timestamp,
    settled_at: Option<Timestamp>,
    settled_reason: Option<String>,
}

/// The seats that were offered, and their ids.
pub(in crate::features::privacy) fn awards_on(
    db: &mut Db,
    own: &[ProposalId],
) -> Result<(Value, Vec<String>), Failure> {
    let on = awards::table.filter(awards::proposal_id.eq_any(own.to_vec()));
    let rows = on.order(awards::offered_at).select(Award::as_select()).load(db)?;
    let ids = rows.iter().map(|row| row.id.clone()).collect();
    Ok((table(rows)?, ids))
}
