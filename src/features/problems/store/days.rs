//! Days on which a problem is to be measured because somebody studied for it.

use crate::kernel::errors::Failure;
use crate::kernel::ids::{AwardId, ProblemId};
use crate::platform::db::schema::measurement_days;
use crate::platform::db::{Db, ROWS_AT_ONCE, on_either};
use chrono::NaiveDate;
use diesel::prelude::*;
use std::collections::BTreeMap;

#[derive(Insertable)]
#[diesel(table_name = measurement_days)]
struct Row<'a> {
    award_id: &'a AwardId,
    due_on: String,
    problem_id: &'a ProblemId,
}

/// Asks for a problem to be measured on these days, in the place of those that were asked for because of the same seat.
///
/// # Errors
/// When the database fails.
pub fn ask_to_measure(
    db: &mut Db,
    (award, problem): (&AwardId, &ProblemId),
    days: &[NaiveDate],
) -> Result<(), Failure> {
    diesel::delete(measurement_days::table.filter(measurement_days::award_id.eq(award)))
        .execute(db)?;
    let row =
        |day: &NaiveDate| Row { award_id: award, due_on: day.to_string(), problem_id: problem };
    let rows: Vec<Row<'_>> = days.iter().map(row).collect();
    for some in rows.chunks(ROWS_AT_ONCE) {
        on_either!(db, connection => diesel::insert_into(measurement_days::table)
            .values(some)
            .execute(connection)?);
    }
    Ok(())
}

/// The days that were asked for of these problems, ascending.
pub(in crate::features::problems) fn days_asked(
    db: &mut Db,
    problems: &[ProblemId],
) -> Result<BTreeMap<ProblemId, Vec<NaiveDate>>, Failure> {
    let mut found: BTreeMap<ProblemId, Vec<NaiveDate>> = BTreeMap::new();
    for some in problems.chunks(ROWS_AT_ONCE) {
        let rows = measurement_days::table
            .filter(measurement_days::problem_id.eq_any(some))
            .order(measurement_days::due_on)
            .select((measurement_days::problem_id, measurement_days::due_on))
            .load::<(ProblemId, String)>(db)?;
        for (problem, due_on) in rows {
            let day = due_on.parse();
            let day = day.map_err(|_| Failure::Inconsistent(format!("asked for on {due_on}")))?;
            found.entry(problem).or_default().push(day);
        }
    }
    Ok(found)
}
