//! Measurements over REST: anybody reads them, the head of the owner unit measures and corrects, the inspectorate
//! checks.

use crate::features::accounts::{Caller, SignedIn};
use crate::features::problems::{
    Measurement, MeasurementCorrection, MeasurementText, NewCheck, Problem, Series, StatedFigures,
    ToMeasure, actions,
};
use crate::kernel::access::Permission;
use crate::kernel::errors::Failure;
use crate::kernel::ids::{MeasurementId, ProblemId};
use crate::kernel::paging::{Page, Paging};
use crate::platform::app::App;
use crate::platform::cx::{AnyoneCx, Cx};
use crate::platform::files::{self, Storage};
use crate::web::pages::PageRoutes;
use crate::web::{Body, Routes, SentFile, tagged};
use actix_web::{HttpResponse, get, post, put, web};
use serde::Deserialize;

/// Which measurements to list.
#[derive(Debug, Clone, Deserialize, utoipa::IntoParams)]
#[into_params(parameter_in = Query)]
struct MeasurementFilter {
    /// Only those that the inspectorate has not looked at, and that nothing stands in the place of.
    #[serde(default)]
    unchecked: bool,
}

/// The indicator of a problem over time: baseline, target, every measurement, and the one that stands.
#[utoipa::path(tag = "problems", params(("id" = ProblemId, Path)), responses((status = 200, body = Series)))]
#[get("/problems/{id}/measurements")]
async fn series(
    app: web::Data<App>,
    caller: Caller,
    id: web::Path<ProblemId>,
) -> Result<web::Json<Series>, Failure> {
    caller.read(&app, move |cx| actions::read_series(cx, &id)).await.map(web::Json)
}

/// Record what the indicator was in a period. The problem is solved when its target is met thereby.
#[utoipa::path(tag = "problems", security(("access_token" = [])), params(("id" = ProblemId, Path)), request_body = MeasurementText, responses((status = 201, body = Measurement)))]
#[post("/problems/{id}/measurements")]
async fn measure(
    app: web::Data<App>,
    caller: SignedIn,
    id: web::Path<ProblemId>,
    body: Body<MeasurementText>,
) -> Result<HttpResponse, Failure> {
    let text = body.valid();
    let made = caller.write(&app, move |cx| actions::measure(cx, &id, (&text, None))).await?;
    Ok(HttpResponse::Created().json(made))
}

/// State baseline and target of an approved problem as figures, where its texts do not say them; anew, until something was measured.
#[utoipa::path(tag = "problems", security(("access_token" = [])), params(("id" = ProblemId, Path)), request_body = StatedFigures, responses((status = 200, body = Problem)))]
#[post("/problems/{id}/figures")]
async fn state_figures(
    app: web::Data<App>,
    caller: SignedIn,
    id: web::Path<ProblemId>,
    body: Body<StatedFigures>,
) -> Result<HttpResponse, Failure> {
    let stated = body.valid();
    let act = move |cx: &mut Cx<'_>| actions::state_figures(cx, &id, &stated);
    let problem = caller.write(&app, act).await?;
    Ok(tagged(HttpResponse::Ok(), problem.version, &problem))
}

/// Measurements of all problems, the newest first.
#[utoipa::path(tag = "problems", security(("access_token" = [])), params(MeasurementFilter, Paging), responses((status = 200, body = Page<Measurement>)))]
#[get("/measurements")]
async fn list(
    app: web::Data<App>,
    caller: SignedIn,
    filter: web::Query<MeasurementFilter>,
    paging: web::Query<Paging>,
) -> Result<web::Json<Page<Measurement>>, Failure> {
    let act = move |cx: &mut Cx<'_>| actions::list_measurements(cx, filter.unchecked, &paging);
    caller.read(&app, act).await.map(|page| web::Json(page.map(|(_, one)| one)))
}

