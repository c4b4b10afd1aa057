//! The roles that people hold now, and the viewer made from them.

use crate::features::accounts::rules;
use crate::kernel::access::{Role, Viewer};
use crate::kernel::clock::Timestamp;
use crate::kernel::errors::{Code, Failure, common};
use crate::kernel::ids::{GrantId, SessionId, UnitCode, UserId};
use crate::kernel::settings;
use crate::platform::db::Db;
use crate::platform::db::schema::{
    role_grants, second_factors, sessions, substitutes, units, users,
};
use diesel::prelude::*;
use std::collections::{BTreeMap, BTreeSet};

/// A person now, and what they must do before acting in any role.
pub(in crate::features::accounts) struct Present {
    pub viewer: Viewer,
    pub missing: Option<Code>,
    pub name: String,
    /// The time zone of their unit.
    pub time_zone: Option<String>,
}

#[derive(Queryable)]
struct PresentRow {
    name: String,
    unit: Option<UnitCode>,
    time_zone: Option<String>,
    verified_at: Option<Timestamp>,
    factor_at: Option<Timestamp>,
    role: Option<String>,
    until_on: Option<String>,
}

impl PresentRow {
    /// A role in somebody's place ends with its last day, also before the program has ended it.
    fn role(&self, today: &str) -> Option<Role> {
        let held = self.until_on.as_deref().is_none_or(|until| today <= until);
        Role::from_name(self.role.as_deref()?).filter(|_| held)
    }
}

/// The person behind a valid session, with the roles held now; without roles while a requirement of
/// the settings is missing. One statement.
///
/// # Errors
/// `not_signed_in` when the session has ended or the account is disabled.
pub(in crate::features::accounts) fn present(
    db: &mut Db,
    (user, session): (&UserId, &SessionId),
    settings: &settings::Accounts,
    now: Timestamp,
) -> Result<Present, Failure> {
    let held = role_grants::user_id.eq(users::id).and(role_grants::revoked_at.is_null());
    // One row for each role; one row without a role for a person who holds none.
    let today = now.date_in_jakarta().to_string();
    let mut rows = sessions::table
        .inner_join(users::table.on(users::id.eq(sessions::user_id)))
        .left_join(second_factors::table.on(second_factors::user_id.eq(users::id)))
        .left_join(units::table.on(users::unit.eq(units::code.nullable())))
        .left_join(role_grants::table.on(held))
        .left_join(
            substitutes::table.on(substitutes::grant_id.nullable().eq(role_grants::id.nullable())),
        )
        .filter(sessions::id.eq(session).and(sessions::user_id.eq(user)))
        .filter(sessions::ended_at.is_null().and(sessions::expires_at.gt(now)))
        .filter(users::active.eq(true))
        .order(role_grants::role)
        .select((
            users::name,
            users::unit,
            units::time_zone.nullable(),
            users::email_verified_at,
            second_factors::confirmed_at.nullable(),
            role_grants::role.nullable(),
            substitutes::until_on.nullable(),
        ))
        .load::<PresentRow>(db)?;
    let roles: Vec<Role> = rows.iter().filter_map(|row| row.role(&today)).collect();
    let found = rows.pop().ok_or_else(|| Failure::refused(common::NOT_SIGNED_IN))?;
    let PresentRow { name, unit, time_zone, verified_at, factor_at, .. } = found;
    let missing = rules::missing(&roles, verified_at.is_some(), factor_at.is_some(), settings);
    let roles = if missing.is_some() { Vec::new() } else { roles };
    let viewer = Viewer { user: user.clone(), session: session.clone(), unit, roles };
    Ok(Present { viewer, missing, name, time_zone })
}

pub(in crate::features::accounts) fn roles_of(
    db: &mut Db,
    user: &UserId,
) -> Result<Vec<Role>, Failure> {
    let names = role_grants::table
        .filter(role_grants::user_id.eq(user).and(role_grants::revoked_at.is_null()))
        .order(role_grants::role)
        .select(role_grants::role)
        .load::<String>(db)?;
    Ok(names.iter().filter_map(|name| Role::from_name(name)).collect())
}

pub(super) fn roles_of_all(
    db: &mut Db,
    ids: &[UserId],
) -> Result<BTreeMap<UserId, Vec<Role>>, Failure> {
    let rows = role_grants::table
        .filter(role_grants::user_id.eq_any(ids).and(role_grants::revoked_at.is_null()))
        .order(role_grants::role)
        .select((role_grants::user_id, role_grants::role))
        .load::<(UserId, String)>(db)?;
    let mut roles: BTreeMap<UserId, Vec<Role>> = BTreeMap::new();
    for (user, name) in rows {
        roles.entry(user).or_default().extend(Role::from_name(&name));
    }
    Ok(roles)
}

