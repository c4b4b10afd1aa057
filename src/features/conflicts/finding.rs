//! Whether a person is in conflict with a proposal, by a rule or by a recorded conflict. Computed
//! anew at every request, so that a move to another unit takes effect at once; the earlier unit
//! counts as well.

use super::rules::found;
use super::store::{self, Near};
use super::{Position, ProposalParties};
use crate::kernel::errors::Failure;
use crate::kernel::ids::{CallId, ProposalId, UserId};
use crate::platform::db::Db;
use std::collections::BTreeSet;

/// Whether this person must be treated as an outsider to this proposal (`security.md` §3: as Rx,
/// whatever the role). Two statements. An unknown person or proposal is in no conflict.
pub fn is_conflicted(db: &mut Db, person: &UserId, proposal: &ProposalId) -> Result<bool, Failure> {
    let hidden = conflicted_among(db, person, std::slice::from_ref(proposal))?;
    Ok(!hidden.is_empty())
}

/// Those of these proposals with which this person is in conflict. Two statements.
pub fn conflicted_among(
    db: &mut Db,
    person: &UserId,
    proposals: &[ProposalId],
) -> Result<BTreeSet<ProposalId>, Failure> {
    let (position, near) = store::among(db, proposals, person)?;
    Ok(in_conflict(&position, near).map(|of| of.proposal).collect())
}

/// The proposals of a call with which this person is in conflict: lists, counts, plans and rankings
/// leave them out. Two statements, independent of the number of proposals.
pub fn conflicted_with(
    db: &mut Db,
    person: &UserId,
    call: &CallId,
) -> Result<BTreeSet<ProposalId>, Failure> {
    Ok(conflicted_in(db, person, call)?.into_iter().map(|of| of.proposal).collect())
}

/// The same, with what is known of each.
pub(super) fn conflicted_in(
    db: &mut Db,
    person: &UserId,
    call: &CallId,
) -> Result<Vec<ProposalParties>, Failure> {
    let (position, near) = store::near(db, Some(call), person)?;
    Ok(in_conflict(&position, near).collect())
}

/// The same over all calls, for readings across calls, such as the record.
pub fn conflicted_anywhere(db: &mut Db, person: &UserId) -> Result<Vec<ProposalParties>, Failure> {
    let (position, near) = store::near(db, None, person)?;
    Ok(in_conflict(&position, near).collect())
}

fn in_conflict(person: &Position, near: Vec<Near>) -> impl Iterator<Item = ProposalParties> {
    near.into_iter()
        .filter(|near| near.is_on_record || found(person, &near.candidacy).is_some())
        .map(|near| near.candidacy)
}
