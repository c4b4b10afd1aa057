//! The forms of erasing, as data.

use crate::features::privacy::{Answered, Erasure, ErasureWish};
use crate::web::forms::{Control, Form, FormField};

pub(super) static WISH: Form<ErasureWish> = Form::new(
    "/me/data/erasure",
    "POST /me/erasure-request",
    &[FormField::new("reason", Control::Lines(3))
        .label("mydata-reason")
        .hint("mydata-reason-hint")],
)
.words("mydata");

/// One for each request.
pub(super) static ANSWER: Form<Answered> = Form::new(
    "/desk/privacy/requests/{id}",
    "POST /privacy/requests/{id}/answer",
    &[
        FormField::new("answer", Control::Choice("retention-answer")).empty("objection-choose"),
        FormField::new("reason", Control::Lines(3)).hint("retention-reason-hint"),
    ],
)
.words("retention-field");

pub(super) static ERASURE: Form<Erasure> = Form::new(
    "/desk/privacy/erase",
    "POST /privacy/erasures",
    &[
        FormField::new("person", Control::Ticked).at("people").label("retention-field-people"),
        FormField::new("password", Control::Secret("current-password"))
            .hint("retention-password-hint"),
    ],
)
.words("retention-field");
