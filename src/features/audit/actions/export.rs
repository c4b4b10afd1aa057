//! The whole record as a table, read page by page on one snapshot, so that memory does not depend
//! on its length.

use super::super::redaction::withhold;
use crate::features::conflicts;
use crate::kernel::access::Viewer;
use crate::kernel::canonical;
use crate::kernel::errors::Failure;
use crate::platform::cx::Cx;
use crate::platform::db::Db;
use crate::platform::exports::{Cell, Column, Columns, Provenance, Writer};
use crate::platform::ledger::{self, Entry};

/// The number of entries read at a time.
const PAGE: i64 = 2000;

/// An entry, with its payload as it was hashed.
pub struct Recorded {
    entry: Entry,
    payload: String,
}

/// One row per entry of the record.
pub static RECORD: Columns<Recorded> = &[&[
    Column::integer("seq", |row: &Recorded| Cell::Integer(row.entry.seq)).wide(10),
    Column::instant("at", |row: &Recorded| Cell::Instant(row.entry.at)),
    Column::text("actor", |row: &Recorded| Cell::optional(row.entry.actor.as_ref(), Cell::text))
        .wide(28),
    Column::text("act", |row: &Recorded| Cell::text(&row.entry.act)).wide(24),
    Column::text("subject", |row: &Recorded| Cell::text(&row.entry.subject)).wide(38),
    Column::text("payload", |row: &Recorded| Cell::text(&row.payload)).wide(60),
    Column::text("previous_hash", |row: &Recorded| Cell::text(&row.entry.previous_hash)).wide(68),
    Column::text("hash", |row: &Recorded| Cell::text(&row.entry.hash)).wide(68),
]];

/// Writes the record. Entries that tell of a proposal the viewer is in conflict with keep their place and hash,
/// and lose what they say. Who may have it is asked before, by the catalogue of exports.
///
/// # Errors
/// When the database fails.
pub fn pour_record(cx: &mut Cx<'_>, to: &mut Writer) -> Result<Provenance, Failure> {
    let traces = conflicts::traces_for(cx.db, &cx.viewer.user)?;
    to.stream(RECORD)?;
    let mut last = 0;
    loop {
        let entries = ledger::entries_after(cx.db, last, ledger::Wanted::default(), PAGE)?;
        let Some(end) = entries.last() else { break };
        last = end.seq;
        for entry in entries {
            let entry = withhold(entry, &traces);
            let payload = canonical::json(&entry.payload)?;
            to.add_row(RECORD, &Recorded { entry, payload })?;
        }
    }
    Ok(Provenance::withheld(!traces.is_empty()))
}
