//! What decides how long people are kept: for all of them, or for some, in a fixed number of
//! statements.

use crate::features::privacy::Answer;
use crate::kernel::access::Role;
use crate::kernel::clock::Timestamp;
use crate::kernel::errors::Failure;
use crate::kernel::ids::{CallId, ProposalId, UserId};
use crate::platform::db::schema::{
    assignments, awards, decisions, erasure_requests, mails, objections, panel_members, proposals,
    revisions, role_grants, sessions, users, verifications,
};
use crate::platform::db::{Backend, Db};
use diesel::dsl::max;
use diesel::prelude::*;
use std::collections::{BTreeMap, BTreeSet};

/// A person who was not erased.
#[derive(Debug, Clone, Queryable)]
pub(in crate::features::privacy) struct Living {
    pub user: UserId,
    pub name: String,
    pub created_at: Timestamp,
}

pub(in crate::features::privacy) fn living(
    db: &mut Db,
    only: Option<&[UserId]>,
) -> Result<Vec<Living>, Failure> {
    let mut people = users::table
        .filter(users::erased_at.is_null())
        .select((users::id, users::name, users::created_at))
        .order((users::name, users::id))
        .into_boxed::<Backend>();
    if let Some(ids) = only {
        people = people.filter(users::id.eq_any(ids.to_vec()));
    }
    Ok(people.load(db)?)
}

/// A proposal, whose it is, its call and its state.
pub(in crate::features::privacy) type Proposal = (ProposalId, UserId, CallId, String);

pub(in crate::features::privacy) fn all_proposals(db: &mut Db) -> Result<Vec<Proposal>, Failure> {
    let columns = (proposals::id, proposals::candidate, proposals::call_id, proposals::state);
    Ok(proposals::table.select(columns).load(db)?)
}

/// What is known of people by their ids.
#[derive(Debug, Default)]
pub(in crate::features::privacy) struct Known {
    pub last_sign_in: BTreeMap<UserId, Timestamp>,
    pub last_letter: BTreeMap<UserId, Timestamp>,
    pub on_duty: BTreeSet<UserId>,
    pub granted: BTreeSet<UserId>,
    /// Calls whose proposals somebody verified, assessed or decided.
    pub work: BTreeSet<(UserId, CallId)>,
    /// When revisions of calls were closed; none while one is open.
    pub revisions: Vec<(CallId, Option<Timestamp>)>,
    /// State and ruling of objections.
    pub objections: Vec<(ProposalId, String, Option<Timestamp>)>,
    /// State of seats, and when it was reached.
    pub seats: Vec<(ProposalId, String, Option<Timestamp>)>,
}

pub(in crate::features::privacy) fn known(db: &mut Db) -> Result<Known, Failure> {
    let sign_ins = sessions::table
        .group_by(sessions::user_id)
        .select((sessions::user_id, max(sessions::started_at)))
        .load::<(UserId, Option<Timestamp>)>(db)?;
    let letters = mails::table
        .filter(mails::recipient.is_not_null())
        .group_by(mails::recipient)
        .select((mails::recipient.assume_not_null(), max(mails::created_at)))
        .load::<(UserId, Option<Timestamp>)>(db)?;
    let duties =
        role_grants::revoked_at.is_null().and(role_grants::role.ne(Role::Candidate.name()));
    let on_duty = role_grants::table.filter(duties).select(role_grants::user_id);
    let granted = erasure_requests::table
        .filter(erasure_requests::answer.eq(Answer::Granted))
        .select(erasure_requests::user_id);
    let some = |rows: Vec<(UserId, Option<Timestamp>)>| {
        rows.into_iter().filter_map(|(user, at)| Some((user, at?))).collect()
    };
    Ok(Known {
        last_sign_in: some(sign_ins),
        last_letter: some(letters),
        on_duty: on_duty.load(db)?.into_iter().collect(),
        granted: granted.load(db)?.into_iter().collect(),
        work: work(db)?,
        revisions: revisions::table.select((revisions::call_id, revisions::closed_at)).load(db)?,
        objections: objections::table
            .select((objections::proposal_id, objections::state, objections::ruled_at))
            .load(db)?,
        seats: awards::table
            .select((awards::proposal_id, awards::state, awards::settled_at))
            .load(db)?,
    })
}

fn work(db: &mut Db) -> Result<BTreeSet<(UserId, CallId)>, Failure> {
    let mut work = BTreeSet::new();
    let seats = panel_members::table.select((panel_members::user_id, panel_members::call_id));
    work.extend(seats.load(db)?);
    let tasks = assignments::table.select((assignments::reviewer, assignments::call_id));
    work.extend(tasks.distinct().load(db)?);
    let checks = verifications::table.inner_join(proposals::table);
    let checks = checks.select((verifications::verifier, proposals::call_id));
    work.extend(checks.distinct().load(db)?);
    let decided = decisions::table
        .select((decisions::proposed_by, decisions::decided_by, decisions::call_id))
        .load::<(UserId, Option<UserId>, CallId)>(db)?;
    for (proposer, decider, call) in decided {
        work.extend(decider.map(|user| (user, call.clone())));
        work.insert((proposer, call));
    }
    Ok(work)
}
