//! All studies that run, looked at together: what waits for a reader, whom to remind, how punctual the reports are. The
//! number of statements does not grow with the number of studies.

use super::every::{Calls, Every, every, readable_with_calls};
use super::uses::is_to_commit;
use crate::features::accounts::{heads_of_all, holders_of};
use crate::features::calls::AfterAward;
use crate::features::problems;
use crate::features::studies::rules::reports::{self, Due, Stage};
use crate::features::studies::store::{self, Draft};
use crate::features::studies::{Commitment, ReportState, Request, Slot, State, Study, TakenStep};
use crate::kernel::access::{Facts, Permission, Permitted, Role};
use crate::kernel::clock::Timestamp;
use crate::kernel::errors::Failure;
use crate::kernel::ids::{AwardId, ProblemId, UserId};
use crate::platform::cx::Cx;
use crate::platform::db::Db;
use chrono::NaiveDate;
use std::collections::{BTreeMap, BTreeSet};

/// A study that runs, with what reports and commitments are judged by.
pub(super) struct Running {
    pub(super) study: Study,
    is_retired: bool,
    rules: AfterAward,
    steps: Vec<TakenStep>,
    drafts: Vec<Draft>,
}

impl Running {
    pub(super) fn dues(&self) -> Vec<Due> {
        reports::dues(&self.study, &self.rules, &self.steps)
    }

    /// Whether somebody is asked for reports now: not while it is interrupted, nor when its monitoring has ended.
    fn is_asked(&self) -> bool {
        matches!(self.study.state, State::Studying | State::Returned)
    }

    fn state(&self, slot: Slot) -> Option<ReportState> {
        self.drafts.iter().find(|draft| draft.slot == slot).map(|draft| draft.state)
    }
}

fn ids_of<T: Ord + Clone>(of: impl Iterator<Item = T>) -> Vec<T> {
    let found: BTreeSet<T> = of.collect();
    found.into_iter().collect()
}

/// Those of the studies for which reports are owed. `retired`: problems that went from the registry.
fn running_among(
    db: &mut Db,
    studies: Vec<Study>,
    (calls, retired): (&Calls, &BTreeSet<ProblemId>),
) -> Result<Vec<Running>, Failure> {
    let owing: Vec<Study> =
        studies.into_iter().filter(|study| reports::owes(study.state)).collect();
    let ids: Vec<AwardId> = owing.iter().map(|study| study.id.clone()).collect();
    let mut steps = store::steps_by_study(db, &ids)?;
    let mut drafts = store::drafts_by_study(db, &ids)?;
    let complete = |study: Study| {
        Some(Running {
            is_retired: retired.contains(&study.problem),
            rules: calls.get(&study.call)?.definition.after_award.clone(),
            steps: steps.remove(&study.id).unwrap_or_default(),
            drafts: drafts.remove(&study.id).unwrap_or_default(),
            study,
        })
    };
    Ok(owing.into_iter().filter_map(complete).collect())
}

/// Every study for which reports are owed.
pub(super) fn running(db: &mut Db, now: Timestamp) -> Result<Vec<Running>, Failure> {
    let Every { studies, calls, problems } = every(db, now)?;
    let retired = problems.into_values().filter(|one| one.state == problems::State::Retired);
    let retired = retired.map(|problem| problem.id).collect();
    running_among(db, studies, (&calls, &retired))
}

/// What waits for a reader in a study.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Waiting {
    pub study: Study,
    pub what: Task,
}

/// What somebody is asked to do.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Task {
    /// To write and send a report.
    Report { slot: Slot, due_on: NaiveDate, is_late: bool },
    /// To read one and to answer it.
    Answer { slot: Slot },
    /// To say whether the unit stands by what it agreed to.
    Commit,
}

/// What waits for the viewer in their own studies, in those they are the mentor of, and in those for problems of the
/// unit that they head. One statement where there are none.
///
/// # Errors
/// When the database fails.
pub fn waiting_of_viewer(cx: &mut Cx<'_>) -> Result<Vec<Waiting>, Failure> {
    let unit = cx.viewer.unit.as_ref().filter(|unit| cx.viewer.heads(unit));
    let concerning = store::concerning(cx.db, (&cx.viewer.user, unit))?;
    if concerning.is_empty() {
        return Ok(Vec::new());
    }
    let (mut all, calls) = readable_with_calls(cx)?;
    all.retain(|(study, _)| concerning.contains(&study.id));
    waiting_among(cx, (&all, &calls))
}

/// The same among the studies that were read.
pub(super) fn waiting_among(
    cx: &mut Cx<'_>,
    (all, calls): (&[(Study, Facts)], &Calls),
) -> Result<Vec<Waiting>, Failure> {
    let may = |facts: &Facts| Permitted::of(cx.viewer, *facts);
    let permitted: BTreeMap<&AwardId, Permitted> =
        all.iter().map(|(study, facts)| (&study.id, may(facts))).collect();
    let acts = [Permission::WriteStudy, Permission::AgreeStudy, Permission::CommentReport];
    let is_ones = |study: &&Study| {
        permitted.get(&study.id).is_some_and(|may| acts.iter().any(|act| may.allows(*act)))
    };
    let ones: Vec<Study> = all.iter().map(|(study, _)| study).filter(is_ones).cloned().collect();
    if ones.is_empty() {
        return Ok(Vec::new());
    }
    let running = running_among(cx.db, ones, (calls, &BTreeSet::new()))?;
    let heads = |one: &&Running| {
        permitted.get(&one.study.id).is_some_and(|may| may.allows(Permission::AgreeStudy))
    };
    let headed: Vec<AwardId> =
        running.iter().filter(heads).map(|one| one.study.id.clone()).collect();
    let agreements = Agreements::of(cx.db, &headed)?;
    let today = cx.now.date_in_jakarta();
    let mut waiting = Vec::new();
    for one in &running {
        let Some(may) = permitted.get(&one.study.id) else { continue };
        let tasks = tasks_of(one, may, today);
        waiting.extend(tasks.into_iter().map(|what| Waiting { study: one.study.clone(), what }));
        if headed.contains(&one.study.id) && agreements.lacks(&cx.viewer.user, &one.study) {
            waiting.push(Waiting { study: one.study.clone(), what: Task::Commit });
        }
    }
    Ok(waiting)
}

