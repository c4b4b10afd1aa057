//! The forms of the decision page, as data.

use crate::features::decisions::{Approval, Proposed, Proposition, Return};
use crate::web::forms::{Control, Form, FormField};

/// The fields of the chair's form, and where their values stand in the input. Proposing takes what the preview took, one
/// step further in, with what else it needs.
macro_rules! proposition {
    ($at:literal $(, $more:expr)*) => {
        &[
            FormField::new("run", Control::Hidden).at(concat!($at, "run")),
            FormField::new("minutes.meeting", Control::Line)
                .at(concat!($at, "minutes.meeting"))
                .label("decision-field-meeting"),
            FormField::new("minutes.not_ranked_reason", Control::Lines(3))
                .at(concat!($at, "minutes.not_ranked_reason"))
                .label("decision-field-not-ranked-reason")
                .hint("decision-hint-not-ranked-reason"),
            FormField::new("minutes.divergence_reason", Control::Lines(3))
                .at(concat!($at, "minutes.divergence_reason"))
                .label("decision-field-divergence-reason"),
            FormField::new("minutes.remarks", Control::Lines(4))
                .at(concat!($at, "minutes.remarks"))
                .label("decision-field-remarks"),
            FormField::new("minutes.attendance", Control::Ticked)
                .at(concat!($at, "minutes.attendance"))
                .label("decision-field-attendance"),
            FormField::new("deviations[].number", Control::Line)
                .at(concat!($at, "deviations[].number"))
                .label("decision-field-number"),
            FormField::new("deviations[].outcome", Control::Choice("outcome"))
                .at(concat!($at, "deviations[].outcome"))
                .label("decision-field-outcome"),
            FormField::new("deviations[].reason", Control::Lines(2))
                .at(concat!($at, "deviations[].reason"))
                .label("decision-field-reason"),
            $($more,)*
        ]
    };
}

const WORDS: &str = "decision-field";

pub(super) static PROPOSITION: Form<Proposition> = Form::new(
    "/desk/calls/{id}/decision/preview",
    "POST /calls/{id}/decisions/preview",
    proposition!(""),
)
.words(WORDS);

/// Sent from the preview, where nobody types any more.
pub(super) static PROPOSING: Form<Proposed> = Form::new(
    "/desk/calls/{id}/decision",
    "POST /calls/{id}/decisions",
    proposition!("proposition.", FormField::new("outcomes_hash", Control::Hidden)),
)
.words(WORDS);

/// REST has the decision in the address.
const DECISION: FormField = FormField::new("decision", Control::About);

/// Whoever approves on the page has read the names, and a decree on paper has its day and its signatory; over REST all
/// three can be left out.
pub(super) static APPROVAL: Form<Approval> = Form::new(
    "/desk/calls/{id}/approve",
    "POST /decisions/{id}/approve",
    &[
        DECISION,
        FormField::new("outcomes_hash", Control::Hidden),
        FormField::new("shown_hash", Control::Hidden).needed(),
        FormField::new("decree_number", Control::Line),
        FormField::new("decree_date", Control::Day).needed(),
        FormField::new("signatory", Control::Line).needed(),
        FormField::new("password", Control::Secret("current-password"))
            .hint("decision-password-hint"),
    ],
)
.words(WORDS);

pub(super) static RETURN: Form<Return> = Form::new(
    "/desk/calls/{id}/return",
    "POST /decisions/{id}/return",
    &[DECISION, FormField::new("reason", Control::Lines(3)).label("decision-return-reason")],
)
.words(WORDS);
