//! The program's reminders of the last day for a proof of admission: to the awardee who has sent none before it, to the
//! secretariat the day after it. Once for each last day and person, ever; a deferral makes another last day.

use crate::features::accounts::holders_of;
use crate::features::conflicts::conflicted_among;
use crate::features::reminders::{Admission, letters, rules, store};
use crate::features::studies::Study;
use crate::features::studies::actions::without_proof;
use crate::kernel::access::Role;
use crate::kernel::clock::Timestamp;
use crate::kernel::errors::Failure;
use crate::kernel::ids::{AwardId, ProposalId, UserId};
use crate::platform::db::Db;
use crate::platform::ledger::{self, Event, EventType, Subject};
use crate::platform::mail;
use serde_json::json;
use std::collections::{BTreeMap, BTreeSet};

/// Those of the secretariat who may know of each of these proposals.
fn secretariat(
    db: &mut Db,
    of: &[ProposalId],
) -> Result<Vec<(UserId, BTreeSet<ProposalId>)>, Failure> {
    let team = holders_of(db, Role::Secretariat)?;
    let kept = |person: UserId| {
        let hidden = conflicted_among(db, &person, of)?;
        Ok::<_, Failure>((person, hidden))
    };
    team.into_iter().map(kept).collect()
}

/// What is due, with those who were not told of it yet.
fn untold(db: &mut Db, now: Timestamp) -> Result<Vec<(Study, Admission, Vec<UserId>)>, Failure> {
    let today = now.date_in_jakarta();
    let due: BTreeMap<AwardId, (Study, Admission)> = without_proof(db, now)?
        .into_iter()
        .filter_map(|(study, days)| {
            let kind = rules::admission(today, study.admission_by, days)?;
            Some((study.id.clone(), (study, kind)))
        })
        .collect();
    if due.is_empty() {
        return Ok(Vec::new());
    }
    let ids: Vec<AwardId> = due.keys().cloned().collect();
    let told = store::told_of_admission(db, &ids)?;
    let passed = due.values().filter(|(_, kind)| *kind == Admission::Passed);
    let passed: Vec<ProposalId> = passed.map(|(study, _)| study.proposal.clone()).collect();
    let team = if passed.is_empty() { Vec::new() } else { secretariat(db, &passed)? };
    let with_people = due.into_values().map(|(study, kind)| {
        let all: Vec<UserId> = match kind {
            Admission::Before => vec![study.candidate.clone()],
            Admission::Passed => {
                let may = team.iter().filter(|(_, hidden)| !hidden.contains(&study.proposal));
                may.map(|(person, _)| person.clone()).collect()
            }
        };
        let key = |to: &UserId| (study.id.clone(), kind, study.admission_by, to.clone());
        let new = all.into_iter().filter(|to| !told.contains(&key(to))).collect();
        (study, kind, new)
    });
    let with_people: Vec<(_, _, Vec<UserId>)> = with_people.collect();
    Ok(with_people.into_iter().filter(|(_, _, people)| !people.is_empty()).collect())
}

/// Whether somebody is to be told of the last day for a proof of admission now.
///
/// # Errors
/// When the database fails.
pub fn is_admission_to_remind(db: &mut Db, now: Timestamp) -> Result<bool, Failure> {
    Ok(!untold(db, now)?.is_empty())
}

/// Tells them; returns the number of letters.
///
/// # Errors
/// When the database fails; then nobody was told.
pub fn remind_of_admission(db: &mut Db, now: Timestamp) -> Result<usize, Failure> {
    let (mut told, mut posted) = (Vec::new(), Vec::new());
    for (study, kind, people) in untold(db, now)? {
        let payload = json!({
            "reminder": kind.name(), "admission_by": study.admission_by, "letters": people.len(),
            "call": study.call, "proposal": study.proposal,
        });
        let act = EventType::StudyAdmissionReminded;
        let subject = Subject::award(&study.id);
        ledger::append(db, Event { actor: None, act, subject, payload }, now)?;
        for to in people {
            posted.push(letters::admission(&to, kind, &study));
            told.push((study.id.clone(), kind, study.admission_by, to));
        }
    }
    store::insert_told_of_admission(db, &told, now)?;
    mail::post_all(db, &posted, now)?;
    Ok(posted.len())
}
