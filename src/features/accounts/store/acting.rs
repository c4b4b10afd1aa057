//! Who stands in for the heads of units.

use crate::features::accounts::ActingHead;
use crate::kernel::clock::Timestamp;
use crate::kernel::errors::{Failure, common};
use crate::kernel::ids::{RecordId, UnitCode, UserId};
use crate::platform::db::Db;
use crate::platform::db::schema::{acting_heads, users};
use chrono::NaiveDate;
use diesel::prelude::*;
use std::collections::BTreeMap;

type Row = (RecordId, UnitCode, UserId, String, String, String, Timestamp, Option<Timestamp>);

fn from_row(row: Row) -> Result<ActingHead, Failure> {
    let (id, unit, user, name, from, until, named_at, ended_at) = row;
    let day = |text: &str| {
        text.parse().map_err(|_| Failure::Inconsistent(format!("an acting head on {text}")))
    };
    let (from_on, until_on) = (day(&from)?, day(&until)?);
    Ok(ActingHead { id, unit, user, name, from_on, until_on, named_at, ended_at })
}

/// All that were ever named, the newest first.
pub(in crate::features::accounts) fn acting_heads(db: &mut Db) -> Result<Vec<ActingHead>, Failure> {
    let rows = acting_heads::table
        .inner_join(users::table.on(users::id.eq(acting_heads::user_id)))
        .order((acting_heads::named_at.desc(), acting_heads::id.desc()))
        .select((
            acting_heads::id,
            acting_heads::unit,
            acting_heads::user_id,
            users::name,
            acting_heads::from_on,
            acting_heads::until_on,
            acting_heads::named_at,
            acting_heads::ended_at,
        ))
        .load::<Row>(db)?;
    rows.into_iter().map(from_row).collect()
}

pub(in crate::features::accounts) fn insert_acting_head(
    db: &mut Db,
    new: &ActingHead,
    by: &UserId,
) -> Result<(), Failure> {
    diesel::insert_into(acting_heads::table)
        .values((
            acting_heads::id.eq(&new.id),
            acting_heads::unit.eq(&new.unit),
            acting_heads::user_id.eq(&new.user),
            acting_heads::from_on.eq(new.from_on.to_string()),
            acting_heads::until_on.eq(new.until_on.to_string()),
            acting_heads::named_by.eq(by),
            acting_heads::named_at.eq(new.named_at),
        ))
        .execute(db)?;
    Ok(())
}

/// Ends a naming early.
///
/// # Errors
/// `changed_meanwhile` when it is ended already.
pub(in crate::features::accounts) fn end_acting_head(
    db: &mut Db,
    id: &RecordId,
    by: &UserId,
    now: Timestamp,
) -> Result<(), Failure> {
    let open = acting_heads::table.find(id).filter(acting_heads::ended_at.is_null());
    let changed = diesel::update(open)
        .set((acting_heads::ended_at.eq(now), acting_heads::ended_by.eq(by)))
        .execute(db)?;
    if changed == 1 { Ok(()) } else { Err(Failure::refused(common::CHANGED_MEANWHILE)) }
}

/// The units whose head this person stands in for on a day.
pub fn acting_units(
    db: &mut Db,
    user: &UserId,
    today: NaiveDate,
) -> Result<Vec<UnitCode>, Failure> {
    let today = today.to_string();
    Ok(acting_heads::table
        .filter(acting_heads::user_id.eq(user).and(acting_heads::ended_at.is_null()))
        .filter(acting_heads::from_on.le(&today).and(acting_heads::until_on.ge(&today)))
        .select(acting_heads::unit)
        .load(db)?)
}

/// Everybody with an active account who stands in for a head on a day, by unit.
pub fn acting_heads_on(
    db: &mut Db,
    today: NaiveDate,
) -> Result<BTreeMap<UnitCode, Vec<UserId>>, Failure> {
    let today = today.to_string();
    let found = acting_heads::table
        .inner_join(users::table.on(users::id.eq(acting_heads::user_id)))
        .filter(users::active.eq(true).and(acting_heads::ended_at.is_null()))
        .filter(acting_heads::from_on.le(&today).and(acting_heads::until_on.ge(&today)))
        .order((acting_heads::unit, acting_heads::user_id))
        .select((acting_heads::unit, acting_heads::user_id))
        .load::<(UnitCode, UserId)>(db)?;
    let mut heads: BTreeMap<UnitCode, Vec<UserId>> = BTreeMap::new();
    for (unit, head) in found {
        heads.entry(unit).or_default().push(head);
    }
    Ok(heads)
}
