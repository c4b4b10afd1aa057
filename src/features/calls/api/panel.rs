//! The panel of a call. Removing a member is in the module `reviews`.

use crate::features::accounts::SignedIn;
use crate::features::calls::PanelSeat;
use crate::features::calls::actions::{self, Member};
use crate::kernel::access::Permission;
use crate::kernel::errors::Failure;
use crate::kernel::ids::{CallId, UserId};
use crate::platform::app::App;
use crate::web::{Body, Routes};
use actix_web::{get, put, web};

/// The panel, by name.
#[utoipa::path(tag = "calls", security(("access_token" = [])), params(("id" = CallId, Path)), responses((status = 200, body = Vec<Member>)))]
#[get("/calls/{id}/panel")]
async fn read_panel(
    app: web::Data<App>,
    caller: SignedIn,
    id: web::Path<CallId>,
) -> Result<web::Json<Vec<Member>>, Failure> {
    caller.read(&app, move |cx| actions::read_panel(cx, &id)).await.map(web::Json)
}

/// Add a member to the panel, or change their load, topics and seniority.
#[utoipa::path(tag = "calls", security(("access_token" = [])), params(("id" = CallId, Path), ("user" = UserId, Path)), request_body = PanelSeat, responses((status = 200, body = Member)))]
#[put("/calls/{id}/panel/{user}")]
async fn seat_on_panel(
    app: web::Data<App>,
    caller: SignedIn,
    path: web::Path<(CallId, UserId)>,
    body: Body<PanelSeat>,
) -> Result<web::Json<Member>, Failure> {
    let (id, user) = path.into_inner();
    let seat = body.valid();
    caller
        .write(&app, move |cx| actions::seat_on_panel(cx, (&id, &user), &seat))
        .await
        .map(web::Json)
}

pub(super) fn configure(routes: &mut Routes<'_>) {
    routes.add(Permission::ReadPanel, read_panel).add(Permission::ManagePanel, seat_on_panel);
}
