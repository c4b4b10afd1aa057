//! What came of the awards, over REST.

pub(super) mod report;

use super::actions;
use super::board::Board;
use super::learning::Learning;
use super::tried::{SharedProposal, Sharing, SharingChoice, Tried, TriedQuestion};
use crate::features::accounts::{Caller, SignedIn};
use crate::kernel::access::Permission;
use crate::kernel::errors::Failure;
use crate::kernel::ids::{ProposalId, UnitCode};
use crate::kernel::paging::{Page, Paging};
use crate::platform::app::App;
use crate::platform::cx::{AnyoneCx, Cx};
use crate::web::{Body, Routes};
use actix_web::{get, put, web};

/// What came of the awards of the whole agency. Anybody reads it; a moved indicator is no proof of its cause.
#[utoipa::path(tag = "impact", responses((status = 200, body = Board)))]
#[get("/impact")]
async fn board(app: web::Data<App>, caller: Caller) -> Result<web::Json<Board>, Failure> {
    let young_months = app.settings.impact.young_months;
    let act = move |cx: &mut AnyoneCx<'_>| actions::read_board(cx, None, young_months);
    caller.read(&app, act).await.map(web::Json)
}

/// The same of the problems that one unit owns.
#[utoipa::path(tag = "impact", params(("unit" = UnitCode, Path)), responses((status = 200, body = Board)))]
#[get("/impact/units/{unit}")]
async fn unit(
    app: web::Data<App>,
    caller: Caller,
    unit: web::Path<UnitCode>,
) -> Result<web::Json<Board>, Failure> {
    let young_months = app.settings.impact.young_months;
    let act = move |cx: &mut AnyoneCx<'_>| actions::read_board(cx, Some(&unit), young_months);
    caller.read(&app, act).await.map(web::Json)
}

/// Did the rubrics' criteria predict what came of the awards? Only selected proposals have an outcome, so relations look
/// weaker here than they are among all.
#[utoipa::path(tag = "impact", security(("access_token" = [])), responses((status = 200, body = Learning)))]
#[get("/learning")]
async fn learning(app: web::Data<App>, caller: SignedIn) -> Result<web::Json<Learning>, Failure> {
    let young_months = app.settings.impact.young_months;
    let act = move |cx: &mut Cx<'_>| actions::read_learning(cx, young_months);
    caller.read(&app, act).await.map(web::Json)
}

/// What was already tried: problems, and proposals of past calls that their candidates let others read, by problem.
#[utoipa::path(tag = "impact", security(("access_token" = [])), params(TriedQuestion, Paging), responses((status = 200, body = Page<Tried>)))]
#[get("/tried")]
async fn search(
    app: web::Data<App>,
    caller: SignedIn,
    asked: web::Query<TriedQuestion>,
    paging: web::Query<Paging>,
) -> Result<web::Json<Page<Tried>>, Failure> {
    let act = move |cx: &mut Cx<'_>| actions::search_tried(cx, &asked, &paging);
    caller.read(&app, act).await.map(web::Json)
}

/// One proposal that its candidate lets others read: title, summary, programme and plan.
#[utoipa::path(tag = "impact", security(("access_token" = [])), params(("id" = ProposalId, Path)), responses((status = 200, body = SharedProposal)))]
#[get("/tried/{id}")]
async fn shared(
    app: web::Data<App>,
    caller: SignedIn,
    id: web::Path<ProposalId>,
) -> Result<web::Json<SharedProposal>, Failure> {
    caller.read(&app, move |cx| actions::read_tried(cx, &id)).await.map(web::Json)
}

/// What others may read of one's own proposal.
#[utoipa::path(tag = "impact", security(("access_token" = [])), params(("id" = ProposalId, Path)), responses((status = 200, body = Sharing)))]
#[get("/proposals/{id}/sharing")]
async fn sharing(
    app: web::Data<App>,
    caller: SignedIn,
    id: web::Path<ProposalId>,
) -> Result<web::Json<Sharing>, Failure> {
    caller.read(&app, move |cx| actions::read_sharing(cx, &id)).await.map(web::Json)
}

/// Let everybody with an account read title, summary, programme and plan of one's own proposal once its result is
/// announced, or take that back.
#[utoipa::path(tag = "impact", security(("access_token" = [])), params(("id" = ProposalId, Path)), request_body = SharingChoice, responses((status = 200, body = Sharing)))]
#[put("/proposals/{id}/sharing")]
async fn choose(
    app: web::Data<App>,
    caller: SignedIn,
    id: web::Path<ProposalId>,
    body: Body<SharingChoice>,
) -> Result<web::Json<Sharing>, Failure> {
    let choice = body.valid();
    caller.write(&app, move |cx| actions::choose_sharing(cx, &id, &choice)).await.map(web::Json)
}

pub fn configure(routes: &mut Routes<'_>) {
    routes
        .add(Permission::ReadImpact, board)
        .add(Permission::ReadImpact, unit)
        .add(Permission::ReadLearning, learning)
        .add(Permission::SearchTried, search)
        .add(Permission::SearchTried, shared)
        .add(Permission::ShareProposal, sharing)
        .add(Permission::ShareProposal, choose);
    report::configure(routes);
}
