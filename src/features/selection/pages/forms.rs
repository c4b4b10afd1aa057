//! The form of the ranking board, as data.

use crate::features::reviews::ReconciliationNote;
use crate::web::forms::{Control, Form, FormField};

/// The page names its control by the proposal, as several of these forms stand on it.
pub(super) static NOTE: Form<ReconciliationNote> = Form::new(
    "/desk/calls/{id}/reconcile",
    "POST /proposals/{id}/reconciliation",
    &[FormField::new("note", Control::Lines(3))
        .label("ranking-page-note")
        .hint("ranking-page-note-hint")],
);
