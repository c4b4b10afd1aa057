//! The forms of the plan of needs, as data.

use crate::features::needs::{NewNeed, NewPlan, PlanAnswer};
use crate::web::forms::{Control, Form, FormField};

pub(super) static PLAN: Form<NewPlan> = Form::new(
    "/desk/need-plans",
    "POST /need-plans",
    &[
        FormField::new("title", Control::Line),
        FormField::new("first-year", Control::Number).at("first_year"),
        FormField::new("last-year", Control::Number).at("last_year").hint("need-plan-years-hint"),
    ],
)
.words("need-plan");

const NEED_FIELDS: &[FormField] = &[
    FormField::new("problem", Control::Offered),
    FormField::new("level", Control::Line).hint("need-level-hint"),
    FormField::new("field", Control::Line),
    FormField::new("reason", Control::Lines(4)).hint("need-reason-hint"),
    FormField::new("people[].year", Control::Number).label("need-year"),
    FormField::new("people[].people", Control::Number).label("need-people"),
];

pub(super) static NEED: Form<NewNeed> =
    Form::new("/desk/need-plans/{id}/needs", "POST /need-plans/{id}/needs", NEED_FIELDS)
        .words("need");

pub(super) static NEED_CHANGED: Form<NewNeed> =
    Form::new("/desk/needs/{id}", "PUT /needs/{id}", NEED_FIELDS).words("need");

pub(super) static ANSWER: Form<PlanAnswer> = Form::new(
    "/desk/need-plans/{id}/answer",
    "POST /need-plans/{id}/answer",
    &[
        FormField::new("content-hash", Control::Hidden).at("content_hash").label("need-plan-hash"),
        FormField::new("verdict", Control::Choice("need-plan-verdict")),
        FormField::new("document-number", Control::Line)
            .at("document_number")
            .hint("need-plan-document-hint"),
        FormField::new("reason", Control::Lines(3)).hint("need-plan-reason-hint"),
    ],
)
.words("need-plan-answer");
