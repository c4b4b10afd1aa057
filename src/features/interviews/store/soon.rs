//! Which interviews begin soon, and since when their people know of them.

use crate::features::interviews::SlotState;
use crate::kernel::clock::Timestamp;
use crate::kernel::errors::Failure;
use crate::kernel::ids::{CallId, InterviewId, UserId};
use crate::platform::db::schema::{interview_panelists, interview_slots};
use crate::platform::db::{Db, ROWS_AT_ONCE};
use diesel::prelude::*;
use std::collections::BTreeMap;

/// Those that are planned to begin after the first and not after the second instant: of which call, and when each was
/// planned.
pub(in crate::features::interviews) fn beginning(
    db: &mut Db,
    (after, until): (Timestamp, Timestamp),
) -> Result<BTreeMap<InterviewId, (CallId, Timestamp)>, Failure> {
    let rows = interview_slots::table
        .filter(interview_slots::state.eq(SlotState::Planned))
        .filter(interview_slots::starts_at.gt(after).and(interview_slots::starts_at.le(until)))
        .select((interview_slots::id, interview_slots::call_id, interview_slots::planned_at))
        .load::<(InterviewId, CallId, Timestamp)>(db)?;
    Ok(rows.into_iter().map(|(id, call, at)| (id, (call, at))).collect())
}

/// Since when each panelist of these interviews is on the panel.
pub(in crate::features::interviews) fn seated_at(
    db: &mut Db,
    ids: &[InterviewId],
) -> Result<BTreeMap<(InterviewId, UserId), Timestamp>, Failure> {
    let mut found = BTreeMap::new();
    for some in ids.chunks(ROWS_AT_ONCE) {
        let rows = interview_panelists::table
            .filter(interview_panelists::slot_id.eq_any(some))
            .select((
                interview_panelists::slot_id,
                interview_panelists::user_id,
                interview_panelists::added_at,
            ))
            .load::<(InterviewId, UserId, Timestamp)>(db)?;
        found.extend(rows.into_iter().map(|(slot, user, at)| ((slot, user), at)));
    }
    Ok(found)
}
