//! All locked sheets, one row each.

use super::super::readings;
use super::results::criteria;
use crate::features::accounts;
use crate::features::calls::Call;
use crate::features::proposals;
use crate::features::reviews::{self, Score, Sheet, SubmittedSheet};
use crate::kernel::errors::Failure;
use crate::kernel::ids::{ProposalId, UserId};
use crate::platform::db::Db;
use crate::platform::exports::{Cell, Table};
use std::collections::BTreeMap;

pub(super) fn sheets(db: &mut Db, call: &Call) -> Result<Table, Failure> {
    let numbers: BTreeMap<ProposalId, String> = proposals::entrants_of(db, &call.id)?
        .into_iter()
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
    let mut header: Vec<String> = ["number", "reviewer", "total"].map(str::to_owned).into();
    header.extend(codes.iter().cloned());
    header.extend(codes.iter().map(|code| format!("{code}_reason")));
    header.extend(["feedback", "note", "submitted_at", "reviewer_severity"].map(str::to_owned));
    let severities = readings::severities(db, call)?;
    let rows = sheets
        .into_iter()
        .map(|sheet| {
            let (number, name) = (numbers.get(&sheet.proposal), names.get(&sheet.reviewer));
            let severity = severities.get(&sheet.reviewer);
            let severity = Cell::optional(severity, |points| Cell::Decimal(points.to_string()));
            let mut row = sheet_row(&codes, sheet, number, name);
            row.push(severity);
            row
        })
        .collect();
    Ok(Table { header, rows })
}

/// Moves the texts out of the sheet instead of copying them, because there are many.
fn sheet_row(
    codes: &[String],
    sheet: SubmittedSheet,
    number: Option<&String>,
    name: Option<&String>,
) -> Vec<Cell> {
    let mut row = Vec::with_capacity(6 + 2 * codes.len());
    row.extend([
        Cell::optional(number, Cell::text),
        Cell::optional(name, Cell::text),
        Cell::Integer(sheet.total.into()),
    ]);
    let Sheet { mut scores, feedback, note } = sheet.sheet;
    let (points, reasons): (Vec<Cell>, Vec<Cell>) = codes
        .iter()
        .map(|code| match scores.remove(code) {
            Some(Score { score, reason }) => {
                (Cell::optional(score, |score| Cell::Integer(score.into())), Cell::Text(reason))
            }
            None => (Cell::Empty, Cell::Empty),
        })
        .unzip();
    row.extend(points);
    row.extend(reasons);
    row.extend([Cell::Text(feedback), Cell::Text(note), Cell::Instant(sheet.submitted_at)]);
    row
}
