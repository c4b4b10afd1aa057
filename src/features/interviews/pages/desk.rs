//! The interviews of a call: what is planned, what lacks, and the forms that plan one or all.

use super::forms::{PLAN, SERIES};
use crate::features::accounts::{SignedInForm, Visitor};
use crate::features::interviews::actions::{self, Desk};
use crate::features::interviews::{Slot, SlotState};
use crate::kernel::access::Permission;
use crate::kernel::errors::{Failure, Refusal};
use crate::kernel::ids::CallId;
use crate::kernel::input::Valid;
use crate::platform::app::App;
use crate::platform::cx::Cx;
use crate::web::Fields;
use crate::web::forms::respond;
use crate::web::pages::{Field, PageContext, PageRoutes, go_to, show_refused};
use actix_web::{HttpRequest, HttpResponse, web};
use askama::Template;

#[derive(Template)]
#[template(path = "interviews/pages/desk.html")]
struct DeskPage<'a> {
    s: &'a PageContext,
    desk: &'a Desk,
    summary: String,
    /// Empty for who plans none.
    plan: Vec<Field>,
    series: Vec<Field>,
}

impl DeskPage<'_> {
    fn panel(slot: &Slot) -> String {
        let sitting = slot.panelists.iter().flatten().filter(|one| one.sits());
        sitting.map(|one| one.name.as_str()).collect::<Vec<_>>().join(", ")
    }

    fn handed_in(slot: &Slot) -> usize {
        slot.panelists.iter().flatten().filter(|one| one.counts()).count()
    }

    /// Whether somebody must be put on its panel.
    fn is_short(&self, slot: &Slot) -> bool {
        let sitting = slot.panelists.iter().flatten().filter(|one| one.sits()).count();
        let wanted = self.desk.how.as_ref().map_or(0, |how| how.panelists);
        matches!(slot.state, SlotState::Planned | SlotState::Held)
            && u32::try_from(sitting).unwrap_or(u32::MAX) < wanted
    }

    fn waits(slot: &Slot) -> bool {
        slot.request.as_ref().is_some_and(|asked| asked.answer.is_none())
    }
}

/// Which form was refused.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Which {
    Plan,
    Series,
}

async fn render(
    (app, visitor): (&App, &Visitor),
    id: CallId,
    refused: Option<(Which, &Fields, &Refusal)>,
) -> Result<HttpResponse, Failure> {
    let load = move |cx: &mut Cx<'_>| actions::read_desk(cx, &id);
    let (s, desk) = visitor.load_signed_in(app, load).await?;
    let nothing = Fields::default();
    let of = |which| match refused {
        Some((of, typed, problem)) if of == which => (typed, Some(problem)),
        _ => (&nothing, None),
    };
    let proposals =
        desk.unplanned.iter().map(|(id, number)| (id.to_string(), number.clone())).collect();
    let ((one, one_problem), (many, many_problem)) = (of(Which::Plan), of(Which::Series));
    let plan = PLAN.shown(&s, one, one_problem).offer("proposal", proposals);
    let series = SERIES.shown(&s, many, many_problem);
    let can_plan = desk.how.is_some()
        && !desk.unplanned.is_empty()
        && desk.permitted.allows(Permission::PlanInterviews);
    let page = DeskPage {
        summary: format!("{}{}", plan.summary(), series.summary()),
        plan: if can_plan { plan.all() } else { Vec::new() },
        series: if can_plan { series.all() } else { Vec::new() },
        desk: &desk,
        s: &s,
    };
    show_refused(&s, &page, one_problem.or(many_problem))
}

async fn page(
    app: web::Data<App>,
    visitor: Visitor,
    id: web::Path<CallId>,
) -> Result<HttpResponse, Failure> {
    render((&app, &visitor), id.into_inner(), None).await
}

/// Redirects to the list from an address that only accepts a form.
async fn back(id: web::Path<CallId>, request: HttpRequest) -> HttpResponse {
    let language = crate::web::language::asked_for(&request);
    let query = language.map_or_else(String::new, |language| format!("?lang={}", language.tag()));
    go_to(&format!("/desk/calls/{id}/interviews{query}"))
}

async fn plan(
    app: web::Data<App>,
    id: web::Path<CallId>,
    sent: SignedInForm,
) -> Result<HttpResponse, Failure> {
    let (of, id) = (id.clone(), id.into_inner());
    let act = move |cx: &mut Cx<'_>, new: &Valid<_>| actions::plan(cx, &of, new);
    respond(
        sent.send(&app, &PLAN, act).await,
        |slot| format!("/interviews/{}", slot.id),
        async |problem| {
            let refused = Some((Which::Plan, &sent.fields, &problem));
            render((&app, &sent.visitor), id.clone(), refused).await
        },
    )
    .await
}

async fn plan_series(
    app: web::Data<App>,
    id: web::Path<CallId>,
    sent: SignedInForm,
) -> Result<HttpResponse, Failure> {
    let (of, id) = (id.clone(), id.into_inner());
    let act = move |cx: &mut Cx<'_>, new: &Valid<_>| actions::plan_series(cx, &of, new);
    respond(
        sent.send(&app, &SERIES, act).await,
        |_| format!("/desk/calls/{id}/interviews"),
        async |problem| {
            let refused = Some((Which::Series, &sent.fields, &problem));
            render((&app, &sent.visitor), id.clone(), refused).await
        },
    )
    .await
}

pub(super) fn configure(routes: &mut PageRoutes<'_>) {
    routes
        .get(Permission::ReadInterviews, "/desk/calls/{id}/interviews", page)
        .form(Permission::PlanInterviews, &PLAN, plan)
        .get(Permission::ReadInterviews, "/desk/calls/{id}/interviews/series", back)
        .form(Permission::PlanInterviews, &SERIES, plan_series);
}
