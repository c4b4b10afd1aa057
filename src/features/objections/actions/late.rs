//! An administrative objection that is not ruled on when the review begins stops nobody silently: the review of all others
//! begins, and whoever runs the call is told that one waits. Once each.

use crate::features::accounts::holders_of;
use crate::features::conflicts::is_conflicted;
use crate::features::objections::{letters, store};
use crate::kernel::access::Role;
use crate::kernel::clock::Timestamp;
use crate::kernel::errors::Failure;
use crate::kernel::ids::{ProposalId, UserId};
use crate::platform::db::Db;
use crate::platform::ledger::{self, Event, EventType, Subject};
use crate::platform::mail;
use serde_json::json;

/// Whether somebody is to be told of a late ruling now.
///
/// # Errors
/// When the database fails.
pub fn is_to_tell_of_late(db: &mut Db, now: Timestamp) -> Result<bool, Failure> {
    Ok(!store::late_untold(db, now)?.is_empty())
}

/// Tells them; returns the number of letters.
///
/// # Errors
/// When the database fails; then nobody was told.
pub fn tell_of_late(db: &mut Db, now: Timestamp) -> Result<usize, Failure> {
    let mut posted = Vec::new();
    for id in store::late_untold(db, now)? {
        let objection = store::find(db, &id, now)?.ok_or_else(Failure::not_found)?;
        store::insert_late(db, &id, now)?;
        let payload = json!({"proposal": objection.proposal, "due_at": objection.due_at});
        let (act, subject) = (EventType::ObjectionLate, Subject::objection(&id));
        ledger::append(db, Event { actor: None, act, subject, payload }, now)?;
        for person in runners_of(db, &objection.proposal)? {
            posted.push(letters::late(&person, &objection));
        }
    }
    mail::post_all(db, &posted, now)?;
    Ok(posted.len())
}

/// The secretariat and the chairs who may know of the proposal.
pub(super) fn runners_of(db: &mut Db, proposal: &ProposalId) -> Result<Vec<UserId>, Failure> {
    let mut people = holders_of(db, Role::Secretariat)?;
    people.extend(holders_of(db, Role::Chair)?);
    let mut free = Vec::new();
    for person in people {
        if !is_conflicted(db, &person, proposal)? {
            free.push(person);
        }
    }
    Ok(free)
}
