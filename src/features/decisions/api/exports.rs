//! Exports of tables, as CSV, JSON or a workbook.

use crate::features::accounts::SignedIn;
use crate::features::decisions::actions::{self, Kind};
use crate::features::decisions::rules;
use crate::kernel::access::Permission;
use crate::kernel::errors::Failure;
use crate::kernel::ids::CallId;
use crate::platform::app::App;
use crate::platform::exports::WantedFormat;
use crate::web::Routes;
use crate::web::language;
use crate::web::pages::PageRoutes;
use actix_web::{HttpRequest, HttpResponse, get, web};

/// The results as decided, one row per ranked proposal.
#[utoipa::path(tag = "exports", security(("access_token" = [])), params(("id" = CallId, Path), WantedFormat), responses((status = 200, content_type = "text/csv", body = String)))]
#[get("/calls/{id}/exports/results")]
async fn results(
    app: web::Data<App>,
    caller: SignedIn,
    id: web::Path<CallId>,
    wanted: web::Query<WantedFormat>,
    request: HttpRequest,
) -> Result<HttpResponse, Failure> {
    answer(&app, caller, (id.into_inner(), Kind::Results), (&wanted, &request)).await
}

/// All locked sheets, one row each.
#[utoipa::path(tag = "exports", security(("access_token" = [])), params(("id" = CallId, Path), WantedFormat), responses((status = 200, content_type = "text/csv", body = String)))]
#[get("/calls/{id}/exports/sheets")]
async fn sheets(
    app: web::Data<App>,
    caller: SignedIn,
    id: web::Path<CallId>,
    wanted: web::Query<WantedFormat>,
    request: HttpRequest,
) -> Result<HttpResponse, Failure> {
    answer(&app, caller, (id.into_inner(), Kind::Sheets), (&wanted, &request)).await
}

/// The ranking of the run that was decided on, otherwise the latest, with the model's intervals.
#[utoipa::path(tag = "exports", security(("access_token" = [])), params(("id" = CallId, Path), WantedFormat), responses((status = 200, content_type = "text/csv", body = String)))]
#[get("/calls/{id}/exports/ranking")]
async fn ranking(
    app: web::Data<App>,
    caller: SignedIn,
    id: web::Path<CallId>,
    wanted: web::Query<WantedFormat>,
    request: HttpRequest,
) -> Result<HttpResponse, Failure> {
    answer(&app, caller, (id.into_inner(), Kind::Ranking), (&wanted, &request)).await
}

/// The verification of documents: one row per concluded check-list.
#[utoipa::path(tag = "exports", security(("access_token" = [])), params(("id" = CallId, Path), WantedFormat), responses((status = 200, content_type = "text/csv", body = String)))]
#[get("/calls/{id}/exports/verification")]
async fn verification(
    app: web::Data<App>,
    caller: SignedIn,
    id: web::Path<CallId>,
    wanted: web::Query<WantedFormat>,
    request: HttpRequest,
) -> Result<HttpResponse, Failure> {
    answer(&app, caller, (id.into_inner(), Kind::Verification), (&wanted, &request)).await
}

/// The people at the plenary.
#[utoipa::path(tag = "exports", security(("access_token" = [])), params(("id" = CallId, Path), WantedFormat), responses((status = 200, content_type = "text/csv", body = String)))]
#[get("/calls/{id}/exports/attendance")]
async fn attendance(
    app: web::Data<App>,
    caller: SignedIn,
    id: web::Path<CallId>,
    wanted: web::Query<WantedFormat>,
    request: HttpRequest,
) -> Result<HttpResponse, Failure> {
    answer(&app, caller, (id.into_inner(), Kind::Attendance), (&wanted, &request)).await
}

/// All tables of the call in one workbook.
#[utoipa::path(tag = "exports", security(("access_token" = [])), params(("id" = CallId, Path), WantedFormat), responses((status = 200, content_type = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", body = Vec<u8>)))]
#[get("/calls/{id}/exports/all")]
async fn everything(
    app: web::Data<App>,
    caller: SignedIn,
    id: web::Path<CallId>,
    wanted: web::Query<WantedFormat>,
    request: HttpRequest,
) -> Result<HttpResponse, Failure> {
    answer(&app, caller, (id.into_inner(), Kind::All), (&wanted, &request)).await
}

async fn answer(
    app: &App,
    caller: SignedIn,
    (id, kind): (CallId, Kind),
    (wanted, request): (&WantedFormat, &HttpRequest),
) -> Result<HttpResponse, Failure> {
    let language = language::of(request);
    let format = match kind {
        Kind::All => wanted.of_tables(language, rules::UNKNOWN_FORMAT)?,
        _ => wanted.of_table(language, rules::UNKNOWN_FORMAT)?,
    };
    let folder = app.settings.data.folder.clone();
    let make = move |db: &mut _, viewer: &_, now| {
        actions::export(db, viewer, (&id, kind, format, &folder), now)
    };
    let export = caller.clone().read(app, make).await?;
    let departure = export.departure;
    caller
        .write(app, move |db, viewer, now| actions::record_export(db, viewer, &departure, now))
        .await?;
    Ok(export.file.answer(&format.download(&export.file_name)))
}

pub(super) fn configure(routes: &mut Routes<'_, '_>) {
    routes
        .add(Permission::ExportResults, results)
        .add(Permission::ExportSheets, sheets)
        .add(Permission::ExportResults, ranking)
        .add(Permission::ExportVerification, verification)
        .add(Permission::ExportResults, attendance)
        .add(Permission::ExportSheets, everything);
}

/// The same files for people: a reader who is not signed in is led to signing in and back.
pub(in crate::features::decisions) fn downloads(routes: &mut PageRoutes<'_>) {
    routes
        .download(Permission::ExportResults, results)
        .download(Permission::ExportSheets, sheets)
        .download(Permission::ExportResults, ranking)
        .download(Permission::ExportVerification, verification)
        .download(Permission::ExportResults, attendance)
        .download(Permission::ExportSheets, everything);
}
