//! Documents in pieces over REST, by the tus protocol: begun, continued from where the connection
//! was lost, given up. The last byte makes the document.

use super::documents::idle;
use super::tus::{Announcement, Piece, Tus, abilities, begun, standing};
use crate::features::accounts::SignedIn;
use crate::features::proposals::PartialUpload;
use crate::features::proposals::actions::documents::{Allowance, NewDocument};
use crate::features::proposals::actions::uploads::{self as actions, Announced};
use crate::features::proposals::rules::uploads as rules;
use crate::kernel::access::{Act, Viewer};
use crate::kernel::blocking::blocking;
use crate::kernel::errors::{Failure, Problem, common};
use crate::kernel::ids::{DocumentId, ProposalId, UploadId};
use crate::platform::app::App;
use crate::platform::db::{self, Db};
use crate::platform::files::{self, End, Part, Source, Storage};
use crate::web::{Idempotency, Routes};
use actix_web::{HttpRequest, HttpResponse, delete, head, options, patch, post, rt, web};

/// Begin a document that arrives in pieces (tus creation). `Upload-Metadata` has `kind`, `filename`,
/// and `modified` in milliseconds since 1970 where known. Send an `Idempotency-Key`, so that a lost
/// answer leaves nothing behind.
#[utoipa::path(tag = "documents", security(("access_token" = [])), params(("id" = ProposalId, Path), ("Tus-Resumable" = String, Header, description = "1.0.0"), ("Upload-Length" = u64, Header, description = "Size of the whole file in bytes"), ("Upload-Metadata" = String, Header, description = "kind, filename and modified, each in base64"), ("Idempotency-Key" = Option<String>, Header, description = "A key of the client's making, at most 128 characters")), responses((status = 201, description = "Begun; `Location` is where the pieces go")))]
#[post("/proposals/{id}/uploads")]
async fn begin(
    app: web::Data<App>,
    caller: SignedIn,
    _tus: Tus,
    id: web::Path<ProposalId>,
    (request, idempotency): (HttpRequest, Idempotency),
) -> Result<HttpResponse, Failure> {
    let announcement = Announcement::of(&request)?;
    let key = idempotency.with(&(&*id, &announcement))?;
    let Announcement { size, kind, file_name, file_modified } = announcement;
    let proposal = id.into_inner();
    let announced = Announced { proposal, kind, file_name, file_modified, size };
    let act = move |db: &mut Db, viewer: &Viewer, now| {
        let operation = (&viewer.user, "upload.begin");
        db::once(db, operation, key.as_ref(), now, |db| actions::begin(db, viewer, &announced, now))
    };
    let upload = caller.write(&app, act).await?;
    Ok(begun(format!("/api/v1/uploads/{}", upload.id), upload.expires_at))
}

/// How far an upload has come (tus core): `Upload-Offset`, and `Location` once it is a document.
#[utoipa::path(tag = "documents", security(("access_token" = [])), params(("id" = inline(UploadId), Path), ("Tus-Resumable" = String, Header, description = "1.0.0")), responses((status = 200, description = "`Upload-Offset` bytes are safely here")))]
#[head("/uploads/{id}")]
async fn progress(
    app: web::Data<App>,
    caller: SignedIn,
    _tus: Tus,
    id: web::Path<UploadId>,
) -> Result<HttpResponse, Failure> {
    let act = move |db: &mut Db, viewer: &_, now| actions::read(db, viewer, &id, now);
    let upload = caller.read(&app, act).await?;
    Ok(standing(HttpResponse::Ok(), &upload))
}

