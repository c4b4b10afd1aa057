//! The ranking of a run with the model's figures. No names; the results have them.

use super::ranked::{READINGS, Ranked};
use super::store;
use crate::features::calls::Call;
use crate::features::decisions::{DecidedOutcome, rules};
use crate::features::selection::{self, Run, RunState};
use crate::kernel::errors::Failure;
use crate::kernel::ids::ProposalId;
use crate::platform::cx::Cx;
use crate::platform::db::Db;
use crate::platform::exports::{Cell, Column, Columns, Writer};
use std::collections::BTreeMap;

/// The run of the decision in force, otherwise the adopted one, otherwise the latest.
pub(super) fn run_of(db: &mut Db, call: &Call) -> Result<Option<Run>, Failure> {
    if let Some(decision) = store::current(db, &call.id)? {
        return selection::find_run(db, &decision.run);
    }
    let mut runs = selection::runs_of(db, &call.id)?;
    runs.sort_by_key(|run| run.state != RunState::Adopted);
    Ok(runs.into_iter().next())
}

/// One row per place of the run that was decided on, or else the latest, with its intervals.
pub static RANKING: Columns<Ranked> = &[
    &[
        Column::integer("place", |row| Cell::Integer(row.place.place.into())),
        Column::text("number", |row| Cell::text(&row.place.number)),
        Column::text("unit", |row| Cell::text(row.place.unit.as_str())),
        Column::text("level", |row| Cell::text(&row.place.level)),
        Column::text("problem", |row| Cell::text(&row.place.problem)),
        Column::decimal("mean", |row| Cell::ratio(row.place.value.sum, row.place.value.count)),
        Column::integer("sheets", |row| Cell::Integer(row.place.document().count.into())),
        Column::truth("thresholds_met", |row| Cell::Truth(row.meets_thresholds())),
        Column::text("outcome", |row| Cell::text(row.place.outcome.name())),
        Column::integer("reserve_position", |row| {
            Cell::optional(row.place.reserve_position, |position| Cell::Integer(position.into()))
        }),
    ],
    READINGS,
    &[Column::text("decided_outcome", |row| {
        Cell::optional(row.decided.as_ref(), |decided| Cell::text(decided.outcome.name()))
    })],
];

/// The ranking by [`run_of`].
///
/// # Errors
/// `run_missing` before anything was computed.
pub fn pour_ranking(cx: &mut Cx<'_>, call: &Call, to: &mut Writer) -> Result<(), Failure> {
    let run = run_of(cx.db, call)?.ok_or_else(|| Failure::refused(rules::RUN_MISSING))?;
    let mut decided = decided_on(cx.db, call, &run)?;
    let places = selection::findings_of(cx.db, &run.id)?.places;
    let row = |place: selection::Place| Ranked {
        decided: decided.remove(&place.proposal),
        person: None,
        place,
    };
    let rows: Vec<Ranked> = places.into_iter().map(row).collect();
    to.table((RANKING, &[]), &rows)
}

/// What was decided on this run; the run's own outcome is another column.
fn decided_on(
    db: &mut Db,
    call: &Call,
    run: &Run,
) -> Result<BTreeMap<ProposalId, DecidedOutcome>, Failure> {
    let decision = store::current(db, &call.id)?.filter(|decision| decision.run == run.id);
    let Some(decision) = decision else { return Ok(BTreeMap::new()) };
    let outcomes = store::outcomes_of(db, &decision.id)?;
    Ok(outcomes.into_iter().map(|one| (one.proposal.clone(), one)).collect())
}
