//! Closing the account of a person who is erased: markers take the place of name, address and NIP, and everything
//! that opens the account goes.

use crate::features::accounts::{ChangeState, Wanted};
use crate::kernel::clock::Timestamp;
use crate::kernel::errors::Failure;
use crate::kernel::ids::UserId;
use crate::platform::db::Db;
use crate::platform::db::schema::{
    account_links, address_changes, devices, positions, proposed_changes, recovery_codes,
    refresh_tokens, registrations, role_grants, second_factors, sessions, sign_in_failures,
    staff_list, users,
};
use crate::platform::personal::{Erasure, NAME, erased_address};
use diesel::prelude::*;

pub(super) fn close(db: &mut Db, erasure: &Erasure<'_>) -> Result<(), Failure> {
    let (user, now) = (erasure.person.user, erasure.person.now);
    forget_failures(db, user)?;
    forget_address(db, user, &erasure.person.addresses)?;
    forget_sign_ins(db, user)?;
    let held = role_grants::user_id.eq(user).and(role_grants::revoked_at.is_null());
    diesel::update(role_grants::table.filter(held))
        .set((role_grants::revoked_by.eq(erasure.by), role_grants::revoked_at.eq(now)))
        .execute(db)?;
    forget_changes(db, user, erasure.by, now)?;
    diesel::delete(positions::table.filter(positions::user_id.eq(user))).execute(db)?;
    diesel::update(users::table.find(user))
        .set((
            users::email.eq(erased_address(user)),
            users::nip.eq(None::<String>),
            users::nip_claim.eq(None::<String>),
            users::name.eq(NAME),
            users::unit.eq(None::<String>),
            users::superior.eq(None::<String>),
            users::password_hash.eq(""),
            users::active.eq(false),
            users::email_verified_at.eq(None::<Timestamp>),
            users::erased_at.eq(now),
        ))
        .execute(db)?;
    Ok(())
}

fn forget_sign_ins(db: &mut Db, user: &UserId) -> Result<(), Failure> {
    let signed_in: Vec<String> =
        sessions::table.filter(sessions::user_id.eq(user)).select(sessions::id).load(db)?;
    let tokens = refresh_tokens::table.filter(refresh_tokens::session_id.eq_any(signed_in));
    diesel::delete(tokens).execute(db)?;
    diesel::delete(sessions::table.filter(sessions::user_id.eq(user))).execute(db)?;
    diesel::delete(devices::table.filter(devices::user_id.eq(user))).execute(db)?;
    diesel::delete(second_factors::table.find(user)).execute(db)?;
    diesel::delete(recovery_codes::table.filter(recovery_codes::user_id.eq(user))).execute(db)?;
    diesel::delete(account_links::table.filter(account_links::user_id.eq(user))).execute(db)?;
    Ok(())
}

/// What waited for the person is withdrawn; of what was decided the role and the people stay, and where
/// they were to work and why they were refused go.
fn forget_changes(db: &mut Db, user: &UserId, by: &UserId, now: Timestamp) -> Result<(), Failure> {
    let theirs = || proposed_changes::table.filter(proposed_changes::user_id.eq(user));
    diesel::update(theirs().filter(proposed_changes::state.eq(ChangeState::Waiting)))
        .set((
            proposed_changes::state.eq(ChangeState::Withdrawn),
            proposed_changes::decided_by.eq(by),
            proposed_changes::decided_at.eq(now),
        ))
        .execute(db)?;
    diesel::update(theirs().filter(proposed_changes::reason.is_not_null()))
        .set(proposed_changes::reason.eq(""))
        .execute(db)?;
    let nowhere = Wanted::Place { user: user.clone(), unit: None, superior: None };
    diesel::update(theirs().filter(proposed_changes::thing.eq(nowhere.thing())))
        .set(proposed_changes::wanted.eq(serde_json::to_string(&nowhere)?))
        .execute(db)?;
    Ok(())
}

/// Counts of attempts are kept under the account's id.
fn forget_failures(db: &mut Db, user: &UserId) -> Result<(), Failure> {
    let bucket = sign_in_failures::bucket;
    let of_it = bucket
        .eq(format!("account:{user}"))
        .or(bucket.like(format!("account:{user}|%")))
        .or(bucket.like(format!("device:{user}:%")))
        .or(bucket.eq_any([format!("confirm:{user}"), format!("code:{user}")]));
    diesel::delete(sign_in_failures::table.filter(of_it)).execute(db)?;
    Ok(())
}

/// Where the address stands beside the account: registrations, changes of it, and the agency's list of staff.
/// Letters to it are the queue's.
fn forget_address(db: &mut Db, user: &UserId, addresses: &[String]) -> Result<(), Failure> {
    let (email, nip) = users::table
        .find(user)
        .select((users::email, users::nip))
        .first::<(String, Option<String>)>(db)?;
    let changes = address_changes::table.filter(address_changes::user_id.eq(user));
    diesel::delete(changes).execute(db)?;
    let registered = registrations::table.filter(registrations::email.eq_any(addresses));
    diesel::delete(registered).execute(db)?;
    diesel::delete(staff_list::table.filter(staff_list::email.eq(email))).execute(db)?;
    if let Some(nip) = nip {
        diesel::delete(staff_list::table.filter(staff_list::nip.eq(nip))).execute(db)?;
    }
    Ok(())
}
