//! Reading proposals. The candidate sees the current text, and so do the endorsers while the call
//! is open; everybody else sees what was submitted, or nothing.

use super::{Standing, call_of, headed_unit, stand};
use crate::features::conflicts;
use crate::features::proposals::rules::{NOT_SUBMITTED, essence::essence_hash};
use crate::features::proposals::store::{self, Scope};
use crate::features::proposals::{
    CandidateFacts, Endorsement, Proposal, ProposalFilter, Receipt, State, Summary,
};
use crate::kernel::access::{self, Act, Facts, Relation, Role, Verdict, Viewer};
use crate::kernel::clock::Timestamp;
use crate::kernel::errors::{Failure, common::field};
use crate::kernel::ids::ProposalId;
use crate::kernel::paging::Page;
use crate::kernel::paging::Paging;
use crate::platform::db::Db;
use std::collections::BTreeSet;

/// A proposal, as far as the viewer may see it.
///
/// # Errors
/// `not_found`.
pub fn read(
    db: &mut Db,
    viewer: &Viewer,
    id: &ProposalId,
    now: Timestamp,
) -> Result<Proposal, Failure> {
    let standing = stand(db, viewer, id, now)?;
    seen(db, viewer, &standing)
}

fn allows(viewer: &Viewer, act: Act, standing: &Standing) -> bool {
    access::decide(&viewer.roles, act, standing.facts) == Verdict::Allowed
}

/// The candidate, and the endorsers while the call is open and it was not withdrawn.
fn reads_draft(viewer: &Viewer, standing: &Standing) -> bool {
    let is_own = standing.facts.has(Relation::Own);
    let is_alive = is_own || standing.proposal.state != State::Withdrawn;
    is_alive && allows(viewer, Act::ReadDraftProposal, standing)
}

/// For reading, "not now" is "not there": a draft's existence is nobody's business.
pub(super) fn seen(db: &mut Db, viewer: &Viewer, standing: &Standing) -> Result<Proposal, Failure> {
    let proposal = standing.proposal.clone();
    let is_own = standing.facts.has(Relation::Own);
    let mut proposal = if reads_draft(viewer, standing) {
        proposal
    } else if allows(viewer, Act::ReadProposal, standing) {
        store::as_submitted(db, proposal)?.ok_or_else(Failure::not_found)?
    } else {
        return Err(Failure::not_found());
    };
    // Ratings, sanctions and cases are for those who verify, not for those who judge the idea.
    if !is_own && !allows(viewer, Act::ReadVerification, standing) {
        proposal.content.candidate = CandidateFacts::default();
    }
    Ok(proposal)
}

/// A page of proposals, oldest first: one's own, one's unit's, and for those on duty the submitted
/// ones of a call, without those in conflict.
///
/// # Errors
/// `forbidden`; `invalid` when somebody on duty names no call.
pub fn list(
    db: &mut Db,
    viewer: &Viewer,
    filter: &ProposalFilter,
    paging: &Paging,
    now: Timestamp,
) -> Result<Page<Summary>, Failure> {
    access::may(viewer, Act::ListProposals, Facts::NONE)?;
    let scope = Scope {
        viewer: viewer.user.clone(),
        own: viewer.is(Role::Candidate),
        heads: headed_unit(viewer),
        on_duty: hidden_on_duty(db, viewer, filter, now)?,
    };
    let rows = store::list(db, &scope, filter, paging, now)?;
    Page::cut(rows, paging, |row| (row.created_at, row.id.clone()))
}

/// If a duty lets the viewer read the submitted proposals of the call in its phase: those of them
/// that a conflict of interest hides.
fn hidden_on_duty(
    db: &mut Db,
    viewer: &Viewer,
    filter: &ProposalFilter,
    now: Timestamp,
) -> Result<Option<BTreeSet<ProposalId>>, Failure> {
    let reads = |phase| {
        access::decide(&viewer.roles, Act::ReadProposal, Facts::in_phase(phase)) == Verdict::Allowed
    };
    match &filter.call {
        Some(call) if reads(call_of(db, call)?.phase(now)) => {
            conflicts::conflicted_with(db, &viewer.user, call).map(Some)
        }
        None if access::Phase::ALL.into_iter().any(reads) => {
            Err(Failure::field("call", field::REQUIRED))
        }
        Some(_) | None => Ok(None),
    }
}

/// For the candidate and those who read the verification.
pub(super) fn may_read_versions(
    db: &mut Db,
    viewer: &Viewer,
    standing: &Standing,
) -> Result<(), Failure> {
    seen(db, viewer, standing)?;
    if !standing.facts.has(Relation::Own) && !allows(viewer, Act::ReadVerification, standing) {
        return Err(Failure::not_found());
    }
    Ok(())
}

/// The receipt of the submission that counts.
///
/// # Errors
/// `not_found`; `not_submitted`.
pub fn receipt(
    db: &mut Db,
    viewer: &Viewer,
    id: &ProposalId,
    now: Timestamp,
) -> Result<Receipt, Failure> {
    let standing = stand(db, viewer, id, now)?;
    seen(db, viewer, &standing)?;
    store::last_receipt(db, id)?.ok_or_else(|| Failure::refused(NOT_SUBMITTED))
}

/// The endorsements, and whether each still fits the text that the viewer sees.
///
/// # Errors
/// `not_found`.
pub fn endorsements(
    db: &mut Db,
    viewer: &Viewer,
    id: &ProposalId,
    now: Timestamp,
) -> Result<Vec<Endorsement>, Failure> {
    let standing = stand(db, viewer, id, now)?;
    let proposal = seen(db, viewer, &standing)?;
    let mut given = store::endorsements_of(db, id, &essence_hash(&proposal.text())?)?;
    // Who reads what was handed in reads the signatures it was handed in with.
    if !reads_draft(viewer, &standing) {
        let until = proposal.submitted_at;
        given.retain(|one| until.is_none_or(|at| one.endorsed_at <= at));
    }
    Ok(given)
}
