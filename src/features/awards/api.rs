//! Seats over REST: the secretariat offers them and notes lapsed offers; candidates answer their
//! own.

use super::actions::{self, Answer};
use super::{Award, AwardWithdrawal, Seats};
use crate::features::accounts::SignedIn;
use crate::kernel::access::Permission;
use crate::kernel::errors::Failure;
use crate::kernel::ids::{AwardId, CallId, ProposalId};
use crate::platform::app::App;
use crate::web::{Body, Routes};
use actix_web::{get, post, web};

/// Offer all decided seats, and promote reserves for those given up.
#[utoipa::path(tag = "awards", security(("access_token" = [])), params(("id" = CallId, Path)), responses((status = 200, body = Seats)))]
#[post("/calls/{id}/awards")]
async fn offer(
    app: web::Data<App>,
    caller: SignedIn,
    id: web::Path<CallId>,
) -> Result<web::Json<Seats>, Failure> {
    let days = app.settings.objections.offer_days;
    caller.write(&app, move |cx| actions::offer(cx, &id, days)).await.map(web::Json)
}

/// The present seats of a call, and the waiting reserves, each with the reason.
#[utoipa::path(tag = "awards", security(("access_token" = [])), params(("id" = CallId, Path)), responses((status = 200, body = Seats)))]
#[get("/calls/{id}/awards")]
async fn list(
    app: web::Data<App>,
    caller: SignedIn,
    id: web::Path<CallId>,
) -> Result<web::Json<Seats>, Failure> {
    caller.read(&app, move |cx| actions::read_seats(cx, &id)).await.map(web::Json)
}

/// One's own offer; null if there is none.
#[utoipa::path(tag = "awards", security(("access_token" = [])), params(("id" = ProposalId, Path)), responses((status = 200, body = Option<Award>)))]
#[get("/proposals/{id}/award")]
async fn own(
    app: web::Data<App>,
    caller: SignedIn,
    id: web::Path<ProposalId>,
) -> Result<web::Json<Option<Award>>, Failure> {
    let found = caller.read(&app, move |cx| actions::own_offer(cx, &id)).await?;
    Ok(web::Json(found.map(|(award, _)| award)))
}

async fn settle(
    app: &App,
    caller: SignedIn,
    id: AwardId,
    answer: Answer,
) -> Result<web::Json<Award>, Failure> {
    let days = app.settings.objections.offer_days;
    caller.write(app, move |cx| actions::settle(cx, (&id, &answer), days)).await.map(web::Json)
}

/// Accept one's own offer, before the deadline.
#[utoipa::path(tag = "awards", security(("access_token" = [])), params(("id" = AwardId, Path)), responses((status = 200, body = Award)))]
#[post("/awards/{id}/accept")]
async fn accept(
    app: web::Data<App>,
    caller: SignedIn,
    id: web::Path<AwardId>,
) -> Result<web::Json<Award>, Failure> {
    settle(&app, caller, id.into_inner(), Answer::Accept).await
}

/// Decline one's own offer; the next reserve is promoted.
#[utoipa::path(tag = "awards", security(("access_token" = [])), params(("id" = AwardId, Path)), responses((status = 200, body = Award)))]
#[post("/awards/{id}/decline")]
async fn decline(
    app: web::Data<App>,
    caller: SignedIn,
    id: web::Path<AwardId>,
) -> Result<web::Json<Award>, Failure> {
    settle(&app, caller, id.into_inner(), Answer::Decline).await
}

/// Note that an offer was not answered in time; the next reserve is promoted.
#[utoipa::path(tag = "awards", security(("access_token" = [])), params(("id" = AwardId, Path)), responses((status = 200, body = Award)))]
#[post("/awards/{id}/lapse")]
async fn lapse(
    app: web::Data<App>,
    caller: SignedIn,
    id: web::Path<AwardId>,
) -> Result<web::Json<Award>, Failure> {
    settle(&app, caller, id.into_inner(), Answer::Lapse).await
}

/// Withdraw a seat with a reason; the next reserve is promoted.
#[utoipa::path(tag = "awards", security(("access_token" = [])), params(("id" = AwardId, Path)), request_body = AwardWithdrawal, responses((status = 200, body = Award)))]
#[post("/awards/{id}/withdraw")]
async fn withdraw(
    app: web::Data<App>,
    caller: SignedIn,
    id: web::Path<AwardId>,
    body: Body<AwardWithdrawal>,
) -> Result<web::Json<Award>, Failure> {
    settle(&app, caller, id.into_inner(), Answer::Withdraw(body.valid())).await
}

pub fn configure(routes: &mut Routes<'_>) {
    routes
        .add(Permission::OfferSeats, offer)
        .add(Permission::ReadAwards, list)
        .add(Permission::ReadOwnOffer, own)
        .add(Permission::AnswerOffer, accept)
        .add(Permission::AnswerOffer, decline)
        .add(Permission::OfferSeats, lapse)
        .add(Permission::OfferSeats, withdraw);
}
