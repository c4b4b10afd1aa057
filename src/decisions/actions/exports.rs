//! Results and sheets as tables. Every export is on the record, with the hash of what left.

use super::{call_for, readings, redaction_of, store};
use crate::access::{Act, Viewer};
use crate::accounts::{self, rules::nip::grouped};
use crate::calls::Call;
use crate::canonical;
use crate::clock::Timestamp;
use crate::db::Db;
use crate::decisions::{DecidedOutcome, redaction, rules};
use crate::errors::Failure;
use crate::exports::{self, Cell, Table};
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

impl Kind {
    fn act(self) -> Act {
        match self {
            Self::Results => Act::ExportResults,
            Self::Sheets => Act::ExportSheets,
        }
    }

    fn name(self) -> &'static str {
        match self {
            Self::Results => "results",
            Self::Sheets => "sheets",
        }
    }
}

/// How a table leaves.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Format {
    Csv { with_bom: bool },
    Json,
}

/// A table on its way out.
#[derive(Debug, Clone)]
pub struct Export {
    pub bytes: Vec<u8>,
    pub file_name: String,
    call: CallId,
    kind: Kind,
    rows: usize,
    sha256: String,
}

/// Makes the table, without what the viewer is in conflict with. It may leave once
/// [`record_export`] has put it on the record.
///
/// # Errors
/// `not_found`, `wrong_phase`; `decision_missing` for results that nobody proposed yet.
pub fn export(
    db: &mut Db,
    viewer: &Viewer,
    (call, kind, format): (&CallId, Kind, Format),
    now: Timestamp,
) -> Result<Export, Failure> {
    let call = call_for(db, viewer, kind.act(), call, now)?;
    let table = match kind {
        Kind::Results => results(db, viewer, &call)?,
        Kind::Sheets => sheets(db, viewer, &call)?,
    };
    let (bytes, extension) = match format {
        Format::Csv { with_bom } => {
            let crooked = |error: csv::Error| Failure::Inconsistent(error.to_string());
            (exports::csv(&table, with_bom).map_err(crooked)?, "csv")
        }
        Format::Json => (serde_json::to_vec(&exports::json(&table))?, "json"),
    };
    Ok(Export {
        file_name: format!("{}-{}.{extension}", call.code, kind.name()),
        sha256: canonical::sha256_hex(&bytes),
        rows: table.rows.len(),
        call: call.id,
        kind,
        bytes,
    })
}

/// Notes who took what, by its hash. An act of its own, so that making a large table keeps nobody
/// else's writes waiting.
///
/// # Errors
/// As [`export`].
pub fn record_export(
    db: &mut Db,
    viewer: &Viewer,
    export: &Export,
    now: Timestamp,
) -> Result<(), Failure> {
    let call = call_for(db, viewer, export.kind.act(), &export.call, now)?;
    let event = Event {
        actor: Some(&viewer.user),
        act: "export.made",
        subject: format!("call:{}", call.id),
        payload: json!({
            "kind": export.kind.name(), "rows": export.rows, "sha256": export.sha256,
        }),
    };
    ledger::append(db, event, now).map(|_| ())
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
    row.extend(readings::cells(place));
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
    header.extend(["feedback", "note", "submitted_at", "assessor_severity"].map(str::to_owned));
    let severities = readings::severities(db, viewer, call)?;
    let rows = sheets
        .iter()
        .map(|sheet| {
            let (number, name) = (numbers.get(&sheet.proposal), names.get(&sheet.reviewer));
            let mut row = sheet_row(&codes, sheet, number, name);
            let severity = severities.get(&sheet.reviewer);
            row.push(Cell::optional(severity, |points| Cell::Decimal(points.to_string())));
            row
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
