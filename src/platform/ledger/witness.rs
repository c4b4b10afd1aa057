//! Heads are signed in the writer, once for all acts of one commit. The key of the first signature is
//! announced on the record itself.

use super::awaited;
use super::checkpoint::{Checkpoint, Signer, Verifier};
use super::store::{self, Tip};
use super::{Event, EventType, Subject};
use crate::kernel::clock::Timestamp;
use crate::kernel::errors::Failure;
use crate::platform::db::Db;
use serde_json::{Value, json};

/// Seals what an act changed after its last entry with an entry of its own. Before the first entry nothing is
/// sealed, because that entry seals everything.
pub fn seal_rest(db: &mut Db) -> Result<(), Failure> {
    let changes = crate::platform::db::take(db)?;
    if changes.is_empty() || store::tip(db)?.seq == 0 {
        return Ok(());
    }
    let payload = json!({"sealed": changes.len()});
    let (act, subject) = (EventType::RecordSealed, Subject::record_rows());
    let event = Event { actor: None, act, subject, payload };
    // It belongs to the entry before it, and so does its time.
    store::put_changes(db, event, &changes, Timestamp::from_micros(0)).map(|_| ())
}

/// Signs the end of the record, if an act of this commit asked for it.
///
/// # Errors
/// When the database fails; when the record announces another key.
pub fn sign_batch(db: &mut Db, signer: Option<&Signer>) -> Result<(), Failure> {
    match signer {
        Some(signer) if awaited::is_awaited() => sign(db, signer),
        _ => Ok(()),
    }
}

fn sign(db: &mut Db, signer: &Signer) -> Result<(), Failure> {
    let tip = store::tip(db)?;
    if tip.seq == 0 || store::last_size(db)? >= tip.seq {
        return Ok(());
    }
    let verifier = signer.verifier();
    let announced = store::keys(db)?.pop();
    if announced.is_none() {
        announce(db, &verifier, Value::Null, tip.at)?;
    } else if announced.as_ref().map(|announced| &announced.key) != Some(&verifier.to_string()) {
        // Acts continue without a signature, because nobody could check one made with this key.
        tracing::error!("the record announces another key than this one: no checkpoint was made");
        return Ok(());
    }
    let Tip { seq, at, hash, range } = store::tip(db)?;
    let checkpoint = Checkpoint::new((signer.name(), seq), &range.root(), &hash, at);
    store::insert_checkpoint(db, &checkpoint, &signer.sign(&checkpoint))
}

fn announce(
    db: &mut Db,
    key: &Verifier,
    handed_over: Value,
    now: Timestamp,
) -> Result<(), Failure> {
    let payload = json!({"key": key.to_string(), "handed_over": handed_over});
    let (act, subject) = (EventType::RecordKey, Subject::record_key());
    store::append(db, Event { actor: None, act, subject, payload }, now).map(|_| ())
}

/// Puts a new key in the place of the one announced; the old one signs for it, or it was lost and
/// nothing does.
///
/// # Errors
/// When the database fails; an old key that is not the one announced.
pub fn change_key(
    db: &mut Db,
    (old, new): (Option<&Signer>, &Verifier),
    now: Timestamp,
) -> Result<(), Failure> {
    let announced = store::keys(db)?.pop().map(|announced| announced.key);
    let handed_over = match (old, &announced) {
        (Some(old), Some(known)) if &old.verifier().to_string() != known => {
            let why = "the old key is not the one that the record announces".to_owned();
            return Err(Failure::Unavailable(why));
        }
        (Some(old), _) => {
            json!({"by": old.verifier().to_string(), "signature": old.hand_over(new)})
        }
        (None, _) => Value::Null,
    };
    announce(db, new, handed_over, now)
}
