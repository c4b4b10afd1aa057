//! Signing in, staying signed in, signing out.

use crate::features::accounts::actions::{self, Challenge, Step, Tokened};
use crate::features::accounts::flows::{set_new_password, sign_in, sign_in_with_code};
use crate::features::accounts::inputs::{Login, LoginCode, PasswordChange};
use crate::features::accounts::{Accounts, Client, SignedIn, User};
use crate::kernel::access::Permission;
use crate::kernel::errors::Failure;
use crate::platform::app::App;
use crate::web::{Body, Routes};
use actix_web::{HttpRequest, HttpResponse, get, post, web};
use serde::Deserialize;

#[derive(Debug, Clone, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
struct Refresh {
    #[schema(min_length = 1, max_length = 200)]
    refresh_token: String,
}

/// Sign in with e-mail or NIP. Where a second factor is set up, the answer is a challenge (202).
#[utoipa::path(tag = "auth", request_body = Login, responses((status = 200, body = Tokened), (status = 202, body = Challenge)))]
#[post("/auth/login")]
async fn log_in(
    app: web::Data<App>,
    accounts: web::Data<Accounts>,
    request: HttpRequest,
    body: Body<Login>,
) -> Result<HttpResponse, Failure> {
    let client = Client::of(&request, &app.settings.server);
    Ok(match sign_in(&app, &accounts, &client, body.valid()).await? {
        Step::Done(tokened) => HttpResponse::Ok().json(tokened),
        Step::Owing(challenge) => HttpResponse::Accepted().json(challenge),
    })
}

/// Complete signing in with the code of the second factor, or a recovery code.
#[utoipa::path(tag = "auth", request_body = LoginCode, responses((status = 200, body = Tokened)))]
#[post("/auth/login/second-factor")]
async fn log_in_with_code(
    app: web::Data<App>,
    accounts: web::Data<Accounts>,
    request: HttpRequest,
    body: Body<LoginCode>,
) -> Result<web::Json<Tokened>, Failure> {
    let client = Client::of(&request, &app.settings.server);
    sign_in_with_code(&app, &accounts, &client, body.valid()).await.map(web::Json)
}

/// Exchange the refresh token for new tokens. Using one twice ends the session.
#[utoipa::path(tag = "auth", request_body = Refresh, responses((status = 200, body = Tokened)))]
#[post("/auth/refresh")]
async fn renew(
    app: web::Data<App>,
    accounts: web::Data<Accounts>,
    body: Body<Refresh>,
) -> Result<web::Json<Tokened>, Failure> {
    let Refresh { refresh_token } = body.into_inner();
    let traded = move |db: &mut _, now| actions::refresh(db, &refresh_token, &accounts.tokens, now);
    app.write(traded).await?.map(web::Json)
}

/// End this session.
#[utoipa::path(tag = "auth", security(("access_token" = [])), responses((status = 204)))]
#[post("/auth/logout")]
async fn log_out(app: web::Data<App>, caller: SignedIn) -> Result<HttpResponse, Failure> {
    caller.write(&app, actions::sign_out).await?;
    Ok(HttpResponse::NoContent().finish())
}

/// Change one's own password; other sessions end.
#[utoipa::path(tag = "auth", security(("access_token" = [])), request_body = PasswordChange, responses((status = 204)))]
#[post("/auth/password")]
async fn set_password(
    app: web::Data<App>,
    accounts: web::Data<Accounts>,
    caller: SignedIn,
    body: Body<PasswordChange>,
) -> Result<HttpResponse, Failure> {
    set_new_password(&app, &accounts, caller, body.valid()).await?;
    Ok(HttpResponse::NoContent().finish())
}

/// One's own account and roles.
#[utoipa::path(tag = "auth", security(("access_token" = [])), responses((status = 200, body = User)))]
#[get("/me")]
async fn own(app: web::Data<App>, caller: SignedIn) -> Result<web::Json<User>, Failure> {
    caller.read(&app, actions::own_account).await.map(web::Json)
}

pub(super) fn configure(routes: &mut Routes<'_>) {
    routes
        .add(Permission::SignIn, log_in)
        .add(Permission::SignIn, log_in_with_code)
        .add(Permission::SignIn, renew)
        .add(Permission::ManageOwnAccount, log_out)
        .add(Permission::ManageOwnAccount, set_password)
        .add(Permission::ManageOwnAccount, own);
}
