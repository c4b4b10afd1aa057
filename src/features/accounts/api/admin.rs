//! Accounts as the secretariat sees them: list, read, create, change, roles.

use crate::features::accounts::actions::{self, Kept};
use crate::features::accounts::flows;
use crate::features::accounts::inputs::{AccountChange, NewAccount, RoleGrant};
use crate::features::accounts::{AccountFilter, Accounts, SignedIn, User};
use crate::kernel::access::{Permission, Role};
use crate::kernel::errors::Failure;
use crate::kernel::ids::UserId;
use crate::kernel::paging::Page;
use crate::kernel::paging::Paging;
use crate::platform::app::App;
use crate::platform::cx::Cx;
use crate::web::{Body, Routes};
use actix_web::{HttpResponse, delete, get, patch, post, web};

/// Accounts, oldest first.
#[utoipa::path(tag = "users", security(("access_token" = [])), params(AccountFilter, Paging), responses((status = 200, body = Page<User>)))]
#[get("/users")]
async fn list(
    app: web::Data<App>,
    caller: SignedIn,
    filter: web::Query<AccountFilter>,
    paging: web::Query<Paging>,
) -> Result<web::Json<Page<User>>, Failure> {
    caller.read(&app, move |cx| actions::list_accounts(cx, &filter, &paging)).await.map(web::Json)
}

/// One account, and the changes of it that wait for another person.
#[utoipa::path(tag = "users", security(("access_token" = [])), params(("id" = UserId, Path)), responses((status = 200, body = Kept)))]
#[get("/users/{id}")]
async fn read(
    app: web::Data<App>,
    caller: SignedIn,
    id: web::Path<UserId>,
) -> Result<web::Json<Kept>, Failure> {
    caller.read(&app, move |cx| actions::read_kept(cx, &id)).await.map(web::Json)
}

/// Open an account for somebody. A letter invites them to choose a password; nobody else can.
#[utoipa::path(tag = "users", security(("access_token" = [])), request_body = NewAccount, responses((status = 201, body = User)))]
#[post("/users")]
async fn create(
    app: web::Data<App>,
    accounts: web::Data<Accounts>,
    caller: SignedIn,
    body: Body<NewAccount>,
) -> Result<HttpResponse, Failure> {
    let user = flows::create_account(&app, &accounts, caller, body.valid()).await?;
    Ok(HttpResponse::Created().json(user))
}

/// Invite a person again who has not chosen a password yet.
#[utoipa::path(tag = "users", security(("access_token" = [])), params(("id" = UserId, Path)), responses((status = 202)))]
#[post("/users/{id}/invitation")]
async fn invite_again(
    app: web::Data<App>,
    caller: SignedIn,
    id: web::Path<UserId>,
) -> Result<HttpResponse, Failure> {
    caller.write(&app, move |cx| actions::invite(cx, &id)).await?;
    Ok(HttpResponse::Accepted().finish())
}

/// Change an account, or switch it off, which takes its duties away. While a call is running, and on one's
/// own account, a change of unit or superior waits for the chair (`waiting`, 202).
#[utoipa::path(tag = "users", security(("access_token" = [])), params(("id" = UserId, Path)), request_body = AccountChange, responses((status = 200, body = Kept), (status = 202, body = Kept)))]
#[patch("/users/{id}")]
async fn revise(
    app: web::Data<App>,
    caller: SignedIn,
    id: web::Path<UserId>,
    body: Body<AccountChange>,
) -> Result<HttpResponse, Failure> {
    let change = body.valid();
    let act = move |cx: &mut Cx<'_>| actions::change_account(cx, &id, &change);
    caller.write(&app, act).await.map(|kept| answer(&kept))
}

/// 202 while a part of the change waits for another person.
fn answer(kept: &Kept) -> HttpResponse {
    if kept.waiting.is_empty() {
        HttpResponse::Ok().json(kept)
    } else {
        HttpResponse::Accepted().json(kept)
    }
}

/// Propose a role, which a chair approves (`waiting`, 202). The candidate's role needs no approval
/// (200).
#[utoipa::path(tag = "users", security(("access_token" = [])), params(("id" = UserId, Path)), request_body = RoleGrant, responses((status = 200, body = Kept), (status = 202, body = Kept)))]
#[post("/users/{id}/roles")]
async fn grant(
    app: web::Data<App>,
    caller: SignedIn,
    id: web::Path<UserId>,
    body: Body<RoleGrant>,
) -> Result<HttpResponse, Failure> {
    let grant = body.valid();
    caller
        .write(&app, move |cx| actions::grant_role(cx, &id, &grant))
        .await
        .map(|kept| answer(&kept))
}

/// Take a role away.
#[utoipa::path(tag = "users", security(("access_token" = [])), params(("id" = UserId, Path), ("role" = Role, Path)), responses((status = 200, body = User)))]
#[delete("/users/{id}/roles/{role}")]
async fn revoke(
    app: web::Data<App>,
    caller: SignedIn,
    path: web::Path<(UserId, Role)>,
) -> Result<web::Json<User>, Failure> {
    let (id, role) = path.into_inner();
    caller.write(&app, move |cx| actions::revoke_role(cx, &id, role)).await.map(web::Json)
}

pub(super) fn configure(routes: &mut Routes<'_>) {
    routes
        .add(Permission::ListAccounts, list)
        .add(Permission::ReadAccount, read)
        .add(Permission::CreateAccount, create)
        .add(Permission::CreateAccount, invite_again)
        .add(Permission::ChangeAccount, revise)
        .add(Permission::GrantRole, grant)
        .add(Permission::GrantRole, revoke);
}
