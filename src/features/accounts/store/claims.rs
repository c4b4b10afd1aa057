//! Claimed and confirmed NIPs, and the agency's staff list.

use super::users::{UserRow, complete};
use crate::features::accounts::User;
use crate::features::accounts::rules::staff::StaffLine;
use crate::kernel::access::Role;
use crate::kernel::clock::Timestamp;
use crate::kernel::errors::Failure;
use crate::kernel::ids::{RecordId, UserId};
use crate::kernel::paging::Paging;
use crate::platform::db::schema::{role_grants, staff_list, users};
use crate::platform::db::{Db, ROWS_AT_ONCE, on_either};
use diesel::prelude::*;

/// Sets the claimed NIP, which has no effect yet.
pub(in crate::features::accounts) fn set_claim(
    db: &mut Db,
    user: &UserId,
    claim: Option<&str>,
) -> Result<(), Failure> {
    diesel::update(users::table.find(user)).set(users::nip_claim.eq(claim)).execute(db)?;
    Ok(())
}

/// Sets the confirmed NIP and removes the claim.
pub(in crate::features::accounts) fn set_nip(
    db: &mut Db,
    user: &UserId,
    nip: Option<&str>,
) -> Result<(), Failure> {
    diesel::update(users::table.find(user))
        .set((users::nip_claim.eq(None::<String>), users::nip.eq(nip)))
        .execute(db)?;
    Ok(())
}

/// Accounts with a claim, and candidates without a NIP of any kind, oldest first.
pub(in crate::features::accounts) fn claimants(
    db: &mut Db,
    paging: &Paging,
) -> Result<Vec<User>, Failure> {
    let candidates = role_grants::table
        .filter(role_grants::role.eq(Role::Candidate.name()).and(role_grants::revoked_at.is_null()))
        .select(role_grants::user_id);
    let mut query = users::table
        .filter(users::nip.is_null().and(users::active.eq(true)))
        .filter(users::nip_claim.is_not_null().or(users::id.eq_any(candidates)))
        .select(UserRow::as_select())
        .order((users::created_at, users::id))
        .limit(paging.fetch())
        .into_boxed::<crate::platform::db::Backend>();
    if let Some((at, id)) = paging.key::<(Timestamp, String)>()? {
        query = query
            .filter(users::created_at.gt(at).or(users::created_at.eq(at).and(users::id.gt(id))));
    }
    let rows = query.load(db)?;
    complete(db, rows)
}

/// Everybody whose confirmed or claimed NIP is one of these.
pub(in crate::features::accounts) fn users_with_nip(
    db: &mut Db,
    nips: &[String],
) -> Result<Vec<User>, Failure> {
    let rows = users::table
        .filter(users::nip.eq_any(nips).or(users::nip_claim.eq_any(nips)))
        .order((users::created_at, users::id))
        .select(UserRow::as_select())
        .load(db)?;
    complete(db, rows)
}

/// Claims that a line of the list could confirm: the account's confirmed address is the line's.
pub(in crate::features::accounts) fn claims_on_the_list(
    db: &mut Db,
) -> Result<Vec<(UserId, String, String, StaffLine)>, Failure> {
    let rows = users::table
        .inner_join(staff_list::table.on(staff_list::email.eq(users::email)))
        .filter(users::nip_claim.eq(staff_list::nip.nullable()).and(users::active.eq(true)))
        .filter(users::email_verified_at.is_not_null())
        .order((users::created_at, users::id))
        .select((
            users::id,
            users::name,
            users::email,
            (staff_list::nip, staff_list::name, staff_list::unit, staff_list::email),
        ))
        .load::<(UserId, String, String, (String, String, String, String))>(db)?;
    let line = |(nip, name, unit, email)| StaffLine { nip, name, unit, email };
    Ok(rows.into_iter().map(|(id, name, email, row)| (id, name, email, line(row))).collect())
}

/// The lines of the list with these NIPs.
pub(in crate::features::accounts) fn staff_with_nip(
    db: &mut Db,
    nips: &[String],
) -> Result<Vec<StaffLine>, Failure> {
    let rows = staff_list::table
        .filter(staff_list::nip.eq_any(nips))
        .select((staff_list::nip, staff_list::name, staff_list::unit, staff_list::email))
        .load::<(String, String, String, String)>(db)?;
    let line = |(nip, name, unit, email)| StaffLine { nip, name, unit, email };
    Ok(rows.into_iter().map(line).collect())
}

pub(in crate::features::accounts) fn staff_number(db: &mut Db) -> Result<i64, Failure> {
    Ok(staff_list::table.count().get_result(db)?)
}

#[derive(Insertable)]
#[diesel(table_name = staff_list)]
struct StaffRow<'a> {
    id: RecordId,
    nip: &'a str,
    name: &'a str,
    unit: &'a str,
    email: &'a str,
    imported_at: Timestamp,
}

pub(in crate::features::accounts) fn replace_staff(
    db: &mut Db,
    lines: &[StaffLine],
    now: Timestamp,
) -> Result<(), Failure> {
    diesel::delete(staff_list::table).execute(db)?;
    let mut rows = Vec::with_capacity(lines.len());
    for StaffLine { nip, name, unit, email } in lines {
        rows.push(StaffRow { id: RecordId::new()?, nip, name, unit, email, imported_at: now });
    }
    for some in rows.chunks(ROWS_AT_ONCE) {
        on_either!(db, connection => diesel::insert_into(staff_list::table)
            .values(some)
            .execute(connection)?);
    }
    Ok(())
}
