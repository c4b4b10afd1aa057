//! One's own second factor and sessions.

use crate::features::accounts::actions::{
    self, Enrolment, OwnSession, RecoveryCodes, SecondFactor,
};
use crate::features::accounts::inputs::{FirstCode, PasswordAgain, PasswordAndCode};
use crate::features::accounts::{Accounts, SignedIn, flows};
use crate::kernel::access::Permission;
use crate::kernel::errors::Failure;
use crate::kernel::ids::SessionId;
use crate::platform::app::App;
use crate::web::{Body, Routes};
use actix_web::{HttpResponse, delete, get, post, web};
use std::sync::Arc;

/// The state of one's second factor.
#[utoipa::path(tag = "auth", security(("access_token" = [])), responses((status = 200, body = SecondFactor)))]
#[get("/me/second-factor")]
async fn standing(
    app: web::Data<App>,
    caller: SignedIn,
) -> Result<web::Json<SecondFactor>, Failure> {
    let settings = Arc::clone(&app.settings);
    caller.read(&app, move |cx| actions::second_factor(cx, &settings.accounts)).await.map(web::Json)
}

/// Begin to set up a second factor: the secret for an authenticator app.
#[utoipa::path(tag = "auth", security(("access_token" = [])), request_body = PasswordAgain, responses((status = 200, body = Enrolment)))]
#[post("/me/second-factor")]
async fn begin(
    app: web::Data<App>,
    accounts: web::Data<Accounts>,
    caller: SignedIn,
    body: Body<PasswordAgain>,
) -> Result<web::Json<Enrolment>, Failure> {
    flows::begin_second_factor(&app, accounts, caller, body.valid()).await.map(web::Json)
}

/// Complete the set-up with the app's first code. The recovery codes are shown once.
#[utoipa::path(tag = "auth", security(("access_token" = [])), request_body = FirstCode, responses((status = 200, body = RecoveryCodes)))]
#[post("/me/second-factor/confirm")]
async fn confirm(
    app: web::Data<App>,
    accounts: web::Data<Accounts>,
    caller: SignedIn,
    body: Body<FirstCode>,
) -> Result<web::Json<RecoveryCodes>, Failure> {
    flows::confirm_code(&app, accounts, caller, body.valid()).await.map(web::Json)
}

/// New recovery codes in place of the old ones.
#[utoipa::path(tag = "auth", security(("access_token" = [])), request_body = PasswordAndCode, responses((status = 200, body = RecoveryCodes)))]
#[post("/me/second-factor/recovery-codes")]
async fn renew(
    app: web::Data<App>,
    accounts: web::Data<Accounts>,
    caller: SignedIn,
    body: Body<PasswordAndCode>,
) -> Result<web::Json<RecoveryCodes>, Failure> {
    flows::renew_codes(&app, accounts, caller, body.valid()).await.map(web::Json)
}

/// Remove the second factor.
#[utoipa::path(tag = "auth", security(("access_token" = [])), request_body = PasswordAndCode, responses((status = 204)))]
#[post("/me/second-factor/disable")]
async fn disable(
    app: web::Data<App>,
    accounts: web::Data<Accounts>,
    caller: SignedIn,
    body: Body<PasswordAndCode>,
) -> Result<HttpResponse, Failure> {
    flows::remove(&app, accounts, caller, body.valid()).await?;
    Ok(HttpResponse::NoContent().finish())
}

/// One's own sessions, newest first.
#[utoipa::path(tag = "auth", security(("access_token" = [])), responses((status = 200, body = Vec<OwnSession>)))]
#[get("/me/sessions")]
async fn sessions(
    app: web::Data<App>,
    caller: SignedIn,
) -> Result<web::Json<Vec<OwnSession>>, Failure> {
    caller.read(&app, actions::own_sessions).await.map(web::Json)
}

/// End one of one's sessions.
#[utoipa::path(tag = "auth", security(("access_token" = [])), params(("id" = SessionId, Path)), responses((status = 204)))]
#[delete("/me/sessions/{id}")]
async fn end_session(
    app: web::Data<App>,
    caller: SignedIn,
    id: web::Path<SessionId>,
) -> Result<HttpResponse, Failure> {
    caller.write(&app, move |cx| actions::end_own_session(cx, &id)).await?;
    Ok(HttpResponse::NoContent().finish())
}

pub(super) fn configure(routes: &mut Routes<'_>) {
    routes
        .add(Permission::ManageOwnAccount, standing)
        .add(Permission::ManageOwnAccount, begin)
        .add(Permission::ManageOwnAccount, confirm)
        .add(Permission::ManageOwnAccount, renew)
        .add(Permission::ManageOwnAccount, disable)
        .add(Permission::ManageOwnAccount, sessions)
        .add(Permission::ManageOwnAccount, end_session);
}
