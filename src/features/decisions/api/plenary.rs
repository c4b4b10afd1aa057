//! Preview, propose, approve or return, announce.

use crate::features::accounts::{Accounts, SignedIn};
use crate::features::decisions::actions::{self, Announcement, Reading};
use crate::features::decisions::flows::{Approver, approve_confirmed};
use crate::features::decisions::{
    Approval, DecidedOutcome, Decision, NamedOutcome, Preview, Proposed, Proposition, Return,
};
use crate::kernel::access::Permission;
use crate::kernel::errors::Failure;
use crate::kernel::ids::{CallId, DecisionId};
use crate::platform::app::App;
use crate::web::{Body, Routes};
use actix_web::{HttpResponse, get, post, web};
use serde::Serialize;

/// A decision with its outcomes, by place.
#[derive(Debug, Clone, Serialize, utoipa::ToSchema)]
struct WholeDecision {
    #[serde(flatten)]
    decision: Decision,
    outcomes: Vec<DecidedOutcome>,
    /// True if the reader is in conflict with a proposal of the call. Outcomes are then shown after
    /// the announcement, without that proposal's, and free text is left out. The hash is of all
    /// outcomes.
    withheld: bool,
    /// What the reader is shown, by name.
    names: Vec<NamedOutcome>,
    /// SHA-256 of exactly that, with the minutes; send it with the approval.
    shown_hash: String,
}

/// What a proposal would decide, by name. Nothing is saved.
#[utoipa::path(tag = "decisions", security(("access_token" = [])), params(("id" = CallId, Path)), request_body = Proposition, responses((status = 200, body = Preview)))]
#[post("/calls/{id}/decisions/preview")]
async fn preview(
    app: web::Data<App>,
    caller: SignedIn,
    id: web::Path<CallId>,
    body: Body<Proposition>,
) -> Result<web::Json<Preview>, Failure> {
    let proposition = body.valid();
    caller.read(&app, move |cx| actions::preview(cx, &id, &proposition)).await.map(web::Json)
}

/// Propose what was previewed, as the chair.
#[utoipa::path(tag = "decisions", security(("access_token" = [])), params(("id" = CallId, Path)), request_body = Proposed, responses((status = 201, body = Decision)))]
#[post("/calls/{id}/decisions")]
async fn propose(
    app: web::Data<App>,
    caller: SignedIn,
    id: web::Path<CallId>,
    body: Body<Proposed>,
) -> Result<HttpResponse, Failure> {
    let proposed = body.valid();
    let decision = caller.write(&app, move |cx| actions::propose(cx, &id, &proposed)).await?;
    Ok(HttpResponse::Created().json(decision))
}

/// A call's decisions, newest first.
#[utoipa::path(tag = "decisions", security(("access_token" = [])), params(("id" = CallId, Path)), responses((status = 200, body = Vec<Decision>)))]
#[get("/calls/{id}/decisions")]
async fn list(
    app: web::Data<App>,
    caller: SignedIn,
    id: web::Path<CallId>,
) -> Result<web::Json<Vec<Decision>>, Failure> {
    caller.read(&app, move |cx| actions::list_decisions(cx, &id)).await.map(web::Json)
}

/// One decision with its outcomes.
#[utoipa::path(tag = "decisions", security(("access_token" = [])), params(("id" = DecisionId, Path)), responses((status = 200, body = WholeDecision)))]
#[get("/decisions/{id}")]
async fn read(
    app: web::Data<App>,
    caller: SignedIn,
    id: web::Path<DecisionId>,
) -> Result<web::Json<WholeDecision>, Failure> {
    caller.read(&app, move |cx| actions::read_decision(cx, &id)).await.map(
        |Reading { decision, outcomes, withheld, names, shown_hash }| {
            web::Json(WholeDecision { decision, outcomes, withheld, names, shown_hash })
        },
    )
}

/// Approve, as the decider, who must not be the proposer and types the password again.
#[utoipa::path(tag = "decisions", security(("access_token" = [])), params(("id" = DecisionId, Path)), request_body = Approval, responses((status = 200, body = Decision)))]
#[post("/decisions/{id}/approve")]
async fn approve(
    app: web::Data<App>,
    accounts: web::Data<Accounts>,
    caller: SignedIn,
    (id, body): (web::Path<DecisionId>, Body<Approval>),
) -> Result<web::Json<Decision>, Failure> {
    let sender = Approver { app: &app, accounts: &accounts, caller };
    approve_confirmed(sender, id.into_inner(), body.valid()).await.map(web::Json)
}

/// Return it to the chair with a reason, as the decider.
#[utoipa::path(tag = "decisions", security(("access_token" = [])), params(("id" = DecisionId, Path)), request_body = Return, responses((status = 200, body = Decision)))]
#[post("/decisions/{id}/return")]
async fn send_back(
    app: web::Data<App>,
    caller: SignedIn,
    id: web::Path<DecisionId>,
    body: Body<Return>,
) -> Result<web::Json<Decision>, Failure> {
    let why = body.valid();
    caller.write(&app, move |cx| actions::return_decision(cx, &id, &why)).await.map(web::Json)
}

/// Announce the approved decision; the embargo ends.
#[utoipa::path(tag = "decisions", security(("access_token" = [])), params(("id" = CallId, Path)), responses((status = 201, body = Announcement)))]
#[post("/calls/{id}/announcement")]
async fn announce(
    app: web::Data<App>,
    caller: SignedIn,
    id: web::Path<CallId>,
) -> Result<HttpResponse, Failure> {
    let announcement = caller.write(&app, move |cx| actions::announce(cx, &id)).await?;
    Ok(HttpResponse::Created().json(announcement))
}

pub(super) fn configure(routes: &mut Routes<'_>) {
    routes
        .add(Permission::ProposeDecision, preview)
        .add(Permission::ProposeDecision, propose)
        .add(Permission::ReadDecision, list)
        .add(Permission::ReadDecision, read)
        .add(Permission::ApproveDecision, approve)
        .add(Permission::ApproveDecision, send_back)
        .add(Permission::Announce, announce);
}
