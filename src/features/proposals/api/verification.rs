//! Verification over REST: the queue, check-lists, conclusions, repairs.

use crate::features::accounts::SignedIn;
use crate::features::proposals::actions::verification::{self as actions, Queue};
use crate::features::proposals::{
    Checks, Conclusion, QueueLeft, Repair, RepairRequest, StatedReason, TakenBack, Verification,
    VerificationSheet, VerificationTask,
};
use crate::kernel::access::Permission;
use crate::kernel::errors::Failure;
use crate::kernel::ids::{CallId, ProposalId};
use crate::kernel::language::Language;
use crate::kernel::paging::Page;
use crate::kernel::paging::Paging;
use crate::platform::app::App;
use crate::platform::cx::Cx;
use crate::web::language;
use crate::web::{Body, Routes};
use actix_web::{HttpRequest, HttpResponse, get, post, put, web};
use serde::Serialize;

/// A page of the queue, with the counts of the whole queue.
#[derive(Debug, Serialize, utoipa::ToSchema)]
struct VerificationQueue {
    #[serde(flatten)]
    page: Page<VerificationTask>,
    #[serde(flatten)]
    left: QueueLeft,
}

/// The verification with its reasons in the caller's language.
#[derive(Debug, Serialize, utoipa::ToSchema)]
struct VerificationAnswer {
    #[serde(flatten)]
    verification: Verification,
    /// `reasons`, line by line, in words.
    reasons_in_words: Vec<String>,
}

impl VerificationAnswer {
    fn new(verification: Verification, language: Language) -> Self {
        let words = |stated: &StatedReason| {
            let arguments =
                [("name", stated.name.clone()), ("text", stated.text.clone().unwrap_or_default())];
            language.message(stated.reason.code(), &arguments)
        };
        let reasons_in_words = verification.reasons.iter().map(words).collect();
        Self { verification, reasons_in_words }
    }
}

/// The proposals to verify in a call, by number; `total`, `left` and `next_due` refer to the whole
/// queue.
#[utoipa::path(tag = "verification", security(("access_token" = [])), params(("id" = CallId, Path), Paging), responses((status = 200, body = VerificationQueue)))]
#[get("/calls/{id}/verification-queue")]
async fn queue(
    app: web::Data<App>,
    caller: SignedIn,
    id: web::Path<CallId>,
    paging: web::Query<Paging>,
) -> Result<web::Json<VerificationQueue>, Failure> {
    let act = move |cx: &mut Cx<'_>| actions::verification_queue(cx, &id, &paging);
    let Queue { page, left } = caller.read(&app, act).await?;
    Ok(web::Json(VerificationQueue { page, left }))
}

/// The verification of a proposal: the result for the candidate, the check-lists for those who
/// verify.
#[utoipa::path(tag = "verification", security(("access_token" = [])), params(("id" = ProposalId, Path)), responses((status = 200, body = VerificationAnswer)))]
#[get("/proposals/{id}/verification")]
async fn read(
    app: web::Data<App>,
    caller: SignedIn,
    id: web::Path<ProposalId>,
    request: HttpRequest,
) -> Result<web::Json<VerificationAnswer>, Failure> {
    let language = language::of(&request);
    let found = caller.read(&app, move |cx| actions::read_verification(cx, &id)).await?;
    Ok(web::Json(VerificationAnswer::new(found, language)))
}

/// Save one's check-list as a draft.
#[utoipa::path(tag = "verification", security(("access_token" = [])), params(("id" = ProposalId, Path)), request_body = Checks, responses((status = 200, body = VerificationSheet)))]
#[put("/proposals/{id}/verification")]
async fn save(
    app: web::Data<App>,
    caller: SignedIn,
    id: web::Path<ProposalId>,
    body: Body<Checks>,
) -> Result<web::Json<VerificationSheet>, Failure> {
    let checks = body.valid();
    let act = move |cx: &mut Cx<'_>| actions::save_checks(cx, &id, &checks);
    caller.write(&app, act).await.map(web::Json)
}

/// Conclude one's saved check-list. MS needs every decisive line in order, TMS needs a fault with
/// its reason. Every file of the list must have been opened (`GET /documents/{id}/content` or
/// `/pages/{page}`) or be named in `unopened`; otherwise `documents_unopened`.
#[utoipa::path(tag = "verification", security(("access_token" = [])), params(("id" = ProposalId, Path)), request_body = Conclusion, responses((status = 200, body = VerificationSheet)))]
#[post("/proposals/{id}/verification/conclude")]
async fn conclude(
    app: web::Data<App>,
    caller: SignedIn,
    id: web::Path<ProposalId>,
    body: Body<Conclusion>,
) -> Result<web::Json<VerificationSheet>, Failure> {
    let conclusion = body.valid();
    let act = move |cx: &mut Cx<'_>| actions::conclude(cx, &id, &conclusion);
    caller.write(&app, act).await.map(web::Json)
}

/// Take one's own conclusion back, with a reason, while no other verifier has concluded. The
/// check-list becomes a draft again.
#[utoipa::path(tag = "verification", security(("access_token" = [])), params(("id" = ProposalId, Path)), request_body = TakenBack, responses((status = 200, body = VerificationSheet)))]
#[post("/proposals/{id}/verification/take-back")]
async fn take_back(
    app: web::Data<App>,
    caller: SignedIn,
    id: web::Path<ProposalId>,
    body: Body<TakenBack>,
) -> Result<web::Json<VerificationSheet>, Failure> {
    let reason = body.valid();
    let act = move |cx: &mut Cx<'_>| actions::take_back(cx, &id, &reason);
    caller.write(&app, act).await.map(web::Json)
}

/// Open documents for repair.
#[utoipa::path(tag = "verification", security(("access_token" = [])), params(("id" = ProposalId, Path)), request_body = RepairRequest, responses((status = 201, body = Repair)))]
#[post("/proposals/{id}/repairs")]
async fn open_repair(
    app: web::Data<App>,
    caller: SignedIn,
    id: web::Path<ProposalId>,
    body: Body<RepairRequest>,
) -> Result<HttpResponse, Failure> {
    let new = body.valid();
    let act = move |cx: &mut Cx<'_>| actions::open_repair(cx, &id, &new);
    Ok(HttpResponse::Created().json(caller.write(&app, act).await?))
}

/// Complete the repair before it is due.
#[utoipa::path(tag = "verification", security(("access_token" = [])), params(("id" = ProposalId, Path)), responses((status = 200, body = Repair)))]
#[post("/proposals/{id}/repairs/close")]
async fn close_repair(
    app: web::Data<App>,
    caller: SignedIn,
    id: web::Path<ProposalId>,
) -> Result<web::Json<Repair>, Failure> {
    let act = move |cx: &mut Cx<'_>| actions::close_repair(cx, &id);
    caller.write(&app, act).await.map(web::Json)
}

pub(super) fn configure(routes: &mut Routes<'_>) {
    routes
        .add(Permission::Verify, queue)
        .add(Permission::ReadVerification, read)
        .add(Permission::Verify, save)
        .add(Permission::Verify, conclude)
        .add(Permission::Verify, take_back)
        .add(Permission::OpenRepair, open_repair)
        .add(Permission::RepairProposal, close_repair);
}
