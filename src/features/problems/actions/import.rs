//! Filling the registry from a table, completely or not at all: the built-in table or an agency's
//! own.

use super::{new_problem, store};
use crate::features::accounts;
use crate::features::problems::{Problem, State, table};
use crate::kernel::canonical;
use crate::kernel::clock::Timestamp;
use crate::kernel::errors::Failure;
use crate::kernel::ids::ProblemId;
use crate::platform::db::Db;
use crate::platform::ledger::{self, Event, EventType, Subject};
use serde_json::json;

/// How many problems an import added, and how many were there already.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Imported {
    pub added: usize,
    pub skipped: usize,
}

/// Adds a table's problems to the registry as approved. Codes that are already there stay
/// unchanged, so a second import changes nothing.
///
/// # Errors
/// `invalid` with the line of every fault; then nothing is taken.
pub fn import(db: &mut Db, csv: &str, now: Timestamp) -> Result<Imported, Failure> {
    let entries = table::read(csv, &accounts::load_units(db)?, now.year_in_jakarta())?;
    let codes: Vec<String> = entries.iter().map(|entry| entry.code.clone()).collect();
    let known = store::known_codes(db, &codes)?;
    let skipped = known.len();
    let mut added = 0;
    for entry in entries.into_iter().filter(|entry| !known.contains(&entry.code)) {
        let approved = Problem {
            illustrative: entry.illustrative,
            state: State::Approved,
            ..new_problem(ProblemId::new()?, entry.code, entry.owner_unit, entry.text, now)
        };
        store::insert(db, &approved)?;
        added += 1;
    }
    if added > 0 {
        let event = Event {
            actor: None,
            act: EventType::ProblemsImported,
            subject: Subject::problems(),
            payload: json!({
                "added": added, "skipped": skipped, "file_hash": canonical::sha256_hex(csv),
            }),
        };
        ledger::append(db, event, now)?;
    }
    Ok(Imported { added, skipped })
}

/// Adds the built-in problems that the registry lacks.
pub fn seed_problems(db: &mut Db, now: Timestamp) -> Result<Imported, Failure> {
    import(db, table::SEED, now)
}
