//! The panel's progress.

use crate::features::accounts::SignedIn;
use crate::features::reviews::actions::{self, Progress};
use crate::kernel::access::Permission;
use crate::kernel::errors::Failure;
use crate::kernel::ids::CallId;
use crate::kernel::paging::Paging;
use crate::platform::app::App;
use crate::web::Routes;
use actix_web::{get, web};

/// Tasks not begun, begun and handed in, by reviewer and by proposal; no scores.
#[utoipa::path(tag = "reviews", security(("access_token" = [])), params(("id" = CallId, Path), Paging), responses((status = 200, body = Progress)))]
#[get("/calls/{id}/progress")]
async fn read(
    app: web::Data<App>,
    caller: SignedIn,
    id: web::Path<CallId>,
    paging: web::Query<Paging>,
) -> Result<web::Json<Progress>, Failure> {
    caller.read(&app, move |cx| actions::read_progress(cx, &id, &paging)).await.map(web::Json)
}

pub(super) fn configure(routes: &mut Routes<'_>) {
    routes.add(Permission::ReadProgress, read);
}
