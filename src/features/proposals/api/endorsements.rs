//! Signatures of unit head and problem owner.

use crate::features::accounts::SignedIn;
use crate::features::proposals::{
    ChangedSince, Endorsement, EndorsementRequest, NewEndorsement, ReturnedRequest, actions,
};
use crate::kernel::access::Permission;
use crate::kernel::errors::Failure;
use crate::kernel::ids::ProposalId;
use crate::platform::app::App;
use crate::web::{Body, Routes};
use actix_web::{HttpResponse, get, post, web};

/// Endorse the present content of the proposal.
#[utoipa::path(tag = "proposals", security(("access_token" = [])), params(("id" = ProposalId, Path)), request_body = NewEndorsement, responses((status = 201, body = Endorsement)))]
#[post("/proposals/{id}/endorsements")]
async fn endorse(
    app: web::Data<App>,
    caller: SignedIn,
    id: web::Path<ProposalId>,
    body: Body<NewEndorsement>,
) -> Result<HttpResponse, Failure> {
    let new = body.valid();
    let endorsement = caller.write(&app, move |cx| actions::endorse(cx, &id, &new)).await?;
    Ok(HttpResponse::Created().json(endorsement))
}

/// The endorsements, and whether each still matches the text.
#[utoipa::path(tag = "proposals", security(("access_token" = [])), params(("id" = ProposalId, Path)), responses((status = 200, body = Vec<Endorsement>)))]
#[get("/proposals/{id}/endorsements")]
async fn list(
    app: web::Data<App>,
    caller: SignedIn,
    id: web::Path<ProposalId>,
) -> Result<web::Json<Vec<Endorsement>>, Failure> {
    caller.read(&app, move |cx| actions::endorsements(cx, &id)).await.map(web::Json)
}

/// Ask for every endorsement that is missing: those who may give it are told by letter.
#[utoipa::path(tag = "proposals", security(("access_token" = [])), params(("id" = ProposalId, Path)), responses((status = 201, body = Vec<EndorsementRequest>)))]
#[post("/proposals/{id}/endorsement-requests")]
async fn ask(
    app: web::Data<App>,
    caller: SignedIn,
    id: web::Path<ProposalId>,
) -> Result<HttpResponse, Failure> {
    let asked = caller.write(&app, move |cx| actions::ask_endorsement(cx, &id)).await?;
    Ok(HttpResponse::Created().json(asked))
}

/// The requests for endorsement, oldest first: since when they wait, and with what they were returned.
#[utoipa::path(tag = "proposals", security(("access_token" = [])), params(("id" = ProposalId, Path)), responses((status = 200, body = Vec<EndorsementRequest>)))]
#[get("/proposals/{id}/endorsement-requests")]
async fn requests(
    app: web::Data<App>,
    caller: SignedIn,
    id: web::Path<ProposalId>,
) -> Result<web::Json<Vec<EndorsementRequest>>, Failure> {
    caller.read(&app, move |cx| actions::endorsement_requests(cx, &id)).await.map(web::Json)
}

/// Return a request for endorsement to the candidate, with a remark.
#[utoipa::path(tag = "proposals", security(("access_token" = [])), params(("id" = ProposalId, Path)), request_body = ReturnedRequest, responses((status = 200, body = EndorsementRequest)))]
#[post("/proposals/{id}/endorsement-requests/return")]
async fn return_request(
    app: web::Data<App>,
    caller: SignedIn,
    id: web::Path<ProposalId>,
    body: Body<ReturnedRequest>,
) -> Result<web::Json<EndorsementRequest>, Failure> {
    let returned = body.valid();
    let act =
        move |cx: &mut crate::platform::cx::Cx<'_>| actions::return_request(cx, &id, &returned);
    caller.write(&app, act).await.map(web::Json)
}

/// What has changed since each endorsement that holds no longer, in what it signed.
#[utoipa::path(tag = "proposals", security(("access_token" = [])), params(("id" = ProposalId, Path)), responses((status = 200, body = Vec<ChangedSince>)))]
#[get("/proposals/{id}/endorsements/changes")]
async fn changes(
    app: web::Data<App>,
    caller: SignedIn,
    id: web::Path<ProposalId>,
) -> Result<web::Json<Vec<ChangedSince>>, Failure> {
    caller.read(&app, move |cx| actions::changed_since(cx, &id)).await.map(web::Json)
}

pub(super) fn configure(routes: &mut Routes<'_>) {
    routes
        .add(Permission::EndorseProposal, endorse)
        .add(Permission::ReadProposal, list)
        .add(Permission::AskEndorsement, ask)
        .add(Permission::ReadDraftProposal, requests)
        .add(Permission::EndorseProposal, return_request)
        .add(Permission::EndorseProposal, changes);
}
