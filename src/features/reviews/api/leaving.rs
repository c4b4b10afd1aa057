//! Leaving the panel with open tasks, and taking a plan back.

use crate::features::accounts::SignedIn;
use crate::features::reviews::actions::{self, KeptDraft, LeavePreview, Undone};
use crate::features::reviews::{LeaveChoice, NewLeave, PlanUndo};
use crate::kernel::access::Permission;
use crate::kernel::errors::Failure;
use crate::kernel::ids::{AssignmentId, CallId, UserId};
use crate::platform::app::App;
use crate::platform::cx::Cx;
use crate::web::{Body, Routes};
use actix_web::{get, post, web};

/// What becomes of a reviewer's open tasks if they leave the panel; nothing is saved.
#[utoipa::path(tag = "reviews", security(("access_token" = [])), params(("id" = CallId, Path), ("user" = UserId, Path), LeaveChoice), responses((status = 200, body = LeavePreview)))]
#[get("/calls/{id}/panel/{user}/leave")]
async fn preview(
    app: web::Data<App>,
    caller: SignedIn,
    path: web::Path<(CallId, UserId)>,
    choice: web::Query<LeaveChoice>,
) -> Result<web::Json<LeavePreview>, Failure> {
    let ((id, user), choice) = (path.into_inner(), choice.into_inner());
    let act = move |cx: &mut Cx<'_>| actions::preview_leave(cx, (&id, &user), &choice);
    caller.read(&app, act).await.map(web::Json)
}

/// A reviewer leaves the panel as it was previewed: open tasks go to others or end, drafts are kept and count no more,
/// sheets that were handed in count on.
#[utoipa::path(tag = "reviews", security(("access_token" = [])), params(("id" = CallId, Path), ("user" = UserId, Path)), request_body = NewLeave, responses((status = 200, body = LeavePreview)))]
#[post("/calls/{id}/panel/{user}/leave")]
async fn leave(
    app: web::Data<App>,
    caller: SignedIn,
    path: web::Path<(CallId, UserId)>,
    body: Body<NewLeave>,
) -> Result<web::Json<LeavePreview>, Failure> {
    let ((id, user), new) = (path.into_inner(), body.valid());
    let act = move |cx: &mut Cx<'_>| actions::leave(cx, (&id, &user), &new);
    caller.write(&app, act).await.map(web::Json)
}

/// Take the plan that was applied last back as a whole, while nobody has begun.
#[utoipa::path(tag = "reviews", security(("access_token" = [])), params(("id" = CallId, Path)), request_body = PlanUndo, responses((status = 200, body = Undone)))]
#[post("/calls/{id}/assignments/undo")]
async fn undo(
    app: web::Data<App>,
    caller: SignedIn,
    id: web::Path<CallId>,
    body: Body<PlanUndo>,
) -> Result<web::Json<Undone>, Failure> {
    let undo = body.valid();
    caller.write(&app, move |cx| actions::undo_plan(cx, &id, &undo)).await.map(web::Json)
}

/// What was saved on a task that ended without being handed in; it counts nowhere.
#[utoipa::path(tag = "reviews", security(("access_token" = [])), params(("id" = AssignmentId, Path)), responses((status = 200, body = KeptDraft)))]
#[get("/assignments/{id}/kept-draft")]
async fn kept_draft(
    app: web::Data<App>,
    caller: SignedIn,
    id: web::Path<AssignmentId>,
) -> Result<web::Json<KeptDraft>, Failure> {
    caller.read(&app, move |cx| actions::read_kept_draft(cx, &id)).await.map(web::Json)
}

pub(super) fn configure(routes: &mut Routes<'_>) {
    routes
        .add(Permission::ManagePanel, preview)
        .add(Permission::ManagePanel, leave)
        .add(Permission::Assign, undo)
        .add(Permission::ReadKeptDraft, kept_draft);
}
