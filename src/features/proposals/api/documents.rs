//! Documents over REST: uploaded as a raw body or by a browser's form, listed, downloaded.

use crate::features::accounts::SignedIn;
use crate::features::proposals::actions::documents::{self as actions, Allowance, NewDocument};
use crate::features::proposals::rules::documents::FORM_EXPECTED;
use crate::features::proposals::{Document, Documents};
use crate::kernel::access::{Act, Viewer};
use crate::kernel::blocking::blocking;
use crate::kernel::characters::composed;
use crate::kernel::errors::{Failure, common};
use crate::kernel::ids::{DocumentId, ProposalId};
use crate::platform::app::App;
use crate::platform::files::{self, Source, Storage};
use crate::platform::page_images::{self, Studio};
use crate::web::Routes;
use crate::web::pages::PageRoutes;
use actix_multipart::{Field, Multipart};
use actix_web::http::header::{CONTENT_DISPOSITION, CONTENT_LENGTH, CONTENT_TYPE, LOCATION};
use actix_web::rt::time::timeout;
use actix_web::web::Bytes;
use actix_web::{HttpRequest, HttpResponse, get, post, put, web};
use futures_util::{Stream, StreamExt};
use std::time::Duration;

/// The longest kind that a form may name.
const LONGEST_KIND: usize = 100;

/// One file on its way to a proposal, by whichever way it comes.
pub(in crate::features::proposals) struct Upload<'a> {
    pub(in crate::features::proposals) app: &'a App,
    pub(in crate::features::proposals) storage: &'a web::Data<Storage>,
    pub(in crate::features::proposals) caller: SignedIn,
    pub(in crate::features::proposals) proposal: ProposalId,
    pub(in crate::features::proposals) kind: String,
    pub(in crate::features::proposals) file_name: String,
}

impl Upload<'_> {
    pub(in crate::features::proposals) async fn allowance(&self) -> Result<Allowance, Failure> {
        let (proposal, kind) = (self.proposal.clone(), self.kind.clone());
        let act = move |db: &mut _, viewer: &_, now| {
            actions::may_upload(db, viewer, &proposal, &kind, now)
        };
        self.caller.clone().read(self.app, act).await
    }

    /// First whether, then the bytes, then the row: a row never names a file that is not on disk.
    pub(in crate::features::proposals) async fn receive<S, E>(
        self,
        allowance: Allowance,
        stream: S,
    ) -> Result<Document, Failure>
    where
        S: Stream<Item = Result<Bytes, E>> + Unpin,
    {
        let Allowance { limit, formats, .. } = allowance;
        let source = Source { stream, idle: idle(self.app) };
        let received = files::receive(self.storage, source, limit, formats).await?;
        let new = NewDocument {
            proposal: self.proposal,
            kind: self.kind,
            file_name: self.file_name,
            media_type: received.media_type,
            size: received.size(),
            sha256: received.sha256().to_owned(),
        };
        let storage = self.storage.clone();
        blocking(move || received.keep(&storage)).await?;
        let act = move |db: &mut _, viewer: &_, now| actions::add_document(db, viewer, &new, now);
        self.caller.write(self.app, act).await
    }
}

fn created(document: &Document) -> HttpResponse {
    let place = format!("/api/v1/documents/{}/content", document.id);
    HttpResponse::Created().insert_header((LOCATION, place)).json(document)
}

pub(in crate::features::proposals) fn idle(app: &App) -> Duration {
    Duration::from_secs(app.settings.server.body_idle_seconds)
}

