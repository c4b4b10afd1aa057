//! The record over REST: the head for everybody, the entries for those who audit.

use super::{Head, store};
use crate::access::Act;
use crate::errors::Failure;
use crate::web::{App, Routes};
use actix_web::{get, web};

/// The end of the record, to compare with what a receipt or the minutes say.
#[utoipa::path(tag = "ledger", responses((status = 200, body = Head)))]
#[get("/ledger/head")]
async fn head(app: web::Data<App>) -> Result<web::Json<Head>, Failure> {
    app.read(|db, _| store::head(db)).await.map(web::Json)
}

pub fn configure(routes: &mut Routes<'_, '_>) {
    routes.add(Act::ReadLedgerHead, head);
}
