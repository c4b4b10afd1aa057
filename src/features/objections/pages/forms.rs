//! The forms of objections, as data.

use crate::features::objections::{NewObjection, Ruling};
use crate::features::reviews::NewAssignment;
use crate::platform::files::MediaType;
use crate::web::forms::{Control, Form, FormField};

pub(super) static OBJECTION: Form<NewObjection> = Form::new(
    "/proposals/{id}/objections",
    "POST /proposals/{id}/objections",
    &[
        FormField::new("subject", Control::Offered).empty("objection-choose"),
        FormField::new("reason", Control::Lines(9)).hint("objection-reason-hint"),
        FormField::file(&[MediaType::Pdf]).hint("objection-file-hint"),
    ],
)
.words("objection");

pub(super) static RULING: Form<Ruling> = Form::new(
    "/desk/objections/{id}/ruling",
    "POST /objections/{id}/ruling",
    &[
        FormField::new(
            "decision",
            Control::Tagged { tag: "kind", more: "letter", none: "rejected" },
        )
        .at("remedy")
        .empty("objection-choose"),
        FormField::new("reason", Control::Lines(9)).hint("ruling-reason-hint"),
    ],
)
.words("ruling");

pub(super) static ASSIGNMENT: Form<NewAssignment> = Form::new(
    "/desk/objections/{id}/assign",
    "POST /calls/{id}/assignments",
    &[
        FormField::new("proposal", Control::Hidden).label("desk-number"),
        FormField::new("reviewer", Control::Offered).empty("objection-choose"),
    ],
)
.words("ruling");