/// Upload a document: the body is the file. `Content-Disposition` may carry its name.
#[utoipa::path(tag = "documents", security(("access_token" = [])), params(("id" = ProposalId, Path), ("kind" = String, Path, description = "One of the call's documents")), request_body(content = Vec<u8>, content_type = "application/pdf"), responses((status = 201, body = Document)))]
#[put("/proposals/{id}/documents/{kind}")]
async fn upload_body(
    app: web::Data<App>,
    storage: web::Data<Storage>,
    caller: SignedIn,
    path: web::Path<(ProposalId, String)>,
    (request, body): (HttpRequest, web::Payload),
) -> Result<HttpResponse, Failure> {
    let (proposal, kind) = path.into_inner();
    let header = |name| request.headers().get(name).and_then(|value| value.to_str().ok());
    let file_name = header(CONTENT_DISPOSITION).and_then(files::from_content_disposition);
    let file_name = file_name.unwrap_or_default();
    let (app, storage) = (&app, &storage);
    let upload = Upload { app, storage, caller, proposal, kind, file_name };
    let allowance = upload.allowance().await?;
    let announced: Option<u64> = header(CONTENT_LENGTH).and_then(|value| value.parse().ok());
    if announced.is_some_and(|size| size > allowance.limit.bytes) {
        return Err(allowance.limit.refusal());
    }
    upload.receive(allowance, body).await.map(|document| created(&document))
}

/// A document as a browser's form sends it.
#[derive(utoipa::ToSchema)]
#[expect(dead_code, reason = "describes the form; its parts are read as they come")]
struct DocumentForm {
    /// One of the call's documents; before the file.
    kind: String,
    #[schema(value_type = String, format = Binary)]
    file: Vec<u8>,
}

/// Upload a document by a form: the fields `kind` and `file`, in this order.
#[utoipa::path(tag = "documents", security(("access_token" = [])), params(("id" = ProposalId, Path)), request_body(content = DocumentForm, content_type = "multipart/form-data"), responses((status = 201, body = Document)))]
#[post("/proposals/{id}/documents")]
async fn upload_form(
    app: web::Data<App>,
    storage: web::Data<Storage>,
    caller: SignedIn,
    id: web::Path<ProposalId>,
    (request, body): (HttpRequest, web::Payload),
) -> Result<HttpResponse, Failure> {
    let content_type = request.headers().get(CONTENT_TYPE).and_then(|value| value.to_str().ok());
    if !content_type.is_some_and(|value| value.starts_with("multipart/form-data")) {
        return Err(Failure::refused(FORM_EXPECTED));
    }
    let mut form = Multipart::new(request.headers(), body);
    let kind = match next_part(&mut form, idle(&app)).await? {
        Some(field) if field.name() == Some("kind") => text_of(field, idle(&app)).await?,
        _ => return Err(Failure::field("kind", common::field::REQUIRED)),
    };
    let file = match next_part(&mut form, idle(&app)).await? {
        Some(field) if field.name() == Some("file") => field,
        _ => return Err(Failure::field("file", common::field::REQUIRED)),
    };
    let named = file.content_disposition().and_then(|header| header.get_filename());
    let file_name = named.unwrap_or_default().to_owned();
    let proposal = id.into_inner();
    let (app, storage) = (&app, &storage);
    let upload = Upload { app, storage, caller, proposal, kind, file_name };
    let allowance = upload.allowance().await?;
    upload.receive(allowance, file).await.map(|document| created(&document))
}

pub(in crate::features::proposals) async fn next_part(
    form: &mut Multipart,
    idle: Duration,
) -> Result<Option<Field>, Failure> {
    let part = timeout(idle, form.next()).await;
    let part = part.map_err(|_| Failure::refused(common::REQUEST_TIMEOUT))?;
    part.transpose().map_err(|_| Failure::refused(common::BAD_REQUEST))
}

pub(in crate::features::proposals) async fn text_of(
    mut field: Field,
    idle: Duration,
) -> Result<String, Failure> {
    let bytes = timeout(idle, field.bytes(LONGEST_KIND)).await;
    let bytes = bytes.map_err(|_| Failure::refused(common::REQUEST_TIMEOUT))?;
    let bytes = bytes.map_err(|_| Failure::field("kind", common::field::WRONG_SHAPE))?;
    let bytes = bytes.map_err(|_| Failure::refused(common::BAD_REQUEST))?;
    let text = String::from_utf8(bytes.to_vec());
    text.map(|text| composed(&text)).map_err(|_| Failure::refused(common::BAD_REQUEST))
}

