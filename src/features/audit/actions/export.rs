//! The whole record as a table, read page by page on one snapshot, so that memory does not depend
//! on its length.

use super::super::redaction::withhold;
use crate::features::accounts;
use crate::features::conflicts;
use crate::kernel::access::{self, Facts, Permission, Viewer};
use crate::kernel::clock::Timestamp;
use crate::kernel::errors::Failure;
use crate::platform::db::Db;
use crate::platform::exports::{
    Cell, Column, Format, Outgoing, Provenance, Taken, Writer, note_taken,
};
use crate::platform::ledger::{self, Entry, Subject};
use std::path::Path;

/// The number of entries read at a time.
const PAGE: i64 = 2000;

/// Writes the record into `folder`. Entries about a proposal with which the viewer is in conflict
/// keep their place and hash, but not their content.
///
/// # Errors
/// `forbidden`.
pub(in crate::features::audit) fn export_record(
    db: &mut Db,
    viewer: &Viewer,
    (format, folder): (Format, &Path),
    now: Timestamp,
) -> Result<Outgoing, Failure> {
    access::may(viewer, Permission::ReadLedger, Facts::NONE)?;
    let traces = conflicts::traces_for(db, &viewer.user)?;
    let mut writer = Writer::new(format, folder)?;
    writer.begin("ledger", &columns())?;
    let mut last = 0;
    loop {
        let entries = ledger::entries_after(db, last, ledger::Wanted::default(), PAGE)?;
        let Some(end) = entries.last() else { break };
        last = end.seq;
        for entry in entries {
            writer.row(&row(withhold(entry, &traces))?)?;
        }
    }
    writer.finish(&provenance(db, viewer, !traces.is_empty(), now)?)
}

/// Records who exported the record, with the hash of the file.
pub(in crate::features::audit) fn note_export(
    db: &mut Db,
    viewer: &Viewer,
    (rows, sha256, format): (u64, &str, Format),
    now: Timestamp,
) -> Result<(), Failure> {
    access::may(viewer, Permission::ReadLedger, Facts::NONE)?;
    let taken = Taken { kind: "ledger", format: format.extension(), rows, sha256 };
    note_taken(db, &viewer.user, (Subject::ledger(), taken), now)
}

fn columns() -> [Column; 8] {
    [
        Column::new("seq", 10),
        Column::instant("at"),
        Column::new("actor", 28),
        Column::new("act", 24),
        Column::new("subject", 38),
        Column::new("payload", 60),
        Column::new("previous_hash", 68),
        Column::new("hash", 68),
    ]
}

fn row(entry: Entry) -> Result<[Cell; 8], Failure> {
    Ok([
        Cell::Integer(entry.seq),
        Cell::Instant(entry.at),
        Cell::optional(entry.actor, Cell::Text),
        Cell::Text(entry.act),
        Cell::Text(entry.subject),
        Cell::Text(crate::kernel::canonical::json(&entry.payload)?),
        Cell::Text(entry.previous_hash),
        Cell::Text(entry.hash),
    ])
}

fn provenance(
    db: &mut Db,
    viewer: &Viewer,
    is_withheld: bool,
    now: Timestamp,
) -> Result<Provenance, Failure> {
    let head = ledger::head(db)?;
    let name = accounts::users_of(db, std::slice::from_ref(&viewer.user))?.pop();
    let mut facts = Provenance::default();
    if is_withheld {
        facts.add("withheld", Cell::Truth(true));
    }
    facts
        .add("ledger-seq", Cell::Integer(head.seq))
        .add("ledger-hash", Cell::text(head.hash))
        .add("program", Cell::text(concat!("tubel ", env!("CARGO_PKG_VERSION"))))
        .add("made-at", Cell::Instant(now))
        .add("zone", Cell::text("WIB (UTC+7)"))
        .add("made-by", Cell::optional(name, |person| Cell::text(person.name)));
    Ok(facts)
}
