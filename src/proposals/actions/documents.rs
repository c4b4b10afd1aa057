//! What people can do with documents: upload, list, read. Bytes are not handled here: an upload is
//! permitted first, received by `files`, and added when it is safely on disk.

use super::dossier::Dossier;
use crate::access::{self, Act, Phase, Relation, Viewer};
use crate::calls::Sensitivity;
use crate::clock::Timestamp;
use crate::db::Db;
use crate::errors::Failure;
use crate::files::{self, Limit, MediaType};
use crate::ids::{DocumentId, ProposalId};
use crate::ledger::{self, Event};
use crate::proposals::rules::documents as rules;
use crate::proposals::{Document, Documents, store};
use serde_json::json;

/// What may be uploaded, before the first byte is read.
#[derive(Debug, Clone)]
pub struct Allowance {
    pub limit: Limit,
    pub formats: Vec<MediaType>,
}

/// A file that is in its place already.
#[derive(Debug, Clone)]
pub struct NewDocument {
    pub proposal: ProposalId,
    pub kind: String,
    /// As the sender calls it; made safe here.
    pub file_name: String,
    pub media_type: MediaType,
    pub size: u64,
    pub sha256: String,
}

/// Whether this person may upload a document of this kind now, and how large.
///
/// # Errors
/// `not_found`, `wrong_phase`, an unknown kind, `no_open_repair`, `kind_not_opened`,
/// `documents_closed`, `documents_too_large`, `too_many_versions`.
pub fn may_upload(
    db: &mut Db,
    viewer: &Viewer,
    proposal: &ProposalId,
    kind: &str,
    now: Timestamp,
) -> Result<Allowance, Failure> {
    let dossier = Dossier::find(db, viewer, proposal, now)?;
    let uploaded = store::documents_of(db, proposal)?;
    allow(db, viewer, &dossier, (kind, &uploaded), now)
}

fn allow(
    db: &mut Db,
    viewer: &Viewer,
    dossier: &Dossier,
    (kind, uploaded): (&str, &[Document]),
    now: Timestamp,
) -> Result<Allowance, Failure> {
    let repairing = dossier.phase == Phase::Screening;
    dossier.may(viewer, if repairing { Act::RepairProposal } else { Act::WriteProposal })?;
    let requirement = rules::requirement(&dossier.call.definition, kind)?;
    let repairs = if repairing { store::repairs_of(db, &dossier.proposal.id)? } else { Vec::new() };
    let stands = (dossier.phase, dossier.proposal.state);
    rules::check_window(stands, repairs.last(), kind, now)?;
    let limit = rules::limit(requirement, uploaded)?;
    Ok(Allowance { limit, formats: rules::formats(requirement) })
}

/// Adds an uploaded file as the next version of its kind.
///
/// # Errors
/// As [`may_upload`], asked again inside the transaction: the deadline may have passed meanwhile.
pub fn add_document(
    db: &mut Db,
    viewer: &Viewer,
    new: &NewDocument,
    now: Timestamp,
) -> Result<Document, Failure> {
    let dossier = Dossier::find(db, viewer, &new.proposal, now)?;
    let uploaded = store::documents_of(db, &new.proposal)?;
    let allowance = allow(db, viewer, &dossier, (&new.kind, &uploaded), now)?;
    if new.size > allowance.limit.bytes {
        return Err(allowance.limit.refusal());
    }
    let document = Document {
        id: DocumentId::new()?,
        proposal: new.proposal.clone(),
        kind: new.kind.clone(),
        version: rules::next_version(&new.kind, &uploaded),
        file_name: files::label(&new.file_name, &new.kind, new.media_type),
        media_type: new.media_type,
        size: new.size,
        sha256: new.sha256.clone(),
        uploaded_by: viewer.user.clone(),
        uploaded_at: now,
    };
    store::insert_document(db, &document)?;
    let payload = json!({
        "document": document.id, "kind": document.kind, "version": document.version,
        "sha256": document.sha256, "size": document.size,
    });
    let (actor, subject) = (Some(&viewer.user), dossier.subject());
    ledger::append(db, Event { actor, act: "document.uploaded", subject, payload }, now)?;
    Ok(document)
}

/// The documents of a proposal by kind; kinds that the viewer may not read are left out.
///
/// # Errors
/// `not_found`, `wrong_phase`.
pub fn list_documents(
    db: &mut Db,
    viewer: &Viewer,
    proposal: &ProposalId,
    relations: &[Relation],
    now: Timestamp,
) -> Result<Documents, Failure> {
    let dossier = Dossier::find(db, viewer, proposal, now)?.with_relations(relations);
    dossier.may(viewer, Act::ReadFile)?;
    let uploaded = store::documents_of(db, proposal)?;
    let may_see =
        |sensitivity| access::may(viewer, act_to_read(sensitivity), dossier.facts).is_ok();
    Ok(rules::by_kind(&dossier.call.definition, &uploaded, may_see))
}

fn act_to_read(sensitivity: Sensitivity) -> Act {
    match sensitivity {
        Sensitivity::Open | Sensitivity::Internal | Sensitivity::Personal => Act::ReadFile,
        Sensitivity::Specific => Act::ReadSensitiveFile,
    }
}

/// A document that the viewer may read.
#[derive(Debug, Clone)]
pub struct Readable {
    pub document: Document,
    /// Reading it goes on the record: call [`record_reading`] before the first byte leaves.
    pub on_record: bool,
}

/// Whether this person may read the document's file. `relations` are those that only a later stage
/// knows of.
///
/// # Errors
/// `not_found`, `wrong_phase`.
pub fn readable_document(
    db: &mut Db,
    viewer: &Viewer,
    id: &DocumentId,
    relations: &[Relation],
    now: Timestamp,
) -> Result<Readable, Failure> {
    let document = store::find_document(db, id)?.ok_or_else(Failure::not_found)?;
    let dossier = Dossier::find(db, viewer, &document.proposal, now)?.with_relations(relations);
    let sensitivity = rules::sensitivity(&dossier.call.definition, &document.kind);
    dossier.may(viewer, act_to_read(sensitivity))?;
    let on_record = sensitivity == Sensitivity::Specific && !dossier.is_own();
    Ok(Readable { document, on_record })
}

/// Puts on the record that somebody reads a document about health, discipline or a criminal case
/// (UU 27/2022 art. 31).
///
/// # Errors
/// As [`readable_document`].
pub fn record_reading(
    db: &mut Db,
    viewer: &Viewer,
    id: &DocumentId,
    relations: &[Relation],
    now: Timestamp,
) -> Result<(), Failure> {
    let Readable { document, .. } = readable_document(db, viewer, id, relations, now)?;
    let subject = format!("proposal:{}", document.proposal);
    let payload = json!({
        "document": document.id, "kind": document.kind, "version": document.version,
    });
    let event = Event { actor: Some(&viewer.user), act: "document.read", subject, payload };
    ledger::append(db, event, now).map(|_| ())
}
