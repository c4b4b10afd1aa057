//! The chair previews a decision name by name and proposes exactly that.

use super::call_for;
use crate::access::{Act, Viewer};
use crate::accounts;
use crate::calls::Call;
use crate::canonical;
use crate::clock::Timestamp;
use crate::db::Db;
use crate::decisions::{Decision, Preview, Proposition, State, redaction, rules, store};
use crate::errors::{Failure, Problem, common};
use crate::ids::{CallId, DecisionId};
use crate::ledger::{self, Event};
use crate::reviews;
use crate::selection::{self, Findings, Inputs, Redaction, RunState};
use serde_json::json;
use std::collections::BTreeSet;

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
    let Outcomes { preview, hidden } = outcomes(db, viewer, &call, proposition)?;
    Ok(match hidden {
        Some(hidden) => shown_of(preview, &hidden),
        None => preview,
    })
}

/// The preview without what its reader is in conflict with; the hash stays that of the whole.
fn shown_of(preview: Preview, hidden: &Redaction) -> Preview {
    Preview {
        outcomes: redaction::shown_of(preview.outcomes, &hidden.findings),
        not_ranked: hidden.findings.not_ranked.iter().map(|entry| entry.id.clone()).collect(),
        // Whose seat nobody could have tells of those who are hidden.
        stays_empty: Vec::new(),
        withheld: true,
        ..preview
    }
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
    let revised = store::standing(db, &call.id)?;
    if store::waiting(db, &call.id)?.is_some() {
        return Err(Failure::refused(rules::DECISION_PENDING));
    }
    let Outcomes { preview, .. } = outcomes(db, viewer, &call, proposition)?;
    if preview.outcomes_hash != previewed {
        return Err(Failure::refused(rules::PREVIEW_OUTDATED));
    }
    // The run that stands stays adopted until another is announced.
    if revised.is_none()
        && !selection::move_run(db, &proposition.run, RunState::Computed, RunState::Adopted)?
    {
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
        decree_date: None,
        decree_signatory: None,
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

/// All that a proposition decides, and what of it is kept from the proposer.
struct Outcomes {
    preview: Preview,
    hidden: Option<Redaction>,
}

/// A proposal that the proposer is in conflict with is unknown to them: a deviation on it is refused
/// in the same words as one on a number that does not exist.
fn outcomes(
    db: &mut Db,
    viewer: &Viewer,
    call: &Call,
    proposition: &Proposition,
) -> Result<Outcomes, Failure> {
    let run = selection::find_run(db, &proposition.run)?.filter(|run| run.call == call.id);
    let run = run.ok_or_else(|| Failure::field("run", common::field::UNKNOWN_REFERENCE))?;
    let stood = store::standing(db, &call.id)?.is_some_and(|decision| decision.run == run.id);
    if run.state == RunState::Superseded || stood {
        return Err(Failure::refused(rules::RUN_SUPERSEDED));
    }
    sheets_are_in(db, call)?;
    let papers = selection::papers_of(db, &run.id)?;
    let findings: Findings = serde_json::from_str(&papers.document)?;
    let inputs: Inputs = serde_json::from_str(&papers.inputs)?;
    still_standing(db, call, &inputs)?;
    check_attendance(db, proposition)?;
    let hidden = selection::redaction_for(db, viewer, &run)?;
    let unknown = hidden.as_ref().map(|hidden| hidden.numbers.clone()).unwrap_or_default();
    rules::account_for_unranked(&findings, &proposition.minutes.not_ranked_reason, &unknown)?;
    account_for_divergence(db, call, &findings, (proposition, &unknown))?;
    let deviations = (proposition.deviations.as_slice(), &unknown);
    let rules::Decided { outcomes, stays_empty } =
        rules::decide((&findings, &inputs), &call.definition, deviations)?;
    let preview = Preview {
        outcomes_hash: canonical::hash_of(&outcomes)?,
        outcomes,
        stays_empty,
        not_ranked: findings.not_ranked.into_iter().map(|entry| entry.id).collect(),
        withheld: false,
    };
    Ok(Outcomes { preview, hidden })
}

/// A run speaks of the field as it was; a withdrawal or a sheet scored anew since makes it old.
fn still_standing(db: &mut Db, call: &Call, then: &Inputs) -> Result<(), Failure> {
    let now = selection::inputs_of(db, call)?;
    let is_same = selection::is_same_field(&call.definition, then, &now);
    if is_same { Ok(()) } else { Err(Failure::refused(rules::RUN_SUPERSEDED)) }
}

/// What an upheld objection ordered must be there before anything is decided again.
fn sheets_are_in(db: &mut Db, call: &Call) -> Result<(), Failure> {
    let missing = reviews::ordered_and_missing(db, &call.id)?;
    if missing.is_empty() {
        return Ok(());
    }
    Err(Problem::new(rules::SHEETS_ORDERED).with("numbers", missing.join(", ")).into())
}

/// What the proposer is in conflict with is not theirs to account for.
fn account_for_divergence(
    db: &mut Db,
    call: &Call,
    findings: &Findings,
    (proposition, unknown): (&Proposition, &BTreeSet<String>),
) -> Result<(), Failure> {
    let reconciled = reviews::reconciled(db, &call.id)?;
    let enough = call.definition.panel.sheets_per_proposal;
    let open = rules::unreconciled(findings, &reconciled, enough);
    let known: Vec<&str> = open.into_iter().filter(|number| !unknown.contains(*number)).collect();
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
