//! The page of a proposal for people other than its candidate, in one action: the text, the
//! documents that they may open, the endorsements; and for verifiers the verification and its
//! queue.

use super::ProposalContext;
use super::ask::{changed_in, requests_in};
use super::documents::documents_in;
use super::read::{endorsements_in, seen};
use super::submit::eligibility_in;
use super::verification::{queue_left_in, with_acts_in};
use crate::features::accounts::{Unit, load_units, names_of};
use crate::features::calls::Call;
use crate::features::problems::Problem;
use crate::features::proposals::rules::eligibility::Finding;
use crate::features::proposals::rules::exceptions;
use crate::features::proposals::{
    ChangedSince, DocumentKind, Endorsement, EndorsementKind, EndorsementRequest, Proposal,
    QueueLeft, RegisteredProblem, State, Verification,
};
use crate::kernel::access::{Facts, Permission, Permitted, Phase, Relation, Role, Viewer};
use crate::kernel::errors::{Failure, Refusal};
use crate::kernel::ids::{ProposalId, UnitCode, UserId};
use crate::platform::cx::Cx;
use std::collections::BTreeMap;

/// A proposal as an official or the head of a unit may see it.
#[derive(Debug)]
pub struct Reading {
    pub proposal: Proposal,
    pub call: Call,
    pub phase: Phase,
    pub problem: Option<Problem>,
    /// The problem as it was at the submission; `None` for readers of a draft.
    pub registered: Option<RegisteredProblem>,
    /// Names of those who opened repairs, if the reader may know them.
    pub openers: BTreeMap<UserId, String>,
    /// The kinds that have files which the reader may open.
    pub documents: Vec<DocumentKind>,
    pub endorsements: Vec<Endorsement>,
    /// For those who verify, and for the committee.
    pub findings: Vec<Finding>,
    pub units: BTreeMap<UnitCode, Unit>,
    /// The endorsements that the reader may sign now.
    pub may_sign: Vec<EndorsementKind>,
    /// Requests for endorsement, for those who may endorse.
    pub requests: Vec<EndorsementRequest>,
    /// What has changed since they endorsed.
    pub changed: Vec<ChangedSince>,
    pub reads_verification: bool,
    /// Whether the reader may declare a conflict of interest here; reviewers do so at their task.
    pub may_declare: bool,
    /// What the reader may do with it as it stands.
    pub permitted: Permitted,
    /// Whether the reader sees the draft, not the submitted version.
    pub is_draft: bool,
}

/// Reads another person's proposal.
///
/// # Errors
/// `not_found`.
pub fn read_for_desk(cx: &mut Cx<'_>, id: &ProposalId) -> Result<Reading, Failure> {
    let context = ProposalContext::find(cx, id)?;
    reading_in(cx, &context)
}

/// A proposal with its verification.
#[derive(Debug)]
pub struct VerificationDesk {
    pub read: Reading,
    pub verification: Verification,
    /// What the reader may do with the list as it stands.
    pub permitted: Permitted,
    /// Why this verifier may not work beside those who have begun.
    pub not_apart: Option<Refusal>,
    /// What is left of the reader's queue, and the next proposal; `None` for readers without a
    /// queue.
    pub left: Option<QueueLeft>,
}

/// Reads a proposal with its verification.
///
/// # Errors
/// `not_found`, `wrong_phase`.
pub fn read_verification_desk(
    cx: &mut Cx<'_>,
    id: &ProposalId,
) -> Result<VerificationDesk, Failure> {
    let context = ProposalContext::find(cx, id)?;
    let read = reading_in(cx, &context)?;
    let (verification, permitted, not_apart) = with_acts_in(cx, &context)?;
    let left = if cx.viewer.may(Permission::Verify, Facts::in_phase(context.phase)) {
        let number = read.proposal.number();
        Some(queue_left_in(cx, (&context.call, number))?)
    } else {
        None
    };
    Ok(VerificationDesk { read, verification, permitted, not_apart, left })
}

