//! Letters to reviewers: new tasks, the receipt of a sheet, a reopened sheet. No scores, and
//! nothing about a candidate except the proposal's number.

use super::{Assignment, Receipt};
use crate::features::calls::Call;
use crate::kernel::address::page;
use crate::kernel::clock::Timestamp;
use crate::kernel::ids::{AssignmentId, UserId};
use crate::platform::calendar::{Appointment, Kind};
use crate::platform::ledger::Subject;
use crate::platform::mail::{Letter, Template};
use std::collections::BTreeMap;

/// One to each reviewer, with the number of their new tasks.
pub(super) fn assigned<'a>(
    (call, end): (&Call, &Appointment),
    reviewers: impl IntoIterator<Item = &'a UserId>,
) -> Vec<Letter> {
    let mut tasks: BTreeMap<&UserId, i64> = BTreeMap::new();
    for reviewer in reviewers {
        *tasks.entry(reviewer).or_default() += 1;
    }
    let letter = |(reviewer, count)| {
        Letter::new(reviewer, Template::ReviewAssigned, Subject::call(&call.id))
            .text("call", &call.code)
            .count("tasks", count)
            .instant("review_ends_at", call.calendar.review_ends_at)
            .link("link", &page::reviews())
            .appointment(end.clone())
    };
    tasks.into_iter().map(letter).collect()
}

fn about(to: &UserId, template: Template, (task, number): (&AssignmentId, &str)) -> Letter {
    Letter::new(to, template, Subject::assignment(task))
        .text("number", number)
        .link("link", &page::reviews())
}

/// A task for a sheet ordered after an upheld objection: the review is over, so it has its own
/// deadline.
pub(super) fn ordered(
    task: &Assignment,
    (number, call): (&str, &Call),
    due_at: Timestamp,
) -> Letter {
    about(&task.reviewer, Template::SheetOrdered, (&task.id, number))
        .text("call", &call.code)
        .instant("due_at", due_at)
        .appointment(Appointment {
            uid: format!("sheet-{}", task.id),
            sequence: 0,
            kind: Kind::SheetDue,
            about: number.to_owned(),
            starts_at: due_at,
            ends_at: None,
            place: None,
            link: page::assignment(&task.id),
            cancelled: false,
        })
}

pub(super) fn received(to: &UserId, number: &str, receipt: &Receipt) -> Letter {
    about(to, Template::SheetReceived, (&receipt.assignment, number))
        .instant("submitted_at", receipt.submitted_at)
        .text("sheet_hash", &receipt.sheet_hash)
        .count("ledger_seq", receipt.ledger.seq)
        .text("ledger_hash", &receipt.ledger.hash)
}

pub(super) fn reopened(task: &Assignment, number: &str, reason: &str) -> Letter {
    about(&task.reviewer, Template::SheetReopened, (&task.id, number)).text("reason", reason)
}
