//! All locked sheets, one row each.

use super::results::criteria;
use super::store;
use crate::features::accounts;
use crate::features::calls::Call;
use crate::features::proposals;
use crate::features::reviews::{self, Score, SubmittedSheet};
use crate::features::selection;
use crate::kernel::errors::Failure;
use crate::kernel::ids::{ProposalId, UserId};
use crate::platform::cx::Cx;
use crate::platform::db::Db;
use crate::platform::exports::{Cell, Column, Columns, Kind, Writer};
use selection_math::model::Thousandths;
use std::collections::BTreeMap;

/// A locked sheet.
pub struct Locked {
    number: Option<String>,
    reviewer: Option<String>,
    sheet: SubmittedSheet,
    /// Of its reviewer, by the run that was decided on.
    severity: Option<Thousandths>,
}

impl Locked {
    fn score(&self, criterion: &str) -> Option<&Score> {
        self.sheet.sheet.scores.get(criterion)
    }
}

/// One row per locked sheet.
pub static SHEETS: Columns<Locked> = &[&[
    Column::text("number", |row| Cell::optional(row.number.as_ref(), Cell::text)),
    Column::text("reviewer", |row| Cell::optional(row.reviewer.as_ref(), Cell::text)),
    Column::integer("total", |row| Cell::Integer(row.sheet.total.into())),
    Column::each("{criterion}", Kind::Integer, |row, code| {
        let score = row.score(code).and_then(|score| score.score);
        Cell::optional(score, |score| Cell::Integer(score.into()))
    }),
    Column::each("{criterion}_reason", Kind::Text, |row, code| {
        Cell::optional(row.score(code), |score| Cell::text(&score.reason))
    }),
    Column::text("feedback", |row| Cell::text(&row.sheet.sheet.feedback)),
    Column::text("note", |row| Cell::text(&row.sheet.sheet.note)),
    Column::instant("submitted_at", |row| Cell::Instant(row.sheet.submitted_at)),
    Column::decimal("reviewer_severity", |row| {
        Cell::optional(row.severity, |points| Cell::Decimal(points.to_string()))
    }),
]];

/// The locked sheets, by the number of their proposal and their reviewer.
///
/// # Errors
/// When the database fails.
pub fn pour_sheets(cx: &mut Cx<'_>, call: &Call, to: &mut Writer) -> Result<(), Failure> {
    let numbers: BTreeMap<ProposalId, String> = proposals::entrants_of(cx.db, &call.id)?
        .into_iter()
        .map(|entrant| (entrant.id, entrant.number))
        .collect();
    let mut sheets = reviews::submitted_sheets(cx.db, &call.id)?;
    sheets.retain(|sheet| numbers.contains_key(&sheet.proposal));
    sheets.sort_by_cached_key(|sheet| {
        (numbers.get(&sheet.proposal).cloned(), sheet.reviewer.clone())
    });
    let mut reviewers: Vec<UserId> = sheets.iter().map(|sheet| sheet.reviewer.clone()).collect();
    reviewers.sort();
    reviewers.dedup();
    let names: BTreeMap<UserId, String> = accounts::users_of(cx.db, &reviewers)?
        .into_iter()
        .map(|user| (user.id, user.name))
        .collect();
    let severities = severities(cx.db, call)?;
    let row = |sheet: SubmittedSheet| Locked {
        number: numbers.get(&sheet.proposal).cloned(),
        reviewer: names.get(&sheet.reviewer).cloned(),
        severity: severities.get(&sheet.reviewer).copied(),
        sheet,
    };
    let rows: Vec<Locked> = sheets.into_iter().map(row).collect();
    to.table((SHEETS, &criteria(call)), &rows)
}

/// By reviewer, in weighted points below colleagues on the same proposals; nobody before a decision.
fn severities(db: &mut Db, call: &Call) -> Result<BTreeMap<UserId, Thousandths>, Failure> {
    let Some(decision) = store::current(db, &call.id)? else { return Ok(BTreeMap::new()) };
    let reviewers = selection::findings_of(db, &decision.run)?.calibration.reviewers;
    let known = reviewers.into_iter().filter_map(|one| Some((one.reviewer, one.severity?)));
    Ok(known.collect())
}
