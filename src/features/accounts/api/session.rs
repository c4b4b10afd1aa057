//! Signing in, staying signed in, signing out.

use crate::features::accounts::actions::{self, Challenge, Step, Tokened};
use crate::features::accounts::confirmation::confirm_password;
use crate::features::accounts::{Accounts, Client, SignedIn, User, rules};
use crate::kernel::access::Act;
use crate::kernel::errors::Failure;
use crate::platform::app::App;
use crate::web::{Body, Routes};
use actix_web::{HttpRequest, HttpResponse, get, post, web};
use serde::Deserialize;
use std::sync::Arc;
use validator::Validate;

#[derive(Debug, Clone, Deserialize, Validate, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
struct Login {
    /// E-mail or NIP.
    #[validate(length(min = 1, max = 254))]
    login: String,
    #[validate(length(min = 1, max = 1024))]
    password: String,
}

#[derive(Clone, Deserialize, Validate, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
struct LoginCode {
    /// From the answer to the password.
    #[validate(length(min = 1, max = 2000))]
    challenge_token: String,
    /// Six digits from the app, or a recovery code.
    #[validate(length(min = 1, max = 40))]
    code: String,
}

#[derive(Debug, Clone, Deserialize, Validate, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
struct Refresh {
    #[validate(length(min = 1, max = 200))]
    refresh_token: String,
}

#[derive(Debug, Clone, Deserialize, Validate, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
struct PasswordChange {
    #[validate(length(min = 1, max = 1024))]
    current: String,
    password: String,
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
    let Body(Login { login, password }) = body;
    let client = Client::of(&request, &app.settings.server);
    Ok(match sign_in(&app, &accounts, &client, (login, password)).await? {
        Step::Done(tokened) => HttpResponse::Ok().json(tokened),
        Step::Owing(challenge) => HttpResponse::Accepted().json(challenge),
    })
}

/// Checks the password and opens a session or asks for a code, for the API and for pages alike.
///
/// # Errors
/// `sign_in_failed`, `too_many_failures`.
pub(in crate::features::accounts) async fn sign_in(
    app: &App,
    accounts: &web::Data<Accounts>,
    client: &Client,
    (login, password): (String, String),
) -> Result<Step, Failure> {
    let (settings, from, with) = (Arc::clone(&app.settings), client.clone(), accounts.clone());
    let marks =
        (accounts.marks.of(&rules::normal_login(&login)), accounts.marks.of(&client.network()));
    let prepared = move |db: &mut _, now| {
        actions::prepare(db, &login, &from, (with.get_ref(), &settings.accounts), now)
    };
    let attempt = app.write(prepared).await.inspect_err(|_| told(&marks, "not judged"))?;
    let fits = match accounts.passwords.fits(password, attempt.stored_hash.clone()).await {
        Ok(fits) => fits,
        Err(busy) => {
            app.write(move |db, _| actions::not_judged(db, &attempt)).await?;
            return Err(busy);
        }
    };
    let Some(user) = attempt.user.clone().filter(|_| fits) else {
        let marks = (attempt.mark(accounts).unwrap_or(marks.0), marks.1);
        told(&marks, "wrong");
        return Err(Failure::refused(rules::SIGN_IN_FAILED));
    };
    let (accounts, client) = (accounts.clone(), client.clone());
    let signed_in = move |db: &mut _, now| {
        actions::sign_in(db, &user, (&attempt, &client), &accounts.tokens, now)
    };
    app.write(signed_in).await
}

/// A failed sign-in, for the log: of which account and from where by marks, which tell the same ones from
/// others and name nobody.
fn told((account, address): &(String, String), outcome: &'static str) {
    tracing::warn!(account, address, outcome, "a sign-in failed");
}

/// Finish signing in with the code of the second factor, or a recovery code.
#[utoipa::path(tag = "auth", request_body = LoginCode, responses((status = 200, body = Tokened)))]
#[post("/auth/login/second-factor")]
async fn log_in_with_code(
    app: web::Data<App>,
    accounts: web::Data<Accounts>,
    request: HttpRequest,
    body: Body<LoginCode>,
) -> Result<web::Json<Tokened>, Failure> {
    let Body(LoginCode { challenge_token, code }) = body;
    let client = Client::of(&request, &app.settings.server);
    sign_in_with_code(&app, &accounts, &client, (challenge_token, code)).await.map(web::Json)
}

