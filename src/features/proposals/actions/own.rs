//! The candidate's pages about submissions, each page in one action: one version, the draft's
//! differences from it, and the receipt.

use super::ProposalContext;
use super::documents::documents_in;
use super::handed_in::{changes_in, submission_in, version_in};
use super::read::{may_read_versions, receipt_in, seen};
use super::submit::is_being_verified;
use crate::features::calls::Call;
use crate::features::problems;
use crate::features::proposals::rules::states::permitted_in_state;
use crate::features::proposals::{
    Changes, Documents, Proposal, RegisteredProblem, Submission, Version, store,
};
use crate::kernel::access::{Permission, Permitted, Phase, Viewer};
use crate::kernel::errors::Failure;
use crate::kernel::ids::ProposalId;
use crate::platform::cx::Cx;
use crate::platform::ledger::{self, Signed};

/// One's own proposal with its call, and which submission is in force.
#[derive(Debug)]
pub struct OwnProposal {
    pub proposal: Proposal,
    pub call: Call,
    pub phase: Phase,
    pub submission: Option<Submission>,
    /// What its candidate may do with it now.
    pub permitted: Permitted,
}

/// What its candidate may do with a proposal as it stands.
pub(super) fn permitted_in(viewer: &Viewer, context: &ProposalContext) -> Permitted {
    permitted_in_state(Permitted::of(viewer, context.facts), context.proposal.state())
}

/// The same; what a verifier has concluded on is not handed in anew.
pub(super) fn permitted_now(
    cx: &mut Cx<'_>,
    context: &ProposalContext,
) -> Result<Permitted, Failure> {
    let permitted = permitted_in(cx.viewer, context);
    let is_fixed = permitted.allows(Permission::SubmitProposal)
        && context.proposal.handed_in().is_some()
        && is_being_verified(cx.db, context.id())?;
    Ok(permitted.only_if(Permission::SubmitProposal, !is_fixed))
}

impl OwnProposal {
    /// Anybody else's counts as not found.
    fn of(cx: &mut Cx<'_>, context: &ProposalContext) -> Result<Self, Failure> {
        let proposal = seen(cx.viewer, context)?;
        if !context.is_own() {
            return Err(Failure::not_found());
        }
        let submission = submission_in(cx, context)?;
        let permitted = permitted_now(cx, context)?;
        let (phase, call) = (context.phase, context.call.clone());
        Ok(Self { proposal, call, phase, submission, permitted })
    }
}

/// One version, and the numbers of all versions.
///
/// # Errors
/// `not_found`.
pub fn read_own_version(
    cx: &mut Cx<'_>,
    (id, number): (&ProposalId, i32),
) -> Result<(OwnProposal, Version, Vec<i32>), Failure> {
    let context = ProposalContext::find(cx, id)?;
    let own = OwnProposal::of(cx, &context)?;
    may_read_versions(cx.viewer, &context)?;
    let version = version_in(cx, &context, number)?;
    Ok((own, version, store::version_numbers(cx.db, id)?))
}

/// How the draft differs from the submission in force, with the problems that the differences name.
///
/// # Errors
/// `not_found`; `not_submitted`.
pub fn read_own_changes(
    cx: &mut Cx<'_>,
    id: &ProposalId,
) -> Result<(OwnProposal, Changes, Vec<RegisteredProblem>), Failure> {
    let context = ProposalContext::find(cx, id)?;
    let own = OwnProposal::of(cx, &context)?;
    let changes = changes_in(cx, &context)?;
    let named = changes.fields.iter().filter(|change| change.field == "problem");
    let ids = named.flat_map(|change| [&change.before, &change.after]);
    let ids: Vec<_> =
        ids.flatten().filter_map(|id| id.as_str().and_then(|id| id.parse().ok())).collect();
    let problems = if ids.is_empty() { Vec::new() } else { problems::find_many(cx.db, &ids)? };
    let problems = problems.iter().map(|one| RegisteredProblem::of(one, "")).collect();
    Ok((own, changes, problems))
}

/// The receipt of the submission in force, with its call and proposal.
#[derive(Debug)]
pub struct OwnReceipt {
    pub own: OwnProposal,
    pub version: Version,
    pub documents: Documents,
    /// The first signed head that includes it.
    pub signed: Option<Signed>,
}

/// Reads the receipt.
///
/// # Errors
/// `not_found`; `not_submitted`.
pub fn read_own_receipt(cx: &mut Cx<'_>, id: &ProposalId) -> Result<OwnReceipt, Failure> {
    let context = ProposalContext::find(cx, id)?;
    let own = OwnProposal::of(cx, &context)?;
    let receipt = receipt_in(cx, &context)?;
    may_read_versions(cx.viewer, &context)?;
    let version = version_in(cx, &context, receipt.version)?;
    let documents = documents_in(cx, &context)?;
    let signed = ledger::signed_since(cx.db, version.receipt.ledger.seq)?;
    Ok(OwnReceipt { own, version, documents, signed })
}
