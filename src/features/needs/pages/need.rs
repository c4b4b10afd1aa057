//! A unit's need: registered, rewritten, taken out again.

use super::forms::{NEED, NEED_CHANGED};
use crate::features::accounts::{SignedInForm, Visitor};
use crate::features::needs::{Need, NewNeed, Plan, State, actions, rules};
use crate::features::problems::{self, ProblemFilter};
use crate::kernel::access::{self, Facts, Permission};
use crate::kernel::errors::{Failure, Refusal};
use crate::kernel::ids::{NeedId, NeedPlanId};
use crate::kernel::input::Valid;
use crate::kernel::paging::{self, Paging};
use crate::platform::app::App;
use crate::platform::cx::Cx;
use crate::web::Fields;
use crate::web::forms::{Choices, Form, respond};
use crate::web::pages::{Field, PageContext, PageRoutes, go_to, show_refused};
use actix_web::{HttpResponse, web};
use askama::Template;
use serde_json::json;

#[derive(Template)]
#[template(path = "needs/pages/need.html")]
struct NeedPage<'a> {
    s: &'a PageContext,
    plan: &'a Plan,
    address: String,
    /// The need that is rewritten.
    need: Option<&'a NeedId>,
    fields: [Field; 4],
    rows: Vec<[Field; 2]>,
    rows_error: String,
    summary: String,
}

/// What the form is for.
enum About {
    New(NeedPlanId),
    Old(NeedId),
}

fn read(cx: &mut Cx<'_>, about: &About) -> Result<(Plan, Option<Need>, Choices), Failure> {
    let (plan, need) = match about {
        About::New(id) => {
            access::may(cx.viewer, Permission::RegisterNeed, Facts::NONE)?;
            (actions::read_plan(cx, id)?.plan, None)
        }
        About::Old(id) => {
            let (need, plan) = actions::need_to_change(cx, id)?;
            (plan, Some(need))
        }
    };
    rules::check_state(&plan, State::Collecting)?;
    let filter = ProblemFilter { state: Some(problems::State::Approved), ..Default::default() };
    let paging = Paging { limit: paging::MOST, after: None };
    let found = problems::actions::list_problems(&mut cx.anyone(), &filter, &paging)?.items;
    let problems =
        found.into_iter().map(|one| (one.id.to_string(), format!("{} {}", one.code, one.title)));
    Ok((plan, need, problems.collect()))
}

async fn page_with(
    (app, visitor): (&App, &Visitor),
    about: About,
    refused: Option<(&Fields, &Refusal)>,
) -> Result<HttpResponse, Failure> {
    let act = move |cx: &mut Cx<'_>| read(cx, &about);
    let (s, (plan, need, problems)) = visitor.load_signed_in(app, act).await?;
    let mut begun = Fields::default();
    if let Some(need) = &need {
        let stored = json!({
            "problem": need.problem, "level": need.level, "field": need.field,
            "reason": need.reason, "people": need.people,
        });
        begun = NEED_CHANGED.fill(&stored, s.zone, s.language);
    } else {
        for (index, year) in (plan.first_year..=plan.last_year).enumerate() {
            begun.set(format!("people[{index}].year"), year.to_string());
        }
    }
    let (typed, problem) =
        refused.map_or((&begun, None), |(typed, problem)| (typed, Some(problem)));
    let form: &'static Form<NewNeed> = if need.is_some() { &NEED_CHANGED } else { &NEED };
    let form = form.shown(&s, typed, problem).offer("problem", problems);
    let count = typed.rows("people").clamp(1, 5);
    let row = |index| ["people[].year", "people[].people"].map(|name| form.in_row(name, index));
    let address = match &need {
        Some(need) => format!("/desk/needs/{}", need.id),
        None => format!("/desk/need-plans/{}/needs", plan.id),
    };
    let page = NeedPage {
        address,
        need: need.as_ref().map(|need| &need.id),
        fields: ["problem", "level", "field", "reason"].map(|name| form.field(name)),
        rows: (0..count).map(row).collect(),
        rows_error: form.fault("people"),
        summary: form.summary(),
        plan: &plan,
        s: &s,
    };
    show_refused(&s, &page, problem)
}

async fn new_page(
    app: web::Data<App>,
    visitor: Visitor,
    id: web::Path<NeedPlanId>,
) -> Result<HttpResponse, Failure> {
    page_with((&app, &visitor), About::New(id.into_inner()), None).await
}

async fn old_page(
    app: web::Data<App>,
    visitor: Visitor,
    id: web::Path<NeedId>,
) -> Result<HttpResponse, Failure> {
    page_with((&app, &visitor), About::Old(id.into_inner()), None).await
}

/// A year for which no people were typed is left out, as an empty row is.
fn without_empty_years(typed: &Fields) -> Fields {
    let mut kept = typed.clone();
    for index in 0..typed.rows("people") {
        if typed.get(&format!("people[{index}].people")).trim().is_empty() {
            kept.set(format!("people[{index}].year"), "");
        }
    }
    kept
}

async fn register(
    app: web::Data<App>,
    id: web::Path<NeedPlanId>,
    mut sent: SignedInForm,
) -> Result<HttpResponse, Failure> {
    let (of, id) = (id.clone(), id.into_inner());
    let typed = std::mem::take(&mut sent.fields);
    sent.fields = without_empty_years(&typed);
    let act = move |cx: &mut Cx<'_>, new: &Valid<NewNeed>| actions::register_need(cx, &of, new);
    respond(
        sent.send(&app, &NEED, act).await,
        |need| format!("/desk/need-plans/{}", need.plan),
        async |problem| {
            let about = About::New(id.clone());
            page_with((&app, &sent.visitor), about, Some((&typed, &problem))).await
        },
    )
    .await
}

async fn change(
    app: web::Data<App>,
    id: web::Path<NeedId>,
    mut sent: SignedInForm,
) -> Result<HttpResponse, Failure> {
    let (of, id) = (id.clone(), id.into_inner());
    let typed = std::mem::take(&mut sent.fields);
    sent.fields = without_empty_years(&typed);
    let act = move |cx: &mut Cx<'_>, new: &Valid<NewNeed>| actions::change_need(cx, &of, new);
    respond(
        sent.send(&app, &NEED_CHANGED, act).await,
        |need| format!("/desk/need-plans/{}", need.plan),
        async |problem| {
            let about = About::Old(id.clone());
            page_with((&app, &sent.visitor), about, Some((&typed, &problem))).await
        },
    )
    .await
}

async fn remove(
    app: web::Data<App>,
    id: web::Path<NeedId>,
    form: SignedInForm,
) -> Result<HttpResponse, Failure> {
    let left = form.caller.write(&app, move |cx| actions::remove_need(cx, &id)).await?;
    Ok(go_to(&format!("/desk/need-plans/{}", left.plan.id)))
}

pub(super) fn configure(routes: &mut PageRoutes<'_>) {
    routes
        .get(Permission::RegisterNeed, "/desk/need-plans/{id}/needs", new_page)
        .form(Permission::RegisterNeed, &NEED, register)
        .get(Permission::ChangeNeed, "/desk/needs/{id}", old_page)
        .form(Permission::ChangeNeed, &NEED_CHANGED, change)
        .post(Permission::ChangeNeed, "/desk/needs/{id}/remove", remove);
}
