//! The results as decided, one row per ranked proposal.

use super::super::readings;
use super::people::names_of_candidates;
use super::store;
use crate::features::accounts::KeptNip;
use crate::features::accounts::rules::nip::grouped;
use crate::features::calls::Call;
use crate::features::decisions::{DecidedOutcome, rules};
use crate::features::selection::{self, Findings, Place};
use crate::kernel::access::Viewer;
use crate::kernel::errors::Failure;
use crate::platform::db::Db;
use crate::platform::exports::{Cell, Table};
use selection_math::ranking::Fraction;
use std::collections::BTreeMap;

/// The complete findings and outcomes of the decision in force or waiting.
pub(in crate::features::decisions::actions) fn decided(
    db: &mut Db,
    call: &Call,
) -> Result<(Findings, Vec<DecidedOutcome>), Failure> {
    let decision =
        store::current(db, &call.id)?.ok_or_else(|| Failure::refused(rules::DECISION_MISSING))?;
    let outcomes = store::outcomes_of(db, &decision.id)?;
    Ok((selection::findings_of(db, &decision.run)?, outcomes))
}

pub(super) fn results(db: &mut Db, viewer: &Viewer, call: &Call) -> Result<Table, Failure> {
    let (findings, outcomes) = decided(db, call)?;
    let people: BTreeMap<_, _> = names_of_candidates(db, &call.id)?
        .into_iter()
        .map(|(id, (name, nip))| (id, (name, nip.open_in_lists(viewer))))
        .collect();
    let codes = criteria(call);
    let mut header: Vec<String> = [
        "place",
        "number",
        "candidate",
        "nip",
        "unit",
        "level",
        "problem",
        "mean",
        "total_sum",
        "sheets",
    ]
    .map(str::to_owned)
    .into();
    header.extend(codes.iter().map(|code| format!("mean_{code}")));
    header.extend(
        [
            "thresholds_met",
            "outcome",
            "reserve_position",
            "reason_id",
            "reason_en",
            "deviation_reason",
        ]
        .map(str::to_owned),
    );
    header.extend(readings::COLUMNS.map(str::to_owned));
    let places: BTreeMap<&str, &Place> = by_number(&findings);
    let rows = outcomes
        .iter()
        .filter_map(|outcome| {
            let place = places.get(outcome.number.as_str())?;
            Some(result_row(&codes, place, outcome, people.get(&outcome.proposal)))
        })
        .collect();
    Ok(Table { header, rows })
}

pub(in crate::features::decisions::actions) fn by_number(
    findings: &Findings,
) -> BTreeMap<&str, &Place> {
    findings.places.iter().map(|place| (place.number.as_str(), place)).collect()
}

fn result_row(
    codes: &[String],
    place: &Place,
    outcome: &DecidedOutcome,
    person: Option<&(String, KeptNip)>,
) -> Vec<Cell> {
    let mean = |value: &Fraction| Cell::ratio(value.sum, value.count);
    let mut row = vec![
        Cell::Integer(place.place.into()),
        Cell::text(&place.number),
        Cell::optional(person, |(name, _)| Cell::text(name)),
        Cell::optional(person.and_then(|(_, nip)| nip.shown()), |nip| Cell::text(grouped(nip))),
        Cell::text(place.unit.as_str()),
        Cell::text(&place.level),
        Cell::text(&place.problem),
        mean(&place.value),
        Cell::Integer(place.value.sum),
        Cell::Integer(place.value.count.into()),
    ];
    row.extend(codes.iter().map(|code| Cell::optional(place.criteria.get(code), mean)));
    row.extend([
        Cell::Truth(place.thresholds.iter().all(|threshold| threshold.met)),
        Cell::text(outcome.outcome.name()),
        Cell::optional(outcome.reserve_position, |position| Cell::Integer(position.into())),
        Cell::text(&outcome.reason.id),
        Cell::text(&outcome.reason.en),
        Cell::optional(outcome.deviation_reason.as_ref(), Cell::text),
    ]);
    row.extend(readings::cells(place, Some(outcome.outcome)));
    row
}

pub(super) fn criteria(call: &Call) -> Vec<String> {
    call.definition.rubric.criteria.iter().map(|criterion| criterion.code.clone()).collect()
}