/// Checks the code and opens a session, for the API and for pages alike.
///
/// # Errors
/// `challenge_spent`, `code_wrong`, `too_many_failures`.
pub(in crate::features::accounts) async fn sign_in_with_code(
    app: &App,
    accounts: &web::Data<Accounts>,
    client: &Client,
    (challenge, code): (String, String),
) -> Result<Tokened, Failure> {
    let whose = accounts.tokens.check_challenge(&challenge, app.clock.now());
    let account = whose.map_or_else(|_| challenge.clone(), |whose| whose.user.to_string());
    let marks = (accounts.marks.of(&account), accounts.marks.of(&client.network()));
    let (accounts, client) = (accounts.clone(), client.clone());
    let settings = Arc::clone(&app.settings);
    let signed_in = move |db: &mut _, now| {
        let by = (accounts.get_ref(), &settings.accounts);
        actions::sign_in_with_code(db, (&challenge, &code), &client, by, now)
    };
    let done = app.write(signed_in).await.and_then(std::convert::identity);
    done.inspect_err(|_| told(&marks, "wrong code"))
}

/// Trade the refresh token for new tokens. Using one twice ends the session.
#[utoipa::path(tag = "auth", request_body = Refresh, responses((status = 200, body = Tokened)))]
#[post("/auth/refresh")]
async fn renew(
    app: web::Data<App>,
    accounts: web::Data<Accounts>,
    body: Body<Refresh>,
) -> Result<web::Json<Tokened>, Failure> {
    let Body(Refresh { refresh_token }) = body;
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
    let Body(PasswordChange { current, password }) = body;
    set_new_password(&app, &accounts, caller, (current, password)).await?;
    Ok(HttpResponse::NoContent().finish())
}

/// The change, for the API and for pages alike.
///
/// # Errors
/// `password_wrong` at `current`, `too_many_failures`; a password that does not do.
pub(in crate::features::accounts) async fn set_new_password(
    app: &App,
    accounts: &Accounts,
    caller: SignedIn,
    (current, password): (String, String),
) -> Result<(), Failure> {
    let confirmed = confirm_password(app, accounts, &caller, current).await;
    confirmed.map_err(|failure| at_field(failure, "current"))?;
    let (_, email, nip) =
        caller.clone().read(app, |db, viewer, _| actions::stored_password(db, viewer)).await?;
    let minimum = app.settings.accounts.password_min_length;
    let fault = rules::check_password(&password, minimum, &email, nip.as_deref()).err();
    Failure::when_any(fault.into_iter().collect())?;
    let hash = accounts.passwords.hash(password).await?;
    caller.write(app, move |db, viewer, now| actions::change_password(db, viewer, &hash, now)).await
}

/// The same fault, at the field that this form calls so.
fn at_field(failure: Failure, field: &str) -> Failure {
    match failure {
        Failure::Refused(mut problem) => {
            for error in &mut problem.errors {
                field.clone_into(&mut error.field);
            }
            Failure::Refused(problem)
        }
        other => other,
    }
}

/// One's own account and roles.
#[utoipa::path(tag = "auth", security(("access_token" = [])), responses((status = 200, body = User)))]
#[get("/me")]
async fn own(app: web::Data<App>, caller: SignedIn) -> Result<web::Json<User>, Failure> {
    caller.read(&app, |db, viewer, _| actions::own_account(db, viewer)).await.map(web::Json)
}

pub(super) fn configure(routes: &mut Routes<'_, '_>) {
    routes
        .add(Act::SignIn, log_in)
        .add(Act::SignIn, log_in_with_code)
        .add(Act::SignIn, renew)
        .add(Act::ManageOwnAccount, log_out)
        .add(Act::ManageOwnAccount, set_password)
        .add(Act::ManageOwnAccount, own);
}
