//! An approver's decisions on a problem's page: approve, return, retire.

use super::forms::{CLOSING, DECISION};
use super::page_with;
use crate::features::accounts::SignedInForm;
use crate::features::problems::actions::{self, Decision};
use crate::features::problems::rules::Step;
use crate::features::problems::{Problem, ProblemDecision};
use crate::kernel::errors::{Failure, common};
use crate::kernel::ids::ProblemId;
use crate::kernel::input::Valid;
use crate::platform::app::App;
use crate::platform::cx::Cx;
use crate::web::forms::{Form, respond};
use actix_web::{HttpResponse, web};

/// A form and the steps that its buttons name.
type Choice = (&'static Form<ProblemDecision>, &'static [Step]);

pub(super) async fn decide(
    app: web::Data<App>,
    id: web::Path<ProblemId>,
    sent: SignedInForm,
) -> Result<HttpResponse, Failure> {
    answer(&app, id.into_inner(), &sent, (&DECISION, &[Step::Approve, Step::Return])).await
}

pub(super) async fn retire(
    app: web::Data<App>,
    id: web::Path<ProblemId>,
    sent: SignedInForm,
) -> Result<HttpResponse, Failure> {
    answer(&app, id.into_inner(), &sent, (&CLOSING, &[Step::Retire])).await
}

async fn answer(
    app: &App,
    id: ProblemId,
    sent: &SignedInForm,
    choice: Choice,
) -> Result<HttpResponse, Failure> {
    let outcome = take(app, id.clone(), sent, choice).await;
    let to = |problem: Problem| format!("/problems/{}", problem.id);
    respond(outcome, to, async |problem| {
        page_with(app, &sent.visitor, id, Some((&sent.fields, &problem))).await
    })
    .await
}

async fn take(
    app: &App,
    id: ProblemId,
    sent: &SignedInForm,
    (form, steps): Choice,
) -> Result<Problem, Failure> {
    let step = Step::from_name(sent.fields.get("step")).filter(|step| steps.contains(step));
    let step = step.ok_or_else(|| Failure::field("step", common::field::REQUIRED))?;
    let from = Some(sent.seen()?);
    let decide = move |cx: &mut Cx<'_>, reason: Option<&Valid<_>>| {
        let decision = Decision { step, reason: reason.cloned(), from };
        actions::decide_problem(cx, &id, &decision)
    };
    if step.needs_reason() {
        sent.send(app, form, move |cx, reason| decide(cx, Some(reason))).await
    } else {
        let act = move |cx: &mut Cx<'_>| decide(cx, None);
        sent.caller.clone().write(app, act).await
    }
}
