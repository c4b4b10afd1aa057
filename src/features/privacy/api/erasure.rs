//! Asking for erasure, the secretariat's answers, who is due, and erasing.

use crate::features::accounts::{Accounts, SignedIn};
use crate::features::privacy::actions::{self, People};
use crate::features::privacy::flows::{Office, erase_confirmed};
use crate::features::privacy::{
    Answered, Erased, Erasure, ErasureRequest, ErasureWish, Kept, Periods,
};
use crate::kernel::access::Permission;
use crate::kernel::errors::Failure;
use crate::kernel::ids::RecordId;
use crate::kernel::paging::Page;
use crate::kernel::paging::Paging;
use crate::platform::app::App;
use crate::platform::cx::Cx;
use crate::platform::files::Storage;
use crate::web::{Body, Routes};
use actix_web::{HttpResponse, get, post, web};

/// One's own last request for erasure; null if there is none.
#[utoipa::path(tag = "privacy", security(("access_token" = [])), responses((status = 200, body = Option<ErasureRequest>)))]
#[get("/me/erasure-request")]
async fn own(
    app: web::Data<App>,
    caller: SignedIn,
) -> Result<web::Json<Option<ErasureRequest>>, Failure> {
    caller.read(&app, actions::own_request).await.map(web::Json)
}

/// Ask to be erased before the periods are over; the secretariat answers within the law's time.
#[utoipa::path(tag = "privacy", security(("access_token" = [])), request_body = ErasureWish, responses((status = 201, body = ErasureRequest)))]
#[post("/me/erasure-request")]
async fn ask(
    app: web::Data<App>,
    caller: SignedIn,
    body: Body<ErasureWish>,
) -> Result<HttpResponse, Failure> {
    let (wish, hours) = (body.valid(), app.settings.privacy.answer_hours);
    let asked = caller.write(&app, move |cx| actions::ask(cx, (&wish, hours))).await?;
    Ok(HttpResponse::Created().json(asked))
}

/// The retention period of each class of documents, and its reason.
#[utoipa::path(tag = "privacy", security(("access_token" = [])), responses((status = 200, body = Periods)))]
#[get("/privacy/periods")]
async fn list_periods(
    app: web::Data<App>,
    caller: SignedIn,
    periods: web::Data<Periods>,
) -> Result<web::Json<Periods>, Failure> {
    let periods = periods.into_inner();
    caller.read(&app, move |cx| actions::periods(cx.viewer, &periods)).await.map(web::Json)
}

/// People by name, with what prevents erasing each.
#[utoipa::path(tag = "privacy", security(("access_token" = [])), params(People, Paging), responses((status = 200, body = Page<Kept>)))]
#[get("/privacy/people")]
async fn list_people(
    app: web::Data<App>,
    caller: SignedIn,
    periods: web::Data<Periods>,
    (wanted, paging): (web::Query<People>, web::Query<Paging>),
) -> Result<web::Json<Page<Kept>>, Failure> {
    let periods = periods.into_inner();
    caller
        .read(&app, move |cx| actions::people(cx, &periods, (*wanted, &paging)))
        .await
        .map(web::Json)
}

/// The requests that wait for an answer, the most urgent first.
#[utoipa::path(tag = "privacy", security(("access_token" = [])), responses((status = 200, body = Vec<ErasureRequest>)))]
#[get("/privacy/requests")]
async fn requests(
    app: web::Data<App>,
    caller: SignedIn,
) -> Result<web::Json<Vec<ErasureRequest>>, Failure> {
    let act = |cx: &mut Cx<'_>| actions::open_requests(cx);
    caller.read(&app, act).await.map(|(open, _)| web::Json(open))
}

/// Grant or refuse a request, with a reason.
#[utoipa::path(tag = "privacy", security(("access_token" = [])), params(("id" = RecordId, Path)), request_body = Answered, responses((status = 200, body = ErasureRequest)))]
#[post("/privacy/requests/{id}/answer")]
async fn send_answer(
    app: web::Data<App>,
    caller: SignedIn,
    periods: web::Data<Periods>,
    (id, body): (web::Path<RecordId>, Body<Answered>),
) -> Result<web::Json<ErasureRequest>, Failure> {
    let (answered, periods) = (body.valid(), periods.into_inner());
    caller
        .write(&app, move |cx| actions::answer(cx, &id, (&answered, &periods)))
        .await
        .map(web::Json)
}

/// Erase people whose retention periods are over, after typing the password again.
#[utoipa::path(tag = "privacy", security(("access_token" = [])), request_body = Erasure, responses((status = 200, body = Erased)))]
#[post("/privacy/erasures")]
async fn erase(
    app: web::Data<App>,
    caller: SignedIn,
    (accounts, storage, periods): (web::Data<Accounts>, web::Data<Storage>, web::Data<Periods>),
    body: Body<Erasure>,
) -> Result<web::Json<Erased>, Failure> {
    let office = Office { app: &app, accounts: &accounts, storage: &storage, periods: &periods };
    erase_confirmed(office, caller, body.valid()).await.map(web::Json)
}

pub(super) fn configure(routes: &mut Routes<'_, '_>) {
    routes
        .add(Permission::ReadOwnData, own)
        .add(Permission::AskForErasure, ask)
        .add(Permission::ReadRetention, list_periods)
        .add(Permission::ReadRetention, list_people)
        .add(Permission::ReadRetention, requests)
        .add(Permission::AnswerErasure, send_answer)
        .add(Permission::ErasePerson, erase);
}
