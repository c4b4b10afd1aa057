//! The results as decided, one row per ranked proposal.

use super::people::names_of_candidates;
use super::ranked::{READINGS, Ranked};
use super::store;
use crate::features::accounts::rules::nip::grouped;
use crate::features::calls::Call;
use crate::features::decisions::{DecidedOutcome, rules};
use crate::features::selection::{self, Findings, Place};
use crate::kernel::errors::Failure;
use crate::platform::cx::Cx;
use crate::platform::db::Db;
use crate::platform::exports::{Cell, Column, Columns, Kind, Writer};
use selection_math::ranking::Fraction;
use std::collections::BTreeMap;

/// One row per ranked proposal, as decided.
pub static RESULTS: Columns<Ranked> = &[
    &[
        Column::integer("place", |row| Cell::Integer(row.place.place.into())),
        Column::text("number", |row| Cell::text(&row.place.number)),
        Column::text("candidate", |row| {
            Cell::optional(row.person.as_ref(), |(name, _)| Cell::text(name))
        }),
        Column::text("nip", |row| {
            let nip = row.person.as_ref().and_then(|(_, nip)| nip.shown());
            Cell::optional(nip, |nip| Cell::text(grouped(nip)))
        }),
        Column::text("unit", |row| Cell::text(row.place.unit.as_str())),
        Column::text("level", |row| Cell::text(&row.place.level)),
        Column::text("problem", |row| Cell::text(&row.place.problem)),
        Column::decimal("mean", |row| mean(&row.place.value)),
        Column::integer("total_sum", |row| Cell::Integer(row.place.document().sum)),
        Column::integer("sheets", |row| Cell::Integer(row.place.document().count.into())),
        Column::each("mean_{criterion}", Kind::Decimal, |row, code| {
            Cell::optional(row.place.criteria.get(code), mean)
        }),
        Column::truth("thresholds_met", |row| Cell::Truth(row.meets_thresholds())),
        Column::text("outcome", |row| of(row, |decided| Cell::text(decided.outcome.name()))),
        Column::integer("reserve_position", |row| {
            let position = row.decided.as_ref().and_then(|decided| decided.reserve_position);
            Cell::optional(position, |position| Cell::Integer(position.into()))
        }),
        Column::text("reason_id", |row| of(row, |decided| Cell::text(&decided.reason.id))),
        Column::text("reason_en", |row| of(row, |decided| Cell::text(&decided.reason.en))),
        Column::text("deviation_reason", |row| {
            of(row, |decided| Cell::optional(decided.deviation_reason.as_ref(), Cell::text))
        }),
    ],
    READINGS,
];

fn mean(value: &Fraction) -> Cell {
    Cell::ratio(value.sum, value.count)
}

/// From what was decided.
fn of(row: &Ranked, cell: fn(&DecidedOutcome) -> Cell) -> Cell {
    Cell::optional(row.decided.as_ref(), cell)
}

/// The results of the decision that stands or waits.
///
/// # Errors
/// `decision_missing` before anything was proposed.
pub fn pour_results(cx: &mut Cx<'_>, call: &Call, to: &mut Writer) -> Result<(), Failure> {
    let (findings, outcomes) = decided(cx.db, call)?;
    let mut people = names_of_candidates(cx.db, &call.id)?;
    let mut places: BTreeMap<String, Place> =
        findings.places.into_iter().map(|place| (place.number.clone(), place)).collect();
    let row = |outcome: DecidedOutcome| {
        let place = places.remove(&outcome.number)?;
        let person = people.remove(&outcome.proposal);
        let person = person.map(|(name, nip)| (name, nip.open_in_lists(cx.viewer)));
        Some(Ranked { place, decided: Some(outcome), person })
    };
    let rows: Vec<Ranked> = outcomes.into_iter().filter_map(row).collect();
    to.table((RESULTS, &criteria(call)), &rows)
}

/// The findings and outcomes of the decision that stands or waits, whole.
pub(in crate::features::decisions::actions) fn decided(
    db: &mut Db,
    call: &Call,
) -> Result<(Findings, Vec<DecidedOutcome>), Failure> {
    let decision =
        store::current(db, &call.id)?.ok_or_else(|| Failure::refused(rules::DECISION_MISSING))?;
    let outcomes = store::outcomes_of(db, &decision.id)?;
    Ok((selection::findings_of(db, &decision.run)?, outcomes))
}

pub(in crate::features::decisions::actions) fn by_number(
    findings: &Findings,
) -> BTreeMap<&str, &Place> {
    findings.places.iter().map(|place| (place.number.as_str(), place)).collect()
}

pub(super) fn criteria(call: &Call) -> Vec<String> {
    call.definition.rubric.criteria.iter().map(|criterion| criterion.code.clone()).collect()
}
