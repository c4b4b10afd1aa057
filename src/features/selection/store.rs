//! Every query on selection runs, and the reads that collect what a run depends on.

mod personal;
mod tie_votes;

pub use personal::HOLDER;
pub use tie_votes::{keep_tie_vote, settle_tie_votes, tie_votes_of};

use super::document::{Run, RunState};
use super::official::Outcome;
use crate::features::calls::Bilingual;
use crate::kernel::clock::Timestamp;
use crate::kernel::errors::Failure;
use crate::kernel::ids::{CallId, ProposalId, RunId, UnitCode, UserId};
use crate::platform::db::schema::{
    announcements, decision_outcomes, decisions, proposals, selection_runs,
};
use crate::platform::db::{Db, natural};
use diesel::prelude::*;
use std::collections::BTreeMap;

#[derive(Queryable, Selectable)]
#[diesel(table_name = selection_runs)]
struct RunRow {
    id: RunId,
    call_id: CallId,
    number: i32,
    state: RunState,
    inputs_hash: String,
    rules_hash: String,
    document_hash: String,
    computed_by: UserId,
    computed_at: Timestamp,
    left_out_reason: Option<String>,
}

impl TryFrom<RunRow> for Run {
    type Error = Failure;
    fn try_from(row: RunRow) -> Result<Self, Failure> {
        Ok(Self {
            state: row.state,
            id: row.id,
            call: row.call_id,
            number: row.number,
            inputs_hash: row.inputs_hash,
            rules_hash: row.rules_hash,
            document_hash: row.document_hash,
            computed_by: row.computed_by,
            computed_at: row.computed_at,
            left_out_reason: row.left_out_reason,
        })
    }
}

/// A run's documents, both canonical JSON.
#[derive(Debug, Clone)]
pub struct Papers {
    pub inputs: String,
    pub document: String,
}

/// One run, without its documents.
pub fn find_run(db: &mut Db, id: &RunId) -> Result<Option<Run>, Failure> {
    let row = selection_runs::table.find(id).select(RunRow::as_select()).first(db).optional()?;
    row.map(Run::try_from).transpose()
}

pub fn papers_of(db: &mut Db, id: &RunId) -> Result<Papers, Failure> {
    let (inputs, document) = selection_runs::table
        .find(id)
        .select((selection_runs::inputs, selection_runs::document))
        .first(db)?;
    Ok(Papers { inputs, document })
}

/// The findings of these runs, as they were kept. One statement.
pub(super) fn kept_findings(db: &mut Db, ids: &[RunId]) -> Result<Vec<(RunId, String)>, Failure> {
    Ok(selection_runs::table
        .filter(selection_runs::id.eq_any(ids))
        .select((selection_runs::id, selection_runs::document))
        .load(db)?)
}

/// All runs of a call, newest first. A person made each of them, so there are few.
pub fn runs_of(db: &mut Db, call: &CallId) -> Result<Vec<Run>, Failure> {
    selection_runs::table
        .filter(selection_runs::call_id.eq(call))
        .order(selection_runs::number.desc())
        .select(RunRow::as_select())
        .load(db)?
        .into_iter()
        .map(Run::try_from)
        .collect()
}

pub(super) fn next_run_number(db: &mut Db, call: &CallId) -> Result<i32, Failure> {
    let last = selection_runs::table
        .filter(selection_runs::call_id.eq(call))
        .select(diesel::dsl::max(selection_runs::number))
        .first::<Option<i32>>(db)?;
    Ok(last.unwrap_or(0) + 1)
}

pub(super) fn insert_run(db: &mut Db, run: &Run, papers: &Papers) -> Result<(), Failure> {
    diesel::insert_into(selection_runs::table)
        .values((
            selection_runs::id.eq(&run.id),
            selection_runs::call_id.eq(&run.call),
            selection_runs::number.eq(run.number),
            selection_runs::state.eq(RunState::Computed),
            selection_runs::inputs.eq(&papers.inputs),
            selection_runs::inputs_hash.eq(&run.inputs_hash),
            selection_runs::rules_hash.eq(&run.rules_hash),
            selection_runs::document.eq(&papers.document),
            selection_runs::document_hash.eq(&run.document_hash),
            selection_runs::computed_by.eq(&run.computed_by),
            selection_runs::computed_at.eq(run.computed_at),
            selection_runs::left_out_reason.eq(&run.left_out_reason),
        ))
        .execute(db)?;
    Ok(())
}

/// Moves a run to a state from the state it must have; returns whether it had it.
pub fn move_run(db: &mut Db, id: &RunId, from: RunState, to: RunState) -> Result<bool, Failure> {
    let expected = selection_runs::table.find(id).filter(selection_runs::state.eq(from.name()));
    let moved = diesel::update(expected).set(selection_runs::state.eq(to.name())).execute(db)?;
    Ok(moved > 0)
}

/// How many proposals of each unit were selected in announced calls other than this one.
pub(super) fn earlier_awards(
    db: &mut Db,
    call: &CallId,
) -> Result<BTreeMap<UnitCode, u32>, Failure> {
    let rows = decision_outcomes::table
        .inner_join(decisions::table.inner_join(announcements::table))
        .inner_join(proposals::table)
        .filter(announcements::superseded_at.is_null().and(announcements::call_id.ne(call)))
        .filter(decision_outcomes::outcome.eq(Outcome::Selected))
        .group_by(proposals::unit)
        .select((proposals::unit, diesel::dsl::count_star()))
        .load::<(UnitCode, i64)>(db)?;
    rows.into_iter().map(|(unit, count)| Ok((unit, natural(count)?))).collect()
}

/// A decision's outcome for one place of its run.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DecidedAs {
    pub outcome: Outcome,
    pub reserve_position: Option<u32>,
    pub reason: Bilingual,
    /// Whether the plenary deviated from the ranking on this proposal itself.
    pub is_deviation: bool,
}

/// The outcomes of the decision on a run that waits or was announced.
pub(super) fn decided_on(
    db: &mut Db,
    run: &RunId,
) -> Result<BTreeMap<ProposalId, DecidedAs>, Failure> {
    type Row = (ProposalId, Outcome, Option<i32>, String, String, Option<String>);
    let rows = decision_outcomes::table
        .inner_join(decisions::table)
        .filter(decisions::run_id.eq(run).and(decisions::state.ne("returned")))
        .select((
            decision_outcomes::proposal_id,
            decision_outcomes::outcome,
            decision_outcomes::reserve_position,
            decision_outcomes::reason_id,
            decision_outcomes::reason_en,
            decision_outcomes::deviation_reason,
        ))
        .load::<Row>(db)?;
    let decided = |(proposal, outcome, position, id, en, deviation): Row| {
        let decided = DecidedAs {
            outcome,
            reserve_position: position.map(natural).transpose()?,
            reason: Bilingual { id, en },
            is_deviation: deviation.is_some(),
        };
        Ok((proposal, decided))
    };
    rows.into_iter().map(decided).collect()
}
