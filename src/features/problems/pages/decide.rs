//! An approver's decisions on a problem's page: approve, return, retire, declare solved.

use super::page_with;
use crate::features::accounts::{SignedInForm, as_form_error};
use crate::features::problems::actions::{self, Decision};
use crate::features::problems::rules::Step;
use crate::kernel::errors::{Failure, FieldError, Refusal, common};
use crate::kernel::ids::ProblemId;
use crate::kernel::version::IfMatch;
use crate::platform::app::App;
use crate::platform::cx::Cx;
use crate::web::Fields;
use crate::web::pages::go_to;
use actix_web::{HttpResponse, web};

/// The step that the form names, if it is allowed.
fn step_of(fields: &Fields, allowed: &[(&str, Step)]) -> Result<Step, Failure> {
    let named = allowed.iter().find(|(name, _)| *name == fields.get("step"));
    named.map(|(_, step)| *step).ok_or_else(|| Failure::field("step", common::field::REQUIRED))
}

pub(super) async fn decide(
    app: web::Data<App>,
    id: web::Path<ProblemId>,
    form: SignedInForm,
) -> Result<HttpResponse, Failure> {
    take(&app, id.into_inner(), form, &[("approve", Step::Approve), ("return", Step::Return)]).await
}

pub(super) async fn retire(
    app: web::Data<App>,
    id: web::Path<ProblemId>,
    form: SignedInForm,
) -> Result<HttpResponse, Failure> {
    take(&app, id.into_inner(), form, &[("retire", Step::Retire), ("solve", Step::Solve)]).await
}

async fn take(
    app: &App,
    id: ProblemId,
    form: SignedInForm,
    allowed: &[(&str, Step)],
) -> Result<HttpResponse, Failure> {
    let SignedInForm { caller, visitor, fields } = form;
    let decided = match decision(&fields, allowed) {
        Ok(decision) => {
            let problem = id.clone();
            let act = move |cx: &mut Cx<'_>| actions::decide_problem(cx, &problem, &decision);
            caller.write(app, act).await
        }
        Err(failure) => Err(failure),
    };
    match decided {
        Ok(_) => Ok(go_to(&format!("/problems/{id}"))),
        Err(failure) => {
            let problem = as_form_error(failure)?;
            page_with(app, &visitor, id, Some((&fields, &problem))).await
        }
    }
}

fn decision(fields: &Fields, allowed: &[(&str, Step)]) -> Result<Decision, Failure> {
    let step = step_of(fields, allowed)?;
    let version = fields.get("version").parse().map_err(|_| {
        Failure::from(Refusal::invalid(vec![FieldError::new(
            "version",
            common::field::WRONG_SHAPE,
        )]))
    })?;
    let reason = step.needs_reason().then(|| fields.get("reason").to_owned());
    Ok(Decision { step, reason, from: Some(IfMatch(version)) })
}
