//! What the public and the candidates read after the announcement.

use crate::features::accounts::{Caller, SignedIn};
use crate::features::decisions::actions::{self, Announcement, ProposalResult};
use crate::kernel::access::Permission;
use crate::kernel::errors::Failure;
use crate::kernel::ids::{CallId, ProposalId};
use crate::platform::app::App;
use crate::web::Routes;
use actix_web::{get, web};

/// Who was selected, by proposal number, with the hashes and the seed for checking it.
#[utoipa::path(tag = "decisions", params(("id" = CallId, Path)), responses((status = 200, body = Announcement)))]
#[get("/calls/{id}/announcement")]
async fn announcement(
    app: web::Data<App>,
    caller: Caller,
    id: web::Path<CallId>,
) -> Result<web::Json<Announcement>, Failure> {
    caller.read(&app, move |cx| actions::read_announcement(cx, &id)).await.map(web::Json)
}

/// All announcements, newest first: after an upheld objection the earlier one stays readable,
/// superseded.
#[utoipa::path(tag = "decisions", params(("id" = CallId, Path)), responses((status = 200, body = Vec<Announcement>)))]
#[get("/calls/{id}/announcements")]
async fn announcements(
    app: web::Data<App>,
    caller: Caller,
    id: web::Path<CallId>,
) -> Result<web::Json<Vec<Announcement>>, Failure> {
    caller.read(&app, move |cx| actions::read_announcements(cx, &id)).await.map(web::Json)
}

/// The result of one's own proposal, with feedback.
#[utoipa::path(tag = "decisions", security(("access_token" = [])), params(("id" = ProposalId, Path)), responses((status = 200, body = ProposalResult)))]
#[get("/proposals/{id}/result")]
async fn own_result(
    app: web::Data<App>,
    caller: SignedIn,
    id: web::Path<ProposalId>,
) -> Result<web::Json<ProposalResult>, Failure> {
    caller.read(&app, move |cx| actions::own_result(cx, &id)).await.map(web::Json)
}

pub(super) fn configure(routes: &mut Routes<'_, '_>) {
    routes
        .add(Permission::ReadAnnouncement, announcement)
        .add(Permission::ReadAnnouncement, announcements)
        .add(Permission::ReadOwnResult, own_result);
}
