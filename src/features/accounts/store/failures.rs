//! The count of attempts. An attempt is counted before it is checked, and given back when it
//! succeeds; so simultaneous attempts are judged one after the other.

use crate::kernel::clock::Timestamp;
use crate::kernel::errors::Failure;
use crate::kernel::ids::UserId;
use crate::platform::db::Db;
use crate::platform::db::schema::sign_in_failures;
use diesel::prelude::*;

/// Attempts counted in this bucket since `window_start`.
pub(in crate::features::accounts) fn failures_since(
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

pub(in crate::features::accounts) fn count_failure(
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

/// Removes one counted attempt.
pub(in crate::features::accounts) fn give_back(db: &mut Db, bucket: &str) -> Result<(), Failure> {
    let counted = sign_in_failures::table
        .filter(sign_in_failures::bucket.eq(bucket).and(sign_in_failures::failures.gt(0)));
    diesel::update(counted)
        .set(sign_in_failures::failures.eq(sign_in_failures::failures - 1))
        .execute(db)?;
    Ok(())
}

pub(in crate::features::accounts) fn forget_failures(
    db: &mut Db,
    bucket: &str,
) -> Result<(), Failure> {
    diesel::delete(sign_in_failures::table.find(bucket)).execute(db)?;
    Ok(())
}

/// Removes all counts for the sign-in of one account, from every network.
pub(in crate::features::accounts) fn forget_failures_of(
    db: &mut Db,
    user: &UserId,
) -> Result<(), Failure> {
    let bucket = sign_in_failures::bucket;
    let theirs = bucket
        .eq(format!("account:{user}"))
        .or(bucket.like(format!("account:{user}|%")))
        .or(bucket.like(format!("device:{user}:%")));
    diesel::delete(sign_in_failures::table.filter(theirs)).execute(db)?;
    Ok(())
}

/// Removes counts whose windows ended long ago.
pub(in crate::features::accounts) fn sweep_failures(
    db: &mut Db,
    before: Timestamp,
) -> Result<usize, Failure> {
    let old = sign_in_failures::table.filter(sign_in_failures::window_started_at.lt(before));
    Ok(diesel::delete(old).execute(db)?)
}
