//! The seats of a call: the offers and their states, the waiting reserves with reasons; offering,
//! noting lapsed offers, withdrawing.

use crate::features::accounts::{SignedInForm, Visitor};
use crate::features::awards::actions::{self, Answer};
use crate::features::awards::{Award, AwardWithdrawal, Seats, State};
use crate::features::calls::{self, Call};
use crate::kernel::access::{Facts, Permission, Permitted};
use crate::kernel::errors::{Failure, Refusal};
use crate::kernel::ids::{AwardId, CallId};
use crate::kernel::input::Valid;
use crate::platform::app::App;
use crate::platform::cx::Cx;
use crate::web::Fields;
use crate::web::forms::{Control, Form, FormField, respond};
use crate::web::pages::{Field, PageContext, show_refused};
use actix_web::{HttpResponse, web};
use askama::Template;

/// REST has the seat in the address.
pub(super) static WITHDRAWAL: Form<AwardWithdrawal> = Form::new(
    "/desk/calls/{id}/awards/settle",
    "POST /awards/{id}/withdraw",
    &[
        FormField::new("award", Control::About).empty("objection-choose"),
        FormField::new("reason", Control::Lines(4)).hint("seats-reason-hint"),
    ],
)
.words("seats");

#[derive(Template)]
#[template(path = "awards/pages/seats.html")]
struct SeatsPage<'a> {
    s: &'a PageContext,
    call: &'a Call,
    seats: &'a Seats,
    award: Field,
    reason: Field,
    summary: String,
    permitted: Permitted,
}

impl SeatsPage<'_> {
    fn may_lapse(&self, award: &Award) -> bool {
        let permitted = actions::permitted_on(self.permitted.clone(), award, self.s.now);
        permitted.allows(Permission::OfferSeats)
    }

    fn tag(award: &Award) -> &'static str {
        match award.state() {
            State::Accepted => "",
            State::Offered if award.is_overdue => "red",
            State::Offered => "amber",
            State::Declined | State::Lapsed | State::Withdrawn => "grey",
        }
    }

    fn has_held(&self) -> bool {
        let free = |award: &Award| award.state().holds() && award.study_begun_at.is_none();
        self.seats.awards.iter().any(free)
    }
}

async fn page(
    app: &App,
    visitor: &Visitor,
    (id, typed): (CallId, Fields),
    problem: Option<&Refusal>,
) -> Result<HttpResponse, Failure> {
    let act = move |cx: &mut Cx<'_>| {
        let seats = actions::read_seats(cx, &id)?;
        let call = calls::find(cx.db, &id)?.ok_or_else(Failure::not_found)?;
        Ok((seats, call))
    };
    let (s, (seats, call)) = visitor.load_signed_in(app, act).await?;
    let free = |award: &&Award| award.state().holds() && award.study_begun_at.is_none();
    let held = seats.awards.iter().filter(free);
    let held = held.map(|award| (award.id.to_string(), award.number.clone())).collect();
    let form = WITHDRAWAL.shown(&s, &typed, problem).offer("award", held);
    let page = SeatsPage {
        award: form.field("award"),
        reason: form.field("reason"),
        summary: form.summary(),
        permitted: s.permitted(Facts::in_phase(call.phase(s.now))),
        call: &call,
        seats: &seats,
        s: &s,
    };
    show_refused(&s, &page, problem)
}

pub(super) async fn read(
    app: web::Data<App>,
    visitor: Visitor,
    id: web::Path<CallId>,
) -> Result<HttpResponse, Failure> {
    page(&app, &visitor, (id.into_inner(), Fields::default()), None).await
}

/// Back to the page, or the page again with what is wrong.
async fn after<T>(
    app: &App,
    sent: SignedInForm,
    id: CallId,
    outcome: Result<T, Failure>,
) -> Result<HttpResponse, Failure> {
    let to = |_| format!("/desk/calls/{id}/awards");
    let SignedInForm { visitor, fields, .. } = sent;
    respond(outcome, to, async |problem| {
        page(app, &visitor, (id.clone(), fields), Some(&problem)).await
    })
    .await
}

pub(super) async fn offer(
    app: web::Data<App>,
    id: web::Path<CallId>,
    sent: SignedInForm,
) -> Result<HttpResponse, Failure> {
    let (id, days) = (id.into_inner(), app.settings.objections.offer_days);
    let asked = id.clone();
    let act = move |cx: &mut Cx<'_>| actions::offer(cx, &asked, days);
    let offered = sent.caller.clone().write(&app, act).await;
    after(&app, sent, id, offered).await
}

/// For a lapse the button names the seat, for a withdrawal the form.
pub(super) async fn settle(
    app: web::Data<App>,
    id: web::Path<CallId>,
    sent: SignedInForm,
) -> Result<HttpResponse, Failure> {
    let days = app.settings.objections.offer_days;
    let typed = sent.fields.clone();
    let award = move || WITHDRAWAL.about::<AwardId>(&typed, "award");
    let settled = if sent.fields.get("step") == "lapse" {
        let act = move |cx: &mut Cx<'_>| actions::settle(cx, (&award()?, &Answer::Lapse), days);
        sent.caller.clone().write(&app, act).await
    } else {
        let act = move |cx: &mut Cx<'_>, why: &Valid<AwardWithdrawal>| {
            let answer = Answer::Withdraw(why.clone());
            actions::settle(cx, (&award()?, &answer), days)
        };
        sent.send(&app, &WITHDRAWAL, act).await
    };
    after(&app, sent, id.into_inner(), settled).await
}
