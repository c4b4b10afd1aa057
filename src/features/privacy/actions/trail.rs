//! Who did what with a person's account and proposals.

use crate::features::accounts::names_of;
use crate::features::calls;
use crate::features::privacy::rules::disclosure::{self, About, Assessed};
use crate::features::privacy::store::{self, Acted, Held};
use crate::features::privacy::{Processor, Step};
use crate::kernel::access::Phase;
use crate::kernel::clock::Timestamp;
use crate::kernel::errors::Failure;
use crate::kernel::ids::{CallId, ProposalId, UserId};
use crate::platform::db::Db;
use crate::platform::ledger::{EventType, Subject, SubjectKind};
use std::collections::{BTreeMap, BTreeSet};

/// Oldest first. `themselves` are the subjects that are shown without an announcement.
pub(super) fn of(
    db: &mut Db,
    user: &UserId,
    (own, themselves): (&[(ProposalId, CallId)], Vec<Subject>),
    now: Timestamp,
) -> Result<Vec<Step>, Failure> {
    let mut about = subjects(db, own, now)?;
    about.extend(themselves.into_iter().map(|subject| (subject, About::Themselves)));
    let asked: Vec<Subject> = about.keys().cloned().collect();
    let acts = store::acts_on(db, &asked)?;
    let actors: BTreeSet<String> = acts.iter().filter_map(|acted| acted.actor.clone()).collect();
    let ids: Vec<UserId> = actors.iter().filter_map(|id| id.parse().ok()).collect();
    let names = names_of(db, &ids)?;
    let held = store::roles_of(db, actors.into_iter().collect())?;
    let step = |acted: Acted| {
        let about = about.get(&acted.subject.parse::<Subject>().ok()?)?;
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

/// The record's subjects for the person's proposals, the assignments on them, and their calls.
pub(super) fn subjects(
    db: &mut Db,
    own: &[(ProposalId, CallId)],
    now: Timestamp,
) -> Result<BTreeMap<Subject, About>, Failure> {
    let ids: Vec<ProposalId> = own.iter().map(|(id, _)| id.clone()).collect();
    let calls: BTreeSet<CallId> = own.iter().map(|(_, call)| call.clone()).collect();
    let known = made_known(db, &calls.into_iter().collect::<Vec<_>>(), now)?;
    let known_of = |call: &CallId| known.get(call).copied().unwrap_or(Assessed::Unknown);
    let in_call: BTreeMap<&ProposalId, &CallId> = own.iter().map(|(id, call)| (id, call)).collect();
    let mut about = BTreeMap::new();
    for (task, proposal) in store::assignments_on(db, &ids)? {
        if let Some(call) = in_call.get(&proposal) {
            about.insert(
                Subject::of(SubjectKind::Assignment, &task),
                About::Proposal(known_of(call)),
            );
        }
    }
    for (id, call) in own {
        about.insert(Subject::proposal(id), About::Proposal(known_of(call)));
        about.insert(Subject::call(call), About::WholeCall(known_of(call)));
    }
    Ok(about)
}

fn made_known(
    db: &mut Db,
    ids: &[CallId],
    now: Timestamp,
) -> Result<BTreeMap<CallId, Assessed>, Failure> {
    let (announced, revised) = store::announcements_in(db, ids)?;
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
    held: &[Held],
) -> Processor {
    let Some(actor) = &acted.actor else { return Processor::Program };
    if actor == user.as_str() {
        return Processor::Yourself;
    }
    let theirs = || held.iter().filter(|grant| &grant.user_id == actor);
    let ever: Vec<String> = theirs().map(|grant| grant.role.clone()).collect();
    let at_the_time = |grant: &&Held| {
        grant.granted_at <= acted.at && grant.revoked_at.is_none_or(|end| acted.at < end)
    };
    let then = theirs().filter(at_the_time).map(|grant| grant.role.clone()).collect();
    let name = actor.parse().ok().and_then(|id: UserId| names.get(&id)).cloned();
    disclosure::processor(name, &ever, then)
}
