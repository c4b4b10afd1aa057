//! Preview, propose, approve or return, announce.

use crate::features::accounts::{Accounts, Proof, SignedIn};
use crate::features::decisions::actions::{self, Announcement, Reading};
use crate::features::decisions::flows::{Approver, approve_confirmed};
use crate::features::decisions::{
    self, DecidedOutcome, Decision, NamedOutcome, Preview, Proposition,
};
use crate::kernel::access::Permission;
use crate::kernel::errors::Failure;
use crate::kernel::ids::{CallId, DecisionId};
use crate::platform::app::App;
use crate::web::{Body, Routes};
use actix_web::{HttpResponse, get, post, web};
use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

/// The proposition, with the hash of the preview that was read.
#[derive(Debug, Clone, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
struct Proposed {
    proposition: Proposition,
    #[schema(min_length = 64, max_length = 64)]
    outcomes_hash: String,
}

#[derive(Debug, Clone, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
struct Approval {
    /// Of the outcomes that were read.
    #[schema(min_length = 64, max_length = 64)]
    outcomes_hash: String,
    /// The hash of the names that were read; `preview_outdated` if the names have changed. Left
    /// out: not checked.
    #[serde(default)]
    #[schema(min_length = 64, max_length = 64)]
    shown_hash: Option<String>,
    #[schema(min_length = 1, max_length = 200, format = "line", example = "KP.05.01.1.2.02.27.12")]
    decree_number: String,
    /// Left out: the day of the approval.
    #[serde(default)]
    decree_date: Option<NaiveDate>,
    /// Left out: the person who approves.
    #[serde(default)]
    #[schema(min_length = 1, max_length = 200, format = "line")]
    signatory: Option<String>,
    /// One's own, typed again.
    #[schema(min_length = 1, max_length = 1024, format = "password")]
    password: String,
}

#[derive(Debug, Clone, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
struct Return {
    #[schema(min_length = 10, max_length = 2000)]
    reason: String,
}

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
    caller.read(&app, move |cx| actions::preview(cx, &id, &body)).await.map(web::Json)
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
    let Proposed { proposition, outcomes_hash } = body.into_inner();
    let decision = caller
        .write(&app, move |cx| actions::propose(cx, &id, (&proposition, &outcomes_hash)))
        .await?;
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
    let Approval { outcomes_hash, shown_hash, decree_number, decree_date, signatory, password } =
        body.into_inner();
    let approval =
        decisions::Approval { outcomes_hash, shown_hash, decree_number, decree_date, signatory };
    let sender = Approver { app: &app, accounts: &accounts, caller };
    approve_confirmed(sender, id.into_inner(), approval, Proof { password }).await.map(web::Json)
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
    let reason = body.into_inner().reason;
    caller.write(&app, move |cx| actions::return_decision(cx, &id, &reason)).await.map(web::Json)
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

pub(super) fn configure(routes: &mut Routes<'_, '_>) {
    routes
        .add(Permission::ProposeDecision, preview)
        .add(Permission::ProposeDecision, propose)
        .add(Permission::ReadDecision, list)
        .add(Permission::ReadDecision, read)
        .add(Permission::ApproveDecision, approve)
        .add(Permission::ApproveDecision, send_back)
        .add(Permission::Announce, announce);
}
