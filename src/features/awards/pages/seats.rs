//! The seats of a call: the offers and their states, the waiting reserves with reasons; offering,
//! noting lapsed offers, withdrawing.

use crate::features::accounts::{SignedInForm, Visitor, as_form_error};
use crate::features::awards::actions::{self, Answer};
use crate::features::awards::{Award, Seats, State};
use crate::features::calls::{self, Call};
use crate::kernel::access::{Permission, Permitted};
use crate::kernel::errors::{Failure, Refusal, common};
use crate::kernel::ids::CallId;
use crate::platform::app::App;
use crate::platform::cx::Cx;
use crate::web::Fields;
use crate::web::pages::{Field, Input, PageContext, go_to, show, show_with, summary};
use actix_web::http::StatusCode;
use actix_web::{HttpResponse, web};
use askama::Template;

#[derive(Template)]
#[template(path = "awards/pages/seats.html")]
struct SeatsPage<'a> {
    s: &'a PageContext,
    call: &'a Call,
    seats: &'a Seats,
    award: Field,
    reason: Field,
    summary: String,
    may_offer: bool,
}

impl SeatsPage<'_> {
    fn may_offer(&self) -> bool {
        self.may_offer
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
        self.seats.awards.iter().any(|award| award.state().holds())
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
        let facts = calls::facts(cx.db, &call, cx.now)?;
        let may_offer = Permitted::of(cx.viewer, facts).allows(Permission::OfferSeats);
        Ok((seats, call, may_offer))
    };
    let (s, (seats, call, may_offer)) = visitor.load_signed_in(app, act).await?;
    let held = seats.awards.iter().filter(|award| award.state().holds());
    let choices = held.map(|award| (award.id.to_string(), award.number.clone()));
    let empty = (String::new(), s.t("objection-choose"));
    let choices = Input::Choice(std::iter::once(empty).chain(choices).collect());
    let page = SeatsPage {
        award: Field::new("award", s.t("seats-award"), choices)
            .value(typed.get("award"))
            .required()
            .errors_of(&s, problem),
        reason: Field::new("reason", s.t("seats-reason"), Input::Text { rows: 4, words: 0 })
            .value(typed.get("reason"))
            .hint(s.t("seats-reason-hint"))
            .errors_of(&s, problem),
        summary: summary(&s, problem, |name| s.word("seats", name)),
        may_offer,
        call: &call,
        seats: &seats,
        s: &s,
    };
    match problem {
        None => show(&s, &page),
        Some(_) => show_with(StatusCode::UNPROCESSABLE_ENTITY, &s, &page),
    }
}

pub(super) async fn read(
    app: web::Data<App>,
    visitor: Visitor,
    id: web::Path<CallId>,
) -> Result<HttpResponse, Failure> {
    page(&app, &visitor, (id.into_inner(), Fields::default()), None).await
}

pub(super) async fn offer(
    app: web::Data<App>,
    id: web::Path<CallId>,
    form: SignedInForm,
) -> Result<HttpResponse, Failure> {
    let SignedInForm { caller, visitor, fields } = form;
    let (id, days) = (id.into_inner(), app.settings.objections.offer_days);
    let asked = id.clone();
    let act = move |cx: &mut Cx<'_>| actions::offer(cx, &asked, days);
    match caller.write(&app, act).await {
        Ok(_) => Ok(go_to(&format!("/desk/calls/{id}/awards"))),
        Err(failure) => page(&app, &visitor, (id, fields), Some(&as_form_error(failure)?)).await,
    }
}

/// For a lapse the button names the award, for a withdrawal the form.
pub(super) async fn settle(
    app: web::Data<App>,
    id: web::Path<CallId>,
    form: SignedInForm,
) -> Result<HttpResponse, Failure> {
    let SignedInForm { caller, visitor, fields } = form;
    let (id, days) = (id.into_inner(), app.settings.objections.offer_days);
    let answer = match fields.get("step") {
        "lapse" => Answer::Lapse,
        _ => Answer::Withdraw(fields.get("reason").to_owned()),
    };
    let outcome = match fields.get("award").parse() {
        Err(_) => Err(Failure::field("award", common::field::REQUIRED)),
        Ok(award) => {
            let act = move |cx: &mut Cx<'_>| actions::settle(cx, (&award, &answer), days);
            caller.write(&app, act).await
        }
    };
    match outcome {
        Ok(_) => Ok(go_to(&format!("/desk/calls/{id}/awards"))),
        Err(failure) => page(&app, &visitor, (id, fields), Some(&as_form_error(failure)?)).await,
    }
}
