//! Removing a member from the panel of a call.

use crate::features::accounts::SignedIn;
use crate::features::reviews::actions;
use crate::kernel::access::Permission;
use crate::kernel::errors::Failure;
use crate::kernel::ids::{CallId, UserId};
use crate::platform::app::App;
use crate::web::Routes;
use actix_web::{HttpResponse, delete, web};

/// Remove a member from the panel; refused while they have open tasks.
#[utoipa::path(tag = "calls", security(("access_token" = [])), params(("id" = CallId, Path), ("user" = UserId, Path)), responses((status = 204)))]
#[delete("/calls/{id}/panel/{user}")]
async fn remove_from_panel(
    app: web::Data<App>,
    caller: SignedIn,
    path: web::Path<(CallId, UserId)>,
) -> Result<HttpResponse, Failure> {
    let (id, user) = path.into_inner();
    caller.write(&app, move |cx| actions::remove_from_panel(cx, &id, &user)).await?;
    Ok(HttpResponse::NoContent().finish())
}

pub(super) fn configure(routes: &mut Routes<'_, '_>) {
    routes.add(Permission::ManagePanel, remove_from_panel);
}
