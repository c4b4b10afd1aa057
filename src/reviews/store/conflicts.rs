//! Conflicts on the record, and what the rule that finds others needs to know of proposals.

use crate::clock::Timestamp;
use crate::db::Db;
use crate::db::schema::{conflicts, proposals, users};
use crate::errors::Failure;
use crate::ids::{CallId, ProposalId, UnitCode, UserId};
use crate::reviews::rules::conflict::{Candidacy, Standing};
use crate::reviews::{Conflict, ConflictKind};
use diesel::prelude::*;

pub(super) type CandidacyRow =
    (ProposalId, Option<String>, UnitCode, UserId, Option<UnitCode>, Option<UserId>);

/// The columns of a [`CandidacyRow`], in a query that joins proposals and their candidates.
pub(super) const CANDIDACY: (
    proposals::id,
    proposals::number,
    proposals::unit,
    users::id,
    users::unit,
    users::superior,
) = (proposals::id, proposals::number, proposals::unit, users::id, users::unit, users::superior);

pub(super) fn to_candidacy(row: CandidacyRow) -> Candidacy {
    let (proposal, number, unit, user, now_in, superior) = row;
    let candidate = Standing { user, unit: now_in, superior };
    Candidacy { proposal, number: number.unwrap_or_default(), unit, candidate }
}

/// One proposal.
pub(in crate::reviews) fn candidacy(
    db: &mut Db,
    proposal: &ProposalId,
) -> Result<Option<Candidacy>, Failure> {
    Ok(proposals::table
        .inner_join(users::table)
        .filter(proposals::id.eq(proposal))
        .select(CANDIDACY)
        .first::<CandidacyRow>(db)
        .optional()?
        .map(to_candidacy))
}

/// One proposal of a call, if it passed verification.
pub(in crate::reviews) fn entrant(
    db: &mut Db,
    call: &CallId,
    proposal: &ProposalId,
) -> Result<Option<Candidacy>, Failure> {
    Ok(proposals::table
        .inner_join(users::table)
        .filter(proposals::id.eq(proposal).and(proposals::call_id.eq(call)))
        .filter(proposals::state.eq("eligible"))
        .select(CANDIDACY)
        .first::<CandidacyRow>(db)
        .optional()?
        .map(to_candidacy))
}

/// All proposals of a call that passed verification, by number.
pub(in crate::reviews) fn candidacies(
    db: &mut Db,
    call: &CallId,
) -> Result<Vec<Candidacy>, Failure> {
    let rows = proposals::table
        .inner_join(users::table)
        .filter(proposals::call_id.eq(call).and(proposals::state.eq("eligible")))
        .order((proposals::number, proposals::id))
        .select(CANDIDACY)
        .load::<CandidacyRow>(db)?;
    Ok(rows.into_iter().map(to_candidacy).collect())
}

/// The proposals of a call that could be in conflict with a person: a coarse choice, so that few
/// rows travel; the rule decides.
pub(in crate::reviews) fn candidacies_near(
    db: &mut Db,
    call: &CallId,
    person: &Standing,
) -> Result<Vec<Candidacy>, Failure> {
    let near = users::id
        .eq(&person.user)
        .or(users::superior.eq(Some(&person.user)))
        .or(users::id.nullable().eq(&person.superior))
        .or(users::unit.eq(&person.unit))
        .or(proposals::unit.nullable().eq(&person.unit));
    let rows = proposals::table
        .inner_join(users::table)
        .filter(proposals::call_id.eq(call))
        .filter(near)
        .select(CANDIDACY)
        .load::<CandidacyRow>(db)?;
    Ok(rows.into_iter().map(to_candidacy).collect())
}

pub(in crate::reviews) fn has_conflict(
    db: &mut Db,
    proposal: &ProposalId,
    person: &UserId,
) -> Result<bool, Failure> {
    let found = conflicts::table.find((proposal, person));
    Ok(diesel::select(diesel::dsl::exists(found)).get_result(db)?)
}

/// The proposals on which a person has a conflict on the record.
pub(in crate::reviews) fn stored_conflicts_of(
    db: &mut Db,
    person: &UserId,
) -> Result<Vec<ProposalId>, Failure> {
    Ok(conflicts::table
        .filter(conflicts::user_id.eq(person))
        .select(conflicts::proposal_id)
        .load(db)?)
}

/// A conflict to put on the record.
pub(in crate::reviews) struct StoredConflict<'a> {
    pub proposal: &'a ProposalId,
    pub user: &'a UserId,
    pub kind: ConflictKind,
    pub reason: &'a str,
    pub declared_by: &'a UserId,
}

pub(in crate::reviews) fn insert_conflict(
    db: &mut Db,
    new: &StoredConflict<'_>,
    now: Timestamp,
) -> Result<(), Failure> {
    let kind = if new.kind == ConflictKind::Reported { "reported" } else { "declared" };
    diesel::insert_into(conflicts::table)
        .values((
            conflicts::proposal_id.eq(new.proposal),
            conflicts::user_id.eq(new.user),
            conflicts::kind.eq(kind),
            conflicts::reason.eq(new.reason),
            conflicts::declared_by.eq(new.declared_by),
            conflicts::declared_at.eq(now),
        ))
        .execute(db)?;
    Ok(())
}

type ConflictRow = (ProposalId, Option<String>, UserId, String, String, UserId, Timestamp);

/// All conflicts of a call on the record.
pub(in crate::reviews) fn conflicts_of_call(
    db: &mut Db,
    call: &CallId,
) -> Result<Vec<Conflict>, Failure> {
    let rows = conflicts::table
        .inner_join(proposals::table)
        .filter(proposals::call_id.eq(call))
        .select((
            proposals::id,
            proposals::number,
            conflicts::user_id,
            conflicts::kind,
            conflicts::reason,
            conflicts::declared_by,
            conflicts::declared_at,
        ))
        .load::<ConflictRow>(db)?;
    rows.into_iter()
        .map(|(proposal, number, user, kind, reason, declared_by, declared_at)| {
            Ok(Conflict {
                proposal,
                number: number.unwrap_or_default(),
                user,
                kind: serde_json::from_value(kind.into())?,
                reason: Some(reason),
                declared_by: Some(declared_by),
                declared_at: Some(declared_at),
                assignment_state: None,
            })
        })
        .collect()
}
