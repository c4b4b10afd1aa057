//! The queries of the rows' seals, and whether rows are as they were sealed.

use crate::kernel::errors::Failure;
use crate::platform::db::schema::row_seals;
use crate::platform::db::{self, Change, Db, ROWS_AT_ONCE, Table, on_either};
use crate::platform::ledger::seals::{Disagreement, RowFault, Seal, follows};
use diesel::dsl::{exists, not};
use diesel::prelude::*;
use serde_json::Value;
use std::collections::{BTreeMap, HashMap};

#[derive(Insertable, Queryable)]
#[diesel(table_name = row_seals, treat_none_as_default_value = false)]
struct SealRow {
    table_name: String,
    row_key: String,
    seq: i64,
    salt: Option<String>,
    hash: String,
    disturbed: bool,
}

impl From<SealRow> for Seal {
    fn from(row: SealRow) -> Self {
        let SealRow { table_name, row_key, salt, hash, disturbed, .. } = row;
        Self { table: table_name, key: row_key, salt, hash, disturbed }
    }
}

pub(super) fn insert_seals(db: &mut Db, seq: i64, seals: &[Seal]) -> Result<(), Failure> {
    for chunk in seals.chunks(ROWS_AT_ONCE) {
        let rows = chunk.iter().map(|seal| SealRow {
            table_name: seal.table.clone(),
            row_key: seal.key.clone(),
            seq,
            salt: seal.salt.clone(),
            hash: seal.hash.clone(),
            disturbed: seal.disturbed,
        });
        let rows: Vec<SealRow> = rows.collect();
        on_either!(db, connection => {
            diesel::insert_into(row_seals::table).values(&rows).execute(connection)?
        });
    }
    Ok(())
}

diesel::alias!(row_seals as later: Later);

/// The last seals of the rows that changed.
fn last_seals(db: &mut Db, changes: &[Change]) -> Result<HashMap<(String, String), Seal>, Failure> {
    let mut last = HashMap::new();
    for chunk in changes.chunks(ROWS_AT_ONCE) {
        let keys: Vec<&str> = chunk.iter().map(|change| change.key.as_str()).collect();
        let mut tables: Vec<&str> = chunk.iter().map(|change| change.table.as_str()).collect();
        tables.dedup();
        let found = row_seals::table
            .filter(row_seals::table_name.eq_any(tables).and(row_seals::row_key.eq_any(keys)))
            .filter(not(exists(is_followed())))
            .load::<SealRow>(db)?;
        let found = found.into_iter().map(Seal::from);
        last.extend(found.map(|seal| ((seal.table.clone(), seal.key.clone()), seal)));
    }
    Ok(last)
}

#[diesel::dsl::auto_type(no_type_alias)]
fn is_followed() -> _ {
    later.filter(
        later
            .field(row_seals::table_name)
            .eq(row_seals::table_name)
            .and(later.field(row_seals::row_key).eq(row_seals::row_key))
            .and(later.field(row_seals::seq).gt(row_seals::seq)),
    )
}

fn last_seals_of(db: &mut Db, table: &str) -> Result<Vec<Seal>, Failure> {
    let found = row_seals::table
        .filter(row_seals::table_name.eq(table))
        .filter(not(exists(is_followed())))
        .load::<SealRow>(db)?;
    Ok(found.into_iter().map(Seal::from).collect())
}

/// The seals of the entries after `from` up to `to`, by entry.
pub fn seals_between(db: &mut Db, from: i64, to: i64) -> Result<BTreeMap<i64, Vec<Seal>>, Failure> {
    let found = row_seals::table
        .filter(row_seals::seq.gt(from).and(row_seals::seq.le(to)))
        .load::<SealRow>(db)?;
    let mut by_entry: BTreeMap<i64, Vec<Seal>> = BTreeMap::new();
    for row in found {
        by_entry.entry(row.seq).or_default().push(row.into());
    }
    Ok(by_entry)
}

