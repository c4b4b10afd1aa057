//! Reminding reviewers over REST.

use super::actions::{self, Reminded};
use crate::features::accounts::SignedIn;
use crate::kernel::access::Permission;
use crate::kernel::errors::Failure;
use crate::kernel::ids::{CallId, UserId};
use crate::platform::app::App;
use crate::web::{Body, Routes};
use actix_web::{post, web};
use serde::Deserialize;

/// Whom to remind.
#[derive(Debug, Clone, Default, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
struct Wanted {
    /// Absent: everybody whose sheets are missing.
    #[serde(default)]
    reviewer: Option<UserId>,
}

/// Remind the reviewers whose sheets are missing, or one of them; nobody twice within a day.
#[utoipa::path(tag = "reviews", security(("access_token" = [])), params(("id" = CallId, Path)), request_body = Wanted, responses((status = 200, body = Reminded)))]
#[post("/calls/{id}/reminders")]
async fn remind(
    app: web::Data<App>,
    caller: SignedIn,
    id: web::Path<CallId>,
    body: Body<Wanted>,
) -> Result<web::Json<Reminded>, Failure> {
    let Wanted { reviewer } = body.into_inner();
    caller
        .write(&app, move |db, viewer, now| {
            actions::remind_now(db, viewer, (&id, reviewer.as_ref()), now)
        })
        .await
        .map(web::Json)
}

pub fn configure(routes: &mut Routes<'_, '_>) {
    routes.add(Permission::RemindReviewers, remind);
}
