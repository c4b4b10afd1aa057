//! The verification of documents: one row per concluded check-list, and one per proposal without
//! any.

use super::people::people_of;
use crate::features::accounts::User;
use crate::features::calls::Call;
use crate::features::proposals::{self, CheckOutcome, VerificationSheet, Verified};
use crate::kernel::errors::Failure;
use crate::kernel::ids::UserId;
use crate::platform::db::Db;
use crate::platform::exports::{Cell, Table};
use std::collections::BTreeMap;

/// The candidates and verifiers of these proposals.
pub(in crate::features::decisions::actions) fn people_in(
    db: &mut Db,
    verified: &[Verified],
) -> Result<BTreeMap<UserId, User>, Failure> {
    let verifiers = verified.iter().flat_map(|one| &one.sheets).map(|sheet| &sheet.verifier);
    people_of(db, verified.iter().map(|one| &one.candidate).chain(verifiers))
}

pub(super) fn verification(db: &mut Db, call: &Call) -> Result<Table, Failure> {
    let verified = proposals::verified_in(db, &call.id)?;
    let people = people_in(db, &verified)?;
    let mut table = Table::with(&[
        "number",
        "candidate",
        "unit",
        "level",
        "submitted_at",
        "state",
        "round",
        "verifier",
        "outcome",
        "not_in_order",
        "concluded_at",
    ]);
    for one in &verified {
        if one.sheets.is_empty() {
            table.rows.push(row(one, None, &people));
        }
        table.rows.extend(one.sheets.iter().map(|sheet| row(one, Some(sheet), &people)));
    }
    Ok(table)
}

fn row(
    of: &Verified,
    sheet: Option<&VerificationSheet>,
    people: &BTreeMap<UserId, User>,
) -> Vec<Cell> {
    let name = |id: &UserId| Cell::optional(people.get(id), |person| Cell::text(&person.name));
    vec![
        Cell::text(&of.number),
        name(&of.candidate),
        Cell::text(of.unit.as_str()),
        Cell::text(&of.level),
        Cell::Instant(of.submitted_at),
        Cell::text(of.state.name()),
        Cell::optional(sheet, |sheet| Cell::Integer(sheet.round.into())),
        Cell::optional(sheet, |sheet| name(&sheet.verifier)),
        Cell::optional(sheet.and_then(|sheet| sheet.outcome), |outcome| Cell::text(outcome.name())),
        Cell::optional(sheet, |sheet| Cell::text(faults(sheet))),
        Cell::optional(sheet.and_then(|sheet| sheet.concluded_at), Cell::Instant),
    ]
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
