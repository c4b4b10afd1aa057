//! The first step: which problem, which level of study.

use crate::features::accounts::{SignedInForm, Visitor, as_form_error};
use crate::features::calls::{self, Call};
use crate::features::problems::{self, ProblemFilter};
use crate::features::proposals::actions::{self, Beginning};
use crate::kernel::access::Viewer;
use crate::kernel::clock::Timestamp;
use crate::kernel::errors::{Failure, FieldError, Refusal, common::field};
use crate::kernel::ids::CallId;
use crate::kernel::paging;
use crate::kernel::paging::Paging;
use crate::platform::app::App;
use crate::platform::cx::Cx;
use crate::platform::db::Db;
use crate::web::Fields;
use crate::web::pages::{Field, Input, PageContext, go_to, show, show_with, summary};
use actix_web::http::StatusCode;
use actix_web::{HttpResponse, web};
use askama::Template;

type Registered = problems::Problem;

#[derive(Template)]
#[template(path = "proposals/pages/begin.html")]
struct BeginPage<'a> {
    s: &'a PageContext,
    call: &'a Call,
    summary: String,
    fields: [Field; 2],
}

/// The approved problems, for a choice.
pub(super) fn choosable(cx: &mut Cx<'_>) -> Result<Vec<Registered>, Failure> {
    let filter = ProblemFilter { state: Some(problems::State::Approved), ..Default::default() };
    let paging = Paging { limit: paging::MOST, after: None };
    Ok(problems::actions::list_problems(&mut cx.anyone(), &filter, &paging)?.items)
}

pub(super) fn problem_field(s: &PageContext, problems: &[Registered]) -> Field {
    let mut choices = vec![(String::new(), s.t("choose"))];
    choices.extend(
        problems
            .iter()
            .map(|problem| (problem.id.to_string(), format!("{} {}", problem.code, problem.title))),
    );
    Field::new("problem", s.t("field-problem"), Input::Choice(choices)).required()
}

pub(super) fn level_field(s: &PageContext, call: &Call) -> Field {
    let levels = &call.definition.levels;
    let mut choices = vec![(String::new(), s.t("choose"))];
    choices.extend(
        levels.iter().map(|level| (level.code.clone(), level.name.text(&s.language).to_owned())),
    );
    Field::new("level", s.t("field-level"), Input::Choice(choices)).required()
}

fn load(cx: &mut Cx<'_>, id: &CallId) -> Result<(Call, Vec<Registered>), Failure> {
    let view = calls::actions::read_call(&mut cx.anyone(), id)?;
    Ok((view.call, choosable(cx)?))
}

pub(super) async fn page(
    app: web::Data<App>,
    visitor: Visitor,
    id: web::Path<CallId>,
) -> Result<HttpResponse, Failure> {
    form(&app, &visitor, (id.into_inner(), Fields::default()), None).await
}

async fn form(
    app: &App,
    visitor: &Visitor,
    (id, typed): (CallId, Fields),
    problem: Option<Refusal>,
) -> Result<HttpResponse, Failure> {
    let act = move |cx: &mut Cx<'_>| load(cx, &id, cx.now);
    let (s, (call, problems)) = visitor.load_signed_in(app, act).await?;
    let problem = problem.as_ref();
    let fields = [problem_field(&s, &problems), level_field(&s, &call)].map(|field| {
        let value = typed.get(&field.name).to_owned();
        field.value(value).errors_of(&s, problem)
    });
    let summary = summary(&s, problem, |name| s.word("field", name));
    let page = BeginPage { s: &s, call: &call, summary, fields };
    match problem {
        None => show(&s, &page),
        Some(_) => show_with(StatusCode::UNPROCESSABLE_ENTITY, &s, &page),
    }
}

pub(super) async fn begin(
    app: web::Data<App>,
    id: web::Path<CallId>,
    form_sent: SignedInForm,
) -> Result<HttpResponse, Failure> {
    let SignedInForm { caller, visitor, fields } = form_sent;
    let id = id.into_inner();
    let begun = match beginning(&fields) {
        Ok(beginning) => {
            let call = id.clone();
            let act = move |cx: &mut Cx<'_>| actions::begin(cx, &call, &beginning);
            caller.write(&app, act).await
        }
        Err(failure) => Err(failure),
    };
    match begun {
        Ok(proposal) => Ok(go_to(&format!("/proposals/{}/edit", proposal.id))),
        Err(failure) => {
            let problem = as_form_error(failure)?;
            form(&app, &visitor, (id, fields), Some(problem)).await
        }
    }
}

fn beginning(fields: &Fields) -> Result<Beginning, Failure> {
    let level = fields.get("level").to_owned();
    let problem = fields.get("problem").parse().ok();
    let mut faults = Vec::new();
    if problem.is_none() {
        faults.push(FieldError::new("problem", field::REQUIRED));
    }
    if level.is_empty() {
        faults.push(FieldError::new("level", field::REQUIRED));
    }
    match problem {
        Some(problem) if faults.is_empty() => Ok(Beginning { problem, level }),
        _ => Err(Refusal::invalid(faults).into()),
    }
}
