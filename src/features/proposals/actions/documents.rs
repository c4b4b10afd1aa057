//! Actions on documents: upload, list, read. They do not handle bytes: an upload is permitted
//! first, then received by `files`, and added when it is safely on disk.

use super::ProposalContext;
use super::context::act_to_read;
use crate::features::calls::Sensitivity;
use crate::features::proposals::rules::documents as rules;
use crate::features::proposals::rules::pins::{self, Files, Reader};
use crate::features::proposals::{Document, Documents, HandedIn, Replacement, store};
use crate::kernel::access::{Permission, Phase, Relation, Role};
use crate::kernel::errors::Failure;
use crate::kernel::ids::{DocumentId, ProposalId, RecordId};
use crate::platform::cx::Cx;
use crate::platform::files::{self, Limit, MediaType};
use crate::platform::ledger::{self, Event, EventType, Subject};
use serde_json::json;

/// What may be uploaded; determined before the first byte is read.
#[derive(Debug, Clone)]
pub struct Allowance {
    pub limit: Limit,
    pub formats: Vec<MediaType>,
    /// The repair that opens this kind; `None` before the deadline.
    pub repair: Option<RecordId>,
}

/// A file that is already at its place on disk.
#[derive(Debug, Clone)]
pub struct NewDocument {
    pub proposal: ProposalId,
    pub kind: String,
    /// The sender's name for it; made safe here.
    pub file_name: String,
    pub media_type: MediaType,
    pub size: u64,
    pub sha256: String,
}

/// Whether this person may upload a document of this kind now, and its largest size.
///
/// # Errors
/// `not_found`, `wrong_phase`, an unknown kind, `no_open_repair`, `kind_not_opened`,
/// `documents_closed`, `documents_too_large`, `too_many_versions`.
pub fn may_upload(
    cx: &mut Cx<'_>,
    proposal: &ProposalId,
    kind: &str,
) -> Result<Allowance, Failure> {
    let context = ProposalContext::find(cx, proposal)?;
    allow(cx, &context, kind)
}

fn allow(cx: &mut Cx<'_>, context: &ProposalContext, kind: &str) -> Result<Allowance, Failure> {
    let repairing = context.phase == Phase::Screening;
    context.may(
        cx.viewer,
        if repairing { Permission::RepairProposal } else { Permission::WriteProposal },
    )?;
    // Minutes that open the text open no documents.
    if context.exception.is_some() {
        return Err(Failure::refused(rules::NO_OPEN_REPAIR));
    }
    let requirement = rules::requirement(&context.call.definition, kind)?;
    let repairs = if repairing { context.repairs(cx.db)? } else { &[] };
    let stands = (context.phase, context.proposal.state());
    rules::check_window(stands, repairs.last(), kind, cx.now)?;
    // A repair adds to the submission; before the deadline an upload adds to the draft.
    let uploaded = context.documents(cx.db)?;
    let counting = match context.proposal.handed_in() {
        Some(handed_in) if repairing => pins::counting(context.pins(cx.db, handed_in.version)?),
        _ => pins::latest(uploaded).cloned().collect(),
    };
    let limit = rules::limit(requirement, uploaded, &counting)?;
    let repair = repairs.last().filter(|_| repairing).map(|repair| repair.id.clone());
    Ok(Allowance { limit, formats: rules::formats(requirement), repair })
}

