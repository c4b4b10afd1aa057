//! The queries of signed heads, and of the keys that signed them.

use super::Row;
use crate::kernel::clock::Timestamp;
use crate::kernel::errors::Failure;
use crate::platform::db::Db;
use crate::platform::db::schema::{checkpoints, ledger};
use crate::platform::ledger::Entry;
use crate::platform::ledger::checkpoint::Checkpoint;
use crate::platform::ledger::{EventType, Subject};
use diesel::prelude::*;
use serde::{Deserialize, Serialize};

/// A signed head as it is kept.
#[derive(Debug, Clone, PartialEq, Eq, Queryable, Serialize, Deserialize, utoipa::ToSchema)]
pub struct Signed {
    /// How many entries the record had.
    pub size: i64,
    pub at: Timestamp,
    /// The signed note (C2SP): origin, size, root, head, time; the signature below.
    pub note: String,
}

impl Signed {
    /// The root of the tree, in base64: short enough to be printed.
    pub fn root(&self) -> &str {
        self.note.lines().nth(2).unwrap_or_default()
    }
}

/// Up to `limit` signed heads after this size, oldest first.
pub fn checkpoints(db: &mut Db, after: i64, limit: i64) -> Result<Vec<Signed>, Failure> {
    Ok(checkpoints::table
        .filter(checkpoints::size.gt(after))
        .order(checkpoints::size)
        .limit(limit)
        .load(db)?)
}

/// The first signed head that holds this entry.
pub fn signed_since(db: &mut Db, seq: i64) -> Result<Option<Signed>, Failure> {
    Ok(checkpoints(db, seq - 1, 1)?.pop())
}

/// The newest signed heads, newest first.
pub fn newest_checkpoints(db: &mut Db, limit: i64) -> Result<Vec<Signed>, Failure> {
    Ok(checkpoints::table.order(checkpoints::size.desc()).limit(limit).load(db)?)
}

/// The newest signed head.
pub fn last_checkpoint(db: &mut Db) -> Result<Option<Signed>, Failure> {
    Ok(checkpoints::table.order(checkpoints::size.desc()).first(db).optional()?)
}

pub(in crate::platform::ledger) fn last_size(db: &mut Db) -> Result<i64, Failure> {
    Ok(checkpoints::table
        .select(diesel::dsl::max(checkpoints::size))
        .first::<Option<i64>>(db)?
        .unwrap_or(0))
}

pub(in crate::platform::ledger) fn insert_checkpoint(
    db: &mut Db,
    of: &Checkpoint,
    note: &str,
) -> Result<(), Failure> {
    diesel::insert_into(checkpoints::table)
        .values((
            checkpoints::size.eq(of.size),
            checkpoints::at.eq(of.at),
            checkpoints::note.eq(note),
        ))
        .execute(db)?;
    Ok(())
}

/// A public key as the record announces it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
pub struct RecordKey {
    /// `NAME+HASH+KEY`, the form in which signed notes name their verifier.
    pub key: String,
    pub since: Timestamp,
    /// The entry that announces it.
    pub seq: i64,
    /// The key before it and that key's signature; null for the first one and after one was lost.
    pub handed_over: Option<HandedOver>,
}

/// How an old key announced a new one.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
pub struct HandedOver {
    pub by: String,
    pub signature: String,
}

/// Every key that the record announces, the one in force last.
pub fn keys(db: &mut Db) -> Result<Vec<RecordKey>, Failure> {
    let rows = ledger::table
        .filter(ledger::subject.eq(Subject::record_key().to_string()))
        .filter(ledger::act.eq(EventType::RecordKey.name()))
        .order(ledger::seq)
        .load::<Row>(db)?;
    let read = |row: Row| {
        let entry = Entry::try_from(row)?;
        RecordKey::of(&entry)
            .ok_or_else(|| Failure::Inconsistent(format!("entry {} announces no key", entry.seq)))
    };
    rows.into_iter().map(read).collect()
}

impl RecordKey {
    /// What an entry announces, if it is one that does.
    pub fn of(entry: &Entry) -> Option<Self> {
        let is_about_it = entry.thing() == Some(Subject::record_key());
        if entry.event_type() != Some(EventType::RecordKey) || !is_about_it {
            return None;
        }
        let handed_over = entry.payload.get("handed_over")?.clone();
        Some(Self {
            key: entry.payload.get("key")?.as_str()?.to_owned(),
            since: entry.at,
            seq: entry.seq,
            handed_over: serde_json::from_value(handed_over).ok()?,
        })
    }
}
