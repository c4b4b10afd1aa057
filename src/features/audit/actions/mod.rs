//! Reading the record, and exporting all of it (`export`).

mod export;
mod readings;

pub use export::{RECORD, pour_record};
pub(super) use readings::readings;
pub use readings::{READINGS, pour_readings};

use super::redaction::{is_hidden, withhold};
use crate::features::conflicts::{self, Traces};
use crate::kernel::access::{self, Facts, Permission};
use crate::kernel::errors::Failure;
use crate::kernel::paging::Page;
use crate::kernel::paging::Paging;
use crate::platform::cx::Cx;
use crate::platform::db::Db;
use crate::platform::ledger::{self, Entry, Wanted};

/// The number of entries read at a time when some may be left out.
const AT_ONCE: i64 = 1000;

/// A page of the record, oldest first; of one subject (`proposal:01h…`) or event type if given.
/// Entries about a proposal with which the viewer is in conflict keep their place and hash, but not
/// their content; a filtered list leaves them out.
///
/// # Errors
/// `forbidden`; a cursor that is none.
pub(super) fn read_record(
    cx: &mut Cx<'_>,
    wanted: Wanted<'_>,
    paging: &Paging,
) -> Result<Page<Entry>, Failure> {
    access::may(cx.viewer, Permission::ReadLedger, Facts::NONE)?;
    let traces = conflicts::traces_for(cx.db, &cx.viewer.user)?;
    let after = paging.key::<i64>()?.unwrap_or(0);
    let is_question = wanted.act.is_some() || wanted.subject.is_some();
    let entries = if is_question && !traces.is_empty() {
        answers(cx.db, (after, paging.fetch()), wanted, &traces)?
    } else {
        ledger::entries_after(cx.db, after, wanted, paging.fetch())?
    };
    let entries = entries.into_iter().map(|entry| withhold(entry, &traces)).collect();
    Page::cut(entries, paging, |entry| entry.seq)
}

/// This many entries that match the filter, after this one, without the hidden ones.
fn answers(
    db: &mut Db,
    (mut after, most): (i64, i64),
    wanted: Wanted<'_>,
    traces: &Traces,
) -> Result<Vec<Entry>, Failure> {
    let most = usize::try_from(most).unwrap_or(0);
    let mut found = Vec::new();
    while found.len() < most {
        let some = ledger::entries_after(db, after, wanted, AT_ONCE)?;
        let Some(last) = some.last() else { break };
        after = last.seq;
        found.extend(some.into_iter().filter(|entry| !is_hidden(entry, traces)));
    }
    found.truncate(most);
    Ok(found)
}
