//! Queries on announcements: each is of a decision; the one that is not superseded is in force. And
//! the numbers of objections, which are published with it.

use super::{DecisionRow, DecreeRow};
use crate::features::decisions::{Decision, SubjectFigures};
use crate::features::selection::Outcome;
use crate::kernel::clock::Timestamp;
use crate::kernel::errors::Failure;
use crate::kernel::ids::{CallId, DecisionId, ProposalId, RunId};
use crate::platform::db::Db;
use crate::platform::db::schema::{
    announcements, decision_outcomes, decisions, decrees, objections,
};
use diesel::prelude::*;
use serde::Serialize;
use std::collections::BTreeMap;

#[diesel::dsl::auto_type(no_type_alias)]
pub(super) fn announced_ids() -> _ {
    announcements::table.select(announcements::decision_id)
}

/// The announced decision in force.
pub(in crate::features::decisions) fn standing(
    db: &mut Db,
    call: &CallId,
) -> Result<Option<Decision>, Failure> {
    let row = announcements::table
        .inner_join(decisions::table.left_join(decrees::table))
        .filter(announcements::call_id.eq(call).and(announcements::superseded_at.is_null()))
        .select((DecisionRow::as_select(), (decrees::decided_on, decrees::signatory).nullable()))
        .first::<(DecisionRow, DecreeRow)>(db)
        .optional()?;
    row.map(Decision::try_from).transpose()
}

/// The run that each announced result in force was decided on. One statement.
pub fn announced_runs(db: &mut Db) -> Result<Vec<(CallId, RunId)>, Failure> {
    Ok(announcements::table
        .inner_join(decisions::table)
        .filter(announcements::superseded_at.is_null())
        .order((announcements::announced_at, announcements::call_id))
        .select((announcements::call_id, decisions::run_id))
        .load(db)?)
}

/// The outcome of a proposal by the announcement in force.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Queryable, utoipa::ToSchema)]
pub struct AnnouncedOutcome {
    pub outcome: Outcome,
    /// The place among the reserves; null for others.
    pub reserve_position: Option<i32>,
    pub announced_at: Timestamp,
}

/// The announced outcomes of these proposals; a result that was not announced is not told.
pub fn announced_outcomes(
    db: &mut Db,
    ids: &[ProposalId],
) -> Result<BTreeMap<ProposalId, AnnouncedOutcome>, Failure> {
    let of = decision_outcomes::decision_id.eq(announcements::decision_id);
    let rows = announcements::table
        .inner_join(decision_outcomes::table.on(of))
        .filter(announcements::superseded_at.is_null())
        .filter(decision_outcomes::proposal_id.eq_any(ids))
        .select((
            decision_outcomes::proposal_id,
            (
                decision_outcomes::outcome,
                decision_outcomes::reserve_position,
                announcements::announced_at,
            ),
        ))
        .load::<(ProposalId, AnnouncedOutcome)>(db)?;
    Ok(rows.into_iter().collect())
}

/// All announcements, newest first, with when each was made and when it was superseded.
pub(in crate::features::decisions) fn announced(
    db: &mut Db,
    call: &CallId,
) -> Result<Vec<(Decision, Timestamp, Option<Timestamp>)>, Failure> {
    announcements::table
        .inner_join(decisions::table.left_join(decrees::table))
        .filter(announcements::call_id.eq(call))
        .order(announcements::number.desc())
        .select((
            DecisionRow::as_select(),
            (decrees::decided_on, decrees::signatory).nullable(),
            announcements::announced_at,
            announcements::superseded_at,
        ))
        .load::<(DecisionRow, DecreeRow, Timestamp, Option<Timestamp>)>(db)?
        .into_iter()
        .map(|(row, decree, at, until)| Ok((Decision::try_from((row, decree))?, at, until)))
        .collect()
}

/// Marks the announcement in force as superseded; nothing else of it changes.
pub(in crate::features::decisions) fn supersede(
    db: &mut Db,
    call: &CallId,
    now: Timestamp,
) -> Result<(), Failure> {
    let standing = announcements::table
        .filter(announcements::call_id.eq(call).and(announcements::superseded_at.is_null()));
    diesel::update(standing).set(announcements::superseded_at.eq(now)).execute(db)?;
    Ok(())
}

pub(in crate::features::decisions) fn insert_announcement(
    db: &mut Db,
    call: &CallId,
    decision: &DecisionId,
    now: Timestamp,
) -> Result<(), Failure> {
    let earlier: i64 =
        announcements::table.filter(announcements::call_id.eq(call)).count().get_result(db)?;
    diesel::insert_into(announcements::table)
        .values((
            announcements::decision_id.eq(decision),
            announcements::call_id.eq(call),
            announcements::number.eq(i32::try_from(earlier + 1).unwrap_or(i32::MAX)),
            announcements::announced_at.eq(now),
        ))
        .execute(db)?;
    Ok(())
}

/// How many objections there are to a call's result, by subject and state.
pub(in crate::features::decisions) fn figures_of(
    db: &mut Db,
    call: &CallId,
) -> Result<Vec<SubjectFigures>, Failure> {
    let rows = objections::table
        .filter(objections::call_id.eq(call))
        .group_by((objections::subject, objections::state))
        .select((objections::subject, objections::state, diesel::dsl::count_star()))
        .load::<(String, String, i64)>(db)?;
    let mut by_subject: BTreeMap<String, SubjectFigures> = BTreeMap::new();
    for (subject, state, count) in rows {
        let figures = by_subject
            .entry(subject.clone())
            .or_insert_with(|| SubjectFigures { subject, ..SubjectFigures::default() });
        figures.add(&state, u32::try_from(count).unwrap_or(u32::MAX));
    }
    Ok(by_subject.into_values().collect())
}
