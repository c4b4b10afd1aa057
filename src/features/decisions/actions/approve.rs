//! The decider, who must not be the chair who proposed, approves or returns.

use super::{call_for, identity, plenary, read_decision};
use crate::features::accounts::{self, Confirmed};
use crate::features::calls::{self, Call};
use crate::features::conflicts;
use crate::features::decisions::rules::{self, transition};
use crate::features::decisions::store;
use crate::features::decisions::{
    Approval, DecidedOutcome, Decision, Decree, Return, Standing, names,
};
use crate::features::selection::{self, Inputs, RunState};
use crate::kernel::access::{Permission, Viewer};
use crate::kernel::canonical;
use crate::kernel::errors::{Failure, common};
use crate::kernel::format::Zone;
use crate::kernel::ids::{DecisionId, random_text};
use crate::kernel::input::Valid;
use crate::platform::cx::Cx;
use crate::platform::ledger::{self, Event, EventType, Subject};
use serde_json::json;

/// Whether this viewer may approve exactly these outcomes now; checked before a password is asked
/// for.
///
/// # Errors
/// `quorum_lost`, `minutes_outdated`, `remarks_unanswered`, `remarks_open` where the call's rules speak of its plenary;
/// `proposer_cannot_approve`, `not_independent`, `preview_outdated`, `decision_made`, `nip_not_confirmed`;
/// `decision_counts_conflict` when its run counts a sheet of somebody in conflict;
/// `decider_in_conflict` when it departs from the ranking and the decider is in conflict with a proposal of
/// the call; by the access table.
pub fn may_approve(cx: &mut Cx<'_>, id: &DecisionId, outcomes_hash: &str) -> Result<(), Failure> {
    let decision = standing(cx, id)?;
    transition(decision.state(), rules::Step::Approve)?;
    if decision.outcomes_hash != outcomes_hash {
        return Err(Failure::refused(rules::PREVIEW_OUTDATED));
    }
    let outcomes = store::outcomes_of(cx.db, &decision.id)?;
    identity::check_confirmed(cx.db, &decision.call, &outcomes)?;
    let call = calls::find(cx.db, &decision.call)?.ok_or_else(Failure::not_found)?;
    no_sheet_in_conflict(cx, (&call, &decision))?;
    no_deviation_in_conflict(cx, &decision)?;
    plenary::may_decide(cx, &call, &decision)
}

/// A conflict of interest that came out since the run: the decision goes back to the chair, who computes anew. Which
/// proposal it is, is not told to a decider who is in conflict with it.
fn no_sheet_in_conflict(
    cx: &mut Cx<'_>,
    (call, decision): (&Call, &Decision),
) -> Result<(), Failure> {
    let papers = selection::papers_of(cx.db, &decision.run)?;
    let inputs: Inputs = serde_json::from_str(&papers.inputs)?;
    let numbers = selection::counting_conflicts(cx.db, call, &inputs)?;
    if numbers.is_empty() {
        return Ok(());
    }
    Err(Failure::refused(selection::rules::DECISION_COUNTS_CONFLICT))
}

/// Approves exactly the outcomes whose hash the decider read, after confirming the decider's
/// identity; records the decree.
///
/// # Errors
/// As [`may_approve`]; `preview_outdated` when the names differ from those that were shown.
pub fn approve(
    cx: &mut Cx<'_>,
    id: &DecisionId,
    (approval, confirmed): (&Valid<Approval>, &Confirmed),
) -> Result<Decision, Failure> {
    may_approve(cx, id, &approval.outcomes_hash)?;
    let Approval { outcomes_hash, shown_hash, decree_number, decree_date, signatory, .. } =
        approval.kept()?;
    let confirmed_by = confirmed.of(cx.viewer)?;
    let read = read_decision(cx, id)?.shown_hash;
    if shown_hash.is_some_and(|shown| shown != read) {
        return Err(Failure::refused(rules::PREVIEW_OUTDATED));
    }
    let salt = random_text()?;
    let day = decree_date.unwrap_or_else(|| Zone::default().day(cx.now));
    let signatory = match signatory {
        Some(name) => name,
        None => name_of(cx)?,
    };
    let decree = Decree { number: decree_number.clone(), day, signatory };
    store::decide(
        cx.db,
        id,
        &Standing::Approved { by: cx.viewer.user.clone(), at: cx.now, decree },
    )?;
    plenary::close(cx, id)?;
    let shown_hash = names::salted(&read, &salt);
    store::insert_approval(cx.db, id, (&shown_hash, &salt))?;
    let payload = json!({
        "outcomes_hash": outcomes_hash, "decree_number": decree_number, "decree_date": day,
        "confirmed_by": confirmed_by, "shown_hash": shown_hash,
    });
    ledger::append(cx.db, event(cx.viewer, EventType::DecisionApproved, id, payload), cx.now)?;
    as_known(cx, id)
}

