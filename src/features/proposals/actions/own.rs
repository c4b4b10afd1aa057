//! The candidate's pages about submissions, each page in one action: one version, the draft's
//! differences from it, and the receipt.

use super::ProposalContext;
use super::documents::documents_in;
use super::handed_in::{changes_in, submission_in, version_in};
use super::read::{may_read_versions, receipt_in, seen};
use crate::features::calls::Call;
use crate::features::problems;
use crate::features::proposals::rules::states::permitted_in_state;
use crate::features::proposals::{
    Changes, Documents, Proposal, RegisteredProblem, Submission, Version, store,
};
use crate::kernel::access::{Permitted, Phase, Viewer};
use crate::kernel::clock::Timestamp;
use crate::kernel::errors::Failure;
use crate::kernel::ids::ProposalId;
use crate::platform::db::Db;
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
    let Proposal { state, number, .. } = &context.proposal;
    permitted_in_state(Permitted::of(viewer, context.facts), *state, number.is_some())
}

impl OwnProposal {
    /// Anybody else's counts as not found.
    fn of(db: &mut Db, viewer: &Viewer, context: &ProposalContext) -> Result<Self, Failure> {
        let proposal = seen(viewer, context)?;
        if !context.is_own() {
            return Err(Failure::not_found());
        }
        let submission = submission_in(db, viewer, context)?;
        let permitted = permitted_in(viewer, context);
        let (phase, call) = (context.phase, context.call.clone());
        Ok(Self { proposal, call, phase, submission, permitted })
    }
}

/// One version, and the numbers of all versions.
///
/// # Errors
/// `not_found`.
pub fn read_own_version(
    db: &mut Db,
    viewer: &Viewer,
    (id, number): (&ProposalId, i32),
    now: Timestamp,
) -> Result<(OwnProposal, Version, Vec<i32>), Failure> {
    let context = ProposalContext::find(db, viewer, id, now)?;
    let own = OwnProposal::of(db, viewer, &context)?;
    may_read_versions(viewer, &context)?;
    let version = version_in(db, viewer, &context, number)?;
    Ok((own, version, store::version_numbers(db, id)?))
}

/// How the draft differs from the submission in force, with the problems that the differences name.
///
/// # Errors
/// `not_found`; `not_submitted`.
pub fn read_own_changes(
    db: &mut Db,
    viewer: &Viewer,
    id: &ProposalId,
    now: Timestamp,
) -> Result<(OwnProposal, Changes, Vec<RegisteredProblem>), Failure> {
    let context = ProposalContext::find(db, viewer, id, now)?;
    let own = OwnProposal::of(db, viewer, &context)?;
    let changes = changes_in(db, viewer, &context)?;
    let named = changes.fields.iter().filter(|change| change.field == "problem");
    let ids = named.flat_map(|change| [&change.before, &change.after]);
    let ids: Vec<_> =
        ids.flatten().filter_map(|id| id.as_str().and_then(|id| id.parse().ok())).collect();
    let problems = if ids.is_empty() { Vec::new() } else { problems::find_many(db, &ids)? };
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
pub fn read_own_receipt(
    db: &mut Db,
    viewer: &Viewer,
    id: &ProposalId,
    now: Timestamp,
) -> Result<OwnReceipt, Failure> {
    let context = ProposalContext::find(db, viewer, id, now)?;
    let own = OwnProposal::of(db, viewer, &context)?;
    let receipt = receipt_in(db, viewer, &context)?;
    may_read_versions(viewer, &context)?;
    let version = version_in(db, viewer, &context, receipt.version)?;
    let documents = documents_in(db, viewer, &context)?;
    let signed = ledger::signed_since(db, version.receipt.ledger.seq)?;
    Ok(OwnReceipt { own, version, documents, signed })
}
