//! What a candidate lets others read of a proposal, once its result is announced: given and taken back at any time.

use crate::features::accounts;
use crate::features::calls::{self, Call};
use crate::features::impact::rules::sharing::{self as rules, Shared};
use crate::features::impact::store;
use crate::features::impact::tried::{Consent, Sharing, SharingChoice};
use crate::features::problems;
use crate::features::proposals::{self, Proposal};
use crate::features::reviews::rules::blind;
use crate::kernel::access::{self, Facts, Permission, Relation};
use crate::kernel::errors::Failure;
use crate::kernel::ids::ProposalId;
use crate::kernel::input::Valid;
use crate::platform::cx::Cx;
use crate::platform::ledger::{self, Event, EventType, Subject};
use serde_json::json;

/// A proposal of the viewer's own whose result is announced.
fn own(cx: &mut Cx<'_>, id: &ProposalId) -> Result<(Proposal, Call), Failure> {
    let proposal = proposals::find(cx.db, id)?.ok_or_else(Failure::not_found)?;
    let call = calls::find(cx.db, &proposal.call)?.ok_or_else(Failure::not_found)?;
    let facts = Facts::in_phase(call.phase(cx.now))
        .with(Relation::Own, proposal.candidate == cx.viewer.user);
    access::may(cx.viewer, Permission::ShareProposal, facts)?;
    Ok((proposal, call))
}

fn told(cx: &mut Cx<'_>, id: &ProposalId, call: &Call) -> Result<Sharing, Failure> {
    let chosen = store::chosen(cx.db, id)?;
    Ok(Sharing {
        proposal: id.clone(),
        consent: chosen.map_or(Consent::No, |chosen| chosen.consent),
        is_blind: blind::hides_candidate(call.definition.anonymity),
        shared_at: chosen.map(|chosen| chosen.shared_at),
        withdrawn_at: chosen.and_then(|chosen| chosen.withdrawn_at),
    })
}

/// What others may read of one's own proposal.
///
/// # Errors
/// `not_found` for others; `wrong_phase` before the announcement.
pub fn read_sharing(cx: &mut Cx<'_>, id: &ProposalId) -> Result<Sharing, Failure> {
    let (_, call) = own(cx, id)?;
    told(cx, id, &call)
}

/// Lets others read it, or takes that back. A choice that stands already changes nothing.
///
/// # Errors
/// As [`read_sharing`]; `nothing_to_share` for a draft and for what was withdrawn; `name_is_hidden` where the call hid
/// its candidates.
pub fn choose_sharing(
    cx: &mut Cx<'_>,
    id: &ProposalId,
    choice: &Valid<SharingChoice>,
) -> Result<Sharing, Failure> {
    let (proposal, call) = own(cx, id)?;
    let SharingChoice { consent } = choice.kept()?;
    let before = store::chosen(cx.db, id)?.map_or(Consent::No, |chosen| chosen.consent);
    if before == consent {
        return told(cx, id, &call);
    }
    if consent == Consent::No {
        store::withdraw(cx.db, id, cx.now)?;
        record(cx, id, (EventType::ProposalUnshared, json!({})))?;
        return told(cx, id, &call);
    }
    rules::shareable(proposal.state())?;
    let is_named = rules::is_named(consent, call.definition.anonymity);
    if consent == Consent::Named && !is_named {
        return Err(Failure::field("consent", rules::NAME_IS_HIDDEN));
    }
    let words = searched(cx, (&proposal, &call), is_named)?;
    store::share(cx.db, id, (is_named, &words), cx.now)?;
    record(cx, id, (EventType::ProposalShared, json!({ "named": is_named })))?;
    told(cx, id, &call)
}

/// What a search of others finds it by.
fn searched(
    cx: &mut Cx<'_>,
    (proposal, call): (&Proposal, &Call),
    is_named: bool,
) -> Result<String, Failure> {
    let problem = problems::find(cx.db, &proposal.problem)?.ok_or_else(Failure::not_found)?;
    let units = accounts::load_units(cx.db)?;
    let unit = units.get(&proposal.unit).map(|unit| unit.name.clone());
    let people = std::slice::from_ref(&proposal.candidate);
    let name = accounts::names_of(cx.db, people)?.remove(&proposal.candidate);
    let secrets: Vec<String> = name.into_iter().chain(unit).collect();
    let shared = Shared::of(&proposal.content, is_named, &secrets)?;
    Ok(shared.searched([&problem.code, &problem.title, &call.code]))
}

fn record(
    cx: &mut Cx<'_>,
    id: &ProposalId,
    (act, payload): (EventType, serde_json::Value),
) -> Result<(), Failure> {
    let subject = Subject::proposal(id);
    let event = Event { actor: Some(&cx.viewer.user), act, subject, payload };
    ledger::append(cx.db, event, cx.now).map(|_| ())
}
