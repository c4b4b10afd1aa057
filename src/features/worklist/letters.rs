//! The letter of the morning.

use super::{Kind, Waiting};
use crate::kernel::address::page;
use crate::kernel::clock::Timestamp;
use crate::kernel::ids::UserId;
use crate::platform::ledger::Subject;
use crate::platform::mail::{Letter, Template};

/// New kinds of work that wait, in one letter.
pub(super) fn waiting(to: &UserId, new: &[Waiting]) -> Letter {
    about(to, Template::WorkWaiting, new)
}

/// Work whose time ends today or tomorrow, in one letter that names the nearest end.
pub(super) fn ending(to: &UserId, near: &[Waiting], first: Timestamp) -> Letter {
    about(to, Template::WorkEnding, near).instant("due_at", first)
}

fn about(to: &UserId, template: Template, work: &[Waiting]) -> Letter {
    let mut kinds: Vec<Kind> = work.iter().map(|one| one.kind).collect();
    kinds.sort_unstable();
    kinds.dedup();
    let words = kinds.iter().map(|kind| format!("work-name-{}", kind.name().replace('_', "-")));
    let count: usize = work.iter().map(|one| one.count).sum();
    Letter::new(to, template, Subject::user(to))
        .count("count", i64::try_from(count).unwrap_or(i64::MAX))
        .words("work", words.collect())
        .link("link", &page::home())
}
