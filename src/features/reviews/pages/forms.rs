//! The forms of the reviews beside the score sheet, as data.

use crate::features::calls::PanelSeat;
use crate::features::reviews::{
    ConflictReason, NewAssignment, NewAwaiting, NewLeave, NewRuling, PlanChoice, PlanUndo, Removal,
    SteppingBack, WithdrawalReason,
};
use crate::web::forms::{Control, Form, FormField};

/// The kind is chosen by the buttons that send it. Several lines for the words: in a single one the key Enter
/// would press the first of them. REST takes the sentence that the page makes of both.
pub(super) static STEPPING_BACK: Form<SteppingBack> = Form::new(
    "/assignments/{id}/conflict",
    "",
    &[
        FormField::new("kind", Control::Choice("conflict-kind")),
        FormField::new("words", Control::Lines(2)).label("conflict-words"),
        FormField::confirmation("sure"),
    ],
)
.words("conflict-field");

/// The same for whoever judges beside the panel, at the proposal.
pub(super) static DECLARING: Form<SteppingBack> = Form::new(
    "/proposals/{id}/conflict",
    "",
    &[
        FormField::new("kind", Control::Choice("conflict-kind")),
        FormField::new("words", Control::Lines(2)).label("conflict-words"),
        FormField::confirmation("sure"),
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

/// One for each sheet that was not handed in.
pub(super) static AWAITING: Form<NewAwaiting> = Form::new(
    "/desk/calls/{id}/lacking",
    "POST /assignments/{id}/await",
    &[
        FormField::new("until", Control::Instant).hint("reopen-until-hint"),
        FormField::new("reason", Control::Lines(2)).hint("lacking-reason-hint"),
    ],
)
.words("lacking");

/// The pages of a call's conflicts; what each form sends as `do` tells them apart.
const CONFLICTS: &str = "/desk/calls/{id}/conflicts";

/// What the secretariat was told of somebody else.
pub(super) static REPORT: Form<ConflictReason> = Form::new(
    CONFLICTS,
    "POST /proposals/{id}/conflicts/{user}",
    &[
        FormField::new("proposal", Control::About).label("assignment-field-proposal"),
        FormField::new("person", Control::About),
        FormField::new("reason", Control::Line).hint("conflicts-reason-hint"),
        FormField::confirmation("sure"),
    ],
)
.words("conflicts-field");

/// One for each request that waits.
pub(super) static RULING: Form<NewRuling> = Form::new(
    CONFLICTS,
    "POST /conflict-withdrawals/{id}/ruling",
    &[
        FormField::new("outcome", Control::Choice("withdrawal-outcome")),
        FormField::new("reason", Control::Lines(2)).hint("withdrawal-ruling-hint"),
    ],
)
.words("withdrawal-field");

/// One for each conflict that can be asked to be withdrawn.
pub(super) static WITHDRAWAL: Form<WithdrawalReason> = Form::new(
    "/conflicts",
    "POST /proposals/{id}/conflicts/{user}/withdrawal",
    &[FormField::new("reason", Control::Lines(3)).hint("withdrawal-reason-hint")],
)
.words("withdrawal-field");

/// One for each proposal that lacks sheets after the review: another reviewer.
pub(super) static IN_PLACE: Form<NewAssignment> = Form::new(
    "/desk/calls/{id}/in-place",
    "POST /calls/{id}/assignments",
    &[
        FormField::new("proposal", Control::Hidden).label("assignment-field-proposal"),
        FormField::new("reviewer", Control::Offered),
    ],
)
.words(WORDS);

/// Somebody leaves the panel as the page showed it.
pub(super) static LEAVE: Form<NewLeave> = Form::new(
    "/desk/calls/{id}/panel/{user}/leave",
    "POST /calls/{id}/panel/{user}/leave",
    &[
        FormField::new("how", Control::Choice("handover")),
        FormField::new("to", Control::Offered),
        FormField::new("hash", Control::Hidden).label("assignment-hash"),
        FormField::new("reason", Control::Lines(2)).hint("leave-reason-hint"),
    ],
)
.words("leave-field");

/// The plan that was applied last.
pub(super) static UNDO: Form<PlanUndo> = Form::new(
    "/desk/calls/{id}/assignment/undo",
    "POST /calls/{id}/assignments/undo",
    &[FormField::new("reason", Control::Lines(2)).hint("undo-reason-hint")],
)
.words("undo-field");
