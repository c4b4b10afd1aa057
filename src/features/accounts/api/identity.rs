//! How people are identified, over REST: one's own NIP and address, what the secretariat confirms
//! and corrects, and the agency's staff list.

use crate::features::accounts::flows::{ask_for_address, checked_address, checked_staff};
use crate::features::accounts::rules::staff::StaffLine;
use crate::features::accounts::{
    Accounts, AddressChange, Claim, SignedIn, StaffImport, User, actions,
};
use crate::kernel::access::{self, Facts, Permission, Viewer};
use crate::kernel::errors::Failure;
use crate::kernel::ids::{RecordId, UserId};
use crate::kernel::paging::Page;
use crate::kernel::paging::Paging;
use crate::platform::app::App;
use crate::platform::cx::Cx;
use crate::web::language;
use crate::web::{Body, Routes};
use actix_web::{HttpRequest, HttpResponse, get, post, put, web};
use serde::{Deserialize, Serialize};

#[derive(Debug, Clone, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
struct OwnNip {
    /// 18 digits; spaces and dots are ignored.
    nip: String,
}

#[derive(Clone, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
struct OwnAddress {
    email: String,
    /// One's own password.
    #[schema(min_length = 1, max_length = 1024, format = "password")]
    password: String,
}

#[derive(Debug, Clone, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
struct SeenNip {
    /// The NIP as the secretariat saw it.
    nip: String,
}

#[derive(Debug, Clone, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
struct Refusal {
    /// 10 to 1000 characters; the person reads it.
    reason: String,
}

#[derive(Debug, Clone, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
struct NipCorrection {
    /// The right NIP; null removes a wrong one.
    nip: Option<String>,
    /// 10 to 1000 characters; the person reads it.
    reason: String,
}

#[derive(Debug, Clone, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
struct AddressCorrection {
    email: String,
    /// 10 to 1000 characters; the person reads it.
    reason: String,
}

#[derive(Debug, Clone, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
struct StaffList {
    rows: Vec<StaffLine>,
}

#[derive(Clone, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
struct AddressLink {
    /// From the letter.
    #[schema(min_length = 1, max_length = 200)]
    token: String,
}

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
    let nip = body.into_inner().nip;
    caller.write(&app, move |cx| actions::claim_nip(cx, &nip)).await.map(web::Json)
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
    let OwnAddress { email, password } = body.into_inner();
    let language = language::of(&request);
    ask_for_address(&app, &accounts, caller, (&email, password, language)).await?;
    Ok(HttpResponse::Accepted().finish())
}

/// Change the address with the link that was sent to the new one.
#[utoipa::path(tag = "auth", request_body = AddressLink, responses((status = 204)))]
#[post("/auth/address/confirm")]
async fn confirm_address(
    app: web::Data<App>,
    body: Body<AddressLink>,
) -> Result<HttpResponse, Failure> {
    let token = body.into_inner().token;
    app.write(move |db, now| actions::confirm_address(db, &token, now)).await?;
    Ok(HttpResponse::NoContent().finish())
}

/// Stop or undo the change of an address with the link that was sent to the old one.
#[utoipa::path(tag = "auth", request_body = AddressLink, responses((status = 204)))]
#[post("/auth/address/stop")]
async fn stop_address(
    app: web::Data<App>,
    body: Body<AddressLink>,
) -> Result<HttpResponse, Failure> {
    let token = body.into_inner().token;
    app.write(move |db, now| actions::stop_address(db, &token, now)).await?;
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
    let nip = body.into_inner().nip;
    caller.write(&app, move |cx| actions::confirm_nip(cx, (&id, &nip))).await.map(web::Json)
}

/// Reject a claim with a reason.
#[utoipa::path(tag = "users", security(("access_token" = [])), params(("id" = UserId, Path)), request_body = Refusal, responses((status = 200, body = User)))]
#[post("/users/{id}/nip/refuse")]
async fn refuse_nip(
    app: web::Data<App>,
    caller: SignedIn,
    id: web::Path<UserId>,
    body: Body<Refusal>,
) -> Result<web::Json<User>, Failure> {
    let reason = actions::reason_of(&body.reason)?;
    caller.write(&app, move |cx| actions::refuse_nip(cx, (&id, &reason))).await.map(web::Json)
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
    let NipCorrection { nip, reason } = body.into_inner();
    let reason = actions::reason_of(&reason)?;
    let act = move |cx: &mut Cx<'_>| actions::correct_nip(cx, (&id, nip.as_deref(), &reason));
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
    let AddressCorrection { email, reason } = body.into_inner();
    let (email, reason) = (checked_address(&app, &email)?, actions::reason_of(&reason)?);
    let act = move |cx: &mut Cx<'_>| actions::correct_address(cx, (&id, &email, &reason));
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
    let lines = checked_staff(&app, body.into_inner().rows)?;
    let act = move |cx: &mut Cx<'_>| actions::import_staff(&mut cx.anyone(), &lines);
    caller.write(&app, act).await.map(web::Json)
}

pub(super) fn configure(routes: &mut Routes<'_, '_>) {
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