/// Add bytes (tus core). What has come when the connection is lost is kept. The answer to the last
/// byte names the document in `Location`.
#[utoipa::path(tag = "documents", security(("access_token" = [])), params(("id" = inline(UploadId), Path), ("Tus-Resumable" = String, Header, description = "1.0.0"), ("Upload-Offset" = u64, Header, description = "Where the piece begins: as many bytes as are there")), request_body(content = Vec<u8>, content_type = "application/offset+octet-stream"), responses((status = 204, description = "`Upload-Offset` bytes are safely here")))]
#[patch("/uploads/{id}")]
async fn add(
    (app, storage): (web::Data<App>, web::Data<Storage>),
    caller: SignedIn,
    _tus: Tus,
    id: web::Path<UploadId>,
    (request, body): (HttpRequest, web::Payload),
) -> Result<HttpResponse, Failure> {
    let piece = Piece::of(&request)?;
    let transfer = Transfer { app, storage, caller, id: id.into_inner() };
    // On its own: a lost connection ends this handler, and what has come must still be kept.
    let transfer = rt::spawn(transfer.run(piece, body)).await;
    let upload = transfer.map_err(|_| Failure::from(Problem::new(common::INTERNAL)))??;
    Ok(standing(HttpResponse::NoContent(), &upload))
}

/// Give an upload up (tus termination). A document that it became stays.
#[utoipa::path(tag = "documents", security(("access_token" = [])), params(("id" = inline(UploadId), Path), ("Tus-Resumable" = String, Header, description = "1.0.0")), responses((status = 204)))]
#[delete("/uploads/{id}")]
async fn give_up(
    (app, storage): (web::Data<App>, web::Data<Storage>),
    caller: SignedIn,
    _tus: Tus,
    id: web::Path<UploadId>,
) -> Result<HttpResponse, Failure> {
    forget((&app, &storage), caller, id.into_inner()).await?;
    Ok(HttpResponse::NoContent().finish())
}

/// First the row, then the file: a file without a row is swept, a row without its file misleads.
pub(in crate::features::proposals) async fn forget(
    (app, storage): (&App, &web::Data<Storage>),
    caller: SignedIn,
    id: UploadId,
) -> Result<PartialUpload, Failure> {
    let act = move |db: &mut Db, viewer: &_, now| actions::give_up(db, viewer, &id, now);
    let upload = caller.write(app, act).await?;
    let (storage, id) = (storage.clone(), upload.id.clone());
    blocking(move || storage.remove_part(&id)).await?;
    Ok(upload)
}

/// What this server speaks of the tus protocol.
#[utoipa::path(tag = "documents", params(("id" = ProposalId, Path)), responses((status = 204, description = "`Tus-Version`, `Tus-Extension`, `Tus-Max-Size`")))]
#[options("/proposals/{id}/uploads")]
async fn spoken(_id: web::Path<ProposalId>) -> HttpResponse {
    abilities()
}

/// One piece on its way to an upload.
struct Transfer {
    app: web::Data<App>,
    storage: web::Data<Storage>,
    caller: SignedIn,
    id: UploadId,
}

impl Transfer {
    async fn run(self, piece: Piece, body: web::Payload) -> Result<PartialUpload, Failure> {
        let id = self.id.clone();
        let act = move |db: &mut Db, viewer: &_, now| actions::may_continue(db, viewer, &id, now);
        let (upload, allowance) = self.caller.clone().read(&self.app, act).await?;
        let Some(allowance) = allowance else {
            return rules::check_offset(&upload, piece.offset).map(|()| upload).map_err(Into::into);
        };
        let part = self.hold().await?;
        // Somebody else may have held it until now.
        let upload = self.stands_at(&part, piece.offset).await?;
        if upload.document.is_some() {
            return Ok(upload);
        }
        if piece.length.is_some_and(|length| length > upload.left()) {
            return Err(too_long(&upload));
        }
        let offset = upload.received;
        let part = blocking(move || part.continue_at(offset)).await?;
        let source = Source { stream: body, idle: idle(&self.app) };
        let upload = self.receive(part, source, upload).await?;
        if upload.left() > 0 { Ok(upload) } else { self.finish(upload, allowance).await }
    }

