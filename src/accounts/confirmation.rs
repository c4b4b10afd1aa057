//! Showing again that it is oneself, before an act that binds: the password, typed anew. The one
//! place that asks for it; whatever else may be asked of somebody belongs in [`Proof`].

use super::{Accounts, SignedIn, actions};
use crate::access::Viewer;
use crate::errors::{Failure, common};
use crate::ids::UserId;
use crate::web::App;
use actix_web::HttpRequest;
use std::fmt;

/// What somebody shows.
#[derive(Clone)]
pub struct Proof {
    pub password: String,
}

impl fmt::Debug for Proof {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Proof(…)")
    }
}

/// Somebody has shown it. Made nowhere but here, so an act that takes one was never reached without.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Confirmed {
    user: UserId,
    by: &'static str,
}

impl Confirmed {
    /// By what it was shown, for the record.
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

/// Checks the proof of whoever sent the request. Failures count as those of signing in do, in a
/// bucket of the account's own and in that of the address.
///
/// # Errors
/// `identity_not_confirmed` at `password`; `too_many_failures`.
pub async fn confirm_identity(
    app: &App,
    accounts: &Accounts,
    request: &HttpRequest,
    caller: &SignedIn,
    proof: Proof,
) -> Result<Confirmed, Failure> {
    let address = request.peer_addr().map_or_else(String::new, |peer| peer.ip().to_string());
    let settings = app.settings.accounts.clone();
    let prepare = move |db: &mut _, viewer: &Viewer, now| {
        actions::prepare_confirmation(db, viewer, &address, &settings, now)
    };
    let attempt = caller.clone().read(app, prepare).await?;
    let fits = accounts.passwords.fits(proof.password, Some(attempt.stored_hash.clone())).await?;
    let settings = app.settings.accounts.clone();
    let user = attempt.user.clone();
    app.write(move |db, now| actions::note_confirmation(db, &attempt, fits, &settings, now))
        .await?;
    if fits {
        return Ok(Confirmed { user, by: "password" });
    }
    Err(Failure::field("password", super::rules::IDENTITY_NOT_CONFIRMED))
}
