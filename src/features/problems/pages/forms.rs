//! The forms of the registry, as data.

use crate::features::problems::actions::FORMATS;
use crate::features::problems::{
    MeasurementCorrection, MeasurementText, NewCheck, NewEvidence, ProblemDecision, ProblemText,
    StatedFigures,
};
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
    FormField::new("baseline_figure", Control::Line).hint("problem-hint-baseline-figure"),
    FormField::new("target_figure", Control::Line).hint("problem-hint-target-figure"),
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

/// Taking it out of use.
pub(super) static CLOSING: Form<ProblemDecision> =
    Form::new("/problems/{id}/retire", "POST /problems/{id}/retire", REASON);

/// The fields of a measurement, below a place in the input, after those that come before.
macro_rules! measurement {
    ($within:literal $(, $before:expr)*) => {
        &[
            $($before,)*
            FormField::new("period_from", Control::Day).at(concat!($within, "period_from")),
            FormField::new("period_to", Control::Day).at(concat!($within, "period_to")),
            FormField::new("value", Control::Line)
                .at(concat!($within, "value"))
                .hint("measure-hint-value"),
            FormField::new("unit_of_measure", Control::Line)
                .at(concat!($within, "unit_of_measure"))
                .hint("measure-hint-unit-of-measure"),
            FormField::new("denominator", Control::Line)
                .at(concat!($within, "denominator"))
                .hint("measure-hint-denominator"),
            FormField::new("source", Control::Line)
                .at(concat!($within, "source"))
                .hint("measure-hint-source"),
            FormField::new("measured_by", Control::Line)
                .at(concat!($within, "measured_by"))
                .hint("measure-hint-measured-by"),
            FormField::new("evidence", Control::Lines(4))
                .at(concat!($within, "evidence"))
                .hint("measure-hint-evidence"),
            FormField::new("gaps", Control::Lines(2))
                .at(concat!($within, "gaps"))
                .hint("measure-hint-gaps"),
            FormField::new("difference", Control::Lines(2))
                .at(concat!($within, "difference"))
                .hint("measure-hint-difference"),
            FormField::file(FORMATS).hint("measure-hint-file"),
        ]
    };
}

pub(super) static MEASUREMENT: Form<MeasurementText> =
    Form::new("/problems/{id}/measure", "POST /problems/{id}/measurements", measurement!(""))
        .words("measure");

/// The same fields, and why.
pub(super) static CORRECTION: Form<MeasurementCorrection> = Form::new(
    "/measurements/{id}/correct",
    "POST /measurements/{id}/corrections",
    measurement!(
        "measurement.",
        FormField::new("reason", Control::Lines(3)).hint("measure-hint-reason")
    ),
)
.words("measure");

/// The file alone, for a measurement that has none yet. Over REST it is the body.
pub(super) static EVIDENCE: Form<NewEvidence> = Form::new(
    "/measurements/{id}/attach",
    "",
    &[FormField::file(FORMATS).needed().hint("measurement-attach-hint")],
)
.words("measure");

pub(super) static CHECK: Form<NewCheck> = Form::new(
    "/measurements/{id}/check",
    "POST /measurements/{id}/checks",
    &[
        FormField::new("verdict", Control::Choice("measurement-verdict")),
        FormField::new("reason", Control::Lines(4)).hint("check-hint-reason"),
    ],
)
.words("check");

/// Not beside the decision on a proposed problem, but on the same page as the one that closes it.
pub(super) static FIGURES: Form<StatedFigures> = Form::new(
    "/problems/{id}/figures",
    "POST /problems/{id}/figures",
    &[
        FormField::new("baseline", Control::Line).label("figures-baseline").hint("figures-hint"),
        FormField::new("target", Control::Line).label("figures-target").hint("figures-hint"),
        FormField::new("reason", Control::Lines(3))
            .label("figures-reason")
            .hint("figures-hint-reason"),
    ],
)
.prefix("figures")
.words("figures");
