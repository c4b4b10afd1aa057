//! What is held of a person's account, without anything that opens it; and what of it decides how long it is kept.

use super::closing::close;
use crate::kernel::access::Role;
use crate::kernel::clock::Timestamp;
use crate::kernel::errors::Failure;
use crate::kernel::ids::{SessionId, UserId};
use crate::platform::db::schema::{
    address_changes, devices, positions, proposed_changes, role_grants, second_factors, sessions,
    staff_list, users, vouchers,
};
use crate::platform::db::{Backend, Db};
use crate::platform::ledger::Subject;
use crate::platform::personal::{Holder, Holdings, Person, Thing, as_json};
use diesel::dsl::max;
use diesel::prelude::*;
use serde::Serialize;
use serde_json::{Value, json};
use std::collections::{BTreeMap, BTreeSet};

pub const HOLDER: Holder = Holder {
    room: "features/accounts",
    tables: &[
        "account_links",
        "address_changes",
        "devices",
        "positions",
        "proposed_changes",
        "recovery_codes",
        "refresh_tokens",
        "registrations",
        "role_grants",
        "second_factors",
        "sessions",
        "sign_in_failures",
        "staff_list",
        "users",
        "vouchers",
    ],
    left: &["acting_heads", "substitutes"],
    things,
    holdings,
    close,
    ..Holder::NOTHING
};

/// Every e-mail address that is or was somebody's.
///
/// # Errors
/// When the database fails.
pub fn addresses_of(db: &mut Db, user: &UserId) -> Result<Vec<String>, Failure> {
    let changes = address_changes::table.filter(address_changes::user_id.eq(user));
    let mut addresses: Vec<String> = changes.select(address_changes::old_email).load(db)?;
    addresses.extend(changes.select(address_changes::new_email).load::<String>(db)?);
    addresses.push(users::table.find(user).select(users::email).first(db)?);
    Ok(addresses)
}

fn things(db: &mut Db, person: &Person<'_>) -> Result<Vec<Thing>, Failure> {
    let ids = sessions::table.filter(sessions::user_id.eq(person.user)).select(sessions::id);
    let signed_in = ids.load::<SessionId>(db)?;
    let subjects = std::iter::once(Subject::user(person.user));
    let subjects = subjects.chain(signed_in.iter().map(Subject::session));
    Ok(subjects.map(|subject| Thing { subject, proposal: None }).collect())
}

#[derive(Queryable, Selectable, Serialize)]
#[diesel(table_name = users)]
struct Account {
    id: String,
    email: String,
    nip: Option<String>,
    nip_claim: Option<String>,
    name: String,
    unit: Option<String>,
    superior: Option<String>,
    active: bool,
    created_at: Timestamp,
    password_changed_at: Timestamp,
    email_verified_at: Option<Timestamp>,
}

#[derive(Queryable, Selectable, Serialize)]
#[diesel(table_name = role_grants)]
struct Grant {
    role: String,
    granted_at: Timestamp,
    revoked_at: Option<Timestamp>,
}

#[derive(Queryable, Selectable, Serialize)]
#[diesel(table_name = sessions)]
struct Session {
    started_at: Timestamp,
    expires_at: Timestamp,
    ended_at: Option<Timestamp>,
    end_reason: Option<String>,
    client: String,
}

#[derive(Queryable, Selectable, Serialize)]
#[diesel(table_name = devices)]
struct Device {
    first_seen_at: Timestamp,
    last_seen_at: Timestamp,
}

#[derive(Queryable, Selectable, Serialize)]
#[diesel(table_name = positions)]
struct Stood {
    unit: Option<String>,
    superior: Option<String>,
    held_from: Timestamp,
    held_until: Option<Timestamp>,
}

#[derive(Queryable, Selectable, Serialize)]
#[diesel(table_name = proposed_changes)]
struct Change {
    #[serde(serialize_with = "as_json")]
    wanted: String,
    state: String,
    proposed_at: Timestamp,
    decided_at: Option<Timestamp>,
    reason: Option<String>,
}

/// Where the person stood, and what was proposed for them. Who vouched for them is on their roles' record.
fn standing_of(db: &mut Db, user: &UserId) -> Result<Value, Failure> {
    let positions = positions::table
        .filter(positions::user_id.eq(user))
        .order(positions::held_from)
        .select(Stood::as_select())
        .load(db)?;
    let changes = proposed_changes::table
        .filter(proposed_changes::user_id.eq(user))
        .order(proposed_changes::proposed_at)
        .select(Change::as_select())
        .load(db)?;
    let vouched = vouchers::table
        .filter(vouchers::user_id.eq(user))
        .order(vouchers::vouched_at)
        .select((vouchers::how, vouchers::vouched_at))
        .load::<(String, Timestamp)>(db)?;
    Ok(json!({"positions": positions, "proposed_changes": changes, "vouched_for": vouched}))
}

