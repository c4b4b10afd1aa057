//! A role that somebody holds for some days in another's place ends by itself after the last day.

use super::event;
use crate::features::accounts::store::Substitution;
use crate::features::accounts::{Substitute, holders_of, names_of};
use crate::features::accounts::{letters, rules, store};
use crate::kernel::access::{self, Facts, Permission, Role};
use crate::kernel::clock::Timestamp;
use crate::kernel::errors::Failure;
use crate::kernel::ids::UserId;
use crate::platform::cx::Cx;
use crate::platform::db::Db;
use crate::platform::ledger::{self, EventType};
use crate::platform::mail;
use chrono::NaiveDate;
use serde_json::json;

/// What a person who takes another's place must meet.
///
/// # Errors
/// As [`rules::substitutes::check`]; `not_found` for nobody's place.
pub(super) fn check(
    cx: &mut Cx<'_>,
    substitute: &Substitute,
    (user, role): (&UserId, Role),
) -> Result<(), Failure> {
    let replaced = super::find_living(cx.db, &substitute.in_place_of)?;
    let mut held = replaced.roles;
    // Nobody takes the place of who is in one for some days only.
    if store::is_substitute(cx.db, &replaced.id, role)? {
        held.retain(|one| *one != role);
    }
    rules::substitutes::check(substitute, (user, role), &held, cx.now.date_in_jakarta())
}

/// The roles that this person holds in another's place: the role, the other's name, the last day.
///
/// # Errors
/// `forbidden`.
pub fn places_taken(
    cx: &mut Cx<'_>,
    user: &UserId,
) -> Result<Vec<(Role, String, NaiveDate)>, Failure> {
    access::may(cx.viewer, Permission::ListAccounts, Facts::NONE)?;
    let mut found = store::substitutes_now(cx.db)?;
    found.retain(|one| &one.user == user);
    let others: Vec<UserId> = found.iter().map(|one| one.substitute.in_place_of.clone()).collect();
    let names = names_of(cx.db, &others)?;
    let place = |one: Substitution| {
        let Substitute { in_place_of, until_on } = one.substitute;
        let name = names.get(&in_place_of).cloned().unwrap_or_default();
        (one.role, name, until_on)
    };
    Ok(found.into_iter().map(place).collect())
}

/// Whether somebody's last day is over.
///
/// # Errors
/// When the database fails.
pub fn is_substitution_to_end(db: &mut Db, now: Timestamp) -> Result<bool, Failure> {
    Ok(!store::expired(db, now.date_in_jakarta())?.is_empty())
}

/// Takes these roles away, on the record, and tells those who held them and those whose place it was. Returns the
/// number of letters.
///
/// # Errors
/// When the database fails; then nothing has ended.
pub fn end_substitutions(db: &mut Db, now: Timestamp) -> Result<usize, Failure> {
    let mut posts = Vec::new();
    for ended in store::expired(db, now.date_in_jakarta())? {
        let Substitute { in_place_of, until_on } = &ended.substitute;
        store::revoke_grant(db, &ended.user, ended.role, None, now)?;
        let payload = json!({"role": ended.role, "in_place_of": in_place_of, "until_on": until_on});
        ledger::append(db, event(None, EventType::RoleRevoked, &ended.user, payload), now)?;
        for to in [&ended.user, in_place_of] {
            posts.push(letters::substitution_ended(to, ended.role, *until_on));
        }
    }
    mail::post_all(db, &posts, now)?;
    Ok(posts.len())
}

/// Those who hold a role for good, with an active account.
pub(super) fn holders_for_good(db: &mut Db, role: Role) -> Result<Vec<UserId>, Failure> {
    let substitutes = store::substitutes_now(db)?;
    let mut holders = holders_of(db, role)?;
    holders.retain(|one| !substitutes.iter().any(|it| &it.user == one && it.role == role));
    Ok(holders)
}
