//! Withdrawing: by the candidate, at any time before the announcement.

use super::{ProposalContext, record};
use crate::features::proposals::rules::states::{Step, transition};
use crate::features::proposals::{Proposal, Standing, Withdrawal, store};
use crate::kernel::access::{self, Permission};
use crate::kernel::errors::Failure;
use crate::kernel::ids::ProposalId;
use crate::kernel::input::Valid;
use crate::platform::cx::Cx;
use crate::platform::ledger::EventType;
use serde_json::json;

/// Permanently takes the proposal out of the call; the candidate may begin another while the call
/// is open.
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
    let version = proposal.version + 1;
    Ok(Proposal { standing, version, updated_at: cx.now, ..proposal })
}
