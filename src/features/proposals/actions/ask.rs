//! Asking for endorsements: the candidate asks with one button, those who are asked are told by letter and reminded
//! once, and return the request with a remark or endorse (`endorse`).

use super::read::seen;
use super::{ProposalContext, record};
use crate::features::accounts::{acting_heads_on, heads_of_all, holders_of, load_units, names_of};
use crate::features::calls;
use crate::features::problems;
use crate::features::proposals::rules::endorsed_content::endorsed_hash;
use crate::features::proposals::rules::requests::Telling;
use crate::features::proposals::rules::states::{Step, transition};
use crate::features::proposals::rules::{changes, requests};
use crate::features::proposals::{
    ChangedSince, EndorsementKind, EndorsementRequest, Proposal, ReturnedRequest, letters, store,
};
use crate::kernel::access::{self, Permission, Phase, Role};
use crate::kernel::canonical;
use crate::kernel::clock::Timestamp;
use crate::kernel::errors::Failure;
use crate::kernel::ids::{ProposalId, RecordId, UnitCode, UserId};
use crate::kernel::input::Valid;
use crate::platform::cx::Cx;
use crate::platform::db::Db;
use crate::platform::ledger::{self, Event, EventType, Subject};
use crate::platform::mail::{self, Letter};
use serde_json::json;
use std::collections::BTreeMap;

/// The unit whose head gives an endorsement of this kind.
fn unit_of<'a>(
    kind: EndorsementKind,
    proposal: &'a Proposal,
    problem: &'a problems::Problem,
) -> &'a UnitCode {
    match kind {
        EndorsementKind::UnitHead => &proposal.unit,
        EndorsementKind::ProblemOwner => &problem.owner_unit,
    }
}

/// Everybody who may endorse for a unit now: its heads, and who stands in for them.
struct Heads(BTreeMap<UnitCode, Vec<UserId>>);

impl Heads {
    fn now(db: &mut Db, now: Timestamp) -> Result<Self, Failure> {
        let mut heads = heads_of_all(db)?;
        for (unit, acting) in acting_heads_on(db, now.date_in_jakarta())? {
            let of = heads.entry(unit).or_default();
            of.extend(acting);
            of.sort_unstable();
            of.dedup();
        }
        Ok(Self(heads))
    }

    /// All but the candidate.
    fn asked(&self, unit: &UnitCode, candidate: &UserId) -> Vec<UserId> {
        let of = self.0.get(unit).into_iter().flatten();
        of.filter(|head| *head != candidate).cloned().collect()
    }
}

/// Asks for every endorsement that is missing and was not asked for. Where no head has an account, or the only one is
/// the candidate, the secretariat is told which unit needs one.
///
/// # Errors
/// `not_found`, `wrong_phase`, `wrong_state`; `nothing_to_ask`.
pub fn ask_endorsement(
    cx: &mut Cx<'_>,
    id: &ProposalId,
) -> Result<Vec<EndorsementRequest>, Failure> {
    let context = ProposalContext::find(cx, id)?;
    access::may(cx.viewer, Permission::AskEndorsement, context.facts)?;
    transition(context.proposal.state(), Step::Endorse)?;
    let essence = endorsed_hash(&context.proposal.text())?;
    let given = context.endorsements(cx.db, &essence)?;
    let mut posts = Vec::new();
    let mut asked = Vec::new();
    for kind in requests::to_ask(&given, &store::requests_of(cx.db, id)?)? {
        let (is_told, letters) = letters_of_asking(cx.db, (&context, kind), cx.now)?;
        let request = EndorsementRequest {
            id: RecordId::new()?,
            kind,
            asked_at: cx.now,
            told_at: is_told.then_some(cx.now),
            reminded_at: None,
            answered_at: None,
            answered_by: None,
            remark: None,
        };
        store::insert_request(cx.db, id, &request)?;
        let payload = json!({"kind": kind, "essence_hash": essence});
        record(cx, id, (EventType::EndorsementAsked, payload))?;
        posts.extend(letters);
        asked.push(request);
    }
    mail::post_all(cx.db, &posts, cx.now)?;
    Ok(asked)
}

