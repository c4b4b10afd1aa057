//! The queries of the record. Appending is the only write there is. The rows' seals are in `sealed`, signed
//! heads and their keys in `signed`.

mod sealed;
mod signed;

pub use sealed::{disturbed, forget_salts, seals_between};
pub(super) use sealed::{odd_rows, of_changes};
pub use signed::{
    RecordKey, Signed, checkpoints, keys, last_checkpoint, newest_checkpoints, signed_since,
};
pub(super) use signed::{insert_checkpoint, last_size};

use super::seals::{self, Seal};
use super::tree::{self, Range};
use super::{Entry, Event, EventType, Head, Subject, Wanted, awaited, verify};
use crate::kernel::canonical;
use crate::kernel::clock::Timestamp;
use crate::kernel::errors::Failure;
use crate::kernel::ids;
use crate::platform::db::schema::{ledger, ledger_head};
use crate::platform::db::{self, Change, Db};
use diesel::prelude::*;
use sealed::insert_seals;
use serde_json::Value;

const LEAVES_AT_ONCE: i64 = 5_000;

#[derive(Queryable, Insertable)]
#[diesel(table_name = ledger)]
#[expect(clippy::struct_field_names, reason = "the columns are called so")]
struct Row {
    seq: i64,
    at: Timestamp,
    actor: Option<String>,
    act: String,
    subject: String,
    payload: String,
    previous_hash: String,
    hash: String,
    row_digest: Option<String>,
}

/// The end of the chain with all that the next entry needs.
pub(super) struct Tip {
    pub(super) seq: i64,
    pub(super) at: Timestamp,
    pub(super) hash: String,
    pub(super) range: Range,
}

fn torn() -> Failure {
    Failure::Inconsistent("the tree of the record does not fit its number of entries".to_owned())
}

pub(super) fn tip(db: &mut Db) -> Result<Tip, Failure> {
    let (seq, at, hash, tree) = ledger_head::table
        .select((ledger_head::seq, ledger_head::at, ledger_head::hash, ledger_head::tree))
        .first::<(i64, Timestamp, String, String)>(db)?;
    let range = u64::try_from(seq).ok().and_then(|size| Range::from_text(&tree, size));
    // Somebody changed the head by hand. Acts continue from what is there; `tubel check` reports it.
    let range = range.map_or_else(|| grown(db, seq), Ok)?;
    Ok(Tip { seq, at, hash, range })
}

fn grown(db: &mut Db, size: i64) -> Result<Range, Failure> {
    let mut range = Range::default();
    leaves(db, size)?.into_iter().for_each(|leaf| range.push(leaf));
    Ok(range)
}

/// Puts an act on the record, with seals of the rows it has touched so far, and returns the new end of the
/// chain. Call it inside the act's own write transaction, which holds the lock on the head. The first
/// entry of all seals every row there is.
pub fn append(db: &mut Db, event: Event<'_>, now: Timestamp) -> Result<Head, Failure> {
    let (tip, changes) = (tip(db)?, db::take(db)?);
    // Set up before there was a record: the units, the first account.
    let seals = match tip.seq {
        0 => everything(db)?,
        _ => of_changes(db, &changes)?,
    };
    let head = put_after(db, tip, event, &seals, now)?;
    sealed::forget_gone(db, head.seq, &changes)?;
    Ok(head)
}

/// Seals what changed under an entry.
pub(super) fn put_changes(
    db: &mut Db,
    event: Event<'_>,
    changes: &[Change],
    now: Timestamp,
) -> Result<Head, Failure> {
    let seals = of_changes(db, changes)?;
    let head = put(db, event, &seals, now)?;
    sealed::forget_gone(db, head.seq, changes)?;
    Ok(head)
}

pub(super) fn put(
    db: &mut Db,
    event: Event<'_>,
    seals: &[Seal],
    now: Timestamp,
) -> Result<Head, Failure> {
    let tip = tip(db)?;
    put_after(db, tip, event, seals, now)
}

