//! What the links in letters do: confirm an address, set a new password. The answers are the same
//! whether or not an account exists.

use crate::features::accounts::inputs::{LetterLink, PasswordReset, ResetRequest};
use crate::features::accounts::{Accounts, SignedIn, actions, flows};
use crate::kernel::access::Permission;
use crate::kernel::errors::Failure;
use crate::platform::app::App;
use crate::web::{Body, Routes};
use actix_web::{HttpRequest, HttpResponse, post, web};

/// Ask for a letter with a link to a new password. The answer does not show whether there is such
/// an account.
#[utoipa::path(tag = "auth", request_body = ResetRequest, responses((status = 202)))]
#[post("/auth/password/forgot")]
async fn forgot(
    app: web::Data<App>,
    request: HttpRequest,
    body: Body<ResetRequest>,
) -> Result<HttpResponse, Failure> {
    flows::ask_for_reset(&app, &request, body.valid()).await?;
    Ok(HttpResponse::Accepted().finish())
}

/// Choose a new password with the link of a letter. All sessions end.
#[utoipa::path(tag = "auth", request_body = PasswordReset, responses((status = 204)))]
#[post("/auth/password/reset")]
async fn reset(
    app: web::Data<App>,
    accounts: web::Data<Accounts>,
    body: Body<PasswordReset>,
) -> Result<HttpResponse, Failure> {
    flows::reset_password(&app, &accounts, body.valid()).await?;
    Ok(HttpResponse::NoContent().finish())
}

/// Confirm an e-mail address with the link of a letter.
#[utoipa::path(tag = "auth", request_body = LetterLink, responses((status = 204)))]
#[post("/auth/email/verify")]
async fn verify(app: web::Data<App>, body: Body<LetterLink>) -> Result<HttpResponse, Failure> {
    let link = body.valid();
    app.write(move |db, now| actions::verify_email(db, &link, now)).await?;
    Ok(HttpResponse::NoContent().finish())
}

/// Send the link that confirms one's own address again.
#[utoipa::path(tag = "auth", security(("access_token" = [])), responses((status = 202)))]
#[post("/me/email/verification")]
async fn resend(app: web::Data<App>, caller: SignedIn) -> Result<HttpResponse, Failure> {
    caller.write(&app, actions::send_verification).await?;
    Ok(HttpResponse::Accepted().finish())
}

pub(super) fn configure(routes: &mut Routes<'_>) {
    routes
        .add(Permission::SignIn, forgot)
        .add(Permission::SignIn, reset)
        .add(Permission::SignIn, verify)
        .add(Permission::ManageOwnAccount, resend);
}
