//! Taking back a mistaken conclusion: by its own verifier, with a reason for the record, and only
//! while no other verifier has concluded. After that, two verifiers' findings would depend on each
//! other.

use super::{Desk, ProposalContext, record};
use crate::features::proposals::rules::verification as rules;
use crate::features::proposals::{VerificationSheet, WithdrawnConclusion, store};
use crate::kernel::access::Permission;
use crate::kernel::canonical;
use crate::kernel::errors::{Failure, FieldError, common::field};
use crate::kernel::ids::ProposalId;
use crate::platform::cx::Cx;
use crate::platform::ledger::EventType;
use serde_json::json;

/// A shorter reason explains nothing.
const REASON_AT_LEAST: usize = 10;
const REASON_AT_MOST: usize = 1000;

/// Makes one's conclusion a draft again, with its content.
///
/// # Errors
/// `not_found`, `wrong_phase`, `not_under_verification`, `repair_running`; `not_concluded`;
/// `others_concluded`; a reason too short or too long.
pub fn take_back(
    cx: &mut Cx<'_>,
    proposal: &ProposalId,
    reason: &str,
) -> Result<VerificationSheet, Failure> {
    let context = ProposalContext::find(cx, proposal)?;
    context.may(cx.viewer, Permission::Verify)?;
    let desk = Desk::of(cx.db, &context)?;
    rules::check_verifiable(desk.proposal.state, &desk.repairs, cx.now)?;
    let (mut sheet, outcome, concluded_at) =
        rules::to_take_back(&cx.viewer.user, desk.round, &desk.sheets)?;
    let reason = reason.trim();
    Failure::when_any(fault_of(reason).into_iter().collect())?;
    let taken_back = WithdrawnConclusion {
        round: sheet.round,
        verifier: cx.viewer.user.clone(),
        concluded_at,
        outcome,
        reason: reason.to_owned(),
        withdrawn_at: cx.now,
    };
    store::withdraw_conclusion(cx.db, proposal, &sheet, &taken_back)?;
    let payload = json!({
        "round": sheet.round, "outcome": outcome, "concluded_at": concluded_at,
        "checks_hash": canonical::hash_of(&sheet.checks)?,
        "reason_hash": canonical::sha256_hex(reason),
    });
    record(cx, desk.context, EventType::VerificationTakenBack, payload)?;
    (sheet.outcome, sheet.concluded_at, sheet.updated_at) = (None, None, cx.now);
    Ok(sheet)
}

fn fault_of(reason: &str) -> Option<FieldError> {
    match reason.chars().count() {
        0 => Some(FieldError::new("reason", field::REQUIRED)),
        length if length < REASON_AT_LEAST => {
            Some(FieldError::new("reason", field::TOO_SHORT).with("minimum", REASON_AT_LEAST))
        }
        length if length > REASON_AT_MOST => {
            Some(FieldError::new("reason", field::TOO_LONG).with("maximum", REASON_AT_MOST))
        }
        _ => None,
    }
}
