//! How people are identified, over REST: one's own NIP and address, what the secretariat confirms
//! and corrects, and the agency's staff list.

use crate::features::accounts::flows::{ask_for_address, checked_staff};
use crate::features::accounts::inputs::{
    AddressCorrection, LetterLink, NipCorrection, NipRefusal, OwnAddress, OwnNip, SeenNip,
    StaffList,
};
use crate::features::accounts::{
    Accounts, AddressChange, Claim, SignedIn, StaffImport, User, actions,
};
use crate::kernel::access::{self, Facts, Permission};
use crate::kernel::errors::Failure;
use crate::kernel::ids::{RecordId, UserId};
use crate::kernel::paging::Page;
use crate::kernel::paging::Paging;
use crate::platform::app::App;
use crate::platform::cx::Cx;
use crate::web::language;
use crate::web::{Body, Routes};
use actix_web::{HttpRequest, HttpResponse, get, post, put, web};
use serde::Serialize;
use std::sync::Arc;

/// What a correction waits for.
#[derive(Debug, Serialize, utoipa::ToSchema)]
struct CorrectionAsked {
    /// A second official must approve it before the link is sent.
    needs_approval: bool,
}

/// Claim a NIP as one's own while none is confirmed. A claim has no effect until it is confirmed.
#[utoipa::path(tag = "auth", security(("access_token" = [])), request_body = OwnNip, responses((status = 200, body = User)))]
#[put("/me/nip")]
async fn claim(
    app: web::Data<App>,
    caller: SignedIn,
    body: Body<OwnNip>,
) -> Result<web::Json<User>, Failure> {
    let claim = body.valid();
    caller.write(&app, move |cx| actions::claim_nip(cx, &claim)).await.map(web::Json)
}

/// Ask for another address of one's own account. A link goes to the new address, a notice to the
/// old one.
#[utoipa::path(tag = "auth", security(("access_token" = [])), request_body = OwnAddress, responses((status = 202)))]
#[post("/me/email")]
async fn change_own(
    app: web::Data<App>,
    accounts: web::Data<Accounts>,
    caller: SignedIn,
    request: HttpRequest,
    body: Body<OwnAddress>,
) -> Result<HttpResponse, Failure> {
    let language = language::of(&request);
    ask_for_address(&app, &accounts, caller, (body.valid(), language)).await?;
    Ok(HttpResponse::Accepted().finish())
}

/// Change the address with the link that was sent to the new one.
#[utoipa::path(tag = "auth", request_body = LetterLink, responses((status = 204)))]
#[post("/auth/address/confirm")]
async fn confirm_address(
    app: web::Data<App>,
    body: Body<LetterLink>,
) -> Result<HttpResponse, Failure> {
    let link = body.valid();
    app.write(move |db, now| actions::confirm_address(db, &link, now)).await?;
    Ok(HttpResponse::NoContent().finish())
}

/// Stop or undo the change of an address with the link that was sent to the old one.
#[utoipa::path(tag = "auth", request_body = LetterLink, responses((status = 204)))]
#[post("/auth/address/stop")]
async fn stop_address(
    app: web::Data<App>,
    body: Body<LetterLink>,
) -> Result<HttpResponse, Failure> {
    let link = body.valid();
    app.write(move |db, now| actions::stop_address(db, &link, now)).await?;
    Ok(HttpResponse::NoContent().finish())
}

/// NIPs that wait to be confirmed, and candidates without one, oldest first.
#[utoipa::path(tag = "users", security(("access_token" = [])), params(Paging), responses((status = 200, body = Page<Claim>)))]
#[get("/nip-claims")]
async fn claims(
    app: web::Data<App>,
    caller: SignedIn,
    paging: web::Query<Paging>,
) -> Result<web::Json<Page<Claim>>, Failure> {
    caller.read(&app, move |cx| actions::list_claims(cx, &paging)).await.map(web::Json)
}

/// Confirm the NIP that somebody claims.
#[utoipa::path(tag = "users", security(("access_token" = [])), params(("id" = UserId, Path)), request_body = SeenNip, responses((status = 200, body = User)))]
#[post("/users/{id}/nip/confirm")]
async fn confirm_nip(
    app: web::Data<App>,
    caller: SignedIn,
    id: web::Path<UserId>,
    body: Body<SeenNip>,
) -> Result<web::Json<User>, Failure> {
    let seen = body.valid();
    caller.write(&app, move |cx| actions::confirm_nip(cx, (&id, &seen))).await.map(web::Json)
}

