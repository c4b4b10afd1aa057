//! Drafts that were never handed in, and leave to hand one in after the submission has ended.

use crate::features::accounts::SignedIn;
use crate::features::proposals::{LateSubmission, NewLateSubmission, Unsubmitted, actions};
use crate::kernel::access::Permission;
use crate::kernel::errors::Failure;
use crate::kernel::ids::{CallId, ProposalId};
use crate::platform::app::App;
use crate::web::{Body, Routes};
use actix_web::{HttpResponse, get, post, web};

/// The drafts of a call that were never handed in, while the verification runs; no texts.
#[utoipa::path(tag = "proposals", security(("access_token" = [])), params(("id" = CallId, Path)), responses((status = 200, body = Vec<Unsubmitted>)))]
#[get("/calls/{id}/unsubmitted")]
async fn unsubmitted(
    app: web::Data<App>,
    caller: SignedIn,
    id: web::Path<CallId>,
) -> Result<web::Json<Vec<Unsubmitted>>, Failure> {
    caller.read(&app, move |cx| actions::list_unsubmitted(cx, &id)).await.map(web::Json)
}

/// Let one draft be handed in after the submission has ended, as the chair, with a reason.
#[utoipa::path(tag = "proposals", security(("access_token" = [])), params(("id" = ProposalId, Path)), request_body = NewLateSubmission, responses((status = 201, body = LateSubmission)))]
#[post("/proposals/{id}/late-submission")]
async fn allow_late(
    app: web::Data<App>,
    caller: SignedIn,
    id: web::Path<ProposalId>,
    body: Body<NewLateSubmission>,
) -> Result<HttpResponse, Failure> {
    let new = body.valid();
    let late = caller.write(&app, move |cx| actions::allow_late(cx, &id, &new)).await?;
    Ok(HttpResponse::Created().json(late))
}

pub(super) fn configure(routes: &mut Routes<'_>) {
    routes
        .add(Permission::ReadUnsubmitted, unsubmitted)
        .add(Permission::AllowLateSubmission, allow_late);
}
