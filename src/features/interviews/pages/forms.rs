//! The forms of interviews, as data.

use crate::features::interviews::{
    NewAnswer, NewAttendance, NewCancellation, NewPanelChange, NewSeries, NewSlot, NewTime,
    NewTimeRequest,
};
use crate::web::forms::{Control, Form, FormField};

/// The panel is chosen by the program; it can be changed on the page of the interview.
pub(super) static PLAN: Form<NewSlot> = Form::new(
    "/desk/calls/{id}/interviews",
    "POST /calls/{id}/interviews",
    &[
        FormField::new("proposal", Control::Offered),
        FormField::new("starts_at", Control::Instant),
        FormField::new("place", Control::Line),
        FormField::new("link", Control::Line).hint("meeting-link-hint"),
        FormField::new("late-reason", Control::Lines(2))
            .at("late_reason")
            .hint("interview-late-reason-hint"),
    ],
)
.words("interview");

pub(super) static SERIES: Form<NewSeries> = Form::new(
    "/desk/calls/{id}/interviews/series",
    "POST /calls/{id}/interviews/series",
    &[
        FormField::new("starts_at", Control::Instant),
        FormField::new("break-minutes", Control::Number).at("break_minutes"),
        FormField::new("per-day", Control::Number).at("per_day").hint("interview-per-day-hint"),
        FormField::new("place", Control::Line),
        FormField::new("link", Control::Line).hint("meeting-link-hint"),
    ],
)
.words("interview")
.prefix("series");

pub(super) static MOVE: Form<NewTime> = Form::new(
    "/interviews/{id}/move",
    "POST /interviews/{id}/move",
    &[
        FormField::new("starts_at", Control::Instant),
        FormField::new("place", Control::Line),
        FormField::new("link", Control::Line).hint("meeting-link-hint"),
        FormField::new("reason", Control::Lines(3)).hint("interview-told-hint"),
        FormField::new("late-reason", Control::Lines(2))
            .at("late_reason")
            .hint("interview-late-reason-hint"),
    ],
)
.words("interview");

pub(super) static CANCEL: Form<NewCancellation> = Form::new(
    "/interviews/{id}/cancel",
    "POST /interviews/{id}/cancel",
    &[FormField::new("reason", Control::Lines(3)).hint("interview-told-hint")],
)
.words("interview");

pub(super) static PANEL: Form<NewPanelChange> = Form::new(
    "/interviews/{id}/panel",
    "POST /interviews/{id}/panel",
    &[
        FormField::new("leaves", Control::Offered),
        FormField::new("joins", Control::Offered),
        FormField::new("reason", Control::Lines(3)).hint("interview-panel-reason-hint"),
    ],
)
.words("interview");

pub(super) static ASK: Form<NewTimeRequest> = Form::new(
    "/interviews/{id}/request",
    "POST /interviews/{id}/request",
    &[FormField::new("reason", Control::Lines(4)).hint("interview-ask-hint")],
)
.words("interview");

pub(super) static ANSWER: Form<NewAnswer> = Form::new(
    "/interviews/{id}/answer",
    "POST /interviews/{id}/answer",
    &[
        FormField::new("answer", Control::Choice("interview-answer")),
        FormField::new("reason", Control::Lines(3)).hint("interview-answer-hint"),
    ],
)
.words("interview");

pub(super) static ATTENDANCE: Form<NewAttendance> = Form::new(
    "/interviews/{id}/attendance",
    "POST /interviews/{id}/attendance",
    &[
        FormField::new("attendance", Control::Choice("interview-attendance")),
        FormField::new("reason", Control::Lines(3)).hint("interview-absence-hint"),
    ],
)
.words("interview");
