//! The pages for the plenary: the calls in or after it, the ranking board (`board`), the stability
//! of the result (`stability`), scenarios (`what_if`), and the view for a projector (`projector`).
//! The next feature takes the decisions.

mod board;
mod chart;
mod figures;
mod forms;
mod parts;
mod projector;
mod stability;
mod what_if;
mod without_interview;

use super::actions::list_boards;
use crate::platform::cx::Cx;

use crate::features::accounts::Visitor;
use crate::features::calls::actions::CallSummary;
use crate::kernel::access::Permission;
use crate::kernel::errors::Failure;
use crate::kernel::paging::Page;
use crate::kernel::paging::Paging;
use crate::platform::app::App;
use crate::web::pages::{PageContext, PageRoutes, show};
use actix_web::{HttpResponse, web};
use askama::Template;

#[derive(Template)]
#[template(path = "selection/pages/list.html")]
struct ListPage<'a> {
    s: &'a PageContext,
    page: &'a Page<CallSummary>,
}

async fn list(
    app: web::Data<App>,
    visitor: Visitor,
    paging: web::Query<Paging>,
) -> Result<HttpResponse, Failure> {
    let act = move |cx: &mut Cx<'_>| list_boards(cx, &paging);
    let (s, page) = visitor.load_signed_in(&app, act).await?;
    show(&s, &ListPage { s: &s, page: &page })
}

pub fn configure(routes: &mut PageRoutes<'_>) {
    routes
        .get(Permission::ReadRanking, "/desk/plenary", list)
        .get(Permission::ReadRanking, "/desk/calls/{id}/ranking", board::page)
        .form(Permission::ComputeRun, &forms::RUN, board::compute)
        .form(Permission::Reconcile, &forms::NOTE, board::reconcile)
        .get(Permission::ReadRanking, "/desk/calls/{id}/reconcile", board::back)
        .get(Permission::ReadRanking, "/desk/calls/{id}/projector", projector::page)
        .get(Permission::ExploreRanking, "/desk/calls/{id}/stability", stability::page)
        .get(
            Permission::ExploreRanking,
            "/desk/calls/{id}/without-interview",
            without_interview::page,
        )
        .get(Permission::ExploreRanking, "/desk/calls/{id}/what-if", what_if::page);
}
