//! The chair previews a decision name by name and proposes exactly that.

use super::call_for;
use crate::access::{Act, Viewer};
use crate::accounts;
use crate::calls::Call;
use crate::canonical;
use crate::clock::Timestamp;
use crate::db::Db;
use crate::decisions::{Decision, Preview, Proposition, State, rules, store};
use crate::errors::{Failure, common};
use crate::ids::{CallId, DecisionId};
use crate::ledger::{self, Event};
use crate::reviews;
use crate::selection::{self, Findings, Inputs, RunState, compute};
use serde_json::json;
use std::collections::BTreeMap;

/// What a proposition would decide. Nothing is saved.
///
/// # Errors
/// `not_found`, `wrong_phase`, a run of another call, faults of the deviations or the minutes.
pub fn preview(
    db: &mut Db,
    viewer: &Viewer,
    call: &CallId,
    proposition: &Proposition,
    now: Timestamp,
) -> Result<Preview, Failure> {
    let call = call_for(db, viewer, Act::ProposeDecision, call, now)?;
    outcomes(db, &call, proposition)
}

/// Proposes the decision whose preview had this hash; the run is adopted.
///
/// # Errors
/// As [`preview`]; `preview_outdated` when anything has changed since; `decision_pending`.
pub fn propose(
    db: &mut Db,
    viewer: &Viewer,
    call: &CallId,
    (proposition, previewed): (&Proposition, &str),
    now: Timestamp,
) -> Result<Decision, Failure> {
    let call = call_for(db, viewer, Act::ProposeDecision, call, now)?;
    if store::current(db, &call.id)?.is_some() {
        return Err(Failure::refused(rules::DECISION_PENDING));
    }
    let preview = outcomes(db, &call, proposition)?;
    if preview.outcomes_hash != previewed {
        return Err(Failure::refused(rules::PREVIEW_OUTDATED));
    }
    if !selection::move_run(db, &proposition.run, RunState::Computed, RunState::Adopted)? {
        return Err(Failure::refused(rules::RUN_SUPERSEDED));
    }
    let decision = Decision {
        id: DecisionId::new()?,
        call: call.id,
        run: proposition.run.clone(),
        state: State::Proposed,
        outcomes_hash: preview.outcomes_hash,
        minutes: proposition.minutes.clone(),
        decree_number: None,
        proposed_by: viewer.user.clone(),
        proposed_at: now,
        decided_by: None,
        decided_at: None,
        returned_reason: None,
    };
    store::insert(db, &decision, &preview.outcomes)?;
    let event = Event {
        actor: Some(&viewer.user),
        act: "decision.proposed",
        subject: format!("decision:{}", decision.id),
        payload: json!({
            "call": decision.call, "run": decision.run, "outcomes_hash": decision.outcomes_hash,
            "minutes_hash": canonical::hash_of(&decision.minutes)?,
            "deviations": proposition.deviations.iter().map(|deviation| json!({
                "number": deviation.number, "outcome": deviation.outcome,
                "reason_hash": canonical::sha256_hex(&deviation.reason),
            })).collect::<Vec<_>>(),
        }),
    };
    ledger::append(db, event, now)?;
    Ok(decision)
}

fn outcomes(db: &mut Db, call: &Call, proposition: &Proposition) -> Result<Preview, Failure> {
    let run = selection::find_run(db, &proposition.run)?.filter(|run| run.call == call.id);
    let run = run.ok_or_else(|| Failure::field("run", common::field::UNKNOWN_REFERENCE))?;
    if run.state == RunState::Superseded {
        return Err(Failure::refused(rules::RUN_SUPERSEDED));
    }
    let papers = selection::papers_of(db, &run.id)?;
    let findings: Findings = serde_json::from_str(&papers.document)?;
    let inputs: Inputs = serde_json::from_str(&papers.inputs)?;
    still_standing(db, call, &run.inputs_hash)?;
    check_attendance(db, proposition)?;
    rules::account_for_unranked(&findings, &proposition.minutes.not_ranked_reason)?;
    let reconciled = reviews::reconciled(db, &call.id)?;
    rules::account_for_divergence(
        &findings,
        &reconciled,
        call.definition.panel.sheets_per_proposal,
        &proposition.minutes.divergence_reason,
    )?;
    let attributes: BTreeMap<_, _> = inputs
        .proposals
        .iter()
        .map(|contender| (contender.number.clone(), compute::classes(contender)))
        .collect();
    let decided = rules::decide(&findings, &call.definition, &attributes, &proposition.deviations)?;
    Ok(Preview {
        outcomes_hash: canonical::hash_of(&decided)?,
        outcomes: decided,
        not_ranked: findings.not_ranked.into_iter().map(|entry| entry.id).collect(),
    })
}

/// A run speaks of the field as it was; a withdrawal or a sheet scored anew since makes it old.
fn still_standing(db: &mut Db, call: &Call, inputs_hash: &str) -> Result<(), Failure> {
    let now = canonical::hash_of(&selection::inputs_of(db, call)?)?;
    if now == inputs_hash { Ok(()) } else { Err(Failure::refused(rules::RUN_SUPERSEDED)) }
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
