//! The content of a candidate's own pages of a proposal, in one action: its state, what is done,
//! what is missing.

use super::ask::{asked_in, requests_in};
use super::documents::documents_in;
use super::handed_in::submission_in;
use super::own::{permitted_in, permitted_now};
use super::read::{endorsements_in, seen};
use super::submit::{checklist_in, eligibility_in, own_only};
use super::verification::verification_in;
use super::{ProposalContext, uploads};
use crate::features::calls::Call;
use crate::features::problems::Problem;
use crate::features::proposals::rules::VERIFICATION_BEGUN;
use crate::features::proposals::rules::completeness::Check;
use crate::features::proposals::rules::eligibility::Finding;
use crate::features::proposals::{
    Documents, Endorsement, EndorsementRequest, Exception, PartialUpload, Proposal, Submission,
    Verification,
};
use crate::kernel::access::{self, Permission, Permitted, Phase};
use crate::kernel::errors::Failure;
use crate::kernel::ids::ProposalId;
use crate::platform::cx::Cx;
use std::collections::BTreeMap;

/// A proposal as its candidate sees it.
#[derive(Debug)]
pub struct Overview {
    pub proposal: Proposal,
    pub call: Call,
    pub phase: Phase,
    pub problem: Problem,
    pub checks: Vec<Check>,
    pub findings: Vec<Finding>,
    pub documents: Documents,
    /// The reader's own uploads.
    pub unfinished: Vec<PartialUpload>,
    /// Present while or after the documents are verified.
    pub verification: Option<Verification>,
    pub endorsements: Vec<Endorsement>,
    /// Oldest first.
    pub requests: Vec<EndorsementRequest>,
    /// Who endorses, by kind of endorsement; empty once nobody can be asked.
    pub asked: BTreeMap<&'static str, Vec<String>>,
    pub submission: Option<Submission>,
    /// What minutes let its candidate change in the text now.
    pub exception: Option<Exception>,
    /// What its candidate may do with it now.
    pub permitted: Permitted,
}

/// Reads one's own proposal for a page. `act` is the permission that the page needs:
/// `ReadDraftProposal` if it only reads.
///
/// # Errors
/// `not_found` for everybody else; what stands against the act, before anything more is read.
pub fn read_overview(
    cx: &mut Cx<'_>,
    (id, act): (&ProposalId, Permission),
) -> Result<Overview, Failure> {
    let context = ProposalContext::find(cx, id)?;
    let proposal = seen(cx.viewer, &context)?;
    // These pages are only for the candidate; others read proposals elsewhere.
    if !context.is_own() {
        return Err(Failure::not_found());
    }
    own_only(cx.viewer, &context)?;
    access::may(cx.viewer, act, context.facts)?;
    let permitted = permitted_now(cx, &context)?;
    // The page with the last look before handing in.
    if act == Permission::SubmitProposal
        && !permitted.allows(act)
        && permitted_in(cx.viewer, &context).allows(act)
    {
        return Err(Failure::refused(VERIFICATION_BEGUN));
    }
    Ok(Overview {
        verification: verification(cx, &context)?,
        checks: checklist_in(cx, &context)?,
        findings: eligibility_in(cx, &context)?,
        documents: documents_in(cx, &context)?,
        unfinished: uploads::unfinished(cx, id)?,
        endorsements: endorsements_in(cx, &context)?,
        requests: requests_in(cx, &context)?,
        asked: asked(cx, &context)?,
        submission: submission_in(cx, &context)?,
        permitted,
        proposal,
        phase: context.phase,
        exception: context.exception,
        call: context.call,
        problem: context.problem,
    })
}

/// Whom the endorsements are asked of, while they can be.
fn asked(
    cx: &mut Cx<'_>,
    context: &ProposalContext,
) -> Result<BTreeMap<&'static str, Vec<String>>, Failure> {
    if permitted_in(cx.viewer, context).allows(Permission::AskEndorsement) {
        asked_in(cx, context)
    } else {
        Ok(BTreeMap::new())
    }
}

/// The verification as the candidate may see it; `None` before it begins.
fn verification(
    cx: &mut Cx<'_>,
    context: &ProposalContext,
) -> Result<Option<Verification>, Failure> {
    use Phase::{Cancelled, Draft, Open, Scheduled};
    let begun = !matches!(context.phase, Draft | Scheduled | Open | Cancelled);
    if !begun || context.proposal.handed_in().is_none() {
        return Ok(None);
    }
    verification_in(cx, context).map(Some)
}
