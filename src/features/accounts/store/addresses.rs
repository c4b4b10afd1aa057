//! Changes of an account's address.

use crate::kernel::clock::Timestamp;
use crate::kernel::errors::Failure;
use crate::kernel::ids::{RecordId, UserId};
use crate::platform::db::Db;
use crate::platform::db::schema::{address_changes, users};
use diesel::prelude::*;

/// A change as a row.
#[derive(Debug, Clone, Queryable, Selectable, Insertable)]
#[diesel(table_name = address_changes)]
pub(in crate::features::accounts) struct AddressChangeRow {
    pub id: RecordId,
    pub user_id: UserId,
    pub old_email: String,
    pub new_email: String,
    pub asked_by: Option<UserId>,
    pub reason: String,
    pub asked_at: Timestamp,
    pub not_before: Timestamp,
    pub expires_at: Timestamp,
    pub needs_approval: bool,
    pub approved_by: Option<UserId>,
    pub confirm_hash: Option<String>,
    pub stop_hash: Option<String>,
    pub done_at: Option<Timestamp>,
    pub stopped_at: Option<Timestamp>,
}

pub(in crate::features::accounts) fn insert_address_change(
    db: &mut Db,
    row: AddressChangeRow,
) -> Result<(), Failure> {
    diesel::insert_into(address_changes::table).values(row).execute(db)?;
    Ok(())
}

pub(in crate::features::accounts) fn address_changes_since(
    db: &mut Db,
    user: &UserId,
    since: Timestamp,
) -> Result<i64, Failure> {
    let asked = address_changes::table
        .filter(address_changes::user_id.eq(user).and(address_changes::asked_at.gt(since)));
    Ok(asked.count().get_result(db)?)
}

pub(in crate::features::accounts) fn find_address_change(
    db: &mut Db,
    id: &RecordId,
) -> Result<Option<AddressChangeRow>, Failure> {
    let found = address_changes::table.find(id).select(AddressChangeRow::as_select());
    Ok(found.first(db).optional()?)
}

/// Finds it by the link that makes the change.
pub(in crate::features::accounts) fn address_change_to_confirm(
    db: &mut Db,
    hash: &str,
) -> Result<Option<AddressChangeRow>, Failure> {
    let found = address_changes::table
        .filter(address_changes::confirm_hash.eq(hash))
        .select(AddressChangeRow::as_select());
    Ok(found.first(db).optional()?)
}

/// Finds it by the link that stops the change.
pub(in crate::features::accounts) fn address_change_to_stop(
    db: &mut Db,
    hash: &str,
) -> Result<Option<AddressChangeRow>, Failure> {
    let found = address_changes::table
        .filter(address_changes::stop_hash.eq(hash))
        .select(AddressChangeRow::as_select());
    Ok(found.first(db).optional()?)
}

/// Changes that wait for a second official, oldest first.
pub(in crate::features::accounts) fn address_changes_to_approve(
    db: &mut Db,
    now: Timestamp,
) -> Result<Vec<AddressChangeRow>, Failure> {
    Ok(address_changes::table
        .filter(address_changes::needs_approval.eq(true))
        .filter(address_changes::approved_by.is_null().and(address_changes::stopped_at.is_null()))
        .filter(address_changes::expires_at.gt(now))
        .order((address_changes::asked_at, address_changes::id))
        .limit(100)
        .select(AddressChangeRow::as_select())
        .load(db)?)
}

pub(in crate::features::accounts) fn approve_address_change(
    db: &mut Db,
    id: &RecordId,
    by: Option<&UserId>,
    confirm_hash: &str,
) -> Result<(), Failure> {
    diesel::update(address_changes::table.find(id))
        .set((address_changes::approved_by.eq(by), address_changes::confirm_hash.eq(confirm_hash)))
        .execute(db)?;
    Ok(())
}

/// Ends this account's changes that are not completed.
pub(in crate::features::accounts) fn stop_address_changes(
    db: &mut Db,
    user: &UserId,
    now: Timestamp,
) -> Result<(), Failure> {
    let open = address_changes::table
        .filter(address_changes::user_id.eq(user).and(address_changes::done_at.is_null()))
        .filter(address_changes::stopped_at.is_null());
    diesel::update(open).set(address_changes::stopped_at.eq(now)).execute(db)?;
    Ok(())
}

pub(in crate::features::accounts) fn settle_address_change(
    db: &mut Db,
    id: &RecordId,
    (done_at, stopped_at): (Option<Timestamp>, Option<Timestamp>),
) -> Result<(), Failure> {
    diesel::update(address_changes::table.find(id))
        .set((address_changes::done_at.eq(done_at), address_changes::stopped_at.eq(stopped_at)))
        .execute(db)?;
    Ok(())
}

/// Sets the account's address, confirmed at this instant.
pub(in crate::features::accounts) fn set_address(
    db: &mut Db,
    user: &UserId,
    email: &str,
    now: Timestamp,
) -> Result<(), Failure> {
    diesel::update(users::table.find(user))
        .set((users::email.eq(email), users::email_verified_at.eq(now)))
        .execute(db)?;
    Ok(())
}
