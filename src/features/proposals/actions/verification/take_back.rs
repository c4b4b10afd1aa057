//! Taking back a mistaken conclusion: by its own verifier, with a reason for the record, and only
//! while no other verifier has concluded. After that, two verifiers' findings would depend on each
//! other.

use super::{Desk, ProposalContext, record};
use crate::features::proposals::rules::verification as rules;
use crate::features::proposals::{
    Concluded, TakenBack, VerificationSheet, WithdrawnConclusion, store,
};
use crate::kernel::access::Permission;
use crate::kernel::canonical;
use crate::kernel::errors::Failure;
use crate::kernel::ids::ProposalId;
use crate::kernel::input::Valid;
use crate::platform::cx::Cx;
use crate::platform::ledger::EventType;
use serde_json::json;

/// Makes one's conclusion a draft again, with its content.
///
/// # Errors
/// `not_found`, `wrong_phase`, `not_under_verification`, `repair_running`; `not_concluded`;
/// `others_concluded`; a reason too short or too long.
pub fn take_back(
    cx: &mut Cx<'_>,
    proposal: &ProposalId,
    taken_back: &Valid<TakenBack>,
) -> Result<VerificationSheet, Failure> {
    let context = ProposalContext::find(cx, proposal)?;
    context.may(cx.viewer, Permission::Verify)?;
    let desk = Desk::of(cx.db, &context)?;
    rules::check_verifiable(desk.proposal.state(), &desk.repairs, cx.now)?;
    let (sheet, Concluded { outcome, at: concluded_at }) =
        rules::to_take_back(&cx.viewer.user, desk.round, &desk.sheets)?;
    let TakenBack { reason } = taken_back.kept()?;
    let taken_back = WithdrawnConclusion {
        round: sheet.round,
        verifier: cx.viewer.user.clone(),
        concluded_at,
        outcome,
        reason: reason.clone(),
        withdrawn_at: cx.now,
    };
    store::withdraw_conclusion(cx.db, proposal, &sheet, &taken_back)?;
    let payload = json!({
        "round": sheet.round, "outcome": outcome, "concluded_at": concluded_at,
        "checks_hash": canonical::hash_of(&sheet.checks)?,
        "reason_hash": canonical::sha256_hex(&reason),
    });
    record(cx, desk.context, EventType::VerificationTakenBack, payload)?;
    Ok(VerificationSheet { concluded: None, updated_at: cx.now, ..sheet })
}
