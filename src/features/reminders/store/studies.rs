//! Queries on who was reminded of a report, a commitment, a retired problem.

use crate::kernel::clock::Timestamp;
use crate::kernel::errors::Failure;
use crate::kernel::ids::{AwardId, UserId};
use crate::platform::db::schema::study_reminders;
use crate::platform::db::{Db, ROWS_AT_ONCE, on_either};
use diesel::prelude::*;
use std::collections::BTreeSet;

/// A reminder: in which study, of what, due on which day, at which stage, to whom.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Queryable)]
pub(in crate::features::reminders) struct ToldOfStudy {
    pub(in crate::features::reminders) award_id: AwardId,
    pub(in crate::features::reminders) what: String,
    pub(in crate::features::reminders) due_on: String,
    pub(in crate::features::reminders) stage: String,
    pub(in crate::features::reminders) recipient: UserId,
}

/// Those that were given in these studies.
pub(in crate::features::reminders) fn told_of_studies(
    db: &mut Db,
    awards: &[AwardId],
) -> Result<BTreeSet<ToldOfStudy>, Failure> {
    let mut found = BTreeSet::new();
    for some in awards.chunks(ROWS_AT_ONCE) {
        let rows = study_reminders::table
            .filter(study_reminders::award_id.eq_any(some))
            .select((
                study_reminders::award_id,
                study_reminders::what,
                study_reminders::due_on,
                study_reminders::stage,
                study_reminders::recipient,
            ))
            .load::<ToldOfStudy>(db)?;
        found.extend(rows);
    }
    Ok(found)
}

#[derive(Insertable)]
#[diesel(table_name = study_reminders)]
struct Row<'a> {
    award_id: &'a AwardId,
    what: &'a str,
    due_on: &'a str,
    stage: &'a str,
    recipient: &'a UserId,
    reminded_at: Timestamp,
}

impl<'a> Row<'a> {
    fn of(told: &'a ToldOfStudy, reminded_at: Timestamp) -> Self {
        let ToldOfStudy { award_id, what, due_on, stage, recipient } = told;
        Self { award_id, what, due_on, stage, recipient, reminded_at }
    }
}

/// Records who is reminded; the key refuses anybody who already was.
pub(in crate::features::reminders) fn insert_told_of_studies(
    db: &mut Db,
    told: &[ToldOfStudy],
    now: Timestamp,
) -> Result<(), Failure> {
    let rows: Vec<Row<'_>> = told.iter().map(|told| Row::of(told, now)).collect();
    for some in rows.chunks(ROWS_AT_ONCE) {
        on_either!(db, connection => diesel::insert_into(study_reminders::table)
            .values(some)
            .execute(connection)?);
    }
    Ok(())
}