/// Replaces a refusal by an empty value; other failures stay failures.
fn where_allowed<T: Default>(found: Result<T, Failure>) -> Result<T, Failure> {
    match found {
        Err(Failure::Refused(refusal)) if refusal.code.status < 500 => Ok(T::default()),
        other => other,
    }
}

fn reading_in(cx: &mut Cx<'_>, context: &ProposalContext) -> Result<Reading, Failure> {
    let proposal = seen(cx.viewer, context)?;
    if context.is_own() {
        return Err(Failure::not_found());
    }
    let problem = context.problem_of(cx.db, &proposal)?;
    let phase = context.phase;
    let endorsements = endorsements_in(cx, context)?;
    // A reader of the text may not be allowed to read the files.
    let documents = where_allowed(documents_in(cx, context).map(|all| all.kinds))?;
    let owns = problem.as_ref().is_some_and(|one| cx.viewer.heads(&one.owner_unit));
    let facts = Facts::in_phase(phase)
        .with(Relation::OwnUnit, context.facts.has(Relation::OwnUnit))
        .with(Relation::ProblemOwner, owns || context.facts.has(Relation::ProblemOwner))
        .with(Relation::ActingHead, context.facts.has(Relation::ActingHead));
    let allows = |act| cx.viewer.may(act, facts);
    let is_draft = proposal.handed_in().is_none() || allows(Permission::ReadDraftProposal);
    let held = context.circumstances().filter(|_| !is_draft);
    let openers: Vec<UserId> = documents
        .iter()
        .flat_map(|kind| kind.replacements.iter().filter_map(|one| one.opened_by.clone()))
        .collect();
    let may_sign = open_signatures(cx.viewer, facts, &proposal, &endorsements);
    let signs = !may_sign.is_empty();
    Ok(Reading {
        requests: if signs { requests_in(cx, context)? } else { Vec::new() },
        changed: if signs { changed_in(cx, context)? } else { Vec::new() },
        may_sign,
        reads_verification: allows(Permission::ReadVerification),
        may_declare: may_declare(cx.viewer, phase, &proposal),
        permitted: Permitted::of(cx.viewer, facts)
            .only_if(Permission::AskException, exceptions::check_state(proposal.state()).is_ok()),
        documents: documents.into_iter().filter(|kind| kind.latest.is_some()).collect(),
        units: load_units(cx.db)?,
        openers: if openers.is_empty() { BTreeMap::new() } else { names_of(cx.db, &openers)? },
        registered: held.and_then(|held| held.problem.clone()),
        findings: where_allowed(eligibility_in(cx, context))?,
        call: context.call.clone(),
        proposal,
        phase,
        problem,
        endorsements,
        is_draft,
    })
}

/// Whoever judges it beside the panel declares at the proposal.
fn may_declare(viewer: &Viewer, phase: Phase, proposal: &Proposal) -> bool {
    let facts = Facts::in_phase(phase).with(Relation::Own, true);
    let is_alive = matches!(proposal.state(), State::Submitted | State::Eligible);
    is_alive && !viewer.is(Role::Reviewer) && viewer.may(Permission::DeclareConflict, facts)
}

/// The endorsements that the reader may still sign on this text.
fn open_signatures(
    viewer: &Viewer,
    facts: Facts,
    proposal: &Proposal,
    given: &[Endorsement],
) -> Vec<EndorsementKind> {
    let is_alive = matches!(proposal.state(), State::Draft | State::Submitted);
    let is_open = |kind: &EndorsementKind| {
        let relation = match kind {
            EndorsementKind::UnitHead => Relation::OwnUnit,
            EndorsementKind::ProblemOwner => Relation::ProblemOwner,
        };
        facts.has(relation)
            && viewer.may(Permission::EndorseProposal, facts)
            && !given.iter().any(|one| one.kind == *kind && one.current)
    };
    EndorsementKind::ALL.into_iter().filter(|kind| is_alive && is_open(kind)).collect()
}
