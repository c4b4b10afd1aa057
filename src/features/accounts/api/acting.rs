//! Who stands in for the heads of units.

use crate::features::accounts::inputs::NewActingHead;
use crate::features::accounts::{ActingHead, SignedIn, actions};
use crate::kernel::access::Permission;
use crate::kernel::errors::Failure;
use crate::kernel::ids::RecordId;
use crate::platform::app::App;
use crate::web::{Body, Routes};
use actix_web::{HttpResponse, get, post, web};

/// All acting heads that were ever named, the newest first.
#[utoipa::path(tag = "units", security(("access_token" = [])), responses((status = 200, body = Vec<ActingHead>)))]
#[get("/acting-heads")]
async fn list(
    app: web::Data<App>,
    caller: SignedIn,
) -> Result<web::Json<Vec<ActingHead>>, Failure> {
    caller.read(&app, actions::list_acting_heads).await.map(web::Json)
}

/// Name who stands in for the head of a unit, from a day to a day. Nobody names themselves, and nobody with a duty in
/// the selection acts.
#[utoipa::path(tag = "units", security(("access_token" = [])), request_body = NewActingHead, responses((status = 201, body = ActingHead)))]
#[post("/acting-heads")]
async fn name(
    app: web::Data<App>,
    caller: SignedIn,
    body: Body<NewActingHead>,
) -> Result<HttpResponse, Failure> {
    let new = body.valid();
    let named = caller.write(&app, move |cx| actions::name_acting_head(cx, &new)).await?;
    Ok(HttpResponse::Created().json(named))
}

/// End it before its last day.
#[utoipa::path(tag = "units", security(("access_token" = [])), params(("id" = RecordId, Path)), responses((status = 200, body = ActingHead)))]
#[post("/acting-heads/{id}/end")]
async fn end(
    app: web::Data<App>,
    caller: SignedIn,
    id: web::Path<RecordId>,
) -> Result<web::Json<ActingHead>, Failure> {
    caller.write(&app, move |cx| actions::end_acting_head(cx, &id)).await.map(web::Json)
}

pub(super) fn configure(routes: &mut Routes<'_>) {
    routes
        .add(Permission::ListAccounts, list)
        .add(Permission::NameActingHead, name)
        .add(Permission::NameActingHead, end);
}
