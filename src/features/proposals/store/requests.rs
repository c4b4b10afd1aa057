//! Requests for endorsements, and the texts under endorsements.

use crate::features::proposals::{EndorsementKind, EndorsementRequest, State, Text};
use crate::kernel::clock::Timestamp;
use crate::kernel::errors::{Failure, common};
use crate::kernel::ids::{ProposalId, RecordId, UserId};
use crate::platform::db::Db;
use crate::platform::db::schema::{endorsed_texts, endorsement_requests, proposals};
use diesel::prelude::*;

#[derive(Queryable, Selectable, Insertable)]
#[diesel(table_name = endorsement_requests)]
struct RequestRow {
    id: RecordId,
    proposal_id: ProposalId,
    kind: String,
    asked_at: Timestamp,
    told_at: Option<Timestamp>,
    reminded_at: Option<Timestamp>,
    answered_at: Option<Timestamp>,
    answered_by: Option<UserId>,
    remark: Option<String>,
}

impl TryFrom<RequestRow> for EndorsementRequest {
    type Error = Failure;
    fn try_from(row: RequestRow) -> Result<Self, Failure> {
        let kind = EndorsementKind::ALL.into_iter().find(|kind| kind.name() == row.kind);
        let wrong = || Failure::Inconsistent(format!("a request for endorsement {}", row.kind));
        Ok(Self {
            kind: kind.ok_or_else(wrong)?,
            id: row.id,
            asked_at: row.asked_at,
            told_at: row.told_at,
            reminded_at: row.reminded_at,
            answered_at: row.answered_at,
            answered_by: row.answered_by,
            remark: row.remark,
        })
    }
}

/// All requests of a proposal, oldest first; of those asked for at once that of the unit head first.
pub(in crate::features::proposals) fn requests_of(
    db: &mut Db,
    proposal: &ProposalId,
) -> Result<Vec<EndorsementRequest>, Failure> {
    let rows = endorsement_requests::table
        .filter(endorsement_requests::proposal_id.eq(proposal))
        .order((
            endorsement_requests::asked_at,
            endorsement_requests::kind.desc(),
            endorsement_requests::id,
        ))
        .select(RequestRow::as_select())
        .load(db)?;
    rows.into_iter().map(EndorsementRequest::try_from).collect()
}

pub(in crate::features::proposals) fn insert_request(
    db: &mut Db,
    proposal: &ProposalId,
    new: &EndorsementRequest,
) -> Result<(), Failure> {
    let row = RequestRow {
        id: new.id.clone(),
        proposal_id: proposal.clone(),
        kind: new.kind.name().to_owned(),
        asked_at: new.asked_at,
        told_at: new.told_at,
        reminded_at: new.reminded_at,
        answered_at: new.answered_at,
        answered_by: new.answered_by.clone(),
        remark: new.remark.clone(),
    };
    diesel::insert_into(endorsement_requests::table).values(row).execute(db)?;
    Ok(())
}

/// Ends an open request: endorsed, or returned with a remark.
///
/// # Errors
/// `changed_meanwhile` when it is open no longer.
pub(in crate::features::proposals) fn answer_request(
    db: &mut Db,
    id: &RecordId,
    (by, remark): (&UserId, Option<&str>),
    now: Timestamp,
) -> Result<(), Failure> {
    let open =
        endorsement_requests::table.find(id).filter(endorsement_requests::answered_at.is_null());
    let changed = diesel::update(open)
        .set((
            endorsement_requests::answered_at.eq(now),
            endorsement_requests::answered_by.eq(by),
            endorsement_requests::remark.eq(remark),
        ))
        .execute(db)?;
    if changed == 1 { Ok(()) } else { Err(Failure::refused(common::CHANGED_MEANWHILE)) }
}

/// The requests that wait unreminded since before this instant, or that nobody was told of; each with its proposal and
/// that one's state.
pub(in crate::features::proposals) fn waiting_requests(
    db: &mut Db,
    before: Timestamp,
) -> Result<Vec<(ProposalId, State, EndorsementRequest)>, Failure> {
    let rows = endorsement_requests::table
        .inner_join(proposals::table)
        .filter(endorsement_requests::answered_at.is_null())
        .filter(endorsement_requests::reminded_at.is_null())
        .filter(
            endorsement_requests::asked_at.le(before).or(endorsement_requests::told_at.is_null()),
        )
        .order((endorsement_requests::asked_at, endorsement_requests::id))
        .select((proposals::id, proposals::state, RequestRow::as_select()))
        .load::<(ProposalId, State, RequestRow)>(db)?;
    rows.into_iter().map(|(id, state, row)| Ok((id, state, row.try_into()?))).collect()
}

pub(in crate::features::proposals) fn note_told(
    db: &mut Db,
    id: &RecordId,
    now: Timestamp,
) -> Result<(), Failure> {
    diesel::update(endorsement_requests::table.find(id))
        .set(endorsement_requests::told_at.eq(now))
        .execute(db)?;
    Ok(())
}

pub(in crate::features::proposals) fn note_reminded(
    db: &mut Db,
    id: &RecordId,
    now: Timestamp,
) -> Result<(), Failure> {
    diesel::update(endorsement_requests::table.find(id))
        .set(endorsement_requests::reminded_at.eq(now))
        .execute(db)?;
    Ok(())
}

/// Keeps the text under an endorsement, once for all who endorse it.
pub(in crate::features::proposals) fn keep_endorsed(
    db: &mut Db,
    (proposal, essence): (&ProposalId, &str),
    text: &Text,
) -> Result<(), Failure> {
    let same = endorsed_texts::table
        .filter(endorsed_texts::proposal_id.eq(proposal))
        .filter(endorsed_texts::essence_hash.eq(essence));
    let there: i64 = same.count().get_result(db)?;
    if there == 0 {
        diesel::insert_into(endorsed_texts::table)
            .values((
                endorsed_texts::id.eq(RecordId::new()?),
                endorsed_texts::proposal_id.eq(proposal),
                endorsed_texts::essence_hash.eq(essence),
                endorsed_texts::content.eq(serde_json::to_string(text)?),
            ))
            .execute(db)?;
    }
    Ok(())
}

/// The text under an endorsement; `None` for those from before texts were kept.
pub(in crate::features::proposals) fn endorsed_text(
    db: &mut Db,
    proposal: &ProposalId,
    essence: &str,
) -> Result<Option<Text>, Failure> {
    let found = endorsed_texts::table
        .filter(endorsed_texts::proposal_id.eq(proposal))
        .filter(endorsed_texts::essence_hash.eq(essence))
        .select(endorsed_texts::content)
        .first::<String>(db)
        .optional()?;
    Ok(found.map(|text| serde_json::from_str(&text)).transpose()?)
}
