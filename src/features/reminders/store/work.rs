//! Which work the letter of the morning told to whom, and on which days it was looked (`worklist`).

use crate::kernel::clock::Timestamp;
use crate::kernel::errors::Failure;
use crate::kernel::format::Zone;
use crate::kernel::ids::{CallId, UserId};
use crate::platform::db::schema::{work_looks, work_told};
use crate::platform::db::{Db, on_either};
use crate::text_enum;
use chrono::NaiveDate;
use diesel::prelude::*;
use std::collections::BTreeSet;

text_enum! {
    /// Why somebody was told.
    pub enum Notice {
        /// It waits.
        New = "new",
        /// Its end is near.
        Near = "near",
    }
}

/// What a letter told: work of one kind in one call, by its end where its end was told.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Queryable)]
pub struct WorkTold {
    kind: String,
    /// Empty for work of no call.
    call_id: String,
    notice: Notice,
    /// 0 unless its end was told.
    due_at: i64,
}

impl WorkTold {
    pub fn of(
        kind: &str,
        call: Option<&CallId>,
        (notice, due_at): (Notice, Option<Timestamp>),
    ) -> Self {
        let due_at = match notice {
            Notice::New => 0,
            Notice::Near => due_at.map_or(0, Timestamp::micros),
        };
        let call_id = call.map(ToString::to_string).unwrap_or_default();
        Self { kind: kind.to_owned(), call_id, notice, due_at }
    }
}

/// # Errors
/// When the database fails.
pub fn is_work_looked_at(db: &mut Db, zone: Zone, on: NaiveDate) -> Result<bool, Failure> {
    let look = work_looks::table.find((zone.name(), on.to_string()));
    Ok(diesel::select(diesel::dsl::exists(look)).get_result(db)?)
}

/// The key refuses a second look.
pub fn insert_work_look(
    db: &mut Db,
    (zone, on): (Zone, NaiveDate),
    now: Timestamp,
) -> Result<(), Failure> {
    diesel::insert_into(work_looks::table)
        .values((
            work_looks::zone.eq(zone.name()),
            work_looks::looked_on.eq(on.to_string()),
            work_looks::looked_at.eq(now),
        ))
        .execute(db)?;
    Ok(())
}

/// # Errors
/// When the database fails.
pub fn work_told_to(db: &mut Db, user: &UserId) -> Result<BTreeSet<WorkTold>, Failure> {
    let told = work_told::table.filter(work_told::recipient.eq(user));
    let told =
        told.select((work_told::kind, work_told::call_id, work_told::notice, work_told::due_at));
    Ok(told.load::<WorkTold>(db)?.into_iter().collect())
}

#[derive(Insertable)]
#[diesel(table_name = work_told)]
struct Row<'a> {
    recipient: &'a UserId,
    kind: &'a str,
    call_id: &'a str,
    notice: Notice,
    due_at: i64,
    told_at: Timestamp,
}

pub fn insert_work_told(
    db: &mut Db,
    user: &UserId,
    told: &[WorkTold],
    now: Timestamp,
) -> Result<(), Failure> {
    let row = |one| {
        let WorkTold { kind, call_id, notice, due_at }: &WorkTold = one;
        Row { recipient: user, kind, call_id, notice: *notice, due_at: *due_at, told_at: now }
    };
    let rows: Vec<Row<'_>> = told.iter().map(row).collect();
    if rows.is_empty() {
        return Ok(());
    }
    on_either!(db, connection => diesel::insert_into(work_told::table)
        .values(&rows).execute(connection))?;
    Ok(())
}

/// Forgets what does not wait any more, so that it is told again when it waits again.
pub fn forget_work(db: &mut Db, user: &UserId, gone: &[WorkTold]) -> Result<(), Failure> {
    for one in gone {
        let row = work_told::table.find((user, &one.kind, &one.call_id, one.notice, one.due_at));
        diesel::delete(row).execute(db)?;
    }
    Ok(())
}
