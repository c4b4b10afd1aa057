//! The registry as a table that people edit (CSV, RFC 4180); the built-in one is
//! `config/problems.csv`. This file only reads it; `actions::import` stores it.

use super::{ProblemText, rules};
use crate::features::accounts::Unit;
use crate::kernel::errors::{Failure, FieldError, Refusal, common};
use crate::kernel::ids::UnitCode;
use crate::kernel::input::Valid;
use crate::kernel::input_files::{Table, TableFault};
use csv::StringRecord;
use serde::Deserialize;
use std::collections::{BTreeMap, BTreeSet};

/// The 25 built-in problems.
pub(super) const SEED: &str = include_str!("../../../config/problems.csv");

/// The columns before those of the text.
const PLACE: [&str; 3] = ["code", "owner_unit", "illustrative"];

/// One valid line of the table.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Entry {
    /// Its line number in the file, for messages.
    pub line: u64,
    pub code: String,
    pub owner_unit: UnitCode,
    pub illustrative: bool,
    pub text: ProblemText,
}

#[derive(Deserialize)]
struct Place {
    code: String,
    owner_unit: UnitCode,
    illustrative: bool,
}

/// Reads a table. A byte-order mark at the beginning is ignored.
///
/// # Errors
/// `invalid` with the line of every fault: a missing or unknown column, a code that is malformed or
/// occurs twice, an owner that is no unit, and the faults of [`rules::check`].
pub(super) fn read(
    table: &str,
    units: &BTreeMap<UnitCode, Unit>,
    this_year: i32,
) -> Result<Vec<Entry>, Failure> {
    let mut table =
        Table::open(table.as_bytes(), csv::Trim::None).map_err(|fault| wrong(&fault))?;
    let header = table.header().clone();
    if !header.iter().take(PLACE.len()).eq(PLACE) {
        let fault = FieldError::new("line 1", common::field::WRONG_SHAPE);
        return Err(Refusal::invalid(vec![fault.with("detail", PLACE.join(","))]).into());
    }
    let (mut entries, mut faults, mut seen) = (Vec::new(), Vec::new(), BTreeSet::new());
    let mut record = StringRecord::new();
    // After a broken record the beginning of the next one is unknown.
    while table.next(&mut record).map_err(|fault| wrong(&fault))?.is_some() {
        match entry(&header, &record) {
            Ok(entry) => {
                let is_owned = units.get(&entry.owner_unit).is_some_and(|unit| unit.active);
                let place = place_faults(&entry.code, !seen.insert(entry.code.clone()), is_owned);
                let (text, of_text) = text_of(&entry.text, this_year);
                faults.extend(place.into_iter().chain(of_text).map(|fault| at(entry.line, fault)));
                entries.push(Entry { text, ..entry });
            }
            Err(fault) => faults.push(fault),
        }
    }
    Failure::when_any(faults)?;
    Ok(entries)
}

fn entry(header: &StringRecord, record: &StringRecord) -> Result<Entry, FieldError> {
    let line = record.position().map_or(0, csv::Position::line);
    let fault = |error: &csv::Error| wrong_line(line, error);
    let part = |record: &StringRecord, first: bool| -> StringRecord {
        let cells = record.iter().enumerate();
        cells.filter(|(at, _)| (*at < PLACE.len()) == first).map(|(_, cell)| cell).collect()
    };
    let place: Place =
        part(record, true).deserialize(Some(&part(header, true))).map_err(|error| fault(&error))?;
    let text: ProblemText = part(record, false)
        .deserialize(Some(&part(header, false)))
        .map_err(|error| fault(&error))?;
    let Place { code, owner_unit, illustrative } = place;
    Ok(Entry { line, code, owner_unit, illustrative, text })
}

/// The text as it is stored, and what is wrong with it: an import tells the faults of every line.
fn text_of(text: &ProblemText, this_year: i32) -> (ProblemText, Vec<FieldError>) {
    let valid = Valid::checked(text.clone());
    match valid.and_then(|valid| rules::kept(&valid, this_year)) {
        Ok(text) => (text, Vec::new()),
        Err(Failure::Refused(refusal)) => (text.clone(), refusal.errors),
        Err(_) => (text.clone(), vec![FieldError::new("text", common::field::WRONG_SHAPE)]),
    }
}

fn place_faults(code: &str, is_repeated: bool, is_owned: bool) -> Vec<FieldError> {
    let mut faults = Vec::new();
    if rules::number_of(code).is_none() {
        let fault = FieldError::new("code", common::field::WRONG_SHAPE);
        faults.push(fault.with("detail", "M-001"));
    }
    if is_repeated {
        faults.push(FieldError::new("code", common::field::DUPLICATE));
    }
    if !is_owned {
        faults.push(FieldError::new("owner_unit", common::field::UNKNOWN_REFERENCE));
    }
    faults
}

fn at(line: u64, fault: FieldError) -> FieldError {
    FieldError { field: format!("line {line}, {}", fault.field), ..fault }
}

fn wrong(fault: &TableFault) -> Failure {
    let line = format!("line {}", fault.line().unwrap_or(1));
    let fault = match fault {
        TableFault::Twice { column } => {
            FieldError::new(line, common::field::COLUMN_TWICE).with("column", column)
        }
        _ => FieldError::new(line, common::field::WRONG_SHAPE).with("detail", fault),
    };
    Refusal::invalid(vec![fault]).into()
}

fn wrong_line(line: u64, error: &csv::Error) -> FieldError {
    let detail = match error.kind() {
        csv::ErrorKind::Deserialize { err, .. } => err.to_string(),
        _ => error.to_string(),
    };
    FieldError::new(format!("line {line}"), common::field::WRONG_SHAPE).with("detail", detail)
}

#[cfg(test)]
mod tests;
