//! The password: confirmed again before a sensitive act, and changed.

use super::{attempts, event};
use crate::features::accounts::{letters, store};
use crate::kernel::access::{self, Facts, Permission, Relation, Viewer};
use crate::kernel::clock::Timestamp;
use crate::kernel::errors::Failure;
use crate::kernel::settings;
use crate::platform::cx::Cx;
use crate::platform::db::Db;
use crate::platform::ledger::{self, EventType};
use crate::platform::mail;
use serde_json::json;

/// The caller's stored hash, e-mail and NIP, to check a new password against.
pub fn stored_password(cx: &mut Cx<'_>) -> Result<(String, String, Option<String>), Failure> {
    let row = store::find_row(cx.db, &cx.viewer.user)?.ok_or_else(Failure::not_found)?;
    Ok((row.password_hash, row.email, row.nip))
}

/// Stores a new password and ends every other session of this person.
pub fn change_password(cx: &mut Cx<'_>, hash: &str) -> Result<(), Failure> {
    let own = Facts::NONE.with(Relation::Own, true);
    access::may(cx.viewer, Permission::ManageOwnAccount, own)?;
    store::set_password(cx.db, &cx.viewer.user, hash, cx.now)?;
    store::end_sessions(
        cx.db,
        &cx.viewer.user,
        Some(&cx.viewer.session),
        "password changed",
        cx.now,
    )?;
    mail::post(cx.db, &letters::password_changed(&cx.viewer.user, cx.now), cx.now)?;
    ledger::append(
        cx.db,
        event(Some(&cx.viewer.user), EventType::PasswordChanged, &cx.viewer.user, json!({})),
        cx.now,
    )
    .map(|_| ())
}

/// The caller's stored hash, unless they failed too often lately. Counts the attempt.
///
/// # Errors
/// `too_many_failures`.
pub fn prepare_confirmation(
    cx: &mut Cx<'_>,
    settings: &settings::Accounts,
) -> Result<String, Failure> {
    attempts::of_passwords(&cx.viewer.user, settings).reserve(cx.db, cx.now)?;
    stored_password(cx).map(|(hash, ..)| hash)
}

/// Removes the counted attempt when the password was not checked at all.
pub fn give_confirmation_back(
    cx: &mut Cx<'_>,
    settings: &settings::Accounts,
) -> Result<(), Failure> {
    attempts::of_passwords(&cx.viewer.user, settings).give_back(cx.db)
}

/// Forgives the counted failures after a right password.
pub fn forgive_confirmation(cx: &mut Cx<'_>, settings: &settings::Accounts) -> Result<(), Failure> {
    attempts::of_passwords(&cx.viewer.user, settings).forget(cx.db)
}
