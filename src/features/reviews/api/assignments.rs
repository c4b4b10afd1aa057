//! Assignments: by hand, by the plan, removing one, the list of a call.

use crate::features::accounts::SignedIn;
use crate::features::reviews::actions::{self, Applied, PlanOptions, PlanPreview};
use crate::features::reviews::{Assignment, AssignmentFilter, NewAssignment, PlanChoice, Removal};
use crate::kernel::access::Permission;
use crate::kernel::errors::Failure;
use crate::kernel::ids::{AssignmentId, CallId};
use crate::kernel::input::Valid;
use crate::kernel::paging::Page;
use crate::kernel::paging::Paging;
use crate::platform::app::App;
use crate::web::{Body, Routes};
use actix_web::dev::Payload;
use actix_web::http::header::{CONTENT_LENGTH, TRANSFER_ENCODING};
use actix_web::{FromRequest, HttpRequest, HttpResponse, delete, get, post, web};
use futures_util::future::LocalBoxFuture;

/// A body that may be left out; if it is present it must be valid.
struct OptionalBody<T>(Valid<T>);

impl FromRequest for OptionalBody<Removal> {
    type Error = Failure;
    type Future = LocalBoxFuture<'static, Result<Self, Failure>>;

    fn from_request(request: &HttpRequest, payload: &mut Payload) -> Self::Future {
        let headers = request.headers();
        let length = headers.get(CONTENT_LENGTH).and_then(|value| value.to_str().ok());
        let has_body =
            length.is_some_and(|length| length != "0") || headers.contains_key(TRANSFER_ENCODING);
        let body = has_body.then(|| Body::<Removal>::from_request(request, payload));
        Box::pin(async move {
            match body {
                Some(body) => body.await.map(|removal| Self(removal.valid())),
                None => Valid::checked(Removal::default()).map(Self),
            }
        })
    }
}

/// Assign a proposal to a reviewer.
#[utoipa::path(tag = "reviews", security(("access_token" = [])), params(("id" = CallId, Path)), request_body = NewAssignment, responses((status = 201, body = Assignment)))]
#[post("/calls/{id}/assignments")]
async fn assign(
    app: web::Data<App>,
    caller: SignedIn,
    id: web::Path<CallId>,
    body: Body<NewAssignment>,
) -> Result<HttpResponse, Failure> {
    let new = body.valid();
    let assignment = caller.write(&app, move |cx| actions::assign(cx, &id, &new)).await?;
    Ok(HttpResponse::Created().json(assignment))
}

/// Compute a balanced plan; nothing is saved.
#[utoipa::path(tag = "reviews", security(("access_token" = [])), params(("id" = CallId, Path), PlanOptions), responses((status = 200, body = PlanPreview)))]
#[post("/calls/{id}/assignments/plan")]
async fn preview(
    app: web::Data<App>,
    caller: SignedIn,
    id: web::Path<CallId>,
    options: web::Query<PlanOptions>,
) -> Result<web::Json<PlanPreview>, Failure> {
    caller.read(&app, move |cx| actions::preview(cx, &id, *options)).await.map(web::Json)
}

/// Apply exactly the plan that was previewed.
#[utoipa::path(tag = "reviews", security(("access_token" = [])), params(("id" = CallId, Path)), request_body = PlanChoice, responses((status = 200, body = Applied)))]
#[post("/calls/{id}/assignments/apply")]
async fn apply(
    app: web::Data<App>,
    caller: SignedIn,
    id: web::Path<CallId>,
    body: Body<PlanChoice>,
) -> Result<web::Json<Applied>, Failure> {
    let choice = body.valid();
    caller.write(&app, move |cx| actions::apply(cx, &id, &choice)).await.map(web::Json)
}

/// Remove an assignment before its sheet is handed in.
#[utoipa::path(tag = "reviews", security(("access_token" = [])), params(("id" = AssignmentId, Path)), request_body = Option<Removal>, responses((status = 200, body = Assignment)))]
#[delete("/assignments/{id}")]
async fn remove(
    app: web::Data<App>,
    caller: SignedIn,
    id: web::Path<AssignmentId>,
    body: OptionalBody<Removal>,
) -> Result<web::Json<Assignment>, Failure> {
    caller.write(&app, move |cx| actions::remove(cx, &id, &body.0)).await.map(web::Json)
}

/// The assignments of a call, oldest first.
#[utoipa::path(tag = "reviews", security(("access_token" = [])), params(("id" = CallId, Path), AssignmentFilter, Paging), responses((status = 200, body = Page<Assignment>)))]
#[get("/calls/{id}/assignments")]
async fn list(
    app: web::Data<App>,
    caller: SignedIn,
    id: web::Path<CallId>,
    filter: web::Query<AssignmentFilter>,
    paging: web::Query<Paging>,
) -> Result<web::Json<Page<Assignment>>, Failure> {
    caller
        .read(&app, move |cx| actions::list_assignments(cx, &id, (&filter, &paging)))
        .await
        .map(web::Json)
}

pub(super) fn configure(routes: &mut Routes<'_>) {
    routes
        .add(Permission::Assign, assign)
        .add(Permission::Assign, preview)
        .add(Permission::Assign, apply)
        .add(Permission::Assign, remove)
        .add(Permission::ReadAssignments, list);
}
