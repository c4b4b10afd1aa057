//! Pages for seats: a candidate's own offer with its answer, and the secretariat's view of a call's
//! seats and reserves.

mod seats;

use super::Award;
use super::actions::{self, Answer};
use super::{OfferAnswer, Reply};
use crate::features::accounts::{SignedInForm, Visitor};
use crate::kernel::access::{Permission, Permitted};
use crate::kernel::errors::{Failure, Refusal};
use crate::kernel::ids::ProposalId;
use crate::kernel::input::Valid;
use crate::platform::app::App;
use crate::platform::cx::Cx;
use crate::web::Fields;
use crate::web::forms::{Control, Form, FormField, respond};
use crate::web::pages::{PageContext, PageRoutes, show_refused};
use actix_web::{HttpResponse, web};
use askama::Template;

/// The form names the offer, so that an answer never settles another one.
static ANSWER: Form<OfferAnswer> = Form::new(
    "/proposals/{id}/offer",
    "",
    &[
        FormField::new("award", Control::About).label("offer-title"),
        FormField::new("answer", Control::Choice("offer")),
    ],
)
.words("offer");

#[derive(Template)]
#[template(path = "awards/pages/offer.html")]
struct OfferPage<'a> {
    s: &'a PageContext,
    proposal: &'a ProposalId,
    award: Option<&'a (Award, Permitted)>,
    summary: String,
}

async fn page(
    app: &App,
    visitor: &Visitor,
    id: ProposalId,
    problem: Option<&Refusal>,
) -> Result<HttpResponse, Failure> {
    let asked = id.clone();
    let act = move |cx: &mut Cx<'_>| actions::own_offer(cx, &asked);
    let (s, award) = visitor.load_signed_in(app, act).await?;
    let summary = ANSWER.shown(&s, &Fields::default(), problem).summary();
    let page = OfferPage { s: &s, proposal: &id, award: award.as_ref(), summary };
    show_refused(&s, &page, problem)
}

async fn offer(
    app: web::Data<App>,
    visitor: Visitor,
    id: web::Path<ProposalId>,
) -> Result<HttpResponse, Failure> {
    page(&app, &visitor, id.into_inner(), None).await
}

async fn answer(
    app: web::Data<App>,
    id: web::Path<ProposalId>,
    sent: SignedInForm,
) -> Result<HttpResponse, Failure> {
    let (typed, days) = (sent.fields.clone(), app.settings.objections.offer_days);
    let act = move |cx: &mut Cx<'_>, given: &Valid<OfferAnswer>| {
        let award = ANSWER.about(&typed, "award")?;
        let answer = match given.answer {
            Reply::Accept => Answer::Accept,
            Reply::Decline => Answer::Decline,
        };
        actions::settle(cx, (&award, &answer), days)
    };
    let answered = sent.send(&app, &ANSWER, act).await;
    let to = |_| format!("/proposals/{id}/offer");
    respond(answered, to, async |problem| {
        page(&app, &sent.visitor, id.clone(), Some(&problem)).await
    })
    .await
}

pub fn configure(routes: &mut PageRoutes<'_>) {
    routes
        .get(Permission::ReadOwnOffer, "/proposals/{id}/offer", offer)
        .form(Permission::AnswerOffer, &ANSWER, answer)
        .get(Permission::ReadAwards, "/desk/calls/{id}/awards", seats::read)
        .post(Permission::OfferSeats, "/desk/calls/{id}/awards", seats::offer)
        .form(Permission::OfferSeats, &seats::WITHDRAWAL, seats::settle);
}
