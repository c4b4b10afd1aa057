//! Studies over REST: reading, documents (their files in `files`), what the secretariat records, what awardees ask
//! for (in `requests`), their reports (in `reports`) and the plan of use (in `uses`); what people take away in `taken`.

pub(super) mod files;
pub(super) mod reports;
mod requests;
pub(super) mod taken;
mod uses;

use super::actions;
use super::{
    Begin, Mentor, NewPaper, NewStep, Paper, PaperCheck, Return, Study, StudyDetails, StudyFilter,
};
use crate::features::accounts::SignedIn;
use crate::kernel::access::Permission;
use crate::kernel::errors::Failure;
use crate::kernel::ids::{AwardId, StudyPaperId};
use crate::kernel::paging::{Page, Paging};
use crate::platform::app::App;
use crate::platform::cx::Cx;
use crate::web::{Body, Routes};
use actix_web::{HttpResponse, get, post, web};

/// The studies that one may read, the newest seats first.
#[utoipa::path(tag = "studies", security(("access_token" = [])), params(StudyFilter, Paging), responses((status = 200, body = Page<Study>)))]
#[get("/studies")]
async fn list(
    app: web::Data<App>,
    caller: SignedIn,
    filter: web::Query<StudyFilter>,
    paging: web::Query<Paging>,
) -> Result<web::Json<Page<Study>>, Failure> {
    caller.read(&app, move |cx| actions::list(cx, &filter, &paging)).await.map(web::Json)
}

/// One study: its dates, steps, documents, requests, plan, service bond.
#[utoipa::path(tag = "studies", security(("access_token" = [])), params(("id" = AwardId, Path)), responses((status = 200, body = StudyDetails)))]
#[get("/studies/{id}")]
async fn read(
    app: web::Data<App>,
    caller: SignedIn,
    id: web::Path<AwardId>,
) -> Result<web::Json<StudyDetails>, Failure> {
    let act = move |cx: &mut Cx<'_>| actions::read(cx, &id);
    caller.read(&app, act).await.map(|(_, details)| web::Json(details))
}

/// Add a document to a study; its file follows.
#[utoipa::path(tag = "studies", security(("access_token" = [])), params(("id" = AwardId, Path)), request_body = NewPaper, responses((status = 201, body = Paper)))]
#[post("/studies/{id}/papers")]
async fn add_paper(
    app: web::Data<App>,
    caller: SignedIn,
    id: web::Path<AwardId>,
    body: Body<NewPaper>,
) -> Result<HttpResponse, Failure> {
    let new = body.valid();
    let made = caller.write(&app, move |cx| actions::add_paper(cx, &id, (&new, None))).await?;
    Ok(HttpResponse::Created().json(made))
}

/// Accept a document of the awardee, or return it. An accepted proof of admission admits.
#[utoipa::path(tag = "studies", security(("access_token" = [])), params(("id" = StudyPaperId, Path)), request_body = PaperCheck, responses((status = 200, body = Paper)))]
#[post("/study-papers/{id}/check")]
async fn check_paper(
    app: web::Data<App>,
    caller: SignedIn,
    id: web::Path<StudyPaperId>,
    body: Body<PaperCheck>,
) -> Result<web::Json<Paper>, Failure> {
    let check = body.valid();
    caller.write(&app, move |cx| actions::check_paper(cx, &id, &check)).await.map(web::Json)
}

/// Set the dates of a study whose agreement and decrees are recorded.
#[utoipa::path(tag = "studies", security(("access_token" = [])), params(("id" = AwardId, Path)), request_body = Begin, responses((status = 200, body = Study)))]
#[post("/studies/{id}/beginning")]
async fn begin(
    app: web::Data<App>,
    caller: SignedIn,
    id: web::Path<AwardId>,
    body: Body<Begin>,
) -> Result<web::Json<Study>, Failure> {
    let dates = body.valid();
    caller.write(&app, move |cx| actions::begin(cx, &id, &dates)).await.map(web::Json)
}

/// Record a step: an interruption, its end, an early end, a seat given back.
#[utoipa::path(tag = "studies", security(("access_token" = [])), params(("id" = AwardId, Path)), request_body = NewStep, responses((status = 200, body = Study)))]
#[post("/studies/{id}/steps")]
async fn step(
    app: web::Data<App>,
    caller: SignedIn,
    id: web::Path<AwardId>,
    body: Body<NewStep>,
) -> Result<web::Json<Study>, Failure> {
    let (new, days) = (body.valid(), app.settings.objections.offer_days);
    caller.write(&app, move |cx| actions::take(cx, (&id, &new), days)).await.map(web::Json)
}

/// Name the mentor, as the unit that owns the problem.
#[utoipa::path(tag = "studies", security(("access_token" = [])), params(("id" = AwardId, Path)), request_body = Mentor, responses((status = 200, body = Study)))]
#[post("/studies/{id}/mentor")]
async fn mentor(
    app: web::Data<App>,
    caller: SignedIn,
    id: web::Path<AwardId>,
    body: Body<Mentor>,
) -> Result<web::Json<Study>, Failure> {
    let mentor = body.valid();
    caller.write(&app, move |cx| actions::name_mentor(cx, &id, &mentor)).await.map(web::Json)
}

/// Record the return to the office, and where the graduate is placed.
#[utoipa::path(tag = "studies", security(("access_token" = [])), params(("id" = AwardId, Path)), request_body = Return, responses((status = 200, body = Study)))]
#[post("/studies/{id}/return")]
async fn bring_back(
    app: web::Data<App>,
    caller: SignedIn,
    id: web::Path<AwardId>,
    body: Body<Return>,
) -> Result<web::Json<Study>, Failure> {
    let back = body.valid();
    caller.write(&app, move |cx| actions::bring_back(cx, &id, &back)).await.map(web::Json)
}

pub fn configure(routes: &mut Routes<'_>) {
    routes
        .add(Permission::ListStudies, list)
        .add(Permission::ReadStudy, read)
        .add(Permission::WriteStudy, add_paper)
        .add(Permission::RunStudy, check_paper)
        .add(Permission::RunStudy, begin)
        .add(Permission::RunStudy, step)
        .add(Permission::AgreeStudy, mentor)
        .add(Permission::RunStudy, bring_back);
    files::configure(routes);
    reports::configure(routes);
    taken::configure(routes);
    requests::configure(routes);
    uses::configure(routes);
}
