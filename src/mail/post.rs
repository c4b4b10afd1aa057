//! Posting: the one thing of this room that an act does, in its own transaction.

use super::store::{self, NewMail};
use super::{Letter, Template};
use crate::clock::Timestamp;
use crate::db::Db;
use crate::errors::Failure;
use crate::ids::{MailId, UserId};
use std::collections::BTreeSet;

/// Queues a letter. It leaves after the commit, and only if there is one.
///
/// # Errors
/// When nobody has the recipient's id, or the letter lacks a value that its template shows.
pub fn post(db: &mut Db, letter: &Letter, now: Timestamp) -> Result<(), Failure> {
    post_all(db, std::slice::from_ref(letter), now)
}

/// Queues letters; the recipients are looked up at once, and the letters put in at once.
///
/// # Errors
/// As [`post`]; none is queued then.
pub fn post_all(db: &mut Db, letters: &[Letter], now: Timestamp) -> Result<(), Failure> {
    let ids: BTreeSet<&UserId> = letters.iter().map(|letter| &letter.to).collect();
    let addressees = store::addressees(db, &ids.into_iter().cloned().collect::<Vec<_>>())?;
    let mut new = Vec::with_capacity(letters.len());
    for letter in letters {
        complete(letter)?;
        let addressee = addressees
            .get(&letter.to)
            .ok_or_else(|| Failure::Inconsistent(format!("a letter to nobody: {}", letter.to)))?;
        let not_before = letter.not_before.map_or(now, |at| at.max(now));
        new.push(NewMail { id: MailId::new()?, letter, addressee, created_at: now, not_before });
    }
    store::insert_all(db, &new)
}

/// A letter brings exactly what its template shows.
fn complete(letter: &Letter) -> Result<(), Failure> {
    let brought: BTreeSet<&str> = letter.values.keys().map(String::as_str).collect();
    let shown = Template::values(letter.template);
    if brought == shown {
        return Ok(());
    }
    Err(Failure::Inconsistent(format!(
        "letter {}: brings {brought:?}, shows {shown:?}",
        letter.template.name()
    )))
}
