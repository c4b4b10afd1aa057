//! Second factors, their recovery codes, and the devices from which a person has signed in.

use crate::kernel::clock::Timestamp;
use crate::kernel::errors::Failure;
use crate::kernel::ids::UserId;
use crate::platform::db::Db;
use crate::platform::db::schema::{devices, recovery_codes, second_factors};
use diesel::prelude::*;

#[derive(Debug, Clone, Queryable)]
pub(in crate::features::accounts) struct StoredFactor {
    /// Encrypted.
    pub secret: String,
    pub confirmed_at: Option<Timestamp>,
    pub last_step: i64,
}

pub(in crate::features::accounts) fn find_factor(
    db: &mut Db,
    user: &UserId,
) -> Result<Option<StoredFactor>, Failure> {
    Ok(second_factors::table
        .find(user)
        .select((second_factors::secret, second_factors::confirmed_at, second_factors::last_step))
        .first(db)
        .optional()?)
}

/// The owners and encrypted secrets of all factors in use.
pub(in crate::features::accounts) fn all_factors(
    db: &mut Db,
) -> Result<Vec<(UserId, String)>, Failure> {
    Ok(second_factors::table
        .filter(second_factors::confirmed_at.is_not_null())
        .select((second_factors::user_id, second_factors::secret))
        .load(db)?)
}

/// Stores a secret that is not confirmed yet.
pub(in crate::features::accounts) fn begin_factor(
    db: &mut Db,
    user: &UserId,
    sealed: &str,
    now: Timestamp,
) -> Result<(), Failure> {
    remove_factor(db, user)?;
    diesel::insert_into(second_factors::table)
        .values((
            second_factors::user_id.eq(user),
            second_factors::secret.eq(sealed),
            second_factors::begun_at.eq(now),
            second_factors::last_step.eq(0_i64),
        ))
        .execute(db)?;
    Ok(())
}

pub(in crate::features::accounts) fn confirm_factor(
    db: &mut Db,
    user: &UserId,
    now: Timestamp,
) -> Result<(), Failure> {
    diesel::update(second_factors::table.find(user))
        .set(second_factors::confirmed_at.eq(now))
        .execute(db)?;
    Ok(())
}

/// After this no code of this step or an older one is accepted.
pub(in crate::features::accounts) fn use_step(
    db: &mut Db,
    user: &UserId,
    step: i64,
) -> Result<(), Failure> {
    diesel::update(second_factors::table.find(user))
        .set(second_factors::last_step.eq(step))
        .execute(db)?;
    Ok(())
}

/// Returns whether there was one.
pub(in crate::features::accounts) fn remove_factor(
    db: &mut Db,
    user: &UserId,
) -> Result<bool, Failure> {
    diesel::delete(recovery_codes::table.filter(recovery_codes::user_id.eq(user))).execute(db)?;
    Ok(diesel::delete(second_factors::table.find(user)).execute(db)? == 1)
}

/// Replaces all recovery codes.
pub(in crate::features::accounts) fn put_recovery_codes(
    db: &mut Db,
    user: &UserId,
    hashes: &[String],
    now: Timestamp,
) -> Result<(), Failure> {
    diesel::delete(recovery_codes::table.filter(recovery_codes::user_id.eq(user))).execute(db)?;
    for hash in hashes {
        diesel::insert_into(recovery_codes::table)
            .values((
                recovery_codes::user_id.eq(user),
                recovery_codes::code_hash.eq(hash),
                recovery_codes::made_at.eq(now),
            ))
            .execute(db)?;
    }
    Ok(())
}

/// Marks a code as used; returns whether it was there and unused.
pub(in crate::features::accounts) fn use_recovery_code(
    db: &mut Db,
    user: &UserId,
    hash: &str,
    now: Timestamp,
) -> Result<bool, Failure> {
    let unused = recovery_codes::table
        .filter(recovery_codes::user_id.eq(user).and(recovery_codes::code_hash.eq(hash)))
        .filter(recovery_codes::used_at.is_null());
    Ok(diesel::update(unused).set(recovery_codes::used_at.eq(now)).execute(db)? == 1)
}

pub(in crate::features::accounts) fn recovery_codes_left(
    db: &mut Db,
    user: &UserId,
) -> Result<i64, Failure> {
    Ok(recovery_codes::table
        .filter(recovery_codes::user_id.eq(user).and(recovery_codes::used_at.is_null()))
        .count()
        .get_result(db)?)
}

pub(in crate::features::accounts) fn is_device_known(
    db: &mut Db,
    user: &UserId,
    device: &str,
) -> Result<bool, Failure> {
    let known = devices::table.find((user, device));
    Ok(diesel::select(diesel::dsl::exists(known)).get_result(db)?)
}

/// Notes a sign-in from this device; returns whether the device is new.
pub(in crate::features::accounts) fn note_device(
    db: &mut Db,
    user: &UserId,
    device: &str,
    now: Timestamp,
) -> Result<bool, Failure> {
    let known = diesel::update(devices::table.find((user, device)))
        .set(devices::last_seen_at.eq(now))
        .execute(db)?;
    if known == 1 {
        return Ok(false);
    }
    diesel::insert_into(devices::table)
        .values((
            devices::user_id.eq(user),
            devices::device_hash.eq(device),
            devices::first_seen_at.eq(now),
            devices::last_seen_at.eq(now),
        ))
        .execute(db)?;
    Ok(true)
}

/// Forgets all devices of this account.
pub(in crate::features::accounts) fn forget_devices(
    db: &mut Db,
    user: &UserId,
) -> Result<(), Failure> {
    diesel::delete(devices::table.filter(devices::user_id.eq(user))).execute(db)?;
    Ok(())
}
