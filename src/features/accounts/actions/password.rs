//! The password: confirmed again before a sensitive act, and changed.

use super::{attempts, event};
use crate::features::accounts::{letters, store};
use crate::kernel::access::{self, Facts, Permission, Relation, Viewer};
use crate::kernel::clock::Timestamp;
use crate::kernel::errors::Failure;
use crate::kernel::settings;
use crate::platform::db::Db;
use crate::platform::ledger::{self, EventType};
use crate::platform::mail;
use serde_json::json;

/// The caller's stored hash, e-mail and NIP, to check a new password against.
pub fn stored_password(
    db: &mut Db,
    viewer: &Viewer,
) -> Result<(String, String, Option<String>), Failure> {
    let row = store::find_row(db, &viewer.user)?.ok_or_else(Failure::not_found)?;
    Ok((row.password_hash, row.email, row.nip))
}

/// Stores a new password and ends every other session of this person.
pub fn change_password(
    db: &mut Db,
    viewer: &Viewer,
    hash: &str,
    now: Timestamp,
) -> Result<(), Failure> {
    let own = Facts::NONE.with(Relation::Own, true);
    access::may(viewer, Permission::ManageOwnAccount, own)?;
    store::set_password(db, &viewer.user, hash, now)?;
    store::end_sessions(db, &viewer.user, Some(&viewer.session), "password changed", now)?;
    mail::post(db, &letters::password_changed(&viewer.user, now), now)?;
    ledger::append(
        db,
        event(Some(&viewer.user), EventType::PasswordChanged, &viewer.user, json!({})),
        now,
    )
    .map(|_| ())
}

/// The caller's stored hash, unless they failed too often lately. Counts the attempt.
///
/// # Errors
/// `too_many_failures`.
pub fn prepare_confirmation(
    db: &mut Db,
    viewer: &Viewer,
    settings: &settings::Accounts,
    now: Timestamp,
) -> Result<String, Failure> {
    attempts::of_passwords(&viewer.user, settings).reserve(db, now)?;
    stored_password(db, viewer).map(|(hash, ..)| hash)
}

/// Removes the counted attempt when the password was not checked at all.
pub fn give_confirmation_back(
    db: &mut Db,
    viewer: &Viewer,
    settings: &settings::Accounts,
) -> Result<(), Failure> {
    attempts::of_passwords(&viewer.user, settings).give_back(db)
}

/// Forgives the counted failures after a right password.
pub fn forgive_confirmation(
    db: &mut Db,
    viewer: &Viewer,
    settings: &settings::Accounts,
) -> Result<(), Failure> {
    attempts::of_passwords(&viewer.user, settings).forget(db)
}
