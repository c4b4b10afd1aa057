//! The line on the record that tells of an export. Who was affected by a breach, and what was read of
//! somebody, is found by it, so it has one form.

use crate::kernel::clock::Timestamp;
use crate::kernel::errors::Failure;
use crate::kernel::ids::UserId;
use crate::platform::db::Db;
use crate::platform::ledger::{self, Event, EventType, Subject};
use serde_json::json;

/// What left.
#[derive(Debug, Clone, Copy)]
pub struct Taken<'a> {
    pub kind: &'a str,
    /// The file's extension.
    pub format: &'a str,
    pub rows: u64,
    /// Of the bytes that left.
    pub sha256: &'a str,
}

/// Notes who took an export of `subject`.
///
/// # Errors
/// When the database fails.
pub fn note_taken(
    db: &mut Db,
    by: &UserId,
    (subject, taken): (Subject, Taken<'_>),
    now: Timestamp,
) -> Result<(), Failure> {
    let Taken { kind, format, rows, sha256 } = taken;
    let payload = json!({"kind": kind, "format": format, "rows": rows, "sha256": sha256});
    let event = Event { actor: Some(by), act: EventType::ExportMade, subject, payload };
    ledger::append(db, event, now).map(|_| ())
}
