//! Who is affected: found by person, call, role, or by what an account opened or had as its task. Each room is asked
//! for what it knows.

use super::super::{Way, store};
use crate::features::{accounts, objections, proposals, reviews};
use crate::kernel::clock::Timestamp;
use crate::kernel::errors::Failure;
use crate::kernel::ids::{BreachId, CallId, ProposalId, UserId};
use crate::platform::db::{Db, ROWS_AT_ONCE};
use crate::platform::ledger::{self, EventType, Subject, SubjectKind};
use crate::platform::read_log;
use std::collections::BTreeSet;

/// Accounts that a way finds and the breach does not list yet, in the order of their ids.
pub(super) fn find_people(
    db: &mut Db,
    breach: &BreachId,
    way: &Way,
) -> Result<Vec<UserId>, Failure> {
    let found = match way {
        Way::Person { account } => vec![account.clone()],
        Way::Call { call } => proposals::candidates_in(db, std::slice::from_ref(call))?,
        Way::Role { role } => accounts::all_holding(db, *role)?,
        Way::Tasks { account, from, until } => {
            let tasks = reviews::tasks_between(db, account, (*from, *until))?;
            proposals::candidates_of(db, &tasks)?
        }
        Way::Readings { account, from, until } => read_by(db, account, (*from, *until))?,
    };
    let listed = store::listed_people(db, breach)?;
    let found: BTreeSet<UserId> = found.into_iter().collect();
    Ok(found.difference(&listed).cloned().collect())
}

/// Whose things this account read, by the log of reads, alone or in a list of their call; and whose proposals it did
/// anything with, by the record: opened a document, verified, scored a task, ruled on an objection, or took away with
/// an export of the call.
fn read_by(
    db: &mut Db,
    account: &UserId,
    span: (Timestamp, Timestamp),
) -> Result<Vec<UserId>, Failure> {
    let acts = ledger::acts_between(db, account, span)?;
    let ids_of = |kind: SubjectKind| {
        let of_kind = acts.iter().filter(move |(_, subject)| subject.kind() == kind);
        of_kind.map(|(_, subject)| subject.id().to_owned()).collect::<Vec<String>>()
    };
    let mut seen: Vec<ProposalId> =
        ids_of(SubjectKind::Proposal).iter().filter_map(|id| id.parse().ok()).collect();
    seen.extend(reviews::proposals_of_tasks(db, &ids_of(SubjectKind::Assignment))?);
    seen.extend(objections::proposals_of(db, &ids_of(SubjectKind::Objection))?);
    let (read, listed) = read_log::seen_by(db, account, span)?;
    let exported = acts.iter().filter_map(exported_call);
    let calls: Vec<CallId> = listed
        .iter()
        .map(String::as_str)
        .chain(exported)
        .filter_map(|id| id.parse().ok())
        .collect();
    let mut found = existing(db, &read)?;
    found.extend(proposals::candidates_of(db, &seen)?);
    found.extend(proposals::candidates_in(db, &calls)?);
    Ok(found)
}

/// The call that an act took away in a file.
fn exported_call((act, subject): &(EventType, Subject)) -> Option<&str> {
    let is_one = *act == EventType::ExportMade && subject.kind() == SubjectKind::Call;
    is_one.then(|| subject.id())
}

/// Of these people those who have an account; the log names whoever a request was about.
fn existing(db: &mut Db, people: &[UserId]) -> Result<Vec<UserId>, Failure> {
    let mut found = Vec::new();
    for some in people.chunks(ROWS_AT_ONCE) {
        found.extend(accounts::names_of(db, some)?.into_keys());
    }
    Ok(found)
}
