//! The forms of the ranking board, as data.

use crate::features::reviews::ReconciliationNote;
use crate::features::selection::inputs::NewRun;
use crate::web::forms::{Control, Form, FormField};

/// One for each proposal whose sheets are far apart.
pub(super) static NOTE: Form<ReconciliationNote> = Form::new(
    "/desk/calls/{id}/reconcile",
    "POST /proposals/{id}/reconciliation",
    &[FormField::new("note", Control::Lines(3))
        .label("ranking-page-note")
        .hint("ranking-page-note-hint")],
);

/// The button that computes sends it empty; while proposals lack sheets the page asks which are left out, and why.
pub(super) static RUN: Form<NewRun> = Form::new(
    "/desk/calls/{id}/ranking",
    "POST /calls/{id}/selections",
    &[
        FormField::new("without", Control::Ticked),
        FormField::new("reason", Control::Lines(3)).hint("left-out-reason-hint"),
    ],
)
.words("left-out");
