//! Where a call stands, over REST; what can be taken away is in `exports`.

pub(super) mod exports;

use super::actions::{self, Dashboard};
use crate::features::accounts::SignedIn;
use crate::kernel::access::Permission;
use crate::kernel::errors::Failure;
use crate::kernel::ids::CallId;
use crate::platform::app::App;
use crate::web::Routes;
use actix_web::{get, web};

/// The state of a call: counts by state, day, unit, region and problem, and what waits.
#[utoipa::path(tag = "calls", security(("access_token" = [])), params(("id" = CallId, Path)), responses((status = 200, body = Dashboard)))]
#[get("/calls/{id}/dashboard")]
async fn dashboard(
    app: web::Data<App>,
    caller: SignedIn,
    id: web::Path<CallId>,
) -> Result<web::Json<Dashboard>, Failure> {
    caller.read(&app, move |cx| actions::read_dashboard(cx, &id)).await.map(web::Json)
}

pub fn configure(routes: &mut Routes<'_, '_>) {
    routes.add(Permission::ReadDashboard, dashboard);
}
