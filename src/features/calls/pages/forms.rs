//! The forms of a call beside its set-up, as data.

use crate::features::calls::{
    Cancellation, NewDraft, NewExtension, NewReopening, PactConsent, PlannedYear, Publication,
};
use crate::web::forms::{Control, Form, FormField};

/// REST takes the whole text, which the page makes of this and of what it is copied from.
pub(super) static DRAFT: Form<NewDraft> = Form::new(
    "/desk/calls/new",
    "",
    &[
        FormField::new("code", Control::Line).hint("setup-hint-code").needed(),
        FormField::new("title.id", Control::Line).at("definition.title.id").needed(),
        FormField::new("title.en", Control::Line).at("definition.title.en").needed(),
        FormField::new("seats", Control::Number).at("definition.seats"),
        FormField::new("from", Control::Offered)
            .label("create-from")
            .hint("create-from-hint")
            .empty("create-from-templates"),
    ],
)
.words("setup");

/// REST publishes what is stored; the page, what was read.
pub(super) static PUBLICATION: Form<Publication> = Form::new(
    "/desk/calls/{id}/setup/preview",
    "",
    &[
        FormField::new("hash", Control::Hidden).label("call-rules-hash"),
        FormField::new("confirm", Control::Box).label("publish-confirm"),
    ],
);

const REASON: FormField = FormField::new("reason", Control::Lines(3)).label("moving-reason");

pub(super) static EXTENSION: Form<NewExtension> = Form::new(
    "/desk/calls/{id}/extend",
    "POST /calls/{id}/extend",
    &[
        FormField::new("milestone", Control::Offered),
        FormField::new("to", Control::Instant),
        REASON.hint("extend-reason-hint"),
    ],
)
.words("extend");

pub(super) static QUOTA: Form<PlannedYear> = Form::new(
    "/desk/calls/{id}/quota",
    "POST /calls/{id}/quota",
    &[FormField::new("plan", Control::Offered), FormField::new("year", Control::Number)],
)
.words("quota");

pub(super) static REOPENING: Form<NewReopening> = Form::new(
    "/desk/calls/{id}/reopen",
    "POST /calls/{id}/reopen",
    &[
        FormField::new("phase", Control::Offered),
        FormField::new("until", Control::Instant).hint("reopen-until-hint"),
        REASON.hint("extend-reason-hint"),
    ],
)
.words("reopen");

pub(super) static CANCELLATION: Form<Cancellation> = Form::new(
    "/desk/calls/{id}/cancel",
    "POST /calls/{id}/cancel",
    &[REASON.hint("cancel-reason-hint")],
);

/// Where the reader wanted to go stands beside it.
pub(super) static SIGNING: Form<PactConsent> = Form::new(
    "/calls/{id}/pact",
    "POST /calls/{id}/pact",
    &[
        FormField::new("phrase", Control::Line).label("pact-phrase-typed").hint("pact-phrase-hint"),
        FormField::new("text_hash", Control::Hidden).label("pact-hash"),
    ],
)
.words("pact");
