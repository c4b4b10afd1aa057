//! Objections over REST: the candidate's side and the appeal team's; attachments in `attachments`.

pub(super) mod attachments;

use super::actions::{self, ObjectionFilter};
use super::{NewObjection, Objection, Ruling};
use crate::features::accounts::SignedIn;
use crate::kernel::access::Permission;
use crate::kernel::errors::Failure;
use crate::kernel::ids::{ObjectionId, ProposalId};
use crate::kernel::paging::Page;
use crate::kernel::paging::Paging;
use crate::platform::app::App;
use crate::web::{Body, Routes};
use actix_web::{HttpResponse, get, post, web};

/// Object to the result of one's own proposal, while the window is open; once per subject.
#[utoipa::path(tag = "objections", security(("access_token" = [])), params(("id" = ProposalId, Path)), request_body = NewObjection, responses((status = 201, body = Objection)))]
#[post("/proposals/{id}/objections")]
async fn file(
    app: web::Data<App>,
    caller: SignedIn,
    id: web::Path<ProposalId>,
    body: Body<NewObjection>,
) -> Result<HttpResponse, Failure> {
    let new = body.valid();
    let days = app.settings.objections.answer_days;
    let filed = caller.write(&app, move |cx| actions::file(cx, (&id, &new, None), days)).await?;
    Ok(HttpResponse::Created().json(filed))
}

/// The objections to the result of a proposal, oldest first.
#[utoipa::path(tag = "objections", security(("access_token" = [])), params(("id" = ProposalId, Path)), responses((status = 200, body = Vec<Objection>)))]
#[get("/proposals/{id}/objections")]
async fn of_proposal(
    app: web::Data<App>,
    caller: SignedIn,
    id: web::Path<ProposalId>,
) -> Result<web::Json<Vec<Objection>>, Failure> {
    caller.read(&app, move |cx| actions::list_on_proposal(cx, &id)).await.map(web::Json)
}

/// All objections, oldest first, with their deadlines.
#[utoipa::path(tag = "objections", security(("access_token" = [])), params(ObjectionFilter, Paging), responses((status = 200, body = Page<Objection>)))]
#[get("/objections")]
async fn list(
    app: web::Data<App>,
    caller: SignedIn,
    filter: web::Query<ObjectionFilter>,
    paging: web::Query<Paging>,
) -> Result<web::Json<Page<Objection>>, Failure> {
    caller.read(&app, move |cx| actions::list(cx, &filter, &paging)).await.map(web::Json)
}

/// One objection.
#[utoipa::path(tag = "objections", security(("access_token" = [])), params(("id" = ObjectionId, Path)), responses((status = 200, body = Objection)))]
#[get("/objections/{id}")]
async fn read(
    app: web::Data<App>,
    caller: SignedIn,
    id: web::Path<ObjectionId>,
) -> Result<web::Json<Objection>, Failure> {
    caller.read(&app, move |cx| actions::read(cx, &id)).await.map(web::Json)
}

/// Withdraw one's own objection before it is ruled on.
#[utoipa::path(tag = "objections", security(("access_token" = [])), params(("id" = ObjectionId, Path)), responses((status = 200, body = Objection)))]
#[post("/objections/{id}/withdraw")]
async fn withdraw(
    app: web::Data<App>,
    caller: SignedIn,
    id: web::Path<ObjectionId>,
) -> Result<web::Json<Objection>, Failure> {
    caller.write(&app, move |cx| actions::withdraw(cx, &id)).await.map(web::Json)
}

/// Take an objection, as a member of the appeal team who was not involved in the proposal.
#[utoipa::path(tag = "objections", security(("access_token" = [])), params(("id" = ObjectionId, Path)), responses((status = 200, body = Objection)))]
#[post("/objections/{id}/take")]
async fn take(
    app: web::Data<App>,
    caller: SignedIn,
    id: web::Path<ObjectionId>,
) -> Result<web::Json<Objection>, Failure> {
    caller.write(&app, move |cx| actions::take(cx, &id)).await.map(web::Json)
}

/// Give an objection back to the team.
#[utoipa::path(tag = "objections", security(("access_token" = [])), params(("id" = ObjectionId, Path)), responses((status = 200, body = Objection)))]
#[post("/objections/{id}/release")]
async fn release(
    app: web::Data<App>,
    caller: SignedIn,
    id: web::Path<ObjectionId>,
) -> Result<web::Json<Objection>, Failure> {
    caller.write(&app, move |cx| actions::release(cx, &id)).await.map(web::Json)
}

/// Rule on an objection that one has taken: upheld with a remedy, or rejected.
#[utoipa::path(tag = "objections", security(("access_token" = [])), params(("id" = ObjectionId, Path)), request_body = Ruling, responses((status = 200, body = Objection)))]
#[post("/objections/{id}/ruling")]
async fn rule(
    app: web::Data<App>,
    caller: SignedIn,
    id: web::Path<ObjectionId>,
    body: Body<Ruling>,
) -> Result<web::Json<Objection>, Failure> {
    let ruling = body.valid();
    caller.write(&app, move |cx| actions::rule(cx, &id, &ruling)).await.map(web::Json)
}

pub fn configure(routes: &mut Routes<'_>) {
    routes
        .add(Permission::FileObjection, file)
        .add(Permission::ReadObjection, of_proposal)
        .add(Permission::ListObjections, list)
        .add(Permission::ReadObjection, read)
        .add(Permission::WithdrawObjection, withdraw)
        .add(Permission::RuleObjection, take)
        .add(Permission::RuleObjection, release)
        .add(Permission::RuleObjection, rule);
    attachments::configure(routes);
}