fn tasks_of(one: &Running, may: &Permitted, today: NaiveDate) -> Vec<Task> {
    let is_own = may.allows(Permission::WriteStudy);
    let reads = may.allows(Permission::AgreeStudy) || may.allows(Permission::CommentReport);
    let task = |due: Due| {
        let slot = due.slot;
        let state = one.state(slot);
        if is_own && reports::may_write(state).is_ok() {
            let due_on = due.due_on?;
            let is_open = one.is_asked() && reports::may_send(&due, &one.rules, today).is_ok();
            let is_late = reports::is_late(due.due_on, None, today);
            is_open.then_some(Task::Report { slot, due_on, is_late })
        } else {
            (reads && state == Some(ReportState::Sent)).then_some(Task::Answer { slot })
        }
    };
    one.dues().into_iter().filter_map(task).collect()
}

/// What was agreed to in studies, and what heads said since.
struct Agreements {
    requests: BTreeMap<AwardId, Vec<Request>>,
    given: BTreeMap<AwardId, Vec<Commitment>>,
}

impl Agreements {
    fn of(db: &mut Db, ids: &[AwardId]) -> Result<Self, Failure> {
        Ok(Self {
            requests: store::requests_by_study(db, ids)?,
            given: store::commitments_of(db, ids)?,
        })
    }

    fn lacks(&self, head: &UserId, study: &Study) -> bool {
        let requests = self.requests.get(&study.id).map(Vec::as_slice).unwrap_or_default();
        let given = self.given.get(&study.id).map(Vec::as_slice).unwrap_or_default();
        *head != study.candidate && is_to_commit(head, study, (requests, given))
    }
}

/// Somebody to remind in a study.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ToRemind {
    pub study: Study,
    pub matter: Matter,
    /// When the report is due; else when the study began.
    pub due_on: NaiveDate,
    pub to: Vec<UserId>,
}

/// What somebody is reminded of.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Matter {
    Report(Slot, Stage),
    /// A head of the owner unit has not said whether the unit stands by what it agreed to.
    Commitment,
    /// The problem was retired from the registry while somebody studies for it.
    Retired,
}

/// Whom to remind today of reports and commitments, told before or not.
///
/// # Errors
/// When the database fails.
pub fn to_remind(db: &mut Db, now: Timestamp) -> Result<Vec<ToRemind>, Failure> {
    let all = running(db, now)?;
    if all.is_empty() {
        return Ok(Vec::new());
    }
    let ids: Vec<AwardId> = all.iter().map(|one| one.study.id.clone()).collect();
    let agreements = Agreements::of(db, &ids)?;
    let heads = heads_of_all(db)?;
    let secretariat = holders_of(db, Role::Secretariat)?;
    let today = now.date_in_jakarta();
    let mut found = Vec::new();
    for one in &all {
        let study = &one.study;
        let owners = heads.get(&study.owner_unit).map(Vec::as_slice).unwrap_or_default();
        let asked = if one.is_asked() { one.dues() } else { Vec::new() };
        for due in asked {
            let Some(due_on) = due.due_on else { continue };
            if reports::may_write(one.state(due.slot)).is_err() {
                continue;
            }
            let Some(stage) = reports::stage(due_on, &one.rules, today) else { continue };
            let to = if stage == Stage::VeryLate {
                let own = heads.get(&study.unit).map(Vec::as_slice).unwrap_or_default();
                let both = ids_of(own.iter().chain(owners).cloned());
                let mut both: Vec<_> =
                    both.into_iter().filter(|head| *head != study.candidate).collect();
                if both.is_empty() {
                    both.clone_from(&secretariat);
                }
                both
            } else {
                vec![study.candidate.clone()]
            };
            let matter = Matter::Report(due.slot, stage);
            found.push(ToRemind { study: study.clone(), matter, due_on, to });
        }
        let to: Vec<UserId> =
            owners.iter().filter(|head| agreements.lacks(head, study)).cloned().collect();
        let Some(due_on) = study.starts_on else { continue };
        if !to.is_empty() {
            let matter = Matter::Commitment;
            found.push(ToRemind { study: study.clone(), matter, due_on, to });
        }
        if one.is_retired && study.state != State::Concluded {
            let mentor = study.mentor.clone();
            let people = secretariat.iter().cloned().chain(mentor).chain([study.candidate.clone()]);
            let (matter, to) = (Matter::Retired, ids_of(people));
            found.push(ToRemind { study: study.clone(), matter, due_on, to });
        }
    }
    Ok(found)
}
