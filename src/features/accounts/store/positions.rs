//! The units and superiors of people, now and before. Every write of a person's unit or superior
//! goes through this file, so that each move is recorded.

use crate::features::accounts::Held;
use crate::kernel::clock::Timestamp;
use crate::kernel::errors::Failure;
use crate::kernel::ids::{RecordId, UnitCode, UserId};
use crate::platform::db::Db;
use crate::platform::db::schema::{calls, positions};
use diesel::prelude::*;
use std::collections::BTreeMap;

type Place<'a> = (Option<&'a UnitCode>, Option<&'a UserId>);

/// Ends the person's present place and begins this one, unless it is the same.
pub(super) fn keep_position(
    db: &mut Db,
    user: &UserId,
    (unit, superior): Place<'_>,
    now: Timestamp,
) -> Result<(), Failure> {
    let current =
        positions::table.filter(positions::user_id.eq(user).and(positions::held_until.is_null()));
    let held = current
        .select((positions::unit, positions::superior, positions::held_from))
        .first::<(Option<UnitCode>, Option<UserId>, Timestamp)>(db)
        .optional()?;
    let mut from = now;
    if let Some((in_unit, under, since)) = held {
        if in_unit.as_ref() == unit && under.as_ref() == superior {
            return Ok(());
        }
        // If the clock was set back, a place must not end before it began.
        from = from.max(since);
        diesel::update(current).set(positions::held_until.eq(from)).execute(db)?;
    }
    diesel::insert_into(positions::table)
        .values((
            positions::id.eq(RecordId::new()?),
            positions::user_id.eq(user),
            positions::unit.eq(unit),
            positions::superior.eq(superior),
            positions::held_from.eq(from),
        ))
        .execute(db)?;
    Ok(())
}

/// All units and superiors that these people ever had, for conflicts of interest.
pub fn histories_of(db: &mut Db, ids: &[UserId]) -> Result<BTreeMap<UserId, Vec<Held>>, Failure> {
    let rows = positions::table
        .filter(positions::user_id.eq_any(ids))
        .order((positions::held_from, positions::id))
        .select((positions::user_id, positions::unit, positions::superior, positions::held_until))
        .load::<(UserId, Option<UnitCode>, Option<UserId>, Option<Timestamp>)>(db)?;
    let mut found: BTreeMap<UserId, Vec<Held>> = BTreeMap::new();
    for (user, unit, superior, until) in rows {
        found.entry(user).or_default().push(Held { unit, superior, until });
    }
    Ok(found)
}

/// Whether a call is between its freezing and its closing.
pub(in crate::features::accounts) fn is_call_running(
    db: &mut Db,
    now: Timestamp,
) -> Result<bool, Failure> {
    let running = calls::table
        .filter(calls::state.eq("frozen"))
        .filter(calls::announced_at.is_null().or(calls::objections_end_at.gt(now)));
    Ok(diesel::select(diesel::dsl::exists(running)).get_result(db)?)
}
