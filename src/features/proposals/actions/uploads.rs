//! Actions on a file that arrives in pieces: begin, continue, finish, cancel. As with documents,
//! bytes are not handled here.

use super::ProposalContext;
use super::documents::{self, Allowance, NewDocument};
use crate::features::proposals::rules::uploads as rules;
use crate::features::proposals::{PartialUpload, store};
use crate::kernel::access::{Permission, Viewer};
use crate::kernel::clock::Timestamp;
use crate::kernel::errors::Failure;
use crate::kernel::ids::{DocumentId, ProposalId, UploadId};
use crate::platform::cx::Cx;
use crate::platform::db::Db;
use crate::platform::files;
use serde::{Deserialize, Serialize};

/// What the sender announces about the file before its first byte.
#[derive(Debug, Clone)]
pub struct Announced {
    pub proposal: ProposalId,
    pub kind: String,
    pub file_name: String,
    pub file_modified: Option<i64>,
    /// In bytes.
    pub size: u64,
}

/// Where an upload continues, and until when it is kept.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Begun {
    pub id: UploadId,
    pub expires_at: Timestamp,
}

/// Begins an upload. The requirements that do not depend on the bytes are checked here.
///
/// # Errors
/// As [`documents::may_upload`]; `file_empty`; the limit's own code; `too_many_uploads`,
/// `uploads_too_large`.
pub fn begin(cx: &mut Cx<'_>, announced: &Announced) -> Result<Begun, Failure> {
    let Announced { proposal, kind, size, .. } = announced;
    let allowance = documents::may_upload(cx, proposal, kind)?;
    if *size == 0 {
        return Err(Failure::refused(files::FILE_EMPTY));
    }
    check_size(&allowance, *size)?;
    rules::check_room(&store::unfinished_of(cx.db, &cx.viewer.user, cx.now)?, *size)?;
    let upload = PartialUpload {
        id: UploadId::new()?,
        proposal: proposal.clone(),
        kind: kind.clone(),
        file_name: files::plain(&announced.file_name),
        file_modified: announced.file_modified,
        size: *size,
        received: 0,
        begun_by: cx.viewer.user.clone(),
        begun_at: cx.now,
        expires_at: rules::kept_until(cx.now),
        document: None,
    };
    store::insert_upload(cx.db, &upload)?;
    Ok(Begun { id: upload.id, expires_at: upload.expires_at })
}

fn check_size(allowance: &Allowance, size: u64) -> Result<(), Failure> {
    if size > allowance.limit.bytes { Err(allowance.limit.refusal()) } else { Ok(()) }
}

/// The upload, only for the person who began it.
fn own(cx: &mut Cx<'_>, (id, act): (&UploadId, Permission)) -> Result<PartialUpload, Failure> {
    let upload = store::find_upload(cx.db, id, cx.now)?.ok_or_else(Failure::not_found)?;
    if upload.begun_by != cx.viewer.user {
        return Err(Failure::not_found());
    }
    ProposalContext::find(cx, &upload.proposal)?.may(cx.viewer, act)?;
    Ok(upload)
}

/// The upload's progress.
///
/// # Errors
/// `not_found`, also for everybody but the person who began it.
pub fn read(cx: &mut Cx<'_>, id: &UploadId) -> Result<PartialUpload, Failure> {
    own(cx, (id, Permission::ReadOwnUpload))
}

/// Whether bytes may still be added, by the same rules as at the beginning. A finished upload takes
/// no more bytes and needs no check.
pub fn may_continue(
    cx: &mut Cx<'_>,
    id: &UploadId,
) -> Result<(PartialUpload, Option<Allowance>), Failure> {
    let upload = own(cx, (id, Permission::ReadOwnUpload))?;
    if upload.document.is_some() {
        return Ok((upload, None));
    }
    let allowance = documents::may_upload(cx, &upload.proposal, &upload.kind)?;
    check_size(&allowance, upload.size)?;
    Ok((upload, Some(allowance)))
}

/// The person's unfinished uploads to this proposal, oldest first.
pub fn unfinished(cx: &mut Cx<'_>, proposal: &ProposalId) -> Result<Vec<PartialUpload>, Failure> {
    let mut uploads = store::unfinished_of(cx.db, &cx.viewer.user, cx.now)?;
    uploads.retain(|upload| upload.proposal == *proposal);
    Ok(uploads)
}

/// Notes how much is on disk now, and extends the time for which it is kept.
///
/// # Errors
/// `not_found` when it was given up meanwhile; `upload_offset` when it stands elsewhere.
pub fn note_received(
    cx: &mut Cx<'_>,
    (id, from, to): (&UploadId, u64, u64),
) -> Result<PartialUpload, Failure> {
    let upload = own(cx, (id, Permission::ReadOwnUpload))?;
    let expires_at = rules::kept_until(cx.now);
    if !store::save_received(cx.db, id, (from, to), expires_at)? {
        return Err(rules::wrong_offset(upload.received).into());
    }
    Ok(PartialUpload { received: to, expires_at, ..upload })
}

/// Makes a document of the complete file, which is already at its place on disk.
///
/// # Errors
/// As [`documents::add_document`]; everything is checked again, the deadline too.
pub fn finish(
    cx: &mut Cx<'_>,
    (id, new): (&UploadId, &NewDocument),
) -> Result<DocumentId, Failure> {
    let upload = own(cx, (id, Permission::ReadOwnUpload))?;
    if let Some(document) = upload.document {
        return Ok(document);
    }
    let document = documents::add_document(cx, new)?;
    store::finish_upload(cx.db, id, &document.id)?;
    Ok(document.id)
}

/// Removes an upload; a document made from it stays.
///
/// # Errors
/// `not_found`, also for everybody but the person who began it.
pub fn give_up(cx: &mut Cx<'_>, id: &UploadId) -> Result<PartialUpload, Failure> {
    let upload = own(cx, (id, Permission::GiveUpUpload))?;
    store::delete_upload(cx.db, id)?;
    Ok(upload)
}

/// Removes a complete file that was finally refused; no permission is checked.
pub fn forget_refused(db: &mut Db, id: &UploadId) -> Result<(), Failure> {
    store::delete_upload(db, id)
}

/// Removes expired uploads and returns the files that are still needed.
pub fn forget_expired(db: &mut Db, now: Timestamp) -> Result<(usize, Vec<UploadId>), Failure> {
    Ok((store::delete_expired_uploads(db, now)?, store::kept_uploads(db)?))
}
