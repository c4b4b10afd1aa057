//! All studies at once: for lists, tables, and the program's own reminders. The number of statements does not grow with
//! their number.

use super::context;
use crate::features::accounts::{holders_of, users_of};
use crate::features::calls::Call;
use crate::features::conflicts::conflicted_among;
use crate::features::problems::Problem;
use crate::features::studies::{State, Study, store};
use crate::features::{awards, calls, problems, proposals};
use crate::kernel::access::{self, Facts, Permission, Relation, Role};
use crate::kernel::clock::Timestamp;
use crate::kernel::errors::Failure;
use crate::kernel::ids::{AwardId, CallId, ProblemId, ProposalId, UnitCode, UserId};
use crate::platform::cx::Cx;
use crate::platform::db::Db;
use std::collections::BTreeMap;

/// The calls of studies.
pub(super) type Calls = BTreeMap<CallId, Call>;

/// Every study, the newest seats first, with what they are of. Who may read which is not looked at.
pub(super) struct Every {
    pub(super) studies: Vec<Study>,
    pub(super) calls: Calls,
    pub(super) problems: BTreeMap<ProblemId, Problem>,
}

/// Loads them.
pub(super) fn every(db: &mut Db, now: Timestamp) -> Result<Every, Failure> {
    let seats = awards::seats_taken(db, now)?;
    let ids: Vec<AwardId> = seats.iter().map(|seat| seat.id.clone()).collect();
    let mut written = store::written_of(db, &ids)?;
    let of: Vec<ProposalId> = seats.iter().map(|seat| seat.proposal.clone()).collect();
    let proposals = proposals::submitted_many(db, &of)?;
    let mut named: Vec<CallId> = seats.iter().map(|seat| seat.call.clone()).collect();
    named.sort_unstable();
    named.dedup();
    let calls = calls::find_many(db, &named)?;
    let calls: Calls = calls.into_iter().map(|call| (call.id.clone(), call)).collect();
    let mut wanted: Vec<_> = written.values().map(|one| one.problem.clone()).collect();
    wanted.extend(proposals.values().map(|proposal| proposal.problem.clone()));
    wanted.sort_unstable();
    wanted.dedup();
    let problems = problems::find_many(db, &wanted)?;
    let problems: BTreeMap<_, _> =
        problems.into_iter().map(|problem| (problem.id.clone(), problem)).collect();
    let mut studies = Vec::new();
    for seat in seats {
        let row = written.remove(&seat.id);
        let (Some(proposal), Some(call)) = (proposals.get(&seat.proposal), calls.get(&seat.call))
        else {
            continue;
        };
        let Some(row) = context::row_of(&seat, (proposal, call), row)? else { continue };
        let Some(problem) = problems.get(&row.problem) else { continue };
        studies.push(context::study_of(&seat, (proposal, problem), &row));
    }
    Ok(Every { studies, calls, problems })
}

/// The units that have a head, each with its heads; only looked up for those to whom it makes
/// a difference.
fn heads_by_unit(cx: &mut Cx<'_>) -> Result<BTreeMap<UnitCode, Vec<UserId>>, Failure> {
    let mut heads: BTreeMap<UnitCode, Vec<UserId>> = BTreeMap::new();
    if cx.viewer.is(Role::Approver) {
        let holders = holders_of(cx.db, Role::UnitHead)?;
        for user in users_of(cx.db, &holders)? {
            if let Some(unit) = user.unit {
                heads.entry(unit).or_default().push(user.id);
            }
        }
    }
    Ok(heads)
}

/// Every study that the reader may read, with how they are related to it.
pub(super) fn readable(cx: &mut Cx<'_>) -> Result<Vec<(Study, Facts)>, Failure> {
    readable_with_calls(cx).map(|(studies, _)| studies)
}

/// The same, with the calls that they are of.
pub(super) fn readable_with_calls(
    cx: &mut Cx<'_>,
) -> Result<(Vec<(Study, Facts)>, Calls), Failure> {
    access::may(cx.viewer, Permission::ListStudies, Facts::NONE.with(Relation::Own, true))?;
    let Every { studies: all, calls, .. } = every(cx.db, cx.now)?;
    let of: Vec<ProposalId> = all.iter().map(|study| study.proposal.clone()).collect();
    let hidden = conflicted_among(cx.db, &cx.viewer.user, &of)?;
    let heads = heads_by_unit(cx)?;
    let is_absent = |study: &Study| {
        let of = heads.get(&study.owner_unit);
        of.is_none_or(|heads| heads.iter().all(|head| *head == study.candidate))
    };
    let related = |study: Study| {
        let facts = context::facts_of(cx.viewer, &study)
            .with(Relation::Conflicted, hidden.contains(&study.proposal))
            .with(Relation::OwnerAbsent, is_absent(&study));
        cx.viewer.may(Permission::ReadStudy, facts).then_some((study, facts))
    };
    Ok((all.into_iter().filter_map(related).collect(), calls))
}

/// The studies that wait for a proof of admission, without one that waits to be checked; each with the days before
/// the last one on which its call reminds. For the program's own reminders.
///
/// # Errors
/// When the database fails.
pub fn without_proof(db: &mut Db, now: Timestamp) -> Result<Vec<(Study, u32)>, Failure> {
    let Every { studies: all, calls, .. } = every(db, now)?;
    let waiting: Vec<Study> =
        all.into_iter().filter(|study| study.state == State::Admission).collect();
    let ids: Vec<AwardId> = waiting.iter().map(|study| study.id.clone()).collect();
    let sent = store::with_proof_to_check(db, &ids)?;
    let days = |study: &Study| {
        let call = calls.get(&study.call)?;
        Some(call.definition.after_award.admission_reminder_days)
    };
    let lacking = waiting.into_iter().filter(|study| !sent.contains(&study.id));
    Ok(lacking.filter_map(|study| days(&study).map(|days| (study, days))).collect())
}
