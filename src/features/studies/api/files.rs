//! The file of a document: uploaded as a raw body, downloaded again.

use crate::features::accounts::SignedIn;
use crate::features::studies::{Paper, actions};
use crate::kernel::access::Permission;
use crate::kernel::errors::Failure;
use crate::kernel::ids::StudyPaperId;
use crate::platform::app::App;
use crate::platform::cx::Cx;
use crate::platform::files::{self, MediaType, Storage};
use crate::web::pages::PageRoutes;
use crate::web::{Routes, SentFile};
use actix_web::{HttpResponse, get, put, web};

/// Add its PDF to a document: the body is the file. Possible once.
#[utoipa::path(tag = "studies", security(("access_token" = [])), params(("id" = StudyPaperId, Path)), request_body(content = Vec<u8>, content_type = "application/pdf"), responses((status = 200, body = Paper)))]
#[put("/study-papers/{id}/file")]
async fn attach(
    app: web::Data<App>,
    storage: web::Data<Storage>,
    caller: SignedIn,
    id: web::Path<StudyPaperId>,
    file: SentFile,
) -> Result<web::Json<Paper>, Failure> {
    let asked = id.clone();
    let may = move |cx: &mut Cx<'_>| actions::may_attach(cx, &asked);
    let allowed = caller.clone().read(&app, may).await?;
    let file = file.keep((&app, &storage), allowed).await?;
    let act = move |cx: &mut Cx<'_>| actions::attach(cx, &id, &file);
    caller.write(&app, act).await.map(web::Json)
}

/// Download the file of a document.
#[utoipa::path(tag = "studies", security(("access_token" = [])), params(("id" = StudyPaperId, Path)), responses((status = 200, body = Vec<u8>, content_type = "application/octet-stream")))]
#[get("/study-papers/{id}/file")]
async fn content(
    app: web::Data<App>,
    storage: web::Data<Storage>,
    caller: SignedIn,
    id: web::Path<StudyPaperId>,
) -> Result<HttpResponse, Failure> {
    let act = move |cx: &mut Cx<'_>| actions::read_paper(cx, &id);
    let paper = caller.read(&app, act).await?;
    let file = paper.file.ok_or_else(Failure::not_found)?;
    let opened = files::open(&storage, &file.sha256).await?;
    Ok(files::answer(opened, &file.file_name, MediaType::Pdf))
}

pub(super) fn configure(routes: &mut Routes<'_>) {
    routes.add(Permission::WriteStudy, attach).add(Permission::ReadStudyFile, content);
}

/// The same files for people: a reader who is not signed in is led to signing in and back.
pub(in crate::features::studies) fn downloads(routes: &mut PageRoutes<'_>) {
    routes.download(Permission::ReadStudyFile, content);
}
