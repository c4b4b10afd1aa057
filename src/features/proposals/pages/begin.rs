//! The first step: which problem, which level of study.

use super::forms::BEGINNING;
use crate::features::accounts::{SignedInForm, Visitor};
use crate::features::calls::{self, Call};
use crate::features::problems::{self, ProblemFilter};
use crate::features::proposals::{NewProposal, Proposal, actions};
use crate::kernel::errors::{Failure, Refusal};
use crate::kernel::ids::CallId;
use crate::kernel::input::Valid;
use crate::kernel::paging;
use crate::kernel::paging::Paging;
use crate::platform::app::App;
use crate::platform::cx::Cx;
use crate::web::Fields;
use crate::web::forms::{Shown, respond};
use crate::web::pages::{Field, PageContext, go_to, show_refused};
use actix_web::{HttpResponse, web};
use askama::Template;

type Registered = problems::Problem;

#[derive(Template)]
#[template(path = "proposals/pages/begin.html")]
struct BeginPage<'a> {
    s: &'a PageContext,
    call: &'a Call,
    summary: String,
    fields: Vec<Field>,
}

/// The approved problems, for a choice.
pub(super) fn choosable(cx: &mut Cx<'_>) -> Result<Vec<Registered>, Failure> {
    let filter = ProblemFilter { state: Some(problems::State::Approved), ..Default::default() };
    let paging = Paging { limit: paging::MOST, after: None };
    Ok(problems::actions::list_problems(&mut cx.anyone(), &filter, &paging)?.items)
}

pub(super) async fn page(
    app: web::Data<App>,
    visitor: Visitor,
    id: web::Path<CallId>,
) -> Result<HttpResponse, Failure> {
    form(&app, &visitor, (id.into_inner(), &Fields::default()), None).await
}

/// What a proposal is about: its two fields, here and in the editor.
pub(super) fn choice<'a>(
    s: &'a PageContext,
    (call, problems): (&Call, &[Registered]),
    typed: &'a Fields,
    problem: Option<&'a Refusal>,
) -> Shown<'a, NewProposal> {
    let levels = call.definition.levels.iter();
    let levels = levels.map(|level| (level.code.clone(), level.name.text(&s.language).to_owned()));
    let problems = problems
        .iter()
        .map(|problem| (problem.id.to_string(), format!("{} {}", problem.code, problem.title)));
    let form = BEGINNING.shown(s, typed, problem).offer("problem", problems.collect());
    form.offer("level", levels.collect())
}

async fn form(
    app: &App,
    visitor: &Visitor,
    (id, typed): (CallId, &Fields),
    problem: Option<&Refusal>,
) -> Result<HttpResponse, Failure> {
    // What was sent comes back with what is wrong, whatever that is.
    let is_new = problem.is_none();
    let act = move |cx: &mut Cx<'_>| {
        let (call, earlier) = if is_new {
            let (call, _, earlier) = actions::may_begin(cx, &id)?;
            (call, earlier)
        } else {
            (calls::actions::read_call(&mut cx.anyone(), &id)?.call, None)
        };
        Ok((earlier, call, choosable(cx)?))
    };
    let (s, (earlier, call, problems)) = visitor.load_signed_in(app, act).await?;
    if let Some(earlier) = earlier {
        return Ok(go_to(&format!("/proposals/{earlier}")));
    }
    let form = choice(&s, (&call, &problems), typed, problem);
    let page = BeginPage { s: &s, call: &call, summary: form.summary(), fields: form.all() };
    show_refused(&s, &page, problem)
}

pub(super) async fn begin(
    app: web::Data<App>,
    id: web::Path<CallId>,
    sent: SignedInForm,
) -> Result<HttpResponse, Failure> {
    let of = id.clone();
    let act = move |cx: &mut Cx<'_>, beginning: &Valid<_>| actions::begin(cx, &of, beginning);
    let outcome = sent.send(&app, &BEGINNING, act).await;
    let to = |begun: Proposal| format!("/proposals/{}/edit", begun.id);
    respond(outcome, to, async |problem| {
        form(&app, &sent.visitor, (id.into_inner(), &sent.fields), Some(&problem)).await
    })
    .await
}