/// Adds an uploaded file as the next version of its kind.
///
/// # Errors
/// As [`may_upload`], checked again inside the transaction: the deadline may have passed in
/// between.
pub fn add_document(cx: &mut Cx<'_>, new: &NewDocument) -> Result<Document, Failure> {
    let context = ProposalContext::find(cx, &new.proposal)?;
    let allowance = allow(cx, &context, &new.kind)?;
    if new.size > allowance.limit.bytes {
        return Err(allowance.limit.refusal());
    }
    let document = Document {
        id: DocumentId::new()?,
        proposal: new.proposal.clone(),
        kind: new.kind.clone(),
        version: rules::next_version(&new.kind, context.documents(cx.db)?),
        file_name: files::label(&new.file_name, &new.kind, new.media_type),
        media_type: new.media_type,
        size: new.size,
        sha256: new.sha256.clone(),
        uploaded_by: cx.viewer.user.clone(),
        uploaded_at: cx.now,
    };
    store::insert_document(cx.db, &document)?;
    let mut payload = json!({
        "document": document.id, "kind": document.kind, "version": document.version,
        "sha256": document.sha256, "size": document.size,
    });
    if let Some(repair) = &allowance.repair {
        let version = context.proposal.given()?.version;
        // The state before this upload.
        let pinned = context.pins(cx.db, version)?;
        let replaced = pins::counting(pinned).into_iter().find(|one| one.kind == document.kind);
        store::insert_pin(cx.db, version, (&document, Some(repair)), cx.now)?;
        if let Some(payload) = payload.as_object_mut() {
            payload.insert("repair".to_owned(), json!(repair));
            payload.insert("submission".to_owned(), json!(version));
            payload.insert("replaces".to_owned(), json!(replaced.map(|one| one.id)));
        }
    }
    let (actor, subject) = (Some(&cx.viewer.user), context.subject());
    ledger::append(
        cx.db,
        Event { actor, act: EventType::DocumentUploaded, subject, payload },
        cx.now,
    )?;
    Ok(document)
}

/// The documents of a proposal by kind; kinds that the viewer may not read are left out.
///
/// # Errors
/// `not_found`, `wrong_phase`.
pub fn list_documents(
    cx: &mut Cx<'_>,
    proposal: &ProposalId,
    relations: &[Relation],
) -> Result<Documents, Failure> {
    let context = ProposalContext::find(cx, proposal)?;
    documents_in(cx, &context.with_relations(relations))
}

/// The same, for actions that already have the proposal's context.
pub fn documents_in(cx: &mut Cx<'_>, context: &ProposalContext) -> Result<Documents, Failure> {
    context.may(cx.viewer, Permission::ReadFile)?;
    let files = files_for(cx, context)?;
    let may_see = |sensitivity| context.allows(cx.viewer, act_to_read(sensitivity));
    let (submitted, replacements) = match context.proposal.handed_in() {
        None => (Vec::new(), Vec::new()),
        Some(HandedIn { version, .. }) => {
            (pins::counting(context.pins(cx.db, *version)?), told(cx, context, *version)?)
        }
    };
    let mut documents = rules::by_kind(&context.call.definition, &files, may_see);
    for kind in &mut documents.kinds {
        let counts = submitted.iter().find(|document| document.kind == kind.kind);
        kind.submitted = counts.map(|document| document.id.clone());
        let of_kind = replacements.iter().filter(|one| one.kind == kind.kind);
        kind.replacements = of_kind.cloned().collect();
    }
    Ok(documents)
}

/// The files of a proposal that this reader may know; the only place that decides which files
/// belong to it. Only its candidate sees the draft's files, and only while the call accepts files.
pub(super) fn files_for(cx: &mut Cx<'_>, context: &ProposalContext) -> Result<Files, Failure> {
    let ProposalContext { proposal, phase, facts, .. } = context;
    let reader = if context.is_own() {
        if *phase == Phase::Open { Reader::Writer } else { Reader::Candidate }
    } else if cx.viewer.may(Permission::ReadVerification, *facts) {
        Reader::Verification
    } else {
        Reader::Other
    };
    let pinned = match proposal.handed_in() {
        Some(handed_in) => Some(context.pins(cx.db, handed_in.version)?),
        None => None,
    };
    Ok(pins::files(context.documents(cx.db)?, pinned, reader))
}