    async fn hold(&self) -> Result<Part, Failure> {
        let (storage, id) = (self.storage.clone(), self.id.clone());
        let part = blocking(move || storage.open_part(&id)).await?;
        let in_use = || Problem { retry_after: Some(2), ..Problem::new(rules::UPLOAD_IN_USE) };
        part.ok_or_else(|| in_use().into())
    }

    /// The upload, if it stands at this offset, in its row and on the disk.
    async fn stands_at(&self, part: &Part, offset: u64) -> Result<PartialUpload, Failure> {
        let id = self.id.clone();
        let act = move |db: &mut Db, viewer: &_, now| actions::read(db, viewer, &id, now);
        let mut upload = self.caller.clone().read(&self.app, act).await?;
        let there = part.length();
        if upload.document.is_none() && there < upload.received {
            tracing::warn!(upload = %upload.id, there, "bytes of an upload are gone");
            upload = self.note(upload, there).await?;
        }
        rules::check_offset(&upload, offset)?;
        Ok(upload)
    }

    async fn note(&self, upload: PartialUpload, to: u64) -> Result<PartialUpload, Failure> {
        let from = upload.received;
        if from == to {
            return Ok(upload);
        }
        let act = move |db: &mut Db, viewer: &_, now| {
            actions::note_received(db, viewer, (&upload.id, from, to), now)
        };
        self.caller.clone().write(&self.app, act).await
    }

    async fn receive(
        &self,
        mut part: Part,
        mut source: Source<web::Payload>,
        mut upload: PartialUpload,
    ) -> Result<PartialUpload, Failure> {
        loop {
            let (held, stretch) = part.receive(&mut source, upload.left()).await?;
            part = held;
            let to = upload.received.saturating_add(stretch.bytes);
            upload = self.note(upload, to).await?;
            match stretch.end {
                None => {}
                Some(End::TooMany) => return Err(too_long(&upload)),
                // Of a whole file nothing is missing but the answer.
                Some(End::Broken(failure)) if upload.left() > 0 => return Err(failure),
                Some(End::Whole | End::Broken(_)) => return Ok(upload),
            }
        }
    }

    async fn finish(
        &self,
        upload: PartialUpload,
        allowance: Allowance,
    ) -> Result<PartialUpload, Failure> {
        let made = self.make_document(&upload, allowance).await;
        let is_refused = made.as_ref().is_err_and(rules::is_final);
        if is_refused {
            let id = upload.id.clone();
            self.app.write(move |db, _| actions::forget_refused(db, &id)).await?;
        }
        if is_refused || made.is_ok() {
            let (storage, id) = (self.storage.clone(), upload.id.clone());
            blocking(move || storage.remove_part(&id)).await?;
        }
        made.map(|document| PartialUpload { document: Some(document), ..upload })
    }

    /// As an upload in one request: first the file in its place, then the row.
    async fn make_document(
        &self,
        upload: &PartialUpload,
        allowance: Allowance,
    ) -> Result<DocumentId, Failure> {
        let received = files::gathered(&self.storage, &upload.id, allowance.formats).await?;
        let new = NewDocument {
            proposal: upload.proposal.clone(),
            kind: upload.kind.clone(),
            file_name: upload.file_name.clone(),
            media_type: received.media_type,
            size: received.size(),
            sha256: received.sha256().to_owned(),
        };
        let storage = self.storage.clone();
        blocking(move || received.keep(&storage)).await?;
        let id = upload.id.clone();
        let act = move |db: &mut Db, viewer: &_, now| actions::finish(db, viewer, (&id, &new), now);
        self.caller.clone().write(&self.app, act).await
    }
}

fn too_long(upload: &PartialUpload) -> Failure {
    Problem::new(rules::UPLOAD_TOO_LONG).with("limit", upload.size).into()
}

pub(super) fn configure(routes: &mut Routes<'_, '_>) {
    routes
        .add(Act::WriteProposal, begin)
        .add(Act::ReadService, spoken)
        .add(Act::ReadOwnUpload, progress)
        .add(Act::WriteProposal, add)
        .add(Act::GiveUpUpload, give_up);
}
