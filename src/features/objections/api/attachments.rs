//! The file of an objection: uploaded as a raw body, downloaded again.

use crate::features::accounts::SignedIn;
use crate::features::objections::Objection;
use crate::features::objections::actions;
use crate::features::objections::flows::receive;
use crate::kernel::access::Permission;
use crate::kernel::errors::Failure;
use crate::kernel::ids::ObjectionId;
use crate::platform::app::App;
use crate::platform::cx::Cx;
use crate::platform::files::{self, MediaType, Storage};
use crate::web::Routes;
use crate::web::pages::PageRoutes;
use actix_web::http::header::CONTENT_DISPOSITION;
use actix_web::{HttpRequest, HttpResponse, get, put, web};

/// Add a PDF to one's own objection: the body is the file. Possible once, while the window is open.
#[utoipa::path(tag = "objections", security(("access_token" = [])), params(("id" = ObjectionId, Path)), request_body(content = Vec<u8>, content_type = "application/pdf"), responses((status = 200, body = Objection)))]
#[put("/objections/{id}/attachment")]
async fn attach(
    app: web::Data<App>,
    storage: web::Data<Storage>,
    caller: SignedIn,
    id: web::Path<ObjectionId>,
    (request, body): (HttpRequest, web::Payload),
) -> Result<web::Json<Objection>, Failure> {
    let asked = id.clone();
    let may = move |cx: &mut Cx<'_>| actions::may_attach(cx, &asked);
    let allowed = caller.clone().read(&app, may).await?;
    let header = request.headers().get(CONTENT_DISPOSITION).and_then(|value| value.to_str().ok());
    let file_name = header.and_then(files::from_content_disposition).unwrap_or_default();
    let new = receive((&app, &storage), allowed, (file_name, body)).await?;
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

pub(super) fn configure(routes: &mut Routes<'_, '_>) {
    routes.add(Permission::FileObjection, attach).add(Permission::ReadObjection, content);
}

/// The same files for people: a reader who is not signed in is led to signing in and back.
pub(in crate::features::objections) fn downloads(routes: &mut PageRoutes<'_>) {
    routes.download(Permission::ReadObjection, content);
}
