//! Every query on uploads that arrive in pieces.

use crate::features::proposals::PartialUpload;
use crate::kernel::clock::Timestamp;
use crate::kernel::errors::Failure;
use crate::kernel::ids::{DocumentId, ProposalId, UploadId, UserId};
use crate::platform::db::Db;
use crate::platform::db::schema::uploads;
use diesel::prelude::*;

#[derive(Queryable, Selectable, Insertable)]
#[diesel(table_name = uploads)]
struct UploadRow {
    id: UploadId,
    proposal_id: ProposalId,
    kind: String,
    file_name: String,
    file_modified: Option<i64>,
    size: i64,
    received: i64,
    begun_by: UserId,
    begun_at: Timestamp,
    expires_at: Timestamp,
    document_id: Option<DocumentId>,
}

impl TryFrom<UploadRow> for PartialUpload {
    type Error = Failure;
    fn try_from(row: UploadRow) -> Result<Self, Failure> {
        let odd = |_| Failure::Inconsistent(format!("upload {}", row.id));
        Ok(Self {
            size: u64::try_from(row.size).map_err(odd)?,
            received: u64::try_from(row.received).map_err(odd)?,
            id: row.id,
            proposal: row.proposal_id,
            kind: row.kind,
            file_name: row.file_name,
            file_modified: row.file_modified,
            begun_by: row.begun_by,
            begun_at: row.begun_at,
            expires_at: row.expires_at,
            document: row.document_id,
        })
    }
}

fn stored(bytes: u64) -> Result<i64, Failure> {
    let too_large = |_| Failure::Inconsistent("a file of more than 2^63 bytes".to_owned());
    i64::try_from(bytes).map_err(too_large)
}

/// Finished or not, unless it has expired.
pub(in crate::features::proposals) fn find_upload(
    db: &mut Db,
    id: &UploadId,
    now: Timestamp,
) -> Result<Option<PartialUpload>, Failure> {
    let row = uploads::table
        .filter(uploads::id.eq(id).and(uploads::expires_at.gt(now)))
        .select(UploadRow::as_select())
        .first(db)
        .optional()?;
    row.map(PartialUpload::try_from).transpose()
}

/// This person's unfinished uploads to any proposal, oldest first.
pub(in crate::features::proposals) fn unfinished_of(
    db: &mut Db,
    person: &UserId,
    now: Timestamp,
) -> Result<Vec<PartialUpload>, Failure> {
    let rows = uploads::table
        .filter(uploads::begun_by.eq(person))
        .filter(uploads::document_id.is_null())
        .filter(uploads::expires_at.gt(now))
        .order((uploads::begun_at, uploads::id))
        .select(UploadRow::as_select())
        .load(db)?;
    rows.into_iter().map(PartialUpload::try_from).collect()
}

pub(in crate::features::proposals) fn insert_upload(
    db: &mut Db,
    upload: &PartialUpload,
) -> Result<(), Failure> {
    let row = UploadRow {
        id: upload.id.clone(),
        proposal_id: upload.proposal.clone(),
        kind: upload.kind.clone(),
        file_name: upload.file_name.clone(),
        file_modified: upload.file_modified,
        size: stored(upload.size)?,
        received: stored(upload.received)?,
        begun_by: upload.begun_by.clone(),
        begun_at: upload.begun_at,
        expires_at: upload.expires_at,
        document_id: upload.document.clone(),
    };
    diesel::insert_into(uploads::table).values(row).execute(db)?;
    Ok(())
}

/// Moves an unfinished upload from one offset to another; false if it has another offset.
pub(in crate::features::proposals) fn save_received(
    db: &mut Db,
    id: &UploadId,
    (from, to): (u64, u64),
    expires_at: Timestamp,
) -> Result<bool, Failure> {
    let standing = uploads::id.eq(id).and(uploads::received.eq(stored(from)?));
    let changed = diesel::update(uploads::table)
        .filter(standing.and(uploads::document_id.is_null()))
        .set((uploads::received.eq(stored(to)?), uploads::expires_at.eq(expires_at)))
        .execute(db)?;
    Ok(changed == 1)
}

pub(in crate::features::proposals) fn finish_upload(
    db: &mut Db,
    id: &UploadId,
    document: &DocumentId,
) -> Result<(), Failure> {
    diesel::update(uploads::table.find(id)).set(uploads::document_id.eq(document)).execute(db)?;
    Ok(())
}

pub(in crate::features::proposals) fn delete_upload(
    db: &mut Db,
    id: &UploadId,
) -> Result<(), Failure> {
    diesel::delete(uploads::table.find(id)).execute(db)?;
    Ok(())
}

/// Returns how many there were.
pub(in crate::features::proposals) fn delete_expired_uploads(
    db: &mut Db,
    now: Timestamp,
) -> Result<usize, Failure> {
    Ok(diesel::delete(uploads::table.filter(uploads::expires_at.le(now))).execute(db)?)
}

/// Uploads whose file is still needed.
pub(in crate::features::proposals) fn kept_uploads(db: &mut Db) -> Result<Vec<UploadId>, Failure> {
    let unfinished = uploads::table.filter(uploads::document_id.is_null());
    Ok(unfinished.select(uploads::id).load(db)?)
}
