//! The order of the worklist, and what of it a letter tells. Pure.

use super::{Kind, Waiting};
use crate::kernel::clock::Timestamp;

/// Late work first, then what ends first; work without an end last, in the order of the process.
pub(super) fn sort(waiting: &mut [Waiting]) {
    waiting.sort_by_key(|one| {
        (
            one.late == 0,
            one.due_at.is_none(),
            one.due_at,
            one.kind,
            one.call.as_ref().map(|call| call.id.clone()),
        )
    });
}

/// Work that is shown and that no letter tells: it has letters of its own, or waits for no certain person.
pub(super) fn is_told(kind: Kind) -> bool {
    !matches!(kind, Kind::Pact | Kind::FailedMails)
}

/// Whether its end is less than a day and a half away: a letter of the morning tells what ends today or tomorrow.
pub(super) fn is_near(one: &Waiting, now: Timestamp) -> bool {
    one.due_at.is_some_and(|due| due > now && due.seconds_since(now) <= 36 * 3600)
}

/// The hour of the morning from which the letter of the day leaves, in the reader's zone.
pub(super) const MORNING: u32 = 7;
