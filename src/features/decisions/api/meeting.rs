//! The invitation to the plenary over REST.

use crate::features::accounts::SignedIn;
use crate::features::decisions::actions;
use crate::features::decisions::{Meeting, NewMeeting};
use crate::kernel::access::Permission;
use crate::kernel::errors::Failure;
use crate::kernel::ids::CallId;
use crate::platform::app::App;
use crate::platform::cx::Cx;
use crate::web::{Body, Routes};
use actix_web::{HttpResponse, get, post, web};

/// The invitations to a call's plenary, newest first; the first one is in force.
#[utoipa::path(tag = "decisions", security(("access_token" = [])), params(("id" = CallId, Path)), responses((status = 200, body = Vec<Meeting>)))]
#[get("/calls/{id}/meetings")]
async fn read(
    app: web::Data<App>,
    caller: SignedIn,
    id: web::Path<CallId>,
) -> Result<web::Json<Vec<Meeting>>, Failure> {
    let read = move |cx: &mut Cx<'_>| actions::read_meetings(cx, &id);
    caller.read(&app, read).await.map(|(_, meetings)| web::Json(meetings))
}

/// Invite the committee to the plenary; another invitation replaces the earlier one.
#[utoipa::path(tag = "decisions", security(("access_token" = [])), params(("id" = CallId, Path)), request_body = NewMeeting, responses((status = 201, body = Meeting)))]
#[post("/calls/{id}/meetings")]
async fn invite(
    app: web::Data<App>,
    caller: SignedIn,
    id: web::Path<CallId>,
    body: Body<NewMeeting>,
) -> Result<HttpResponse, Failure> {
    let new = body.valid();
    let meeting = caller.write(&app, move |cx| actions::invite(cx, (&id, &new))).await?;
    Ok(HttpResponse::Created().json(meeting))
}

pub(super) fn configure(routes: &mut Routes<'_>) {
    routes.add(Permission::ReadMeeting, read).add(Permission::InvitePlenary, invite);
}
