//! Changes that need a second person: roles, moves, units. The secretariat reads and withdraws
//! them; a chair approves or refuses one or many at once.

use crate::features::accounts::actions::{self, ListedChange};
use crate::features::accounts::inputs::{ChangeApproval, ChangeRefusal};
use crate::features::accounts::{ChangeState, ProposedChange, SignedIn};
use crate::kernel::access::Permission;
use crate::kernel::errors::Failure;
use crate::kernel::ids::ChangeId;
use crate::kernel::paging::Page;
use crate::kernel::paging::Paging;
use crate::platform::app::App;
use crate::platform::cx::Cx;
use crate::web::{Body, Routes};
use actix_web::{get, post, web};
use serde::Deserialize;

#[derive(Debug, Clone, Deserialize, utoipa::IntoParams)]
#[into_params(parameter_in = Query)]
struct ChangeFilter {
    /// Only changes in this state.
    state: Option<ChangeState>,
}

/// Changes that need or needed a second person, newest first, each with why the caller cannot
/// decide it.
#[utoipa::path(tag = "users", security(("access_token" = [])), params(ChangeFilter, Paging), responses((status = 200, body = Page<ListedChange>)))]
#[get("/account-changes")]
async fn list(
    app: web::Data<App>,
    caller: SignedIn,
    filter: web::Query<ChangeFilter>,
    paging: web::Query<Paging>,
) -> Result<web::Json<Page<ListedChange>>, Failure> {
    caller
        .read(&app, move |cx| actions::list_changes(cx, filter.state, &paging))
        .await
        .map(web::Json)
}

/// Approve changes as a chair. The chair must not be the proposer or the person concerned, must not
/// have vouched for the proposer, and the proposer must not have vouched for the chair.
#[utoipa::path(tag = "users", security(("access_token" = [])), request_body = ChangeApproval, responses((status = 200, body = Vec<ProposedChange>)))]
#[post("/account-changes/approve")]
async fn approve(
    app: web::Data<App>,
    caller: SignedIn,
    body: Body<ChangeApproval>,
) -> Result<web::Json<Vec<ProposedChange>>, Failure> {
    let approval = body.valid();
    let act = move |cx: &mut Cx<'_>| actions::approve_changes(cx, &approval);
    caller.write(&app, act).await.map(web::Json)
}

/// Refuse changes with a reason, as a chair who could approve them.
#[utoipa::path(tag = "users", security(("access_token" = [])), request_body = ChangeRefusal, responses((status = 200, body = Vec<ProposedChange>)))]
#[post("/account-changes/refuse")]
async fn refuse(
    app: web::Data<App>,
    caller: SignedIn,
    body: Body<ChangeRefusal>,
) -> Result<web::Json<Vec<ProposedChange>>, Failure> {
    let refusal = body.valid();
    let act = move |cx: &mut Cx<'_>| actions::refuse_changes(cx, &refusal);
    caller.write(&app, act).await.map(web::Json)
}

/// Withdraw a proposed change before it is decided.
#[utoipa::path(tag = "users", security(("access_token" = [])), params(("id" = ChangeId, Path)), responses((status = 200, body = ProposedChange)))]
#[post("/account-changes/{id}/withdraw")]
async fn withdraw(
    app: web::Data<App>,
    caller: SignedIn,
    id: web::Path<ChangeId>,
) -> Result<web::Json<ProposedChange>, Failure> {
    caller.write(&app, move |cx| actions::withdraw_change(cx, &id)).await.map(web::Json)
}

pub(super) fn configure(routes: &mut Routes<'_>) {
    routes
        .add(Permission::ReadChanges, list)
        .add(Permission::DecideChange, approve)
        .add(Permission::DecideChange, refuse)
        .add(Permission::GrantRole, withdraw);
}
