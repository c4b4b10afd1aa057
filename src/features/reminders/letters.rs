//! Reminder letters: to candidates that a draft is not submitted, to reviewers how many sheets are
//! missing; with the deadline as a calendar entry.

use super::{Coming, Draft, Kind, OpenTasks};
use crate::features::calls::Call;
use crate::features::problems::ToMeasure;
use crate::kernel::address::page;
use crate::kernel::format::Zone;
use crate::kernel::ids::UserId;
use crate::platform::calendar::Appointment;
use crate::platform::ledger::Subject;
use crate::platform::mail::{Letter, Template};
use chrono::{NaiveDate, NaiveTime};

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

/// To the head of a unit whose indicator is due.
pub(super) fn to_measure(head: &UserId, one: &ToMeasure) -> Letter {
    let day = |day: NaiveDate| Zone::Wib.instant_of(day.and_time(NaiveTime::MIN));
    Letter::new(head, Template::MeasurementDue, Subject::problem(&one.problem.id))
        .text("code", &one.problem.code)
        .text("title", &one.problem.title)
        .text("indicator", &one.problem.indicator)
        .day("measured_until", day(one.measured_until))
        .day("due_on", day(one.due_on))
        .link("link", &page::measure(&one.problem.id))
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
