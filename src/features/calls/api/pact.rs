//! The integrity pact of a call: its text, signing it, and who has.

use crate::features::accounts::{Caller, SignedIn};
use crate::features::calls::actions;
use crate::features::calls::{Pact, PactConsent, PactSignatures};
use crate::kernel::access::Permission;
use crate::kernel::errors::Failure;
use crate::kernel::ids::CallId;
use crate::platform::app::App;
use crate::web::{Body, Routes};
use actix_web::{get, post, web};

/// The integrity pact of a call, and whether the reader has to sign it; `404` for a call without one.
#[utoipa::path(tag = "calls", params(("id" = CallId, Path)), responses((status = 200, body = Pact)))]
#[get("/calls/{id}/pact")]
async fn read_pact(
    app: web::Data<App>,
    caller: Caller,
    id: web::Path<CallId>,
) -> Result<web::Json<Pact>, Failure> {
    caller.read(&app, move |cx| actions::read_pact(cx, &id)).await.map(web::Json)
}

/// Sign the integrity pact. Until then everything that shows proposals of the call answers `403 pact_unsigned`.
#[utoipa::path(tag = "calls", security(("access_token" = [])), params(("id" = CallId, Path)), request_body = PactConsent, responses((status = 200, body = Pact)))]
#[post("/calls/{id}/pact")]
async fn sign_pact(
    app: web::Data<App>,
    caller: SignedIn,
    id: web::Path<CallId>,
    body: Body<PactConsent>,
) -> Result<web::Json<Pact>, Failure> {
    let consent = body.valid();
    caller.write(&app, move |cx| actions::sign_pact(cx, &id, &consent)).await.map(web::Json)
}

/// Who has signed the pact, and who has not. Candidates sign with their submissions; their receipts tell it.
#[utoipa::path(tag = "calls", security(("access_token" = [])), params(("id" = CallId, Path)), responses((status = 200, body = PactSignatures)))]
#[get("/calls/{id}/pact/signatures")]
async fn read_signatures(
    app: web::Data<App>,
    caller: SignedIn,
    id: web::Path<CallId>,
) -> Result<web::Json<PactSignatures>, Failure> {
    caller.read(&app, move |cx| actions::read_signatures(cx, &id)).await.map(web::Json)
}

pub(super) fn configure(routes: &mut Routes<'_>) {
    routes
        .add(Permission::ReadCall, read_pact)
        .add(Permission::SignPact, sign_pact)
        .add(Permission::ReadPactSignatures, read_signatures);
}
