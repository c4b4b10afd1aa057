//! The record over REST.

use super::actions;
use crate::access::Act;
use crate::accounts::SignedIn;
use crate::errors::Failure;
use crate::ledger::{Entry, Wanted};
use crate::web::{App, Page, Paging, Routes};
use actix_web::{get, web};
use serde::Deserialize;

#[derive(Debug, Clone, Deserialize, utoipa::IntoParams)]
#[into_params(parameter_in = Query)]
struct Filter {
    /// Only what was done to this, e.g. `proposal:01h…`.
    subject: Option<String>,
    /// Only acts of this kind, e.g. `document.read`: who opened which file.
    act: Option<String>,
}

/// The record, oldest first: every entry with its hash, to be checked without trusting this server.
#[utoipa::path(tag = "ledger", security(("access_token" = [])), params(Filter, Paging), responses((status = 200, body = Page<Entry>)))]
#[get("/ledger/entries")]
async fn entries(
    app: web::Data<App>,
    caller: SignedIn,
    filter: web::Query<Filter>,
    paging: web::Query<Paging>,
) -> Result<web::Json<Page<Entry>>, Failure> {
    caller
        .read(&app, move |db, viewer, _| {
            let Filter { subject, act } = &filter.0;
            let wanted = Wanted { subject: subject.as_deref(), act: act.as_deref() };
            actions::read_record(db, viewer, wanted, &paging)
        })
        .await
        .map(web::Json)
}

pub fn configure(routes: &mut Routes<'_, '_>) {
    routes.add(Act::ReadLedger, entries);
}
