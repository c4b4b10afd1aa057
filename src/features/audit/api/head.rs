//! The record over REST: its head, signed heads and public keys for everybody; the entries are for
//! auditors.

use crate::kernel::access::Permission;
use crate::kernel::errors::Failure;
use crate::kernel::paging::{Page, Paging};
use crate::platform::app::App;
use crate::platform::ledger::{self, Growth, Head, RecordKey, Signed, prove_growth};
use crate::web::Routes;
use crate::web::pages::PageRoutes;
use actix_web::{get, web};
use serde::Deserialize;

/// The end of the record, to compare with a receipt or the minutes.
#[utoipa::path(tag = "ledger", responses((status = 200, body = Head)))]
#[get("/ledger/head")]
async fn head(app: web::Data<App>) -> Result<web::Json<Head>, Failure> {
    app.read(|db, _| ledger::head(db)).await.map(web::Json)
}

/// Signed heads of the record (C2SP signed notes), oldest first. Whoever keeps one can detect every
/// later change of the entries before it.
#[utoipa::path(tag = "ledger", params(Paging), responses((status = 200, body = Page<Signed>)))]
#[get("/ledger/checkpoints")]
async fn checkpoints(
    app: web::Data<App>,
    paging: web::Query<Paging>,
) -> Result<web::Json<Page<Signed>>, Failure> {
    app.read(move |db, _| {
        let after = paging.key::<i64>()?.unwrap_or(0);
        let found = ledger::checkpoints(db, after, paging.fetch())?;
        Page::cut(found, &paging, |signed| signed.size)
    })
    .await
    .map(web::Json)
}

/// The public keys for checking signed heads, the one in force last. Each was announced by an
/// entry, later ones with the signature of the key before.
#[utoipa::path(tag = "ledger", responses((status = 200, body = Vec<RecordKey>)))]
#[get("/ledger/key")]
async fn key(app: web::Data<App>) -> Result<web::Json<Vec<RecordKey>>, Failure> {
    app.read(|db, _| ledger::keys(db)).await.map(web::Json)
}

#[derive(Debug, Clone, Copy, Deserialize, utoipa::IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
struct Sizes {
    /// The smaller number of entries, from 1; 0 for the empty record.
    #[serde(default)]
    from: i64,
    /// The larger number; by default that of the newest signed head.
    to: Option<i64>,
}

/// The proof that the record of one size is the beginning of the record of another (RFC 9162, 2.1.4).
#[utoipa::path(tag = "ledger", params(Sizes), responses((status = 200, body = Growth)))]
#[get("/ledger/consistency")]
async fn consistency(
    app: web::Data<App>,
    sizes: web::Query<Sizes>,
) -> Result<web::Json<Growth>, Failure> {
    app.read(move |db, _| {
        let newest = ledger::last_checkpoint(db)?.map_or(0, |signed| signed.size);
        let to = sizes.to.unwrap_or(newest);
        // The empty record is the beginning of every record.
        if sizes.from == 0 && to >= 0 && to <= ledger::head(db)?.seq {
            return Ok(Growth { from: 0, to, path: Vec::new() });
        }
        prove_growth(db, sizes.from, to)?.ok_or_else(Failure::not_found)
    })
    .await
    .map(web::Json)
}

pub(super) fn configure(routes: &mut Routes<'_>) {
    routes
        .add(Permission::ReadLedgerHead, head)
        .add(Permission::ReadLedgerHead, checkpoints)
        .add(Permission::ReadLedgerHead, key)
        .add(Permission::ReadLedgerHead, consistency);
}

/// The same file for people, below the page with the newest head.
pub(super) fn downloads(routes: &mut PageRoutes<'_>) {
    routes.download(Permission::ReadLedgerHead, checkpoints);
}
