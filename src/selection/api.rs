//! Selection runs over REST: compute one, read it, its inputs and its findings.

use super::actions;
use super::document::{Findings, Inputs, Run};
use crate::access::Act;
use crate::accounts::SignedIn;
use crate::errors::Failure;
use crate::ids::{CallId, RunId};
use crate::web::{App, Routes};
use actix_web::http::header::ContentType;
use actix_web::{HttpResponse, get, post, web};

/// Compute a run from the locked sheets. It is kept for ever; nothing is decided by it.
#[utoipa::path(tag = "selections", security(("access_token" = [])), params(("id" = CallId, Path)), responses((status = 201, body = Run)))]
#[post("/calls/{id}/selections")]
async fn compute(
    app: web::Data<App>,
    caller: SignedIn,
    id: web::Path<CallId>,
) -> Result<HttpResponse, Failure> {
    let run = caller
        .write(&app, move |db, viewer, now| actions::compute_run(db, viewer, &id, now))
        .await?;
    Ok(HttpResponse::Created().json(run))
}

/// A call's runs, newest first.
#[utoipa::path(tag = "selections", security(("access_token" = [])), params(("id" = CallId, Path)), responses((status = 200, body = Vec<Run>)))]
#[get("/calls/{id}/selections")]
async fn list(
    app: web::Data<App>,
    caller: SignedIn,
    id: web::Path<CallId>,
) -> Result<web::Json<Vec<Run>>, Failure> {
    caller
        .read(&app, move |db, viewer, now| actions::list_runs(db, viewer, &id, now))
        .await
        .map(web::Json)
}

/// One run.
#[utoipa::path(tag = "selections", security(("access_token" = [])), params(("id" = RunId, Path)), responses((status = 200, body = Run)))]
#[get("/selections/{id}")]
async fn read(
    app: web::Data<App>,
    caller: SignedIn,
    id: web::Path<RunId>,
) -> Result<web::Json<Run>, Failure> {
    caller
        .read(&app, move |db, viewer, now| actions::read_run(db, viewer, &id, now))
        .await
        .map(web::Json)
}

/// The ranking with a reason for every name: the bytes whose SHA-256 is `document_hash`.
#[utoipa::path(tag = "selections", security(("access_token" = [])), params(("id" = RunId, Path)), responses((status = 200, body = Findings)))]
#[get("/selections/{id}/ranking")]
async fn ranking(
    app: web::Data<App>,
    caller: SignedIn,
    id: web::Path<RunId>,
) -> Result<HttpResponse, Failure> {
    let papers = caller
        .read(&app, move |db, viewer, now| actions::read_papers(db, viewer, &id, now))
        .await?;
    Ok(HttpResponse::Ok().content_type(ContentType::json()).body(papers.document))
}

/// What the run depended on: the bytes whose SHA-256 is `inputs_hash`.
#[utoipa::path(tag = "selections", security(("access_token" = [])), params(("id" = RunId, Path)), responses((status = 200, body = Inputs)))]
#[get("/selections/{id}/inputs")]
async fn inputs(
    app: web::Data<App>,
    caller: SignedIn,
    id: web::Path<RunId>,
) -> Result<HttpResponse, Failure> {
    let papers = caller
        .read(&app, move |db, viewer, now| actions::read_papers(db, viewer, &id, now))
        .await?;
    Ok(HttpResponse::Ok().content_type(ContentType::json()).body(papers.inputs))
}

pub fn configure(routes: &mut Routes<'_, '_>) {
    routes
        .add(Act::ComputeRun, compute)
        .add(Act::ReadRanking, list)
        .add(Act::ReadRanking, read)
        .add(Act::ReadRanking, ranking)
        .add(Act::ReadRanking, inputs);
}
