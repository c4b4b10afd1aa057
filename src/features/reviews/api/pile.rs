//! A reviewer's own tasks: the list, and one task with the text to be judged.

use crate::features::accounts::SignedIn;
use crate::features::reviews::actions::{self, Pile, Task};
use crate::kernel::access::Permission;
use crate::kernel::errors::Failure;
use crate::kernel::ids::{AssignmentId, CallId};
use crate::kernel::paging::Paging;
use crate::platform::app::App;
use crate::web::Routes;
use actix_web::{get, web};
use serde::Deserialize;

#[derive(Debug, Clone, Deserialize, utoipa::IntoParams)]
#[into_params(parameter_in = Query)]
struct PileFilter {
    /// Only tasks of this call.
    call: Option<CallId>,
}

/// My tasks: not begun first, then those with the fewest scores, handed in last.
#[utoipa::path(tag = "reviews", security(("access_token" = [])), params(PileFilter, Paging), responses((status = 200, body = Pile)))]
#[get("/assignments")]
async fn pile(
    app: web::Data<App>,
    caller: SignedIn,
    filter: web::Query<PileFilter>,
    paging: web::Query<Paging>,
) -> Result<web::Json<Pile>, Failure> {
    caller
        .read(&app, move |cx| actions::read_pile(cx, filter.call.as_ref(), &paging))
        .await
        .map(web::Json)
}

/// One of my tasks, with the submitted text as far as the call's anonymity permits.
#[utoipa::path(tag = "reviews", security(("access_token" = [])), params(("id" = AssignmentId, Path)), responses((status = 200, body = Task)))]
#[get("/assignments/{id}")]
async fn task(
    app: web::Data<App>,
    caller: SignedIn,
    id: web::Path<AssignmentId>,
) -> Result<web::Json<Task>, Failure> {
    caller.read(&app, move |cx| actions::read_task(cx, &id)).await.map(web::Json)
}

pub(super) fn configure(routes: &mut Routes<'_, '_>) {
    routes.add(Permission::ReadOwnPile, pile).add(Permission::ReadOwnSheet, task);
}
