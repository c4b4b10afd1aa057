//! Signing in: count the attempt, check the password or the code, open a session.

use crate::features::accounts::actions::{self, Step, Tokened};
use crate::features::accounts::inputs::{Login, LoginCode};
use crate::features::accounts::{Accounts, Client, rules};
use crate::kernel::errors::Failure;
use crate::kernel::input::Valid;
use crate::platform::app::App;
use actix_web::web;
use std::sync::Arc;

/// Checks the password and opens a session or asks for a code.
///
/// # Errors
/// `sign_in_failed`, `too_many_failures`.
pub(in crate::features::accounts) async fn sign_in(
    app: &App,
    accounts: &web::Data<Accounts>,
    client: &Client,
    typed: Valid<Login>,
) -> Result<Step, Failure> {
    let Login { login, password } = typed.into_inner();
    let (settings, from, with) = (Arc::clone(&app.settings), client.clone(), accounts.clone());
    let marks =
        (accounts.marks.of(&rules::normal_login(&login)), accounts.marks.of(&client.network()));
    let prepared = move |db: &mut _, now| {
        actions::prepare(db, &login, &from, (with.get_ref(), &settings.accounts), now)
    };
    let attempt = app.write(prepared).await.inspect_err(|_| told(&marks, "not judged"))?;
    let fits = match accounts.passwords.fits(password, attempt.stored_hash.clone()).await {
        Ok(fits) => fits,
        Err(busy) => {
            app.write(move |db, _| actions::not_judged(db, &attempt)).await?;
            return Err(busy);
        }
    };
    let Some(user) = attempt.user.clone().filter(|_| fits) else {
        let marks = (attempt.mark(accounts).unwrap_or(marks.0), marks.1);
        told(&marks, "wrong");
        return Err(Failure::refused(rules::SIGN_IN_FAILED));
    };
    let (accounts, client) = (accounts.clone(), client.clone());
    let signed_in = move |db: &mut _, now| {
        actions::sign_in(db, &user, (&attempt, &client), &accounts.tokens, now)
    };
    app.write(signed_in).await
}

/// Checks the code and opens a session.
///
/// # Errors
/// `challenge_spent`, `code_wrong`, `too_many_failures`.
pub(in crate::features::accounts) async fn sign_in_with_code(
    app: &App,
    accounts: &web::Data<Accounts>,
    client: &Client,
    typed: Valid<LoginCode>,
) -> Result<Tokened, Failure> {
    let LoginCode { challenge_token: challenge, code } = typed.into_inner();
    let whose = accounts.tokens.check_challenge(&challenge, app.clock.now());
    let account = whose.map_or_else(|_| challenge.clone(), |whose| whose.user.to_string());
    let marks = (accounts.marks.of(&account), accounts.marks.of(&client.network()));
    let (accounts, client) = (accounts.clone(), client.clone());
    let settings = Arc::clone(&app.settings);
    let signed_in = move |db: &mut _, now| {
        let by = (accounts.get_ref(), &settings.accounts);
        actions::sign_in_with_code(db, (&challenge, &code), &client, by, now)
    };
    let done = app.write(signed_in).await.and_then(std::convert::identity);
    done.inspect_err(|_| told(&marks, "wrong code"))
}

/// Logs a failed sign-in. Account and address are given as marks, which can be compared but do not
/// reveal them.
fn told((account, address): &(String, String), outcome: &'static str) {
    tracing::warn!(account, address, outcome, "a sign-in failed");
}
