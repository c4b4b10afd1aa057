//! Withdrawing: the candidate steps back, at any time before the announcement.

use super::{record, stand};
use crate::access::{self, Act, Viewer};
use crate::clock::Timestamp;
use crate::db::Db;
use crate::errors::Failure;
use crate::ids::ProposalId;
use crate::proposals::rules::states::{Step, transition};
use crate::proposals::{Proposal, store};
use serde_json::json;

/// Takes the proposal out of the call for good; the candidate may begin another while it is open.
///
/// # Errors
/// `not_found`, `wrong_phase`, `wrong_state`.
pub fn withdraw(
    db: &mut Db,
    viewer: &Viewer,
    id: &ProposalId,
    reason: &str,
    now: Timestamp,
) -> Result<Proposal, Failure> {
    let standing = stand(db, viewer, id, now)?;
    access::may(viewer, Act::WithdrawProposal, standing.facts)?;
    let proposal = standing.proposal;
    let state = transition(proposal.state, Step::Withdraw)?;
    let reason = reason.trim().to_owned();
    store::save_withdrawal(db, id, &reason, now)?;
    // The reason may be personal, so the record has only that it happened, and from where.
    let payload = json!({"from": proposal.state, "number": proposal.number});
    record(db, viewer, id, ("proposal.withdrawn", payload), now)?;
    let version = proposal.version + 1;
    Ok(Proposal { state, version, updated_at: now, withdrawn_reason: Some(reason), ..proposal })
}
