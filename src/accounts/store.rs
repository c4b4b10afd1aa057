//! Every query on people, roles, sessions and units. Rows stay here.

use super::{Unit, User};
use crate::access::{Role, Viewer};
use crate::clock::Timestamp;
use crate::db::Db;
use crate::db::schema::{refresh_tokens, role_grants, sessions, sign_in_failures, units, users};
use crate::errors::{Failure, common};
use crate::ids::{GrantId, SessionId, UnitCode, UserId};
use crate::web::Paging;
use diesel::prelude::*;
use std::collections::BTreeMap;

#[derive(Queryable, Selectable, Insertable)]
#[diesel(table_name = users)]
pub(super) struct UserRow {
    pub id: UserId,
    pub email: String,
    pub nip: Option<String>,
    pub name: String,
    pub unit: Option<UnitCode>,
    pub superior: Option<UserId>,
    pub password_hash: String,
    pub active: bool,
    pub created_at: Timestamp,
    pub password_changed_at: Timestamp,
}

#[derive(Queryable, Insertable)]
#[diesel(table_name = units)]
struct UnitRow {
    code: UnitCode,
    parent: Option<UnitCode>,
    name: String,
    kind: String,
    city: String,
    region: String,
    remote: bool,
    time_zone: String,
    active: bool,
}

impl UserRow {
    fn with_roles(self, roles: Vec<Role>) -> User {
        User {
            id: self.id,
            email: self.email,
            nip: self.nip,
            name: self.name,
            unit: self.unit,
            superior: self.superior,
            active: self.active,
            created_at: self.created_at,
            roles,
        }
    }
}

