//! What candidates asked for: another time, once for each proposal.

use super::changed_one;
use crate::features::interviews::{Slot, TimeAnswer, TimeRequest};
use crate::kernel::clock::Timestamp;
use crate::kernel::errors::Failure;
use crate::kernel::ids::{InterviewId, ProposalId, UserId};
use crate::platform::db::schema::interview_requests;
use crate::platform::db::{Db, ROWS_AT_ONCE};
use diesel::prelude::*;
use std::collections::BTreeMap;

#[derive(Queryable, Selectable)]
#[diesel(table_name = interview_requests)]
struct RequestRow {
    reason: String,
    asked_at: Timestamp,
    answer: Option<TimeAnswer>,
    answer_reason: Option<String>,
}

impl From<RequestRow> for TimeRequest {
    fn from(row: RequestRow) -> Self {
        let RequestRow { reason, asked_at, answer, answer_reason } = row;
        Self { reason, asked_at, answer, answer_reason }
    }
}

pub(super) fn requests_of(
    db: &mut Db,
    ids: &[InterviewId],
) -> Result<BTreeMap<InterviewId, TimeRequest>, Failure> {
    let mut found = BTreeMap::new();
    for some in ids.chunks(ROWS_AT_ONCE) {
        let rows = interview_requests::table
            .filter(interview_requests::slot_id.eq_any(some))
            .select((interview_requests::slot_id, RequestRow::as_select()))
            .load::<(InterviewId, RequestRow)>(db)?;
        found.extend(rows.into_iter().map(|(slot, row)| (slot, TimeRequest::from(row))));
    }
    Ok(found)
}

/// The request of a candidate, whichever slot it was about.
pub(in crate::features::interviews) fn request_of(
    db: &mut Db,
    proposal: &ProposalId,
) -> Result<Option<TimeRequest>, Failure> {
    let row = interview_requests::table
        .find(proposal)
        .select(RequestRow::as_select())
        .first(db)
        .optional()?;
    Ok(row.map(TimeRequest::from))
}

pub(in crate::features::interviews) fn insert_request(
    db: &mut Db,
    slot: &Slot,
    reason: &str,
    at: Timestamp,
) -> Result<(), Failure> {
    diesel::insert_into(interview_requests::table)
        .values((
            interview_requests::proposal_id.eq(&slot.proposal),
            interview_requests::slot_id.eq(&slot.id),
            interview_requests::reason.eq(reason),
            interview_requests::asked_at.eq(at),
        ))
        .execute(db)?;
    Ok(())
}

pub(in crate::features::interviews) fn answer_request(
    db: &mut Db,
    proposal: &ProposalId,
    (answer, reason): (TimeAnswer, &str),
    (by, at): (&UserId, Timestamp),
) -> Result<(), Failure> {
    let waits =
        interview_requests::table.find(proposal).filter(interview_requests::answer.is_null());
    let changed = diesel::update(waits)
        .set((
            interview_requests::answer.eq(answer),
            interview_requests::answer_reason.eq(reason),
            interview_requests::answered_by.eq(by),
            interview_requests::answered_at.eq(at),
        ))
        .execute(db)?;
    changed_one(changed)
}
