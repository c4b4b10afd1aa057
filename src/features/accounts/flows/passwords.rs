//! Changing a password: with the old one, or with the link of a letter.

use crate::features::accounts::confirmation::confirm_password;
use crate::features::accounts::inputs::{PasswordChange, PasswordReset, ResetRequest};
use crate::features::accounts::{Accounts, Client, SignedIn, actions, rules};
use crate::kernel::errors::Failure;
use crate::kernel::input::Valid;
use crate::platform::app::App;
use actix_web::HttpRequest;
use std::sync::Arc;

/// Changes the password.
///
/// # Errors
/// `password_wrong` at `current`, `too_many_failures`; a password that does not do.
pub(in crate::features::accounts) async fn set_new_password(
    app: &App,
    accounts: &Accounts,
    caller: SignedIn,
    wanted: Valid<PasswordChange>,
) -> Result<(), Failure> {
    let PasswordChange { current, password } = wanted.into_inner();
    let confirmed = confirm_password(app, accounts, &caller, current).await;
    confirmed.map_err(|failure| at_field(failure, "current"))?;
    let (_, email, nip) = caller.clone().read(app, actions::stored_password).await?;
    let minimum = app.settings.accounts.password_min_length;
    let fault = rules::check_password(&password, minimum, &email, nip.as_deref()).err();
    Failure::when_any(fault.into_iter().collect())?;
    let hash = accounts.passwords.hash(password).await?;
    caller.write(app, move |cx| actions::change_password(cx, &hash)).await
}

/// The same fault, at the name that this form gives the field.
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

/// The letter is queued after the answer, so that the answer takes equally long whether or not the
/// account exists.
///
/// # Errors
/// `too_many_failures` for this address.
pub(in crate::features::accounts) async fn ask_for_reset(
    app: &App,
    request: &HttpRequest,
    asked: Valid<ResetRequest>,
) -> Result<(), Failure> {
    let client = Client::of(request, &app.settings.server);
    let settings = Arc::clone(&app.settings);
    let may_ask =
        move |db: &mut _, now| actions::may_ask_for_letters(db, &client, &settings.accounts, now);
    app.write(may_ask).await?;
    let app = app.clone();
    actix_web::rt::spawn(async move {
        let posted = app.write(move |db, now| actions::ask_for_reset(db, &asked.login, now)).await;
        if let Err(failure) = posted {
            tracing::error!(error = %failure, "a letter for a new password could not be posted");
        }
    });
    Ok(())
}

/// Sets the password.
///
/// # Errors
/// `link_spent`; a password that does not do.
pub(in crate::features::accounts) async fn reset_password(
    app: &App,
    accounts: &Accounts,
    wanted: Valid<PasswordReset>,
) -> Result<(), Failure> {
    let PasswordReset { token, password } = wanted.into_inner();
    let of = token.clone();
    let (email, nip) = app.read(move |db, now| actions::whose_password(db, &of, now)).await?;
    let minimum = app.settings.accounts.password_min_length;
    let fault = rules::check_password(&password, minimum, &email, nip.as_deref()).err();
    Failure::when_any(fault.into_iter().collect())?;
    let hash = accounts.passwords.hash(password).await?;
    app.write(move |db, now| actions::reset_password(db, &token, &hash, now)).await
}
