//! The form of the ranking board, as data.

use crate::features::reviews::ReconciliationNote;
use crate::web::forms::{Control, Form, FormField};

/// One for each proposal whose sheets are far apart.
pub(super) static NOTE: Form<ReconciliationNote> = Form::new(
    "/desk/calls/{id}/reconcile",
    "POST /proposals/{id}/reconciliation",
    &[FormField::new("note", Control::Lines(3))
        .label("ranking-page-note")
        .hint("ranking-page-note-hint")],
);
