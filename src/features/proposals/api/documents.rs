//! Documents over REST: uploaded as a raw body or by a form, listed, downloaded.

use crate::features::accounts::SignedIn;
use crate::features::proposals::actions::documents as actions;
use crate::features::proposals::flows::{Upload, idle, next_part, text_of};
use crate::features::proposals::rules::documents::FORM_EXPECTED;
use crate::features::proposals::{Document, Documents};
use crate::kernel::access::{Permission, Viewer};
use crate::kernel::errors::{Failure, common};
use crate::kernel::ids::{DocumentId, ProposalId};
use crate::platform::app::App;
use crate::platform::cx::Cx;
use crate::platform::files::{self, Storage};
use crate::platform::page_images::{self, PdfRenderer};
use crate::web::Routes;
use crate::web::pages::PageRoutes;
use actix_multipart::Multipart;
use actix_web::http::header::{CONTENT_DISPOSITION, CONTENT_LENGTH, CONTENT_TYPE, LOCATION};
use actix_web::{HttpRequest, HttpResponse, get, post, put, web};

fn created(document: &Document) -> HttpResponse {
    let place = format!("/api/v1/documents/{}/content", document.id);
    HttpResponse::Created().insert_header((LOCATION, place)).json(document)
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

/// A document as a form in a browser sends it.
#[derive(utoipa::ToSchema)]
#[expect(dead_code, reason = "describes the form; its parts are read as they come")]
struct DocumentForm {
    /// One of the call's documents; before the file.
    kind: String,
    #[schema(value_type = String, format = Binary)]
    file: Vec<u8>,
}

/// Upload a document by a form with the fields `kind` and `file`, in this order.
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

/// The required and the uploaded documents, by kind. The candidate sees the draft's files while the
/// call accepts them. All others, and the candidate afterwards, see the files of the submission and
/// the files that a repair replaced.
#[utoipa::path(tag = "documents", security(("access_token" = [])), params(("id" = ProposalId, Path)), responses((status = 200, body = Documents)))]
#[get("/proposals/{id}/documents")]
async fn list(
    app: web::Data<App>,
    caller: SignedIn,
    id: web::Path<ProposalId>,
) -> Result<web::Json<Documents>, Failure> {
    caller.read(&app, move |cx| actions::list_documents(cx, &id, &[])).await.map(web::Json)
}

/// Download a document. Reading another person's health or discipline letter is put on the record.
#[utoipa::path(tag = "documents", security(("access_token" = [])), params(("id" = DocumentId, Path)), responses((status = 200, body = Vec<u8>, content_type = "application/octet-stream")))]
#[get("/documents/{id}/content")]
async fn content(
    app: web::Data<App>,
    storage: web::Data<Storage>,
    caller: SignedIn,
    id: web::Path<DocumentId>,
) -> Result<HttpResponse, Failure> {
    let asked = id.clone();
    let act = move |cx: &mut Cx<'_>| actions::readable_document(cx, &asked, &[]);
    let found = caller.clone().read(&app, act).await?;
    let (noted, document) = (found.is_noted(), found.document);
    let file = files::open(&storage, &document.sha256).await?;
    put_on_record(&app, caller, noted.then_some(id.into_inner())).await?;
    Ok(files::answer(file, &document.file_name, document.media_type))
}

/// One page of a PDF as an image; `X-Pages` is the number of pages. Recorded like a download.
#[utoipa::path(tag = "documents", security(("access_token" = [])), params(("id" = DocumentId, Path), ("page" = u32, Path, description = "From 1")), responses((status = 200, description = "The page", body = Vec<u8>, content_type = "image/png")))]
#[get("/documents/{id}/pages/{page}")]
async fn page(
    app: web::Data<App>,
    (storage, studio): (web::Data<Storage>, web::Data<PdfRenderer>),
    caller: SignedIn,
    path: web::Path<(DocumentId, u32)>,
) -> Result<HttpResponse, Failure> {
    let (id, page) = path.into_inner();
    let asked = id.clone();
    let act = move |cx: &mut Cx<'_>| {
        let readable = actions::readable_document(cx, &asked, &[])?;
        Ok((readable, cx.viewer.user.clone()))
    };
    let (found, reader) = caller.clone().read(&app, act).await?;
    let picture = studio.draw(&storage, &found.document.sha256, page, &reader).await?;
    put_on_record(&app, caller, found.is_noted().then_some(id)).await?;
    Ok(page_images::answer(&picture))
}

/// Before the first byte is sent.
async fn put_on_record(app: &App, caller: SignedIn, id: Option<DocumentId>) -> Result<(), Failure> {
    let Some(id) = id else { return Ok(()) };
    let act = move |cx: &mut Cx<'_>| actions::record_reading(cx, &id, &[]);
    caller.write(app, act).await
}

pub(super) fn configure(routes: &mut Routes<'_, '_>) {
    routes
        .add(Permission::WriteProposal, upload_body)
        .add(Permission::WriteProposal, upload_form)
        .add(Permission::ReadFile, list)
        .add(Permission::ReadFile, content)
        .add(Permission::ReadFile, page);
}

/// The same files for people: a reader who is not signed in is led to signing in and back.
pub(in crate::features::proposals) fn downloads(routes: &mut PageRoutes<'_>) {
    routes.download(Permission::ReadFile, content).download(Permission::ReadFile, page);
}
