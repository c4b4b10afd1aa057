//! Letters to reviewers: new tasks, the receipt of a sheet, a reopened sheet. No scores, and
//! nothing about a candidate except the proposal's number.

use super::rules::withdrawing::returns;
use super::{Assignment, Receipt};
use crate::features::calls::Call;
use crate::features::conflicts::Withdrawal;
use crate::kernel::address::page;
use crate::kernel::clock::Timestamp;
use crate::kernel::ids::{AssignmentId, ProposalId, UserId};
use crate::platform::calendar::{Appointment, Kind};
use crate::platform::ledger::Subject;
use crate::platform::mail::{Letter, Template};
use std::collections::{BTreeMap, BTreeSet};

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

/// One to each reviewer whose tasks changed; who only got new ones is told of those.
pub(super) fn changed(
    (call, end): (&Call, &Appointment),
    (added, removed): (&[UserId], &[UserId]),
) -> Vec<Letter> {
    let count = |of: &[UserId], who: &UserId| {
        i64::try_from(of.iter().filter(|one| *one == who).count()).unwrap_or(i64::MAX)
    };
    let gained = added.iter().filter(|one| !removed.contains(one));
    let mut letters = assigned((call, end), gained);
    let losing: BTreeSet<&UserId> = removed.iter().collect();
    letters.extend(losing.into_iter().map(|reviewer| {
        Letter::new(reviewer, Template::ReviewChanged, Subject::call(&call.id))
            .text("call", &call.code)
            .count("added", count(added, reviewer))
            .count("removed", count(removed, reviewer))
            .instant("review_ends_at", call.calendar.review_ends_at)
            .link("link", &page::reviews())
    }));
    letters
}

/// To a reviewer who is no longer on the panel: how many open tasks ended, and how many sheets count on.
pub(super) fn left_panel(to: &UserId, call: &Call, (ended, handed_in): (usize, u32)) -> Letter {
    Letter::new(to, Template::PanelLeft, Subject::call(&call.id))
        .text("call", &call.code)
        .count("ended", i64::try_from(ended).unwrap_or(i64::MAX))
        .count("handed_in", i64::from(handed_in))
        .link("link", &page::reviews())
}

/// To a reviewer: proposals left the selection, and their tasks on these ended.
pub(super) fn tasks_ended(to: &UserId, call: &Call, numbers: &str) -> Letter {
    Letter::new(to, Template::TasksEnded, Subject::call(&call.id))
        .text("call", &call.code)
        .text("numbers", numbers)
        .link("link", &page::reviews())
}

fn about(to: &UserId, template: Template, (task, number): (&AssignmentId, &str)) -> Letter {
    Letter::new(to, template, Subject::assignment(task))
        .text("number", number)
        .link("link", &page::reviews())
}

/// A task for a sheet ordered after an upheld objection: the review is over, so it has its own
/// deadline.
pub(super) fn ordered(task: &Assignment, about: (&str, &Call), due_at: Timestamp) -> Letter {
    due_after(Template::SheetOrdered, task, about, due_at)
}

/// A task in place of a sheet that does not count, after the review.
pub(super) fn in_place(task: &Assignment, about: (&str, &Call), due_at: Timestamp) -> Letter {
    due_after(Template::SheetInPlace, task, about, due_at)
}

/// About a sheet with a deadline of its own.
fn due_after(
    template: Template,
    task: &Assignment,
    (number, call): (&str, &Call),
    due_at: Timestamp,
) -> Letter {
    about(&task.reviewer, template, (&task.id, number))
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

/// A sheet may be handed in although the review has ended.
pub(super) fn awaited(
    task: &Assignment,
    about: (&str, &Call),
    (until, reason): (Timestamp, &str),
    is_again: bool,
) -> Letter {
    let mut letter = due_after(Template::SheetAwaited, task, about, until).text("reason", reason);
    for entry in &mut letter.appointments {
        entry.sequence = u32::from(is_again);
    }
    letter
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

fn about_conflict(
    to: &UserId,
    template: Template,
    (proposal, number): (&ProposalId, &str),
    call: &Call,
) -> Letter {
    Letter::new(to, template, Subject::proposal(proposal))
        .text("number", number)
        .text("call", &call.code)
}

/// To a reviewer whose task was closed because somebody reported a conflict.
pub(super) fn conflict_reported(to: &UserId, about: (&ProposalId, &str), call: &Call) -> Letter {
    about_conflict(to, Template::ConflictReported, about, call).link("link", &page::own_conflicts())
}

/// To a chair.
pub(super) fn withdrawal_asked(
    to: &UserId,
    (asked, number): (&Withdrawal, &str),
    call: &Call,
) -> Letter {
    let about = (&asked.conflict.proposal, number);
    about_conflict(to, Template::WithdrawalAsked, about, call)
        .text("reason", &asked.reason)
        .link("link", &page::call_conflicts(&call.id))
}

/// To who asked, and to whom a task came back.
pub(super) fn withdrawal_ruled(
    to: &UserId,
    (ruled, number): (&Withdrawal, &str),
    call: &Call,
) -> Letter {
    let about = (&ruled.conflict.proposal, number);
    let ruling = ruled.ruling.as_ref();
    let reason = ruling.map_or("", |ruling| ruling.reason.as_str());
    match ruling.and_then(|ruling| ruling.comeback) {
        None => about_conflict(to, Template::WithdrawalRefused, about, call)
            .text("reason", reason)
            .link("link", &page::own_conflicts()),
        Some(comeback) => about_conflict(to, Template::WithdrawalConfirmed, about, call)
            .text("reason", reason)
            .word("comeback", format!("comeback-{}", comeback.name().replace('_', "-")))
            .link("link", &if returns(comeback) { page::reviews() } else { page::own_conflicts() }),
    }
}
