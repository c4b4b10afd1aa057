//! Reading proposals. The candidate sees the current text, and so do the endorsers while the call
//! is open; all others see what was submitted, or nothing.

use super::{ProposalContext, call_of, headed_unit};
use crate::features::conflicts;
use crate::features::proposals::fields::{self, Audience};
use crate::features::proposals::rules::{NOT_SUBMITTED, endorsed_content::endorsed_hash};
use crate::features::proposals::store::{self, Scope};
use crate::features::proposals::{Endorsement, Proposal, ProposalFilter, Receipt, State, Summary};
use crate::kernel::access::{self, Facts, Permission, Role, Viewer};
use crate::kernel::errors::{Failure, common::field};
use crate::kernel::ids::ProposalId;
use crate::kernel::paging::Page;
use crate::kernel::paging::Paging;
use crate::platform::cx::Cx;
use std::collections::BTreeSet;

/// A proposal, limited to what the viewer may see.
///
/// # Errors
/// `not_found`.
pub fn read(cx: &mut Cx<'_>, id: &ProposalId) -> Result<Proposal, Failure> {
    seen(cx.viewer, &ProposalContext::find(cx, id)?)
}

/// Readers of the draft: the candidate, and the endorsers while the call is open and the proposal
/// was not withdrawn.
fn reads_draft(viewer: &Viewer, context: &ProposalContext) -> bool {
    let is_alive = context.is_own() || context.proposal.state() != State::Withdrawn;
    is_alive && context.allows(viewer, Permission::ReadDraftProposal)
}

/// For reading, `wrong_phase` becomes `not_found`, so that nobody learns whether a draft exists.
pub(super) fn seen(viewer: &Viewer, context: &ProposalContext) -> Result<Proposal, Failure> {
    let mut proposal = if reads_draft(viewer, context) {
        context.proposal.clone()
    } else if context.allows(viewer, Permission::ReadProposal) {
        context.submitted().ok_or_else(Failure::not_found)?
    } else {
        return Err(Failure::not_found());
    };
    if !context.is_own() && !context.allows(viewer, Permission::ReadVerification) {
        // Nothing is masked for them: what only a masked text may tell they do not see.
        let unseen = |_: &str| String::new();
        proposal.content = fields::shown_to(&proposal.content, Audience::Reader, &unseen)?;
    }
    Ok(proposal)
}

/// A page of proposals, oldest first: one's own, one's unit's, and for those on duty the submitted
/// ones of a call, without those with which they are in conflict.
///
/// # Errors
/// `forbidden`; `invalid` when somebody on duty names no call.
pub fn list(
    cx: &mut Cx<'_>,
    filter: &ProposalFilter,
    paging: &Paging,
) -> Result<Page<Summary>, Failure> {
    access::may(cx.viewer, Permission::ListProposals, Facts::NONE)?;
    let scope = Scope {
        viewer: cx.viewer.user.clone(),
        own: cx.viewer.is(Role::Candidate),
        heads: headed_unit(cx.viewer),
        on_duty: hidden_on_duty(cx, filter)?,
    };
    let rows = store::list(cx.db, &scope, filter, paging, cx.now)?;
    Page::cut(rows, paging, |row| (row.created_at, row.id.clone()))
}

/// If a duty permits the viewer to read the call's submitted proposals in its phase: the proposals
/// that a conflict of interest hides.
fn hidden_on_duty(
    cx: &mut Cx<'_>,
    filter: &ProposalFilter,
) -> Result<Option<BTreeSet<ProposalId>>, Failure> {
    let reads = |phase| cx.viewer.may(Permission::ReadProposal, Facts::in_phase(phase));
    match &filter.call {
        Some(call) if reads(call_of(cx.db, call)?.phase(cx.now)) => {
            conflicts::conflicted_with(cx.db, &cx.viewer.user, call).map(Some)
        }
        None if access::Phase::ALL.into_iter().any(reads) => {
            Err(Failure::field("call", field::REQUIRED))
        }
        Some(_) | None => Ok(None),
    }
}

/// Permits the candidate and those who read the verification.
pub(super) fn may_read_versions(viewer: &Viewer, context: &ProposalContext) -> Result<(), Failure> {
    seen(viewer, context)?;
    if !context.is_own() && !context.allows(viewer, Permission::ReadVerification) {
        return Err(Failure::not_found());
    }
    Ok(())
}

/// The receipt of the submission in force.
///
/// # Errors
/// `not_found`; `not_submitted`.
pub fn receipt(cx: &mut Cx<'_>, id: &ProposalId) -> Result<Receipt, Failure> {
    let context = ProposalContext::find(cx, id)?;
    receipt_in(cx, &context)
}

pub(super) fn receipt_in(cx: &mut Cx<'_>, context: &ProposalContext) -> Result<Receipt, Failure> {
    seen(cx.viewer, context)?;
    store::last_receipt(cx.db, context.id())?.ok_or_else(|| Failure::refused(NOT_SUBMITTED))
}

/// The endorsements, and whether each still matches the text that the viewer sees.
///
/// # Errors
/// `not_found`.
pub fn endorsements(cx: &mut Cx<'_>, id: &ProposalId) -> Result<Vec<Endorsement>, Failure> {
    let context = ProposalContext::find(cx, id)?;
    endorsements_in(cx, &context)
}

pub(super) fn endorsements_in(
    cx: &mut Cx<'_>,
    context: &ProposalContext,
) -> Result<Vec<Endorsement>, Failure> {
    let proposal = seen(cx.viewer, context)?;
    let mut given = context.endorsements(cx.db, &endorsed_hash(&proposal.text())?)?;
    // Readers of the submission see the endorsements with which it was submitted.
    if !reads_draft(cx.viewer, context) {
        let until = proposal.given()?.at;
        given.retain(|one| one.endorsed_at <= until);
    }
    Ok(given)
}
