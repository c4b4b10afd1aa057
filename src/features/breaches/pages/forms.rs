//! The forms of the register, as data.

use crate::features::breaches::{
    AuthorityNotice, Closing, Found, NewBreach, NewMeasure, SubjectNotice,
};
use crate::web::forms::{Control, Form, FormField};

const WORDS: &str = "breach-field";
const PEOPLE: [&str; 2] = ["/desk/breaches/{id}/people", "POST /breaches/{id}/people"];

pub(super) static NEW: Form<NewBreach> = Form::new(
    "/desk/breaches/new",
    "POST /breaches",
    &[
        FormField::new("title", Control::Line).hint("breach-hint-title"),
        FormField::new("discovered_at", Control::Instant),
        FormField::new("happened_at", Control::Instant),
        FormField::new("found_through", Control::Lines(3)).hint("breach-hint-found-through"),
        FormField::new("data", Control::Boxes("breach-data")),
        FormField::new("how", Control::Lines(5)).hint("breach-hint-how"),
        FormField::new("handling", Control::Lines(5)).hint("breach-hint-handling"),
    ],
)
.words(WORDS);

pub(super) static MEASURE: Form<NewMeasure> = Form::new(
    "/desk/breaches/{id}/measures",
    "POST /breaches/{id}/measures",
    &[FormField::new("measure", Control::Lines(4)).hint("breach-hint-measure-measure")],
)
.words(WORDS)
.prefix("measure");

pub(super) static SUBJECTS: Form<SubjectNotice> = Form::new(
    "/desk/breaches/{id}/notice-to-subjects",
    "POST /breaches/{id}/notice-to-subjects",
    &[
        FormField::new("how", Control::Lines(5)).hint("breach-hint-subjects-how"),
        FormField::new("handling", Control::Lines(5)).hint("breach-hint-subjects-handling"),
        FormField::new("contact", Control::Lines(2)).hint("breach-hint-subjects-contact"),
        FormField::new("late_reason", Control::Lines(3)).hint("breach-hint-subjects-late-reason"),
    ],
)
.words(WORDS)
.prefix("subjects");

pub(super) static AUTHORITY: Form<AuthorityNotice> = Form::new(
    "/desk/breaches/{id}/notice-to-authority",
    "POST /breaches/{id}/notice-to-authority",
    &[
        FormField::new("given_at", Control::Instant),
        FormField::new("medium", Control::Choice("breach-medium")),
        FormField::new("reference", Control::Line).hint("breach-hint-authority-reference"),
        FormField::new("late_reason", Control::Lines(3)).hint("breach-hint-authority-late-reason"),
    ],
)
.words(WORDS)
.prefix("authority");

pub(super) static CLOSING: Form<Closing> = Form::new(
    "/desk/breaches/{id}/close",
    "POST /breaches/{id}/close",
    &[
        FormField::new("outcome", Control::Choice("breach-outcome")),
        FormField::new("conclusion", Control::Lines(4)).hint("breach-hint-closing-conclusion"),
    ],
)
.words(WORDS)
.prefix("closing");

/// An account by its e-mail address or NIP, and two instants.
const SPAN: &[FormField] = &[
    FormField::new("account", Control::Lookup).at("way.account").hint("breach-hint-tasks-account"),
    FormField::new("from", Control::Instant).at("way.from"),
    FormField::new("until", Control::Instant).at("way.until"),
];

const fn finder(
    name: &'static str,
    kind: &'static [(&'static str, &'static str)],
    fields: &'static [FormField],
) -> Form<Found> {
    let [to, operation] = PEOPLE;
    Form::new(to, operation, fields).words(WORDS).prefix(name).fixed(kind)
}

/// One for each way of finding people, in the order of the page.
pub(super) static FINDERS: [Form<Found>; 5] = [
    finder("readings", &[("way.kind", "readings")], SPAN),
    finder("tasks", &[("way.kind", "tasks")], SPAN),
    finder(
        "call",
        &[("way.kind", "call")],
        &[FormField::new("call", Control::Offered).at("way.call")],
    ),
    finder(
        "role",
        &[("way.kind", "role")],
        &[FormField::new("role", Control::Choice("role")).at("way.role")],
    ),
    finder(
        "person",
        &[("way.kind", "person")],
        &[FormField::new("account", Control::Lookup)
            .at("way.account")
            .hint("breach-hint-person-account")],
    ),
];
