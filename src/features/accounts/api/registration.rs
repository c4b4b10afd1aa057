//! Opening an account for oneself: asking for the letter, and using its link.

use crate::features::accounts::flows::{Registered, confirm, register};
use crate::features::accounts::inputs::{Confirmation, Registration};
use crate::features::accounts::{Accounts, User};
use crate::kernel::access::Permission;
use crate::kernel::errors::Failure;
use crate::platform::app::App;
use crate::web::{Body, Routes};
use actix_web::{HttpRequest, HttpResponse, post, web};
use serde::Serialize;

/// The answer; the same whether or not the address has an account.
#[derive(Debug, Serialize, utoipa::ToSchema)]
struct LetterSent {
    /// The address to which the letter with the link was sent.
    sent_to: String,
}

/// Ask for an account. A letter goes to the address, and its link creates the account (202; the
/// answer is the same whether or not the address has an account). Where no letter is required, the
/// account is created at once (201).
#[utoipa::path(tag = "auth", request_body = Registration, responses((status = 201, body = User), (status = 202, body = LetterSent)))]
#[post("/auth/register")]
async fn sign_up(
    app: web::Data<App>,
    accounts: web::Data<Accounts>,
    request: HttpRequest,
    body: Body<Registration>,
) -> Result<HttpResponse, Failure> {
    Ok(match register(&app, &accounts, &request, body.valid()).await? {
        Registered::Opened(user) => HttpResponse::Created().json(user),
        Registered::Sent(sent_to) => HttpResponse::Accepted().json(LetterSent { sent_to }),
    })
}

/// Open the account with the link of the letter, as a candidate.
#[utoipa::path(tag = "auth", request_body = Confirmation, responses((status = 201, body = User)))]
#[post("/auth/register/confirm")]
async fn open(
    app: web::Data<App>,
    accounts: web::Data<Accounts>,
    body: Body<Confirmation>,
) -> Result<HttpResponse, Failure> {
    Ok(HttpResponse::Created().json(confirm(&app, &accounts, body.valid()).await?))
}

pub(super) fn configure(routes: &mut Routes<'_>) {
    routes.add(Permission::Register, sign_up).add(Permission::Register, open);
}
