//! The chair previews a decision by name and proposes exactly that.

use super::{call_for, identity, plenary};
use crate::features::accounts;
use crate::features::calls::Call;
use crate::features::conflicts::{self, Withheld};
use crate::features::decisions::{
    Decision, Preview, Proposed, Proposition, Standing, rules, store,
};
use crate::features::reviews;
use crate::features::selection::{self, Findings, Inputs, RunState};
use crate::kernel::access::Permission;
use crate::kernel::canonical;
use crate::kernel::errors::{Failure, Refusal, common};
use crate::kernel::ids::{CallId, DecisionId};
use crate::kernel::input::Valid;
use crate::platform::cx::Cx;
use crate::platform::db::Db;
use crate::platform::ledger::{self, Event, EventType, Subject};
use serde_json::json;

/// What a proposal of the chair would decide. Nothing is saved.
///
/// # Errors
/// `not_found`, `wrong_phase`, a run of another call, faults of the deviations or the minutes.
pub fn preview(
    cx: &mut Cx<'_>,
    call: &CallId,
    proposition: &Valid<Proposition>,
) -> Result<Preview, Failure> {
    let call = call_for(cx, Permission::ProposeDecision, call)?;
    let mut proposition = proposition.kept()?;
    let Outcomes { mut preview, withheld, .. } = outcomes(cx, &call, &mut proposition)?;
    if !withheld.is_empty() {
        // Nothing of it is announced yet. The hash is that of the whole; its salt is not shown.
        preview.outcomes.clear();
        // A seat that nobody could get reveals something about hidden proposals.
        preview.stays_empty.clear();
        preview.not_ranked.retain(|number| !withheld.hides_number(number));
        preview.withheld = true;
    }
    Ok(preview)
}

/// Proposes the decision whose preview had this hash; the run is adopted.
///
/// # Errors
/// As [`preview`]; `preview_outdated` when anything has changed since; `decision_pending`.
pub fn propose(
    cx: &mut Cx<'_>,
    call: &CallId,
    proposed: &Valid<Proposed>,
) -> Result<Decision, Failure> {
    let call = call_for(cx, Permission::ProposeDecision, call)?;
    let revised = store::standing(cx.db, &call.id)?;
    if store::waiting(cx.db, &call.id)?.is_some() {
        return Err(Failure::refused(rules::DECISION_PENDING));
    }
    let Proposed { mut proposition, outcomes_hash } = proposed.kept()?;
    let Outcomes { preview, salt, .. } = outcomes(cx, &call, &mut proposition)?;
    if preview.outcomes_hash != outcomes_hash {
        return Err(Failure::refused(rules::PREVIEW_OUTDATED));
    }
    identity::check_confirmed(cx.db, &call.id, &preview.outcomes)?;
    // The run in force stays adopted until another is announced.
    if revised.is_none()
        && !selection::move_run(cx.db, &proposition.run, RunState::Computed, RunState::Adopted)?
    {
        return Err(Failure::refused(rules::RUN_SUPERSEDED));
    }
    let decision = Decision {
        id: DecisionId::new()?,
        call: call.id.clone(),
        run: proposition.run,
        standing: Standing::Proposed,
        outcomes_hash: preview.outcomes_hash,
        outcomes_salt: salt,
        minutes: proposition.minutes,
        proposed_by: cx.viewer.user.clone(),
        proposed_at: cx.now,
    };
    store::insert(cx.db, &decision, &preview.outcomes)?;
    let event = Event {
        actor: Some(&cx.viewer.user),
        act: EventType::DecisionProposed,
        subject: Subject::decision(&decision.id),
        payload: json!({
            "call": decision.call, "run": decision.run, "outcomes_hash": decision.outcomes_hash,
            "minutes_hash": canonical::hash_of(&decision.minutes)?,
            "deviations": proposition.deviations.iter().map(|deviation| json!({
                "number": deviation.number, "outcome": deviation.outcome,
                "reason_hash": canonical::sha256_hex(&deviation.reason),
            })).collect::<Vec<_>>(),
        }),
    };
    ledger::append(cx.db, event, cx.now)?;
    plenary::begin(cx, &call, &decision)?;
    let withheld = conflicts::withheld_in(cx.db, &cx.viewer.user, &decision.call)?;
    Ok(super::known_to(&withheld, decision))
}

/// Everything that the chair's proposal decides, and what of it is withheld from the chair.
struct Outcomes {
    preview: Preview,
    salt: Option<String>,
    withheld: Withheld,
}

