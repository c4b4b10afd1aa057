//! The end of the record for everybody, to compare with a receipt or the minutes; the record itself
//! is in `record`.

mod record;

use crate::access::Act;
use crate::accounts::Visitor;
use crate::errors::Failure;
use crate::ledger::{self, Head};
use crate::web::App;
use crate::web::pages::{PageRoutes, Shell, show};
use actix_web::{HttpResponse, web};
use askama::Template;

#[derive(Template)]
#[template(path = "audit/pages/head.html")]
struct HeadPage<'a> {
    s: &'a Shell,
    head: &'a Head,
}

async fn head(app: web::Data<App>, visitor: Visitor) -> Result<HttpResponse, Failure> {
    let (shell, head) = visitor.look(&app, |db, _, _| ledger::head(db)).await?;
    show(&shell, &HeadPage { s: &shell, head: &head })
}

pub fn configure(routes: &mut PageRoutes<'_>) {
    super::api::downloads(routes);
    routes.get(Act::ReadLedgerHead, "/ledger", head).get(
        Act::ReadLedger,
        "/desk/record",
        record::page,
    );
}
