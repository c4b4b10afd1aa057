//! Queries on who was told of the last day for a proof of admission.

use crate::features::reminders::Admission;
use crate::kernel::clock::Timestamp;
use crate::kernel::errors::Failure;
use crate::kernel::ids::{AwardId, UserId};
use crate::platform::db::schema::admission_reminders;
use crate::platform::db::{Db, ROWS_AT_ONCE, on_either};
use chrono::NaiveDate;
use diesel::prelude::*;
use std::collections::BTreeSet;

/// A letter: of which study, before the day or after it, which day, to whom.
pub(in crate::features::reminders) type ToldOfAdmission = (AwardId, Admission, NaiveDate, UserId);

/// Those that were sent of these studies.
pub(in crate::features::reminders) fn told_of_admission(
    db: &mut Db,
    studies: &[AwardId],
) -> Result<BTreeSet<ToldOfAdmission>, Failure> {
    let mut found = BTreeSet::new();
    for some in studies.chunks(ROWS_AT_ONCE) {
        let rows = admission_reminders::table
            .filter(admission_reminders::award_id.eq_any(some))
            .select((
                admission_reminders::award_id,
                admission_reminders::kind,
                admission_reminders::admission_by,
                admission_reminders::recipient,
            ))
            .load::<(AwardId, String, String, UserId)>(db)?;
        for (study, kind, day, recipient) in rows {
            let wrong = || Failure::Inconsistent(format!("a reminder {kind} of {day}"));
            let kind = Admission::from_name(&kind).ok_or_else(wrong)?;
            let day = day.parse().map_err(|_| wrong())?;
            found.insert((study, kind, day, recipient));
        }
    }
    Ok(found)
}

#[derive(Insertable)]
#[diesel(table_name = admission_reminders)]
struct Row<'a> {
    award_id: &'a AwardId,
    kind: &'static str,
    admission_by: String,
    recipient: &'a UserId,
    reminded_at: Timestamp,
}

/// Records who is told; the key refuses anybody who already was.
pub(in crate::features::reminders) fn insert_told_of_admission(
    db: &mut Db,
    told: &[ToldOfAdmission],
    now: Timestamp,
) -> Result<(), Failure> {
    let row = |told| {
        let (award_id, kind, day, recipient): &ToldOfAdmission = told;
        let (kind, admission_by) = (kind.name(), day.to_string());
        Row { award_id, kind, admission_by, recipient, reminded_at: now }
    };
    let rows: Vec<Row<'_>> = told.iter().map(row).collect();
    for some in rows.chunks(ROWS_AT_ONCE) {
        on_either!(db, connection => diesel::insert_into(admission_reminders::table)
            .values(some)
            .execute(connection)?);
    }
    Ok(())
}
