//! Queries on interviews that are planned or were held. The tables belong to `interviews`, which comes later.

use super::{Seat, Sitting};
use crate::kernel::clock::Timestamp;
use crate::kernel::errors::{Failure, common};
use crate::kernel::ids::{CallId, InterviewId, ProposalId, UserId};
use crate::platform::db::schema::{
    interview_panelists, interview_sheets, interview_slots, proposals,
};
use crate::platform::db::{Db, ROWS_AT_ONCE};
use diesel::prelude::*;
use std::collections::BTreeMap;

/// Whose interviews.
pub(super) enum Of<'a> {
    Proposal(&'a ProposalId),
    Call(&'a CallId),
}

type Row = (InterviewId, ProposalId, Option<String>, Timestamp, Timestamp, String, i32, String);

/// Those that are planned or were held, by time. Two statements.
pub(super) fn live(db: &mut Db, of: &Of<'_>) -> Result<Vec<Sitting>, Failure> {
    let mut query = interview_slots::table
        .inner_join(proposals::table)
        .filter(interview_slots::state.eq_any(["planned", "held"]))
        .order((interview_slots::starts_at, interview_slots::id))
        .select((
            interview_slots::id,
            interview_slots::proposal_id,
            proposals::number,
            interview_slots::starts_at,
            interview_slots::ends_at,
            interview_slots::place,
            interview_slots::revision,
            interview_slots::state,
        ))
        .into_boxed();
    query = match of {
        Of::Proposal(id) => query.filter(interview_slots::proposal_id.eq(*id)),
        Of::Call(id) => query.filter(interview_slots::call_id.eq(*id)),
    };
    let rows = query.load::<Row>(db)?;
    let ids: Vec<InterviewId> = rows.iter().map(|row| row.0.clone()).collect();
    let mut seats = seats_of(db, &ids)?;
    let sitting = |row: Row| {
        let (id, proposal, number, starts_at, ends_at, place, revision, state) = row;
        Sitting {
            seats: seats.remove(&id).unwrap_or_default(),
            number: number.unwrap_or_default(),
            is_held: state == "held",
            id,
            proposal,
            starts_at,
            ends_at,
            place,
            revision,
        }
    };
    Ok(rows.into_iter().map(sitting).collect())
}

fn seats_of(db: &mut Db, ids: &[InterviewId]) -> Result<BTreeMap<InterviewId, Vec<Seat>>, Failure> {
    let mut found: BTreeMap<InterviewId, Vec<Seat>> = BTreeMap::new();
    for some in ids.chunks(ROWS_AT_ONCE) {
        let own = interview_sheets::slot_id
            .eq(interview_panelists::slot_id)
            .and(interview_sheets::user_id.eq(interview_panelists::user_id));
        let rows = interview_panelists::table
            .left_join(interview_sheets::table.on(own))
            .filter(interview_panelists::slot_id.eq_any(some))
            .filter(interview_panelists::removed_at.is_null())
            .order((interview_panelists::added_at, interview_panelists::user_id))
            .select((
                interview_panelists::slot_id,
                interview_panelists::user_id,
                interview_sheets::submitted_at.nullable(),
            ))
            .load::<(InterviewId, UserId, Option<Timestamp>)>(db)?;
        for (slot, user, handed_in) in rows {
            let seat = Seat { user, handed_in: handed_in.is_some() };
            found.entry(slot).or_default().push(seat);
        }
    }
    Ok(found)
}

/// Cancels one that is planned.
pub(super) fn cancel(db: &mut Db, id: &InterviewId, reason: &str) -> Result<(), Failure> {
    let there = interview_slots::table.find(id).filter(interview_slots::state.eq("planned"));
    let changed = diesel::update(there)
        .set((
            interview_slots::state.eq("cancelled"),
            interview_slots::reason.eq(reason),
            interview_slots::revision.eq(interview_slots::revision + 1),
        ))
        .execute(db)?;
    changed_one(changed)
}

/// Takes somebody who sits there off a panel.
///
/// # Errors
/// `changed_meanwhile`.
pub fn remove_panelist(
    db: &mut Db,
    (slot, user): (&InterviewId, &UserId),
    reason: &str,
    at: Timestamp,
) -> Result<(), Failure> {
    let sits = interview_panelists::table
        .find((slot, user))
        .filter(interview_panelists::removed_at.is_null());
    let changed = diesel::update(sits)
        .set((
            interview_panelists::removed_at.eq(at),
            interview_panelists::removed_reason.eq(reason),
        ))
        .execute(db)?;
    changed_one(changed)
}

fn changed_one(changed: usize) -> Result<(), Failure> {
    if changed == 1 { Ok(()) } else { Err(Failure::refused(common::CHANGED_MEANWHILE)) }
}
