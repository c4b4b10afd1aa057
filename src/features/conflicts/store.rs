//! Recorded conflicts, and the facts about proposals that the rule needs to find others.

mod personal;
mod withdrawals;

pub use personal::HOLDER;
pub use withdrawals::{
    conflicts_known_to, find_withdrawal, insert_withdrawal, recorded_conflict, remove_conflict,
    rule_withdrawal, withdrawal_waits, withdrawals_known_to, withdrawals_of_call,
};

use super::{ConflictKind, Position, ProposalParties, RecordedConflict};
use crate::features::accounts::{Held, histories_of};
use crate::kernel::clock::Timestamp;
use crate::kernel::errors::Failure;
use crate::kernel::ids::{CallId, DecisionId, ProposalId, RunId, UnitCode, UserId};
use crate::platform::db::Db;
use crate::platform::db::schema::{
    announcements, assignments, awards, calls, conflict_withdrawals, conflicts, decisions,
    documents, endorsements, objections, positions, proposals, reconciliations, repairs,
    selection_runs, sheet_orders, uploads,
};
use crate::platform::ledger::{Subject, SubjectKind};
use diesel::prelude::*;
use std::collections::{BTreeMap, BTreeSet};

diesel::alias! {
    const NEIGHBOURS: Alias<Neighbours> = positions as neighbours;
    const ON_RECORD: Alias<OnRecord> = conflicts as on_record;
}

type CandidacyRow = (ProposalId, Option<String>, UnitCode, UserId, Option<Timestamp>);

/// The columns of a [`CandidacyRow`], in a query that joins proposals and their calls.
const CANDIDACY: (
    proposals::id,
    proposals::number,
    proposals::unit,
    proposals::candidate,
    calls::frozen_at,
) = (proposals::id, proposals::number, proposals::unit, proposals::candidate, calls::frozen_at);

/// Adds the candidates' units and superiors, which a second statement reads.
fn to_candidacy(row: CandidacyRow, held: &BTreeMap<UserId, Vec<Held>>) -> ProposalParties {
    let (proposal, number, unit, user, frozen_at) = row;
    let candidate = Position { held: held.get(&user).cloned().unwrap_or_default(), user };
    // A call that is not frozen has no proposals; if it had, all units and superiors would count.
    let since = frozen_at.unwrap_or(Timestamp::from_micros(0));
    ProposalParties { proposal, number, unit, candidate, since }
}

/// The present and earlier units and superiors of these people, in one statement.
pub fn positions_of(db: &mut Db, people: &[UserId]) -> Result<Vec<Position>, Failure> {
    let mut held = histories_of(db, people)?;
    let position = |user: &UserId| Position {
        user: user.clone(),
        held: held.remove(user).unwrap_or_default(),
    };
    Ok(people.iter().map(position).collect())
}

/// Whether the administrative finding of a proposal is or was objected to.
pub fn is_objected(db: &mut Db, proposal: &ProposalId) -> Result<bool, Failure> {
    let found = objections::table
        .filter(objections::proposal_id.eq(proposal).and(objections::kind.eq("administrative")));
    Ok(diesel::select(diesel::dsl::exists(found)).get_result(db)?)
}

/// A proposal in relation to a person, and whether a conflict between them is recorded.
pub(super) struct Near {
    pub(super) candidacy: ProposalParties,
    pub(super) is_on_record: bool,
}

type NearRow = (CandidacyRow, Option<UserId>);

/// The units and superiors of the person and the candidates, in one statement.
fn beside(
    db: &mut Db,
    person: &UserId,
    rows: Vec<NearRow>,
) -> Result<(Position, Vec<Near>), Failure> {
    let candidates = rows.iter().map(|((_, _, _, candidate, _), _)| candidate.clone());
    let people: BTreeSet<UserId> = candidates.chain([person.clone()]).collect();
    let held = histories_of(db, &people.into_iter().collect::<Vec<_>>())?;
    let own = held.get(person).cloned().unwrap_or_default();
    let near = |(row, recorded): NearRow| Near {
        candidacy: to_candidacy(row, &held),
        is_on_record: recorded.is_some(),
    };
    let position = Position { user: person.clone(), held: own };
    Ok((position, rows.into_iter().map(near).collect()))
}

