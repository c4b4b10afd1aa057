//! The queries of the record. Appending is the only write there is.

use super::checkpoint::Checkpoint;
use super::seals::{self, Seal};
use super::tree::{self, Range};
use super::{Entry, Event, Head, Wanted, verify, witness};
use crate::canonical;
use crate::clock::Timestamp;
use crate::db::schema::{checkpoints, ledger, ledger_head, row_seals};
use crate::db::{self, Change, Db, ROWS_AT_ONCE, on_either};
use crate::errors::Failure;
use crate::ids;
use diesel::dsl::{exists, not};
use diesel::prelude::*;
use serde::{Deserialize, Serialize};
use serde_json::Value;
use std::collections::{BTreeMap, HashMap};

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
    // Somebody changed the head by hand: acts go on over what there is, and `tubel check` tells.
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
///
/// # Errors
/// When the database fails.
pub fn append(db: &mut Db, event: Event<'_>, now: Timestamp) -> Result<Head, Failure> {
    let (tip, changes) = (tip(db)?, db::take(db)?);
    // Set up before there was a record: the units, the first account.
    let seals = match tip.seq {
        0 => everything(db)?,
        _ => seals::of_changes(db, &changes)?,
    };
    put_after(db, tip, event, &seals, now)
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
    let mut entry = Entry {
        seq: seq + 1,
        // A clock set back must not put the record out of order.
        at: now.max(at),
        actor: event.actor.map(ToString::to_string),
        act: event.act.to_owned(),
        subject: event.subject,
        payload: salted(event.payload)?,
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
    witness::note(event.act);
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

fn insert_seals(db: &mut Db, seq: i64, seals: &[Seal]) -> Result<(), Failure> {
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
pub(super) fn last_seals(
    db: &mut Db,
    changes: &[Change],
) -> Result<HashMap<(String, String), Seal>, Failure> {
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

pub(super) fn last_seals_of(db: &mut Db, table: &str) -> Result<Vec<Seal>, Failure> {
    let found = row_seals::table
        .filter(row_seals::table_name.eq(table))
        .filter(not(exists(is_followed())))
        .load::<SealRow>(db)?;
    Ok(found.into_iter().map(Seal::from).collect())
}

/// The seals of the entries after `from` up to `to`, by entry.
///
/// # Errors
/// When the database fails.
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
///
/// # Errors
/// When the database fails.
pub fn disturbed(db: &mut Db) -> Result<Vec<(i64, Seal)>, Failure> {
    let found = row_seals::table
        .filter(row_seals::disturbed)
        .order((row_seals::seq, row_seals::table_name, row_seals::row_key))
        .load::<SealRow>(db)?;
    Ok(found.into_iter().map(|row| (row.seq, row.into())).collect())
}

/// Drops the salts of what the rows sealed by this entry looked like before, so that nobody who knows
/// the rest of a row can try out what stood in it.
///
/// # Errors
/// When the database fails.
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

/// Whether there are entries of before there was a tree.
pub(super) fn lacks_tree(db: &mut Db) -> Result<bool, Failure> {
    let (seq, tree) = ledger_head::table
        .select((ledger_head::seq, ledger_head::tree))
        .first::<(i64, String)>(db)?;
    Ok(seq > 0 && tree.is_empty())
}

/// The tree at the head, as text.
///
/// # Errors
/// When the database fails.
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
    let hashes = ledger::table
        .filter(ledger::seq.le(size))
        .order(ledger::seq)
        .select(ledger::hash)
        .load::<String>(db)?;
    hashes
        .iter()
        .map(|hash| tree::parse(hash).map(|hash| tree::leaf(&hash)).ok_or_else(torn))
        .collect()
}

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
///
/// # Errors
/// When the database fails.
pub fn checkpoints(db: &mut Db, after: i64, limit: i64) -> Result<Vec<Signed>, Failure> {
    Ok(checkpoints::table
        .filter(checkpoints::size.gt(after))
        .order(checkpoints::size)
        .limit(limit)
        .load(db)?)
}

/// The first signed head that holds this entry.
///
/// # Errors
/// When the database fails.
pub fn signed_since(db: &mut Db, seq: i64) -> Result<Option<Signed>, Failure> {
    Ok(checkpoints(db, seq - 1, 1)?.pop())
}

/// The newest signed heads, newest first.
///
/// # Errors
/// When the database fails.
pub fn newest_checkpoints(db: &mut Db, limit: i64) -> Result<Vec<Signed>, Failure> {
    Ok(checkpoints::table.order(checkpoints::size.desc()).limit(limit).load(db)?)
}

/// The newest signed head.
///
/// # Errors
/// When the database fails.
pub fn last_checkpoint(db: &mut Db) -> Result<Option<Signed>, Failure> {
    Ok(checkpoints::table.order(checkpoints::size.desc()).first(db).optional()?)
}

pub(super) fn last_size(db: &mut Db) -> Result<i64, Failure> {
    Ok(checkpoints::table
        .select(diesel::dsl::max(checkpoints::size))
        .first::<Option<i64>>(db)?
        .unwrap_or(0))
}

pub(super) fn insert_checkpoint(db: &mut Db, of: &Checkpoint, note: &str) -> Result<(), Failure> {
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
///
/// # Errors
/// When the database fails.
pub fn keys(db: &mut Db) -> Result<Vec<RecordKey>, Failure> {
    let rows = ledger::table
        .filter(ledger::subject.eq("record:key").and(ledger::act.eq(witness::KEY)))
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
        if entry.act != witness::KEY || entry.subject != "record:key" {
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
