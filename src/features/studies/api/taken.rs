//! What people take away of one study: its dates for a calendar, and the progress sheet as PDF.

use crate::features::accounts::SignedIn;
use crate::features::studies::actions;
use crate::kernel::access::Permission;
use crate::kernel::errors::Failure;
use crate::kernel::ids::AwardId;
use crate::platform::app::App;
use crate::platform::calendar;
use crate::platform::cx::Cx;
use crate::platform::typesetting::{Paper, Typesetter};
use crate::web::Routes;
use crate::web::language;
use crate::web::pages::PageRoutes;
use actix_web::{HttpRequest, HttpResponse, get, web};

/// The dates of a study that concern the reader, for their own calendar (iCalendar); `lang` chooses the language of the
/// titles.
#[utoipa::path(tag = "studies", security(("access_token" = [])), params(("id" = AwardId, Path)), responses((status = 200, content_type = "text/calendar", body = String)))]
#[get("/studies/{id}/calendar.ics")]
async fn dates(
    app: web::Data<App>,
    caller: SignedIn,
    id: web::Path<AwardId>,
    request: HttpRequest,
) -> Result<HttpResponse, Failure> {
    let act = move |cx: &mut Cx<'_>| actions::read_dates(cx, &id);
    let (entries, as_of) = caller.read(&app, act).await?;
    let base_url = app.settings.server.base_url();
    Ok(calendar::answer(&entries, language::of(&request), &base_url, as_of))
}

/// The progress sheet of a study as PDF: dates, documents, plan, requests with their rulings, service bond, steps.
#[utoipa::path(tag = "papers", security(("access_token" = [])), params(("id" = AwardId, Path)), responses((status = 200, content_type = "application/pdf", body = Vec<u8>)))]
#[get("/studies/{id}/sheet")]
async fn sheet(
    app: web::Data<App>,
    press: web::Data<Typesetter>,
    caller: SignedIn,
    id: web::Path<AwardId>,
    request: HttpRequest,
) -> Result<HttpResponse, Failure> {
    let language = language::of(&request);
    let act = move |cx: &mut Cx<'_>| {
        let (number, data) = actions::progress_sheet(cx, &id, language)?;
        Ok((number, data, cx.viewer.user.clone()))
    };
    let (number, data, reader) = caller.read(&app, act).await?;
    let now = app.clock.now();
    let bytes = press.into_inner().print(&reader, (Paper::ProgressSheet, data), now).await?;
    Ok(Paper::ProgressSheet.download(&number).answer(bytes))
}

pub(super) fn configure(routes: &mut Routes<'_>) {
    routes.add(Permission::ReadStudy, dates).add(Permission::ReadStudy, sheet);
}

/// The same files for people: a reader who is not signed in is led to signing in and back.
pub(in crate::features::studies) fn downloads(routes: &mut PageRoutes<'_>) {
    routes.download(Permission::ReadStudy, dates).download(Permission::ReadStudy, sheet);
}
