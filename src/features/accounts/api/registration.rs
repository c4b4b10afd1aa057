//! Opening an account for oneself: asking for the letter, and using its link.

use crate::features::accounts::flows::{Newcomer, Registered, confirm, register};
use crate::features::accounts::{Accounts, User};
use crate::kernel::access::Permission;
use crate::kernel::errors::Failure;
use crate::kernel::ids::UnitCode;
use crate::platform::app::App;
use crate::web::{Body, Routes};
use actix_web::{HttpRequest, HttpResponse, post, web};
use serde::{Deserialize, Serialize};

#[derive(Clone, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
struct Registration {
    #[schema(example = "siti@pom.go.id")]
    email: String,
    /// 18 digits; spaces and dots are ignored. This and the following fields are asked for again
    /// with the link of the letter and are not stored before. They are required here only where no
    /// letter is sent.
    #[schema(example = "19860926 201505 2 001")]
    nip: Option<String>,
    #[schema(min_length = 1, max_length = 200)]
    name: Option<String>,
    unit: Option<UnitCode>,
    /// 15 characters or more; anything but a common word.
    password: Option<String>,
}

#[derive(Clone, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
struct Confirmation {
    /// From the letter.
    #[schema(min_length = 1, max_length = 200)]
    token: String,
    /// 18 digits; spaces and dots are ignored. It counts once the secretariat or the list of staff confirms it.
    #[schema(example = "19860926 201505 2 001")]
    nip: String,
    #[schema(min_length = 1, max_length = 200)]
    name: String,
    unit: UnitCode,
    /// 15 characters or more; anything but a common word.
    password: String,
}

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
    let Registration { email, nip, name, unit, password } = body.into_inner();
    let newcomer = Newcomer { email, nip, name, unit, password };
    Ok(match register(&app, &accounts, &request, newcomer).await? {
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
    let Confirmation { token, nip, name, unit, password } = body.into_inner();
    let newcomer = Newcomer {
        email: String::new(),
        nip: Some(nip),
        name: Some(name),
        unit: Some(unit),
        password: Some(password),
    };
    Ok(HttpResponse::Created().json(confirm(&app, &accounts, token, newcomer).await?))
}

pub(super) fn configure(routes: &mut Routes<'_>) {
    routes.add(Permission::Register, sign_up).add(Permission::Register, open);
}
