//! One draft that may be handed in after the submission has ended, while the verification runs. Everything later
//! stays as it is: that proposal must be verified in time like all others.

use super::{ProposalContext, record};
use crate::features::accounts::names_of;
use crate::features::calls::{self, Call};
use crate::features::conflicts::conflicted_with;
use crate::features::problems;
use crate::features::proposals::rules::{LATE_BEYOND_SCREENING, WRONG_STATE};
use crate::features::proposals::{
    LateSubmission, NewLateSubmission, State, Unsubmitted, letters, store,
};
use crate::kernel::access::{self, Facts, Permission};
use crate::kernel::canonical::sha256_hex;
use crate::kernel::errors::{Failure, FieldError, Refusal};
use crate::kernel::ids::{CallId, ProposalId};
use crate::kernel::input::Valid;
use crate::platform::cx::Cx;
use crate::platform::ledger::EventType;
use crate::platform::mail;
use serde_json::json;
use std::collections::BTreeMap;

/// Lets a draft be handed in until a stated instant. Its candidate and whoever endorses it work on it as while the
/// call was open; as soon as it is handed in, that ends.
///
/// # Errors
/// `not_found`, also in conflict; `wrong_phase` but during the verification; `wrong_state` for what was handed in or
/// withdrawn; `invalid` for a time that is not ahead, too far, or not before the end of the verification.
pub fn allow_late(
    cx: &mut Cx<'_>,
    id: &ProposalId,
    new: &Valid<NewLateSubmission>,
) -> Result<LateSubmission, Failure> {
    let context = ProposalContext::find(cx, id)?;
    let call = &context.call;
    // While an earlier leave lasts the proposal counts as in the submission; the call does not.
    let mut facts = context.facts;
    facts.phase = Some(call.phase(cx.now));
    access::may(cx.viewer, Permission::AllowLateSubmission, facts)?;
    let state = context.proposal.state();
    if state != State::Draft {
        return Err(Refusal::new(WRONG_STATE).with("state", state.name()).into());
    }
    let NewLateSubmission { until, reason } = new.kept()?;
    calls::rules::check_until(until, cx.now).map_err(|fault| Refusal::invalid(vec![fault]))?;
    let end = call.calendar.screening_ends_at;
    if until >= end {
        let fault = FieldError::new("until", LATE_BEYOND_SCREENING).with("instant", end);
        return Err(Refusal::invalid(vec![fault]).into());
    }
    let late = LateSubmission { until, reason, allowed_at: cx.now };
    store::insert_late(cx.db, id, &late, &cx.viewer.user)?;
    let payload = json!({"until": until, "reason_hash": sha256_hex(&late.reason)});
    record(cx, id, (EventType::ProposalLateAllowed, payload))?;
    mail::post(cx.db, &letters::late_allowed(&context.proposal, call, &late), cx.now)?;
    Ok(late)
}

/// The drafts of a call that were never handed in, without those of candidates with whom the viewer is in conflict.
///
/// # Errors
/// `not_found`, `forbidden`, `wrong_phase`.
pub fn list_unsubmitted(cx: &mut Cx<'_>, id: &CallId) -> Result<Vec<Unsubmitted>, Failure> {
    read_unsubmitted(cx, id).map(|(drafts, _)| drafts)
}

/// The same, with the call.
///
/// # Errors
/// As [`list_unsubmitted`].
pub fn read_unsubmitted(cx: &mut Cx<'_>, id: &CallId) -> Result<(Vec<Unsubmitted>, Call), Failure> {
    let call = calls::find(cx.db, id)?.ok_or_else(Failure::not_found)?;
    calls::actions::is_visible(Some(cx.viewer), &call, cx.now)?;
    let facts = Facts::in_phase(call.phase(cx.now));
    access::may(cx.viewer, Permission::ReadUnsubmitted, facts)?;
    let hidden = conflicted_with(cx.db, &cx.viewer.user, id)?;
    let mut rows = store::unsubmitted_in(cx.db, id)?;
    rows.retain(|(proposal, candidate, ..)| {
        !hidden.contains(proposal) && *candidate != cx.viewer.user
    });
    let ids: Vec<_> = rows.iter().map(|(proposal, ..)| proposal.clone()).collect();
    let people: Vec<_> = rows.iter().map(|(_, candidate, ..)| candidate.clone()).collect();
    let about: Vec<_> = rows.iter().map(|(_, _, _, problem, _)| problem.clone()).collect();
    let names = names_of(cx.db, &people)?;
    let codes: BTreeMap<_, _> =
        problems::find_many(cx.db, &about)?.into_iter().map(|one| (one.id, one.code)).collect();
    let mut late = store::late_among(cx.db, &ids)?;
    let draft = |(proposal, candidate, unit, problem, updated_at)| Unsubmitted {
        candidate_name: names.get(&candidate).cloned().unwrap_or_default(),
        problem: codes.get(&problem).cloned().unwrap_or_default(),
        late: late.remove(&proposal),
        proposal,
        candidate,
        unit,
        updated_at,
    };
    Ok((rows.into_iter().map(draft).collect(), call))
}
