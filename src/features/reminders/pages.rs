//! The dashboard's buttons that remind reviewers; they lead back to the dashboard.

use super::actions;
use crate::features::accounts::SignedInForm;
use crate::kernel::access::Permission;
use crate::kernel::errors::{Failure, common};
use crate::kernel::ids::{CallId, UserId};
use crate::platform::app::App;
use crate::web::pages::{PageRoutes, go_to};
use actix_web::{HttpResponse, web};

async fn remind(
    app: web::Data<App>,
    id: web::Path<CallId>,
    form: SignedInForm,
) -> Result<HttpResponse, Failure> {
    let SignedInForm { caller, fields, .. } = form;
    let only: Option<UserId> = match fields.get("reviewer") {
        "" => None,
        text => Some(text.parse().map_err(|_| Failure::refused(common::NOT_FOUND))?),
    };
    let of = id.clone();
    caller
        .write(&app, move |db, viewer, now| {
            actions::remind_now(db, viewer, (&of, only.as_ref()), now)
        })
        .await?;
    Ok(go_to(&format!("/desk/calls/{id}?reminded=1#reviewers")))
}

pub fn configure(routes: &mut PageRoutes<'_>) {
    routes.post(Permission::RemindReviewers, "/desk/calls/{id}/remind", remind);
}
