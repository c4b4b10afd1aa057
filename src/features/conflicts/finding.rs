//! Whether a person is in conflict with a proposal, by a rule or by a recorded conflict. Computed
//! anew at every request, so that a move to another unit takes effect at once; the earlier unit
//! counts as well.

use super::rules::found;
use super::store::{self, Near};
use super::{Position, ProposalParties};
use crate::kernel::errors::Failure;
use crate::kernel::ids::{CallId, ProposalId, UserId};
use crate::platform::db::Db;
use std::collections::{BTreeMap, BTreeSet};

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

/// Who of these people is in conflict with each proposal of a call that passed verification, by its number. Proposals with
/// which nobody is are left out. Five statements, independent of their number.
///
/// # Errors
/// When the database fails.
pub fn conflicted_people(
    db: &mut Db,
    call: &CallId,
    people: &[UserId],
) -> Result<BTreeMap<String, BTreeSet<UserId>>, Failure> {
    let positions = store::positions_of(db, people)?;
    let mut on_record: BTreeMap<ProposalId, BTreeSet<UserId>> = BTreeMap::new();
    for (_, one) in store::conflicts_of_call(db, call)? {
        on_record.entry(one.proposal).or_default().insert(one.user);
    }
    let mut all = BTreeMap::new();
    for of in store::candidacies(db, call)? {
        let recorded = on_record.remove(&of.proposal).unwrap_or_default();
        let is_out =
            |person: &&Position| recorded.contains(&person.user) || found(person, &of).is_some();
        let out: BTreeSet<UserId> =
            positions.iter().filter(is_out).map(|person| person.user.clone()).collect();
        if !out.is_empty() {
            all.insert(of.given_number()?.to_owned(), out);
        }
    }
    Ok(all)
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