/// These proposals in relation to this person, and that person's units and superiors. Two
/// statements.
pub(super) fn among(
    db: &mut Db,
    ids: &[ProposalId],
    person: &UserId,
) -> Result<(Position, Vec<Near>), Failure> {
    let recorded =
        conflicts::proposal_id.eq(proposals::id).and(conflicts::user_id.eq(person.clone()));
    let rows = proposals::table
        .inner_join(calls::table)
        .left_join(conflicts::table.on(recorded))
        .filter(proposals::id.eq_any(ids))
        .select((CANDIDACY, conflicts::user_id.nullable()))
        .load::<NearRow>(db)?;
    beside(db, person, rows)
}

/// The proposals, of one call or of all, that could be in conflict with a person, and that person's
/// units and superiors. This is a coarse selection by index that reads few rows; the rule decides.
/// Two statements.
pub(super) fn near(
    db: &mut Db,
    call: Option<&CallId>,
    person: &UserId,
) -> Result<(Position, Vec<Near>), Failure> {
    let recorded =
        conflicts::proposal_id.eq(proposals::id).and(conflicts::user_id.eq(person.clone()));
    // Every unit and superior that they ever had.
    let own = positions::table.filter(positions::user_id.eq(person));
    let units = own.filter(positions::unit.is_not_null()).select(positions::unit);
    let superiors = own.filter(positions::superior.is_not_null()).select(positions::superior);
    let (user, unit, superior) =
        NEIGHBOURS.fields((positions::user_id, positions::unit, positions::superior));
    let people = NEIGHBOURS.filter(superior.eq(Some(person)).or(unit.eq_any(units))).select(user);
    let declared = ON_RECORD
        .filter(ON_RECORD.field(conflicts::user_id).eq(person))
        .select(ON_RECORD.field(conflicts::proposal_id));
    let nearby = proposals::candidate
        .eq(person)
        .or(proposals::candidate.eq_any(people))
        .or(proposals::candidate.nullable().eq_any(superiors))
        .or(proposals::unit.nullable().eq_any(units))
        .or(proposals::id.eq_any(declared));
    let mut query = proposals::table
        .inner_join(calls::table)
        .left_join(conflicts::table.on(recorded))
        .filter(nearby)
        .select((CANDIDACY, conflicts::user_id.nullable()))
        .into_boxed::<crate::platform::db::Backend>();
    if let Some(call) = call {
        query = query.filter(proposals::call_id.eq(call));
    }
    let rows = query.load::<NearRow>(db)?;
    beside(db, person, rows)
}

/// One proposal of a call, if it passed verification.
pub fn entrant(
    db: &mut Db,
    call: &CallId,
    proposal: &ProposalId,
) -> Result<Option<ProposalParties>, Failure> {
    let row = proposals::table
        .inner_join(calls::table)
        .filter(proposals::id.eq(proposal).and(proposals::call_id.eq(call)))
        .filter(proposals::state.eq("eligible"))
        .select(CANDIDACY)
        .first::<CandidacyRow>(db)
        .optional()?;
    let Some(row) = row else { return Ok(None) };
    let held = histories_of(db, std::slice::from_ref(&row.3))?;
    Ok(Some(to_candidacy(row, &held)))
}

/// All proposals of a call that passed verification, by number.
pub fn candidacies(db: &mut Db, call: &CallId) -> Result<Vec<ProposalParties>, Failure> {
    let rows = proposals::table
        .inner_join(calls::table)
        .filter(proposals::call_id.eq(call).and(proposals::state.eq("eligible")))
        .order((proposals::number, proposals::id))
        .select(CANDIDACY)
        .load::<CandidacyRow>(db)?;
    let held = held_by_candidates(db, call)?;
    Ok(rows.into_iter().map(|row| to_candidacy(row, &held)).collect())
}

