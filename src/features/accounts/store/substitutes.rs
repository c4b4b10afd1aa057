//! Who holds a role for some days, in whose place.

use crate::features::accounts::{Substitute, rules};
use crate::kernel::access::Role;
use crate::kernel::clock::Timestamp;
use crate::kernel::errors::Failure;
use crate::kernel::ids::{GrantId, UserId};
use crate::platform::db::Db;
use crate::platform::db::schema::{role_grants, substitutes};
use chrono::NaiveDate;
use diesel::prelude::*;

/// Somebody who holds a role in another's place.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(in crate::features::accounts) struct Substitution {
    pub(in crate::features::accounts) user: UserId,
    pub(in crate::features::accounts) role: Role,
    pub(in crate::features::accounts) substitute: Substitute,
}

type Row = (UserId, String, UserId, String);

fn from_row((user, role, in_place_of, until_on): Row) -> Result<Substitution, Failure> {
    let broken = |what: &str| Failure::Inconsistent(format!("a substitution with {what}"));
    let role = Role::from_name(&role).ok_or_else(|| broken(&role))?;
    let until_on = until_on.parse().map_err(|_| broken(&until_on))?;
    Ok(Substitution { user, role, substitute: Substitute { in_place_of, until_on } })
}

pub(in crate::features::accounts) fn insert_substitute(
    db: &mut Db,
    grant: &GrantId,
    substitute: &Substitute,
) -> Result<(), Failure> {
    diesel::insert_into(substitutes::table)
        .values((
            substitutes::grant_id.eq(grant),
            substitutes::in_place_of.eq(&substitute.in_place_of),
            substitutes::until_on.eq(substitute.until_on.to_string()),
        ))
        .execute(db)?;
    Ok(())
}

/// The substitutions that were not ended, also those whose last day is over.
///
/// # Errors
/// When the database fails.
pub(in crate::features::accounts) fn substitutes_now(
    db: &mut Db,
) -> Result<Vec<Substitution>, Failure> {
    let rows = substitutes::table
        .inner_join(role_grants::table)
        .filter(role_grants::revoked_at.is_null())
        .order((role_grants::user_id, role_grants::role))
        .select((
            role_grants::user_id,
            role_grants::role,
            substitutes::in_place_of,
            substitutes::until_on,
        ))
        .load::<Row>(db)?;
    rows.into_iter().map(from_row).collect()
}

/// Whether this person holds this role in another's place.
pub(in crate::features::accounts) fn is_substitute(
    db: &mut Db,
    user: &UserId,
    role: Role,
) -> Result<bool, Failure> {
    Ok(substitutes_now(db)?.iter().any(|one| &one.user == user && one.role == role))
}

/// Those whose last day is over.
pub(in crate::features::accounts) fn expired(
    db: &mut Db,
    today: NaiveDate,
) -> Result<Vec<Substitution>, Failure> {
    let mut found = substitutes_now(db)?;
    found.retain(|one| !rules::substitutes::holds(one.substitute.until_on, today));
    Ok(found)
}

/// In whose place this person held a role at an instant; none where they held it for good or not at all.
///
/// # Errors
/// When the database fails.
pub fn place_taken(
    db: &mut Db,
    (user, role): (&UserId, Role),
    at: Timestamp,
) -> Result<Option<UserId>, Failure> {
    let held = role_grants::granted_at.le(at);
    let still = role_grants::revoked_at.is_null().or(role_grants::revoked_at.gt(at));
    Ok(substitutes::table
        .inner_join(role_grants::table)
        .filter(role_grants::user_id.eq(user).and(role_grants::role.eq(role.name())))
        .filter(held.and(still))
        .select(substitutes::in_place_of)
        .first(db)
        .optional()?)
}
