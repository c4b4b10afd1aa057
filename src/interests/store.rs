//! Conflicts on the record, and what the rule that finds others needs to know of proposals.

use super::{Candidacy, ConflictKind, Position, RecordedConflict};
use crate::clock::Timestamp;
use crate::db::Db;
use crate::db::schema::{
    announcements, assignments, awards, conflicts, decisions, documents, endorsements, objections,
    proposals, reconciliations, repairs, selection_runs, sheet_orders, uploads, users,
};
use crate::errors::Failure;
use crate::ids::{CallId, ProposalId, RunId, UnitCode, UserId};
use diesel::prelude::*;
use std::collections::BTreeSet;

diesel::alias! {
    const NEIGHBOURS: Alias<Neighbours> = users as neighbours;
    const ON_RECORD: Alias<OnRecord> = conflicts as on_record;
}

type CandidacyRow =
    (ProposalId, Option<String>, UnitCode, UserId, Option<UnitCode>, Option<UserId>);

/// The columns of a [`CandidacyRow`], in a query that joins proposals and their candidates.
const CANDIDACY: (
    proposals::id,
    proposals::number,
    proposals::unit,
    users::id,
    users::unit,
    users::superior,
) = (proposals::id, proposals::number, proposals::unit, users::id, users::unit, users::superior);

fn to_candidacy(row: CandidacyRow) -> Candidacy {
    let (proposal, number, unit, user, now_in, superior) = row;
    let candidate = Position { user, unit: now_in, superior };
    Candidacy { proposal, number: number.unwrap_or_default(), unit, candidate }
}

/// A proposal beside a person, and whether a conflict of theirs with it is on the record.
pub(super) struct Near {
    pub(super) candidacy: Candidacy,
    pub(super) is_on_record: bool,
}

type NearRow = (CandidacyRow, Option<UserId>);

fn to_near((row, recorded): NearRow) -> Near {
    Near { candidacy: to_candidacy(row), is_on_record: recorded.is_some() }
}

/// These proposals beside this person.
pub(super) fn among(
    db: &mut Db,
    ids: &[ProposalId],
    person: &UserId,
) -> Result<Vec<Near>, Failure> {
    let recorded =
        conflicts::proposal_id.eq(proposals::id).and(conflicts::user_id.eq(person.clone()));
    let rows = proposals::table
        .inner_join(users::table)
        .left_join(conflicts::table.on(recorded))
        .filter(proposals::id.eq_any(ids))
        .select((CANDIDACY, conflicts::user_id.nullable()))
        .load::<NearRow>(db)?;
    Ok(rows.into_iter().map(to_near).collect())
}

/// The proposals, of one call or of all, that could be in conflict with a person: a coarse choice
/// by index, so that few rows travel; the rule decides.
pub(super) fn near(
    db: &mut Db,
    call: Option<&CallId>,
    person: &Position,
) -> Result<Vec<Near>, Failure> {
    let recorded =
        conflicts::proposal_id.eq(proposals::id).and(conflicts::user_id.eq(person.user.clone()));
    let (id, unit, superior) = NEIGHBOURS.fields((users::id, users::unit, users::superior));
    let people = NEIGHBOURS
        .filter(
            id.eq(&person.user)
                .or(superior.eq(Some(&person.user)))
                .or(id.nullable().eq(&person.superior))
                .or(unit.eq(&person.unit)),
        )
        .select(id);
    let declared = ON_RECORD
        .filter(ON_RECORD.field(conflicts::user_id).eq(&person.user))
        .select(ON_RECORD.field(conflicts::proposal_id));
    let nearby = proposals::candidate
        .eq_any(people)
        .or(proposals::unit.nullable().eq(&person.unit))
        .or(proposals::id.eq_any(declared));
    let mut query = proposals::table
        .inner_join(users::table)
        .left_join(conflicts::table.on(recorded))
        .filter(nearby)
        .select((CANDIDACY, conflicts::user_id.nullable()))
        .into_boxed::<crate::db::Backend>();
    if let Some(call) = call {
        query = query.filter(proposals::call_id.eq(call));
    }
    Ok(query.load::<NearRow>(db)?.into_iter().map(to_near).collect())
}

