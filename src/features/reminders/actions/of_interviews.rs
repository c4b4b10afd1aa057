//! The program's reminder of an interview the day before it: once to the candidate and to each panelist in no conflict,
//! for each time it is planned for.

use crate::features::interviews::{Coming, coming_interviews};
use crate::features::reminders::store;
use crate::kernel::clock::Timestamp;
use crate::kernel::errors::Failure;
use crate::kernel::ids::{InterviewId, UserId};
use crate::platform::db::Db;
use crate::platform::ledger::{self, Event, EventType, Subject};
use crate::platform::mail;
use serde_json::json;

/// The interviews of the coming day, with those who were not reminded of them yet.
fn unreminded(db: &mut Db, now: Timestamp) -> Result<Vec<(Coming, Vec<UserId>)>, Failure> {
    let coming = coming_interviews(db, now)?;
    let ids: Vec<InterviewId> = coming.iter().map(|one| one.id().clone()).collect();
    let told = store::reminded_of_interviews(db, &ids)?;
    let with_people = coming.into_iter().map(|one| {
        let mut people = one.people.clone();
        people.retain(|to| !told.contains(&(one.id().clone(), one.starts_at(), to.clone())));
        (one, people)
    });
    Ok(with_people.filter(|(_, people)| !people.is_empty()).collect())
}

/// Whether somebody is to be reminded of an interview now.
///
/// # Errors
/// When the database fails.
pub fn is_interview_to_remind(db: &mut Db, now: Timestamp) -> Result<bool, Failure> {
    Ok(!unreminded(db, now)?.is_empty())
}

/// Reminds them; returns the number of letters.
///
/// # Errors
/// When the database fails; then nobody was reminded.
pub fn remind_of_interviews(db: &mut Db, now: Timestamp) -> Result<usize, Failure> {
    let mut posted = Vec::new();
    for (one, people) in unreminded(db, now)? {
        let payload = json!({
            "reminder": "interview", "interview": one.id(), "deadline": one.starts_at(),
            "letters": people.len(),
        });
        let (act, subject) = (EventType::RemindersSent, Subject::call(&one.call.id));
        ledger::append(db, Event { actor: None, act, subject, payload }, now)?;
        for to in people {
            posted.push(one.letter(&to));
            let told = (one.id().clone(), one.starts_at(), to);
            store::insert_reminded_of_interview(db, &told, now)?;
        }
    }
    mail::post_all(db, &posted, now)?;
    Ok(posted.len())
}