/// The person behind a session that is still good, with the roles held at this moment.
///
/// # Errors
/// `not_signed_in` when the session has ended or the account is disabled.
pub(super) fn viewer(
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

pub(super) fn roles_of(db: &mut Db, user: &UserId) -> Result<Vec<Role>, Failure> {
    let names = role_grants::table
        .filter(role_grants::user_id.eq(user).and(role_grants::revoked_at.is_null()))
        .order(role_grants::role)
        .select(role_grants::role)
        .load::<String>(db)?;
    Ok(names.iter().filter_map(|name| Role::from_name(name)).collect())
}

fn roles_of_all(db: &mut Db, ids: &[UserId]) -> Result<BTreeMap<UserId, Vec<Role>>, Failure> {
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

fn complete(db: &mut Db, rows: Vec<UserRow>) -> Result<Vec<User>, Failure> {
    let ids: Vec<UserId> = rows.iter().map(|row| row.id.clone()).collect();
    let mut roles = roles_of_all(db, &ids)?;
    Ok(rows
        .into_iter()
        .map(|row| {
            let held = roles.remove(&row.id).unwrap_or_default();
            row.with_roles(held)
        })
        .collect())
}

pub(super) fn find_row(db: &mut Db, id: &UserId) -> Result<Option<UserRow>, Failure> {
    Ok(users::table.find(id).select(UserRow::as_select()).first(db).optional()?)
}

/// By e-mail (stored in lower case) or by NIP (digits only).
pub(super) fn find_by_login(db: &mut Db, login: &str) -> Result<Option<UserRow>, Failure> {
    Ok(users::table
        .filter(users::email.eq(login).or(users::nip.eq(login)))
        .select(UserRow::as_select())
        .first(db)
        .optional()?)
}

pub(super) fn find_user(db: &mut Db, id: &UserId) -> Result<Option<User>, Failure> {
    let rows = find_row(db, id)?.into_iter().collect();
    Ok(complete(db, rows)?.pop())
}

/// People by id, for the stages that show names; unknown ids are left out.
///
/// # Errors
/// When the database fails.
pub fn users_of(db: &mut Db, ids: &[UserId]) -> Result<Vec<User>, Failure> {
    let rows = users::table.filter(users::id.eq_any(ids)).select(UserRow::as_select()).load(db)?;
    complete(db, rows)
}

/// The unit and the superior of each of these people, for conflicts of interest.
///
/// # Errors
/// When the database fails.
pub fn user_units(
    db: &mut Db,
    ids: &[UserId],
) -> Result<BTreeMap<UserId, (Option<UnitCode>, Option<UserId>)>, Failure> {
    let rows = users::table
        .filter(users::id.eq_any(ids))
        .select((users::id, users::unit, users::superior))
        .load::<(UserId, Option<UnitCode>, Option<UserId>)>(db)?;
    Ok(rows.into_iter().map(|(id, unit, superior)| (id, (unit, superior))).collect())
}

pub(super) fn list_users(
    db: &mut Db,
    role: Option<Role>,
    paging: &Paging,
) -> Result<Vec<User>, Failure> {
    let mut query = users::table
        .select(UserRow::as_select())
        .order((users::created_at, users::id))
        .limit(paging.fetch())
        .into_boxed::<crate::db::Backend>();
    if let Some((at, id)) = paging.key::<(Timestamp, String)>()? {
        query = query
            .filter(users::created_at.gt(at).or(users::created_at.eq(at).and(users::id.gt(id))));
    }
    if let Some(role) = role {
        let holders = role_grants::table
            .filter(role_grants::role.eq(role.name()).and(role_grants::revoked_at.is_null()))
            .select(role_grants::user_id);
        query = query.filter(users::id.eq_any(holders));
    }
    let rows = query.load(db)?;
    complete(db, rows)
}

pub(super) fn email_taken(db: &mut Db, email: &str) -> Result<bool, Failure> {
    let found = users::table.filter(users::email.eq(email));
    Ok(diesel::select(diesel::dsl::exists(found)).get_result(db)?)
}

pub(super) fn nip_taken(db: &mut Db, nip: &str) -> Result<bool, Failure> {
    let found = users::table.filter(users::nip.eq(nip));
    Ok(diesel::select(diesel::dsl::exists(found)).get_result(db)?)
}

pub(super) fn insert_user(db: &mut Db, row: UserRow) -> Result<(), Failure> {
    diesel::insert_into(users::table).values(row).execute(db)?;
    Ok(())
}

pub(super) fn update_user(db: &mut Db, user: &User) -> Result<(), Failure> {
    diesel::update(users::table.find(&user.id))
        .set((
            users::name.eq(&user.name),
            users::unit.eq(&user.unit),
            users::superior.eq(&user.superior),
            users::active.eq(user.active),
        ))
        .execute(db)?;
    Ok(())
}

pub(super) fn set_password(
    db: &mut Db,
    id: &UserId,
    hash: &str,
    now: Timestamp,
) -> Result<(), Failure> {
    diesel::update(users::table.find(id))
        .set((users::password_hash.eq(hash), users::password_changed_at.eq(now)))
        .execute(db)?;
    Ok(())
}

pub(super) fn insert_grant(
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
pub(super) fn revoke_grant(
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

pub(super) fn insert_session(
    db: &mut Db,
    id: &SessionId,
    user: &UserId,
    now: Timestamp,
    expires: Timestamp,
) -> Result<(), Failure> {
    diesel::insert_into(sessions::table)
        .values((
            sessions::id.eq(id),
            sessions::user_id.eq(user),
            sessions::started_at.eq(now),
            sessions::expires_at.eq(expires),
        ))
        .execute(db)?;
    Ok(())
}

pub(super) fn end_session(
    db: &mut Db,
    id: &SessionId,
    reason: &str,
    now: Timestamp,
) -> Result<(), Failure> {
    diesel::update(sessions::table.filter(sessions::id.eq(id).and(sessions::ended_at.is_null())))
        .set((sessions::ended_at.eq(now), sessions::end_reason.eq(reason)))
        .execute(db)?;
    Ok(())
}

/// Ends all sessions of a person but one.
pub(super) fn end_sessions(
    db: &mut Db,
    user: &UserId,
    but: Option<&SessionId>,
    reason: &str,
    now: Timestamp,
) -> Result<(), Failure> {
    let spared = but.map_or("", SessionId::as_str);
    let open = sessions::table
        .filter(sessions::user_id.eq(user).and(sessions::ended_at.is_null()))
        .filter(sessions::id.ne(spared.to_owned()));
    diesel::update(open)
        .set((sessions::ended_at.eq(now), sessions::end_reason.eq(reason)))
        .execute(db)?;
    Ok(())
}

pub(super) fn insert_refresh(
    db: &mut Db,
    hash: &str,
    session: &SessionId,
    now: Timestamp,
    expires: Timestamp,
) -> Result<(), Failure> {
    diesel::insert_into(refresh_tokens::table)
        .values((
            refresh_tokens::token_hash.eq(hash),
            refresh_tokens::session_id.eq(session),
            refresh_tokens::issued_at.eq(now),
            refresh_tokens::expires_at.eq(expires),
        ))
        .execute(db)?;
    Ok(())
}

/// A stored refresh token and the session it continues.
#[derive(Queryable)]
pub(super) struct StoredRefresh {
    pub session: SessionId,
    pub user: UserId,
    pub expires_at: Timestamp,
    pub used_at: Option<Timestamp>,
    pub session_expires_at: Timestamp,
    pub session_ended_at: Option<Timestamp>,
    pub user_active: bool,
}

pub(super) fn find_refresh(db: &mut Db, hash: &str) -> Result<Option<StoredRefresh>, Failure> {
    Ok(refresh_tokens::table
        .inner_join(sessions::table.inner_join(users::table))
        .filter(refresh_tokens::token_hash.eq(hash))
        .select((
            sessions::id,
            users::id,
            refresh_tokens::expires_at,
            refresh_tokens::used_at,
            sessions::expires_at,
            sessions::ended_at,
            users::active,
        ))
        .first(db)
        .optional()?)
}

pub(super) fn use_refresh(db: &mut Db, hash: &str, now: Timestamp) -> Result<(), Failure> {
    diesel::update(refresh_tokens::table.find(hash))
        .set(refresh_tokens::used_at.eq(now))
        .execute(db)?;
    Ok(())
}

/// Failures counted in this bucket since `window_start`.
pub(super) fn failures_since(
    db: &mut Db,
    bucket: &str,
    window_start: Timestamp,
) -> Result<i32, Failure> {
    Ok(sign_in_failures::table
        .filter(sign_in_failures::bucket.eq(bucket))
        .filter(sign_in_failures::window_started_at.gt(window_start))
        .select(sign_in_failures::failures)
        .first(db)
        .optional()?
        .unwrap_or(0))
}

pub(super) fn count_failure(
    db: &mut Db,
    bucket: &str,
    window_start: Timestamp,
    now: Timestamp,
) -> Result<(), Failure> {
    let so_far = failures_since(db, bucket, window_start)?;
    if so_far > 0 {
        diesel::update(sign_in_failures::table.find(bucket))
            .set(sign_in_failures::failures.eq(so_far + 1))
            .execute(db)?;
        return Ok(());
    }
    forget_failures(db, bucket)?;
    diesel::insert_into(sign_in_failures::table)
        .values((
            sign_in_failures::bucket.eq(bucket),
            sign_in_failures::window_started_at.eq(now),
            sign_in_failures::failures.eq(1),
        ))
        .execute(db)?;
    Ok(())
}

pub(super) fn forget_failures(db: &mut Db, bucket: &str) -> Result<(), Failure> {
    diesel::delete(sign_in_failures::table.find(bucket)).execute(db)?;
    Ok(())
}

/// All units by code; they are few hundred at most, and every stage needs the tree.
///
/// # Errors
/// When the database fails.
pub fn load_units(db: &mut Db) -> Result<BTreeMap<UnitCode, Unit>, Failure> {
    let rows = units::table.order(units::code).load::<UnitRow>(db)?;
    Ok(rows.into_iter().map(Unit::from).map(|unit| (unit.code.clone(), unit)).collect())
}

/// One unit.
///
/// # Errors
/// When the database fails.
pub fn find_unit(db: &mut Db, code: &UnitCode) -> Result<Option<Unit>, Failure> {
    Ok(units::table.find(code).first::<UnitRow>(db).optional()?.map(Unit::from))
}

pub(super) fn has_units(db: &mut Db) -> Result<bool, Failure> {
    Ok(units::table.count().get_result::<i64>(db)? > 0)
}

pub(super) fn insert_units(db: &mut Db, new: &[Unit]) -> Result<(), Failure> {
    for unit in new {
        diesel::insert_into(units::table).values(UnitRow::from(unit.clone())).execute(db)?;
    }
    Ok(())
}

pub(super) fn save_unit(db: &mut Db, unit: &Unit, is_known: bool) -> Result<(), Failure> {
    if !is_known {
        return insert_units(db, std::slice::from_ref(unit));
    }
    diesel::update(units::table.find(&unit.code))
        .set((
            units::parent.eq(&unit.parent),
            units::name.eq(&unit.name),
            units::kind.eq(&unit.kind),
            units::city.eq(&unit.city),
            units::region.eq(&unit.region),
            units::remote.eq(unit.remote),
            units::time_zone.eq(&unit.time_zone),
            units::active.eq(unit.active),
        ))
        .execute(db)?;
    Ok(())
}

impl From<UnitRow> for Unit {
    fn from(row: UnitRow) -> Self {
        let UnitRow { code, parent, name, kind, city, region, remote, time_zone, active } = row;
        Self { code, parent, name, kind, city, region, remote, time_zone, active }
    }
}

impl From<Unit> for UnitRow {
    fn from(unit: Unit) -> Self {
        let Unit { code, parent, name, kind, city, region, remote, time_zone, active } = unit;
        Self { code, parent, name, kind, city, region, remote, time_zone, active }
    }
}
