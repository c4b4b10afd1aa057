//! Opening an account for oneself: asking for the letter, and what its link opens.

use super::checked_address;
use crate::features::accounts::actions::{self, NewAccount};
use crate::features::accounts::{Accounts, Client, User, rules};
use crate::kernel::access::Act;
use crate::kernel::errors::{Failure, FieldError, common};
use crate::kernel::ids::UnitCode;
use crate::platform::app::App;
use crate::web::language;
use crate::web::{Body, Routes};
use actix_web::{HttpRequest, HttpResponse, post, web};
use serde::{Deserialize, Serialize};
use std::sync::Arc;
use validator::Validate;

#[derive(Clone, Deserialize, Validate, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
struct Registration {
    #[schema(example = "siti@pom.go.id")]
    email: String,
    /// 18 digits; spaces and dots are ignored. This and the rest are asked for again with the link of the
    /// letter and kept nowhere before; only where no letter comes first are they needed here.
    #[schema(example = "19860926 201505 2 001")]
    nip: Option<String>,
    #[validate(length(min = 1, max = 200))]
    name: Option<String>,
    unit: Option<UnitCode>,
    /// 15 characters or more; anything but a common word.
    password: Option<String>,
}

#[derive(Clone, Deserialize, Validate, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
struct Confirmation {
    /// From the letter.
    #[validate(length(min = 1, max = 200))]
    token: String,
    /// 18 digits; spaces and dots are ignored. It counts once the secretariat or the list of staff confirms it.
    #[schema(example = "19860926 201505 2 001")]
    nip: String,
    #[validate(length(min = 1, max = 200))]
    name: String,
    unit: UnitCode,
    /// 15 characters or more; anything but a common word.
    password: String,
}

/// The answer, whether or not the address has an account.
#[derive(Debug, Serialize, utoipa::ToSchema)]
struct LetterSent {
    /// Where the letter with the link went.
    sent_to: String,
}

/// Ask for an account. A letter goes to the address; the account comes into being by its link (202, the same
/// answer whether the address has an account). Where no letter comes first it is there at once (201).
#[utoipa::path(tag = "auth", request_body = Registration, responses((status = 201, body = User), (status = 202, body = LetterSent)))]
#[post("/auth/register")]
async fn sign_up(
    app: web::Data<App>,
    accounts: web::Data<Accounts>,
    request: HttpRequest,
    body: Body<Registration>,
) -> Result<HttpResponse, Failure> {
    let Body(Registration { email, nip, name, unit, password }) = body;
    let newcomer = Newcomer { email, nip, name, unit, password };
    Ok(match register(&app, &accounts, &request, newcomer).await? {
        Registered::Opened(user) => HttpResponse::Created().json(user),
        Registered::Sent(sent_to) => HttpResponse::Accepted().json(LetterSent { sent_to }),
    })
}

/// Open the account by the link of the letter, as a candidate.
#[utoipa::path(tag = "auth", request_body = Confirmation, responses((status = 201, body = User)))]
#[post("/auth/register/confirm")]
async fn open(
    app: web::Data<App>,
    accounts: web::Data<Accounts>,
    body: Body<Confirmation>,
) -> Result<HttpResponse, Failure> {
    let Body(Confirmation { token, nip, name, unit, password }) = body;
    let newcomer = Newcomer {
        email: String::new(),
        nip: Some(nip),
        name: Some(name),
        unit: Some(unit),
        password: Some(password),
    };
    Ok(HttpResponse::Created().json(confirm(&app, &accounts, token, newcomer).await?))
}

/// Who opens an account for themselves.
pub(in crate::features::accounts) struct Newcomer {
    pub(in crate::features::accounts) email: String,
    pub(in crate::features::accounts) nip: Option<String>,
    pub(in crate::features::accounts) name: Option<String>,
    pub(in crate::features::accounts) unit: Option<UnitCode>,
    pub(in crate::features::accounts) password: Option<String>,
}

/// What came of it.
pub(in crate::features::accounts) enum Registered {
    Opened(Box<User>),
    /// A letter went to this address.
    Sent(String),
}

