//! Accounts from the machine's console: for the first people of an agency, and for cases in which
//! no user could act. The operator checks the person's identity; no user vouches for the account.

use super::links;
use super::roles::grant_first_role;
use super::{NewAccount, event, find, insert, place};
use crate::features::accounts::units::{SEED, read_units};
use crate::features::accounts::{User, rules, store};
use crate::kernel::access::Role;
use crate::kernel::clock::Timestamp;
use crate::kernel::errors::Failure;
use crate::kernel::ids::{UnitCode, UserId};
use crate::kernel::input::Valid;
use crate::platform::db::Db;
use crate::platform::ledger::{self, EventType};
use serde_json::json;

/// Opens an account with its first roles from the command line. The operator typed the password and
/// vouches for the address.
///
/// # Errors
/// As [`super::register`]; roles that do not go together.
pub fn create_from_console(
    db: &mut Db,
    (new, password_hash): (&Valid<NewAccount>, &str),
    roles: &[Role],
    now: Timestamp,
) -> Result<User, Failure> {
    let id = insert(db, (&new.kept()?, password_hash), Some(now), now)?;
    opened(db, (&id, roles), false, now)
}

/// The same without a password: a letter invites the person to choose one.
pub fn invite_from_console(
    db: &mut Db,
    (new, password_hash): (&Valid<NewAccount>, &str),
    roles: &[Role],
    now: Timestamp,
) -> Result<User, Failure> {
    let id = insert(db, (&new.kept()?, password_hash), None, now)?;
    let user = opened(db, (&id, roles), true, now)?;
    links::post_invitation(db, &id, now)?;
    Ok(user)
}

fn opened(
    db: &mut Db,
    (id, roles): (&UserId, &[Role]),
    invited: bool,
    now: Timestamp,
) -> Result<User, Failure> {
    let payload = json!({"from": "console", "invited": invited});
    ledger::append(db, event(None, EventType::UserCreated, id, payload), now)?;
    for role in roles {
        grant_first_role(db, id, *role, now)?;
    }
    find(db, id)
}

/// Takes a role away from the console, even the last of its kind.
///
/// # Errors
/// `not_found`, `role_not_held`.
pub fn revoke_from_console(
    db: &mut Db,
    id: &UserId,
    role: Role,
    now: Timestamp,
) -> Result<(), Failure> {
    if !store::revoke_grant(db, id, role, None, now)? {
        return Err(Failure::refused(rules::ROLE_NOT_HELD));
    }
    let payload = json!({"role": role, "from": "console"});
    ledger::append(db, event(None, EventType::RoleRevoked, id, payload), now).map(|_| ())
}

/// Moves somebody to a unit and under a superior (an e-mail or NIP) from the console.
///
/// # Errors
/// `not_found`; an unknown unit or superior, a ring of superiors.
pub fn move_from_console(
    db: &mut Db,
    id: &UserId,
    (unit, superior): (Option<&UnitCode>, Option<&str>),
    now: Timestamp,
) -> Result<(), Failure> {
    let superior = superior.map(|login| find_at_console(db, login)).transpose()?;
    let superior = superior.map(|user| user.id);
    place(db, None, id, (unit, superior.as_ref()), now)
}

/// The operator vouches for an account in place of everybody who did, so that those may act beside
/// it again. Returns how many had vouched.
///
/// # Errors
/// `not_found`.
pub fn vouch_from_console(db: &mut Db, id: &UserId, now: Timestamp) -> Result<usize, Failure> {
    let ended = store::end_vouching(db, id, now)?;
    let payload = json!({"from": "console", "vouchers_ended": ended});
    ledger::append(db, event(None, EventType::UserVouched, id, payload), now)?;
    Ok(ended)
}

/// The account with this e-mail or NIP.
///
/// # Errors
/// `not_found`.
pub fn find_at_console(db: &mut Db, login: &str) -> Result<User, Failure> {
    let row = store::find_by_login(db, &rules::normal_login(login))?;
    let row = row.ok_or_else(Failure::not_found)?;
    find(db, &row.id)
}

/// Fills an empty database with the built-in units; changes nothing in a filled one.
///
/// # Errors
/// When the table of units has a faulty row.
pub fn seed_units(db: &mut Db) -> Result<usize, Failure> {
    if store::has_units(db)? {
        return Ok(0);
    }
    let units = read_units(SEED)?;
    store::insert_units(db, &units)?;
    Ok(units.len())
}
