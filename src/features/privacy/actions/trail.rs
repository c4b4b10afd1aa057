//! Who did what with a person's account and proposals.

use crate::features::accounts::{RoleHeld, names_of, roles_ever_held};
use crate::features::privacy::rules::disclosure::{self, About, Assessed};
use crate::features::privacy::{Processor, Step};
use crate::features::{calls, decisions};
use crate::kernel::access::Phase;
use crate::kernel::clock::Timestamp;
use crate::kernel::errors::Failure;
use crate::kernel::ids::{CallId, ProposalId, UserId};
use crate::platform::db::Db;
use crate::platform::ledger::{self, Acted, EventType, Subject};
use crate::platform::personal::{Person, Thing};
use std::collections::{BTreeMap, BTreeSet};

/// What is the person's, or concerns all of a call in which they take part, and what it is to them.
pub(super) type Things = BTreeMap<Subject, About>;

/// The acts of all on these things, oldest first.
pub(super) fn of(db: &mut Db, user: &UserId, things: &Things) -> Result<Vec<Step>, Failure> {
    let asked: Vec<Subject> = things.keys().cloned().collect();
    let acts = ledger::acts_on(db, &asked)?;
    let actors: BTreeSet<String> = acts.iter().filter_map(|acted| acted.actor.clone()).collect();
    let ids: Vec<UserId> = actors.iter().filter_map(|id| id.parse().ok()).collect();
    let names = names_of(db, &ids)?;
    let held = roles_ever_held(db, actors.into_iter().collect())?;
    let step = |acted: Acted| {
        let about = things.get(&acted.subject.parse::<Subject>().ok()?)?;
        let by = processor(user, &acted, &names, &held);
        let assessing = matches!(by, Processor::Withheld { .. });
        let is_told = by == Processor::Yourself
            || disclosure::is_told((EventType::from_name(&acted.act), acted.at), *about, assessing);
        let payload = serde_json::from_str(&acted.payload).unwrap_or_default();
        let what = disclosure::what(&payload);
        let at = disclosure::when(acted.at, by == Processor::Yourself);
        is_told.then_some(Step { at, act: acted.act, subject: acted.subject, what, by })
    };
    let mut trail: Vec<Step> = acts.into_iter().filter_map(step).collect();
    trail.sort_by_cached_key(disclosure::place);
    Ok(trail)
}

/// What the person's things are to them, by how far the assessment in each call has been made known.
pub(super) fn about(db: &mut Db, person: &Person<'_>, things: &[Thing]) -> Result<Things, Failure> {
    let now = person.now;
    let calls: BTreeSet<CallId> = person.proposals.iter().map(|(_, call)| call.clone()).collect();
    let known = made_known(db, &calls.into_iter().collect::<Vec<_>>(), now)?;
    let known_of = |call: &CallId| known.get(call).copied().unwrap_or(Assessed::Unknown);
    let in_call: BTreeMap<&ProposalId, &CallId> =
        person.proposals.iter().map(|(id, call)| (id, call)).collect();
    let of_thing = |thing: &Thing| {
        let call = thing.proposal.as_ref().and_then(|id| in_call.get(id));
        let known = call.map_or(Assessed::Unknown, |call| known_of(call));
        Some((thing.subject.clone(), About::of(thing.subject.kind(), known)?))
    };
    let of_call =
        |(_, call): &(ProposalId, CallId)| (Subject::call(call), About::WholeCall(known_of(call)));
    let theirs = things.iter().filter_map(of_thing);
    Ok(theirs.chain(person.proposals.iter().map(of_call)).collect())
}

fn made_known(
    db: &mut Db,
    ids: &[CallId],
    now: Timestamp,
) -> Result<BTreeMap<CallId, Assessed>, Failure> {
    let announced = decisions::last_announcements(db, ids)?;
    let revised = calls::revised_among(db, ids)?;
    let known = |call: &calls::Call| {
        let is_over = matches!(call.phase(now), Phase::Closed | Phase::Cancelled);
        if is_over && !revised.contains(&call.id) {
            return Assessed::Wholly;
        }
        announced.get(&call.id).map_or(Assessed::Unknown, |at| Assessed::Until(*at))
    };
    let found = calls::find_many(db, ids)?;
    Ok(found.into_iter().map(|call| (call.id.clone(), known(&call))).collect())
}

fn processor(
    user: &UserId,
    acted: &Acted,
    names: &BTreeMap<UserId, String>,
    held: &[RoleHeld],
) -> Processor {
    let Some(actor) = &acted.actor else { return Processor::Program };
    if actor == user.as_str() {
        return Processor::Yourself;
    }
    let theirs = || held.iter().filter(|grant| &grant.user_id == actor);
    let ever: Vec<String> = theirs().map(|grant| grant.role.clone()).collect();
    let at_the_time = |grant: &&RoleHeld| {
        grant.granted_at <= acted.at && grant.revoked_at.is_none_or(|end| acted.at < end)
    };
    let then = theirs().filter(at_the_time).map(|grant| grant.role.clone()).collect();
    let name = actor.parse().ok().and_then(|id: UserId| names.get(&id)).cloned();
    disclosure::processor(name, &ever, then)
}