/// The approved problems of the caller's own unit whose indicator is to be measured again, the longest due first.
#[utoipa::path(tag = "problems", security(("access_token" = [])), responses((status = 200, body = Vec<ToMeasure>)))]
#[get("/measurements/due")]
async fn due(app: web::Data<App>, caller: SignedIn) -> Result<web::Json<Vec<ToMeasure>>, Failure> {
    let months = app.settings.problems.measure_after_months;
    caller.read(&app, move |cx: &mut Cx<'_>| actions::list_due(cx, months)).await.map(web::Json)
}

/// One measurement.
#[utoipa::path(tag = "problems", params(("id" = MeasurementId, Path)), responses((status = 200, body = Measurement)))]
#[get("/measurements/{id}")]
async fn read(
    app: web::Data<App>,
    caller: Caller,
    id: web::Path<MeasurementId>,
) -> Result<web::Json<Measurement>, Failure> {
    let act = move |cx: &mut AnyoneCx<'_>| actions::read_measurement(cx, &id);
    caller.read(&app, act).await.map(|(_, one)| web::Json(one))
}

/// Record a measurement in the place of an earlier one, which stays readable.
#[utoipa::path(tag = "problems", security(("access_token" = [])), params(("id" = MeasurementId, Path)), request_body = MeasurementCorrection, responses((status = 201, body = Measurement)))]
#[post("/measurements/{id}/corrections")]
async fn correct(
    app: web::Data<App>,
    caller: SignedIn,
    id: web::Path<MeasurementId>,
    body: Body<MeasurementCorrection>,
) -> Result<HttpResponse, Failure> {
    let correction = body.valid();
    let made = caller.write(&app, move |cx| actions::correct(cx, &id, (&correction, None))).await?;
    Ok(HttpResponse::Created().json(made))
}

/// Add the file that shows what was measured: the body is the file, a PDF or a JPEG. Possible once, while nothing stands
/// in the place of the measurement.
#[utoipa::path(tag = "problems", security(("access_token" = [])), params(("id" = MeasurementId, Path)), request_body(content = Vec<u8>, content_type = "application/octet-stream"), responses((status = 200, body = Measurement)))]
#[put("/measurements/{id}/evidence")]
async fn add_evidence(
    app: web::Data<App>,
    storage: web::Data<Storage>,
    caller: SignedIn,
    id: web::Path<MeasurementId>,
    file: SentFile,
) -> Result<web::Json<Measurement>, Failure> {
    let asked = id.clone();
    let may = move |cx: &mut Cx<'_>| actions::may_add_evidence(cx, &asked);
    let allowed = caller.clone().read(&app, may).await?;
    let new = file.keep((&app, &storage), allowed).await?;
    let act = move |cx: &mut Cx<'_>| actions::add_evidence(cx, (&id, &new));
    caller.write(&app, act).await.map(web::Json)
}

/// Download the file that shows what was measured. It is not public.
#[utoipa::path(tag = "problems", security(("access_token" = [])), params(("id" = MeasurementId, Path)), responses((status = 200, body = Vec<u8>, content_type = "application/octet-stream")))]
#[get("/measurements/{id}/evidence")]
async fn evidence(
    app: web::Data<App>,
    storage: web::Data<Storage>,
    caller: SignedIn,
    id: web::Path<MeasurementId>,
) -> Result<HttpResponse, Failure> {
    let file = caller.read(&app, move |cx: &mut Cx<'_>| actions::read_evidence(cx, &id)).await?;
    let content = files::open(&storage, &file.sha256).await?;
    Ok(files::answer(content, &file.file_name, file.media_type))
}

/// Confirm or dispute a measurement after a look on the spot. A disputed one counts no longer.
#[utoipa::path(tag = "problems", security(("access_token" = [])), params(("id" = MeasurementId, Path)), request_body = NewCheck, responses((status = 200, body = Measurement)))]
#[post("/measurements/{id}/checks")]
async fn check(
    app: web::Data<App>,
    caller: SignedIn,
    id: web::Path<MeasurementId>,
    body: Body<NewCheck>,
) -> Result<web::Json<Measurement>, Failure> {
    let found = body.valid();
    caller.write(&app, move |cx| actions::check(cx, &id, &found)).await.map(web::Json)
}

pub(super) fn configure(routes: &mut Routes<'_>) {
    routes
        .add(Permission::ReadRegistry, series)
        .add(Permission::MeasureProblem, measure)
        .add(Permission::DecideProblem, state_figures)
        .add(Permission::ListMeasurements, list)
        .add(Permission::MeasureProblem, due)
        .add(Permission::ReadRegistry, read)
        .add(Permission::MeasureProblem, correct)
        .add(Permission::MeasureProblem, add_evidence)
        .add(Permission::ReadEvidence, evidence)
        .add(Permission::CheckMeasurement, check);
}

/// The same file for people: a reader who is not signed in is led to signing in and back.
pub(in crate::features::problems) fn downloads(routes: &mut PageRoutes<'_>) {
    routes.download(Permission::ReadEvidence, evidence);
}
