//! A document that arrives in pieces: each piece continues at the upload's offset; the last byte
//! makes the document.

use super::receiving::idle;
use crate::features::accounts::SignedIn;
use crate::features::proposals::PartialUpload;
use crate::features::proposals::actions::documents::{Allowance, NewDocument};
use crate::features::proposals::actions::uploads as actions;
use crate::features::proposals::rules::uploads as rules;
use crate::kernel::blocking::blocking;
use crate::kernel::errors::{Failure, Refusal, common};
use crate::kernel::ids::{DocumentId, UploadId};
use crate::platform::app::App;
use crate::platform::cx::Cx;
use crate::platform::db::Db;
use crate::platform::files::{self, End, Part, Source, Storage};
use actix_web::{rt, web};

/// The headers of a piece.
#[derive(Debug)]
pub(in crate::features::proposals) struct Piece {
    pub(in crate::features::proposals) offset: u64,
    /// `None` when it arrives in chunks.
    pub(in crate::features::proposals) length: Option<u64>,
}

/// First the row, then the file: a file without a row is swept later, but a row without its file
/// would be an error.
pub(in crate::features::proposals) async fn forget(
    (app, storage): (&App, &web::Data<Storage>),
    caller: SignedIn,
    id: UploadId,
) -> Result<PartialUpload, Failure> {
    let act = move |cx: &mut Cx<'_>| actions::give_up(cx, &id);
    let upload = caller.write(app, act).await?;
    let (storage, id) = (storage.clone(), upload.id.clone());
    blocking(move || storage.remove_part(&id)).await?;
    Ok(upload)
}

/// One piece for an upload.
pub(in crate::features::proposals) struct Transfer {
    pub(in crate::features::proposals) app: web::Data<App>,
    pub(in crate::features::proposals) storage: web::Data<Storage>,
    pub(in crate::features::proposals) caller: SignedIn,
    pub(in crate::features::proposals) id: UploadId,
}

impl Transfer {
    /// Runs in its own task: a lost connection ends the handler, but the bytes received must still
    /// be kept.
    pub(in crate::features::proposals) async fn take(
        self,
        piece: Piece,
        body: web::Payload,
    ) -> Result<PartialUpload, Failure> {
        let taken = rt::spawn(self.run(piece, body)).await;
        taken.map_err(|_| Failure::from(Refusal::new(common::INTERNAL)))?
    }

    async fn run(self, piece: Piece, body: web::Payload) -> Result<PartialUpload, Failure> {
        let id = self.id.clone();
        let act = move |cx: &mut Cx<'_>| actions::may_continue(cx, &id);
        let (upload, allowance) = self.caller.clone().read(&self.app, act).await?;
        let Some(allowance) = allowance else {
            return rules::check_offset(&upload, piece.offset).map(|()| upload).map_err(Into::into);
        };
        let part = self.hold().await?;
        // Another request may have held it until now.
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
        let in_use = || Refusal { retry_after: Some(2), ..Refusal::new(rules::UPLOAD_IN_USE) };
        part.ok_or_else(|| in_use().into())
    }

    /// The upload, if its row and its file both have this offset.
    async fn stands_at(&self, part: &Part, offset: u64) -> Result<PartialUpload, Failure> {
        let id = self.id.clone();
        let act = move |cx: &mut Cx<'_>| actions::read(cx, &id);
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
        let act = move |cx: &mut Cx<'_>| actions::note_received(cx, (&upload.id, from, to));
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
                // The file is complete; only the answer is missing.
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

    /// As with an upload in one request: first the file at its place, then the row.
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
        let act = move |cx: &mut Cx<'_>| actions::finish(cx, (&id, &new));
        self.caller.clone().write(&self.app, act).await
    }
}

fn too_long(upload: &PartialUpload) -> Failure {
    Refusal::new(rules::UPLOAD_TOO_LONG).with("limit", upload.size).into()
}