#[derive(Queryable, Selectable, Serialize)]
#[diesel(table_name = address_changes)]
struct AddressChange {
    old_email: String,
    new_email: String,
    reason: String,
    asked_at: Timestamp,
    done_at: Option<Timestamp>,
    stopped_at: Option<Timestamp>,
}

#[derive(Queryable, Selectable, Serialize)]
#[diesel(table_name = staff_list)]
struct Listed {
    nip: String,
    name: String,
    unit: String,
    email: String,
    imported_at: Timestamp,
}

/// The account, without anything that opens it.
fn holdings(db: &mut Db, person: &Person<'_>) -> Result<Holdings, Failure> {
    let user = person.user;
    let account = users::table.find(user).select(Account::as_select()).first(db)?;
    let roles = role_grants::table
        .filter(role_grants::user_id.eq(user))
        .order(role_grants::granted_at)
        .select(Grant::as_select())
        .load(db)?;
    let sessions = sessions::table
        .filter(sessions::user_id.eq(user))
        .order(sessions::started_at)
        .select(Session::as_select())
        .load(db)?;
    let devices = devices::table
        .filter(devices::user_id.eq(user))
        .order(devices::first_seen_at)
        .select(Device::as_select())
        .load(db)?;
    let changes = address_changes::table
        .filter(address_changes::user_id.eq(user))
        .order(address_changes::asked_at)
        .select(AddressChange::as_select())
        .load(db)?;
    let listed = staff_list::table
        .inner_join(users::table.on(users::email.eq(staff_list::email)))
        .filter(users::id.eq(user))
        .select(Listed::as_select())
        .load(db)?;
    let factor: Option<Option<Timestamp>> = second_factors::table
        .find(user)
        .select(second_factors::confirmed_at)
        .first(db)
        .optional()?;
    let all = json!({
        "account": account, "roles": roles, "sessions": sessions, "devices": devices,
        "standing": standing_of(db, user)?,
        "address_changes": changes, "staff_list": listed,
        "second_factor_since": factor.flatten(),
    });
    Ok(vec![("account", all)].into())
}

/// A person who was not erased.
#[derive(Debug, Clone, Queryable)]
pub struct Living {
    pub user: UserId,
    pub name: String,
    pub created_at: Timestamp,
}

/// People who were not erased, all or some of these, by name.
///
/// # Errors
/// When the database fails.
pub fn living(db: &mut Db, only: Option<&[UserId]>) -> Result<Vec<Living>, Failure> {
    let mut people = users::table
        .filter(users::erased_at.is_null())
        .select((users::id, users::name, users::created_at))
        .order((users::name, users::id))
        .into_boxed::<Backend>();
    if let Some(ids) = only {
        people = people.filter(users::id.eq_any(ids.to_vec()));
    }
    Ok(people.load(db)?)
}

/// When each person last signed in.
///
/// # Errors
/// When the database fails.
pub fn last_sign_ins(db: &mut Db) -> Result<BTreeMap<UserId, Timestamp>, Failure> {
    let sign_ins = sessions::table
        .group_by(sessions::user_id)
        .select((sessions::user_id, max(sessions::started_at)))
        .load::<(UserId, Option<Timestamp>)>(db)?;
    Ok(sign_ins.into_iter().filter_map(|(user, at)| Some((user, at?))).collect())
}

/// Who holds a role other than candidate.
///
/// # Errors
/// When the database fails.
pub fn on_duty(db: &mut Db) -> Result<BTreeSet<UserId>, Failure> {
    let held = role_grants::revoked_at.is_null().and(role_grants::role.ne(Role::Candidate.name()));
    let people = role_grants::table.filter(held).select(role_grants::user_id).load(db)?;
    Ok(people.into_iter().collect())
}

/// A role somebody holds or held.
#[derive(Queryable, Selectable)]
#[diesel(table_name = role_grants)]
pub struct RoleHeld {
    pub user_id: String,
    pub role: String,
    pub granted_at: Timestamp,
    pub revoked_at: Option<Timestamp>,
}

/// The roles that these people hold or held.
///
/// # Errors
/// When the database fails.
pub fn roles_ever_held(db: &mut Db, people: Vec<String>) -> Result<Vec<RoleHeld>, Failure> {
    let held = role_grants::table.filter(role_grants::user_id.eq_any(people));
    Ok(held.select(RoleHeld::as_select()).load(db)?)
}

/// Everybody who holds a role now, those whose account is off among them.
///
/// # Errors
/// When the database fails.
pub fn all_holding(db: &mut Db, role: Role) -> Result<Vec<UserId>, Failure> {
    let held = role_grants::role.eq(role.name()).and(role_grants::revoked_at.is_null());
    Ok(role_grants::table.filter(held).select(role_grants::user_id).load(db)?)
}
