//! The verification of documents: one row per concluded check-list, and one per proposal without
//! any.

use super::people::people_of;
use crate::features::accounts::User;
use crate::features::calls::Call;
use crate::features::proposals::{self, CheckOutcome, VerificationSheet, Verified};
use crate::kernel::errors::Failure;
use crate::kernel::ids::UserId;
use crate::platform::cx::Cx;
use crate::platform::db::Db;
use crate::platform::exports::{Cell, Column, Columns, Writer};
use std::collections::BTreeMap;

/// The candidates and verifiers of these proposals.
pub(in crate::features::decisions::actions) fn people_in(
    db: &mut Db,
    verified: &[Verified],
) -> Result<BTreeMap<UserId, User>, Failure> {
    let verifiers = verified.iter().flat_map(|one| &one.sheets).map(|sheet| &sheet.verifier);
    people_of(db, verified.iter().map(|one| &one.candidate).chain(verifiers))
}

/// A check-list, or a proposal without any.
pub struct Checked {
    of: Verified,
    candidate: Option<String>,
    sheet: Option<VerificationSheet>,
    verifier: Option<String>,
}

/// One row per concluded check-list; one without verifier per proposal that has none yet.
pub static VERIFICATION: Columns<Checked> = &[&[
    Column::text("number", |row| Cell::text(&row.of.number)),
    Column::text("candidate", |row| Cell::optional(row.candidate.as_ref(), Cell::text)),
    Column::text("unit", |row| Cell::text(row.of.unit.as_str())),
    Column::text("level", |row| Cell::text(&row.of.level)),
    Column::instant("submitted_at", |row| Cell::Instant(row.of.submitted_at)),
    Column::text("state", |row| Cell::text(row.of.state.name())),
    Column::integer("round", |row| of(row, |sheet| Cell::Integer(sheet.round.into()))),
    Column::text("verifier", |row| Cell::optional(row.verifier.as_ref(), Cell::text)),
    Column::text("outcome", |row| {
        of(row, |sheet| Cell::optional(sheet.outcome(), |outcome| Cell::text(outcome.name())))
    }),
    Column::text("not_in_order", |row| of(row, |sheet| Cell::text(faults(sheet)))),
    Column::instant("concluded_at", |row| {
        of(row, |sheet| Cell::optional(sheet.concluded_at(), Cell::Instant))
    }),
]];

/// From the check-list.
fn of(row: &Checked, cell: fn(&VerificationSheet) -> Cell) -> Cell {
    Cell::optional(row.sheet.as_ref(), cell)
}

/// The check-lists, by the number of their proposal.
///
/// # Errors
/// When the database fails.
pub fn pour_verification(cx: &mut Cx<'_>, call: &Call, to: &mut Writer) -> Result<(), Failure> {
    let verified = proposals::verified_in(cx.db, &call.id)?;
    let people = people_in(cx.db, &verified)?;
    let name = |id: &UserId| people.get(id).map(|person| person.name.clone());
    let mut rows = Vec::new();
    for mut one in verified {
        let sheets = std::mem::take(&mut one.sheets);
        let row = |sheet: Option<VerificationSheet>| Checked {
            candidate: name(&one.candidate),
            verifier: sheet.as_ref().and_then(|sheet| name(&sheet.verifier)),
            of: one.clone(),
            sheet,
        };
        if sheets.is_empty() {
            rows.push(row(None));
        }
        rows.extend(sheets.into_iter().map(Some).map(row));
    }
    to.table((VERIFICATION, &[]), &rows)
}

/// `proposal: unreadable (page 3 is blank); …`
fn faults(sheet: &VerificationSheet) -> String {
    let found = sheet.checks.iter().filter(|check| check.outcome == CheckOutcome::NotOk);
    let told = found.map(|check| {
        let reason = check.reason.map_or("", proposals::CheckReason::name);
        match check.text.as_deref().filter(|text| !text.trim().is_empty()) {
            Some(text) => format!("{}: {reason} ({})", check.name, text.trim()),
            None => format!("{}: {reason}", check.name),
        }
    });
    told.collect::<Vec<_>>().join("; ")
}
