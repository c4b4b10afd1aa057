//! Showing again that it is oneself, before an act that changes how one is known: the password,
//! typed anew. Failures are counted, since a session left open must not become a guessing place.

use super::{Accounts, SignedIn, actions, rules};
use crate::errors::Failure;
use crate::web::App;

/// Checks the caller's password.
///
/// # Errors
/// `password_wrong` at `password`; `too_many_failures`.
pub(super) async fn confirm_password(
    app: &App,
    accounts: &Accounts,
    caller: &SignedIn,
    password: String,
) -> Result<(), Failure> {
    let settings = app.settings.accounts.clone();
    let prepare = move |db: &mut _, viewer: &_, now| {
        actions::prepare_confirmation(db, viewer, &settings, now)
    };
    let stored = caller.clone().read(app, prepare).await?;
    let fits = accounts.passwords.fits(password, Some(stored)).await?;
    let settings = app.settings.accounts.clone();
    let note = move |db: &mut _, viewer: &_, now| {
        actions::note_confirmation(db, viewer, fits, &settings, now)
    };
    caller.clone().write(app, note).await?;
    if fits { Ok(()) } else { Err(Failure::field("password", rules::PASSWORD_WRONG)) }
}
