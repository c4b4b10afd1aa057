//! One's second factor. Every step asks for the password or a code first.

use crate::features::accounts::actions::{self, Enrolment, RecoveryCodes};
use crate::features::accounts::confirmation::confirm_password;
use crate::features::accounts::inputs::{FirstCode, PasswordAgain, PasswordAndCode};
use crate::features::accounts::{Accounts, SignedIn};
use crate::kernel::errors::Failure;
use crate::kernel::input::Valid;
use crate::platform::app::App;
use crate::platform::cx::Cx;
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
    again: Valid<PasswordAgain>,
) -> Result<Enrolment, Failure> {
    confirm_password(app, &accounts, &caller, again.into_inner().password).await?;
    let begun = move |cx: &mut Cx<'_>| actions::begin_second_factor(cx, &accounts.sealing);
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
    first: Valid<FirstCode>,
) -> Result<RecoveryCodes, Failure> {
    let settings = Arc::clone(&app.settings);
    let confirmed = move |cx: &mut Cx<'_>| {
        let by = (&accounts.sealing, &settings.accounts);
        actions::confirm_second_factor(cx, &first.code, by)
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
    proof: Valid<PasswordAndCode>,
) -> Result<RecoveryCodes, Failure> {
    let PasswordAndCode { password, code } = proof.into_inner();
    confirm_password(app, &accounts, &caller, password).await?;
    let settings = Arc::clone(&app.settings);
    let renewed = move |cx: &mut Cx<'_>| {
        let by = (&accounts.sealing, &settings.accounts);
        actions::renew_recovery_codes(cx, &code, by)
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
    proof: Valid<PasswordAndCode>,
) -> Result<(), Failure> {
    let PasswordAndCode { password, code } = proof.into_inner();
    confirm_password(app, &accounts, &caller, password).await?;
    let settings = Arc::clone(&app.settings);
    let removed = move |cx: &mut Cx<'_>| {
        let by = (&accounts.sealing, &settings.accounts);
        actions::remove_second_factor(cx, &code, by)
    };
    caller.write(app, removed).await?
}
