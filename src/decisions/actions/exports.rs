//! Results and sheets as tables. Every export is on the record, with the hash of what left.

use super::{call_for, redaction_of, store};
use crate::access::{Act, Viewer};
use crate::accounts::{self, rules::nip::grouped};
use crate::calls::Call;
use crate::canonical;
use crate::clock::Timestamp;
use crate::db::Db;
use crate::decisions::{DecidedOutcome, redaction, rules};
use crate::errors::Failure;
use crate::exports::{Cell, Table};
use crate::ids::{CallId, ProposalId, UserId};
use crate::interests;
use crate::ledger::{self, Event};
use crate::proposals;
use crate::reviews::{self, SubmittedSheet};
use crate::selection::ranking::Fraction;
use crate::selection::{self, Findings, Place, Redaction};
use serde_json::json;
use std::collections::BTreeMap;

/// What can be exported.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// One row per ranked proposal, as decided.
    Results,
    /// One row per locked sheet.
    Sheets,
}

/// A table on its way out.
#[derive(Debug)]
pub struct Export {
    pub table: Table,
    /// `TB-2026-results`, to be completed by the format.
    pub file_name: String,
}

/// Makes the table, without what the viewer is in conflict with, and notes on the record who took it.
///
/// # Errors
/// `not_found`, `wrong_phase`; `decision_missing` for results that nobody proposed yet.
pub fn export(
    db: &mut Db,
    viewer: &Viewer,
    (call, kind): (&CallId, Kind),
    now: Timestamp,
) -> Result<Export, Failure> {
    let (act, name) = match kind {
        Kind::Results => (Act::ExportResults, "results"),
        Kind::Sheets => (Act::ExportSheets, "sheets"),
    };
    let call = call_for(db, viewer, act, call, now)?;
    let table = match kind {
        Kind::Results => results(db, viewer, &call)?,
        Kind::Sheets => sheets(db, viewer, &call)?,
    };
    let event = Event {
        actor: Some(&viewer.user),
        act: "export.made",
        subject: format!("call:{}", call.id),
        payload: json!({
            "kind": name, "rows": table.rows.len(),
            "table_hash": canonical::hash_of(&crate::exports::json(&table))?,
        }),
    };
    ledger::append(db, event, now)?;
    Ok(Export { table, file_name: format!("{}-{name}", call.code) })
}

/// The findings and outcomes that the viewer may read.
fn decided(
    db: &mut Db,
    viewer: &Viewer,
    call: &Call,
) -> Result<(Findings, Vec<DecidedOutcome>), Failure> {
    let decision =
        store::current(db, &call.id)?.ok_or_else(|| Failure::refused(rules::DECISION_MISSING))?;
    let outcomes = store::outcomes_of(db, &decision.id)?;
    match redaction_of(db, viewer, &decision)? {
        Some(Redaction { findings, .. }) => {
            let outcomes = redaction::shown_of(outcomes, &findings);
            Ok((findings, outcomes))
        }
        None => Ok((selection::findings_of(db, &decision.run)?, outcomes)),
    }
}

fn results(db: &mut Db, viewer: &Viewer, call: &Call) -> Result<Table, Failure> {
    let (findings, outcomes) = decided(db, viewer, call)?;
    let people: BTreeMap<ProposalId, (String, Option<String>)> =
        store::candidates_of(db, &call.id)?
            .into_iter()
            .map(|(id, name, nip)| (id, (name, nip)))
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

fn by_number(findings: &Findings) -> BTreeMap<&str, &Place> {
    findings.places.iter().map(|place| (place.number.as_str(), place)).collect()
}

fn result_row(
    codes: &[String],
    place: &Place,
    outcome: &DecidedOutcome,
    person: Option<&(String, Option<String>)>,
) -> Vec<Cell> {
    let mean = |value: &Fraction| Cell::ratio(value.sum, value.count);
    let mut row = vec![
        Cell::Integer(place.place.into()),
        Cell::text(&place.number),
        Cell::optional(person, |(name, _)| Cell::text(name)),
        Cell::optional(person.and_then(|(_, nip)| nip.as_ref()), |nip| Cell::text(grouped(nip))),
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
    row
}

fn criteria(call: &Call) -> Vec<String> {
    call.definition.rubric.criteria.iter().map(|criterion| criterion.code.clone()).collect()
}

fn sheets(db: &mut Db, viewer: &Viewer, call: &Call) -> Result<Table, Failure> {
    let hidden = interests::conflicted_with(db, &viewer.user, &call.id)?;
    let numbers: BTreeMap<ProposalId, String> = proposals::entrants_of(db, &call.id)?
        .into_iter()
        .filter(|entrant| !hidden.contains(&entrant.id))
        .map(|entrant| (entrant.id, entrant.number))
        .collect();
    let mut sheets = reviews::submitted_sheets(db, &call.id)?;
    sheets.retain(|sheet| numbers.contains_key(&sheet.proposal));
    sheets.sort_by_cached_key(|sheet| {
        (numbers.get(&sheet.proposal).cloned(), sheet.reviewer.clone())
    });
    let mut reviewers: Vec<UserId> = sheets.iter().map(|sheet| sheet.reviewer.clone()).collect();
    reviewers.sort();
    reviewers.dedup();
    let names: BTreeMap<UserId, String> =
        accounts::users_of(db, &reviewers)?.into_iter().map(|user| (user.id, user.name)).collect();
    let codes = criteria(call);
    let mut header: Vec<String> = ["number", "assessor", "total"].map(str::to_owned).into();
    header.extend(codes.iter().cloned());
    header.extend(codes.iter().map(|code| format!("{code}_reason")));
    header.extend(["feedback", "note", "submitted_at"].map(str::to_owned));
    let rows = sheets
        .iter()
        .map(|sheet| {
            sheet_row(&codes, sheet, numbers.get(&sheet.proposal), names.get(&sheet.reviewer))
        })
        .collect();
    Ok(Table { header, rows })
}

fn sheet_row(
    codes: &[String],
    sheet: &SubmittedSheet,
    number: Option<&String>,
    name: Option<&String>,
) -> Vec<Cell> {
    let score = |code: &String| sheet.sheet.scores.get(code);
    let mut row = vec![
        Cell::optional(number, Cell::text),
        Cell::optional(name, Cell::text),
        Cell::Integer(sheet.total.into()),
    ];
    row.extend(codes.iter().map(|code| {
        Cell::optional(score(code).and_then(|score| score.score), |score| {
            Cell::Integer(score.into())
        })
    }));
    row.extend(
        codes.iter().map(|code| Cell::optional(score(code), |score| Cell::text(&score.reason))),
    );
    row.extend([
        Cell::text(&sheet.sheet.feedback),
        Cell::text(&sheet.sheet.note),
        Cell::text(sheet.submitted_at.to_string()),
    ]);
    row
}
