//! The plan of needs over REST.

use super::{Need, NewNeed, NewPlan, Plan, PlanAnswer, PlanWithNeeds, actions};
use crate::features::accounts::SignedIn;
use crate::kernel::access::Permission;
use crate::kernel::errors::Failure;
use crate::kernel::ids::{NeedId, NeedPlanId};
use crate::platform::app::App;
use crate::web::{Body, Routes};
use actix_web::{HttpResponse, delete, get, post, put, web};

/// All plans of needs, the newest first.
#[utoipa::path(tag = "needs", security(("access_token" = [])), responses((status = 200, body = Vec<Plan>)))]
#[get("/need-plans")]
async fn list(app: web::Data<App>, caller: SignedIn) -> Result<web::Json<Vec<Plan>>, Failure> {
    caller.read(&app, actions::list_plans).await.map(web::Json)
}

/// One plan with its needs and what they come to by year and level.
#[utoipa::path(tag = "needs", security(("access_token" = [])), params(("id" = NeedPlanId, Path)), responses((status = 200, body = PlanWithNeeds)))]
#[get("/need-plans/{id}")]
async fn read(
    app: web::Data<App>,
    caller: SignedIn,
    id: web::Path<NeedPlanId>,
) -> Result<web::Json<PlanWithNeeds>, Failure> {
    caller.read(&app, move |cx| actions::read_plan(cx, &id)).await.map(web::Json)
}

/// Open a plan for one to five years; the heads of units are asked for their needs.
#[utoipa::path(tag = "needs", security(("access_token" = [])), request_body = NewPlan, responses((status = 201, body = PlanWithNeeds)))]
#[post("/need-plans")]
async fn open(
    app: web::Data<App>,
    caller: SignedIn,
    body: Body<NewPlan>,
) -> Result<HttpResponse, Failure> {
    let new = body.valid();
    let opened = caller.write(&app, move |cx| actions::open_plan(cx, &new)).await?;
    Ok(HttpResponse::Created().json(opened))
}

/// Register a need of one's own unit, while the plan collects.
#[utoipa::path(tag = "needs", security(("access_token" = [])), params(("id" = NeedPlanId, Path)), request_body = NewNeed, responses((status = 201, body = Need)))]
#[post("/need-plans/{id}/needs")]
async fn register(
    app: web::Data<App>,
    caller: SignedIn,
    id: web::Path<NeedPlanId>,
    body: Body<NewNeed>,
) -> Result<HttpResponse, Failure> {
    let new = body.valid();
    let need = caller.write(&app, move |cx| actions::register_need(cx, &id, &new)).await?;
    Ok(HttpResponse::Created().json(need))
}

/// Rewrite a need of one's own unit, while the plan collects.
#[utoipa::path(tag = "needs", security(("access_token" = [])), params(("id" = NeedId, Path)), request_body = NewNeed, responses((status = 200, body = Need)))]
#[put("/needs/{id}")]
async fn change(
    app: web::Data<App>,
    caller: SignedIn,
    id: web::Path<NeedId>,
    body: Body<NewNeed>,
) -> Result<web::Json<Need>, Failure> {
    let new = body.valid();
    caller.write(&app, move |cx| actions::change_need(cx, &id, &new)).await.map(web::Json)
}

/// Take a need of one's own unit out of the plan, while it collects.
#[utoipa::path(tag = "needs", security(("access_token" = [])), params(("id" = NeedId, Path)), responses((status = 200, body = PlanWithNeeds)))]
#[delete("/needs/{id}")]
async fn remove(
    app: web::Data<App>,
    caller: SignedIn,
    id: web::Path<NeedId>,
) -> Result<web::Json<PlanWithNeeds>, Failure> {
    caller.write(&app, move |cx| actions::remove_need(cx, &id)).await.map(web::Json)
}

/// Propose a plan for approval; nothing changes until it is approved or given back.
#[utoipa::path(tag = "needs", security(("access_token" = [])), params(("id" = NeedPlanId, Path)), responses((status = 200, body = PlanWithNeeds)))]
#[post("/need-plans/{id}/propose")]
async fn propose(
    app: web::Data<App>,
    caller: SignedIn,
    id: web::Path<NeedPlanId>,
) -> Result<web::Json<PlanWithNeeds>, Failure> {
    caller.write(&app, move |cx| actions::propose_plan(cx, &id)).await.map(web::Json)
}

/// Approve a plan as it was read, with the number of the document, or give it back with a reason.
#[utoipa::path(tag = "needs", security(("access_token" = [])), params(("id" = NeedPlanId, Path)), request_body = PlanAnswer, responses((status = 200, body = PlanWithNeeds)))]
#[post("/need-plans/{id}/answer")]
async fn answer(
    app: web::Data<App>,
    caller: SignedIn,
    id: web::Path<NeedPlanId>,
    body: Body<PlanAnswer>,
) -> Result<web::Json<PlanWithNeeds>, Failure> {
    let answer = body.valid();
    caller.write(&app, move |cx| actions::answer_plan(cx, &id, &answer)).await.map(web::Json)
}

pub fn configure(routes: &mut Routes<'_>) {
    routes
        .add(Permission::ReadNeeds, list)
        .add(Permission::ReadNeeds, read)
        .add(Permission::ManageNeedPlan, open)
        .add(Permission::RegisterNeed, register)
        .add(Permission::ChangeNeed, change)
        .add(Permission::ChangeNeed, remove)
        .add(Permission::ManageNeedPlan, propose)
        .add(Permission::ApproveNeedPlan, answer);
}
