//! Withdrawing, by the candidate at any time before the announcement; and returning with the same text while the
//! call takes proposals.

use super::{ProposalContext, record};
use crate::features::proposals::rules::states::{Step, transition};
use crate::features::proposals::rules::{ALREADY_VERIFIED, ONE_PROPOSAL_EACH};
use crate::features::proposals::{Proposal, Standing, Withdrawal, letters, store};
use crate::features::sittings::{self, Why};
use crate::kernel::access::{self, Permission, Phase};
use crate::kernel::errors::{Failure, Refusal};
use crate::kernel::ids::ProposalId;
use crate::kernel::input::Valid;
use crate::platform::cx::Cx;
use crate::platform::ledger::EventType;
use crate::platform::mail;
use serde_json::json;

/// Takes the proposal out of the call. While the call is open the candidate may return with it, or begin another;
/// after that it is out for good. An interview that is planned is cancelled with it.
///
/// # Errors
/// `not_found`, `wrong_phase`, `wrong_state`; a blank reason.
pub fn withdraw(
    cx: &mut Cx<'_>,
    id: &ProposalId,
    withdrawal: &Valid<Withdrawal>,
) -> Result<Proposal, Failure> {
    let context = ProposalContext::find(cx, id)?;
    access::may(cx.viewer, Permission::WithdrawProposal, context.facts)?;
    let proposal = context.proposal;
    transition(proposal.state(), Step::Withdraw)?;
    let Withdrawal { reason } = withdrawal.kept()?;
    let standing = Standing::Withdrawn { handed_in: proposal.handed_in().cloned(), reason };
    store::move_to(cx.db, &proposal, &standing, Some(cx.now))?;
    // The reason may be personal, so the record has only the withdrawal and the state before it.
    let payload = json!({"from": proposal.state(), "number": proposal.number()});
    record(cx, id, (EventType::ProposalWithdrawn, payload))?;
    let closes_at = context.call.calendar.submissions_close_at;
    let until = (context.phase == Phase::Open).then_some(closes_at);
    mail::post(cx.db, &letters::withdrawn(&proposal, &context.call.code, until), cx.now)?;
    sittings::proposal_left(cx, (&context.call, id), &proposal.candidate, Why::Withdrawn)?;
    let version = proposal.version + 1;
    Ok(Proposal { standing, version, updated_at: cx.now, ..proposal })
}

/// Brings a withdrawn proposal back as a draft with its text, its files and its endorsements, while the call takes
/// proposals. What was handed in before stays a version; handing in again keeps the number and counts on.
///
/// # Errors
/// `not_found`, `wrong_phase`, `wrong_state`; `one_proposal_each` with the id of the one begun since;
/// `already_verified` when verifiers had begun with it: their findings must not come back with it.
pub fn resume(cx: &mut Cx<'_>, id: &ProposalId) -> Result<Proposal, Failure> {
    let context = ProposalContext::find(cx, id)?;
    access::may(cx.viewer, Permission::ResumeProposal, context.facts)?;
    let proposal = context.proposal;
    transition(proposal.state(), Step::Resume)?;
    if let Some(other) = store::live_of(cx.db, &proposal.call, &proposal.candidate)? {
        let details = json!({ "proposal": other });
        return Err(Refusal::new(ONE_PROPOSAL_EACH).with_extra(details).into());
    }
    if !store::sheets_of(cx.db, id)?.is_empty() {
        return Err(Failure::refused(ALREADY_VERIFIED));
    }
    store::move_to(cx.db, &proposal, &Standing::Draft, Some(cx.now))?;
    record(cx, id, (EventType::ProposalResumed, json!({"number": proposal.number()})))?;
    let version = proposal.version + 1;
    Ok(Proposal { standing: Standing::Draft, version, updated_at: cx.now, ..proposal })
}
