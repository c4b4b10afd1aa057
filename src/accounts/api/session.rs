//! Registering, signing in, staying signed in, signing out.

use crate::access::Act;
use crate::accounts::actions::{self, NewAccount, Tokened};
use crate::accounts::{Accounts, SignedIn, User, rules};
use crate::errors::{Failure, FieldError, Problem};
use crate::ids::UnitCode;
use crate::web::{App, Body, Routes};
use actix_web::{HttpRequest, HttpResponse, get, post, web};
use serde::Deserialize;
use validator::Validate;

#[derive(Debug, Clone, Deserialize, Validate, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
struct Registration {
    #[validate(email, length(max = 254))]
    #[schema(example = "siti@pom.go.id")]
    email: String,
    /// 18 digits; spaces and dots are ignored.
    #[schema(example = "19860926 201505 2 001")]
    nip: String,
    #[validate(length(min = 1, max = 200), non_control_character)]
    name: String,
    unit: UnitCode,
    /// 15 characters or more; anything but a common word.
    password: String,
}

#[derive(Debug, Clone, Deserialize, Validate, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
struct Login {
    /// E-mail or NIP.
    #[validate(length(min = 1, max = 254))]
    login: String,
    #[validate(length(min = 1, max = 1024))]
    password: String,
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

/// Open an account as a candidate.
#[utoipa::path(tag = "auth", request_body = Registration, responses((status = 201, body = User)))]
#[post("/auth/register")]
async fn sign_up(
    app: web::Data<App>,
    accounts: web::Data<Accounts>,
    body: Body<Registration>,
) -> Result<HttpResponse, Failure> {
    let Body(typed) = body;
    let nip = actions::checked_nip(&typed.nip, app.clock.now());
    let minimum = app.settings.accounts.password_min_length;
    let mut faults: Vec<FieldError> = Vec::new();
    let digits = match nip {
        Ok(nip) => Some(nip.as_str().to_owned()),
        Err(Failure::Refused(problem)) => {
            faults.extend(problem.errors);
            None
        }
        Err(other) => return Err(other),
    };
    faults.extend(
        rules::check_password(&typed.password, minimum, &typed.email, digits.as_deref()).err(),
    );
    Failure::when_any(faults)?;
    let new = NewAccount {
        email: typed.email,
        nip: digits,
        name: typed.name,
        unit: Some(typed.unit),
        superior: None,
        password_hash: accounts.passwords.hash(typed.password).await?,
    };
    let user = app.write(move |db, now| actions::register(db, &new, now)).await?;
    Ok(HttpResponse::Created().json(user))
}

/// Sign in with e-mail or NIP.
#[utoipa::path(tag = "auth", request_body = Login, responses((status = 200, body = Tokened)))]
#[post("/auth/login")]
async fn log_in(
    app: web::Data<App>,
    accounts: web::Data<Accounts>,
    request: HttpRequest,
    body: Body<Login>,
) -> Result<web::Json<Tokened>, Failure> {
    let Body(Login { login, password }) = body;
    sign_in(&app, &accounts, &request, (login, password)).await.map(web::Json)
}

/// Checks the password and opens a session, for the API and for pages alike.
///
/// # Errors
/// `sign_in_failed`, `too_many_failures`.
pub(in crate::accounts) async fn sign_in(
    app: &App,
    accounts: &web::Data<Accounts>,
    request: &HttpRequest,
    (login, password): (String, String),
) -> Result<Tokened, Failure> {
    let address = request.peer_addr().map_or_else(String::new, |peer| peer.ip().to_string());
    let settings = app.settings.accounts.clone();
    let attempt =
        app.read(move |db, now| actions::prepare(db, &login, &address, &settings, now)).await?;
    let fits = accounts.passwords.fits(password, attempt.stored_hash.clone()).await?;
    let Some(user) = attempt.user.clone().filter(|_| fits) else {
        let settings = app.settings.accounts.clone();
        app.write(move |db, now| actions::failed(db, &attempt, &settings, now)).await?;
        return Err(Failure::refused(rules::SIGN_IN_FAILED));
    };
    let accounts = accounts.clone();
    let signed_in =
        move |db: &mut _, now| actions::sign_in(db, &user, &attempt, &accounts.tokens, now);
    app.write(signed_in).await
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
    let (stored, email, nip) =
        caller.clone().read(&app, |db, viewer, _| actions::stored_password(db, viewer)).await?;
    if !accounts.passwords.fits(current, Some(stored)).await? {
        let fault = FieldError::new("current", rules::PASSWORD_WRONG);
        return Err(Problem::invalid(vec![fault]).into());
    }
    let minimum = app.settings.accounts.password_min_length;
    let fault = rules::check_password(&password, minimum, &email, nip.as_deref()).err();
    Failure::when_any(fault.into_iter().collect())?;
    let hash = accounts.passwords.hash(password).await?;
    caller
        .write(&app, move |db, viewer, now| actions::change_password(db, viewer, &hash, now))
        .await?;
    Ok(HttpResponse::NoContent().finish())
}

/// One's own account and roles.
#[utoipa::path(tag = "auth", security(("access_token" = [])), responses((status = 200, body = User)))]
#[get("/me")]
async fn own(app: web::Data<App>, caller: SignedIn) -> Result<web::Json<User>, Failure> {
    caller.read(&app, |db, viewer, _| actions::own_account(db, viewer)).await.map(web::Json)
}

pub(super) fn configure(routes: &mut Routes<'_, '_>) {
    routes
        .add(Act::Register, sign_up)
        .add(Act::SignIn, log_in)
        .add(Act::SignIn, renew)
        .add(Act::ManageOwnAccount, log_out)
        .add(Act::ManageOwnAccount, set_password)
        .add(Act::ManageOwnAccount, own);
}
