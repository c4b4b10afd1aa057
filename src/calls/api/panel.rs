//! The panel of a call.

use crate::access::Act;
use crate::accounts::SignedIn;
use crate::calls::actions::{self, Member, Seat};
use crate::errors::Failure;
use crate::ids::{CallId, UserId};
use crate::web::{App, Body, Routes};
use actix_web::{HttpResponse, delete, get, put, web};
use serde::Deserialize;
use validator::Validate;

#[derive(Debug, Clone, Deserialize, Validate, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
struct PanelFields {
    /// Most proposals they take, 1 to 1000; left out: as much as the call's rules say.
    #[schema(minimum = 1, maximum = 1000)]
    max_load: Option<u32>,
}

/// The panel, by name.
#[utoipa::path(tag = "calls", security(("access_token" = [])), params(("id" = CallId, Path)), responses((status = 200, body = Vec<Member>)))]
#[get("/calls/{id}/panel")]
async fn read_panel(
    app: web::Data<App>,
    caller: SignedIn,
    id: web::Path<CallId>,
) -> Result<web::Json<Vec<Member>>, Failure> {
    caller
        .read(&app, move |db, viewer, now| actions::read_panel(db, viewer, &id, now))
        .await
        .map(web::Json)
}

/// Put somebody on the panel, or change their load.
#[utoipa::path(tag = "calls", security(("access_token" = [])), params(("id" = CallId, Path), ("user" = UserId, Path)), request_body = PanelFields, responses((status = 200, body = Member)))]
#[put("/calls/{id}/panel/{user}")]
async fn seat_on_panel(
    app: web::Data<App>,
    caller: SignedIn,
    path: web::Path<(CallId, UserId)>,
    body: Body<PanelFields>,
) -> Result<web::Json<Member>, Failure> {
    let (id, user) = path.into_inner();
    let seat = Seat { user, max_load: body.0.max_load };
    caller
        .write(&app, move |db, viewer, now| actions::seat_on_panel(db, viewer, &id, &seat, now))
        .await
        .map(web::Json)
}

/// Take somebody off the panel.
#[utoipa::path(tag = "calls", security(("access_token" = [])), params(("id" = CallId, Path), ("user" = UserId, Path)), responses((status = 204)))]
#[delete("/calls/{id}/panel/{user}")]
async fn remove_from_panel(
    app: web::Data<App>,
    caller: SignedIn,
    path: web::Path<(CallId, UserId)>,
) -> Result<HttpResponse, Failure> {
    let (id, user) = path.into_inner();
    caller
        .write(&app, move |db, viewer, now| actions::remove_from_panel(db, viewer, &id, &user, now))
        .await?;
    Ok(HttpResponse::NoContent().finish())
}

pub(super) fn configure(routes: &mut Routes<'_, '_>) {
    routes
        .add(Act::ReadPanel, read_panel)
        .add(Act::ManagePanel, seat_on_panel)
        .add(Act::ManagePanel, remove_from_panel);
}
