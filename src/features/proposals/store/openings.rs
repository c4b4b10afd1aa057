//! The files that a verifier has opened, and the conclusions that they took back.

use crate::features::proposals::VerificationOutcome;
use crate::features::proposals::{VerificationSheet, WithdrawnConclusion};
use crate::kernel::clock::Timestamp;
use crate::kernel::errors::{Failure, common};
use crate::kernel::ids::{DocumentId, ProposalId, UserId};
use crate::platform::db::Db;
use crate::platform::db::schema::{
    document_openings, documents, verifications, withdrawn_conclusions,
};
use diesel::prelude::*;
use std::collections::BTreeSet;

/// The files of a proposal that this verifier has opened.
pub(in crate::features::proposals) fn opened_by(
    db: &mut Db,
    proposal: &ProposalId,
    verifier: &UserId,
) -> Result<BTreeSet<DocumentId>, Failure> {
    let opened = document_openings::table
        .inner_join(documents::table)
        .filter(documents::proposal_id.eq(proposal))
        .filter(document_openings::verifier.eq(verifier))
        .select(document_openings::document_id)
        .load::<DocumentId>(db)?;
    Ok(opened.into_iter().collect())
}

/// Notes the first opening; a later one changes nothing.
pub(in crate::features::proposals) fn note_opening(
    db: &mut Db,
    (document, verifier): (&DocumentId, &UserId),
    now: Timestamp,
) -> Result<(), Failure> {
    let there: i64 = document_openings::table.find((document, verifier)).count().get_result(db)?;
    if there == 0 {
        diesel::insert_into(document_openings::table)
            .values((
                document_openings::document_id.eq(document),
                document_openings::verifier.eq(verifier),
                document_openings::opened_at.eq(now),
            ))
            .execute(db)?;
    }
    Ok(())
}

/// Makes a conclusion a draft again, and keeps its content.
///
/// # Errors
/// `changed_meanwhile` when it is concluded no longer.
pub(in crate::features::proposals) fn withdraw_conclusion(
    db: &mut Db,
    proposal: &ProposalId,
    sheet: &VerificationSheet,
    taken_back: &WithdrawnConclusion,
) -> Result<(), Failure> {
    let key = (proposal, sheet.round, &sheet.verifier);
    let concluded =
        verifications::table.find(key).filter(verifications::concluded_at.is_not_null());
    let changed = diesel::update(concluded)
        .set((
            verifications::concluded_at.eq(None::<Timestamp>),
            verifications::outcome.eq(None::<String>),
            verifications::updated_at.eq(taken_back.withdrawn_at),
        ))
        .execute(db)?;
    if changed == 0 {
        return Err(Failure::refused(common::CHANGED_MEANWHILE));
    }
    diesel::insert_into(withdrawn_conclusions::table)
        .values((
            withdrawn_conclusions::proposal_id.eq(proposal),
            withdrawn_conclusions::round.eq(sheet.round),
            withdrawn_conclusions::verifier.eq(&sheet.verifier),
            withdrawn_conclusions::concluded_at.eq(taken_back.concluded_at),
            withdrawn_conclusions::outcome.eq(taken_back.outcome.name()),
            withdrawn_conclusions::reason.eq(&taken_back.reason),
            withdrawn_conclusions::withdrawn_at.eq(taken_back.withdrawn_at),
        ))
        .execute(db)?;
    Ok(())
}

type WithdrawnRow = (i32, UserId, Timestamp, VerificationOutcome, String, Timestamp);

/// All conclusions on a proposal that were taken back, by time.
pub(in crate::features::proposals) fn withdrawn_of(
    db: &mut Db,
    proposal: &ProposalId,
) -> Result<Vec<WithdrawnConclusion>, Failure> {
    let rows = withdrawn_conclusions::table
        .filter(withdrawn_conclusions::proposal_id.eq(proposal))
        .order(withdrawn_conclusions::withdrawn_at)
        .select((
            withdrawn_conclusions::round,
            withdrawn_conclusions::verifier,
            withdrawn_conclusions::concluded_at,
            withdrawn_conclusions::outcome,
            withdrawn_conclusions::reason,
            withdrawn_conclusions::withdrawn_at,
        ))
        .load::<WithdrawnRow>(db)?;
    rows.into_iter()
        .map(|(round, verifier, concluded_at, outcome, reason, withdrawn_at)| {
            Ok(WithdrawnConclusion { round, verifier, concluded_at, outcome, reason, withdrawn_at })
        })
        .collect()
}
