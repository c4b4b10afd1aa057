//! Queues letters; the only part of mail that an act uses, inside its own transaction.

use super::store::{self, NewMail};
use super::{Letter, Recipient, Template};
use crate::kernel::clock::Timestamp;
use crate::kernel::errors::Failure;
use crate::kernel::ids::{MailId, UserId};
use crate::platform::db::Db;
use crate::platform::ledger::Subject;
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
    let ids: BTreeSet<&UserId> = letters.iter().filter_map(Letter::person).collect();
    let people = store::addressees(db, &ids.into_iter().cloned().collect::<Vec<_>>())?;
    let new = |letter| {
        complete(letter)?;
        let addressee = store::addressee(&letter.to, &people)
            .ok_or_else(|| Failure::Inconsistent(format!("a letter to nobody: {:?}", letter.to)))?;
        let not_before = letter.not_before.map_or(now, |at| at.max(now));
        Ok(NewMail { id: MailId::new()?, letter, addressee, created_at: now, not_before })
    };
    let new = letters.iter().map(new).collect::<Result<Vec<_>, Failure>>()?;
    store::insert(db, &new)
}

/// Deletes letters to addresses without an account that were sent or given up before this instant.
pub fn forget_strangers(db: &mut Db, before: Timestamp) -> Result<(), Failure> {
    store::forget_strangers(db, before)
}

/// Withdraws the letters of these kinds about a thing that no worker has taken yet, because they are no longer
/// true. Answers who would have got them.
pub fn withdraw(
    db: &mut Db,
    subject: &Subject,
    templates: &[Template],
    now: Timestamp,
) -> Result<Vec<UserId>, Failure> {
    let names: Vec<&str> = templates.iter().map(|template| template.name()).collect();
    store::withdraw(db, subject, &names, now)
}

/// A letter brings exactly what its template shows.
fn complete(letter: &Letter) -> Result<(), Failure> {
    let is_to_address = matches!(letter.to, Recipient::Address(..));
    if is_to_address != letter.template.is_to_strangers() || (is_to_address && letter.has_texts()) {
        let name = letter.template.name();
        return Err(Failure::Inconsistent(format!("letter {name}: to the wrong kind of reader")));
    }
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
