//! Conflicts of interest: declaring one's own, reporting another's, reading a call's.

use crate::features::accounts::SignedIn;
use crate::features::reviews::{Conflict, ConflictReason, actions};
use crate::kernel::access::Permission;
use crate::kernel::errors::Failure;
use crate::kernel::ids::{CallId, ProposalId, UserId};
use crate::kernel::paging::Page;
use crate::kernel::paging::Paging;
use crate::platform::app::App;
use crate::web::{Body, Routes};
use actix_web::{HttpResponse, get, post, web};

/// Declare one's own conflict of interest; this also closes an open task.
#[utoipa::path(tag = "reviews", security(("access_token" = [])), params(("id" = ProposalId, Path)), request_body = ConflictReason, responses((status = 201, body = Conflict)))]
#[post("/proposals/{id}/conflicts")]
async fn declare(
    app: web::Data<App>,
    caller: SignedIn,
    id: web::Path<ProposalId>,
    body: Body<ConflictReason>,
) -> Result<HttpResponse, Failure> {
    let reason = body.valid();
    let conflict = caller.write(&app, move |cx| actions::declare(cx, &id, &reason)).await?;
    Ok(HttpResponse::Created().json(conflict))
}

/// Report another person's conflict of interest. Their task is removed; a sheet handed in before is
/// kept but no longer counts.
#[utoipa::path(tag = "reviews", security(("access_token" = [])), params(("id" = ProposalId, Path), ("user" = UserId, Path)), request_body = ConflictReason, responses((status = 201, body = Conflict)))]
#[post("/proposals/{id}/conflicts/{user}")]
async fn report(
    app: web::Data<App>,
    caller: SignedIn,
    path: web::Path<(ProposalId, UserId)>,
    body: Body<ConflictReason>,
) -> Result<HttpResponse, Failure> {
    let ((id, person), reason) = (path.into_inner(), body.valid());
    let conflict =
        caller.write(&app, move |cx| actions::report(cx, (&id, &person), &reason)).await?;
    Ok(HttpResponse::Created().json(conflict))
}

/// The conflicts of a call: found between panel and proposals, declared and reported.
#[utoipa::path(tag = "reviews", security(("access_token" = [])), params(("id" = CallId, Path), Paging), responses((status = 200, body = Page<Conflict>)))]
#[get("/calls/{id}/conflicts")]
async fn list(
    app: web::Data<App>,
    caller: SignedIn,
    id: web::Path<CallId>,
    paging: web::Query<Paging>,
) -> Result<web::Json<Page<Conflict>>, Failure> {
    caller.read(&app, move |cx| actions::list_conflicts(cx, &id, &paging)).await.map(web::Json)
}

pub(super) fn configure(routes: &mut Routes<'_>) {
    routes
        .add(Permission::DeclareConflict, declare)
        .add(Permission::DeclareConflict, report)
        .add(Permission::ReadConflicts, list);
}