/// Registers somebody, for the API and for pages alike; every fault is told at once. Nothing is hashed
/// before the link is used, where a letter comes first.
///
/// # Errors
/// `invalid`, `too_many_failures`.
pub(in crate::features::accounts) async fn register(
    app: &App,
    accounts: &Accounts,
    request: &HttpRequest,
    typed: Newcomer,
) -> Result<Registered, Failure> {
    let (client, language) = (Client::of(request, &app.settings.server), language::of(request));
    let email = checked_address(app, &typed.email);
    let by_letter = app.settings.accounts.require_verified_email;
    let (mut faults, mut new) = checked(app, &typed, by_letter)?;
    match email {
        Ok(email) => new.email = email,
        Err(Failure::Refused(problem)) => faults.splice(0..0, problem.errors).for_each(drop),
        Err(other) => return Err(other),
    }
    Failure::when_any(faults)?;
    let settings = Arc::clone(&app.settings);
    let may_ask =
        move |db: &mut _, now| actions::may_ask_for_letters(db, &client, &settings.accounts, now);
    app.write(may_ask).await?;
    let sent_to = new.email.clone();
    if by_letter {
        let to = sent_to.clone();
        app.write(move |db, now| actions::ask_to_register(db, (&to, language), now)).await?;
        return Ok(Registered::Sent(sent_to));
    }
    new.password_hash = accounts.passwords.hash(typed.password.unwrap_or_default()).await?;
    let opened = app.write(move |db, now| actions::register(db, (&new, language), now)).await?;
    Ok(opened.map_or(Registered::Sent(sent_to), |user| Registered::Opened(Box::new(user))))
}

/// Opens the account whose link this is, for the API and for pages alike.
///
/// # Errors
/// `link_spent`, `invalid`.
pub(in crate::features::accounts) async fn confirm(
    app: &App,
    accounts: &Accounts,
    token: String,
    typed: Newcomer,
) -> Result<User, Failure> {
    let of = token.clone();
    let email = app.read(move |db, now| actions::whose_registration(db, &of, now)).await?;
    let typed = Newcomer { email, ..typed };
    let (faults, mut new) = checked(app, &typed, false)?;
    Failure::when_any(faults)?;
    new.password_hash = accounts.passwords.hash(typed.password.unwrap_or_default()).await?;
    app.write(move |db, now| actions::confirm_registration(db, (&token, &new), now)).await
}

/// What is wrong with what was typed, but for the address; what is not `optional` must be there.
fn checked(
    app: &App,
    typed: &Newcomer,
    optional: bool,
) -> Result<(Vec<FieldError>, NewAccount), Failure> {
    let mut faults: Vec<FieldError> = Vec::new();
    let is_there = [
        ("name", typed.name.as_deref().is_some_and(|name| !name.trim().is_empty())),
        ("nip", typed.nip.is_some()),
        ("unit", typed.unit.is_some()),
        ("password", typed.password.is_some()),
    ];
    let missing = is_there.iter().filter(|(_, is_there)| !is_there && !optional);
    faults.extend(missing.map(|(name, _)| FieldError::new(*name, common::field::REQUIRED)));
    let name = typed.name.as_deref().filter(|name| !name.trim().is_empty());
    faults.extend(name.and_then(rules::name_fault));
    let digits = match typed.nip.as_deref().map(|nip| actions::checked_nip(nip, app.clock.now())) {
        Some(Ok(nip)) => Some(nip.as_str().to_owned()),
        None => None,
        Some(Err(Failure::Refused(problem))) => {
            faults.extend(problem.errors);
            None
        }
        Some(Err(other)) => return Err(other),
    };
    if let Some(password) = &typed.password {
        let minimum = app.settings.accounts.password_min_length;
        let fault = rules::check_password(password, minimum, &typed.email, digits.as_deref());
        faults.extend(fault.err());
    }
    let new = NewAccount {
        email: typed.email.clone(),
        nip: digits,
        name: typed.name.clone().unwrap_or_default(),
        unit: typed.unit.clone(),
        superior: None,
        password_hash: String::new(),
    };
    Ok((faults, new))
}

pub(super) fn configure(routes: &mut Routes<'_, '_>) {
    routes.add(Act::Register, sign_up).add(Act::Register, open);
}
