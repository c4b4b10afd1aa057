//! A round that is settled changes the proposal's state and tells its candidate: at once, or, where the call releases its
//! administrative results, at that instant and for all proposals together.

use crate::features::calls::{self, Call};
use crate::features::proposals::rules::states::{Step, transition};
use crate::features::proposals::rules::verification as rules;
use crate::features::proposals::{
    Proposal, Repair, Standing, State, VerificationOutcome, VerificationSheet, letters, store,
};
use crate::kernel::clock::Timestamp;
use crate::kernel::errors::Failure;
use crate::kernel::ids::{CallId, ProposalId, UserId};
use crate::platform::db::Db;
use crate::platform::ledger::{self, Event, EventType, Subject};
use crate::platform::mail;
use serde_json::json;
use std::collections::{BTreeMap, BTreeSet};

/// A proposal with what its verifiers found.
pub(super) struct Found<'a> {
    pub proposal: &'a Proposal,
    pub sheets: &'a [VerificationSheet],
    pub round: i32,
}

/// Changes the state if the round is settled, and tells the candidate; what came of it.
pub(super) fn settle(
    db: &mut Db,
    (call, actor): (&Call, Option<&UserId>),
    found: &Found<'_>,
    now: Timestamp,
) -> Result<Option<VerificationOutcome>, Failure> {
    let Found { proposal, sheets, round } = found;
    let Some(outcome) = rules::held(sheets, *round) else { return Ok(None) };
    let handed_in = proposal.given()?.clone();
    let (step, to) = match outcome {
        VerificationOutcome::Eligible => (Step::FindEligible, Standing::Eligible(handed_in)),
        VerificationOutcome::Ineligible => (Step::FindIneligible, Standing::Ineligible(handed_in)),
    };
    transition(proposal.state(), step)?;
    store::move_to(db, proposal, &to, None)?;
    let verifiers = rules::outcomes_in(sheets, *round).len();
    let payload = json!({"round": round, "outcome": outcome, "verifiers": verifiers});
    let (act, subject) = (EventType::ProposalVerified, Subject::proposal(&proposal.id));
    ledger::append(db, Event { actor, act, subject, payload }, now)?;
    let letter = match (outcome, call.calendar.administrative_window(now)) {
        (VerificationOutcome::Eligible, None) => letters::found_eligible(proposal, now)?,
        (VerificationOutcome::Ineligible, None) => {
            let sheets: Vec<_> = sheets.iter().filter(|sheet| sheet.round == *round).collect();
            letters::found_ineligible(proposal, &sheets, now)?
        }
        (VerificationOutcome::Eligible, Some(window)) => {
            letters::released_eligible(proposal, &window)?
        }
        (VerificationOutcome::Ineligible, Some(window)) => {
            let reasons = rules::stated_reasons(sheets, *round);
            letters::released_ineligible((proposal, call), &reasons, &window)?
        }
    };
    mail::post(db, &letter, now)?;
    Ok(Some(outcome))
}

/// The calls whose administrative results are out and of which a finding still waits.
///
/// # Errors
/// When the database fails.
pub fn to_release(db: &mut Db, now: Timestamp) -> Result<Vec<CallId>, Failure> {
    let mut found = Vec::new();
    for call in calls::every(db)? {
        let is_out = call.calendar.administrative.is_some() && call.calendar.tells_findings(now);
        let is_running = call.state == calls::State::Frozen && call.announced_at.is_none();
        if is_running && is_out && !waiting_in(db, &call.id)?.is_empty() {
            found.push(call.id);
        }
    }
    Ok(found)
}

/// Releases the administrative results of a call: every finding that waits, in one transaction. Returns the number of
/// letters.
///
/// # Errors
/// When the database fails; then nothing was released.
pub fn release(db: &mut Db, id: &CallId, now: Timestamp) -> Result<usize, Failure> {
    let Some(call) = calls::find(db, id)? else { return Ok(0) };
    if !call.calendar.tells_findings(now) {
        return Ok(0);
    }
    let waiting = waiting_in(db, id)?;
    let (mut eligible, mut ineligible) = (0_usize, 0_usize);
    for (proposal, sheets, round) in &waiting {
        let found = Found { proposal, sheets, round: *round };
        match settle(db, (&call, None), &found, now)? {
            Some(VerificationOutcome::Eligible) => eligible += 1,
            Some(VerificationOutcome::Ineligible) => ineligible += 1,
            None => {}
        }
    }
    if eligible + ineligible > 0 {
        let payload = json!({"eligible": eligible, "ineligible": ineligible});
        let (act, subject) = (EventType::AdministrativeReleased, Subject::call(id));
        ledger::append(db, Event { actor: None, act, subject, payload }, now)?;
    }
    Ok(eligible + ineligible)
}

type Waiting = (Proposal, Vec<VerificationSheet>, i32);

/// The proposals whose round is settled and whose state does not say so yet.
fn waiting_in(db: &mut Db, call: &CallId) -> Result<Vec<Waiting>, Failure> {
    let mut sheets: BTreeMap<ProposalId, Vec<VerificationSheet>> = BTreeMap::new();
    for (proposal, sheet) in store::sheets_in(db, call)? {
        sheets.entry(proposal).or_default().push(sheet);
    }
    let mut repairs: BTreeMap<ProposalId, Vec<Repair>> = BTreeMap::new();
    for (proposal, repair) in store::repairs_in(db, call)? {
        repairs.entry(proposal).or_default().push(repair);
    }
    let mut waiting = Vec::new();
    for queued in store::queue(db, call, &BTreeSet::new())? {
        let sheets = sheets.remove(&queued.proposal).unwrap_or_default();
        let round = rules::round(repairs.get(&queued.proposal).map_or(&[][..], Vec::as_slice));
        if queued.state == State::Submitted && rules::held(&sheets, round).is_some() {
            let proposal = store::find(db, &queued.proposal)?.ok_or_else(Failure::not_found)?;
            waiting.push((proposal, sheets, round));
        }
    }
    Ok(waiting)
}
