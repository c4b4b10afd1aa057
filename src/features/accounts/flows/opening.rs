//! Opening an account: for oneself, with the link of a letter or at once, and for somebody else.

use super::checked_address;
use crate::features::accounts::actions;
use crate::features::accounts::inputs::{Confirmation, NewAccount, Registration};
use crate::features::accounts::passwords::nobodys_password;
use crate::features::accounts::{Accounts, Client, SignedIn, User, rules};
use crate::kernel::errors::{Failure, FieldError, common};
use crate::kernel::input::Valid;
use crate::platform::app::App;
use crate::platform::cx::Cx;
use crate::web::language;
use actix_web::HttpRequest;
use std::sync::Arc;

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
    asked: Valid<Registration>,
) -> Result<Registered, Failure> {
    let (client, language) = (Client::of(request, &app.settings.server), language::of(request));
    let typed = asked.kept()?;
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
    let hash = accounts.passwords.hash(typed.password.unwrap_or_default()).await?;
    let open = move |db: &mut _, now| actions::register(db, (&new, &hash, language), now);
    let opened = app.write(open).await?;
    Ok(opened.map_or(Registered::Sent(sent_to), |user| Registered::Opened(Box::new(user))))
}

/// Opens the account that this link is for.
///
/// # Errors
/// `link_spent`, `invalid`.
pub(in crate::features::accounts) async fn confirm(
    app: &App,
    accounts: &Accounts,
    typed: Valid<Confirmation>,
) -> Result<User, Failure> {
    let of = typed.token.clone();
    let email = app.read(move |db, now| actions::whose_registration(db, &of, now)).await?;
    let Confirmation { token, nip, name, unit, password } = typed.kept()?;
    let (nip, name, unit) = (Some(nip), Some(name), Some(unit));
    let typed = Registration { email, nip, name, unit, password: Some(password.clone()) };
    let (faults, new) = checked(app, &typed, false)?;
    Failure::when_any(faults)?;
    let hash = accounts.passwords.hash(password).await?;
    let open = move |db: &mut _, now| actions::confirm_registration(db, (&token, &new, &hash), now);
    app.write(open).await
}

/// Opens an account for somebody.
///
/// # Errors
/// `forbidden`; as [`actions::create_account`].
pub(in crate::features::accounts) async fn create_account(
    app: &App,
    accounts: &Accounts,
    caller: SignedIn,
    new: Valid<NewAccount>,
) -> Result<User, Failure> {
    // Hashing is slow, so the permission is checked before it.
    caller.clone().read(app, |cx| actions::may_create(cx.viewer)).await?;
    checked_address(app, &new.email)?;
    // A password that nobody knows.
    let hash = accounts.passwords.hash(nobodys_password()?).await?;
    let create = move |cx: &mut Cx<'_>| actions::create_account(cx, (&new, &hash));
    caller.write(app, create).await
}

/// The faults of what was typed, except the address and the limits. Fields that are not `optional` are
/// required.
fn checked(
    app: &App,
    typed: &Registration,
    optional: bool,
) -> Result<(Vec<FieldError>, NewAccount), Failure> {
    let mut faults: Vec<FieldError> = Vec::new();
    let is_there = [
        ("name", typed.name.is_some()),
        ("nip", typed.nip.is_some()),
        ("unit", typed.unit.is_some()),
        ("password", typed.password.is_some()),
    ];
    let missing = is_there.iter().filter(|(_, is_there)| !is_there && !optional);
    faults.extend(missing.map(|(name, _)| FieldError::new(*name, common::field::REQUIRED)));
    faults.extend(typed.name.as_deref().and_then(rules::name_fault));
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
    };
    Ok((faults, new))
}
