//! The last page of the set-up: what candidates will see, what is missing, the hash that the rules
//! will have, and the button that freezes them.

use super::body::CallBody;
use super::setup::Step;
use super::words::shown_error;
use crate::features::accounts::{SignedInForm, Visitor, as_form_error};
use crate::features::calls::actions::{self, CallView, Findings};
use crate::features::calls::{panel_of, rules};
use crate::kernel::access::{Facts, Permission, Viewer, may};
use crate::kernel::canonical;
use crate::kernel::clock::Timestamp;
use crate::kernel::errors::{Failure, FieldError, Refusal, common::field};
use crate::kernel::ids::CallId;
use crate::platform::app::App;
use crate::platform::cx::Cx;
use crate::platform::db::Db;
use crate::web::pages::{PageContext, go_to, show_with, summary};
use actix_web::http::StatusCode;
use actix_web::{HttpResponse, web};
use askama::Template;

/// One step of the checklist.
struct Check {
    step: Step,
    faults: Vec<String>,
    warnings: Vec<String>,
}

struct Loaded {
    view: CallView,
    findings: Findings,
    panel: usize,
    hash: String,
}

fn load(cx: &mut Cx<'_>, id: &CallId) -> Result<Loaded, Failure> {
    let view = actions::read_call(&mut cx.anyone(), id)?;
    may(cx.viewer, Permission::WriteCall, Facts::in_phase(view.phase))?;
    let findings = actions::examine(cx, &view.call.definition)?;
    let hash = canonical::hash_of(&view.call.definition)?;
    Ok(Loaded { findings, panel: panel_of(cx.db, id)?.len(), hash, view })
}

#[derive(Template)]
#[template(path = "calls/pages/preview.html")]
struct PreviewPage<'a> {
    s: &'a PageContext,
    loaded: &'a Loaded,
    summary: String,
    confirm: String,
    checks: Vec<Check>,
    body: CallBody<'a>,
}

impl PreviewPage<'_> {
    fn is_ready(&self) -> bool {
        self.checks.iter().all(|check| check.faults.is_empty())
    }
}

/// A call whose opening has already passed cannot be published, although it may be saved.
fn is_fault(finding: &FieldError) -> bool {
    finding.code == rules::OPENS_IN_THE_PAST
}

fn checks(s: &PageContext, findings: &Findings) -> Vec<Check> {
    let (late, warnings): (Vec<_>, Vec<_>) = findings.warnings.iter().partition(|f| is_fault(f));
    let faults: Vec<_> = findings.faults.iter().chain(late).collect();
    let of = |step: Step, all: &[&FieldError]| {
        let here = all.iter().filter(|finding| Step::of(&finding.field) == step);
        here.map(|finding| shown_error(s, finding)).collect()
    };
    let check =
        |step: Step| Check { step, faults: of(step, &faults), warnings: of(step, &warnings) };
    Step::ALL.map(check).into()
}

fn render(
    s: &PageContext,
    loaded: &Loaded,
    problem: Option<&Refusal>,
) -> Result<HttpResponse, Failure> {
    let confirm = problem.and_then(|problem| {
        let fault = problem.errors.iter().find(|error| error.field == "confirm")?;
        Some(shown_error(s, fault))
    });
    let named = |name: &str| match name {
        "confirm" => s.t("publish-confirm"),
        other => super::setup::part_of(s, other),
    };
    let page = PreviewPage {
        summary: summary(s, problem, named),
        confirm: confirm.unwrap_or_default(),
        checks: checks(s, &loaded.findings),
        body: CallBody { s, view: &loaded.view, extensions: &[] },
        loaded,
        s,
    };
    let status = problem.map_or(200, |problem| problem.code.status);
    show_with(StatusCode::from_u16(status).unwrap_or(StatusCode::UNPROCESSABLE_ENTITY), s, &page)
}

pub(super) async fn page(
    app: web::Data<App>,
    visitor: Visitor,
    id: web::Path<CallId>,
) -> Result<HttpResponse, Failure> {
    let act = move |cx: &mut Cx<'_>| load(cx, &id, cx.now);
    let (s, loaded) = visitor.load_signed_in(&app, act).await?;
    render(&s, &loaded, None)
}

pub(super) async fn publish(
    app: web::Data<App>,
    id: web::Path<CallId>,
    form_sent: SignedInForm,
) -> Result<HttpResponse, Failure> {
    let SignedInForm { caller, visitor, fields } = form_sent;
    let id = id.into_inner();
    let frozen = if fields.get("confirm") == "yes" {
        let (of, seen) = (id.clone(), fields.get("hash").to_owned());
        let act = move |cx: &mut Cx<'_>| actions::freeze_as_seen(cx, (&of, &seen));
        caller.write(&app, act).await
    } else {
        Err(Failure::field("confirm", field::REQUIRED))
    };
    match frozen {
        Ok(_) => Ok(go_to(&format!("/desk/calls/{id}?published=1"))),
        Err(failure) => {
            let problem = as_form_error(failure)?;
            let act = move |cx: &mut Cx<'_>| load(cx, &id, cx.now);
            let (s, loaded) = visitor.load_signed_in(&app, act).await?;
            render(&s, &loaded, Some(&problem))
        }
    }
}
