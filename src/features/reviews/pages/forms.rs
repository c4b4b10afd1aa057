//! The forms of the reviews beside the score sheet, as data.

use crate::features::calls::PanelSeat;
use crate::features::reviews::{NewAssignment, PlanChoice, Removal, SteppingBack};
use crate::web::forms::{Control, Form, FormField};

/// The kind is chosen by the buttons that send it. Several lines for the words: in a single one the key Enter
/// would press the first of them. REST takes the sentence that the page makes of both.
pub(super) static STEPPING_BACK: Form<SteppingBack> = Form::new(
    "/assignments/{id}/conflict",
    "",
    &[
        FormField::new("kind", Control::Choice("conflict-kind")),
        FormField::new("words", Control::Lines(2)).label("conflict-words"),
    ],
)
.words("conflict-field");

const WORDS: &str = "assignment-field";

/// The forms on the page for assigning; what each sends as `do` tells them apart.
const ASSIGNING: &str = "/desk/calls/{id}/assignment";

/// The plan as the page showed it. Other options make another plan, which is not applied.
pub(super) static PLAN: Form<PlanChoice> = Form::new(
    ASSIGNING,
    "POST /calls/{id}/assignments/apply",
    &[
        FormField::new("plan_hash", Control::Hidden).label("assignment-hash"),
        FormField::new("changes", Control::Hidden).label("assignment-changes"),
        FormField::new("comparability_step", Control::Hidden).label("assignment-comparability"),
    ],
)
.words(WORDS);

pub(super) static BY_HAND: Form<NewAssignment> = Form::new(
    ASSIGNING,
    "POST /calls/{id}/assignments",
    &[FormField::new("proposal", Control::Offered), FormField::new("reviewer", Control::Offered)],
)
.words(WORDS);

/// The button says which task.
pub(super) static REMOVAL: Form<Removal> = Form::new(
    ASSIGNING,
    "DELETE /assignments/{id}",
    &[
        FormField::new("reason", Control::Line).hint("assignment-reason-hint"),
        FormField::new("task", Control::About),
    ],
)
.words(WORDS);

pub(super) static SEAT: Form<PanelSeat> = Form::new(
    "/desk/calls/{id}/panel",
    "PUT /calls/{id}/panel/{user}",
    &[
        FormField::new("user", Control::About),
        FormField::new("max_load", Control::Number),
        FormField::new("senior", Control::Box).label("assignment-senior"),
    ],
)
.words(WORDS);
