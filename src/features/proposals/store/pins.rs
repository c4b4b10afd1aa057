//! Which files belong to which submission. Rows are added, never changed.

use super::documents::DocumentRow;
use crate::features::proposals::rules::pins::counting;
use crate::features::proposals::{Document, Pin, Proposal};
use crate::kernel::canonical;
use crate::kernel::clock::Timestamp;
use crate::kernel::errors::Failure;
use crate::kernel::ids::{CallId, DocumentId, ProposalId, RecordId};
use crate::platform::db::Db;
use crate::platform::db::schema::{documents, proposals, submitted_files};
use diesel::prelude::*;
use std::collections::{BTreeMap, BTreeSet};

/// The files of each submission, by its number, the newest of a kind first; including those that a
/// repair replaced.
pub(in crate::features::proposals) fn pins_by_submission(
    db: &mut Db,
    proposal: &ProposalId,
) -> Result<BTreeMap<i32, Vec<Pin>>, Failure> {
    let rows = submitted_files::table
        .inner_join(documents::table)
        .filter(submitted_files::proposal_id.eq(proposal))
        .order((documents::kind, documents::version.desc()))
        .select((
            submitted_files::submission,
            DocumentRow::as_select(),
            submitted_files::repair_id,
            submitted_files::pinned_at,
        ))
        .load::<(i32, DocumentRow, Option<RecordId>, Timestamp)>(db)?;
    let mut pins: BTreeMap<i32, Vec<Pin>> = BTreeMap::new();
    for (submission, row, repair, pinned_at) in rows {
        let document = row.try_into()?;
        pins.entry(submission).or_default().push(Pin { document, repair, pinned_at });
    }
    Ok(pins)
}

/// The files of the submissions in force of several proposals, in one statement.
pub(in crate::features::proposals) fn pins_of_many(
    db: &mut Db,
    ids: &[ProposalId],
) -> Result<BTreeMap<ProposalId, Vec<Pin>>, Failure> {
    let rows = submitted_files::table
        .inner_join(documents::table)
        .inner_join(proposals::table)
        .filter(submitted_files::proposal_id.eq_any(ids))
        .filter(proposals::submitted_version.eq(submitted_files::submission.nullable()))
        .order((documents::kind, documents::version.desc()))
        .select((DocumentRow::as_select(), submitted_files::repair_id, submitted_files::pinned_at))
        .load::<(DocumentRow, Option<RecordId>, Timestamp)>(db)?;
    let mut pins: BTreeMap<ProposalId, Vec<Pin>> = BTreeMap::new();
    for (row, repair, pinned_at) in rows {
        let document = Document::try_from(row)?;
        let of = pins.entry(document.proposal.clone()).or_default();
        of.push(Pin { document, repair, pinned_at });
    }
    Ok(pins)
}

/// A file of a submission in force, as a search compares it.
#[derive(Debug, Clone, Queryable)]
pub(in crate::features::proposals) struct PinnedName {
    pub document: DocumentId,
    pub file_name: String,
    pub kind: String,
    pub proposal: ProposalId,
    pub call: CallId,
}

/// The names of all files that belong to a submission in force of these calls, but of these proposals.
pub(in crate::features::proposals) fn pinned_names(
    db: &mut Db,
    calls: &[CallId],
    hidden: &BTreeSet<ProposalId>,
) -> Result<Vec<PinnedName>, Failure> {
    Ok(submitted_files::table
        .inner_join(documents::table)
        .inner_join(proposals::table)
        .filter(proposals::call_id.eq_any(calls))
        .filter(proposals::submitted_version.eq(submitted_files::submission.nullable()))
        .filter(proposals::id.ne_all(hidden))
        .select((
            documents::id,
            documents::file_name,
            documents::kind,
            proposals::id,
            proposals::call_id,
        ))
        .load(db)?)
}

/// The hash of what is verified: text and files of the submission in force, as it is read now.
///
/// # Errors
/// `Inconsistent` when nothing was handed in.
pub fn read_hash(db: &mut Db, proposal: &Proposal) -> Result<String, Failure> {
    let version = proposal.given()?.version;
    let pinned = pins_by_submission(db, &proposal.id)?.remove(&version).unwrap_or_default();
    let files = counting(&pinned);
    let files: Vec<_> = files
        .iter()
        .map(|file| serde_json::json!({"kind": file.kind, "sha256": file.sha256}))
        .collect();
    let text = super::find_submitted(db, &proposal.id)?.map(|submitted| submitted.text());
    let read = serde_json::json!({"text": text, "files": files});
    Ok(canonical::hash_of(&read)?)
}

/// Adds a file to a submission: as submitted, or as a replacement.
pub(in crate::features::proposals) fn insert_pin(
    db: &mut Db,
    submission: i32,
    (document, repair): (&Document, Option<&RecordId>),
    now: Timestamp,
) -> Result<(), Failure> {
    diesel::insert_into(submitted_files::table)
        .values((
            submitted_files::proposal_id.eq(&document.proposal),
            submitted_files::submission.eq(submission),
            submitted_files::document_id.eq(&document.id),
            submitted_files::repair_id.eq(repair),
            submitted_files::pinned_at.eq(now),
        ))
        .execute(db)?;
    Ok(())
}
