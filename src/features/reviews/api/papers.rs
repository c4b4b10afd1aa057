//! The documents of a task.

use crate::features::accounts::SignedIn;
use crate::features::proposals::Documents;
use crate::features::reviews::actions;
use crate::kernel::access::{Permission, Viewer};
use crate::kernel::errors::Failure;
use crate::kernel::ids::{AssignmentId, DocumentId};
use crate::platform::app::App;
use crate::platform::cx::Cx;
use crate::platform::files::{self, Storage};
use crate::platform::page_images::{self, PdfRenderer};
use crate::web::Routes;
use crate::web::pages::PageRoutes;
use actix_web::{HttpResponse, get, web};

/// The documents about the proposal of a task; none under double-blind.
#[utoipa::path(tag = "reviews", security(("access_token" = [])), params(("id" = AssignmentId, Path)), responses((status = 200, description = "What the panel may read", body = Documents)))]
#[get("/assignments/{id}/documents")]
async fn list(
    app: web::Data<App>,
    caller: SignedIn,
    id: web::Path<AssignmentId>,
) -> Result<web::Json<Documents>, Failure> {
    caller.read(&app, move |cx| actions::list_papers(cx, &id)).await.map(web::Json)
}

/// Download one of them.
#[utoipa::path(tag = "reviews", security(("access_token" = [])), params(("id" = AssignmentId, Path), ("document" = DocumentId, Path)), responses((status = 200, description = "The file", body = Vec<u8>, content_type = "application/octet-stream")))]
#[get("/assignments/{id}/documents/{document}/content")]
async fn content(
    app: web::Data<App>,
    storage: web::Data<Storage>,
    caller: SignedIn,
    path: web::Path<(AssignmentId, DocumentId)>,
) -> Result<HttpResponse, Failure> {
    let (id, document) = path.into_inner();
    let document =
        caller.read(&app, move |cx| actions::readable_paper(cx, (&id, &document))).await?;
    let file = files::open(&storage, &document.sha256).await?;
    Ok(files::answer(file, &document.file_name, document.media_type))
}

/// One page of such a PDF as an image; `X-Pages` is the number of pages.
#[utoipa::path(tag = "reviews", security(("access_token" = [])), params(("id" = AssignmentId, Path), ("document" = DocumentId, Path), ("page" = u32, Path, description = "From 1")), responses((status = 200, description = "The page", body = Vec<u8>, content_type = "image/png")))]
#[get("/assignments/{id}/documents/{document}/pages/{page}")]
async fn page(
    app: web::Data<App>,
    (storage, studio): (web::Data<Storage>, web::Data<PdfRenderer>),
    caller: SignedIn,
    path: web::Path<(AssignmentId, DocumentId, u32)>,
) -> Result<HttpResponse, Failure> {
    let (id, document, page) = path.into_inner();
    let act = move |cx: &mut Cx<'_>| {
        let paper = actions::readable_paper(cx, (&id, &document))?;
        Ok((paper, cx.viewer.user.clone()))
    };
    let (document, reader) = caller.read(&app, act).await?;
    Ok(page_images::answer(&*studio.draw(&storage, &document.sha256, page, &reader).await?))
}

pub(super) fn configure(routes: &mut Routes<'_, '_>) {
    routes
        .add(Permission::ReadFile, list)
        .add(Permission::ReadFile, content)
        .add(Permission::ReadFile, page);
}

/// The same files for people: a reader who is not signed in is led to signing in and back.
pub(in crate::features::reviews) fn downloads(routes: &mut PageRoutes<'_>) {
    routes.download(Permission::ReadFile, content).download(Permission::ReadFile, page);
}
