//! One's second factor. Every step asks for the password or a code first.

use crate::features::accounts::actions::{self, Enrolment, RecoveryCodes};
use crate::features::accounts::confirmation::confirm_password;
use crate::features::accounts::{Accounts, SignedIn};
use crate::kernel::errors::Failure;
use crate::platform::app::App;
use actix_web::web;
use std::sync::Arc;

/// Begins to set up a second factor.
///
/// # Errors
/// `password_wrong`, and the errors of [`actions::begin_second_factor`].
pub(in crate::features::accounts) async fn begin_second_factor(
    app: &App,
    accounts: web::Data<Accounts>,
    caller: SignedIn,
    password: String,
) -> Result<Enrolment, Failure> {
    confirm_password(app, &accounts, &caller, password).await?;
    let begun = move |db: &mut _, viewer: &_, now| {
        actions::begin_second_factor(db, viewer, &accounts.sealing, now)
    };
    caller.write(app, begun).await
}

/// Completes the set-up with the app's first code.
///
/// # Errors
/// `code_wrong`, and the errors of [`actions::confirm_second_factor`].
pub(in crate::features::accounts) async fn confirm_code(
    app: &App,
    accounts: web::Data<Accounts>,
    caller: SignedIn,
    code: String,
) -> Result<RecoveryCodes, Failure> {
    let settings = Arc::clone(&app.settings);
    let confirmed = move |db: &mut _, viewer: &_, now| {
        let by = (&accounts.sealing, &settings.accounts);
        actions::confirm_second_factor(db, viewer, &code, by, now)
    };
    caller.write(app, confirmed).await?
}

/// New recovery codes in place of the old ones.
///
/// # Errors
/// `password_wrong`, `code_wrong`, and the errors of [`actions::renew_recovery_codes`].
pub(in crate::features::accounts) async fn renew_codes(
    app: &App,
    accounts: web::Data<Accounts>,
    caller: SignedIn,
    (password, code): (String, String),
) -> Result<RecoveryCodes, Failure> {
    confirm_password(app, &accounts, &caller, password).await?;
    let settings = Arc::clone(&app.settings);
    let renewed = move |db: &mut _, viewer: &_, now| {
        let by = (&accounts.sealing, &settings.accounts);
        actions::renew_recovery_codes(db, viewer, &code, by, now)
    };
    caller.write(app, renewed).await?
}

/// Removes it.
///
/// # Errors
/// `password_wrong`, `code_wrong`, and the errors of [`actions::remove_second_factor`].
pub(in crate::features::accounts) async fn remove(
    app: &App,
    accounts: web::Data<Accounts>,
    caller: SignedIn,
    (password, code): (String, String),
) -> Result<(), Failure> {
    confirm_password(app, &accounts, &caller, password).await?;
    let settings = Arc::clone(&app.settings);
    let removed = move |db: &mut _, viewer: &_, now| {
        let by = (&accounts.sealing, &settings.accounts);
        actions::remove_second_factor(db, viewer, &code, by, now)
    };
    caller.write(app, removed).await?
}
