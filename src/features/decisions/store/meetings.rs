//! Invitations to the plenary; each revision is a row.

use crate::features::decisions::Meeting;
use crate::kernel::clock::Timestamp;
use crate::kernel::errors::Failure;
use crate::kernel::ids::{CallId, UserId};
use crate::platform::db::Db;
use crate::platform::db::schema::plenary_meetings;
use diesel::prelude::*;

#[derive(Queryable, Selectable)]
#[diesel(table_name = plenary_meetings)]
struct MeetingRow {
    revision: i32,
    starts_at: Timestamp,
    ends_at: Timestamp,
    place: String,
    link: Option<String>,
    note: String,
    invited_by: UserId,
    invited_at: Timestamp,
}

impl From<MeetingRow> for Meeting {
    fn from(row: MeetingRow) -> Self {
        let MeetingRow { revision, starts_at, ends_at, place, link, note, invited_by, invited_at } =
            row;
        Self { revision, starts_at, ends_at, place, link, note, invited_by, invited_at }
    }
}

/// A call's invitations, newest first: the one in force, then the replaced ones.
pub(in crate::features::decisions) fn meetings_of(
    db: &mut Db,
    call: &CallId,
) -> Result<Vec<Meeting>, Failure> {
    let rows = plenary_meetings::table
        .filter(plenary_meetings::call_id.eq(call))
        .order(plenary_meetings::revision.desc())
        .select(MeetingRow::as_select())
        .load::<MeetingRow>(db)?;
    Ok(rows.into_iter().map(Meeting::from).collect())
}

pub(in crate::features::decisions) fn insert_meeting(
    db: &mut Db,
    call: &CallId,
    meeting: &Meeting,
) -> Result<(), Failure> {
    diesel::insert_into(plenary_meetings::table)
        .values((
            plenary_meetings::call_id.eq(call),
            plenary_meetings::revision.eq(meeting.revision),
            plenary_meetings::starts_at.eq(meeting.starts_at),
            plenary_meetings::ends_at.eq(meeting.ends_at),
            plenary_meetings::place.eq(&meeting.place),
            plenary_meetings::link.eq(meeting.link.as_deref()),
            plenary_meetings::note.eq(&meeting.note),
            plenary_meetings::invited_by.eq(&meeting.invited_by),
            plenary_meetings::invited_at.eq(meeting.invited_at),
        ))
        .execute(db)?;
    Ok(())
}
