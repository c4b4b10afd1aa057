//! Proposals that lack sheets although the review has ended: who owes each sheet and how far it is, and letting one
//! be handed in after all. Only states, never scores.

use super::{Entry, Member, ReviewContext, hidden_from, members, record, visible_call};
use crate::features::accounts::users_of;
use crate::features::calls::{self, Call, rules::DECISION_STANDS};
use crate::features::conflicts::rules::found;
use crate::features::conflicts::{candidacies, conflicts_of_call, is_conflicted};
use crate::features::proposals::{State, entrants_of};
use crate::features::reviews::rules::{self, REVIEWER_IN_CONFLICT, Step, sheet};
use crate::features::reviews::{
    Assignment, AssignmentState, LackingProposal, LackingSheet, NewAwaiting, SheetStanding,
    letters, store,
};
use crate::kernel::access::{self, Facts, Permission, Phase};
use crate::kernel::canonical::sha256_hex;
use crate::kernel::errors::{Failure, Refusal};
use crate::kernel::ids::{AssignmentId, CallId, ProposalId};
use crate::kernel::input::Valid;
use crate::platform::cx::Cx;
use crate::platform::db::Db;
use crate::platform::ledger::{EventType, Subject};
use crate::platform::mail;
use serde_json::json;
use std::collections::BTreeMap;

/// The proposals of a call that lack sheets, by number, without those with which the viewer is in conflict.
///
/// # Errors
/// `not_found`, `forbidden`, `wrong_phase`.
pub fn list_lacking(cx: &mut Cx<'_>, id: &CallId) -> Result<Vec<LackingProposal>, Failure> {
    known_lacking(cx, id).map(|(lacking, _)| lacking)
}

/// The page of what lacks.
#[derive(Debug)]
pub struct LackingDesk {
    pub lacking: Vec<LackingProposal>,
    pub call: Call,
    pub phase: Phase,
    /// Who could be given each proposal: on the panel, in no conflict with it, without a task on it.
    pub others: BTreeMap<ProposalId, Vec<(String, String)>>,
}

/// The same, for the page of those who can do something about it.
///
/// # Errors
/// As [`list_lacking`].
pub fn read_lacking(cx: &mut Cx<'_>, id: &CallId) -> Result<LackingDesk, Failure> {
    let (lacking, call) = known_lacking(cx, id)?;
    let phase = call.phase(cx.now);
    let mut others = BTreeMap::new();
    if phase == Phase::Plenary && !lacking.is_empty() {
        let (panel, tasks) = (members(cx.db, id)?, store::all_of_call(cx.db, id)?);
        let parties = candidacies(cx.db, id)?;
        let recorded = conflicts_of_call(cx.db, id)?;
        for one in &lacking {
            let of = parties.iter().find(|of| of.proposal == one.proposal);
            let is_free = |member: &&Member| {
                let user = &member.position.user;
                let has_task = tasks.iter().any(|task| {
                    task.proposal == one.proposal && &task.reviewer == user && task.state.is_held()
                });
                let is_recorded = recorded
                    .iter()
                    .any(|(_, known)| known.proposal == one.proposal && &known.user == user);
                let is_found = of.is_none_or(|of| found(&member.position, of).is_some());
                !has_task && !is_recorded && !is_found
            };
            let free = panel.iter().filter(is_free);
            let named = free.map(|one| (one.position.user.to_string(), one.name.clone()));
            others.insert(one.proposal.clone(), named.collect());
        }
    }
    Ok(LackingDesk { lacking, call, phase, others })
}

fn known_lacking(cx: &mut Cx<'_>, id: &CallId) -> Result<(Vec<LackingProposal>, Call), Failure> {
    let call = visible_call(cx, id)?;
    access::may(cx.viewer, Permission::ReadProgress, Facts::in_phase(call.phase(cx.now)))?;
    let hidden = hidden_from(cx, id)?;
    let mut lacking = lacking_in(cx.db, &call)?;
    lacking.retain(|one| !hidden.contains(&one.proposal));
    Ok((lacking, call))
}

