//! Score sheets: one's own, its versions, handing it in; and the others' afterwards.

use crate::features::accounts::SignedIn;
use crate::features::reviews::actions::{self, OtherSheets, SheetView};
use crate::features::reviews::{Assignment, Receipt, Sheet, SheetVersion};
use crate::kernel::access::Permission;
use crate::kernel::errors::Failure;
use crate::kernel::ids::{AssignmentId, ProposalId};
use crate::kernel::paging::Page;
use crate::kernel::paging::Paging;
use crate::kernel::version::IfMatch;
use crate::platform::app::App;
use crate::platform::read_log::ReadLog;
use crate::platform::ledger::{self, Proof};
use crate::web::{Body, Idempotency, Routes, tagged};
use actix_web::{HttpResponse, get, post, put, web};

/// My sheet on a task.
#[utoipa::path(tag = "reviews", security(("access_token" = [])), params(("id" = AssignmentId, Path)), responses((status = 200, body = SheetView)))]
#[get("/assignments/{id}/sheet")]
async fn read(
    app: web::Data<App>,
    caller: SignedIn,
    id: web::Path<AssignmentId>,
) -> Result<HttpResponse, Failure> {
    let sheet = caller.read(&app, move |cx| actions::read_sheet(cx, &id)).await?;
    Ok(tagged(HttpResponse::Ok(), sheet.version, &sheet))
}

/// Save my sheet as a draft, any number of times. `If-Match` is the version I started from (`"v0"`
/// before the first); a stale save is refused with both texts.
#[utoipa::path(tag = "reviews", security(("access_token" = [])), params(("id" = AssignmentId, Path), ("If-Match" = String, Header)), request_body = Sheet, responses((status = 200, body = SheetView)))]
#[put("/assignments/{id}/sheet")]
async fn save(
    app: web::Data<App>,
    caller: SignedIn,
    id: web::Path<AssignmentId>,
    expected: IfMatch,
    body: Body<Sheet>,
) -> Result<HttpResponse, Failure> {
    let typed = body.valid();
    let sheet =
        caller.write(&app, move |cx| actions::save_sheet(cx, (&id, expected), &typed)).await?;
    Ok(tagged(HttpResponse::Ok(), sheet.version, &sheet))
}

/// Every version of my sheet, oldest first.
#[utoipa::path(tag = "reviews", security(("access_token" = [])), params(("id" = AssignmentId, Path), Paging), responses((status = 200, body = Page<SheetVersion>)))]
#[get("/assignments/{id}/sheet/versions")]
async fn versions(
    app: web::Data<App>,
    caller: SignedIn,
    id: web::Path<AssignmentId>,
    paging: web::Query<Paging>,
) -> Result<web::Json<Page<SheetVersion>>, Failure> {
    caller.read(&app, move |cx| actions::list_versions(cx, &id, &paging)).await.map(web::Json)
}

/// Hand my sheet in, in the version I have seen (`If-Match`). It is then locked.
#[utoipa::path(tag = "reviews", security(("access_token" = [])), params(("id" = AssignmentId, Path), ("If-Match" = String, Header), ("Idempotency-Key" = Option<String>, Header)), responses((status = 200, body = Receipt)))]
#[post("/assignments/{id}/sheet/submit")]
async fn submit(
    app: web::Data<App>,
    caller: SignedIn,
    id: web::Path<AssignmentId>,
    expected: IfMatch,
    idempotency: Idempotency,
) -> Result<web::Json<Receipt>, Failure> {
    let key = idempotency.with(&(&*id, expected.0))?;
    caller
        .write(&app, move |cx| actions::submit_sheet(cx, (&id, expected), key.as_ref()))
        .await
        .map(web::Json)
}

/// Take my sheet back, within the minutes that the call lets, while nobody has read it. It does not count until it is
/// handed in again.
#[utoipa::path(tag = "reviews", security(("access_token" = [])), params(("id" = AssignmentId, Path)), responses((status = 200, body = Assignment)))]
#[post("/assignments/{id}/sheet/take-back")]
async fn take_back(
    app: web::Data<App>,
    log: web::Data<ReadLog>,
    caller: SignedIn,
    id: web::Path<AssignmentId>,
) -> Result<web::Json<Assignment>, Failure> {
    ReadLog::settle(&log).await?;
    caller.write(&app, move |cx| actions::take_back_sheet(cx, &id)).await.map(web::Json)
}

/// The receipt of my sheet, while it is locked; null while it is open.
#[utoipa::path(tag = "reviews", security(("access_token" = [])), params(("id" = AssignmentId, Path)), responses((status = 200, body = Option<Receipt>)))]
#[get("/assignments/{id}/sheet/receipt")]
async fn receipt(
    app: web::Data<App>,
    caller: SignedIn,
    id: web::Path<AssignmentId>,
) -> Result<web::Json<Option<Receipt>>, Failure> {
    caller.read(&app, move |cx| actions::read_receipt(cx, &id)).await.map(web::Json)
}

/// The proof that my sheet's entry is under a signed head of the record; null while the sheet is
/// open.
#[utoipa::path(tag = "reviews", security(("access_token" = [])), params(("id" = AssignmentId, Path)), responses((status = 200, body = Option<Proof>)))]
#[get("/assignments/{id}/sheet/receipt/proof")]
async fn receipt_proof(
    app: web::Data<App>,
    caller: SignedIn,
    id: web::Path<AssignmentId>,
) -> Result<web::Json<Option<Proof>>, Failure> {
    caller
        .read(&app, move |cx| match actions::read_receipt(cx, &id)? {
            Some(kept) => ledger::prove(cx.db, kept.ledger.seq),
            None => Ok(None),
        })
        .await
        .map(web::Json)
}

/// The sheets on a proposal, when the caller may see them.
#[utoipa::path(tag = "reviews", security(("access_token" = [])), params(("id" = ProposalId, Path)), responses((status = 200, body = OtherSheets)))]
#[get("/proposals/{id}/sheets")]
async fn others(
    app: web::Data<App>,
    caller: SignedIn,
    id: web::Path<ProposalId>,
) -> Result<web::Json<OtherSheets>, Failure> {
    caller.read(&app, move |cx| actions::read_other_sheets(cx, &id)).await.map(web::Json)
}

pub(super) fn configure(routes: &mut Routes<'_>) {
    routes
        .add(Permission::ReadOwnSheet, read)
        .add(Permission::Score, save)
        .add(Permission::ReadOwnSheet, versions)
        .add(Permission::Score, submit)
        .add(Permission::Score, take_back)
        .add(Permission::ReadOwnSheet, receipt)
        .add(Permission::ReadOwnSheet, receipt_proof)
        .add(Permission::ReadOtherSheets, others);
}
