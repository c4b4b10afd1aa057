//! Every query on interviews. Row types stay in here.

mod personal;
mod requests;
mod sheets;
mod soon;

pub use personal::HOLDER;
use requests::requests_of;
pub(super) use requests::{answer_request, insert_request, request_of};
pub(super) use sheets::{find_sheet, insert_sheet, lock_sheet, sheets_in, sheets_of, update_sheet};
pub(super) use soon::{beginning, seated_at};

use super::{Attendance, Panelist, Slot, SlotState};
use crate::kernel::clock::Timestamp;
use crate::kernel::errors::{Failure, common};
use crate::kernel::ids::{CallId, InterviewId, ProposalId, UserId};
use crate::platform::db::schema::{
    interview_panelists, interview_sheets, interview_slots, proposals,
};
use crate::platform::db::{Db, ROWS_AT_ONCE};
use diesel::prelude::*;
use std::collections::BTreeMap;

#[derive(Queryable, Selectable)]
#[diesel(table_name = interview_slots)]
struct SlotRow {
    id: InterviewId,
    call_id: CallId,
    proposal_id: ProposalId,
    starts_at: Timestamp,
    ends_at: Timestamp,
    place: String,
    link: Option<String>,
    revision: i32,
    state: SlotState,
    reason: Option<String>,
    late_reason: Option<String>,
    attendance: Option<Attendance>,
    attendance_reason: Option<String>,
}

impl SlotRow {
    fn slot(self, number: Option<String>) -> Slot {
        Slot {
            id: self.id,
            call: self.call_id,
            proposal: self.proposal_id,
            number: number.unwrap_or_default(),
            starts_at: self.starts_at,
            ends_at: self.ends_at,
            place: self.place,
            link: self.link,
            revision: self.revision,
            state: self.state,
            reason: self.reason,
            late_reason: self.late_reason,
            attendance: self.attendance,
            attendance_reason: self.attendance_reason,
            panelists: Some(Vec::new()),
            request: None,
        }
    }
}

