//! Reminding reviewers over REST.

use super::Wanted;
use super::actions::{self, Reminded};
use crate::features::accounts::SignedIn;
use crate::kernel::access::Permission;
use crate::kernel::errors::Failure;
use crate::kernel::ids::CallId;
use crate::platform::app::App;
use crate::web::{Body, Routes};
use actix_web::{post, web};

/// Remind the reviewers whose sheets are missing, or one of them; nobody twice within a day.
#[utoipa::path(tag = "reviews", security(("access_token" = [])), params(("id" = CallId, Path)), request_body = Wanted, responses((status = 200, body = Reminded)))]
#[post("/calls/{id}/reminders")]
async fn remind(
    app: web::Data<App>,
    caller: SignedIn,
    id: web::Path<CallId>,
    body: Body<Wanted>,
) -> Result<web::Json<Reminded>, Failure> {
    let wanted = body.valid();
    caller.write(&app, move |cx| actions::remind_now(cx, (&id, &wanted))).await.map(web::Json)
}

pub fn configure(routes: &mut Routes<'_, '_>) {
    routes.add(Permission::RemindReviewers, remind);
}
