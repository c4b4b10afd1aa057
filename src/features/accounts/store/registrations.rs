//! Requests to open an account, by the hash of the link in the letter.

use crate::kernel::clock::Timestamp;
use crate::kernel::errors::Failure;
use crate::platform::db::Db;
use crate::platform::db::schema::registrations;
use diesel::prelude::*;

pub(in crate::features::accounts) fn insert_registration(
    db: &mut Db,
    (token_hash, email): (&str, &str),
    now: Timestamp,
    expires_at: Timestamp,
) -> Result<(), Failure> {
    diesel::insert_into(registrations::table)
        .values((
            registrations::token_hash.eq(token_hash),
            registrations::email.eq(email),
            registrations::asked_at.eq(now),
            registrations::expires_at.eq(expires_at),
        ))
        .execute(db)?;
    Ok(())
}

/// The address to which this link was sent, while it is valid.
pub(in crate::features::accounts) fn find_registration(
    db: &mut Db,
    token_hash: &str,
    now: Timestamp,
) -> Result<Option<String>, Failure> {
    Ok(registrations::table
        .find(token_hash)
        .filter(registrations::expires_at.gt(now))
        .select(registrations::email)
        .first(db)
        .optional()?)
}

/// How often an account for this address was asked for since then.
pub(in crate::features::accounts) fn registrations_since(
    db: &mut Db,
    email: &str,
    since: Timestamp,
) -> Result<i64, Failure> {
    let asked = registrations::table
        .filter(registrations::email.eq(email).and(registrations::asked_at.gt(since)));
    Ok(asked.count().get_result(db)?)
}

/// Removes the other links to an address after its account was opened.
pub(in crate::features::accounts) fn forget_registrations(
    db: &mut Db,
    email: &str,
) -> Result<(), Failure> {
    diesel::delete(registrations::table.filter(registrations::email.eq(email))).execute(db)?;
    Ok(())
}

pub(in crate::features::accounts) fn sweep_registrations(
    db: &mut Db,
    now: Timestamp,
) -> Result<usize, Failure> {
    let old = registrations::table.filter(registrations::expires_at.le(now));
    Ok(diesel::delete(old).execute(db)?)
}
