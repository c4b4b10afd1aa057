//! Somebody leaves the panel: what becomes of their open tasks, before it is done; and taking a plan back.

use super::forms::{LEAVE, UNDO};
use crate::features::accounts::{SignedInForm, Visitor};
use crate::features::calls::Call;
use crate::features::reviews::actions::{self, LeaveDesk};
use crate::features::reviews::{Handover, LeaveChoice};
use crate::kernel::errors::{Failure, Refusal};
use crate::kernel::ids::{CallId, UserId};
use crate::kernel::input::Valid;
use crate::platform::app::App;
use crate::platform::cx::Cx;
use crate::web::Fields;
use crate::web::forms::respond;
use crate::web::pages::{Field, PageContext, show_refused};
use actix_web::{HttpResponse, web};
use askama::Template;
use serde::Deserialize;

#[derive(Template)]
#[template(path = "reviews/pages/leave.html")]
struct LeavePage<'a> {
    s: &'a PageContext,
    desk: &'a LeaveDesk,
    how: Handover,
    to: String,
    summary: String,
    reason: Field,
}

impl LeavePage<'_> {
    fn ways() -> [Handover; 3] {
        Handover::ALL
    }

    fn is_chosen(&self, way: Handover) -> bool {
        self.how == way
    }

    fn is_named(&self, id: &UserId) -> bool {
        self.to == id.as_str()
    }
}

/// Query parameters.
#[derive(Debug, Default, Deserialize)]
pub(super) struct PageQuery {
    #[serde(default)]
    how: String,
    #[serde(default)]
    to: String,
}

fn choice_of(how: &str, to: &str) -> LeaveChoice {
    LeaveChoice { how: Handover::from_name(how).unwrap_or(Handover::Spread), to: to.parse().ok() }
}

pub(super) async fn page(
    app: web::Data<App>,
    visitor: Visitor,
    path: web::Path<(CallId, UserId)>,
    asked: web::Query<PageQuery>,
) -> Result<HttpResponse, Failure> {
    let choice = choice_of(&asked.how, &asked.to);
    render((&app, &visitor), (path.into_inner(), choice), None).await
}

async fn render(
    (app, visitor): (&App, &Visitor),
    ((id, user), choice): ((CallId, UserId), LeaveChoice),
    refused: Option<(&Fields, &Refusal)>,
) -> Result<HttpResponse, Failure> {
    let (how, to) = (choice.how, choice.to.as_ref().map(ToString::to_string).unwrap_or_default());
    let act = move |cx: &mut Cx<'_>| actions::read_leave(cx, (&id, &user), &choice);
    let (s, desk) = visitor.load_signed_in(app, act).await?;
    let nothing = Fields::default();
    let (typed, problem) =
        refused.map_or((&nothing, None), |(typed, problem)| (typed, Some(problem)));
    let form = LEAVE.shown(&s, typed, problem);
    let (summary, reason) = (form.summary(), form.field("reason"));
    show_refused(&s, &LeavePage { desk: &desk, how, to, summary, reason, s: &s }, problem)
}

pub(super) async fn leave(
    app: web::Data<App>,
    path: web::Path<(CallId, UserId)>,
    sent: SignedInForm,
) -> Result<HttpResponse, Failure> {
    let about = path.into_inner();
    let (id, user) = about.clone();
    let act =
        move |cx: &mut Cx<'_>, new: &Valid<_>| actions::leave(cx, (&id, &user), new).map(|_| ());
    let outcome = sent.send(&app, &LEAVE, act).await;
    respond(
        outcome,
        |()| format!("/desk/calls/{}/assignment", about.0),
        async |problem| {
            let choice = choice_of(sent.fields.get("how"), sent.fields.get("to"));
            let refused = Some((&sent.fields, &problem));
            render((&app, &sent.visitor), (about.clone(), choice), refused).await
        },
    )
    .await
}

#[derive(Template)]
#[template(path = "reviews/pages/undo.html")]
struct UndoPage<'a> {
    s: &'a PageContext,
    call: &'a Call,
    summary: String,
    reason: Field,
}

pub(super) async fn undo_page(
    app: web::Data<App>,
    visitor: Visitor,
    id: web::Path<CallId>,
) -> Result<HttpResponse, Failure> {
    ask_undo((&app, &visitor), id.into_inner(), None).await
}

async fn ask_undo(
    (app, visitor): (&App, &Visitor),
    id: CallId,
    refused: Option<(&Fields, &Refusal)>,
) -> Result<HttpResponse, Failure> {
    let act = move |cx: &mut Cx<'_>| actions::read_undo(cx, &id);
    let (s, call) = visitor.load_signed_in(app, act).await?;
    let nothing = Fields::default();
    let (typed, problem) =
        refused.map_or((&nothing, None), |(typed, problem)| (typed, Some(problem)));
    let form = UNDO.shown(&s, typed, problem);
    let (summary, reason) = (form.summary(), form.field("reason"));
    show_refused(&s, &UndoPage { call: &call, summary, reason, s: &s }, problem)
}

pub(super) async fn undo(
    app: web::Data<App>,
    id: web::Path<CallId>,
    sent: SignedInForm,
) -> Result<HttpResponse, Failure> {
    let (id, call) = (id.clone(), id.into_inner());
    let act =
        move |cx: &mut Cx<'_>, undo: &Valid<_>| actions::undo_plan(cx, &call, undo).map(|_| ());
    let outcome = sent.send(&app, &UNDO, act).await;
    respond(
        outcome,
        |()| format!("/desk/calls/{id}/assignment"),
        async |problem| {
            ask_undo((&app, &sent.visitor), id.clone(), Some((&sent.fields, &problem))).await
        },
    )
    .await
}
