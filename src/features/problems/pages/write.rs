//! Proposing a problem and rewriting a returned one, in one form. If somebody else saved in
//! between, both texts are shown.

use super::forms::{PROPOSAL, REVISION};
use crate::features::accounts::{SignedInForm, Visitor};
use crate::features::problems::actions;
use crate::features::problems::{Problem, ProblemText};
use crate::kernel::access::{Facts, Permission, Relation, Viewer, may};
use crate::kernel::errors::{Failure, Refusal, common};
use crate::kernel::ids::ProblemId;
use crate::kernel::input::Valid;
use crate::platform::app::App;
use crate::platform::cx::Cx;
use crate::web::Fields;
use crate::web::forms::respond;
use crate::web::pages::{Field, PageContext, differences, go_to, show_refused};
use actix_web::{HttpResponse, web};
use askama::Template;

#[derive(Template)]
#[template(path = "problems/pages/write.html")]
struct WritePage<'a> {
    s: &'a PageContext,
    /// `None` for a new one.
    problem: Option<&'a Problem>,
    /// The version on which the next save is based.
    version: i64,
    summary: String,
    fields: Vec<Field>,
    differences: String,
}

impl WritePage<'_> {
    fn action(&self) -> String {
        match self.problem {
            Some(problem) => format!("/problems/{}/edit", problem.id),
            None => "/problems/new".to_owned(),
        }
    }
}

fn answer(
    s: &PageContext,
    problem: Option<&Problem>,
    refused: Option<(&Fields, &Refusal)>,
) -> Result<HttpResponse, Failure> {
    let form = if problem.is_some() { &REVISION } else { &PROPOSAL };
    let stored = match problem {
        Some(problem) => form.fill(&serde_json::to_value(problem.text())?, s.zone, s.language),
        None => Fields::default(),
    };
    let refusal = refused.map(|(_, refusal)| refusal);
    let typed = refused.map_or(&stored, |(typed, _)| typed);
    let is_stale = refusal.is_some_and(|refusal| refusal.code == common::STALE);
    let seen = refused.and_then(|(typed, _)| typed.get("version").parse().ok());
    let current = problem.map_or(0, |problem| problem.version);
    let shown = form.shown(s, typed, refusal);
    let page = WritePage {
        problem,
        // A reader who has seen both texts may overwrite the stored one.
        version: if is_stale { current } else { seen.unwrap_or(current) },
        summary: shown.summary(),
        fields: shown.all(),
        differences: if is_stale {
            let lead = s.t("problem-stale-lead");
            differences(s, lead, (&stored, typed), |name| shown.name_of(name))
        } else {
            String::new()
        },
        s,
    };
    show_refused(s, &page, refusal)
}

/// The empty form is shown only to a person who may propose.
fn may_propose(viewer: &Viewer) -> Result<(), Failure> {
    let heads = viewer.unit.as_ref().is_some_and(|unit| viewer.heads(unit));
    may(viewer, Permission::ProposeProblem, Facts::NONE.with(Relation::OwnUnit, heads))
}

pub(super) async fn new_page(
    app: web::Data<App>,
    visitor: Visitor,
) -> Result<HttpResponse, Failure> {
    let (s, ()) = visitor.load_signed_in(&app, |cx| may_propose(cx.viewer)).await?;
    answer(&s, None, None)
}

pub(super) async fn propose(
    app: web::Data<App>,
    sent: SignedInForm,
) -> Result<HttpResponse, Failure> {
    let act = |cx: &mut Cx<'_>, text: &Valid<ProblemText>| actions::propose_problem(cx, text);
    let outcome = sent.send(&app, &PROPOSAL, act).await;
    let to = |problem: Problem| format!("/problems/{}", problem.id);
    respond(outcome, to, async |problem| {
        let allowed = |cx: &mut Cx<'_>| may_propose(cx.viewer);
        let (s, ()) = sent.visitor.load_signed_in(&app, allowed).await?;
        answer(&s, None, Some((&sent.fields, &problem)))
    })
    .await
}

fn load_own(cx: &mut Cx<'_>, id: &ProblemId) -> Result<Problem, Failure> {
    let problem = actions::read_problem(&mut cx.anyone(), id)?;
    let facts = Facts::NONE.with(Relation::OwnUnit, cx.viewer.heads(&problem.owner_unit));
    may(cx.viewer, Permission::ReviseProblem, facts)?;
    Ok(problem)
}

pub(super) async fn edit_page(
    app: web::Data<App>,
    visitor: Visitor,
    id: web::Path<ProblemId>,
) -> Result<HttpResponse, Failure> {
    edit(&app, &visitor, id.into_inner(), None).await
}

async fn edit(
    app: &App,
    visitor: &Visitor,
    id: ProblemId,
    refused: Option<(&Fields, &Refusal)>,
) -> Result<HttpResponse, Failure> {
    let act = move |cx: &mut Cx<'_>| {
        let problem = load_own(cx, &id)?;
        Ok((actions::permitted_in(cx.viewer, &problem), problem))
    };
    let (s, (permitted, problem)) = visitor.load_signed_in(app, act).await?;
    if refused.is_none() && !permitted.allows(Permission::ReviseProblem) {
        // It was decided on: the problem's own page says so.
        return Ok(go_to(&format!("/problems/{}", problem.id)));
    }
    answer(&s, Some(&problem), refused)
}

pub(super) async fn revise(
    app: web::Data<App>,
    id: web::Path<ProblemId>,
    sent: SignedInForm,
) -> Result<HttpResponse, Failure> {
    let (from, of) = (sent.seen()?, id.clone());
    let act = move |cx: &mut Cx<'_>, text: &Valid<ProblemText>| {
        actions::revise_problem(cx, &of, (from, text))
    };
    let outcome = sent.send(&app, &REVISION, act).await;
    let to = |problem: Problem| format!("/problems/{}", problem.id);
    respond(outcome, to, async |problem| {
        edit(&app, &sent.visitor, id.into_inner(), Some((&sent.fields, &problem))).await
    })
    .await
}
