//! People.

use super::positions::keep_position;
use super::roles::roles_of_all;
use crate::features::accounts::{AccountFilter, KeptNip, User};
use crate::kernel::access::Role;
use crate::kernel::clock::Timestamp;
use crate::kernel::errors::Failure;
use crate::kernel::folded::folded;
use crate::kernel::ids::{UnitCode, UserId};
use crate::kernel::paging::Paging;
use crate::kernel::sought::Sought;
use crate::platform::db::Db;
use crate::platform::db::schema::{role_grants, users};
use diesel::prelude::*;
use std::collections::BTreeMap;

diesel::define_sql_function! { fn lower(text: diesel::sql_types::Text) -> diesel::sql_types::Text; }

/// Escapes the text so that none of it is read as a pattern.
fn escaped(text: &str) -> String {
    text.replace('\\', "\\\\").replace('%', "\\%").replace('_', "\\_")
}

#[derive(Queryable, Selectable, Insertable)]
#[diesel(table_name = users)]
pub(in crate::features::accounts) struct UserRow {
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
    pub email_verified_at: Option<Timestamp>,
    pub nip_claim: Option<String>,
}

impl UserRow {
    fn with_roles(self, roles: Vec<Role>) -> User {
        User {
            id: self.id,
            email: self.email,
            nip: KeptNip::new(self.nip),
            nip_claim: KeptNip::new(self.nip_claim),
            name: self.name,
            unit: self.unit,
            superior: self.superior,
            active: self.active,
            created_at: self.created_at,
            email_verified: self.email_verified_at.is_some(),
            roles,
        }
    }
}

