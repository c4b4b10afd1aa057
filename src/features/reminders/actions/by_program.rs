//! The program's own reminders: it looks which are due, and reminds everybody who was not yet
//! reminded of this deadline. Looking writes nothing; each reminder is one transaction.

use super::open_tasks;
use crate::features::calls::{self, Call, entry_of};
use crate::features::proposals;
use crate::features::reminders::{Coming, Draft, Kind, letters, rules, store};
use crate::kernel::clock::Timestamp;
use crate::kernel::errors::Failure;
use crate::kernel::ids::{CallId, UserId};
use crate::platform::db::Db;
use crate::platform::ledger::{self, Event, EventType, Subject};
use crate::platform::mail::{self, Letter};
use serde_json::json;
use std::collections::{BTreeMap, BTreeSet};

/// The calls in which a reminder is due now.
pub fn due(db: &mut Db, now: Timestamp) -> Result<Vec<CallId>, Failure> {
    let mut found = Vec::new();
    for call in calls::with_deadline_until(db, now, now.plus_days(rules::LONGEST_DAYS))? {
        if let Some(coming) = coming(db, call, now)?
            && !letters_due(db, &coming)?.is_empty()
        {
            found.push(coming.call.id);
        }
    }
    Ok(found)
}

/// Sends a call's due reminders; returns the number of letters.
///
/// # Errors
/// When the database fails; then nobody was reminded.
pub fn remind(db: &mut Db, id: &CallId, now: Timestamp) -> Result<usize, Failure> {
    let Some(call) = calls::find(db, id)? else { return Ok(0) };
    let Some(coming) = coming(db, call, now)? else { return Ok(0) };
    let letters = letters_due(db, &coming)?;
    if letters.is_empty() {
        return Ok(0);
    }
    let recipients: Vec<&UserId> = letters.iter().filter_map(Letter::person).collect();
    let Coming { kind, deadline, .. } = coming;
    store::insert_reminders(db, (id, kind, deadline), &recipients, now)?;
    mail::post_all(db, &letters, now)?;
    let payload = json!({
        "reminder": kind.name(), "deadline": deadline, "letters": letters.len(),
    });
    let subject = Subject::call(id);
    ledger::append(
        db,
        Event { actor: None, act: EventType::RemindersSent, subject, payload },
        now,
    )?;
    Ok(letters.len())
}

/// The due reminder of a call, if there is one.
fn coming(db: &mut Db, call: Call, now: Timestamp) -> Result<Option<Coming>, Failure> {
    let Some(milestone) = rules::awaited(call.phase(now)) else { return Ok(None) };
    let deadline = call.calendar.of(milestone);
    let Some(kind) = rules::due(milestone, deadline, now) else { return Ok(None) };
    let known_since = calls::known_since(db, &call, milestone)?;
    Ok(Some(Coming { call, kind, deadline, known_since }))
}

/// A letter for each person who must be reminded and was not yet.
fn letters_due(db: &mut Db, coming: &Coming) -> Result<Vec<Letter>, Failure> {
    let Coming { call, kind, deadline, known_since } = coming;
    let is_reminder =
        |since: Timestamp| rules::is_reminder(*kind, *deadline, since.max(*known_since));
    let already = store::reminded(db, (&call.id, *kind, *deadline))?;
    let end = entry_of(db, call, kind.milestone())?;
    match kind {
        Kind::SubmissionWeek | Kind::SubmissionDay => {
            let mut of: BTreeMap<UserId, _> = BTreeMap::new();
            for (proposal, candidate, begun_at) in proposals::drafts_in(db, &call.id)? {
                let draft = Draft { proposal, candidate, begun_at };
                if is_reminder(draft.begun_at) && !already.contains(&draft.candidate) {
                    of.entry(draft.candidate.clone()).or_insert(draft);
                }
            }
            Ok(of.values().map(|draft| letters::unsubmitted(draft, coming, &end)).collect())
        }
        Kind::ReviewTwoDays => {
            let mut open = open_tasks(db, &call.id, &BTreeSet::new())?;
            open.retain(|user, tasks| is_reminder(tasks.since) && !already.contains(user));
            let letter = |(user, tasks): (&UserId, &_)| letters::unscored(user, *tasks, call, &end);
            Ok(open.iter().map(letter).collect())
        }
    }
}
