//! The forms of the registry, as data.

use crate::features::problems::{ProblemDecision, ProblemText};
use crate::web::forms::{Control, Form, FormField};

const WORDS: &str = "problem-field";

/// The fields in the order of thinking: what happens, what is measured, its source, the target.
const TEXT: &[FormField] = &[
    FormField::new("title", Control::Line).hint("problem-hint-title"),
    FormField::new("description", Control::Lines(6)).hint("problem-hint-description"),
    FormField::new("indicator", Control::Line).hint("problem-hint-indicator"),
    FormField::new("unit_of_measure", Control::Line).hint("problem-hint-unit-of-measure"),
    FormField::new("direction", Control::Choice("problem-direction"))
        .hint("problem-hint-direction"),
    FormField::new("baseline_value", Control::Line).hint("problem-hint-baseline-value"),
    FormField::new("baseline_period", Control::Line).hint("problem-hint-baseline-period"),
    FormField::new("baseline_denominator", Control::Line).hint("problem-hint-baseline-denominator"),
    FormField::new("baseline_source", Control::Line).hint("problem-hint-baseline-source"),
    FormField::new("baseline_measured_by", Control::Line).hint("problem-hint-baseline-measured-by"),
    FormField::new("target_value", Control::Line).hint("problem-hint-target-value"),
    FormField::new("evidence", Control::Lines(4)).hint("problem-hint-evidence"),
];

pub(super) static PROPOSAL: Form<ProblemText> =
    Form::new("/problems/new", "POST /problems", TEXT).words(WORDS);

pub(super) static REVISION: Form<ProblemText> =
    Form::new("/problems/{id}/edit", "PUT /problems/{id}", TEXT).words(WORDS);

const REASON: &[FormField] =
    &[FormField::new("reason", Control::Lines(4)).hint("problem-reason-hint")];

/// Returning it. Approving it needs no reason and is a button of the same form.
pub(super) static DECISION: Form<ProblemDecision> =
    Form::new("/problems/{id}/decide", "POST /problems/{id}/return", REASON);

/// Taking it out of use, or calling it solved, by two buttons.
pub(super) static CLOSING: Form<ProblemDecision> =
    Form::new("/problems/{id}/retire", "POST /problems/{id}/retire", REASON);