pub(super) fn complete(db: &mut Db, rows: Vec<UserRow>) -> Result<Vec<User>, Failure> {
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

pub(in crate::features::accounts) fn find_row(
    db: &mut Db,
    id: &UserId,
) -> Result<Option<UserRow>, Failure> {
    Ok(users::table.find(id).select(UserRow::as_select()).first(db).optional()?)
}

/// Finds by e-mail (stored in lower case) or by NIP (digits only).
pub(in crate::features::accounts) fn find_by_login(
    db: &mut Db,
    login: &str,
) -> Result<Option<UserRow>, Failure> {
    Ok(users::table
        .filter(users::email.eq(login).or(users::nip.eq(login)))
        .select(UserRow::as_select())
        .first(db)
        .optional()?)
}

/// Whether the person behind an account was erased (`privacy`).
pub(in crate::features::accounts) fn is_erased(db: &mut Db, id: &UserId) -> Result<bool, Failure> {
    let erased_at = users::table.find(id).select(users::erased_at);
    Ok(erased_at.first::<Option<Timestamp>>(db).optional()?.flatten().is_some())
}

pub(in crate::features::accounts) fn find_user(
    db: &mut Db,
    id: &UserId,
) -> Result<Option<User>, Failure> {
    Ok(users_of(db, std::slice::from_ref(id))?.pop())
}

/// People by id, for the features that show names; unknown ids are left out. One statement.
pub fn users_of(db: &mut Db, ids: &[UserId]) -> Result<Vec<User>, Failure> {
    let held = role_grants::user_id.eq(users::id).and(role_grants::revoked_at.is_null());
    // One row for each role, a person's rows together; one row without a role for a person who
    // holds none.
    let rows = users::table
        .left_join(role_grants::table.on(held))
        .filter(users::id.eq_any(ids))
        .order((users::id, role_grants::role))
        .select((UserRow::as_select(), role_grants::role.nullable()))
        .load::<(UserRow, Option<String>)>(db)?;
    let mut found: Vec<User> = Vec::new();
    for (row, role) in rows {
        let role = role.and_then(|name| Role::from_name(&name));
        match found.last_mut().filter(|user| user.id == row.id) {
            Some(user) => user.roles.extend(role),
            None => found.push(row.with_roles(role.into_iter().collect())),
        }
    }
    Ok(found)
}

/// The names of these people.
pub fn names_of(db: &mut Db, ids: &[UserId]) -> Result<BTreeMap<UserId, String>, Failure> {
    let named = users::table.filter(users::id.eq_any(ids)).select((users::id, users::name));
    Ok(named.load::<(UserId, String)>(db)?.into_iter().collect())
}

pub(in crate::features::accounts) fn list_users(
    db: &mut Db,
    filter: &AccountFilter,
    paging: &Paging,
    sees_nips: bool,
) -> Result<Vec<User>, Failure> {
    let mut query = users::table
        .select(UserRow::as_select())
        .order((users::created_at, users::id))
        .limit(paging.fetch())
        .into_boxed::<crate::platform::db::Backend>();
    if let Some((at, id)) = paging.key::<(Timestamp, String)>()? {
        query = query
            .filter(users::created_at.gt(at).or(users::created_at.eq(at).and(users::id.gt(id))));
    }
    if let Some(search) = filter.search.as_deref().map(str::trim).filter(|text| !text.is_empty()) {
        let holds = format!("%{}%", escaped(&search.to_lowercase()));
        let named = lower(users::name)
            .like(holds.clone())
            .escape('\\')
            .or(users::email.like(holds.clone()).escape('\\'));
        // Whoever may not read a NIP must not find it digit by digit by searching either.
        query = if sees_nips {
            let numbered = users::nip
                .assume_not_null()
                .like(holds.clone())
                .escape('\\')
                .or(users::nip_claim.assume_not_null().like(holds).escape('\\'));
            query.filter(named.or(numbered))
        } else {
            query.filter(named)
        };
    }
    if let Some(role) = filter.role {
        let holders = role_grants::table
            .filter(role_grants::role.eq(role.name()).and(role_grants::revoked_at.is_null()))
            .select(role_grants::user_id);
        query = query.filter(users::id.eq_any(holders));
    }
    let rows = query.load(db)?;
    complete(db, rows)
}

/// The accounts that are meant by a question, by name, at most so many: by name, address, and, for whoever may read it,
/// NIP. What is compared is folded here, because the engines do not fold alike; 20,000 rows of it are read in a few
/// hundredths of a second. Whoever was erased is not found.
pub fn seek_people(
    db: &mut Db,
    sought: &Sought,
    (may_read_nip, most): (impl Fn(&UserId) -> bool, usize),
) -> Result<Vec<User>, Failure> {
    type Compared = (UserId, String, String, Option<String>, Option<String>);
    let all = users::table
        .filter(users::erased_at.is_null())
        .select((users::id, users::name, users::email, users::nip, users::nip_claim))
        .load::<Compared>(db)?;
    let is_meant = |(id, name, email, nip, claim): &Compared| {
        let number = nip.as_deref().or(claim.as_deref()).filter(|_| may_read_nip(id));
        let number = number.unwrap_or_default();
        sought.address().is_some_and(|address| email.contains(address))
            || sought.finds(&format!("{name} {email} {number}"))
    };
    let mut meant: Vec<(String, UserId)> =
        all.into_iter().filter(is_meant).map(|(id, name, ..)| (folded(&name), id)).collect();
    meant.sort();
    meant.truncate(most);
    let ids: Vec<UserId> = meant.into_iter().map(|(_, id)| id).collect();
    let mut found = users_of(db, &ids)?;
    found.sort_by_key(|user| ids.iter().position(|id| *id == user.id));
    Ok(found)
}

pub(in crate::features::accounts) fn email_taken(
    db: &mut Db,
    email: &str,
) -> Result<bool, Failure> {
    let found = users::table.filter(users::email.eq(email));
    Ok(diesel::select(diesel::dsl::exists(found)).get_result(db)?)
}

pub(in crate::features::accounts) fn nip_taken(db: &mut Db, nip: &str) -> Result<bool, Failure> {
    let found = users::table.filter(users::nip.eq(nip));
    Ok(diesel::select(diesel::dsl::exists(found)).get_result(db)?)
}

/// The account with this address, confirmed or not.
pub(in crate::features::accounts) fn find_by_email(
    db: &mut Db,
    email: &str,
) -> Result<Option<UserRow>, Failure> {
    let found = users::table.filter(users::email.eq(email)).select(UserRow::as_select());
    Ok(found.first(db).optional()?)
}

pub(in crate::features::accounts) fn insert_user(db: &mut Db, row: UserRow) -> Result<(), Failure> {
    let (id, unit, superior) = (row.id.clone(), row.unit.clone(), row.superior.clone());
    let since = row.created_at;
    diesel::insert_into(users::table).values(row).execute(db)?;
    keep_position(db, &id, (unit.as_ref(), superior.as_ref()), since)
}

pub(in crate::features::accounts) fn update_user(
    db: &mut Db,
    user: &User,
    now: Timestamp,
) -> Result<(), Failure> {
    diesel::update(users::table.find(&user.id))
        .set((
            users::name.eq(&user.name),
            users::unit.eq(&user.unit),
            users::superior.eq(&user.superior),
            users::active.eq(user.active),
        ))
        .execute(db)?;
    keep_position(db, &user.id, (user.unit.as_ref(), user.superior.as_ref()), now)
}

pub(in crate::features::accounts) fn set_password(
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

/// The active accounts, for use inside another feature's query.
#[diesel::dsl::auto_type(no_type_alias)]
pub fn active_accounts() -> _ {
    users::table.filter(users::active).select(users::id)
}

/// An account by its id or address.
pub fn account_named(db: &mut Db, name: &str) -> Result<Option<UserId>, Failure> {
    let named = users::id.eq(name).or(users::email.eq(name.to_lowercase()));
    Ok(users::table.filter(named).select(users::id).first(db).optional()?)
}

/// The account with this e-mail address or NIP.
pub fn account_with(db: &mut Db, login: &str) -> Result<Option<UserId>, Failure> {
    let found = users::table.filter(users::email.eq(login).or(users::nip.eq(login)));
    Ok(found.select(users::id).first(db).optional()?)
}
