//! Queries on who was reminded, and recording it.

mod admission;
mod interviews;
mod measuring;
mod pacts;
mod personal;
mod studies;

pub(super) use admission::{insert_told_of_admission, told_of_admission};
pub(super) use interviews::{insert_reminded_of_interview, reminded_of_interviews};
pub(super) use measuring::{insert_told, told_to_measure};
pub(super) use pacts::{insert_reminded_of_pact, reminded_of_pact};
pub use personal::HOLDER;
pub(super) use studies::{ToldOfStudy, insert_told_of_studies, told_of_studies};

use super::Kind;
use crate::kernel::clock::Timestamp;
use crate::kernel::errors::Failure;
use crate::kernel::ids::{CallId, UserId};
use crate::platform::db::schema::{nudges, reminders};
use crate::platform::db::{Db, ROWS_AT_ONCE, on_either};
use diesel::prelude::*;
use std::collections::{BTreeMap, BTreeSet};

/// The people who were reminded of this deadline by this reminder.
pub(super) fn reminded(
    db: &mut Db,
    (call, kind, deadline): (&CallId, Kind, Timestamp),
) -> Result<BTreeSet<UserId>, Failure> {
    let found = reminders::table
        .filter(reminders::call_id.eq(call).and(reminders::kind.eq(kind.name())))
        .filter(reminders::deadline.eq(deadline))
        .select(reminders::recipient)
        .load::<UserId>(db)?;
    Ok(found.into_iter().collect())
}

#[derive(Insertable)]
#[diesel(table_name = reminders, treat_none_as_default_value = false)]
struct ReminderRow<'a> {
    kind: &'static str,
    call_id: &'a CallId,
    recipient: &'a UserId,
    deadline: Timestamp,
    reminded_at: Timestamp,
}

/// Records who is reminded; the key refuses anybody who already was.
pub(super) fn insert_reminders(
    db: &mut Db,
    (call, kind, deadline): (&CallId, Kind, Timestamp),
    recipients: &[&UserId],
    now: Timestamp,
) -> Result<(), Failure> {
    let row = |recipient| ReminderRow {
        kind: kind.name(),
        call_id: call,
        recipient,
        deadline,
        reminded_at: now,
    };
    let rows: Vec<ReminderRow<'_>> = recipients.iter().copied().map(row).collect();
    for some in rows.chunks(ROWS_AT_ONCE) {
        on_either!(db, connection => diesel::insert_into(reminders::table)
            .values(some)
            .execute(connection)?);
    }
    Ok(())
}

/// When each reviewer of a call was last reminded of the review, by the program or by a person.
pub(super) fn last_reminded(
    db: &mut Db,
    call: &CallId,
) -> Result<BTreeMap<UserId, Timestamp>, Failure> {
    let by_program = reminders::table
        .filter(reminders::call_id.eq(call))
        .filter(reminders::kind.eq(Kind::ReviewTwoDays.name()))
        .select((reminders::recipient, reminders::reminded_at))
        .load::<(UserId, Timestamp)>(db)?;
    let by_people = nudges::table
        .filter(nudges::call_id.eq(call))
        .select((nudges::recipient, nudges::reminded_at))
        .load::<(UserId, Timestamp)>(db)?;
    let mut last: BTreeMap<UserId, Timestamp> = BTreeMap::new();
    for (user, at) in by_program.into_iter().chain(by_people) {
        let latest = last.entry(user).or_insert(at);
        *latest = at.max(*latest);
    }
    Ok(last)
}

#[derive(Insertable)]
#[diesel(table_name = nudges, treat_none_as_default_value = false)]
struct NudgeRow<'a> {
    call_id: &'a CallId,
    recipient: &'a UserId,
    reminded_at: Timestamp,
    reminded_by: &'a UserId,
}

/// Records whom a person reminded.
pub(super) fn insert_nudges(
    db: &mut Db,
    (call, by): (&CallId, &UserId),
    recipients: &[&UserId],
    now: Timestamp,
) -> Result<(), Failure> {
    let row = |recipient| NudgeRow { call_id: call, recipient, reminded_at: now, reminded_by: by };
    let rows: Vec<NudgeRow<'_>> = recipients.iter().copied().map(row).collect();
    for some in rows.chunks(ROWS_AT_ONCE) {
        on_either!(db, connection => diesel::insert_into(nudges::table)
            .values(some)
            .execute(connection)?);
    }
    Ok(())
}
