//! Drafts that may be handed in after the submission has ended.

use crate::features::accounts::active_accounts;
use crate::features::proposals::{LateSubmission, State};
use crate::kernel::clock::Timestamp;
use crate::kernel::errors::Failure;
use crate::kernel::ids::{CallId, ProblemId, ProposalId, RecordId, UnitCode, UserId};
use crate::platform::db::Db;
use crate::platform::db::schema::{late_submissions, proposals};
use diesel::prelude::*;
use std::collections::BTreeMap;

pub(in crate::features::proposals) fn insert_late(
    db: &mut Db,
    proposal: &ProposalId,
    late: &LateSubmission,
    by: &UserId,
) -> Result<(), Failure> {
    diesel::insert_into(late_submissions::table)
        .values((
            late_submissions::id.eq(RecordId::new()?),
            late_submissions::proposal_id.eq(proposal),
            late_submissions::until_at.eq(late.until),
            late_submissions::reason.eq(&late.reason),
            late_submissions::allowed_by.eq(by),
            late_submissions::allowed_at.eq(late.allowed_at),
        ))
        .execute(db)?;
    Ok(())
}

/// Until when a draft may be handed in after the submission; `None` if nobody let it.
pub(in crate::features::proposals) fn late_until(
    db: &mut Db,
    proposal: &ProposalId,
) -> Result<Option<Timestamp>, Failure> {
    Ok(late_submissions::table
        .filter(late_submissions::proposal_id.eq(proposal))
        .select(diesel::dsl::max(late_submissions::until_at))
        .first(db)?)
}

/// The last leave of each of these proposals.
pub(in crate::features::proposals) fn late_among(
    db: &mut Db,
    ids: &[ProposalId],
) -> Result<BTreeMap<ProposalId, LateSubmission>, Failure> {
    let rows = late_submissions::table
        .filter(late_submissions::proposal_id.eq_any(ids))
        .order(late_submissions::until_at)
        .select((
            late_submissions::proposal_id,
            late_submissions::until_at,
            late_submissions::reason,
            late_submissions::allowed_at,
        ))
        .load::<(ProposalId, Timestamp, String, Timestamp)>(db)?;
    let late = |(id, until, reason, allowed_at)| (id, LateSubmission { until, reason, allowed_at });
    Ok(rows.into_iter().map(late).collect())
}

type DraftRow = (ProposalId, UserId, UnitCode, ProblemId, Timestamp);

/// The drafts of a call that were never handed in, of candidates with an account, last worked on first.
pub(in crate::features::proposals) fn unsubmitted_in(
    db: &mut Db,
    call: &CallId,
) -> Result<Vec<DraftRow>, Failure> {
    Ok(proposals::table
        .filter(proposals::call_id.eq(call).and(proposals::state.eq(State::Draft.name())))
        .filter(proposals::candidate.eq_any(active_accounts()))
        .order((proposals::updated_at.desc(), proposals::id))
        .select((
            proposals::id,
            proposals::candidate,
            proposals::unit,
            proposals::problem_id,
            proposals::updated_at,
        ))
        .load(db)?)
}
