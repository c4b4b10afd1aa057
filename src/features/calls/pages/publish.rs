//! The last page of the set-up: what candidates will see, what is missing, the hash that the rules
//! will have, and the button that freezes them.

use super::body::CallBody;
use super::forms::PUBLICATION;
use super::setup::Step;
use super::words::{localised, shown_error};
use crate::features::accounts::{SignedInForm, Visitor};
use crate::features::calls::actions::{self, CallView, Findings};
use crate::features::calls::{panel_of, rules};
use crate::kernel::access::{Facts, Permission, may};
use crate::kernel::canonical;
use crate::kernel::errors::{Failure, FieldError, Refusal};
use crate::kernel::ids::CallId;
use crate::kernel::input::Valid;
use crate::platform::app::App;
use crate::platform::cx::Cx;
use crate::web::Fields;
use crate::web::forms::respond;
use crate::web::pages::{PageContext, show_refused, summary};
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

async fn render(
    app: &App,
    visitor: &Visitor,
    id: CallId,
    refused: Option<(&Fields, &Refusal)>,
) -> Result<HttpResponse, Failure> {
    let act = move |cx: &mut Cx<'_>| load(cx, &id);
    let (s, loaded) = visitor.load_signed_in(app, act).await?;
    let (s, loaded) = (&s, &loaded);
    let nothing = Fields::default();
    let typed = refused.map_or(&nothing, |(typed, _)| typed);
    let problem = refused.map(|(_, problem)| localised(s, problem));
    let problem = problem.as_ref();
    let form = PUBLICATION.shown(s, typed, problem);
    let named = |name: &str| match name {
        "confirm" | "hash" => form.name_of(name),
        other => super::setup::part_of(s, other),
    };
    let page = PreviewPage {
        summary: summary(s, problem, named),
        confirm: form.fault("confirm"),
        checks: checks(s, &loaded.findings),
        body: CallBody { s, view: &loaded.view, extensions: &[] },
        loaded,
        s,
    };
    show_refused(s, &page, problem)
}

pub(super) async fn page(
    app: web::Data<App>,
    visitor: Visitor,
    id: web::Path<CallId>,
) -> Result<HttpResponse, Failure> {
    render(&app, &visitor, id.into_inner(), None).await
}

pub(super) async fn publish(
    app: web::Data<App>,
    id: web::Path<CallId>,
    sent: SignedInForm,
) -> Result<HttpResponse, Failure> {
    let (id, of) = (id.clone(), id.into_inner());
    let act = move |cx: &mut Cx<'_>, seen: &Valid<_>| actions::freeze_as_seen(cx, (&of, seen));
    let frozen = sent.send(&app, &PUBLICATION, act).await;
    let to = |view: CallView| format!("/desk/calls/{}?published=1", view.call.id);
    respond(frozen, to, async |problem| {
        render(&app, &sent.visitor, id, Some((&sent.fields, &problem))).await
    })
    .await
}
