//! One's second factor: every step asks for the password or a code first.

use crate::features::accounts::actions::{self, Enrolment, RecoveryCodes};
use crate::features::accounts::confirmation::confirm_password;
use crate::features::accounts::{Accounts, SignedIn};
use crate::kernel::errors::Failure;
use crate::platform::app::App;
use actix_web::web;
use std::sync::Arc;

/// Begins to set one up.
///
/// # Errors
/// `password_wrong`, and what [`actions::begin_second_factor`] answers.
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

/// Finishes it with the app's first code.
///
/// # Errors
/// `code_wrong`, and what [`actions::confirm_second_factor`] answers.
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
/// `password_wrong`, `code_wrong`, and what [`actions::renew_recovery_codes`] answers.
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

/// Takes it away.
///
/// # Errors
/// `password_wrong`, `code_wrong`, and what [`actions::remove_second_factor`] answers.
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
