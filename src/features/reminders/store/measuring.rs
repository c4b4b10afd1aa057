//! Queries on heads of units who were reminded to measure.

use crate::kernel::clock::Timestamp;
use crate::kernel::errors::Failure;
use crate::kernel::ids::{ProblemId, UserId};
use crate::platform::db::schema::measurement_reminders;
use crate::platform::db::{Db, ROWS_AT_ONCE, on_either};
use chrono::NaiveDate;
use diesel::prelude::*;
use std::collections::BTreeSet;

/// A reminder: of which problem, due on which day, to whom.
pub(in crate::features::reminders) type Told = (ProblemId, NaiveDate, UserId);

/// Those that were given of these problems.
pub(in crate::features::reminders) fn told_to_measure(
    db: &mut Db,
    problems: &[ProblemId],
) -> Result<BTreeSet<Told>, Failure> {
    let mut found = BTreeSet::new();
    for some in problems.chunks(ROWS_AT_ONCE) {
        let rows = measurement_reminders::table
            .filter(measurement_reminders::problem_id.eq_any(some))
            .select((
                measurement_reminders::problem_id,
                measurement_reminders::due_on,
                measurement_reminders::recipient,
            ))
            .load::<(ProblemId, String, UserId)>(db)?;
        for (problem, due_on, recipient) in rows {
            let day = due_on.parse();
            let day = day.map_err(|_| Failure::Inconsistent(format!("a reminder of {due_on}")))?;
            found.insert((problem, day, recipient));
        }
    }
    Ok(found)
}

#[derive(Insertable)]
#[diesel(table_name = measurement_reminders)]
struct Row<'a> {
    problem_id: &'a ProblemId,
    due_on: String,
    recipient: &'a UserId,
    reminded_at: Timestamp,
}

/// Records who is reminded; the key refuses anybody who already was.
pub(in crate::features::reminders) fn insert_told(
    db: &mut Db,
    told: &[Told],
    now: Timestamp,
) -> Result<(), Failure> {
    let row = |told| {
        let (problem_id, due_on, recipient): &Told = told;
        Row { problem_id, due_on: due_on.to_string(), recipient, reminded_at: now }
    };
    let rows: Vec<Row<'_>> = told.iter().map(row).collect();
    for some in rows.chunks(ROWS_AT_ONCE) {
        on_either!(db, connection => diesel::insert_into(measurement_reminders::table)
            .values(some)
            .execute(connection)?);
    }
    Ok(())
}
