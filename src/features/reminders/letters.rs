//! Reminder letters: to candidates that a draft is not submitted, to reviewers how many sheets are
//! missing; with the deadline as a calendar entry.

use super::{Admission, Coming, Draft, Kind, OpenTasks};
use crate::features::calls::Call;
use crate::features::problems::ToMeasure;
use crate::features::studies::Study;
use crate::features::studies::actions::admission_entry;
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

/// Before the last day for a proof of admission to the awardee, after it to the secretariat.
pub(super) fn admission(to: &UserId, kind: Admission, study: &Study) -> Letter {
    let template = match kind {
        Admission::Before => Template::AdmissionDue,
        Admission::Passed => Template::AdmissionPassed,
    };
    let letter = Letter::new(to, template, Subject::award(&study.id))
        .text("number", &study.number)
        .date("admission_by", study.admission_by)
        .link("link", &page::study(&study.id));
    match kind {
        Admission::Before => letter.appointment(admission_entry(study)),
        Admission::Passed => letter,
    }
}

/// To who has not signed the integrity pact of a call.
pub(super) fn unsigned(to: &UserId, call: &Call) -> Letter {
    Letter::new(to, Template::PactReminder, Subject::call(&call.id))
        .text("call", &call.code)
        .instant("submissions_close_at", call.calendar.submissions_close_at)
        .link("link", &page::pact(&call.id))
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
