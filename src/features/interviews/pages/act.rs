//! One act on one interview, each on a page of its own: what it is about, the form, and back to the interview.

use super::forms::{ANSWER, ASK, ATTENDANCE, CANCEL, MOVE, PANEL};
use crate::features::accounts::{SignedInForm, Visitor};
use crate::features::interviews::Slot;
use crate::features::interviews::actions::{self, SlotView};
use crate::kernel::access::{self, Permission};
use crate::kernel::errors::{Failure, Refusal};
use crate::kernel::ids::InterviewId;
use crate::kernel::input::{Input, Valid};
use crate::platform::app::App;
use crate::platform::cx::Cx;
use crate::web::Fields;
use crate::web::forms::{Choices, Form, Shown, respond};
use crate::web::pages::{Field, PageContext, PageRoutes, show_refused};
use actix_web::{HttpResponse, web};
use askama::Template;
use serde_json::{Value, json};

#[derive(Template)]
#[template(path = "interviews/pages/act.html")]
struct ActPage<'a> {
    s: &'a PageContext,
    view: &'a SlotView,
    /// Begins the keys of its words.
    name: &'static str,
    fields: Vec<Field>,
    summary: String,
}

/// An act: its words, who may, what its form begins with, what it does.
struct Act<T: Input> {
    name: &'static str,
    permission: Permission,
    form: &'static Form<T>,
    begun: fn(&SlotView) -> Value,
    run: fn(&mut Cx<'_>, &InterviewId, &Valid<T>) -> Result<Slot, Failure>,
}

type Refused<'a> = (&'a Fields, &'a Refusal);

/// Who may leave, and who may join.
fn offered<'a, T: Input>(form: Shown<'a, T>, view: &SlotView) -> Shown<'a, T> {
    let sitting: Vec<_> =
        view.slot.panelists.iter().flatten().filter(|one| one.removed_at.is_none()).collect();
    let leaves: Choices =
        sitting.iter().map(|one| (one.user.to_string(), one.name.clone())).collect();
    let is_on = |user: &crate::kernel::ids::UserId| sitting.iter().any(|one| &one.user == user);
    let others = view.members.iter().filter(|(user, _)| !is_on(user));
    let joins: Choices = others.map(|(user, name)| (user.to_string(), name.clone())).collect();
    form.offer("leaves", leaves).offer("joins", joins)
}

async fn render<T: Input>(
    act: &Act<T>,
    (app, visitor): (&App, &Visitor),
    id: InterviewId,
    refused: Option<Refused<'_>>,
) -> Result<HttpResponse, Failure> {
    let permission = act.permission;
    let load = move |cx: &mut Cx<'_>| {
        let (view, facts) = actions::read_view(cx, &id)?;
        access::may(cx.viewer, permission, facts)?;
        Ok(view)
    };
    let (s, view) = visitor.load_signed_in(app, load).await?;
    let begun = act.form.fill(&(act.begun)(&view), s.zone, s.language);
    let (typed, problem) =
        refused.map_or((&begun, None), |(typed, problem)| (typed, Some(problem)));
    let form = offered(act.form.shown(&s, typed, problem), &view);
    let page =
        ActPage { fields: form.all(), summary: form.summary(), name: act.name, view: &view, s: &s };
    show_refused(&s, &page, problem)
}

async fn send<T: Input>(
    act: Act<T>,
    app: &App,
    id: InterviewId,
    sent: SignedInForm,
) -> Result<HttpResponse, Failure> {
    let (of, run) = (id.clone(), act.run);
    let outcome =
        sent.send(app, act.form, move |cx: &mut Cx<'_>, new: &Valid<T>| run(cx, &of, new)).await;
    let to = format!("/interviews/{id}");
    respond(
        outcome,
        |_| to,
        async |problem| {
            let refused = Some((&sent.fields, &problem));
            render(&act, (app, &sent.visitor), id.clone(), refused).await
        },
    )
    .await
}

fn nothing(_: &SlotView) -> Value {
    json!({})
}

macro_rules! acts {
    ($($module:ident: $act:expr;)*) => {$(
        mod $module {
            use super::*;

            pub(super) async fn page(
                app: web::Data<App>,
                visitor: Visitor,
                id: web::Path<InterviewId>,
            ) -> Result<HttpResponse, Failure> {
                render(&$act, (&app, &visitor), id.into_inner(), None).await
            }

            pub(super) async fn done(
                app: web::Data<App>,
                id: web::Path<InterviewId>,
                sent: SignedInForm,
            ) -> Result<HttpResponse, Failure> {
                send($act, &app, id.into_inner(), sent).await
            }
        }
    )*};
}

acts! {
    moving: Act {
        name: "interview-move",
        permission: Permission::PlanInterviews,
        form: &MOVE,
        begun: |view| json!({
            "starts_at": view.slot.starts_at, "place": view.slot.place, "link": view.slot.link,
            "late_reason": view.slot.late_reason,
        }),
        run: actions::move_slot,
    };
    cancelling: Act {
        name: "interview-cancel",
        permission: Permission::PlanInterviews,
        form: &CANCEL,
        begun: nothing,
        run: actions::cancel,
    };
    changing: Act {
        name: "interview-change-panel",
        permission: Permission::PlanInterviews,
        form: &PANEL,
        begun: nothing,
        run: actions::change_panel,
    };
    asking: Act {
        name: "interview-ask",
        permission: Permission::AskInterviewTime,
        form: &ASK,
        begun: nothing,
        run: actions::ask_time,
    };
    answering: Act {
        name: "interview-answer-request",
        permission: Permission::PlanInterviews,
        form: &ANSWER,
        begun: nothing,
        run: actions::answer_time,
    };
    attending: Act {
        name: "interview-attend",
        permission: Permission::RecordInterviewAttendance,
        form: &ATTENDANCE,
        begun: |view| json!({
            "attendance": view.slot.attendance, "reason": view.slot.attendance_reason,
        }),
        run: actions::record_attendance,
    };
}

pub(super) fn configure(routes: &mut PageRoutes<'_>) {
    let (plan, attend) = (Permission::PlanInterviews, Permission::RecordInterviewAttendance);
    let ask = Permission::AskInterviewTime;
    routes
        .get(plan, "/interviews/{id}/move", moving::page)
        .form(plan, &MOVE, moving::done)
        .get(plan, "/interviews/{id}/cancel", cancelling::page)
        .form(plan, &CANCEL, cancelling::done)
        .get(plan, "/interviews/{id}/panel", changing::page)
        .form(plan, &PANEL, changing::done)
        .get(ask, "/interviews/{id}/request", asking::page)
        .form(ask, &ASK, asking::done)
        .get(plan, "/interviews/{id}/answer", answering::page)
        .form(plan, &ANSWER, answering::done)
        .get(attend, "/interviews/{id}/attendance", attending::page)
        .form(attend, &ATTENDANCE, attending::done);
}