/// One proposal of a call, if it passed verification.
///
/// # Errors
/// When the database fails.
pub fn entrant(
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
///
/// # Errors
/// When the database fails.
pub fn candidacies(db: &mut Db, call: &CallId) -> Result<Vec<Candidacy>, Failure> {
    let rows = proposals::table
        .inner_join(users::table)
        .filter(proposals::call_id.eq(call).and(proposals::state.eq("eligible")))
        .order((proposals::number, proposals::id))
        .select(CANDIDACY)
        .load::<CandidacyRow>(db)?;
    Ok(rows.into_iter().map(to_candidacy).collect())
}

/// Whether a person's conflict with a proposal is on the record.
///
/// # Errors
/// When the database fails.
pub fn has_conflict(db: &mut Db, proposal: &ProposalId, person: &UserId) -> Result<bool, Failure> {
    let found = conflicts::table.find((proposal, person));
    Ok(diesel::select(diesel::dsl::exists(found)).get_result(db)?)
}

/// Puts a conflict on the record.
///
/// # Errors
/// When the database fails, or has it already.
pub fn insert_conflict(db: &mut Db, new: &RecordedConflict) -> Result<(), Failure> {
    let kind = if new.kind == ConflictKind::Reported { "reported" } else { "declared" };
    diesel::insert_into(conflicts::table)
        .values((
            conflicts::proposal_id.eq(&new.proposal),
            conflicts::user_id.eq(&new.user),
            conflicts::kind.eq(kind),
            conflicts::reason.eq(&new.reason),
            conflicts::declared_by.eq(&new.declared_by),
            conflicts::declared_at.eq(new.declared_at),
        ))
        .execute(db)?;
    Ok(())
}

type RecordedRow = (ProposalId, Option<String>, UserId, String, String, UserId, Timestamp);

/// All conflicts of a call on the record, each with its proposal's number.
///
/// # Errors
/// When the database fails.
pub fn conflicts_of_call(
    db: &mut Db,
    call: &CallId,
) -> Result<Vec<(String, RecordedConflict)>, Failure> {
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
        .load::<RecordedRow>(db)?;
    rows.into_iter()
        .map(|(proposal, number, user, kind, reason, declared_by, declared_at)| {
            let kind = serde_json::from_value(kind.into())?;
            let conflict =
                RecordedConflict { proposal, user, kind, reason, declared_by, declared_at };
            Ok((number.unwrap_or_default(), conflict))
        })
        .collect()
}

/// Whether the result of a run was announced.
pub(super) fn is_announced(db: &mut Db, run: &RunId) -> Result<bool, Failure> {
    let found =
        announcements::table.inner_join(decisions::table).filter(decisions::run_id.eq(run.clone()));
    Ok(diesel::select(diesel::dsl::exists(found)).get_result(db)?)
}

/// The ids of everything that hangs on these proposals, by what the record calls it. One statement for
/// each kind.
pub(super) fn hanging_on(
    db: &mut Db,
    proposals: &[ProposalId],
) -> Result<Vec<(&'static str, Vec<String>)>, Failure> {
    macro_rules! ids {
        ($($kind:literal: $table:ident),* $(,)?) => {
            vec![$((
                $kind,
                $table::table
                    .filter($table::proposal_id.eq_any(proposals))
                    .select($table::id)
                    .load::<String>(db)?,
            )),*]
        };
    }
    Ok(ids![
        "assignment": assignments,
        "award": awards,
        "document": documents,
        "endorsement": endorsements,
        "objection": objections,
        "order": sheet_orders,
        "reconciliation": reconciliations,
        "repair": repairs,
        "upload": uploads,
    ])
}

/// The calls that these proposals are in, with their runs and decisions, as the record calls them.
pub(super) fn wholes_of(db: &mut Db, of: &[ProposalId]) -> Result<BTreeSet<String>, Failure> {
    let calls = proposals::table
        .filter(proposals::id.eq_any(of))
        .select(proposals::call_id)
        .distinct()
        .load::<CallId>(db)?;
    let runs = selection_runs::table
        .filter(selection_runs::call_id.eq_any(&calls))
        .select(selection_runs::id)
        .load::<String>(db)?;
    let decided = decisions::table
        .filter(decisions::call_id.eq_any(&calls))
        .select(decisions::id)
        .load::<String>(db)?;
    let calls = calls.iter().map(|id| format!("call:{id}"));
    let runs = runs.iter().map(|id| format!("selection:{id}"));
    Ok(calls.chain(runs).chain(decided.iter().map(|id| format!("decision:{id}"))).collect())
}
