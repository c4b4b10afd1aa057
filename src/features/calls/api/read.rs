//! Reading calls. Anybody reads published ones, the committee also drafts.

use crate::features::accounts::Caller;
use crate::features::calls::actions::{self, CallSummary, CallView};
use crate::features::calls::{Extension, Rubric};
use crate::kernel::access::Permission;
use crate::kernel::errors::Failure;
use crate::kernel::ids::CallId;
use crate::kernel::paging::Page;
use crate::kernel::paging::Paging;
use crate::platform::app::App;
use crate::platform::calendar;
use crate::platform::cx::AnyoneCx;
use crate::web::language;
use crate::web::pages::PageRoutes;
use crate::web::{Routes, tagged};
use actix_web::http::header::ETAG;
use actix_web::{HttpRequest, HttpResponse, get, web};

/// Calls, newest first.
#[utoipa::path(tag = "calls", params(Paging), responses((status = 200, body = Page<CallSummary>)))]
#[get("/calls")]
async fn list_calls(
    app: web::Data<App>,
    caller: Caller,
    paging: web::Query<Paging>,
) -> Result<web::Json<Page<CallSummary>>, Failure> {
    caller.read(&app, move |cx| actions::list_calls(cx, &paging)).await.map(web::Json)
}

/// One call, with its phase by the server's clock.
#[utoipa::path(tag = "calls", params(("id" = CallId, Path)), responses((status = 200, body = CallView, headers(("ETag" = String)))))]
#[get("/calls/{id}")]
async fn read_call(
    app: web::Data<App>,
    caller: Caller,
    id: web::Path<CallId>,
) -> Result<HttpResponse, Failure> {
    let view = caller.read(&app, move |cx| actions::read_call(cx, &id)).await?;
    Ok(tagged(HttpResponse::Ok(), view.call.version, &view))
}

/// The frozen rules as canonical JSON: the SHA-256 of these bytes is the call's `rules_hash`.
#[utoipa::path(tag = "calls", params(("id" = CallId, Path)), responses((status = 200, body = crate::features::calls::Definition, headers(("ETag" = String)))))]
#[get("/calls/{id}/rules")]
async fn read_rules(
    app: web::Data<App>,
    caller: Caller,
    id: web::Path<CallId>,
) -> Result<HttpResponse, Failure> {
    let rules = caller.read(&app, move |cx| actions::read_rules(cx, &id)).await?;
    let mut answer = HttpResponse::Ok();
    if let Some(hash) = rules.hash {
        answer.insert_header((ETAG, format!("\"{hash}\"")));
    }
    Ok(answer.content_type("application/json").body(rules.text))
}

/// The call's rubric.
#[utoipa::path(tag = "calls", params(("id" = CallId, Path)), responses((status = 200, body = Rubric)))]
#[get("/calls/{id}/rubric")]
async fn read_call_rubric(
    app: web::Data<App>,
    caller: Caller,
    id: web::Path<CallId>,
) -> Result<web::Json<Rubric>, Failure> {
    let view = caller.read(&app, move |cx| actions::read_call(cx, &id)).await?;
    Ok(web::Json(view.call.definition.rubric.clone()))
}

/// Every extension of the calendar, with its reason.
#[utoipa::path(tag = "calls", params(("id" = CallId, Path)), responses((status = 200, body = Vec<Extension>)))]
#[get("/calls/{id}/extensions")]
async fn read_extensions(
    app: web::Data<App>,
    caller: Caller,
    id: web::Path<CallId>,
) -> Result<web::Json<Vec<Extension>>, Failure> {
    caller.read(&app, move |cx| actions::read_extensions(cx, &id)).await.map(web::Json)
}

/// The call's deadlines for one's own calendar (iCalendar); `lang` chooses the language of the titles.
#[utoipa::path(tag = "calls", params(("id" = CallId, Path)), responses((status = 200, content_type = "text/calendar", body = String)))]
#[get("/calls/{id}/calendar.ics")]
async fn read_calendar(
    app: web::Data<App>,
    caller: Caller,
    id: web::Path<CallId>,
    request: HttpRequest,
) -> Result<HttpResponse, Failure> {
    let act = move |cx: &mut AnyoneCx<'_>| actions::read_entries(cx, &id);
    let (entries, as_of) = caller.read(&app, act).await?;
    let base_url = app.settings.server.base_url();
    Ok(calendar::answer(&entries, language::of(&request), &base_url, as_of))
}

pub(super) fn configure(routes: &mut Routes<'_, '_>) {
    routes
        .add(Permission::ReadCall, list_calls)
        .add(Permission::ReadCall, read_call)
        .add(Permission::ReadCall, read_rules)
        .add(Permission::ReadCall, read_call_rubric)
        .add(Permission::ReadCall, read_extensions)
        .add(Permission::ReadCall, read_calendar);
}

/// The same files for people: a reader who is not signed in is led to signing in and back.
pub(in crate::features::calls) fn downloads(routes: &mut PageRoutes<'_>) {
    routes.download(Permission::ReadCall, read_rules);
}
