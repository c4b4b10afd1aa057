//! Reports over REST: what is due, the draft, sending it, the answers, the files.

use crate::features::accounts::SignedIn;
use crate::features::studies::{
    NewAnswer, NewComment, Report, ReportDue, ReportFile, ReportReceipt, ReportText, Slot, actions,
};
use crate::kernel::access::Permission;
use crate::kernel::errors::Failure;
use crate::kernel::ids::{AwardId, StudyReportFileId};
use crate::kernel::version::IfMatch;
use crate::platform::app::App;
use crate::platform::cx::Cx;
use crate::platform::files::{self, Storage};
use crate::web::pages::PageRoutes;
use crate::web::{Body, Routes, SentFile, tagged};
use actix_web::{HttpResponse, delete, get, post, put, web};

type Of = web::Path<(AwardId, Slot)>;

/// The reports of a study: one for each period, one of its end, one for each date on which the impact is measured.
#[utoipa::path(tag = "studies", security(("access_token" = [])), params(("id" = AwardId, Path)), responses((status = 200, body = Vec<ReportDue>)))]
#[get("/studies/{id}/reports")]
async fn list(
    app: web::Data<App>,
    caller: SignedIn,
    id: web::Path<AwardId>,
) -> Result<web::Json<Vec<ReportDue>>, Failure> {
    caller.read(&app, move |cx: &mut Cx<'_>| actions::list_reports(cx, &id)).await.map(web::Json)
}

/// One report, e.g. `progress-1`, `end-1`, `impact-2`: what was sent, what was answered; for its awardee also the draft.
#[utoipa::path(tag = "studies", security(("access_token" = [])), params(("id" = AwardId, Path), ("slot" = String, Path)), responses((status = 200, body = Report)))]
#[get("/studies/{id}/reports/{slot}")]
async fn read(app: web::Data<App>, caller: SignedIn, of: Of) -> Result<HttpResponse, Failure> {
    let act = move |cx: &mut Cx<'_>| actions::read_report(cx, (&of.0, of.1));
    let (_, report) = caller.read(&app, act).await?;
    Ok(tagged(HttpResponse::Ok(), report.version, &report))
}

/// Save my report as a draft, any number of times. `If-Match` is the version I started from (`"v0"` before the first); a
/// stale save is refused with both texts.
#[utoipa::path(tag = "studies", security(("access_token" = [])), params(("id" = AwardId, Path), ("slot" = String, Path), ("If-Match" = String, Header)), request_body = ReportText, responses((status = 200, body = Report)))]
#[put("/studies/{id}/reports/{slot}")]
async fn save(
    app: web::Data<App>,
    caller: SignedIn,
    of: Of,
    expected: IfMatch,
    body: Body<ReportText>,
) -> Result<HttpResponse, Failure> {
    let typed = body.valid();
    let act = move |cx: &mut Cx<'_>| actions::save_report(cx, ((&of.0, of.1), expected), &typed);
    let report = caller.write(&app, act).await?;
    Ok(tagged(HttpResponse::Ok(), report.version, &report))
}

/// Send my report, in the version I have seen (`If-Match`), to the mentor and the unit that owns the problem.
#[utoipa::path(tag = "studies", security(("access_token" = [])), params(("id" = AwardId, Path), ("slot" = String, Path), ("If-Match" = String, Header)), responses((status = 201, body = ReportReceipt)))]
#[post("/studies/{id}/reports/{slot}/sendings")]
async fn send(
    app: web::Data<App>,
    caller: SignedIn,
    of: Of,
    expected: IfMatch,
) -> Result<HttpResponse, Failure> {
    let act = move |cx: &mut Cx<'_>| actions::send_report(cx, ((&of.0, of.1), expected));
    let receipt = caller.write(&app, act).await?;
    Ok(HttpResponse::Created().json(receipt))
}

/// Comment a report that was sent, as the mentor.
#[utoipa::path(tag = "studies", security(("access_token" = [])), params(("id" = AwardId, Path), ("slot" = String, Path)), request_body = NewComment, responses((status = 201, body = Report)))]
#[post("/studies/{id}/reports/{slot}/comments")]
async fn comment(
    app: web::Data<App>,
    caller: SignedIn,
    of: Of,
    body: Body<NewComment>,
) -> Result<HttpResponse, Failure> {
    let new = body.valid();
    let act = move |cx: &mut Cx<'_>| actions::comment_report(cx, (&of.0, of.1), &new);
    let report = caller.write(&app, act).await?;
    Ok(HttpResponse::Created().json(report))
}

/// Acknowledge a report that was sent, return it to be mended, or comment it, as the unit that owns the problem.
#[utoipa::path(tag = "studies", security(("access_token" = [])), params(("id" = AwardId, Path), ("slot" = String, Path)), request_body = NewAnswer, responses((status = 201, body = Report)))]
#[post("/studies/{id}/reports/{slot}/answers")]
async fn answer(
    app: web::Data<App>,
    caller: SignedIn,
    of: Of,
    body: Body<NewAnswer>,
) -> Result<HttpResponse, Failure> {
    let new = body.valid();
    let act = move |cx: &mut Cx<'_>| actions::answer_report(cx, (&of.0, of.1), &new);
    let report = caller.write(&app, act).await?;
    Ok(HttpResponse::Created().json(report))
}

/// Add a file to my report: the body is the file, a PDF or a JPEG.
#[utoipa::path(tag = "studies", security(("access_token" = [])), params(("id" = AwardId, Path), ("slot" = String, Path)), request_body(content = Vec<u8>, content_type = "application/octet-stream"), responses((status = 201, body = ReportFile)))]
#[post("/studies/{id}/reports/{slot}/files")]
async fn attach(
    app: web::Data<App>,
    storage: web::Data<Storage>,
    caller: SignedIn,
    of: Of,
    file: SentFile,
) -> Result<HttpResponse, Failure> {
    let asked = of.clone();
    let may = move |cx: &mut Cx<'_>| actions::may_add_report_file(cx, (&asked.0, asked.1));
    let allowed = caller.clone().read(&app, may).await?;
    let file = file.keep((&app, &storage), allowed).await?;
    let act = move |cx: &mut Cx<'_>| actions::add_report_file(cx, ((&of.0, of.1), &file));
    let made = caller.write(&app, act).await?;
    Ok(HttpResponse::Created().json(made))
}

/// Take a file of my report away again, before it is sent or while it is to be mended.
#[utoipa::path(tag = "studies", security(("access_token" = [])), params(("id" = StudyReportFileId, Path)), responses((status = 204)))]
#[delete("/study-report-files/{id}")]
async fn detach(
    app: web::Data<App>,
    caller: SignedIn,
    id: web::Path<StudyReportFileId>,
) -> Result<HttpResponse, Failure> {
    caller.write(&app, move |cx: &mut Cx<'_>| actions::remove_report_file(cx, &id)).await?;
    Ok(HttpResponse::NoContent().finish())
}

/// Download a file of a report.
#[utoipa::path(tag = "studies", security(("access_token" = [])), params(("id" = StudyReportFileId, Path)), responses((status = 200, body = Vec<u8>, content_type = "application/octet-stream")))]
#[get("/study-report-files/{id}")]
async fn content(
    app: web::Data<App>,
    storage: web::Data<Storage>,
    caller: SignedIn,
    id: web::Path<StudyReportFileId>,
) -> Result<HttpResponse, Failure> {
    let act = move |cx: &mut Cx<'_>| actions::read_report_file(cx, &id);
    let found = caller.read(&app, act).await?;
    let opened = files::open(&storage, &found.file.sha256).await?;
    Ok(files::answer(opened, &found.file.file_name, found.media_type))
}

pub(super) fn configure(routes: &mut Routes<'_>) {
    routes
        .add(Permission::ReadStudy, list)
        .add(Permission::ReadStudy, read)
        .add(Permission::WriteStudy, save)
        .add(Permission::WriteStudy, send)
        .add(Permission::CommentReport, comment)
        .add(Permission::AgreeStudy, answer)
        .add(Permission::WriteStudy, attach)
        .add(Permission::WriteStudy, detach)
        .add(Permission::ReadReportFile, content);
}

/// The same files for people: a reader who is not signed in is led to signing in and back.
pub(in crate::features::studies) fn downloads(routes: &mut PageRoutes<'_>) {
    routes.download(Permission::ReadReportFile, content);
}
