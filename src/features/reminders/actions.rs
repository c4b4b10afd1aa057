//! Reminders: by the program before a deadline, and by the secretariat or the chair at any time
//! during the review.

mod admission;
mod by_hand;
mod by_program;
mod of_interviews;
mod of_pacts;
mod of_studies;
mod to_measure;

pub use admission::{is_admission_to_remind, remind_of_admission};
pub use by_hand::{Reminded, last_reminded, remind_now};
pub use by_program::{due, remind};
pub use of_interviews::{is_interview_to_remind, remind_of_interviews};
pub use of_pacts::{is_pact_to_remind, remind_of_pacts};
pub use of_studies::{is_to_remind_of_studies, remind_of_studies};
pub use to_measure::{is_to_remind, remind_to_measure};

use super::OpenTasks;
use crate::features::conflicts::{candidacies, conflicts_of_call, positions_of, rules::found};
use crate::features::reviews;
use crate::kernel::errors::Failure;
use crate::kernel::ids::{CallId, ProposalId, UserId};
use crate::platform::db::Db;
use std::collections::{BTreeMap, BTreeSet};

/// The reviewers of a call who have tasks to hand in, without tasks on proposals in `but` and tasks
/// with a conflict of interest. Five statements, independent of the number of tasks.
fn open_tasks(
    db: &mut Db,
    call: &CallId,
    but: &BTreeSet<ProposalId>,
) -> Result<BTreeMap<UserId, OpenTasks>, Failure> {
    let tasks = reviews::open_tasks_in(db, call)?;
    let of: BTreeMap<ProposalId, _> =
        candidacies(db, call)?.into_iter().map(|one| (one.proposal.clone(), one)).collect();
    let recorded: BTreeSet<(UserId, ProposalId)> = conflicts_of_call(db, call)?
        .into_iter()
        .map(|(_, conflict)| (conflict.user, conflict.proposal))
        .collect();
    let people: BTreeSet<UserId> = tasks.iter().map(|(reviewer, ..)| reviewer.clone()).collect();
    let people = positions_of(db, &people.into_iter().collect::<Vec<_>>())?;
    let places: BTreeMap<UserId, _> =
        people.into_iter().map(|person| (person.user.clone(), person)).collect();
    let mut open: BTreeMap<UserId, OpenTasks> = BTreeMap::new();
    for (reviewer, proposal, since) in tasks {
        let person = places.get(&reviewer);
        let is_found = |of| person.is_none_or(|person| found(person, of).is_some());
        let is_in_conflict = of.get(&proposal).is_none_or(is_found)
            || recorded.contains(&(reviewer.clone(), proposal.clone()));
        if is_in_conflict || but.contains(&proposal) {
            continue;
        }
        let own = open.entry(reviewer).or_insert(OpenTasks { count: 0, since });
        own.count += 1;
        own.since = own.since.min(since);
    }
    Ok(open)
}
