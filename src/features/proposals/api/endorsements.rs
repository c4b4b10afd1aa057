//! Signatures of unit head and problem owner.

use crate::features::accounts::SignedIn;
use crate::features::proposals::{Endorsement, NewEndorsement, actions};
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

pub(super) fn configure(routes: &mut Routes<'_>) {
    routes.add(Permission::EndorseProposal, endorse).add(Permission::ReadProposal, list);
}
