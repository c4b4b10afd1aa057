//! The buttons of the dashboard that remind assessors; they lead back to it.

use super::actions;
use crate::features::accounts::Posted;
use crate::kernel::access::Act;
use crate::kernel::errors::{Failure, common};
use crate::kernel::ids::{CallId, UserId};
use crate::platform::app::App;
use crate::web::pages::{PageRoutes, go_to};
use actix_web::{HttpResponse, web};

async fn remind(
    app: web::Data<App>,
    id: web::Path<CallId>,
    form: Posted,
) -> Result<HttpResponse, Failure> {
    let Posted { caller, fields, .. } = form;
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
    routes.post(Act::RemindAssessors, "/desk/calls/{id}/remind", remind);
}