fn put_after(
    db: &mut Db,
    Tip { seq, at, hash, mut range }: Tip,
    event: Event<'_>,
    seals: &[Seal],
    now: Timestamp,
) -> Result<Head, Failure> {
    let Event { actor, act, subject, payload } = event;
    if !act.subjects().contains(&subject.kind()) {
        let what = format!("{} is on no record of {}", act.name(), subject.kind().name());
        return Err(Failure::Inconsistent(what));
    }
    let mut entry = Entry {
        seq: seq + 1,
        // If the clock was set back, times on the record must still not decrease.
        at: now.max(at),
        actor: actor.map(ToString::to_string),
        act: act.name().to_owned(),
        subject: subject.to_string(),
        payload: salted(payload)?,
        previous_hash: hash,
        hash: String::new(),
        rows: if seals.is_empty() { None } else { Some(seals::digest(seals)?) },
    };
    entry.hash = verify::hash_of(&entry)?;
    range.push(tree::leaf(&tree::parse(&entry.hash).ok_or_else(torn)?));
    let head = Head { seq: entry.seq, hash: entry.hash.clone() };
    diesel::update(ledger_head::table)
        .set((
            ledger_head::seq.eq(entry.seq),
            ledger_head::at.eq(entry.at),
            ledger_head::hash.eq(&entry.hash),
            ledger_head::tree.eq(range.to_text()),
        ))
        .execute(db)?;
    diesel::insert_into(ledger::table).values(Row::try_from(entry)?).execute(db)?;
    insert_seals(db, head.seq, seals)?;
    awaited::note(act);
    Ok(head)
}

/// Adds a random word. Some readers see only the hash of an entry; without the random word, someone who knows
/// most of the entry could guess the rest by trying.
fn salted(mut payload: Value) -> Result<Value, Failure> {
    if let Some(fields) = payload.as_object_mut() {
        fields.insert("salt".to_owned(), ids::random_text()?.into());
    }
    Ok(payload)
}

/// Seals of every row of every table under seal.
pub(super) fn everything(db: &mut Db) -> Result<Vec<Seal>, Failure> {
    let mut all = Vec::new();
    for table in db::tables(db)? {
        db::each_row(db, &table, |key, row| {
            all.push(Seal::of(&table.name, &key, Some(&row))?);
            Ok(())
        })?;
    }
    Ok(all)
}

/// Whether there are entries of before there was a tree.
pub(super) fn lacks_tree(db: &mut Db) -> Result<bool, Failure> {
    let (seq, tree) = ledger_head::table
        .select((ledger_head::seq, ledger_head::tree))
        .first::<(i64, String)>(db)?;
    Ok(seq > 0 && tree.is_empty())
}

/// The tree at the head, as text.
pub fn tree_of(db: &mut Db) -> Result<String, Failure> {
    Ok(ledger_head::table.select(ledger_head::tree).first(db)?)
}

pub(super) fn hash_of_entry(db: &mut Db, seq: i64) -> Result<Option<String>, Failure> {
    Ok(ledger::table.find(seq).select(ledger::hash).first(db).optional()?)
}

pub(super) fn set_tree(db: &mut Db, range: &Range) -> Result<(), Failure> {
    diesel::update(ledger_head::table).set(ledger_head::tree.eq(range.to_text())).execute(db)?;
    Ok(())
}

/// The leaves of the tree over the first `size` entries.
///
/// # Errors
/// When the database fails or a stored hash is none.
pub fn leaves(db: &mut Db, size: i64) -> Result<Vec<tree::Hash>, Failure> {
    let mut leaves = Vec::new();
    let mut after = 0;
    // In portions, because as text they need three times the memory.
    loop {
        let some = ledger::table
            .filter(ledger::seq.gt(after).and(ledger::seq.le(size)))
            .order(ledger::seq)
            .select((ledger::seq, ledger::hash))
            .limit(LEAVES_AT_ONCE)
            .load::<(i64, String)>(db)?;
        let Some((last, _)) = some.last() else { return Ok(leaves) };
        after = *last;
        for (_, hash) in &some {
            leaves.push(tree::leaf(&tree::parse(hash).ok_or_else(torn)?));
        }
    }
}

/// The end of the chain.
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
        .into_boxed::<crate::platform::db::Backend>();
    if let Some(subject) = wanted.subject {
        query = query.filter(ledger::subject.eq(subject.to_owned()));
    }
    if let Some(act) = wanted.act {
        query = query.filter(ledger::act.eq(act.to_owned()));
    }
    query.load::<Row>(db)?.into_iter().map(Entry::try_from).collect()
}

/// The end of the record just after this act was last done to this subject.
pub fn head_after(db: &mut Db, subject: &Subject, act: EventType) -> Result<Option<Head>, Failure> {
    let found = ledger::table
        .filter(ledger::subject.eq(subject.to_string()).and(ledger::act.eq(act.name())))
        .order(ledger::seq.desc())
        .select((ledger::seq, ledger::hash))
        .first::<(i64, String)>(db)
        .optional()?;
    Ok(found.map(|(seq, hash)| Head { seq, hash }))
}

/// The last entries of one act on one subject, newest first.
pub fn latest_of(
    db: &mut Db,
    subject: &Subject,
    act: EventType,
    limit: i64,
) -> Result<Vec<Entry>, Failure> {
    let query = ledger::table
        .filter(ledger::subject.eq(subject.to_string()).and(ledger::act.eq(act.name())))
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
            row_digest: entry.rows,
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
            rows: row.row_digest,
        })
    }
}