/// A proposer in conflict with a proposal of the call may propose what follows the ranking, because
/// that favours nobody. They are not asked for reasons that only the hidden proposal needs.
fn outcomes(
    cx: &mut Cx<'_>,
    call: &Call,
    proposition: &mut Proposition,
) -> Result<Outcomes, Failure> {
    let run = selection::find_run(cx.db, &proposition.run)?.filter(|run| run.call == call.id);
    let run = run.ok_or_else(|| Failure::field("run", common::field::UNKNOWN_REFERENCE))?;
    let stood = store::standing(cx.db, &call.id)?.is_some_and(|decision| decision.run == run.id);
    if run.state == RunState::Superseded || stood {
        return Err(Failure::refused(rules::RUN_SUPERSEDED));
    }
    let withheld = conflicts::withheld_in(cx.db, &cx.viewer.user, &call.id)?;
    rules::check_impartial(&proposition.deviations, &withheld)?;
    sheets_are_in(cx.db, call, &withheld)?;
    let papers = selection::papers_of(cx.db, &run.id)?;
    let findings: Findings = serde_json::from_str(&papers.document)?;
    let inputs: Inputs = serde_json::from_str(&papers.inputs)?;
    still_standing(cx.db, (call, &withheld), &inputs)?;
    check_attendance(cx.db, proposition)?;
    plenary::prepare(cx, (call, &withheld), proposition)?;
    rules::account_for_unranked(&findings, &proposition.minutes.not_ranked_reason, &withheld)?;
    account_for_divergence(cx.db, call, &findings, (proposition, &withheld))?;
    let deviations = proposition.deviations.as_slice();
    let rules::Decided { outcomes, stays_empty } =
        rules::decide((&findings, &inputs), &call.definition, deviations)?;
    let preview = Preview {
        outcomes_hash: rules::outcomes_hash(findings.salt.as_deref(), &outcomes)?,
        outcomes,
        stays_empty,
        not_ranked: findings.not_ranked.into_iter().map(|entry| entry.id).collect(),
        withheld: false,
    };
    Ok(Outcomes { preview, salt: findings.salt, withheld })
}

/// A run is about the inputs at its time; a withdrawal, a rescored sheet or a conflict of interest since then makes it
/// outdated.
fn still_standing(
    db: &mut Db,
    (call, withheld): (&Call, &Withheld),
    then: &Inputs,
) -> Result<(), Failure> {
    let mut numbers = selection::counting_conflicts(db, call, then)?;
    numbers.retain(|number| !withheld.hides_number(number));
    if !numbers.is_empty() {
        let refusal = Refusal::new(selection::rules::RUN_COUNTS_CONFLICT);
        return Err(refusal.with("numbers", numbers.join(", ")).into());
    }
    let now = selection::inputs_of(db, call)?;
    let is_same = selection::is_same_field(&call.definition, then, &now);
    if is_same { Ok(()) } else { Err(Failure::refused(rules::RUN_SUPERSEDED)) }
}

/// The sheets that an upheld objection ordered must be there before a new decision.
fn sheets_are_in(db: &mut Db, call: &Call, withheld: &Withheld) -> Result<(), Failure> {
    let mut missing = reviews::ordered_and_missing(db, &call.id)?;
    if missing.is_empty() {
        return Ok(());
    }
    missing.retain(|number| !withheld.hides_number(number));
    Err(Refusal::new(rules::SHEETS_ORDERED).with("numbers", missing.join(", ")).into())
}

/// The proposer does not explain proposals with which they are in conflict.
fn account_for_divergence(
    db: &mut Db,
    call: &Call,
    findings: &Findings,
    (proposition, withheld): (&Proposition, &Withheld),
) -> Result<(), Failure> {
    let reconciled = reviews::reconciled(db, &call.id)?;
    let enough = call.definition.panel.sheets_per_proposal;
    let open = rules::unreconciled(findings, &reconciled, enough);
    let known: Vec<&str> =
        open.into_iter().filter(|number| !withheld.hides_number(number)).collect();
    rules::account_for_divergence(&known, &proposition.minutes.divergence_reason)
}

fn check_attendance(db: &mut Db, proposition: &Proposition) -> Result<(), Failure> {
    let mut named = proposition.minutes.attendance.clone();
    named.sort();
    named.dedup();
    if accounts::users_of(db, &named)?.len() == named.len() {
        return Ok(());
    }
    Err(Failure::field("minutes.attendance", rules::UNKNOWN_ATTENDANCE))
}