/// Whose interviews.
pub(super) enum Of<'a> {
    One(&'a InterviewId),
    Proposal(&'a ProposalId),
    Call(&'a CallId),
    /// Those on whose panel somebody is or was.
    Panelist(&'a UserId),
}

/// By time, with panelists and requests; names and conflicts are not known here. Three statements.
pub(super) fn slots(db: &mut Db, of: &Of<'_>) -> Result<Vec<Slot>, Failure> {
    let mut query = interview_slots::table
        .inner_join(proposals::table)
        .order((interview_slots::starts_at, interview_slots::id))
        .select((SlotRow::as_select(), proposals::number))
        .into_boxed();
    query = match of {
        Of::One(id) => query.filter(interview_slots::id.eq(*id)),
        Of::Proposal(id) => query.filter(interview_slots::proposal_id.eq(*id)),
        Of::Call(id) => query.filter(interview_slots::call_id.eq(*id)),
        Of::Panelist(user) => query.filter(
            interview_slots::id.eq_any(
                interview_panelists::table
                    .filter(interview_panelists::user_id.eq(*user))
                    .select(interview_panelists::slot_id),
            ),
        ),
    };
    let rows = query.load::<(SlotRow, Option<String>)>(db)?;
    let mut slots: Vec<Slot> = rows.into_iter().map(|(row, number)| row.slot(number)).collect();
    let ids: Vec<InterviewId> = slots.iter().map(|slot| slot.id.clone()).collect();
    let mut panels = panels_of(db, &ids)?;
    let mut asked = requests_of(db, &ids)?;
    for slot in &mut slots {
        slot.panelists = Some(panels.remove(&slot.id).unwrap_or_default());
        slot.request = asked.remove(&slot.id);
    }
    Ok(slots)
}

fn panels_of(
    db: &mut Db,
    ids: &[InterviewId],
) -> Result<BTreeMap<InterviewId, Vec<Panelist>>, Failure> {
    let mut found: BTreeMap<InterviewId, Vec<Panelist>> = BTreeMap::new();
    for some in ids.chunks(ROWS_AT_ONCE) {
        let own = interview_sheets::slot_id
            .eq(interview_panelists::slot_id)
            .and(interview_sheets::user_id.eq(interview_panelists::user_id));
        let rows = interview_panelists::table
            .left_join(interview_sheets::table.on(own))
            .filter(interview_panelists::slot_id.eq_any(some))
            .order((interview_panelists::added_at, interview_panelists::user_id))
            .select((
                interview_panelists::slot_id,
                interview_panelists::user_id,
                interview_panelists::removed_at,
                interview_panelists::removed_reason,
                interview_sheets::submitted_at.nullable(),
            ))
            .load::<(InterviewId, UserId, Option<Timestamp>, Option<String>, Option<Timestamp>)>(
                db,
            )?;
        for (slot, user, removed_at, removed_reason, handed_in) in rows {
            found.entry(slot).or_default().push(Panelist {
                user,
                name: String::new(),
                in_conflict: false,
                removed_at,
                removed_reason,
                handed_in: handed_in.is_some(),
            });
        }
    }
    Ok(found)
}

pub(super) fn insert_slot(
    db: &mut Db,
    slot: &Slot,
    (by, at): (&UserId, Timestamp),
) -> Result<(), Failure> {
    diesel::insert_into(interview_slots::table)
        .values((
            interview_slots::id.eq(&slot.id),
            interview_slots::call_id.eq(&slot.call),
            interview_slots::proposal_id.eq(&slot.proposal),
            interview_slots::starts_at.eq(slot.starts_at),
            interview_slots::ends_at.eq(slot.ends_at),
            interview_slots::place.eq(&slot.place),
            interview_slots::link.eq(&slot.link),
            interview_slots::revision.eq(slot.revision),
            interview_slots::state.eq(slot.state),
            interview_slots::late_reason.eq(&slot.late_reason),
            interview_slots::planned_by.eq(by),
            interview_slots::planned_at.eq(at),
        ))
        .execute(db)?;
    for panelist in slot.panelists.iter().flatten() {
        insert_panelist(db, &slot.id, &panelist.user, at)?;
    }
    Ok(())
}

/// Puts somebody on a panel; who had left it sits again.
pub(super) fn insert_panelist(
    db: &mut Db,
    slot: &InterviewId,
    user: &UserId,
    at: Timestamp,
) -> Result<(), Failure> {
    let back = diesel::update(interview_panelists::table.find((slot, user)))
        .set((
            interview_panelists::added_at.eq(at),
            interview_panelists::removed_at.eq(None::<Timestamp>),
            interview_panelists::removed_reason.eq(None::<String>),
        ))
        .execute(db)?;
    if back == 0 {
        diesel::insert_into(interview_panelists::table)
            .values((
                interview_panelists::slot_id.eq(slot),
                interview_panelists::user_id.eq(user),
                interview_panelists::added_at.eq(at),
            ))
            .execute(db)?;
    }
    Ok(())
}

/// Writes time, place and revision of a planned slot.
/// Everybody is told of the new time, so it counts as planned anew.
pub(super) fn move_slot(db: &mut Db, slot: &Slot, at: Timestamp) -> Result<(), Failure> {
    let there = interview_slots::table
        .find(&slot.id)
        .filter(interview_slots::state.eq(SlotState::Planned))
        .filter(interview_slots::revision.eq(slot.revision - 1));
    let changed = diesel::update(there)
        .set((
            interview_slots::starts_at.eq(slot.starts_at),
            interview_slots::ends_at.eq(slot.ends_at),
            interview_slots::place.eq(&slot.place),
            interview_slots::link.eq(&slot.link),
            interview_slots::planned_at.eq(at),
            interview_slots::revision.eq(slot.revision),
            interview_slots::reason.eq(&slot.reason),
            interview_slots::late_reason.eq(&slot.late_reason),
        ))
        .execute(db)?;
    changed_one(changed)
}

pub(super) fn cancel_slot(db: &mut Db, id: &InterviewId, reason: &str) -> Result<(), Failure> {
    let there = interview_slots::table
        .find(id)
        .filter(interview_slots::state.eq_any([SlotState::Planned, SlotState::Held]));
    let changed = diesel::update(there)
        .set((
            interview_slots::state.eq(SlotState::Cancelled),
            interview_slots::reason.eq(reason),
            interview_slots::revision.eq(interview_slots::revision + 1),
        ))
        .execute(db)?;
    changed_one(changed)
}

pub(super) fn attend(
    db: &mut Db,
    (id, state): (&InterviewId, SlotState),
    (attendance, reason): (Attendance, Option<&str>),
    (by, at): (&UserId, Timestamp),
) -> Result<(), Failure> {
    let there =
        interview_slots::table.find(id).filter(interview_slots::state.ne(SlotState::Cancelled));
    let changed = diesel::update(there)
        .set((
            interview_slots::state.eq(state),
            interview_slots::attendance.eq(attendance),
            interview_slots::attendance_reason.eq(reason),
            interview_slots::attended_by.eq(by),
            interview_slots::attended_at.eq(at),
        ))
        .execute(db)?;
    changed_one(changed)
}

fn changed_one(changed: usize) -> Result<(), Failure> {
    if changed == 1 { Ok(()) } else { Err(Failure::refused(common::CHANGED_MEANWHILE)) }
}