/// What the call wants and what there is, by kind. The candidate sees the draft's files while the call takes them; everybody else, and the candidate afterwards, those that belong to the submission, with what a repair replaced.
#[utoipa::path(tag = "documents", security(("access_token" = [])), params(("id" = ProposalId, Path)), responses((status = 200, body = Documents)))]
#[get("/proposals/{id}/documents")]
async fn list(
    app: web::Data<App>,
    caller: SignedIn,
    id: web::Path<ProposalId>,
) -> Result<web::Json<Documents>, Failure> {
    caller
        .read(&app, move |db, viewer, now| actions::list_documents(db, viewer, &id, &[], now))
        .await
        .map(web::Json)
}

/// Download a document. Reading somebody's health or discipline letter goes on the record.
#[utoipa::path(tag = "documents", security(("access_token" = [])), params(("id" = DocumentId, Path)), responses((status = 200, body = Vec<u8>, content_type = "application/octet-stream")))]
#[get("/documents/{id}/content")]
async fn content(
    app: web::Data<App>,
    storage: web::Data<Storage>,
    caller: SignedIn,
    id: web::Path<DocumentId>,
) -> Result<HttpResponse, Failure> {
    let asked = id.clone();
    let act =
        move |db: &mut _, viewer: &_, now| actions::readable_document(db, viewer, &asked, &[], now);
    let found = caller.clone().read(&app, act).await?;
    let (noted, document) = (found.is_noted(), found.document);
    let (storage, sha256) = (storage.clone(), document.sha256.clone());
    let file = blocking(move || storage.open_verified(&sha256)).await?;
    put_on_record(&app, caller, noted.then_some(id.into_inner())).await?;
    Ok(files::answer(file, &document.file_name, document.media_type))
}

/// One page of a PDF as a picture; `X-Pages` says how many there are. On the record as a download is.
#[utoipa::path(tag = "documents", security(("access_token" = [])), params(("id" = DocumentId, Path), ("page" = u32, Path, description = "From 1")), responses((status = 200, description = "The page", body = Vec<u8>, content_type = "image/png")))]
#[get("/documents/{id}/pages/{page}")]
async fn page(
    app: web::Data<App>,
    (storage, studio): (web::Data<Storage>, web::Data<Studio>),
    caller: SignedIn,
    path: web::Path<(DocumentId, u32)>,
) -> Result<HttpResponse, Failure> {
    let (id, page) = path.into_inner();
    let asked = id.clone();
    let act = move |db: &mut _, viewer: &Viewer, now| {
        let readable = actions::readable_document(db, viewer, &asked, &[], now)?;
        Ok((readable, viewer.user.clone()))
    };
    let (found, reader) = caller.clone().read(&app, act).await?;
    let picture = studio.draw(&storage, &found.document.sha256, page, &reader).await?;
    put_on_record(&app, caller, found.is_noted().then_some(id)).await?;
    Ok(page_images::answer(&picture))
}

/// Before the first byte leaves.
async fn put_on_record(app: &App, caller: SignedIn, id: Option<DocumentId>) -> Result<(), Failure> {
    let Some(id) = id else { return Ok(()) };
    let act = move |db: &mut _, viewer: &_, now| actions::record_reading(db, viewer, &id, &[], now);
    caller.write(app, act).await
}

pub(super) fn configure(routes: &mut Routes<'_, '_>) {
    routes
        .add(Act::WriteProposal, upload_body)
        .add(Act::WriteProposal, upload_form)
        .add(Act::ReadFile, list)
        .add(Act::ReadFile, content)
        .add(Act::ReadFile, page);
}

/// The same files for people: where nobody is signed in, these addresses lead to signing in and back.
pub(in crate::features::proposals) fn downloads(routes: &mut PageRoutes<'_>) {
    routes.download(Act::ReadFile, content).download(Act::ReadFile, page);
}
