//! Giving roles and taking them away. Both bite on the person's next request.

use super::{event, find, find_living};
use crate::access::{self, Act, Facts, Role, Viewer};
use crate::accounts::{User, rules, store};
use crate::clock::Timestamp;
use crate::db::Db;
use crate::errors::Failure;
use crate::ids::UserId;
use crate::ledger;
use serde_json::json;

/// Gives a role.
///
/// # Errors
/// `forbidden`; `own_roles` for oneself; `role_already_held`; `duty_already_held` for a second duty.
pub fn grant_role(
    db: &mut Db,
    viewer: &Viewer,
    id: &UserId,
    role: Role,
    now: Timestamp,
) -> Result<User, Failure> {
    access::may(viewer, Act::GrantRole, Facts::NONE)?;
    not_oneself(viewer, id)?;
    let user = find_living(db, id)?;
    rules::check_grant(&user.roles, role).map_err(Failure::refused)?;
    store::insert_grant(db, id, role, Some(&viewer.user), now)?;
    ledger::append(db, event(Some(&viewer.user), "role.granted", id, json!({"role": role})), now)?;
    find(db, id)
}

/// Gives a role from the machine's console: for the first secretariat, who can give the others.
///
/// # Errors
/// As [`grant_role`].
pub fn grant_first_role(
    db: &mut Db,
    id: &UserId,
    role: Role,
    now: Timestamp,
) -> Result<(), Failure> {
    let user = find(db, id)?;
    rules::check_grant(&user.roles, role).map_err(Failure::refused)?;
    store::insert_grant(db, id, role, None, now)?;
    ledger::append(
        db,
        event(None, "role.granted", id, json!({"role": role, "from": "console"})),
        now,
    )
    .map(|_| ())
}

/// Takes a role away.
///
/// # Errors
/// `forbidden`, `own_roles`, `role_not_held`.
pub fn revoke_role(
    db: &mut Db,
    viewer: &Viewer,
    id: &UserId,
    role: Role,
    now: Timestamp,
) -> Result<User, Failure> {
    access::may(viewer, Act::GrantRole, Facts::NONE)?;
    not_oneself(viewer, id)?;
    find(db, id)?;
    if !store::revoke_grant(db, id, role, &viewer.user, now)? {
        return Err(Failure::refused(rules::ROLE_NOT_HELD));
    }
    ledger::append(db, event(Some(&viewer.user), "role.revoked", id, json!({"role": role})), now)?;
    find(db, id)
}

fn not_oneself(viewer: &Viewer, id: &UserId) -> Result<(), Failure> {
    if &viewer.user == id { Err(Failure::refused(rules::OWN_ROLES)) } else { Ok(()) }
}
