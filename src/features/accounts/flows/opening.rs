//! Opening an account: for oneself, with the link of a letter or at once, and for somebody else.

use super::checked_address;
use crate::features::accounts::actions::{self, NewAccount};
use crate::features::accounts::passwords::nobodys_password;
use crate::features::accounts::{Accounts, Client, SignedIn, User, rules};
use crate::kernel::errors::{Failure, FieldError, common};
use crate::kernel::ids::UnitCode;
use crate::platform::app::App;
use crate::web::language;
use actix_web::HttpRequest;
use std::sync::Arc;

/// A person who opens an account for themselves.
pub(in crate::features::accounts) struct Newcomer {
    pub(in crate::features::accounts) email: String,
    pub(in crate::features::accounts) nip: Option<String>,
    pub(in crate::features::accounts) name: Option<String>,
    pub(in crate::features::accounts) unit: Option<UnitCode>,
    pub(in crate::features::accounts) password: Option<String>,
}

pub(in crate::features::accounts) enum Registered {
    Opened(Box<User>),
    /// A letter went to this address.
    Sent(String),
}

/// Registers somebody and reports every fault at once. Where a letter is sent first, no password is
/// hashed before its link is used.
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

/// Opens the account that this link is for.
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

/// Opens an account for somebody.
///
/// # Errors
/// `forbidden`; as [`actions::create_account`].
pub(in crate::features::accounts) async fn create_account(
    app: &App,
    accounts: &Accounts,
    caller: SignedIn,
    mut new: NewAccount,
) -> Result<User, Failure> {
    // Hashing is slow, so the permission is checked before it.
    caller.clone().read(app, |cx| actions::may_create(cx.viewer)).await?;
    new.email = checked_address(app, &new.email)?;
    // A password that nobody knows.
    new.password_hash = accounts.passwords.hash(nobodys_password()?).await?;
    caller.write(app, move |cx| actions::create_account(cx, &new)).await
}

/// The faults of what was typed, except the address. Fields that are not `optional` are required.
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
