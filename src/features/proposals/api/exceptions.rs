//! Exceptions by signed minutes.

use crate::features::accounts::SignedIn;
use crate::features::proposals::{Exception, ExceptionAnswer, NewException, actions};
use crate::kernel::access::Permission;
use crate::kernel::errors::Failure;
use crate::kernel::ids::{CallId, ExceptionId, ProposalId};
use crate::platform::app::App;
use crate::platform::cx::Cx;
use crate::platform::files::{self, MediaType, Storage};
use crate::web::pages::PageRoutes;
use crate::web::{Body, Routes, SentFile};
use actix_web::{HttpResponse, get, post, put, web};

/// Ask for an exception for one candidate, as the secretariat, on the ground of signed minutes.
#[utoipa::path(tag = "proposals", security(("access_token" = [])), params(("id" = ProposalId, Path)), request_body = NewException, responses((status = 201, body = Exception)))]
#[post("/proposals/{id}/exceptions")]
async fn ask_exception(
    app: web::Data<App>,
    caller: SignedIn,
    id: web::Path<ProposalId>,
    body: Body<NewException>,
) -> Result<HttpResponse, Failure> {
    let new = body.valid();
    let act = move |cx: &mut Cx<'_>| actions::ask_exception(cx, &id, (&new, None));
    let asked = caller.write(&app, act).await?;
    Ok(HttpResponse::Created().json(asked))
}

/// Add the signed minutes as a PDF: the body is the file. Possible once, until it is decided.
#[utoipa::path(tag = "proposals", security(("access_token" = [])), params(("id" = ExceptionId, Path)), request_body(content = Vec<u8>, content_type = "application/pdf"), responses((status = 200, body = Exception)))]
#[put("/exceptions/{id}/minutes")]
async fn add_minutes(
    app: web::Data<App>,
    storage: web::Data<Storage>,
    caller: SignedIn,
    id: web::Path<ExceptionId>,
    file: SentFile,
) -> Result<web::Json<Exception>, Failure> {
    let asked = id.clone();
    let may = move |cx: &mut Cx<'_>| actions::may_add_minutes(cx, &asked);
    let allowed = caller.clone().read(&app, may).await?;
    let new = file.keep((&app, &storage), allowed).await?;
    caller.write(&app, move |cx| actions::add_minutes(cx, &id, &new)).await.map(web::Json)
}

/// Download the minutes of an exception.
#[utoipa::path(tag = "proposals", security(("access_token" = [])), params(("id" = ExceptionId, Path)), responses((status = 200, body = Vec<u8>, content_type = "application/octet-stream")))]
#[get("/exceptions/{id}/minutes")]
async fn minutes(
    app: web::Data<App>,
    storage: web::Data<Storage>,
    caller: SignedIn,
    id: web::Path<ExceptionId>,
) -> Result<HttpResponse, Failure> {
    let exception = caller.read(&app, move |cx| actions::read_exception(cx, &id)).await?;
    let minutes = exception.minutes.ok_or_else(Failure::not_found)?;
    let file = files::open(&storage, &minutes.sha256).await?;
    Ok(files::answer(file, &minutes.file_name, MediaType::Pdf))
}

/// Grant or refuse an exception, as one of two persons; the second who grants it opens what the minutes name.
#[utoipa::path(tag = "proposals", security(("access_token" = [])), params(("id" = ExceptionId, Path)), request_body = ExceptionAnswer, responses((status = 200, body = Exception)))]
#[post("/exceptions/{id}/answer")]
async fn answer_exception(
    app: web::Data<App>,
    caller: SignedIn,
    id: web::Path<ExceptionId>,
    body: Body<ExceptionAnswer>,
) -> Result<web::Json<Exception>, Failure> {
    let answer = body.valid();
    let act = move |cx: &mut Cx<'_>| actions::answer_exception(cx, &id, &answer);
    caller.write(&app, act).await.map(web::Json)
}

/// Take a request for an exception back before it is decided, as the secretariat.
#[utoipa::path(tag = "proposals", security(("access_token" = [])), params(("id" = ExceptionId, Path)), responses((status = 200, body = Exception)))]
#[post("/exceptions/{id}/withdraw")]
async fn withdraw_exception(
    app: web::Data<App>,
    caller: SignedIn,
    id: web::Path<ExceptionId>,
) -> Result<web::Json<Exception>, Failure> {
    caller.write(&app, move |cx| actions::withdraw_exception(cx, &id)).await.map(web::Json)
}

/// The exceptions of a call, the newest first.
#[utoipa::path(tag = "proposals", security(("access_token" = [])), params(("id" = CallId, Path)), responses((status = 200, body = Vec<Exception>)))]
#[get("/calls/{id}/exceptions")]
async fn exceptions(
    app: web::Data<App>,
    caller: SignedIn,
    id: web::Path<CallId>,
) -> Result<web::Json<Vec<Exception>>, Failure> {
    let act = move |cx: &mut Cx<'_>| actions::list_exceptions(cx, &id);
    caller.read(&app, act).await.map(|(all, _)| web::Json(all))
}

pub(super) fn configure(routes: &mut Routes<'_>) {
    routes
        .add(Permission::AskException, ask_exception)
        .add(Permission::AskException, add_minutes)
        .add(Permission::ReadExceptions, minutes)
        .add(Permission::DecideException, answer_exception)
        .add(Permission::AskException, withdraw_exception)
        .add(Permission::ReadExceptions, exceptions);
}

/// The same file for people: a reader who is not signed in is led to signing in and back.
pub(in crate::features::proposals) fn downloads(routes: &mut PageRoutes<'_>) {
    routes.download(Permission::ReadExceptions, minutes);
}