/// The opener of a repair is shown to those who verify and to the committee; the replaced file to
/// those who may see it, and to the candidate.
fn told(
    cx: &mut Cx<'_>,
    context: &ProposalContext,
    version: i32,
) -> Result<Vec<Replacement>, Failure> {
    let may_know = context.allows(cx.viewer, Permission::ReadVerification);
    let on_duty = !context.is_own() && cx.viewer.roles.iter().copied().any(Role::is_duty);
    if !may_know && !context.is_own() {
        return Ok(Vec::new());
    }
    let all = pins::replacements(context.pins(cx.db, version)?, context.repairs(cx.db)?);
    let shown = |one: Replacement| Replacement {
        opened_by: one.opened_by.filter(|_| on_duty),
        opened_at: one.opened_at.coarsely(!on_duty),
        ..one
    };
    Ok(all.into_iter().map(shown).collect())
}

/// A document that the viewer may read.
#[derive(Debug, Clone)]
pub struct Readable {
    pub document: Document,
    /// It is about health, discipline or a criminal case: reading it is put on the record.
    pub on_record: bool,
    /// A verifier opens it for the first time, which their check-list notes.
    pub verifies: bool,
}

impl Readable {
    /// Whether the reading must be noted: then call [`record_reading`] before the first byte is
    /// sent.
    pub fn is_noted(&self) -> bool {
        self.on_record || self.verifies
    }
}

/// Whether this person may read the document's file. `relations` are those that only a later
/// feature knows.
///
/// # Errors
/// `not_found`, `wrong_phase`.
pub fn readable_document(
    cx: &mut Cx<'_>,
    id: &DocumentId,
    relations: &[Relation],
) -> Result<Readable, Failure> {
    let document = store::find_document(cx.db, id)?.ok_or_else(Failure::not_found)?;
    let context = ProposalContext::find(cx, &document.proposal)?;
    readable(cx, document, &context.with_relations(relations))
}

/// The same, for actions that already have the proposal's context. A document of another proposal
/// counts as not found.
pub fn readable_in(
    cx: &mut Cx<'_>,
    id: &DocumentId,
    context: &ProposalContext,
) -> Result<Readable, Failure> {
    let found = store::find_document(cx.db, id)?;
    let document = found.filter(|document| document.proposal == *context.id());
    readable(cx, document.ok_or_else(Failure::not_found)?, context)
}

fn readable(
    cx: &mut Cx<'_>,
    document: Document,
    context: &ProposalContext,
) -> Result<Readable, Failure> {
    let sensitivity = rules::sensitivity(&context.call.definition, &document.kind);
    context.may(cx.viewer, act_to_read(sensitivity))?;
    if !files_for(cx, context)?.all().any(|one| one.id == document.id) {
        return Err(Failure::not_found());
    }
    let on_record = sensitivity == Sensitivity::Specific && !context.is_own();
    let verifies = !context.is_own() && context.may(cx.viewer, Permission::Verify).is_ok();
    let is_new =
        verifies && !store::opened_by(cx.db, context.id(), &cx.viewer.user)?.contains(&document.id);
    Ok(Readable { document, on_record, verifies: is_new })
}

/// Notes that a verifier has opened a document, and puts on the record who reads one about health,
/// discipline or a criminal case (UU 27/2022 art. 31).
pub fn record_reading(
    cx: &mut Cx<'_>,
    id: &DocumentId,
    relations: &[Relation],
) -> Result<(), Failure> {
    let Readable { document, on_record, verifies } = readable_document(cx, id, relations)?;
    if verifies {
        store::note_opening(cx.db, (id, &cx.viewer.user), cx.now)?;
    }
    if !on_record {
        return Ok(());
    }
    let subject = Subject::proposal(&document.proposal);
    let payload = json!({
        "document": document.id, "kind": document.kind, "version": document.version,
    });
    let event =
        Event { actor: Some(&cx.viewer.user), act: EventType::DocumentRead, subject, payload };
    ledger::append(cx.db, event, cx.now).map(|_| ())
}
