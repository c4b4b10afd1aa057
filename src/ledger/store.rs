//! The queries of the record. Appending is the only write there is.

use super::{Entry, Event, Head, Wanted, verify};
use crate::canonical;
use crate::clock::Timestamp;
use crate::db::Db;
use crate::db::schema::{ledger, ledger_head};
use crate::errors::Failure;
use crate::ids;
use diesel::prelude::*;
use serde_json::Value;

#[derive(Queryable, Insertable)]
#[diesel(table_name = ledger)]
struct Row {
    seq: i64,
    at: Timestamp,
    actor: Option<String>,
    act: String,
    subject: String,
    payload: String,
    previous_hash: String,
    hash: String,
}

/// Puts an act on the record and returns the new end of the chain. Call it inside the act's own
/// write transaction, which holds the lock on the head.
///
/// # Errors
/// When the database fails.
pub fn append(db: &mut Db, event: Event<'_>, now: Timestamp) -> Result<Head, Failure> {
    let (seq, at, previous_hash) = ledger_head::table
        .select((ledger_head::seq, ledger_head::at, ledger_head::hash))
        .first::<(i64, Timestamp, String)>(db)?;
    let mut entry = Entry {
        seq: seq + 1,
        // A clock set back must not put the record out of order.
        at: now.max(at),
        actor: event.actor.map(ToString::to_string),
        act: event.act.to_owned(),
        subject: event.subject,
        payload: salted(event.payload)?,
        previous_hash,
        hash: String::new(),
    };
    entry.hash = verify::hash_of(&entry)?;
    let head = Head { seq: entry.seq, hash: entry.hash.clone() };
    diesel::update(ledger_head::table)
        .set((
            ledger_head::seq.eq(entry.seq),
            ledger_head::at.eq(entry.at),
            ledger_head::hash.eq(&entry.hash),
        ))
        .execute(db)?;
    diesel::insert_into(ledger::table).values(Row::try_from(entry)?).execute(db)?;
    Ok(head)
}

/// With a random word in it: an entry is shown to some readers without what it says but with its hash, which
/// those who know all but a word or two of it could find by trying.
fn salted(mut payload: Value) -> Result<Value, Failure> {
    if let Some(fields) = payload.as_object_mut() {
        fields.insert("salt".to_owned(), ids::random_text()?.into());
    }
    Ok(payload)
}

/// The end of the chain.
///
/// # Errors
/// When the database fails.
pub fn head(db: &mut Db) -> Result<Head, Failure> {
    let (seq, hash) = ledger_head::table
        .select((ledger_head::seq, ledger_head::hash))
        .first::<(i64, String)>(db)?;
    Ok(Head { seq, hash })
}

/// Up to `limit` entries after `seq`, oldest first; of one subject or one kind of act if asked for.
///
/// # Errors
/// When the database fails or a payload is not JSON any more.
pub fn entries_after(
    db: &mut Db,
    seq: i64,
    wanted: Wanted<'_>,
    limit: i64,
) -> Result<Vec<Entry>, Failure> {
    let mut query = ledger::table
        .filter(ledger::seq.gt(seq))
        .order(ledger::seq)
        .limit(limit)
        .into_boxed::<crate::db::Backend>();
    if let Some(subject) = wanted.subject {
        query = query.filter(ledger::subject.eq(subject.to_owned()));
    }
    if let Some(act) = wanted.act {
        query = query.filter(ledger::act.eq(act.to_owned()));
    }
    query.load::<Row>(db)?.into_iter().map(Entry::try_from).collect()
}

/// The end of the record just after this act was last done to this subject.
///
/// # Errors
/// When the database fails.
pub fn head_after(db: &mut Db, subject: &str, act: &str) -> Result<Option<Head>, Failure> {
    let found = ledger::table
        .filter(ledger::subject.eq(subject).and(ledger::act.eq(act)))
        .order(ledger::seq.desc())
        .select((ledger::seq, ledger::hash))
        .first::<(i64, String)>(db)
        .optional()?;
    Ok(found.map(|(seq, hash)| Head { seq, hash }))
}

/// The last entries of one act on one subject, newest first.
///
/// # Errors
/// As [`entries_after`].
pub fn latest_of(db: &mut Db, subject: &str, act: &str, limit: i64) -> Result<Vec<Entry>, Failure> {
    let query = ledger::table
        .filter(ledger::subject.eq(subject).and(ledger::act.eq(act)))
        .order(ledger::seq.desc())
        .limit(limit);
    query.load::<Row>(db)?.into_iter().map(Entry::try_from).collect()
}

impl TryFrom<Entry> for Row {
    type Error = Failure;
    fn try_from(entry: Entry) -> Result<Self, Failure> {
        Ok(Self {
            seq: entry.seq,
            at: entry.at,
            actor: entry.actor,
            act: entry.act,
            subject: entry.subject,
            payload: canonical::json(&entry.payload)?,
            previous_hash: entry.previous_hash,
            hash: entry.hash,
        })
    }
}

impl TryFrom<Row> for Entry {
    type Error = Failure;
    fn try_from(row: Row) -> Result<Self, Failure> {
        Ok(Self {
            seq: row.seq,
            at: row.at,
            actor: row.actor,
            act: row.act,
            subject: row.subject,
            payload: serde_json::from_str(&row.payload)?,
            previous_hash: row.previous_hash,
            hash: row.hash,
        })
    }
}