/// Whether there is somebody to ask, and the letters to them or, if not, to the secretariat.
fn letters_of_asking(
    db: &mut Db,
    (context, kind): (&ProposalContext, EndorsementKind),
    now: Timestamp,
) -> Result<(bool, Vec<Letter>), Failure> {
    let ProposalContext { proposal, call, problem, .. } = context;
    let unit = unit_of(kind, proposal, problem);
    let heads = Heads::now(db, now)?.asked(unit, &proposal.candidate);
    if !heads.is_empty() {
        let letter = |head: &UserId| letters::endorsement_asked(head, (proposal, call), kind);
        return Ok((true, heads.iter().map(letter).collect()));
    }
    let name = load_units(db)?.remove(unit).map_or_else(|| unit.to_string(), |unit| unit.name);
    let team = holders_of(db, Role::Secretariat)?;
    let letter = |to: &UserId| letters::endorsement_without_head(to, call, &name);
    Ok((false, team.iter().filter(|to| **to != proposal.candidate).map(letter).collect()))
}

/// Returns a request to the candidate with a remark.
///
/// # Errors
/// As for endorsing; `not_asked` when nobody asks, or no longer.
pub fn return_request(
    cx: &mut Cx<'_>,
    id: &ProposalId,
    returned: &Valid<ReturnedRequest>,
) -> Result<EndorsementRequest, Failure> {
    let kind = returned.kind;
    let context = ProposalContext::find(cx, id)?;
    super::endorse::may_endorse(cx.viewer, kind, context.facts)?;
    transition(context.proposal.state(), Step::Endorse)?;
    let asked = store::requests_of(cx.db, id)?;
    let request = requests::open(kind, &asked)?.clone();
    let ReturnedRequest { remark, .. } = returned.kept()?;
    store::answer_request(cx.db, &request.id, (&cx.viewer.user, Some(&remark)), cx.now)?;
    let payload = json!({"kind": kind, "remark_hash": canonical::sha256_hex(&remark)});
    record(cx, id, (EventType::EndorsementReturned, payload))?;
    let of = (&context.proposal, &context.call);
    mail::post(cx.db, &letters::endorsement_returned(of, kind, &remark), cx.now)?;
    let answered_by = Some(cx.viewer.user.clone());
    Ok(EndorsementRequest {
        answered_at: Some(cx.now),
        answered_by,
        remark: Some(remark),
        ..request
    })
}

/// The requests for endorsement, oldest first, for the candidate and, while the call is open, those who endorse.
///
/// # Errors
/// `not_found`.
pub fn endorsement_requests(
    cx: &mut Cx<'_>,
    id: &ProposalId,
) -> Result<Vec<EndorsementRequest>, Failure> {
    let context = ProposalContext::find(cx, id)?;
    requests_in(cx, &context)
}

pub(super) fn requests_in(
    cx: &mut Cx<'_>,
    context: &ProposalContext,
) -> Result<Vec<EndorsementRequest>, Failure> {
    access::may(cx.viewer, Permission::ReadDraftProposal, context.facts)?;
    seen(cx.viewer, context)?;
    store::requests_of(cx.db, context.id())
}

/// The names of those who are asked, by kind, for the candidate.
pub(super) fn asked_in(
    cx: &mut Cx<'_>,
    context: &ProposalContext,
) -> Result<BTreeMap<&'static str, Vec<String>>, Failure> {
    let heads = Heads::now(cx.db, cx.now)?;
    let of_kind = |kind: EndorsementKind| {
        let unit = unit_of(kind, &context.proposal, &context.problem);
        (kind.name(), heads.asked(unit, &context.proposal.candidate))
    };
    let asked = EndorsementKind::ALL.map(of_kind);
    let all: Vec<UserId> = asked.iter().flat_map(|(_, heads)| heads).cloned().collect();
    let names = names_of(cx.db, &all)?;
    let name = |head: &UserId| names.get(head).cloned();
    Ok(asked.iter().map(|(kind, of)| (*kind, of.iter().filter_map(name).collect())).collect())
}

