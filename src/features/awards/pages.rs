//! Pages for seats: a candidate's own offer with its answer, and the secretariat's view of a call's
//! seats and reserves.

mod seats;

use super::Award;
use super::actions::{self, Answer};
use super::rules::{Step, step_now};
use crate::features::accounts::{SignedInForm, Visitor, as_form_error};
use crate::kernel::access::Permission;
use crate::kernel::errors::{Failure, Refusal, common};
use crate::kernel::ids::{AwardId, ProposalId};
use crate::platform::app::App;
use crate::platform::cx::Cx;
use crate::web::pages::{PageContext, PageRoutes, go_to, show, show_with, summary};
use actix_web::http::StatusCode;
use actix_web::{HttpResponse, web};
use askama::Template;

#[derive(Template)]
#[template(path = "awards/pages/offer.html")]
struct OfferPage<'a> {
    s: &'a PageContext,
    proposal: &'a ProposalId,
    award: Option<&'a Award>,
    summary: String,
}

impl OfferPage<'_> {
    fn may_answer(&self, award: &Award) -> bool {
        step_now(award.state(), Step::Accept, award.answer_by, self.s.now).is_ok()
    }
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
    let summary = summary(&s, problem, |name| s.word("offer", name));
    let page = OfferPage { s: &s, proposal: &id, award: award.as_ref(), summary };
    match problem {
        None => show(&s, &page),
        Some(_) => show_with(StatusCode::UNPROCESSABLE_ENTITY, &s, &page),
    }
}

async fn offer(
    app: web::Data<App>,
    visitor: Visitor,
    id: web::Path<ProposalId>,
) -> Result<HttpResponse, Failure> {
    page(&app, &visitor, id.into_inner(), None).await
}

/// The form names the offer, so that an answer never settles another offer.
fn answer_of(fields: &crate::web::Fields) -> Result<(AwardId, Answer), Failure> {
    let id = fields.get("award").parse();
    let id = id.map_err(|_| Failure::refused(common::BAD_REQUEST))?;
    match fields.get("answer") {
        "accept" => Ok((id, Answer::Accept)),
        "decline" => Ok((id, Answer::Decline)),
        _ => Err(Failure::field("answer", common::field::REQUIRED)),
    }
}

async fn answer(
    app: web::Data<App>,
    id: web::Path<ProposalId>,
    form: SignedInForm,
) -> Result<HttpResponse, Failure> {
    let SignedInForm { caller, visitor, fields } = form;
    let (id, days) = (id.into_inner(), app.settings.objections.offer_days);
    let outcome = match answer_of(&fields) {
        Err(failure) => Err(failure),
        Ok((award, answer)) => {
            let act = move |cx: &mut Cx<'_>| actions::settle(cx, (&award, &answer), days);
            caller.write(&app, act).await
        }
    };
    match outcome {
        Ok(_) => Ok(go_to(&format!("/proposals/{id}/offer"))),
        Err(failure) => page(&app, &visitor, id, Some(&as_form_error(failure)?)).await,
    }
}

pub fn configure(routes: &mut PageRoutes<'_>) {
    routes
        .get(Permission::ReadOwnOffer, "/proposals/{id}/offer", offer)
        .post(Permission::AnswerOffer, "/proposals/{id}/offer", answer)
        .get(Permission::ReadAwards, "/desk/calls/{id}/awards", seats::read)
        .post(Permission::OfferSeats, "/desk/calls/{id}/awards", seats::offer)
        .post(Permission::OfferSeats, "/desk/calls/{id}/awards/settle", seats::settle);
}
