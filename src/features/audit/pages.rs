//! The end of the record for everybody, to compare with a receipt or the minutes. The record itself
//! is in `record`.

mod readings;
mod record;

use crate::features::accounts::Visitor;
use crate::kernel::access::{Permission, Viewer};
use crate::kernel::errors::Failure;
use crate::platform::app::App;
use crate::platform::cx::AnyoneCx;
use crate::platform::db::Db;
use crate::platform::ledger::{self, Head, RecordKey, Signed};
use crate::web::pages::{PageContext, PageRoutes, show};
use actix_web::{HttpResponse, web};
use askama::Template;

#[derive(Template)]
#[template(path = "audit/pages/head.html")]
struct HeadPage<'a> {
    s: &'a PageContext,
    head: &'a Head,
    /// The key in force and the earlier ones, newest first.
    keys: &'a [RecordKey],
    signed: &'a [Signed],
}

/// The number of signed heads on the page; the API has all of them.
const SHOWN: i64 = 20;

async fn head(app: web::Data<App>, visitor: Visitor) -> Result<HttpResponse, Failure> {
    let act = |cx: &mut AnyoneCx<'_>| {
        let mut keys = ledger::keys(cx.db)?;
        keys.reverse();
        Ok((ledger::head(cx.db)?, keys, ledger::newest_checkpoints(cx.db, SHOWN)?))
    };
    let (shell, (head, keys, signed)) = visitor.load_page(&app, act).await?;
    show(&shell, &HeadPage { s: &shell, head: &head, keys: &keys, signed: &signed })
}

pub(super) fn configure(routes: &mut PageRoutes<'_>) {
    routes
        .get(Permission::ReadLedgerHead, "/ledger", head)
        .get(Permission::ReadLedger, "/desk/record", record::page)
        .get(Permission::ReadReadings, "/desk/readings", readings::page);
}