/// All proposals of a call that lack sheets, for actions that leave out what their viewer may not know.
pub fn lacking_in(db: &mut Db, call: &Call) -> Result<Vec<LackingProposal>, Failure> {
    let wanted = call.definition.panel.sheets_per_proposal;
    let mut sheets: BTreeMap<ProposalId, u32> = BTreeMap::new();
    for counting in store::submitted_sheets(db, &call.id)? {
        *sheets.entry(counting.proposal).or_default() += 1;
    }
    let lacking: Vec<LackingProposal> = entrants_of(db, &call.id)?
        .into_iter()
        .map(|one| LackingProposal {
            found: sheets.get(&one.id).copied().unwrap_or(0),
            proposal: one.id,
            number: one.number,
            wanted,
            sheets: Vec::new(),
        })
        .filter(|one| one.found < wanted)
        .collect();
    if lacking.is_empty() { Ok(lacking) } else { with_sheets(db, call, lacking) }
}

fn with_sheets(
    db: &mut Db,
    call: &Call,
    mut lacking: Vec<LackingProposal>,
) -> Result<Vec<LackingProposal>, Failure> {
    let tasks = store::all_of_call(db, &call.id)?;
    let mut tasks: Vec<Assignment> = tasks
        .into_iter()
        .filter(|task| matches!(task.state, AssignmentState::Assigned | AssignmentState::Draft))
        .collect();
    tasks.retain(|task| lacking.iter().any(|one| one.proposal == task.proposal));
    let ids: Vec<_> = tasks.iter().map(|task| task.id.clone()).collect();
    let awaited = store::awaited_among(db, &ids)?;
    let drafts = store::drafts_in(db, &call.id)?;
    let people: Vec<_> = tasks.iter().map(|task| task.reviewer.clone()).collect();
    let names: BTreeMap<_, _> =
        users_of(db, &people)?.into_iter().map(|user| (user.id, user.name)).collect();
    for task in tasks {
        let rubric = &call.definition.rubric;
        let standing = match drafts.get(&task.id) {
            None => SheetStanding::NotBegun,
            Some(text) if sheet::submission_faults(rubric, text).is_empty() => {
                SheetStanding::Complete
            }
            Some(_) => SheetStanding::Begun,
        };
        let owed = LackingSheet {
            name: names.get(&task.reviewer).cloned().unwrap_or_default(),
            awaited_until: awaited.get(&task.id).copied(),
            assignment: task.id,
            reviewer: task.reviewer,
            standing,
        };
        let of = lacking.iter_mut().find(|one| one.proposal == task.proposal);
        if let Some(of) = of {
            of.sheets.push(owed);
        }
    }
    Ok(lacking)
}

/// Lets one reviewer hand in a sheet after the review has ended, until a stated instant.
///
/// # Errors
/// `not_found`, also in conflict; `wrong_phase`; `sheet_locked`, `assignment_closed`; `reviewer_in_conflict`;
/// `decision_stands`; `invalid` for a time that is not ahead, or too far.
pub fn await_sheet(
    cx: &mut Cx<'_>,
    id: &AssignmentId,
    new: &Valid<NewAwaiting>,
) -> Result<Assignment, Failure> {
    let task = store::find(cx.db, id)?.ok_or_else(Failure::not_found)?;
    let context = ReviewContext::load(cx, &task.proposal)?;
    access::may(cx.viewer, Permission::AwaitSheet, context.facts(cx.viewer, cx.now))?;
    if context.proposal.state() != State::Eligible {
        return Err(Failure::not_found());
    }
    rules::transition(task.state, Step::Save)?;
    if is_conflicted(cx.db, &task.reviewer, &task.proposal)? {
        return Err(Failure::refused(REVIEWER_IN_CONFLICT));
    }
    if calls::has_standing_decision(cx.db, &task.call)? {
        return Err(Failure::refused(DECISION_STANDS));
    }
    let NewAwaiting { until, reason } = new.kept()?;
    calls::rules::check_until(until, cx.now).map_err(|fault| Refusal::invalid(vec![fault]))?;
    let is_again = store::await_task(cx.db, &task, (until, &reason), (&cx.viewer.user, cx.now))?;
    let entry = Entry {
        act: EventType::SheetAwaited,
        subject: Subject::assignment(id),
        payload: json!({
            "proposal": task.proposal, "until": until, "reason_hash": sha256_hex(&reason),
        }),
    };
    record(cx, entry)?;
    let about = (context.proposal.given_number()?, context.call());
    let letter = letters::awaited(&task, about, (until, &reason), is_again);
    mail::post(cx.db, &letter, cx.now)?;
    Ok(task)
}
