//! The panel of a call. Removing a member is in the module `reviews`.

use crate::features::accounts::SignedIn;
use crate::features::calls::actions::{self, Member, Seat};
use crate::kernel::access::Permission;
use crate::kernel::errors::Failure;
use crate::kernel::ids::{CallId, UserId};
use crate::platform::app::App;
use crate::web::{Body, Routes};
use actix_web::{get, put, web};
use serde::Deserialize;

#[derive(Debug, Clone, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
struct PanelFields {
    /// The most proposals they take, 1 to 1000; left out: the default of the call's rules.
    #[schema(minimum = 1, maximum = 1000)]
    max_load: Option<u32>,
    /// What they know: codes of problems, and of units whose problems they know (a directorate, or
    /// a deputy for all of its directorates); left out: as they are.
    #[schema(max_items = 100, example = json!(["M-007", "P.D3"]))]
    topics: Option<Vec<String>>,
    /// Counts as the senior reviewer that the call may require for every proposal; left out:
    /// unchanged.
    senior: Option<bool>,
}

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
#[utoipa::path(tag = "calls", security(("access_token" = [])), params(("id" = CallId, Path), ("user" = UserId, Path)), request_body = PanelFields, responses((status = 200, body = Member)))]
#[put("/calls/{id}/panel/{user}")]
async fn seat_on_panel(
    app: web::Data<App>,
    caller: SignedIn,
    path: web::Path<(CallId, UserId)>,
    body: Body<PanelFields>,
) -> Result<web::Json<Member>, Failure> {
    let (id, user) = path.into_inner();
    let PanelFields { max_load, topics, senior } = body.into_inner();
    let seat = Seat { user, max_load, topics, senior };
    caller.write(&app, move |cx| actions::seat_on_panel(cx, &id, &seat)).await.map(web::Json)
}

pub(super) fn configure(routes: &mut Routes<'_, '_>) {
    routes.add(Permission::ReadPanel, read_panel).add(Permission::ManagePanel, seat_on_panel);
}
