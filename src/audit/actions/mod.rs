//! Reading the record; taking it away whole (`export`).

mod export;

pub(super) use export::{export_record, note_export};

use super::redaction::withhold;
use crate::access::{self, Act, Facts, Viewer};
use crate::db::Db;
use crate::errors::Failure;
use crate::interests;
use crate::ledger::{self, Entry, Wanted};
use crate::web::{Page, Paging};

/// A page of the record, oldest first; of one subject (`proposal:01h…`) or kind of act if asked for. Entries that tell
/// of a proposal the viewer is in conflict with keep their place and hash, and lose what they say.
///
/// # Errors
/// `forbidden`; a cursor that is none.
pub(super) fn read_record(
    db: &mut Db,
    viewer: &Viewer,
    wanted: Wanted<'_>,
    paging: &Paging,
) -> Result<Page<Entry>, Failure> {
    access::may(viewer, Act::ReadLedger, Facts::NONE)?;
    let hidden = interests::conflicted_anywhere(db, &viewer.user)?;
    let after = paging.key::<i64>()?.unwrap_or(0);
    let is_asked_for =
        |id: &str| wanted.subject.and_then(|text| text.strip_prefix("proposal:")) == Some(id);
    if hidden.iter().any(|of| is_asked_for(of.proposal.as_str())) {
        return Page::cut(Vec::new(), paging, |entry: &Entry| entry.seq);
    }
    let entries = ledger::entries_after(db, after, wanted, paging.fetch())?;
    let entries = entries.into_iter().map(|entry| withhold(entry, &hidden)).collect();
    Page::cut(entries, paging, |entry| entry.seq)
}
