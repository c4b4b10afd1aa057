//! Tables to take away, as CSV or JSON.

use crate::access::Act;
use crate::accounts::SignedIn;
use crate::decisions::actions::{self, Format, Kind};
use crate::decisions::rules;
use crate::errors::{Failure, FieldError, Problem};
use crate::ids::CallId;
use crate::web::{App, Routes};
use actix_web::http::header::CONTENT_DISPOSITION;
use actix_web::{HttpResponse, get, web};
use serde::Deserialize;
use std::sync::Arc;

#[derive(Debug, Clone, Deserialize, utoipa::IntoParams)]
#[into_params(parameter_in = Query)]
struct WantedFormat {
    /// `csv` or `json`; CSV unless told.
    #[serde(default)]
    #[param(example = "csv")]
    format: Option<String>,
    /// Begin the CSV with a byte order mark, for Excel.
    #[serde(default)]
    bom: bool,
}

/// The results as decided, one row per ranked proposal.
#[utoipa::path(tag = "exports", security(("access_token" = [])), params(("id" = CallId, Path), WantedFormat), responses((status = 200, content_type = "text/csv", body = String)))]
#[get("/calls/{id}/exports/results")]
async fn results(
    app: web::Data<App>,
    caller: SignedIn,
    id: web::Path<CallId>,
    format: web::Query<WantedFormat>,
) -> Result<HttpResponse, Failure> {
    answer(&app, caller, (id.into_inner(), Kind::Results), &format).await
}

/// All locked sheets, one row each.
#[utoipa::path(tag = "exports", security(("access_token" = [])), params(("id" = CallId, Path), WantedFormat), responses((status = 200, content_type = "text/csv", body = String)))]
#[get("/calls/{id}/exports/sheets")]
async fn sheets(
    app: web::Data<App>,
    caller: SignedIn,
    id: web::Path<CallId>,
    format: web::Query<WantedFormat>,
) -> Result<HttpResponse, Failure> {
    answer(&app, caller, (id.into_inner(), Kind::Sheets), &format).await
}

async fn answer(
    app: &App,
    caller: SignedIn,
    (id, kind): (CallId, Kind),
    wanted: &WantedFormat,
) -> Result<HttpResponse, Failure> {
    let (format, media_type) = match wanted.format.as_deref().unwrap_or("csv") {
        "csv" => (Format::Csv { with_bom: wanted.bom }, "text/csv; charset=utf-8"),
        "json" => (Format::Json, "application/json"),
        _ => {
            let fault = FieldError::new("format", rules::UNKNOWN_FORMAT);
            return Err(Problem::invalid(vec![fault]).into());
        }
    };
    let make =
        move |db: &mut _, viewer: &_, now| actions::export(db, viewer, (&id, kind, format), now);
    let export = Arc::new(caller.clone().read(app, make).await?);
    let taken = Arc::clone(&export);
    caller
        .write(app, move |db, viewer, now| actions::record_export(db, viewer, &taken, now))
        .await?;
    let disposition = format!("attachment; filename=\"{}\"", export.file_name);
    let bytes = Arc::try_unwrap(export).map_or_else(|shared| shared.bytes.clone(), |own| own.bytes);
    Ok(HttpResponse::Ok()
        .content_type(media_type)
        .insert_header((CONTENT_DISPOSITION, disposition))
        .body(bytes))
}

pub(super) fn configure(routes: &mut Routes<'_, '_>) {
    routes.add(Act::ExportResults, results).add(Act::ExportSheets, sheets);
}
