//! The report of a year to the leaders, as PDF.

use crate::features::accounts::SignedIn;
use crate::features::impact::actions;
use crate::kernel::access::Permission;
use crate::kernel::canonical;
use crate::kernel::errors::Failure;
use crate::platform::app::App;
use crate::platform::cx::Cx;
use crate::platform::typesetting::{Paper, Typesetter};
use crate::web::Routes;
use crate::web::language;
use crate::web::pages::PageRoutes;
use actix_web::{HttpRequest, HttpResponse, get, web};
use serde::Deserialize;

/// The query of the report.
#[derive(Debug, Clone, Deserialize, utoipa::IntoParams)]
#[into_params(parameter_in = Query)]
struct Reported {
    /// The running year unless told.
    #[param(example = 2026)]
    year: Option<i32>,
}

/// What came of the awards, as a report of one year to the leaders (PDF): what happened in it, and how things stand on the
/// day on which it is made. It leaves on the record.
#[utoipa::path(tag = "papers", security(("access_token" = [])), params(Reported), responses((status = 200, content_type = "application/pdf", body = Vec<u8>)))]
#[get("/impact/report")]
async fn report(
    app: web::Data<App>,
    press: web::Data<Typesetter>,
    caller: SignedIn,
    asked: web::Query<Reported>,
    request: HttpRequest,
) -> Result<HttpResponse, Failure> {
    let language = language::of(&request);
    let asked = (asked.year, app.settings.impact.young_months);
    let act = move |cx: &mut Cx<'_>| {
        let (year, data) = actions::year_report(cx, asked, language)?;
        Ok((year, data, cx.viewer.user.clone()))
    };
    let (year, data, reader) = caller.clone().read(&app, act).await?;
    let now = app.clock.now();
    let bytes = press.into_inner().print(&reader, (Paper::ImpactReport, data), now).await?;
    let sha256 = canonical::sha256_hex(&bytes);
    caller.write(&app, move |cx| actions::note_report(cx, &sha256)).await?;
    Ok(Paper::ImpactReport.download(&year.to_string()).answer(bytes))
}

pub(super) fn configure(routes: &mut Routes<'_>) {
    routes.add(Permission::ExportImpact, report);
}

/// The same file for people: a reader who is not signed in is led to signing in and back.
pub(in crate::features::impact) fn downloads(routes: &mut PageRoutes<'_>) {
    routes.download(Permission::ExportImpact, report);
}
