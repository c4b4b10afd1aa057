//! Reading the record.

use crate::access::{self, Act, Facts, Viewer};
use crate::db::Db;
use crate::errors::Failure;
use crate::ledger::{self, Entry};
use crate::web::{Page, Paging};

/// A page of the record, oldest first; of one subject (`proposal:01h…`) if given.
///
/// # Errors
/// `forbidden`; a cursor that is none.
pub(super) fn read_record(
    db: &mut Db,
    viewer: &Viewer,
    subject: Option<&str>,
    paging: &Paging,
) -> Result<Page<Entry>, Failure> {
    access::may(viewer, Act::ReadLedger, Facts::NONE)?;
    let after = paging.key::<i64>()?.unwrap_or(0);
    let entries = ledger::entries_after(db, after, subject, paging.fetch())?;
    Page::cut(entries, paging, |entry| entry.seq)
}
