//! Changes of a published call: a milestone moves later, a phase that has ended opens again, or the call is
//! cancelled. Each needs a public reason.

use super::forms::{CANCELLATION, EXTENSION, REOPENING};
use super::words::localised;
use crate::features::accounts::{SignedInForm, Visitor};
use crate::features::calls::actions::{self, CallView};
use crate::features::calls::{Milestone, ReopenedPhase, rules};
use crate::kernel::access::{Facts, Permission, may};
use crate::kernel::errors::{Failure, Refusal};
use crate::kernel::ids::CallId;
use crate::kernel::input::Valid;
use crate::platform::app::App;
use crate::platform::cx::Cx;
use crate::web::Fields;
use crate::web::forms::respond;
use crate::web::pages::{Field, PageContext, show_refused};
use actix_web::{HttpResponse, web};
use askama::Template;

#[derive(Template)]
#[template(path = "calls/pages/moving.html")]
struct MovingPage<'a> {
    s: &'a PageContext,
    view: &'a CallView,
    /// `extend`, `reopen` or `cancel`.
    act: &'static str,
    summary: String,
    fields: Vec<Field>,
}

fn load(cx: &mut Cx<'_>, (id, act): (&CallId, Permission)) -> Result<CallView, Failure> {
    let view = actions::read_call(&mut cx.anyone(), id)?;
    may(cx.viewer, act, Facts::in_phase(view.phase))?;
    Ok(view)
}

/// The milestones still to come.
fn ahead(view: &CallView) -> impl Iterator<Item = Milestone> + '_ {
    let is_ahead = move |milestone: &Milestone| {
        let is_out = *milestone == Milestone::AnnouncementAt && view.call.announced_at.is_some();
        view.call.calendar.of(*milestone) > view.now && !is_out
    };
    view.call.calendar.milestones().filter(is_ahead)
}

/// What a refused form had, and why it was refused.
type Refused<'a> = (&'a Fields, &'a Refusal);

async fn render(
    app: &App,
    visitor: &Visitor,
    (id, act): (CallId, Permission),
    refused: Option<Refused<'_>>,
) -> Result<HttpResponse, Failure> {
    let load = move |cx: &mut Cx<'_>| load(cx, (&id, act));
    let (s, view) = visitor.load_signed_in(app, load).await?;
    let nothing = Fields::default();
    let typed = refused.map_or(&nothing, |(typed, _)| typed);
    let problem = refused.map(|(_, problem)| localised(&s, problem));
    let problem = problem.as_ref();
    let (act, fields, summary) = if act == Permission::CancelCall {
        let form = CANCELLATION.shown(&s, typed, problem);
        ("cancel", form.all(), form.summary())
    } else if act == Permission::ReopenPhase {
        let choice = |phase: ReopenedPhase| {
            let at = s.at(&view.call.calendar.of(phase.end()));
            let words = s.word("reopened-phase", phase.name());
            (phase.name().to_owned(), format!("{words}: {at}"))
        };
        let ended = rules::reopenable(&view.call, view.now);
        let form = REOPENING.shown(&s, typed, problem);
        let form = form.offer("phase", ended.into_iter().map(choice).collect());
        ("reopen", form.all(), form.summary())
    } else {
        let choice = |milestone: Milestone| {
            let at = s.at(&view.call.calendar.of(milestone));
            let words = s.word("milestone", milestone.name());
            (milestone.name().to_owned(), format!("{words}: {at}"))
        };
        let form = EXTENSION.shown(&s, typed, problem);
        let form = form.offer("milestone", ahead(&view).map(choice).collect());
        ("extend", form.all(), form.summary())
    };
    show_refused(&s, &MovingPage { s: &s, view: &view, act, summary, fields }, problem)
}

pub(super) async fn extend_page(
    app: web::Data<App>,
    visitor: Visitor,
    id: web::Path<CallId>,
) -> Result<HttpResponse, Failure> {
    render(&app, &visitor, (id.into_inner(), Permission::ExtendCall), None).await
}

pub(super) async fn cancel_page(
    app: web::Data<App>,
    visitor: Visitor,
    id: web::Path<CallId>,
) -> Result<HttpResponse, Failure> {
    render(&app, &visitor, (id.into_inner(), Permission::CancelCall), None).await
}

pub(super) async fn reopen_page(
    app: web::Data<App>,
    visitor: Visitor,
    id: web::Path<CallId>,
) -> Result<HttpResponse, Failure> {
    render(&app, &visitor, (id.into_inner(), Permission::ReopenPhase), None).await
}

pub(super) async fn reopen(
    app: web::Data<App>,
    id: web::Path<CallId>,
    sent: SignedInForm,
) -> Result<HttpResponse, Failure> {
    let (id, of) = (id.clone(), id.into_inner());
    let act = move |cx: &mut Cx<'_>, new: &Valid<_>| actions::reopen_phase(cx, &of, new);
    let reopened = sent.send(&app, &REOPENING, act).await;
    let to = |view: CallView| format!("/desk/calls/{}?reopened=1", view.call.id);
    respond(reopened, to, async |problem| {
        let refused = Some((&sent.fields, &problem));
        render(&app, &sent.visitor, (id, Permission::ReopenPhase), refused).await
    })
    .await
}

pub(super) async fn extend(
    app: web::Data<App>,
    id: web::Path<CallId>,
    sent: SignedInForm,
) -> Result<HttpResponse, Failure> {
    let (id, of) = (id.clone(), id.into_inner());
    let act = move |cx: &mut Cx<'_>, new: &Valid<_>| actions::extend_call(cx, &of, new);
    let extended = sent.send(&app, &EXTENSION, act).await;
    let to = |view: CallView| format!("/desk/calls/{}?extended=1", view.call.id);
    respond(extended, to, async |problem| {
        let refused = Some((&sent.fields, &problem));
        render(&app, &sent.visitor, (id, Permission::ExtendCall), refused).await
    })
    .await
}

pub(super) async fn cancel(
    app: web::Data<App>,
    id: web::Path<CallId>,
    sent: SignedInForm,
) -> Result<HttpResponse, Failure> {
    let (id, of) = (id.clone(), id.into_inner());
    let act =
        move |cx: &mut Cx<'_>, cancellation: &Valid<_>| actions::cancel_call(cx, &of, cancellation);
    let cancelled = sent.send(&app, &CANCELLATION, act).await;
    let to = |view: CallView| format!("/desk/calls/{}", view.call.id);
    respond(cancelled, to, async |problem| {
        let refused = Some((&sent.fields, &problem));
        render(&app, &sent.visitor, (id, Permission::CancelCall), refused).await
    })
    .await
}
