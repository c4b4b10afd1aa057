//! The file of an objection: uploaded as a raw body, downloaded again.

use crate::features::accounts::SignedIn;
use crate::features::objections::Objection;
use crate::features::objections::actions;
use crate::kernel::access::Permission;
use crate::kernel::errors::Failure;
use crate::kernel::ids::ObjectionId;
use crate::platform::app::App;
use crate::platform::cx::Cx;
use crate::platform::files::{self, MediaType, Storage};
use crate::web::pages::PageRoutes;
use crate::web::{Routes, SentFile};
use actix_web::{HttpResponse, get, put, web};

/// Add a PDF to one's own objection: the body is the file. Possible once, while the window is open.
#[utoipa::path(tag = "objections", security(("access_token" = [])), params(("id" = ObjectionId, Path)), request_body(content = Vec<u8>, content_type = "application/pdf"), responses((status = 200, body = Objection)))]
#[put("/objections/{id}/attachment")]
async fn attach(
    app: web::Data<App>,
    storage: web::Data<Storage>,
    caller: SignedIn,
    id: web::Path<ObjectionId>,
    file: SentFile,
) -> Result<web::Json<Objection>, Failure> {
    let asked = id.clone();
    let may = move |cx: &mut Cx<'_>| actions::may_attach(cx, &asked);
    let allowed = caller.clone().read(&app, may).await?;
    let new = file.keep((&app, &storage), allowed).await?;
    let act = move |cx: &mut Cx<'_>| actions::attach(cx, (&id, &new));
    caller.write(&app, act).await.map(web::Json)
}

/// Download the file of an objection.
#[utoipa::path(tag = "objections", security(("access_token" = [])), params(("id" = ObjectionId, Path)), responses((status = 200, body = Vec<u8>, content_type = "application/octet-stream")))]
#[get("/objections/{id}/attachment")]
async fn content(
    app: web::Data<App>,
    storage: web::Data<Storage>,
    caller: SignedIn,
    id: web::Path<ObjectionId>,
) -> Result<HttpResponse, Failure> {
    let act = move |cx: &mut Cx<'_>| actions::read(cx, &id);
    let objection = caller.read(&app, act).await?;
    let attachment = objection.attachment.ok_or_else(Failure::not_found)?;
    let file = files::open(&storage, &attachment.sha256).await?;
    Ok(files::answer(file, &attachment.file_name, MediaType::Pdf))
}

pub(super) fn configure(routes: &mut Routes<'_>) {
    routes.add(Permission::FileObjection, attach).add(Permission::ReadObjection, content);
}

/// The same files for people: a reader who is not signed in is led to signing in and back.
pub(in crate::features::objections) fn downloads(routes: &mut PageRoutes<'_>) {
    routes.download(Permission::ReadObjection, content);
}
