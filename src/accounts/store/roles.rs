//! Roles as they are held at this moment, and the viewer made of them.

use crate::access::{Role, Viewer};
use crate::clock::Timestamp;
use crate::db::Db;
use crate::db::schema::{role_grants, sessions, users};
use crate::errors::{Failure, common};
use crate::ids::{GrantId, SessionId, UnitCode, UserId};
use diesel::prelude::*;
use std::collections::BTreeMap;

/// The person behind a session that is still good, with the roles held at this moment.
///
/// # Errors
/// `not_signed_in` when the session has ended or the account is disabled.
pub(in crate::accounts) fn viewer(
    db: &mut Db,
    user: &UserId,
    session: &SessionId,
    now: Timestamp,
) -> Result<Viewer, Failure> {
    let unit = sessions::table
        .inner_join(users::table)
        .filter(sessions::id.eq(session).and(sessions::user_id.eq(user)))
        .filter(sessions::ended_at.is_null().and(sessions::expires_at.gt(now)))
        .filter(users::active.eq(true))
        .select(users::unit)
        .first::<Option<UnitCode>>(db)
        .optional()?
        .ok_or_else(|| Failure::refused(common::NOT_SIGNED_IN))?;
    let roles = roles_of(db, user)?;
    Ok(Viewer { user: user.clone(), session: session.clone(), unit, roles })
}

pub(in crate::accounts) fn roles_of(db: &mut Db, user: &UserId) -> Result<Vec<Role>, Failure> {
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

pub(in crate::accounts) fn insert_grant(
    db: &mut Db,
    user: &UserId,
    role: Role,
    by: Option<&UserId>,
    now: Timestamp,
) -> Result<(), Failure> {
    diesel::insert_into(role_grants::table)
        .values((
            role_grants::id.eq(GrantId::new()?),
            role_grants::user_id.eq(user),
            role_grants::role.eq(role.name()),
            role_grants::granted_by.eq(by),
            role_grants::granted_at.eq(now),
        ))
        .execute(db)?;
    Ok(())
}

/// Answers whether the role was held.
pub(in crate::accounts) fn revoke_grant(
    db: &mut Db,
    user: &UserId,
    role: Role,
    by: &UserId,
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

/// Everybody who holds a role now and whose account is on.
///
/// # Errors
/// When the database fails.
pub fn holders_of(db: &mut Db, role: Role) -> Result<Vec<UserId>, Failure> {
    Ok(role_grants::table
        .inner_join(users::table.on(users::id.eq(role_grants::user_id)))
        .filter(role_grants::role.eq(role.name()).and(role_grants::revoked_at.is_null()))
        .filter(users::active.eq(true))
        .order(role_grants::user_id)
        .select(role_grants::user_id)
        .load(db)?)
}
