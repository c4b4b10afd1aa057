//! The program's reminders in studies: a report that is soon due, late or very late; a head of the owner unit who has
//! not said whether the unit stands by what it agreed to; a problem that was retired while somebody studies for it. Each
//! once for each due date and person, ever.

use crate::features::reminders::store::{self, ToldOfStudy};
use crate::features::studies::actions::{Matter, ToRemind, to_remind};
use crate::features::studies::rules::reports::Stage;
use crate::features::studies::{commitment_asked, problem_retired, report_reminder};
use crate::kernel::clock::Timestamp;
use crate::kernel::errors::Failure;
use crate::kernel::ids::UserId;
use crate::platform::db::Db;
use crate::platform::ledger::{self, Event, EventType, Subject};
use crate::platform::mail;
use serde_json::json;

fn key(one: &ToRemind, to: &UserId) -> ToldOfStudy {
    let (what, stage) = match one.matter {
        Matter::Report(slot, Stage::Before) => (slot.to_string(), "before"),
        Matter::Report(slot, Stage::Late) => (slot.to_string(), "late"),
        Matter::Report(slot, Stage::VeryLate) => (slot.to_string(), "very_late"),
        Matter::Commitment => ("plan".to_owned(), "commitment"),
        Matter::Retired => (one.study.problem.to_string(), "retired"),
    };
    ToldOfStudy {
        award_id: one.study.id.clone(),
        what,
        due_on: one.due_on.to_string(),
        stage: stage.to_owned(),
        recipient: to.clone(),
    }
}

/// What is to be told, to whom it was not told yet. As many statements for a hundred studies as for one.
fn untold(db: &mut Db, now: Timestamp) -> Result<Vec<ToRemind>, Failure> {
    let all = to_remind(db, now)?;
    if all.is_empty() {
        return Ok(Vec::new());
    }
    let mut ids: Vec<_> = all.iter().map(|one| one.study.id.clone()).collect();
    ids.dedup();
    let told = store::told_of_studies(db, &ids)?;
    let left = all.into_iter().map(|one| {
        let is_new = |to: &&UserId| !told.contains(&key(&one, to));
        let to: Vec<UserId> = one.to.iter().filter(is_new).cloned().collect();
        ToRemind { to, ..one }
    });
    Ok(left.filter(|one| !one.to.is_empty()).collect())
}

/// Whether somebody is to be reminded in a study now.
///
/// # Errors
/// When the database fails.
pub fn is_to_remind_of_studies(db: &mut Db, now: Timestamp) -> Result<bool, Failure> {
    Ok(!untold(db, now)?.is_empty())
}

/// Reminds them; returns the number of letters.
///
/// # Errors
/// When the database fails; then nobody was reminded.
pub fn remind_of_studies(db: &mut Db, now: Timestamp) -> Result<usize, Failure> {
    let mut posted = Vec::new();
    for one in untold(db, now)? {
        let told: Vec<ToldOfStudy> = one.to.iter().map(|to| key(&one, to)).collect();
        store::insert_told_of_studies(db, &told, now)?;
        let first = told.first();
        let payload = json!({
            "call": one.study.call, "proposal": one.study.proposal,
            "what": first.map(|told| &told.what), "stage": first.map(|told| &told.stage),
            "due_on": one.due_on, "letters": told.len(),
        });
        let subject = Subject::award(&one.study.id);
        let act = EventType::StudyReminded;
        ledger::append(db, Event { actor: None, act, subject, payload }, now)?;
        posted.extend(one.to.iter().map(|to| match one.matter {
            Matter::Report(slot, stage) => {
                report_reminder(to, &one.study, (slot, stage, one.due_on))
            }
            Matter::Commitment => commitment_asked(to, &one.study),
            Matter::Retired => problem_retired(to, &one.study),
        }));
    }
    mail::post_all(db, &posted, now)?;
    Ok(posted.len())
}