/// What has changed since each endorsement that holds no longer, for those who endorse.
///
/// # Errors
/// `not_found`, `wrong_phase`.
pub fn changed_since(cx: &mut Cx<'_>, id: &ProposalId) -> Result<Vec<ChangedSince>, Failure> {
    let context = ProposalContext::find(cx, id)?;
    access::may(cx.viewer, Permission::EndorseProposal, context.facts)?;
    changed_in(cx, &context)
}

pub(super) fn changed_in(
    cx: &mut Cx<'_>,
    context: &ProposalContext,
) -> Result<Vec<ChangedSince>, Failure> {
    let text = context.proposal.text();
    let given = context.endorsements(cx.db, &endorsed_hash(&text)?)?;
    let mut found = Vec::new();
    for kind in EndorsementKind::ALL {
        let of_kind = || given.iter().filter(|one| one.kind == kind);
        let last = of_kind().max_by_key(|one| one.endorsed_at);
        let Some(last) = last.filter(|_| !of_kind().any(|one| one.current)) else { continue };
        let signed = store::endorsed_text(cx.db, context.id(), &last.essence_hash)?;
        let Some(signed) = signed else { continue };
        let fields = changes::between(&signed, &requests::signed(&text)?)?;
        found.push(ChangedSince { kind, endorsed_at: last.endorsed_at, fields });
    }
    Ok(found)
}

/// A request that waits, what is to be told of it, and to whom.
struct Due {
    proposal: Proposal,
    call: calls::Call,
    request: EndorsementRequest,
    telling: Telling,
    heads: Vec<UserId>,
}

fn due(db: &mut Db, now: Timestamp) -> Result<Vec<Due>, Failure> {
    let mut due = Vec::new();
    let before = now.plus_days(-requests::REMIND_AFTER_DAYS);
    let waiting = store::waiting_requests(db, before)?;
    if waiting.is_empty() {
        return Ok(due);
    }
    let all = Heads::now(db, now)?;
    for (id, state, request) in waiting {
        let Some(telling) = requests::telling(state, &request, now) else { continue };
        let Some(proposal) = store::find(db, &id)? else { continue };
        let Some(call) = calls::find(db, &proposal.call)? else { continue };
        let Some(problem) = problems::find(db, &proposal.problem)? else { continue };
        if call.phase(now) != Phase::Open {
            continue;
        }
        let unit = unit_of(request.kind, &proposal, &problem);
        let heads = all.asked(unit, &proposal.candidate);
        if !heads.is_empty() {
            due.push(Due { proposal, call, request, telling, heads });
        }
    }
    Ok(due)
}

/// Whether somebody is to be told now that an endorsement is asked of them.
///
/// # Errors
/// When the database fails.
pub fn is_to_tell_of_endorsements(db: &mut Db, now: Timestamp) -> Result<bool, Failure> {
    Ok(!due(db, now)?.is_empty())
}

/// Tells them, and reminds them once for each request; returns the number of letters.
///
/// # Errors
/// When the database fails; then nobody was told.
pub fn tell_of_endorsements(db: &mut Db, now: Timestamp) -> Result<usize, Failure> {
    let mut posts = Vec::new();
    for Due { proposal, call, request, telling, heads } in due(db, now)? {
        match telling {
            Telling::Asked => store::note_told(db, &request.id, now)?,
            Telling::Reminder => store::note_reminded(db, &request.id, now)?,
        }
        let reminder = telling == Telling::Reminder;
        let payload = json!({"kind": request.kind, "letters": heads.len(), "reminder": reminder});
        let subject = Subject::proposal(&proposal.id);
        let act = EventType::EndorsementReminded;
        ledger::append(db, Event { actor: None, act, subject, payload }, now)?;
        let of = (&proposal, &call);
        let letter = |head: &UserId| match telling {
            Telling::Asked => letters::endorsement_asked(head, of, request.kind),
            Telling::Reminder => letters::endorsement_reminder(head, of, &request),
        };
        posts.extend(heads.iter().map(letter));
    }
    mail::post_all(db, &posts, now)?;
    Ok(posts.len())
}
