//! The record over REST.

mod head;

use super::{Reading, ReadingFilter, actions};
use crate::features::accounts::SignedIn;
use crate::kernel::access::Permission;
use crate::kernel::errors::Failure;
use crate::kernel::paging::Page;
use crate::kernel::paging::Paging;
use crate::platform::app::App;
use crate::platform::ledger::{Entry, Wanted};
use crate::platform::read_log::ReadLog;
use crate::web::Routes;
use crate::web::pages::PageRoutes;
use actix_web::{get, web};
use serde::Deserialize;

#[derive(Debug, Clone, Deserialize, utoipa::IntoParams)]
#[into_params(parameter_in = Query)]
struct Filter {
    /// Only acts on this subject, e.g. `proposal:01h…`.
    subject: Option<String>,
    /// Only acts of this type, e.g. `document.read`: who opened which file.
    act: Option<String>,
}

/// The record, oldest first: every entry with its hash, so that it can be checked without trusting
/// this server.
#[utoipa::path(tag = "ledger", security(("access_token" = [])), params(Filter, Paging), responses((status = 200, body = Page<Entry>)))]
#[get("/ledger/entries")]
async fn entries(
    app: web::Data<App>,
    caller: SignedIn,
    filter: web::Query<Filter>,
    paging: web::Query<Paging>,
) -> Result<web::Json<Page<Entry>>, Failure> {
    caller
        .read(&app, move |cx| {
            let Filter { subject, act } = &filter.0;
            let wanted = Wanted { subject: subject.as_deref(), act: act.as_deref() };
            actions::read_record(cx, wanted, &paging)
        })
        .await
        .map(web::Json)
}

/// Who saw what, newest first: one line for each answer that showed somebody else's identity, scores or files.
#[utoipa::path(tag = "ledger", security(("access_token" = [])), params(ReadingFilter, Paging), responses((status = 200, body = Page<Reading>)))]
#[get("/readings")]
async fn readings(
    app: web::Data<App>,
    log: web::Data<ReadLog>,
    caller: SignedIn,
    filter: web::Query<ReadingFilter>,
    paging: web::Query<Paging>,
) -> Result<web::Json<Page<Reading>>, Failure> {
    ReadLog::settle(&log).await?;
    caller.read(&app, move |cx| actions::readings(cx, &filter, &paging)).await.map(web::Json)
}

pub fn configure(routes: &mut Routes<'_, '_>) {
    head::configure(routes);
    routes.add(Permission::ReadLedger, entries).add(Permission::ReadReadings, readings);
}

/// The same files for people: a reader who is not signed in is led to signing in and back.
pub(in crate::features::audit) fn downloads(routes: &mut PageRoutes<'_>) {
    head::downloads(routes);
    routes.download(Permission::ReadLedger, entries);
}
