//! The plan of needs in a browser: the plans, one plan with its needs, a unit's own need.

mod forms;
mod need;
mod plan;

use super::{Plan, actions};
use crate::features::accounts::{SignedInForm, Visitor};
use crate::kernel::access::{Facts, Permission};
use crate::kernel::errors::{Failure, Refusal};
use crate::kernel::input::Valid;
use crate::platform::app::App;
use crate::platform::cx::Cx;
use crate::web::Fields;
use crate::web::forms::respond;
use crate::web::pages::{Field, PageContext, PageRoutes, show_refused};
use actix_web::{HttpResponse, web};
use askama::Template;
use forms::PLAN;

#[derive(Template)]
#[template(path = "needs/pages/list.html")]
struct ListPage<'a> {
    s: &'a PageContext,
    plans: &'a [Plan],
    /// Empty for who opens none.
    fields: Vec<Field>,
    summary: String,
}

async fn page_with(
    (app, visitor): (&App, &Visitor),
    typed: &Fields,
    problem: Option<&Refusal>,
) -> Result<HttpResponse, Failure> {
    let (s, plans) = visitor.load_signed_in(app, actions::list_plans).await?;
    let form = PLAN.shown(&s, typed, problem);
    let may = s.permitted(Facts::NONE).allows(Permission::ManageNeedPlan);
    let page = ListPage {
        fields: if may { form.all() } else { Vec::new() },
        summary: form.summary(),
        plans: &plans,
        s: &s,
    };
    show_refused(&s, &page, problem)
}

async fn page(app: web::Data<App>, visitor: Visitor) -> Result<HttpResponse, Failure> {
    page_with((&app, &visitor), &Fields::default(), None).await
}

async fn open(app: web::Data<App>, sent: SignedInForm) -> Result<HttpResponse, Failure> {
    let act = |cx: &mut Cx<'_>, new: &Valid<_>| actions::open_plan(cx, new);
    respond(
        sent.send(&app, &PLAN, act).await,
        |opened| format!("/desk/need-plans/{}", opened.plan.id),
        async |problem| page_with((&app, &sent.visitor), &sent.fields, Some(&problem)).await,
    )
    .await
}

pub fn configure(routes: &mut PageRoutes<'_>) {
    routes.get(Permission::ReadNeeds, "/desk/need-plans", page).form(
        Permission::ManageNeedPlan,
        &PLAN,
        open,
    );
    plan::configure(routes);
    need::configure(routes);
}
