//! Endorsing: the heads of the candidate's unit and of the problem's unit sign the proposal's
//! content.

use super::{ProposalContext, record};
use crate::features::proposals::rules::{
    ALREADY_ENDORSED,
    endorsed_content::endorsed_hash,
    requests,
    states::{Step, transition},
};
use crate::features::proposals::{Endorsement, EndorsementKind, NewEndorsement, letters, store};
use crate::kernel::access::{self, Facts, Permission, Relation, Viewer};
use crate::kernel::errors::{Failure, common};
use crate::kernel::ids::{ProposalId, RecordId};
use crate::kernel::input::Valid;
use crate::platform::cx::Cx;
use crate::platform::ledger::EventType;
use crate::platform::mail;
use serde_json::json;

/// Signs the present content of the proposal. A person who heads both units may sign twice, once
/// for each; nobody signs their own proposal.
///
/// # Errors
/// `not_found`; `forbidden` when the viewer is not the head that this kind asks for; `wrong_phase`,
/// `wrong_state`; `already_endorsed`.
pub fn endorse(
    cx: &mut Cx<'_>,
    id: &ProposalId,
    new: &Valid<NewEndorsement>,
) -> Result<Endorsement, Failure> {
    let kind = new.kind;
    let ProposalContext { proposal, call, facts, .. } = ProposalContext::find(cx, id)?;
    may_endorse(cx.viewer, kind, facts)?;
    transition(proposal.state(), Step::Endorse)?;
    let essence = endorsed_hash(&proposal.text())?;
    let earlier = store::endorsements_of(cx.db, id, &essence)?;
    if earlier.iter().any(|given| given.kind == kind && given.current) {
        return Err(Failure::refused(ALREADY_ENDORSED));
    }
    let endorsement = Endorsement {
        id: RecordId::new()?,
        kind,
        endorsed_by: cx.viewer.user.clone(),
        statement: new.kept()?.statement,
        essence_hash: essence,
        endorsed_at: cx.now,
        current: true,
    };
    store::insert_endorsement(cx.db, id, &endorsement)?;
    let payload = json!({"kind": kind, "essence_hash": endorsement.essence_hash});
    record(cx, id, (EventType::ProposalEndorsed, payload))?;
    let signed = requests::signed(&proposal.text())?;
    store::keep_endorsed(cx.db, (id, &endorsement.essence_hash), &signed)?;
    // Who asked for it is told; an endorsement may also come unasked.
    let asked = store::requests_of(cx.db, id)?;
    if let Some(request) = asked.iter().find(|one| one.kind == kind && one.is_open()) {
        store::answer_request(cx.db, &request.id, (&cx.viewer.user, None), cx.now)?;
        mail::post(cx.db, &letters::endorsement_given((&proposal, &call), kind), cx.now)?;
    }
    Ok(endorsement)
}

/// Permits who heads the unit that this kind of endorsement asks for.
pub(super) fn may_endorse(
    viewer: &Viewer,
    kind: EndorsementKind,
    facts: Facts,
) -> Result<(), Failure> {
    access::may(viewer, Permission::EndorseProposal, facts)?;
    access::may(viewer, Permission::EndorseProposal, only_as(kind, facts))
        .map_err(|_| Failure::refused(common::FORBIDDEN))
}

/// The same facts, with only the relation that this kind of endorsement needs.
fn only_as(kind: EndorsementKind, facts: Facts) -> Facts {
    let relation = match kind {
        EndorsementKind::UnitHead => Relation::OwnUnit,
        EndorsementKind::ProblemOwner => Relation::ProblemOwner,
    };
    let alone = facts.phase.map_or(Facts::NONE, Facts::in_phase);
    let has = facts.has(relation);
    alone.with(relation, has).with(Relation::ActingHead, has && facts.has(Relation::ActingHead))
}
