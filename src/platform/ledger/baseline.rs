//! Seals rows that no act of this program wrote: rows older than the first seals, and rows that a migration
//! changed. Separate entries of the record say so (docs/ledger.md).

use super::seals::{RowFault, Seal};
use super::{Event, EventType, Subject, store, tree};
use crate::kernel::clock::Timestamp;
use crate::kernel::errors::Failure;
use crate::platform::db::{self, Db};
use serde_json::json;

/// Rows of one entry.
const ROWS_EACH: usize = 1000;

/// Seals all rows of a database that is older than seals. Their contents are provable only from then on.
pub fn seal_everything(db: &mut Db, now: Timestamp) -> Result<(), Failure> {
    let seals = store::everything(db)?;
    store_in_chunks(db, EventType::RecordBaseline, &seals, now)
}

/// Seals again the rows that a migration changed. Rows that did not agree with their seals before it keep their
/// old seals, because a migration does not make them correct.
pub fn reseal(db: &mut Db, before: &[RowFault], now: Timestamp) -> Result<(), Failure> {
    let mut seals = Vec::new();
    for table in db::tables(db)? {
        let (_, odd) = store::odd_rows(db, &table)?;
        let is_known =
            |key: &str| before.iter().any(|fault| fault.table == table.name && fault.key == key);
        for odd in odd.into_iter().filter(|odd| !is_known(&odd.fault.key)) {
            seals.push(Seal::of(&table.name, &odd.fault.key, odd.row.as_ref())?);
        }
    }
    store_in_chunks(db, EventType::RecordResealed, &seals, now)
}

fn store_in_chunks(
    db: &mut Db,
    act: EventType,
    seals: &[Seal],
    now: Timestamp,
) -> Result<(), Failure> {
    for chunk in seals.chunks(ROWS_EACH) {
        let subject = Subject::record_rows();
        let payload = json!({"sealed": chunk.len()});
        store::put(db, Event { actor: None, act, subject, payload }, chunk, now)?;
    }
    Ok(())
}

/// All rows that do not agree with their seals.
pub fn odd_rows(db: &mut Db) -> Result<Vec<RowFault>, Failure> {
    let mut faults = Vec::new();
    for table in db::tables(db)? {
        faults.extend(store::odd_rows(db, &table)?.1.into_iter().map(|odd| odd.fault));
    }
    Ok(faults)
}

/// Whether entries were written before there were seals and a tree.
pub fn is_older(db: &mut Db) -> Result<bool, Failure> {
    store::lacks_tree(db)
}

/// Recounts the tree from the entries of a database of before there was one.
pub fn plant_tree(db: &mut Db) -> Result<(), Failure> {
    let mut range = tree::Range::default();
    for leaf in store::leaves(db, i64::MAX)? {
        range.push(leaf);
    }
    store::set_tree(db, &range)
}

/// How many rows a table has, and those that do not agree with their seals.
pub fn compare(db: &mut Db, table: &db::Table) -> Result<(usize, Vec<RowFault>), Failure> {
    let (rows, odd) = store::odd_rows(db, table)?;
    Ok((rows, odd.into_iter().map(|odd| odd.fault).collect()))
}
