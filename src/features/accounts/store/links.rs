//! Links in letters, by the hash of their token.

use crate::kernel::clock::Timestamp;
use crate::kernel::errors::Failure;
use crate::kernel::ids::UserId;
use crate::platform::db::Db;
use crate::platform::db::schema::{account_links, users};
use diesel::prelude::*;

#[derive(Insertable)]
#[diesel(table_name = account_links)]
pub(in crate::features::accounts) struct NewLink<'a> {
    pub token_hash: &'a str,
    pub user_id: &'a UserId,
    pub purpose: &'static str,
    pub issued_at: Timestamp,
    pub expires_at: Timestamp,
}

pub(in crate::features::accounts) fn insert_link(
    db: &mut Db,
    new: &NewLink<'_>,
) -> Result<(), Failure> {
    diesel::insert_into(account_links::table)
        .values((
            account_links::token_hash.eq(new.token_hash),
            account_links::user_id.eq(new.user_id),
            account_links::purpose.eq(new.purpose),
            account_links::issued_at.eq(new.issued_at),
            account_links::expires_at.eq(new.expires_at),
        ))
        .execute(db)?;
    Ok(())
}

/// Whose link this is, if it has one of these purposes and is still valid.
pub(in crate::features::accounts) fn find_link(
    db: &mut Db,
    hash: &str,
    purposes: &[&'static str],
    now: Timestamp,
) -> Result<Option<UserId>, Failure> {
    Ok(account_links::table
        .inner_join(users::table)
        .filter(account_links::token_hash.eq(hash).and(users::active.eq(true)))
        .filter(account_links::purpose.eq_any(purposes.to_vec()))
        .filter(account_links::used_at.is_null().and(account_links::expires_at.gt(now)))
        .select(account_links::user_id)
        .first(db)
        .optional()?)
}

/// Marks all unused links of these purposes of a person as used.
pub(in crate::features::accounts) fn spend_links(
    db: &mut Db,
    user: &UserId,
    purposes: &[&'static str],
    now: Timestamp,
) -> Result<(), Failure> {
    let open = account_links::table
        .filter(account_links::user_id.eq(user).and(account_links::used_at.is_null()))
        .filter(account_links::purpose.eq_any(purposes.to_vec()));
    diesel::update(open).set(account_links::used_at.eq(now)).execute(db)?;
    Ok(())
}

/// How many links of this purpose a person was sent since then.
pub(in crate::features::accounts) fn links_since(
    db: &mut Db,
    user: &UserId,
    purpose: &str,
    since: Timestamp,
) -> Result<i64, Failure> {
    Ok(account_links::table
        .filter(account_links::user_id.eq(user).and(account_links::purpose.eq(purpose)))
        .filter(account_links::issued_at.gt(since))
        .count()
        .get_result(db)?)
}

pub(in crate::features::accounts) fn verify_email(
    db: &mut Db,
    user: &UserId,
    now: Timestamp,
) -> Result<bool, Failure> {
    let unverified =
        users::table.filter(users::id.eq(user).and(users::email_verified_at.is_null()));
    Ok(diesel::update(unverified).set(users::email_verified_at.eq(now)).execute(db)? == 1)
}