/// Reject a claim with a reason.
#[utoipa::path(tag = "users", security(("access_token" = [])), params(("id" = UserId, Path)), request_body = NipRefusal, responses((status = 200, body = User)))]
#[post("/users/{id}/nip/refuse")]
async fn refuse_nip(
    app: web::Data<App>,
    caller: SignedIn,
    id: web::Path<UserId>,
    body: Body<NipRefusal>,
) -> Result<web::Json<User>, Failure> {
    let refusal = body.valid();
    caller.write(&app, move |cx| actions::refuse_nip(cx, (&id, &refusal))).await.map(web::Json)
}

/// Correct a NIP, which the secretariat thereby confirms, or remove a wrong one.
#[utoipa::path(tag = "users", security(("access_token" = [])), params(("id" = UserId, Path)), request_body = NipCorrection, responses((status = 200, body = User)))]
#[put("/users/{id}/nip")]
async fn correct_nip(
    app: web::Data<App>,
    caller: SignedIn,
    id: web::Path<UserId>,
    body: Body<NipCorrection>,
) -> Result<web::Json<User>, Failure> {
    let correction = body.valid();
    let act = move |cx: &mut Cx<'_>| actions::correct_nip(cx, (&id, &correction));
    caller.write(&app, act).await.map(web::Json)
}

/// Correct the address of somebody's account. It counts once its reader has used the link.
#[utoipa::path(tag = "users", security(("access_token" = [])), params(("id" = UserId, Path)), request_body = AddressCorrection, responses((status = 202, body = CorrectionAsked)))]
#[post("/users/{id}/email")]
async fn correct_address(
    app: web::Data<App>,
    caller: SignedIn,
    id: web::Path<UserId>,
    body: Body<AddressCorrection>,
) -> Result<HttpResponse, Failure> {
    let (correction, settings) = (body.valid(), Arc::clone(&app.settings));
    let act = move |cx: &mut Cx<'_>| {
        let domains = settings.accounts.agency_domains.as_slice();
        actions::correct_address(cx, (&id, &correction, domains))
    };
    let needs_approval = caller.write(&app, act).await?;
    Ok(HttpResponse::Accepted().json(CorrectionAsked { needs_approval }))
}

/// Corrections of addresses that wait for a second official.
#[utoipa::path(tag = "users", security(("access_token" = [])), responses((status = 200, body = Vec<AddressChange>)))]
#[get("/address-corrections")]
async fn corrections(
    app: web::Data<App>,
    caller: SignedIn,
) -> Result<web::Json<Vec<AddressChange>>, Failure> {
    caller.read(&app, actions::corrections_to_approve).await.map(web::Json)
}

/// Approve another official's correction; the link is then sent.
#[utoipa::path(tag = "users", security(("access_token" = [])), params(("id" = RecordId, Path)), responses((status = 204)))]
#[post("/address-corrections/{id}/approve")]
async fn approve(
    app: web::Data<App>,
    caller: SignedIn,
    id: web::Path<RecordId>,
) -> Result<HttpResponse, Failure> {
    caller.write(&app, move |cx| actions::approve_correction(cx, &id)).await?;
    Ok(HttpResponse::NoContent().finish())
}

/// Replace the agency's staff list. It confirms the claims that match it.
#[utoipa::path(tag = "users", security(("access_token" = [])), request_body = StaffList, responses((status = 200, body = StaffImport)))]
#[put("/staff-list")]
async fn import(
    app: web::Data<App>,
    caller: SignedIn,
    body: Body<StaffList>,
) -> Result<web::Json<StaffImport>, Failure> {
    // A caller who may not import a list gets that refusal, not the list's faults.
    let may = |cx: &mut Cx<'_>| access::may(cx.viewer, Permission::ConfirmIdentity, Facts::NONE);
    caller.clone().read(&app, may).await?;
    let lines = checked_staff(&app, body.valid())?;
    let act = move |cx: &mut Cx<'_>| actions::import_staff(&mut cx.anyone(), &lines);
    caller.write(&app, act).await.map(web::Json)
}

pub(super) fn configure(routes: &mut Routes<'_>) {
    routes
        .add(Permission::ManageOwnAccount, claim)
        .add(Permission::ManageOwnAccount, change_own)
        .add(Permission::SignIn, confirm_address)
        .add(Permission::SignIn, stop_address)
        .add(Permission::ConfirmIdentity, claims)
        .add(Permission::ConfirmIdentity, confirm_nip)
        .add(Permission::ConfirmIdentity, refuse_nip)
        .add(Permission::ConfirmIdentity, correct_nip)
        .add(Permission::CorrectAddress, correct_address)
        .add(Permission::ApproveCorrection, corrections)
        .add(Permission::ApproveCorrection, approve)
        .add(Permission::ConfirmIdentity, import);
}
