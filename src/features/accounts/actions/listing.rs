//! The list of accounts.

use crate::features::accounts::lines::{AccountFilter, COLUMNS};
use crate::features::accounts::{Unit, User, store};
use crate::kernel::access::{self, Facts, Permission, Role};
use crate::kernel::errors::Failure;
use crate::kernel::ids::{UnitCode, UserId};
use crate::kernel::listing::{Listed, Listing, sift};
use crate::platform::cx::Cx;
use std::collections::BTreeMap;

/// A page of accounts, of one role if given.
///
/// # Errors
/// `forbidden`.
pub fn list_accounts(
    cx: &mut Cx<'_>,
    filter: &AccountFilter,
    asked: &Listing,
) -> Result<Listed<User>, Failure> {
    access::may(cx.viewer, Permission::ListAccounts, Facts::NONE)?;
    let units = store::load_units(cx.db)?;
    list_accounts_among(cx, (filter, asked), &units)
}

/// The same for who has the units' names already.
///
/// # Errors
/// As [`list_accounts`].
pub fn list_accounts_among(
    cx: &mut Cx<'_>,
    (filter, asked): (&AccountFilter, &Listing),
    units: &BTreeMap<UnitCode, Unit>,
) -> Result<Listed<User>, Failure> {
    access::may(cx.viewer, Permission::ListAccounts, Facts::NONE)?;
    let mut lines = store::account_lines(cx.db, cx.viewer.is(Role::Secretariat))?;
    for line in &mut lines {
        let unit = line.unit.as_ref().and_then(|code| units.get(code));
        line.unit_name = unit.map(|unit| unit.name.clone()).unwrap_or_default();
    }
    let q = asked.q.clone().or_else(|| filter.search.clone());
    let asked = Listing { q, ..asked.clone() };
    let listed = sift(lines, COLUMNS, (&asked, &filter.chosen()), |line| line.id.as_str())?;
    let ids: Vec<UserId> = listed.items.iter().map(|line| line.id.clone()).collect();
    let places: BTreeMap<&UserId, usize> = ids.iter().zip(0..).collect();
    let mut users = store::users_of(cx.db, &ids)?;
    users.sort_by_key(|user| places.get(&user.id).copied());
    Ok(listed.with(users).map(|user| user.for_viewer(cx.viewer)))
}