pub(in crate::features::accounts) fn insert_grant(
    db: &mut Db,
    user: &UserId,
    role: Role,
    by: Option<&UserId>,
    now: Timestamp,
) -> Result<GrantId, Failure> {
    let id = GrantId::new()?;
    diesel::insert_into(role_grants::table)
        .values((
            role_grants::id.eq(&id),
            role_grants::user_id.eq(user),
            role_grants::role.eq(role.name()),
            role_grants::granted_by.eq(by),
            role_grants::granted_at.eq(now),
        ))
        .execute(db)?;
    Ok(id)
}

/// Returns whether the role was held.
pub(in crate::features::accounts) fn revoke_grant(
    db: &mut Db,
    user: &UserId,
    role: Role,
    by: Option<&UserId>,
    now: Timestamp,
) -> Result<bool, Failure> {
    let current = role_grants::table
        .filter(role_grants::user_id.eq(user).and(role_grants::role.eq(role.name())))
        .filter(role_grants::revoked_at.is_null());
    let changed = diesel::update(current)
        .set((role_grants::revoked_by.eq(by), role_grants::revoked_at.eq(now)))
        .execute(db)?;
    Ok(changed > 0)
}

/// The names of people with an active account who hold one of these roles now.
pub(in crate::features::accounts) fn names_of_holders(
    db: &mut Db,
    roles: &[Role],
) -> Result<BTreeMap<UserId, String>, Failure> {
    let names: Vec<&str> = roles.iter().map(|role| role.name()).collect();
    let held = role_grants::table
        .inner_join(users::table.on(users::id.eq(role_grants::user_id)))
        .filter(role_grants::role.eq_any(names).and(role_grants::revoked_at.is_null()))
        .filter(users::active.eq(true))
        .select((users::id, users::name))
        .load::<(UserId, String)>(db)?;
    Ok(held.into_iter().collect())
}

/// Everybody with an active account who heads this unit now.
pub fn heads_of(db: &mut Db, unit: &UnitCode) -> Result<Vec<UserId>, Failure> {
    Ok(role_grants::table
        .inner_join(users::table.on(users::id.eq(role_grants::user_id)))
        .filter(role_grants::role.eq(Role::UnitHead.name()).and(role_grants::revoked_at.is_null()))
        .filter(users::active.eq(true).and(users::unit.eq(unit)))
        .order(role_grants::user_id)
        .select(role_grants::user_id)
        .load(db)?)
}

/// Everybody with an active account who heads a unit now, by unit.
pub fn heads_of_all(db: &mut Db) -> Result<BTreeMap<UnitCode, Vec<UserId>>, Failure> {
    let found = role_grants::table
        .inner_join(users::table.on(users::id.eq(role_grants::user_id)))
        .filter(role_grants::role.eq(Role::UnitHead.name()).and(role_grants::revoked_at.is_null()))
        .filter(users::active.eq(true).and(users::unit.is_not_null()))
        .order(role_grants::user_id)
        .select((users::unit.assume_not_null(), role_grants::user_id))
        .load::<(UnitCode, UserId)>(db)?;
    let mut heads: BTreeMap<UnitCode, Vec<UserId>> = BTreeMap::new();
    for (unit, head) in found {
        heads.entry(unit).or_default().push(head);
    }
    Ok(heads)
}

/// Everybody with an active account who holds one of these roles now. One statement.
pub fn holders_of_each(
    db: &mut Db,
    roles: &[Role],
) -> Result<BTreeMap<Role, BTreeSet<UserId>>, Failure> {
    let names: Vec<&str> = roles.iter().map(|role| role.name()).collect();
    let held = role_grants::table
        .inner_join(users::table.on(users::id.eq(role_grants::user_id)))
        .filter(role_grants::role.eq_any(names).and(role_grants::revoked_at.is_null()))
        .filter(users::active.eq(true))
        .select((role_grants::role, role_grants::user_id))
        .load::<(String, UserId)>(db)?;
    let mut holders: BTreeMap<Role, BTreeSet<UserId>> = BTreeMap::new();
    for (role, user) in held {
        if let Some(role) = Role::from_name(&role) {
            holders.entry(role).or_default().insert(user);
        }
    }
    Ok(holders)
}

/// Everybody with an active account who holds a role now.
pub fn holders_of(db: &mut Db, role: Role) -> Result<Vec<UserId>, Failure> {
    Ok(role_grants::table
        .inner_join(users::table.on(users::id.eq(role_grants::user_id)))
        .filter(role_grants::role.eq(role.name()).and(role_grants::revoked_at.is_null()))
        .filter(users::active.eq(true))
        .order(role_grants::user_id)
        .select(role_grants::user_id)
        .load(db)?)
}
