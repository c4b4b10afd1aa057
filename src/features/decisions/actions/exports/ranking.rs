//! The ranking of a run with the model's figures. No names; the results have them.

use super::super::readings;
use super::store;
use crate::features::calls::Call;
use crate::features::decisions::rules;
use crate::features::selection::{self, Outcome, Place, Run, RunState};
use crate::kernel::errors::Failure;
use crate::kernel::ids::ProposalId;
use crate::platform::db::Db;
use crate::platform::exports::{Cell, Table};
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

pub(super) fn ranking(db: &mut Db, call: &Call) -> Result<Table, Failure> {
    let run = run_of(db, call)?.ok_or_else(|| Failure::refused(rules::RUN_MISSING))?;
    let decided = decided_on(db, call, &run)?;
    let findings = selection::findings_of(db, &run.id)?;
    let mut table = Table::with(&[
        "place",
        "number",
        "unit",
        "level",
        "problem",
        "mean",
        "sheets",
        "thresholds_met",
        "outcome",
        "reserve_position",
    ]);
    table.header.extend(readings::COLUMNS.map(str::to_owned));
    table.header.push("decided_outcome".to_owned());
    let row = |place: &Place| row(place, decided.get(&place.proposal).copied());
    table.rows = findings.places.iter().map(row).collect();
    Ok(table)
}

/// What was decided on this run; the run's own outcome is another column.
fn decided_on(
    db: &mut Db,
    call: &Call,
    run: &Run,
) -> Result<BTreeMap<ProposalId, Outcome>, Failure> {
    let decision = store::current(db, &call.id)?.filter(|decision| decision.run == run.id);
    let Some(decision) = decision else { return Ok(BTreeMap::new()) };
    let outcomes = store::outcomes_of(db, &decision.id)?;
    Ok(outcomes.into_iter().map(|one| (one.proposal, one.outcome)).collect())
}

fn row(place: &Place, decided: Option<Outcome>) -> Vec<Cell> {
    let mut row = vec![
        Cell::Integer(place.place.into()),
        Cell::text(&place.number),
        Cell::text(place.unit.as_str()),
        Cell::text(&place.level),
        Cell::text(&place.problem),
        Cell::ratio(place.value.sum, place.value.count),
        Cell::Integer(place.value.count.into()),
        Cell::Truth(place.thresholds.iter().all(|threshold| threshold.met)),
        Cell::text(place.outcome.name()),
        Cell::optional(place.reserve_position, |position| Cell::Integer(position.into())),
    ];
    row.extend(readings::cells(place, decided));
    row.push(Cell::optional(decided, |decided| Cell::text(decided.name())));
    row
}
