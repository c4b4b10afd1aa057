//! Checking a chain: pure, needs nothing but the entries.

use super::{Entry, GENESIS};
use crate::kernel::canonical;
use serde_json::json;

/// Where and how the chain is broken.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Fault {
    #[error("entry {found} stands where {expected} should: an entry is missing, doubled or moved")]
    Sequence { expected: i64, found: i64 },
    #[error("entry {seq} does not follow from the entry before it")]
    Link { seq: i64 },
    #[error("entry {seq} was changed: its content does not give its hash")]
    Content { seq: i64 },
    #[error("entry {seq} is earlier than the one before it")]
    Time { seq: i64 },
    #[error("the chain ends at entry {found}, the head says {expected}")]
    Tail { expected: i64, found: i64 },
    #[error("the head's hash is not that of the last entry")]
    Head,
}

/// The hash of an entry: SHA-256 over its canonical JSON without `hash`.
///
/// # Errors
/// When the payload has no JSON form.
pub(super) fn hash_of(entry: &Entry) -> Result<String, serde_json::Error> {
    let mut content = json!({
        "seq": entry.seq, "at": entry.at, "actor": entry.actor, "act": entry.act,
        "subject": entry.subject, "payload": entry.payload, "previous_hash": entry.previous_hash,
    });
    if let (Some(rows), Some(fields)) = (&entry.rows, content.as_object_mut()) {
        fields.insert("rows".to_owned(), json!(rows));
    }
    canonical::hash_of(&content)
}

/// Follows the chain from its first entry; remembers only the last, so it serves any length.
#[derive(Debug)]
pub struct Chain {
    seq: i64,
    at: i64,
    hash: String,
}

impl Default for Chain {
    fn default() -> Self {
        Self { seq: 0, at: i64::MIN, hash: GENESIS.to_owned() }
    }
}

impl Chain {
    /// Takes the next entry.
    ///
    /// # Errors
    /// The first fault found.
    pub fn follow(&mut self, entry: &Entry) -> Result<(), Fault> {
        let expected = self.seq + 1;
        if entry.seq != expected {
            return Err(Fault::Sequence { expected, found: entry.seq });
        }
        if entry.previous_hash != self.hash {
            return Err(Fault::Link { seq: entry.seq });
        }
        if hash_of(entry).ok().as_deref() != Some(entry.hash.as_str()) {
            return Err(Fault::Content { seq: entry.seq });
        }
        if entry.at.micros() < self.at {
            return Err(Fault::Time { seq: entry.seq });
        }
        *self = Self { seq: entry.seq, at: entry.at.micros(), hash: entry.hash.clone() };
        Ok(())
    }

    /// Compares the end with a head known from elsewhere (a receipt, the minutes).
    ///
    /// # Errors
    /// When the chain was cut or its end rewritten.
    pub fn ends_at(&self, seq: i64, hash: &str) -> Result<(), Fault> {
        if self.seq != seq {
            return Err(Fault::Tail { expected: seq, found: self.seq });
        }
        if self.hash == hash { Ok(()) } else { Err(Fault::Head) }
    }

    pub fn length(&self) -> i64 {
        self.seq
    }

    pub fn hash(&self) -> &str {
        &self.hash
    }
}

/// Checks a whole chain held in memory.
///
/// # Errors
/// The first fault found.
pub fn verify_chain<'a>(entries: impl IntoIterator<Item = &'a Entry>) -> Result<Chain, Fault> {
    let mut chain = Chain::default();
    entries.into_iter().try_for_each(|entry| chain.follow(entry))?;
    Ok(chain)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::kernel::clock::Timestamp;

    fn chain_of(length: i64) -> Vec<Entry> {
        let mut previous_hash = GENESIS.to_owned();
        (1..=length)
            .map(|seq| {
                let mut entry = Entry {
                    seq,
                    at: Timestamp::from_micros(seq * 1000),
                    actor: Some("a".to_owned()),
                    act: "thing.done".to_owned(),
                    subject: format!("thing:{seq}"),
                    payload: json!({"figure": seq}),
                    previous_hash: previous_hash.clone(),
                    hash: String::new(),
                    rows: (seq % 2 == 0).then(|| GENESIS.to_owned()),
                };
                entry.hash = hash_of(&entry).unwrap();
                previous_hash.clone_from(&entry.hash);
                entry
            })
            .collect()
    }

    #[test]
    fn an_untouched_chain_holds() {
        assert_eq!(verify_chain(&chain_of(5)).unwrap().length(), 5);
    }

    #[test]
    fn every_change_of_every_field_shows() {
        let changes: [fn(&mut Entry); 8] = [
            |entry| entry.at = entry.at.plus_seconds(1),
            |entry| entry.actor = None,
            |entry| entry.act.push('x'),
            |entry| entry.subject.push('x'),
            |entry| entry.payload = json!({"figure": 99}),
            |entry| entry.previous_hash = GENESIS.replace('0', "1"),
            |entry| entry.rows = Some(GENESIS.replace('0', "3")),
            |entry| entry.hash = GENESIS.replace('0', "2"),
        ];
        for (position, change) in changes.iter().enumerate() {
            let mut entries = chain_of(5);
            change(&mut entries[2]);
            assert!(verify_chain(&entries).is_err(), "change {position} went unseen");
        }
    }

    #[test]
    fn a_removed_entry_and_a_cut_tail_show() {
        let mut entries = chain_of(5);
        let end = entries[4].hash.clone();
        entries.remove(2);
        assert_eq!(verify_chain(&entries).unwrap_err(), Fault::Sequence { expected: 3, found: 4 });
        let cut = chain_of(4);
        let chain = verify_chain(&cut).unwrap();
        assert_eq!(chain.ends_at(5, &end), Err(Fault::Tail { expected: 5, found: 4 }));
    }
}
