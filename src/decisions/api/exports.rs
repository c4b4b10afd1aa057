//! Tables to take away, as CSV or JSON.

use crate::access::Act;
use crate::accounts::SignedIn;
use crate::decisions::actions::{self, Kind};
use crate::decisions::rules;
use crate::errors::{Failure, FieldError, Problem};
use crate::exports;
use crate::ids::CallId;
use crate::web::{App, Routes};
use actix_web::http::header::CONTENT_DISPOSITION;
use actix_web::{HttpResponse, get, web};
use serde::Deserialize;

#[derive(Debug, Clone, Deserialize, utoipa::IntoParams)]
#[into_params(parameter_in = Query)]
struct Format {
    /// `csv` or `json`; CSV unless told.
    #[serde(default)]
    #[param(example = "csv")]
    format: Option<String>,
    /// Begin the CSV with a byte order mark, for Excel.
    #[serde(default)]
    bom: bool,
}

/// The results as decided, one row per ranked proposal.
#[utoipa::path(tag = "exports", security(("access_token" = [])), params(("id" = CallId, Path), Format), responses((status = 200, content_type = "text/csv", body = String)))]
#[get("/calls/{id}/exports/results")]
async fn results(
    app: web::Data<App>,
    caller: SignedIn,
    id: web::Path<CallId>,
    format: web::Query<Format>,
) -> Result<HttpResponse, Failure> {
    answer(&app, caller, (id.into_inner(), Kind::Results), &format).await
}

/// All locked sheets, one row each.
#[utoipa::path(tag = "exports", security(("access_token" = [])), params(("id" = CallId, Path), Format), responses((status = 200, content_type = "text/csv", body = String)))]
#[get("/calls/{id}/exports/sheets")]
async fn sheets(
    app: web::Data<App>,
    caller: SignedIn,
    id: web::Path<CallId>,
    format: web::Query<Format>,
) -> Result<HttpResponse, Failure> {
    answer(&app, caller, (id.into_inner(), Kind::Sheets), &format).await
}

async fn answer(
    app: &App,
    caller: SignedIn,
    (id, kind): (CallId, Kind),
    format: &Format,
) -> Result<HttpResponse, Failure> {
    let is_csv = match format.format.as_deref().unwrap_or("csv") {
        "csv" => true,
        "json" => false,
        _ => {
            let fault = FieldError::new("format", rules::UNKNOWN_FORMAT);
            return Err(Problem::invalid(vec![fault]).into());
        }
    };
    let export = caller
        .write(app, move |db, viewer, now| actions::export(db, viewer, (&id, kind), now))
        .await?;
    let (extension, media_type, bytes) = if is_csv {
        let bytes = exports::csv(&export.table, format.bom)
            .map_err(|error| Failure::Inconsistent(error.to_string()))?;
        ("csv", "text/csv; charset=utf-8", bytes)
    } else {
        ("json", "application/json", serde_json::to_vec(&exports::json(&export.table))?)
    };
    Ok(HttpResponse::Ok()
        .content_type(media_type)
        .insert_header((
            CONTENT_DISPOSITION,
            format!("attachment; filename=\"{}.{extension}\"", export.file_name),
        ))
        .body(bytes))
}

pub(super) fn configure(routes: &mut Routes<'_, '_>) {
    routes.add(Act::ExportResults, results).add(Act::ExportSheets, sheets);
}
