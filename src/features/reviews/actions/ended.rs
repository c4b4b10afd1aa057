//! Open tasks on proposals that left the selection: withdrawn, or found not eligible. The program ends them by itself and
//! tells their reviewers, each in one letter.

use crate::features::calls;
use crate::features::reviews::rules::{self, Step};
use crate::features::reviews::{Assignment, letters, store};
use crate::kernel::clock::Timestamp;
use crate::kernel::errors::Failure;
use crate::kernel::ids::{CallId, UserId};
use crate::platform::db::Db;
use crate::platform::ledger::{self, Event, EventType, Subject};
use crate::platform::mail;
use serde_json::json;
use std::collections::BTreeMap;

/// Why such a task is closed, as the secretariat reads it.
const LEFT: &str = "Usulan keluar dari seleksi.";

/// Whether there is such a task.
///
/// # Errors
/// When the database fails.
pub fn is_task_to_end(db: &mut Db, _now: Timestamp) -> Result<bool, Failure> {
    Ok(!store::tasks_without_proposal(db)?.is_empty())
}

/// Ends them; returns the number of letters.
///
/// # Errors
/// When the database fails; then none was ended.
pub fn end_tasks(db: &mut Db, now: Timestamp) -> Result<usize, Failure> {
    let mut told: BTreeMap<(CallId, UserId), Vec<String>> = BTreeMap::new();
    let tasks = store::tasks_without_proposal(db)?;
    let numbers = store::numbers_of(db, tasks.iter().map(|task| &task.proposal))?;
    for task in tasks {
        let Assignment { call, proposal, reviewer, .. } = &task;
        let to = rules::transition(task.state, Step::Remove)?;
        store::set_state(db, &task, to, Some((Some(LEFT), now)))?;
        let payload = json!({"proposal": proposal, "reviewer": reviewer, "left": true});
        let subject = Subject::assignment(&task.id);
        let act = EventType::AssignmentRemoved;
        ledger::append(db, Event { actor: None, act, subject, payload }, now)?;
        let own = told.entry((call.clone(), reviewer.clone())).or_default();
        own.extend(numbers.get(proposal).cloned());
    }
    let mut posts = Vec::new();
    for ((call, reviewer), mut numbers) in told {
        let call = calls::find(db, &call)?.ok_or_else(Failure::not_found)?;
        numbers.sort();
        posts.push(letters::tasks_ended(&reviewer, &call, &numbers.join(", ")));
    }
    mail::post_all(db, &posts, now)?;
    Ok(posts.len())
}
