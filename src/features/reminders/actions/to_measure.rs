//! The program's reminders that an indicator is due, to whoever heads the unit now: once for each due date and person,
//! ever. Who takes a unit over while something is due is told too.

use crate::features::accounts::heads_of_all;
use crate::features::problems::ToMeasure;
use crate::features::problems::actions::due;
use crate::features::reminders::{letters, store};
use crate::kernel::clock::Timestamp;
use crate::kernel::errors::Failure;
use crate::kernel::ids::UserId;
use crate::platform::db::Db;
use crate::platform::ledger::{self, Event, EventType, Subject};
use crate::platform::mail;
use serde_json::json;

/// What is due, with the heads who were not told of it yet. As many statements for a hundred problems as for one.
fn untold(
    db: &mut Db,
    months: u32,
    now: Timestamp,
) -> Result<Vec<(ToMeasure, Vec<UserId>)>, Failure> {
    let due = due(db, (None, months), now)?;
    if due.is_empty() {
        return Ok(Vec::new());
    }
    let ids: Vec<_> = due.iter().map(|one| one.problem.id.clone()).collect();
    let told = store::told_to_measure(db, &ids)?;
    let heads = heads_of_all(db)?;
    let with_heads = due.into_iter().map(|one| {
        let of = heads.get(&one.problem.owner_unit).cloned().unwrap_or_default().into_iter();
        let is_new =
            |head: &UserId| !told.contains(&(one.problem.id.clone(), one.due_on, head.clone()));
        let new: Vec<UserId> = of.filter(is_new).collect();
        (one, new)
    });
    Ok(with_heads.filter(|(_, heads)| !heads.is_empty()).collect())
}

/// Whether somebody is to be reminded of an indicator now.
///
/// # Errors
/// When the database fails.
pub fn is_to_remind(db: &mut Db, months: u32, now: Timestamp) -> Result<bool, Failure> {
    Ok(!untold(db, months, now)?.is_empty())
}

/// Reminds them; returns the number of letters.
///
/// # Errors
/// When the database fails; then nobody was reminded.
pub fn remind_to_measure(db: &mut Db, months: u32, now: Timestamp) -> Result<usize, Failure> {
    let (mut told, mut posted) = (Vec::new(), Vec::new());
    for (one, heads) in untold(db, months, now)? {
        let payload = json!({
            "code": one.problem.code, "due_on": one.due_on, "letters": heads.len(),
        });
        let subject = Subject::problem(&one.problem.id);
        let act = EventType::MeasurementReminded;
        ledger::append(db, Event { actor: None, act, subject, payload }, now)?;
        for head in heads {
            posted.push(letters::to_measure(&head, &one));
            told.push((one.problem.id.clone(), one.due_on, head));
        }
    }
    store::insert_told(db, &told, now)?;
    mail::post_all(db, &posted, now)?;
    Ok(posted.len())
}
