//! Reminder letters: to candidates that a draft is not submitted, to reviewers how many sheets are
//! missing; with the deadline as a calendar entry.

use super::{Coming, Draft, Kind, OpenTasks};
use crate::features::calls::Call;
use crate::kernel::address::page;
use crate::kernel::ids::UserId;
use crate::platform::calendar::Appointment;
use crate::platform::ledger::Subject;
use crate::platform::mail::{Letter, Template};

pub(super) fn unsubmitted(draft: &Draft, coming: &Coming, end: &Appointment) -> Letter {
    let template = match coming.kind {
        Kind::SubmissionDay => Template::SubmissionLastReminder,
        Kind::SubmissionWeek | Kind::ReviewTwoDays => Template::SubmissionReminder,
    };
    Letter::new(&draft.candidate, template, Subject::call(&coming.call.id))
        .text("call", &coming.call.code)
        .instant("submissions_close_at", coming.deadline)
        .link("link", &page::proposal(&draft.proposal))
        .appointment(end.clone())
}

/// Before the end of the review, by the program.
pub(super) fn unscored(
    reviewer: &UserId,
    tasks: OpenTasks,
    call: &Call,
    end: &Appointment,
) -> Letter {
    about(reviewer, Template::ReviewReminder, (call, tasks), end)
}

/// By the secretariat or the chair.
pub(super) fn nudge(reviewer: &UserId, tasks: OpenTasks, call: &Call, end: &Appointment) -> Letter {
    about(reviewer, Template::ReviewNudge, (call, tasks), end)
}

fn about(
    reviewer: &UserId,
    template: Template,
    (call, tasks): (&Call, OpenTasks),
    end: &Appointment,
) -> Letter {
    Letter::new(reviewer, template, Subject::call(&call.id))
        .text("call", &call.code)
        .count("tasks", tasks.count)
        .instant("review_ends_at", call.calendar.review_ends_at)
        .link("link", &page::reviews())
        .appointment(end.clone())
}
