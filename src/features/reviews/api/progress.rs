//! The panel's progress, and what lacks when the review has ended.

use crate::features::accounts::SignedIn;
use crate::features::reviews::actions::{self, Progress};
use crate::features::reviews::{Assignment, LackingProposal, NewAwaiting};
use crate::kernel::access::Permission;
use crate::kernel::errors::Failure;
use crate::kernel::ids::{AssignmentId, CallId};
use crate::kernel::paging::Paging;
use crate::platform::app::App;
use crate::web::{Body, Routes};
use actix_web::{get, post, web};

/// Tasks not begun, begun and handed in, by reviewer and by proposal; no scores.
#[utoipa::path(tag = "reviews", security(("access_token" = [])), params(("id" = CallId, Path), Paging), responses((status = 200, body = Progress)))]
#[get("/calls/{id}/progress")]
async fn read(
    app: web::Data<App>,
    caller: SignedIn,
    id: web::Path<CallId>,
    paging: web::Query<Paging>,
) -> Result<web::Json<Progress>, Failure> {
    caller.read(&app, move |cx| actions::read_progress(cx, &id, &paging)).await.map(web::Json)
}

/// The proposals that lack sheets, with who owes each and how far it is; no scores.
#[utoipa::path(tag = "reviews", security(("access_token" = [])), params(("id" = CallId, Path)), responses((status = 200, body = Vec<LackingProposal>)))]
#[get("/calls/{id}/lacking-sheets")]
async fn lacking(
    app: web::Data<App>,
    caller: SignedIn,
    id: web::Path<CallId>,
) -> Result<web::Json<Vec<LackingProposal>>, Failure> {
    caller.read(&app, move |cx| actions::list_lacking(cx, &id)).await.map(web::Json)
}

/// Let one sheet be handed in although the review has ended, as the chair, until a stated instant.
#[utoipa::path(tag = "reviews", security(("access_token" = [])), params(("id" = AssignmentId, Path)), request_body = NewAwaiting, responses((status = 200, body = Assignment)))]
#[post("/assignments/{id}/await")]
async fn await_sheet(
    app: web::Data<App>,
    caller: SignedIn,
    id: web::Path<AssignmentId>,
    body: Body<NewAwaiting>,
) -> Result<web::Json<Assignment>, Failure> {
    let new = body.valid();
    caller.write(&app, move |cx| actions::await_sheet(cx, &id, &new)).await.map(web::Json)
}

pub(super) fn configure(routes: &mut Routes<'_>) {
    routes
        .add(Permission::ReadProgress, read)
        .add(Permission::ReadProgress, lacking)
        .add(Permission::AwaitSheet, await_sheet);
}