type HeldRow = (UserId, Option<UnitCode>, Option<UserId>, Option<Timestamp>);

/// The units and superiors of all candidates of a call.
fn held_by_candidates(db: &mut Db, call: &CallId) -> Result<BTreeMap<UserId, Vec<Held>>, Failure> {
    let candidates = proposals::table
        .filter(proposals::call_id.eq(call).and(proposals::state.eq("eligible")))
        .select(proposals::candidate);
    let rows = positions::table
        .filter(positions::user_id.eq_any(candidates))
        .order((positions::held_from, positions::id))
        .select((positions::user_id, positions::unit, positions::superior, positions::held_until))
        .load::<HeldRow>(db)?;
    let mut found: BTreeMap<UserId, Vec<Held>> = BTreeMap::new();
    for (user, unit, superior, until) in rows {
        found.entry(user).or_default().push(Held { unit, superior, until });
    }
    Ok(found)
}

/// Whether a conflict between this person and this proposal is recorded.
pub fn has_conflict(db: &mut Db, proposal: &ProposalId, person: &UserId) -> Result<bool, Failure> {
    let found = conflicts::table.find((proposal, person));
    Ok(diesel::select(diesel::dsl::exists(found)).get_result(db)?)
}

/// Records a conflict.
///
/// # Errors
/// When the conflict is already recorded.
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

type RecordedRow = (ProposalId, Option<String>, UserId, ConflictKind, String, UserId, Timestamp);

/// All recorded conflicts of a call, each with its proposal's number.
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
            let conflict =
                RecordedConflict { proposal, user, kind, reason, declared_by, declared_at };
            let missing =
                |of| Failure::Inconsistent(format!("a conflict with {of}, which has no number"));
            Ok((number.ok_or_else(|| missing(&conflict.proposal))?, conflict))
        })
        .collect()
}

/// Whether the result of a run is announced.
pub(super) fn is_announced(db: &mut Db, run: &RunId) -> Result<bool, Failure> {
    let found =
        announcements::table.inner_join(decisions::table).filter(decisions::run_id.eq(run.clone()));
    Ok(diesel::select(diesel::dsl::exists(found)).get_result(db)?)
}

/// Ids with their kind; `None` where neither the record nor letters mention it.
type Hanging = (Option<SubjectKind>, Vec<String>);

/// The ids of everything that belongs to these proposals, with its kind where the record and
/// letters may mention it. One statement for each kind.
pub(super) fn hanging_on(db: &mut Db, proposals: &[ProposalId]) -> Result<Vec<Hanging>, Failure> {
    macro_rules! ids {
        ($($table:ident: $kind:expr),* $(,)?) => {
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
        assignments: Some(SubjectKind::Assignment),
        awards: Some(SubjectKind::Award),
        conflict_withdrawals: None,
        documents: Some(SubjectKind::Document),
        endorsements: None,
        objections: Some(SubjectKind::Objection),
        sheet_orders: None,
        reconciliations: None,
        repairs: None,
        uploads: None,
    ])
}

/// The calls of these proposals with their runs and decisions, as the record names them.
pub(super) fn wholes_of(db: &mut Db, of: &[ProposalId]) -> Result<BTreeSet<Subject>, Failure> {
    let calls = proposals::table
        .filter(proposals::id.eq_any(of))
        .select(proposals::call_id)
        .distinct()
        .load::<CallId>(db)?;
    let runs = selection_runs::table
        .filter(selection_runs::call_id.eq_any(&calls))
        .select(selection_runs::id)
        .load::<RunId>(db)?;
    let decided = decisions::table
        .filter(decisions::call_id.eq_any(&calls))
        .select(decisions::id)
        .load::<DecisionId>(db)?;
    let runs = runs.iter().map(Subject::selection);
    let decided = decided.iter().map(Subject::decision);
    Ok(calls.iter().map(Subject::call).chain(runs).chain(decided).collect())
}
