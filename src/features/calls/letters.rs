//! Letters about a call itself: to heads of units when it opens, to reviewers when they join its
//! panel, and to the people concerned when it is extended, opened again or cancelled.

use super::{Call, Extension, Milestone, PanelMember, ReopenedPhase, entries};
use crate::kernel::address::page;
use crate::kernel::clock::Timestamp;
use crate::kernel::ids::{ProposalId, UserId};
use crate::platform::calendar::Appointment;
use crate::platform::ledger::Subject;
use crate::platform::mail::{Letter, Template};

fn about(to: &UserId, template: Template, call: &Call) -> Letter {
    Letter::new(to, template, Subject::call(&call.id))
        .text("call", &call.code)
        .link("link", &page::call(&call.id))
}

/// One to each head of a unit; sent when the call opens.
pub(super) fn opened(heads: &[UserId], call: &Call, extensions: &[Extension]) -> Vec<Letter> {
    let (opens, close) = (call.calendar.opens_at, call.calendar.submissions_close_at);
    let letter = |head: &UserId| {
        about(head, Template::CallOpened, call)
            .instant("opens_at", opens)
            .instant("submissions_close_at", close)
            .appointment(entries::entry(call, Milestone::SubmissionsCloseAt, extensions))
            .not_before(opens)
    };
    heads.iter().map(letter).collect()
}

/// To the people concerned: a milestone moved.
pub(super) fn extended(
    to: &UserId,
    call: &Call,
    extension: &Extension,
    entry: &Appointment,
) -> Letter {
    let milestone = extension.milestone.name().replace('_', "-");
    about(to, Template::CallExtended, call)
        .word("milestone", format!("milestone-{milestone}"))
        .instant("from_at", extension.from)
        .instant("to_at", extension.to)
        .text("reason", &extension.reason)
        .appointment(entry.clone())
}

/// To the people concerned: a phase whose end had passed is open again.
pub(super) fn reopened(
    to: &UserId,
    call: &Call,
    (phase, until, reason): (ReopenedPhase, Timestamp, &str),
    entries: &[Appointment],
) -> Letter {
    let letter = about(to, Template::CallReopened, call)
        .word("phase", format!("reopened-phase-{}", phase.name()))
        .instant("until_at", until)
        .text("reason", reason);
    entries.iter().cloned().fold(letter, Letter::appointment)
}

/// To a candidate who withdrew: proposals are received longer, and theirs may come back.
pub(super) fn may_resume(to: &UserId, call: &Call, proposal: &ProposalId) -> Letter {
    Letter::new(to, Template::WithdrawnMayResume, Subject::proposal(proposal))
        .text("call", &call.code)
        .instant("submissions_close_at", call.calendar.submissions_close_at)
        .link("link", &page::proposal(proposal))
}

/// To the people concerned: the call is cancelled. `due` is removed from their calendars.
pub(super) fn cancelled(
    to: &UserId,
    (call, reason): (&Call, &str),
    due: Option<Appointment>,
    now: Timestamp,
) -> Letter {
    let letter = about(to, Template::CallCancelled, call)
        .text("reason", reason)
        .instant("cancelled_at", now);
    due.into_iter().fold(letter, Letter::appointment)
}

/// To whoever will see proposals: the integrity pact is to be signed first.
pub(super) fn pact_asked(to: &UserId, call: &Call) -> Letter {
    Letter::new(to, Template::PactAsked, Subject::call(&call.id))
        .text("call", &call.code)
        .link("link", &page::pact(&call.id))
}

/// To a new member of the panel.
pub(super) fn seated(member: &PanelMember, call: &Call, end: Appointment) -> Letter {
    about(&member.user, Template::PanelSeated, call)
        .count("max_load", member.max_load)
        .instant("review_ends_at", call.calendar.review_ends_at)
        .appointment(end)
}