/// The present decision, limited to what this viewer may know.
fn as_known(cx: &mut Cx<'_>, id: &DecisionId) -> Result<Decision, Failure> {
    let decision = store::find(cx.db, id)?.ok_or_else(Failure::not_found)?;
    let withheld = conflicts::withheld_in(cx.db, &cx.viewer.user, &decision.call)?;
    Ok(super::known_to(&withheld, decision))
}

fn name_of(cx: &mut Cx<'_>) -> Result<String, Failure> {
    let found = accounts::users_of(cx.db, std::slice::from_ref(&cx.viewer.user))?;
    found.into_iter().next().map(|user| user.name).ok_or_else(Failure::not_found)
}

/// Returns the decision to the chair with a reason; the run can be adopted again.
pub fn return_decision(
    cx: &mut Cx<'_>,
    id: &DecisionId,
    why: &Valid<Return>,
) -> Result<Decision, Failure> {
    let decision = standing(cx, id)?;
    transition(decision.state(), rules::Step::Return)?;
    let (by, Return { reason }) = (cx.viewer.user.clone(), why.kept()?);
    let payload = json!({"reason_hash": canonical::sha256_hex(&reason)});
    store::decide(cx.db, id, &Standing::Returned { by, at: cx.now, reason: Some(reason) })?;
    // During a revision the run was never adopted: another one is in force.
    if store::standing(cx.db, &decision.call)?.is_none() {
        moved(selection::move_run(cx.db, &decision.run, RunState::Adopted, RunState::Computed)?)?;
    }
    ledger::append(cx.db, event(cx.viewer, EventType::DecisionReturned, id, payload), cx.now)?;
    as_known(cx, id)
}

/// Following the announced ranking favours nobody; a deviation from it needs an impartial decider.
fn no_deviation_in_conflict(cx: &mut Cx<'_>, decision: &Decision) -> Result<(), Failure> {
    if conflicts::withheld_in(cx.db, &cx.viewer.user, &decision.call)?.is_empty() {
        return Ok(());
    }
    // Which proposal deviates does not matter: every seat that moves is one that the hidden
    // proposal gets or does not get.
    let is_one = |outcome: &DecidedOutcome| outcome.deviation_reason.is_some();
    if store::outcomes_of(cx.db, &decision.id)?.iter().any(is_one) {
        return Err(Failure::refused(rules::DECIDER_IN_CONFLICT));
    }
    Ok(())
}

fn standing(cx: &mut Cx<'_>, id: &DecisionId) -> Result<Decision, Failure> {
    let decision = store::find(cx.db, id)?.ok_or_else(Failure::not_found)?;
    call_for(cx, Permission::ApproveDecision, &decision.call)?;
    decision.check_decider(&cx.viewer.user)?;
    let proposer = std::slice::from_ref(&decision.proposed_by);
    accounts::stand_apart(cx.db, Permission::ApproveDecision, &cx.viewer.user, proposer)?;
    Ok(decision)
}

fn moved(has: bool) -> Result<(), Failure> {
    if has { Ok(()) } else { Err(Failure::refused(common::CHANGED_MEANWHILE)) }
}

/// The record's entry of the decider's step.
fn event<'a>(
    viewer: &'a Viewer,
    act: EventType,
    id: &DecisionId,
    payload: serde_json::Value,
) -> Event<'a> {
    Event { actor: Some(&viewer.user), act, subject: Subject::decision(id), payload }
}
