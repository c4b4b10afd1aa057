//! The register of breaches over REST.

use super::{
    AffectedPerson, AuthorityNotice, Breach, Case, Closing, Found, NewBreach, NewMeasure,
    SubjectNotice, actions,
};
use crate::features::accounts::SignedIn;
use crate::kernel::access::Permission;
use crate::kernel::errors::Failure;
use crate::kernel::ids::BreachId;
use crate::kernel::paging::Page;
use crate::kernel::paging::Paging;
use crate::platform::app::App;
use crate::platform::cx::Cx;
use crate::platform::read_log::ReadLog;
use crate::web::{Body, Routes};
use actix_web::{HttpResponse, get, post, web};

/// The register of breaches of personal data, newest first, each with the state of its two notices.
#[utoipa::path(tag = "breaches", security(("access_token" = [])), params(Paging), responses((status = 200, body = Page<Breach>)))]
#[get("/breaches")]
async fn list(
    app: web::Data<App>,
    caller: SignedIn,
    paging: web::Query<Paging>,
) -> Result<web::Json<Page<Breach>>, Failure> {
    let act = move |cx: &mut Cx<'_>| actions::list(cx, &paging);
    caller.read(&app, act).await.map(|(page, _)| web::Json(page))
}

/// Register a breach; notices are due 72 hours after its discovery (UU 27/2022 art. 46).
#[utoipa::path(tag = "breaches", security(("access_token" = [])), request_body = NewBreach, responses((status = 201, body = Case)))]
#[post("/breaches")]
async fn register(
    app: web::Data<App>,
    caller: SignedIn,
    body: Body<NewBreach>,
) -> Result<HttpResponse, Failure> {
    let new = body.valid();
    let case = caller.write(&app, move |cx| actions::register(cx, &new)).await?;
    Ok(HttpResponse::Created().json(case))
}

/// One breach with its measures, findings and notices.
#[utoipa::path(tag = "breaches", security(("access_token" = [])), params(("id" = BreachId, Path)), responses((status = 200, body = Case)))]
#[get("/breaches/{id}")]
async fn read(
    app: web::Data<App>,
    caller: SignedIn,
    id: web::Path<BreachId>,
) -> Result<web::Json<Case>, Failure> {
    caller.read(&app, move |cx| actions::read(cx, &id)).await.map(web::Json)
}

/// The people affected, by name.
#[utoipa::path(tag = "breaches", security(("access_token" = [])), params(("id" = BreachId, Path), Paging), responses((status = 200, body = Page<AffectedPerson>)))]
#[get("/breaches/{id}/people")]
async fn people(
    app: web::Data<App>,
    caller: SignedIn,
    id: web::Path<BreachId>,
    paging: web::Query<Paging>,
) -> Result<web::Json<Page<AffectedPerson>>, Failure> {
    caller.read(&app, move |cx| actions::list_people(cx, &id, &paging)).await.map(web::Json)
}

/// Find affected people: one person, by call, by role, or by what one account read or had as its
/// tasks.
#[utoipa::path(tag = "breaches", security(("access_token" = [])), params(("id" = BreachId, Path)), request_body = Found, responses((status = 200, body = Case)))]
#[post("/breaches/{id}/people")]
async fn add_people(
    app: web::Data<App>,
    log: web::Data<ReadLog>,
    caller: SignedIn,
    id: web::Path<BreachId>,
    body: Body<Found>,
) -> Result<web::Json<Case>, Failure> {
    let found = body.valid();
    ReadLog::settle(&log).await?;
    caller.write(&app, move |cx| actions::add_people(cx, (&id, &found))).await.map(web::Json)
}

/// Note a further measure; earlier notes are not changed.
#[utoipa::path(tag = "breaches", security(("access_token" = [])), params(("id" = BreachId, Path)), request_body = NewMeasure, responses((status = 200, body = Case)))]
#[post("/breaches/{id}/measures")]
async fn note_measure(
    app: web::Data<App>,
    caller: SignedIn,
    id: web::Path<BreachId>,
    body: Body<NewMeasure>,
) -> Result<web::Json<Case>, Failure> {
    let measure = body.valid();
    caller.write(&app, move |cx| actions::note_measure(cx, (&id, &measure))).await.map(web::Json)
}

/// Send a letter to everybody affected who has had none.
#[utoipa::path(tag = "breaches", security(("access_token" = [])), params(("id" = BreachId, Path)), request_body = SubjectNotice, responses((status = 200, body = Case)))]
#[post("/breaches/{id}/notice-to-subjects")]
async fn inform_subjects(
    app: web::Data<App>,
    caller: SignedIn,
    id: web::Path<BreachId>,
    body: Body<SubjectNotice>,
) -> Result<web::Json<Case>, Failure> {
    let notice = body.valid();
    caller.write(&app, move |cx| actions::inform_subjects(cx, (&id, &notice))).await.map(web::Json)
}

/// Note that the supervising authority was told.
#[utoipa::path(tag = "breaches", security(("access_token" = [])), params(("id" = BreachId, Path)), request_body = AuthorityNotice, responses((status = 200, body = Case)))]
#[post("/breaches/{id}/notice-to-authority")]
async fn inform_authority(
    app: web::Data<App>,
    caller: SignedIn,
    id: web::Path<BreachId>,
    body: Body<AuthorityNotice>,
) -> Result<web::Json<Case>, Failure> {
    let notice = body.valid();
    caller.write(&app, move |cx| actions::inform_authority(cx, (&id, &notice))).await.map(web::Json)
}

/// Close a case: handled, with both notices given; or found to be no breach.
#[utoipa::path(tag = "breaches", security(("access_token" = [])), params(("id" = BreachId, Path)), request_body = Closing, responses((status = 200, body = Case)))]
#[post("/breaches/{id}/close")]
async fn close(
    app: web::Data<App>,
    caller: SignedIn,
    id: web::Path<BreachId>,
    body: Body<Closing>,
) -> Result<web::Json<Case>, Failure> {
    let closing = body.valid();
    caller.write(&app, move |cx| actions::close(cx, (&id, &closing))).await.map(web::Json)
}

pub fn configure(routes: &mut Routes<'_>) {
    routes
        .add(Permission::ReadBreaches, list)
        .add(Permission::ManageBreaches, register)
        .add(Permission::ReadBreaches, read)
        .add(Permission::ReadBreaches, people)
        .add(Permission::ManageBreaches, add_people)
        .add(Permission::ManageBreaches, note_measure)
        .add(Permission::ManageBreaches, inform_subjects)
        .add(Permission::ManageBreaches, inform_authority)
        .add(Permission::ManageBreaches, close);
}
