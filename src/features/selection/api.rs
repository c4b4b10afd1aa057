//! Selection runs over REST: computing one, reading it with its inputs and findings, scenarios.

use super::actions;
use super::document::{Findings, Run};
use super::flows;
use super::inputs::{Inputs, NewRun};
use super::scenario::{InterviewInfluence, Scenario, SensitivityReport, WhatIf};
use crate::features::accounts::SignedIn;
use crate::kernel::access::Permission;
use crate::kernel::errors::Failure;
use crate::kernel::ids::{CallId, RunId};
use crate::platform::app::App;
use crate::web::{Body, Routes};
use actix_web::http::header::ContentType;
use actix_web::{HttpResponse, get, post, web};

/// Compute a run from the locked sheets. It is kept permanently and decides nothing by itself. While proposals lack
/// sheets it is refused, unless exactly these are named as left out, with a reason.
#[utoipa::path(tag = "selections", security(("access_token" = [])), params(("id" = CallId, Path)), request_body = NewRun, responses((status = 201, body = Run)))]
#[post("/calls/{id}/selections")]
async fn compute(
    app: web::Data<App>,
    caller: SignedIn,
    id: web::Path<CallId>,
    body: Body<NewRun>,
) -> Result<HttpResponse, Failure> {
    let run = flows::compute_kept(&app, caller, (id.into_inner(), body.valid())).await?;
    Ok(HttpResponse::Created().json(run))
}

/// A scenario with other rules, beside the official result on the present sheets. Nothing is stored
/// or adopted.
#[utoipa::path(tag = "selections", security(("access_token" = [])), params(("id" = CallId, Path)), request_body = Scenario, responses((status = 200, body = WhatIf)))]
#[post("/calls/{id}/selections/what-if")]
async fn what_if(
    app: web::Data<App>,
    caller: SignedIn,
    id: web::Path<CallId>,
    body: Body<Scenario>,
) -> Result<web::Json<WhatIf>, Failure> {
    let case = caller.read(&app, move |cx| actions::prepare_scenario(cx, &id)).await?;
    flows::what_if(case, body.into_inner()).await.map(web::Json)
}

/// How stable a run's result is: who would move under small changes, and where one more review
/// would help most.
#[utoipa::path(tag = "selections", security(("access_token" = [])), params(("id" = RunId, Path)), responses((status = 200, body = SensitivityReport)))]
#[get("/selections/{id}/sensitivity")]
async fn sensitivity(
    app: web::Data<App>,
    caller: SignedIn,
    id: web::Path<RunId>,
) -> Result<web::Json<SensitivityReport>, Failure> {
    let case = caller.read(&app, move |cx| actions::prepare_sensitivity(cx, &id)).await?;
    flows::sensitivity(case).await.map(web::Json)
}

/// Would the ranking of a run change without the interview? Both orders, and whose place or seat would be another.
#[utoipa::path(tag = "selections", security(("access_token" = [])), params(("id" = RunId, Path)), responses((status = 200, body = InterviewInfluence)))]
#[get("/selections/{id}/without-interview")]
async fn without_interview(
    app: web::Data<App>,
    caller: SignedIn,
    id: web::Path<RunId>,
) -> Result<web::Json<InterviewInfluence>, Failure> {
    let case = caller.read(&app, move |cx| actions::prepare_without_interviews(cx, &id)).await?;
    flows::interview_influence(case).await.map(web::Json)
}

/// A call's runs, newest first.
#[utoipa::path(tag = "selections", security(("access_token" = [])), params(("id" = CallId, Path)), responses((status = 200, body = Vec<Run>)))]
#[get("/calls/{id}/selections")]
async fn list(
    app: web::Data<App>,
    caller: SignedIn,
    id: web::Path<CallId>,
) -> Result<web::Json<Vec<Run>>, Failure> {
    caller.read(&app, move |cx| actions::list_runs(cx, &id)).await.map(web::Json)
}

/// One run.
#[utoipa::path(tag = "selections", security(("access_token" = [])), params(("id" = RunId, Path)), responses((status = 200, body = Run)))]
#[get("/selections/{id}")]
async fn read(
    app: web::Data<App>,
    caller: SignedIn,
    id: web::Path<RunId>,
) -> Result<web::Json<Run>, Failure> {
    caller.read(&app, move |cx| actions::read_run(cx, &id)).await.map(web::Json)
}

/// The value of the header `Withheld` in an answer from which something was left out.
const CONFLICT_OF_INTEREST: &str = "conflict-of-interest";

/// The stored bytes, or the part that may be shown with a header saying so.
fn paper(text: String, is_redacted: bool) -> HttpResponse {
    let mut answer = HttpResponse::Ok();
    if is_redacted {
        answer.insert_header(("withheld", CONFLICT_OF_INTEREST));
    }
    answer.content_type(ContentType::json()).body(text)
}

/// The ranking with a reason for every name: the bytes whose SHA-256 is `document_hash`. A reader
/// in conflict with a proposal of the call gets the others: before the announcement by number, with
/// `place`, `outcome` and `reserve_position` null; afterwards with their true places. The header
/// `Withheld: conflict-of-interest` says so.
#[utoipa::path(tag = "selections", security(("access_token" = [])), params(("id" = RunId, Path)), responses((status = 200, body = Findings)))]
#[get("/selections/{id}/ranking")]
async fn ranking(
    app: web::Data<App>,
    caller: SignedIn,
    id: web::Path<RunId>,
) -> Result<HttpResponse, Failure> {
    let reading = caller.read(&app, move |cx| actions::read_papers(cx, &id)).await?;
    Ok(paper(reading.papers.document, reading.is_redacted))
}

/// The input of the run: the bytes whose SHA-256 is `inputs_hash`. As with the ranking, proposals
/// with which the reader is in conflict are left out.
#[utoipa::path(tag = "selections", security(("access_token" = [])), params(("id" = RunId, Path)), responses((status = 200, body = Inputs)))]
#[get("/selections/{id}/inputs")]
async fn inputs(
    app: web::Data<App>,
    caller: SignedIn,
    id: web::Path<RunId>,
) -> Result<HttpResponse, Failure> {
    let reading = caller.read(&app, move |cx| actions::read_papers(cx, &id)).await?;
    Ok(paper(reading.papers.inputs, reading.is_redacted))
}

pub fn configure(routes: &mut Routes<'_>) {
    routes
        .add(Permission::ComputeRun, compute)
        .add(Permission::ReadRanking, list)
        .add(Permission::ReadRanking, read)
        .add(Permission::ReadRanking, ranking)
        .add(Permission::ReadRanking, inputs)
        .add(Permission::ExploreRanking, what_if)
        .add(Permission::ExploreRanking, sensitivity)
        .add(Permission::ExploreRanking, without_interview);
}
