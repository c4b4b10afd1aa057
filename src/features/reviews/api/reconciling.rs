//! Divergent sheets: the chair's note, and reopening a sheet.

use crate::features::accounts::SignedIn;
use crate::features::reviews::{
    Assignment, Reconciliation, ReconciliationNote, ReopeningReason, actions,
};
use crate::kernel::access::Permission;
use crate::kernel::errors::Failure;
use crate::kernel::ids::{AssignmentId, ProposalId};
use crate::platform::app::App;
use crate::web::{Body, Routes};
use actix_web::{HttpResponse, post, web};

/// Note how divergent sheets were discussed, as the chair.
#[utoipa::path(tag = "reviews", security(("access_token" = [])), params(("id" = ProposalId, Path)), request_body = ReconciliationNote, responses((status = 201, body = Reconciliation)))]
#[post("/proposals/{id}/reconciliation")]
async fn reconcile(
    app: web::Data<App>,
    caller: SignedIn,
    id: web::Path<ProposalId>,
    body: Body<ReconciliationNote>,
) -> Result<HttpResponse, Failure> {
    let note = body.valid();
    let note = caller.write(&app, move |cx| actions::reconcile(cx, &id, &note)).await?;
    Ok(HttpResponse::Created().json(note))
}

/// Reopen a sheet that was handed in, as the chair. Its first version is kept permanently; the
/// sheet does not count until it is handed in again.
#[utoipa::path(tag = "reviews", security(("access_token" = [])), params(("id" = AssignmentId, Path)), request_body = ReopeningReason, responses((status = 200, body = Assignment)))]
#[post("/assignments/{id}/reopen")]
async fn reopen(
    app: web::Data<App>,
    caller: SignedIn,
    id: web::Path<AssignmentId>,
    body: Body<ReopeningReason>,
) -> Result<web::Json<Assignment>, Failure> {
    let reason = body.valid();
    caller.write(&app, move |cx| actions::reopen(cx, &id, &reason)).await.map(web::Json)
}

pub(super) fn configure(routes: &mut Routes<'_, '_>) {
    routes.add(Permission::Reconcile, reconcile).add(Permission::ReopenSheet, reopen);
}
