//! Confirming one's identity by typing the password again, before a binding act. This is the only
//! place that asks for it. A further proof, if one is ever required, belongs in [`Proof`].

use super::{Accounts, Passwords, SignedIn, actions, rules};
use crate::kernel::access::Viewer;
use crate::kernel::errors::{Failure, common};
use crate::kernel::ids::UserId;
use crate::platform::app::App;
use crate::platform::cx::Cx;
use std::fmt;

/// What the person gives as proof.
#[derive(Clone)]
pub struct Proof {
    pub password: String,
}

impl fmt::Debug for Proof {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Proof(…)")
    }
}

/// Proof that the identity was confirmed. It can only be made here, so an act that takes one cannot
/// be reached without it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Confirmed {
    user: UserId,
    by: &'static str,
}

impl Confirmed {
    /// How it was confirmed, for the record.
    ///
    /// # Errors
    /// `forbidden` when somebody else showed it.
    pub fn of(&self, viewer: &Viewer) -> Result<&'static str, Failure> {
        if self.user == viewer.user {
            Ok(self.by)
        } else {
            Err(Failure::refused(common::FORBIDDEN))
        }
    }
}

/// Checks the proof against a stored hash that the caller has: for the command line.
///
/// # Errors
/// `identity_not_confirmed` at `password`.
pub fn confirm_now(
    passwords: &Passwords,
    (user, stored): (&UserId, &str),
    proof: &Proof,
) -> Result<Confirmed, Failure> {
    if passwords.fits_now(&proof.password, stored)? {
        return Ok(Confirmed { user: user.clone(), by: "password" });
    }
    Err(Failure::field("password", rules::IDENTITY_NOT_CONFIRMED))
}

/// Checks the caller's proof.
///
/// # Errors
/// `identity_not_confirmed` at `password`; `too_many_failures`.
pub async fn confirm_identity(
    app: &App,
    accounts: &Accounts,
    caller: &SignedIn,
    proof: Proof,
) -> Result<Confirmed, Failure> {
    let user = caller.clone().read(app, |cx: &mut Cx<'_>| Ok(cx.viewer.user.clone())).await?;
    if fits(app, accounts, caller, proof.password).await? {
        return Ok(Confirmed { user, by: "password" });
    }
    Err(Failure::field("password", rules::IDENTITY_NOT_CONFIRMED))
}

/// Checks the caller's password before their address or NIP changes.
///
/// # Errors
/// `password_wrong` at `password`; `too_many_failures`.
pub(super) async fn confirm_password(
    app: &App,
    accounts: &Accounts,
    caller: &SignedIn,
    password: String,
) -> Result<(), Failure> {
    if fits(app, accounts, caller, password).await? {
        return Ok(());
    }
    Err(Failure::field("password", rules::PASSWORD_WRONG))
}

/// Counts the attempt before it is checked, so that a session left open cannot be used for
/// guessing.
async fn fits(
    app: &App,
    accounts: &Accounts,
    caller: &SignedIn,
    password: String,
) -> Result<bool, Failure> {
    let settings = app.settings.accounts.clone();
    let prepare = move |cx: &mut Cx<'_>| actions::prepare_confirmation(cx, &settings);
    let stored = caller.clone().write(app, prepare).await?;
    let fits = accounts.passwords.fits(password, Some(stored)).await;
    let settings = app.settings.accounts.clone();
    let fits = match fits {
        Ok(fits) => fits,
        Err(busy) => {
            let give_back = move |cx: &mut Cx<'_>| actions::give_confirmation_back(cx, &settings);
            caller.clone().write(app, give_back).await?;
            return Err(busy);
        }
    };
    if fits {
        let forgive = move |cx: &mut Cx<'_>| actions::forgive_confirmation(cx, &settings);
        caller.clone().write(app, forgive).await?;
    }
    Ok(fits)
}
