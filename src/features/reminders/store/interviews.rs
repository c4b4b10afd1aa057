//! Queries on who was reminded of an interview.

use crate::kernel::clock::Timestamp;
use crate::kernel::errors::Failure;
use crate::kernel::ids::{InterviewId, UserId};
use crate::platform::db::schema::interview_reminders;
use crate::platform::db::{Db, ROWS_AT_ONCE};
use diesel::prelude::*;
use std::collections::BTreeSet;

/// Which interview, when it begins, who was reminded.
pub(in crate::features::reminders) type RemindedOf = (InterviewId, Timestamp, UserId);

pub(in crate::features::reminders) fn reminded_of_interviews(
    db: &mut Db,
    interviews: &[InterviewId],
) -> Result<BTreeSet<RemindedOf>, Failure> {
    let mut found = BTreeSet::new();
    for some in interviews.chunks(ROWS_AT_ONCE) {
        let rows = interview_reminders::table
            .filter(interview_reminders::slot_id.eq_any(some))
            .select((
                interview_reminders::slot_id,
                interview_reminders::starts_at,
                interview_reminders::recipient,
            ))
            .load::<RemindedOf>(db)?;
        found.extend(rows);
    }
    Ok(found)
}

/// The key refuses anybody who already was.
pub(in crate::features::reminders) fn insert_reminded_of_interview(
    db: &mut Db,
    (interview, starts_at, recipient): &RemindedOf,
    now: Timestamp,
) -> Result<(), Failure> {
    diesel::insert_into(interview_reminders::table)
        .values((
            interview_reminders::slot_id.eq(interview),
            interview_reminders::starts_at.eq(starts_at),
            interview_reminders::recipient.eq(recipient),
            interview_reminders::reminded_at.eq(now),
        ))
        .execute(db)?;
    Ok(())
}
