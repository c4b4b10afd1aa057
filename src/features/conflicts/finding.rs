//! Whether a person is in conflict with a proposal, found or on the record. Worked out anew at every
//! request, so that a move to another unit bites at once; the unit before it counts as well.

use super::rules::found;
use super::store::{self, Near};
use super::{Candidacy, Position};
use crate::kernel::errors::Failure;
use crate::kernel::ids::{CallId, ProposalId, UserId};
use crate::platform::db::Db;
use std::collections::{BTreeMap, BTreeSet};

/// Whether this person is an outsider to this proposal (`security.md` §3: as Rx, whatever the
/// role). Three statements. Somebody unknown, or a proposal that is none, is in no conflict.
///
/// # Errors
/// When the database fails.
pub fn is_conflicted(db: &mut Db, person: &UserId, proposal: &ProposalId) -> Result<bool, Failure> {
    let hidden = conflicted_among(db, person, std::slice::from_ref(proposal))?;
    Ok(!hidden.is_empty())
}

/// Those of these proposals to which this person is an outsider. Three statements.
///
/// # Errors
/// When the database fails.
pub fn conflicted_among(
    db: &mut Db,
    person: &UserId,
    proposals: &[ProposalId],
) -> Result<BTreeSet<ProposalId>, Failure> {
    let position = store::position_of(db, person)?;
    let near = store::among(db, proposals, person)?;
    Ok(in_conflict(&position, near).map(|of| of.proposal).collect())
}

/// The proposals of a call to which this person is an outsider: lists, counts, plans and rankings
/// leave them out. Three statements, however many proposals there are.
///
/// # Errors
/// When the database fails.
pub fn conflicted_with(
    db: &mut Db,
    person: &UserId,
    call: &CallId,
) -> Result<BTreeSet<ProposalId>, Failure> {
    let position = store::position_of(db, person)?;
    let near = store::near(db, Some(call), &position)?;
    Ok(in_conflict(&position, near).map(|of| of.proposal).collect())
}

/// The same, of those that were handed in, with their numbers.
pub(super) fn conflicted_with_handed_in(
    db: &mut Db,
    person: &UserId,
    call: &CallId,
) -> Result<BTreeMap<ProposalId, String>, Failure> {
    let position = store::position_of(db, person)?;
    let near = store::near(db, Some(call), &position)?;
    let handed_in = in_conflict(&position, near).filter(|of| !of.number.is_empty());
    Ok(handed_in.map(|of| (of.proposal, of.number)).collect())
}

/// The same over all calls, for what is read across them, such as the record.
///
/// # Errors
/// When the database fails.
pub fn conflicted_anywhere(db: &mut Db, person: &UserId) -> Result<Vec<Candidacy>, Failure> {
    let position = store::position_of(db, person)?;
    let near = store::near(db, None, &position)?;
    Ok(in_conflict(&position, near).collect())
}

fn in_conflict(person: &Position, near: Vec<Near>) -> impl Iterator<Item = Candidacy> {
    near.into_iter()
        .filter(|near| near.is_on_record || found(person, &near.candidacy).is_some())
        .map(|near| near.candidacy)
}
