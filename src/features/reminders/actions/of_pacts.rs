//! The program's reminder of an integrity pact: once to each who has not signed, from two days before the submission
//! closes on, since proposals are shown from then on.

use crate::features::calls::{self, Call};
use crate::features::reminders::{letters, rules, store};
use crate::kernel::clock::Timestamp;
use crate::kernel::errors::Failure;
use crate::kernel::ids::UserId;
use crate::platform::db::Db;
use crate::platform::ledger::{self, Event, EventType, Subject};
use crate::platform::mail;
use serde_json::json;

/// The calls with a pact near or after the end of their submission, with those to remind.
fn unreminded(db: &mut Db, now: Timestamp) -> Result<Vec<(Call, Vec<UserId>)>, Failure> {
    let mut found = Vec::new();
    for call in calls::every(db)? {
        if call.definition.pact.is_none() || !rules::is_pact_due(&call, now) {
            continue;
        }
        let told = store::reminded_of_pact(db, &call.id)?;
        let mut people = calls::actions::unsigned_in(db, &call)?;
        people.retain(|one| !told.contains(one));
        if !people.is_empty() {
            found.push((call, people));
        }
    }
    Ok(found)
}

/// Whether somebody is to be reminded of a pact now.
///
/// # Errors
/// When the database fails.
pub fn is_pact_to_remind(db: &mut Db, now: Timestamp) -> Result<bool, Failure> {
    Ok(!unreminded(db, now)?.is_empty())
}

/// Reminds them; returns the number of letters.
///
/// # Errors
/// When the database fails; then nobody was reminded.
pub fn remind_of_pacts(db: &mut Db, now: Timestamp) -> Result<usize, Failure> {
    let mut posted = Vec::new();
    for (call, people) in unreminded(db, now)? {
        let payload = json!({"reminder": "pact", "letters": people.len()});
        let (act, subject) = (EventType::RemindersSent, Subject::call(&call.id));
        ledger::append(db, Event { actor: None, act, subject, payload }, now)?;
        for to in people {
            store::insert_reminded_of_pact(db, &call.id, &to, now)?;
            posted.push(letters::unsigned(&to, &call));
        }
    }
    mail::post_all(db, &posted, now)?;
    Ok(posted.len())
}
