//! The plan of use after the return, and the commitments of the owner unit's heads, over REST.

use crate::features::accounts::SignedIn;
use crate::features::studies::{Commitment, NewCommitment, Use, UseReport, UseRevision, actions};
use crate::kernel::access::Permission;
use crate::kernel::errors::Failure;
use crate::kernel::ids::AwardId;
use crate::platform::app::App;
use crate::platform::cx::Cx;
use crate::web::{Body, Routes};
use actix_web::{HttpResponse, post, web};

/// Say what became of an activity of my plan of use.
#[utoipa::path(tag = "studies", security(("access_token" = [])), params(("id" = AwardId, Path), ("number" = u16, Path)), request_body = UseReport, responses((status = 200, body = Use)))]
#[post("/studies/{id}/uses/{number}/report")]
async fn report(
    app: web::Data<App>,
    caller: SignedIn,
    of: web::Path<(AwardId, u16)>,
    body: Body<UseReport>,
) -> Result<web::Json<Use>, Failure> {
    let report = body.valid();
    let act = move |cx: &mut Cx<'_>| actions::report_use(cx, (&of.0, of.1), &report);
    caller.write(&app, act).await.map(web::Json)
}

/// Move an activity of the plan of use, hand it over, drop it or open it again, as the unit that owns the problem.
#[utoipa::path(tag = "studies", security(("access_token" = [])), params(("id" = AwardId, Path), ("number" = u16, Path)), request_body = UseRevision, responses((status = 200, body = Use)))]
#[post("/studies/{id}/uses/{number}/revision")]
async fn revise(
    app: web::Data<App>,
    caller: SignedIn,
    of: web::Path<(AwardId, u16)>,
    body: Body<UseRevision>,
) -> Result<web::Json<Use>, Failure> {
    let revision = body.valid();
    let act = move |cx: &mut Cx<'_>| actions::revise_use(cx, (&of.0, of.1), &revision);
    caller.write(&app, act).await.map(web::Json)
}

/// As a head of the unit that owns the problem, stand by what the unit agreed to, or say what must change.
#[utoipa::path(tag = "studies", security(("access_token" = [])), params(("id" = AwardId, Path)), request_body = NewCommitment, responses((status = 201, body = Commitment)))]
#[post("/studies/{id}/commitments")]
async fn commit(
    app: web::Data<App>,
    caller: SignedIn,
    id: web::Path<AwardId>,
    body: Body<NewCommitment>,
) -> Result<HttpResponse, Failure> {
    let new = body.valid();
    let made = caller.write(&app, move |cx: &mut Cx<'_>| actions::commit(cx, &id, &new)).await?;
    Ok(HttpResponse::Created().json(made))
}

pub(super) fn configure(routes: &mut Routes<'_>) {
    routes
        .add(Permission::WriteStudy, report)
        .add(Permission::AgreeStudy, revise)
        .add(Permission::AgreeStudy, commit);
}