/// Rows that were not as sealed when an act wrote on them, with that act's entry.
pub fn disturbed(db: &mut Db) -> Result<Vec<(i64, Seal)>, Failure> {
    let found = row_seals::table
        .filter(row_seals::disturbed)
        .order((row_seals::seq, row_seals::table_name, row_seals::row_key))
        .load::<SealRow>(db)?;
    Ok(found.into_iter().map(|row| (row.seq, row.into())).collect())
}

/// When a row is deleted, the salts of its earlier states are dropped. There is nothing left to compare, and a
/// later erasure would not find them any more.
pub(in crate::platform::ledger) fn forget_gone(
    db: &mut Db,
    seq: i64,
    changes: &[Change],
) -> Result<(), Failure> {
    let mut gone: BTreeMap<&str, Vec<&str>> = BTreeMap::new();
    for change in changes.iter().filter(|change| change.now.is_none()) {
        gone.entry(&change.table).or_default().push(&change.key);
    }
    for (table, keys) in gone {
        for keys in keys.chunks(ROWS_AT_ONCE) {
            let before = row_seals::table
                .filter(row_seals::table_name.eq(table).and(row_seals::row_key.eq_any(keys)))
                .filter(row_seals::seq.lt(seq));
            diesel::update(before).set(row_seals::salt.eq(None::<String>)).execute(db)?;
        }
    }
    Ok(())
}

/// Drops the salts of earlier states of the rows that this entry seals. Otherwise someone who knows the rest of a
/// row could find the erased content by trying.
pub fn forget_salts(db: &mut Db, seq: i64) -> Result<(), Failure> {
    let rewritten = later.filter(
        later
            .field(row_seals::seq)
            .eq(seq)
            .and(later.field(row_seals::table_name).eq(row_seals::table_name))
            .and(later.field(row_seals::row_key).eq(row_seals::row_key)),
    );
    let before = row_seals::table.filter(row_seals::seq.lt(seq).and(exists(rewritten)));
    diesel::update(before).set(row_seals::salt.eq(None::<String>)).execute(db)?;
    Ok(())
}

/// Seals the changed rows, and marks those that did not match their last seal before.
pub(in crate::platform::ledger) fn of_changes(
    db: &mut Db,
    changes: &[Change],
) -> Result<Vec<Seal>, Failure> {
    let known = last_seals(db, changes)?;
    let mut seals = Vec::with_capacity(changes.len());
    for change in changes {
        let mut seal = Seal::of(&change.table, &change.key, change.now.as_ref())?;
        let last = known.get(&(change.table.clone(), change.key.clone()));
        seal.disturbed = !follows(last, change.was.as_ref())?;
        if seal.disturbed {
            tracing::error!(table = seal.table, key = seal.key, "a row was changed by hand");
        }
        seals.push(seal);
    }
    Ok(seals)
}

/// A row that does not agree, as it is now.
pub(in crate::platform::ledger) struct Odd {
    pub(in crate::platform::ledger) fault: RowFault,
    pub(in crate::platform::ledger) row: Option<Value>,
}

/// All rows of a table that do not agree with their last seals, and how many rows there are.
pub(in crate::platform::ledger) fn odd_rows(
    db: &mut Db,
    table: &Table,
) -> Result<(usize, Vec<Odd>), Failure> {
    let mut last: HashMap<String, Seal> =
        last_seals_of(db, &table.name)?.into_iter().map(|seal| (seal.key.clone(), seal)).collect();
    let (mut count, mut odd) = (0, Vec::new());
    let fault = |key: &str, how| RowFault { table: table.name.clone(), key: key.to_owned(), how };
    db::each_row(db, table, |key, row| {
        count += 1;
        let seal = last.remove(&key);
        if !follows(seal.as_ref(), Some(&row))? {
            let how = if seal.is_some() { Disagreement::Changed } else { Disagreement::Unsealed };
            odd.push(Odd { fault: fault(&key, how), row: Some(row) });
        }
        Ok(())
    })?;
    for (key, seal) in last {
        if !seal.fits(None)? {
            odd.push(Odd { fault: fault(&key, Disagreement::Removed), row: None });
        }
    }
    Ok((count, odd))
}
