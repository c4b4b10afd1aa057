//! The plan of a study: its milestones by period, written from the proposal that was judged.

use super::forms::PLAN;
use super::stages;
use crate::features::accounts::{SignedInForm, Visitor};
use crate::features::proposals::Proposal;
use crate::features::studies::actions::{self, StudyContext};
use crate::features::studies::rules::plan::Period;
use crate::features::studies::{ChangeKind, NewPlan, Study, StudyDetails};
use crate::kernel::access::Permission;
use crate::kernel::errors::{Failure, Refusal, common};
use crate::kernel::ids::AwardId;
use crate::kernel::input::Valid;
use crate::platform::app::App;
use crate::platform::cx::Cx;
use crate::web::Fields;
use crate::web::forms::respond;
use crate::web::pages::{Field, PageContext, PageRoutes, show_refused};
use actix_web::{HttpResponse, web};
use askama::Template;
use serde_json::json;

/// The most rows that are shown.
const MOST: usize = 60;

#[derive(Template)]
#[template(path = "studies/pages/plan.html")]
struct PlanPage<'a> {
    s: &'a PageContext,
    study: &'a Study,
    proposal: &'a Proposal,
    periods: Vec<Period>,
    rows: Vec<[Field; 3]>,
    rows_error: String,
    reason: Field,
    summary: String,
}

/// The plan in force, or a row for each period whose milestone is due on its last day.
fn begun(s: &PageContext, details: &StudyDetails, periods: &[Period]) -> Fields {
    if let Some(plan) = &details.plan {
        return PLAN.fill(&json!({ "milestones": plan.milestones }), s.zone, s.language);
    }
    let mut typed = Fields::default();
    for (index, period) in periods.iter().enumerate() {
        typed.set(format!("milestones[{index}].due_on"), period.to.to_string());
    }
    typed
}

fn show_plan(
    s: &PageContext,
    (context, details): (&StudyContext, &StudyDetails),
    refused: Option<(&Fields, Option<&Refusal>)>,
) -> Result<HttpResponse, Failure> {
    let periods: Vec<Period> = stages(context, &[]).into_iter().map(|stage| stage.period).collect();
    let begun = begun(s, details, &periods);
    let (typed, why) = refused.unwrap_or((&begun, None));
    let form = PLAN.shown(s, typed, why);
    let more = usize::from(typed.get("more") == "yes");
    let count = (typed.rows("milestones") + more).clamp(periods.len().max(1), MOST);
    let row = |index| {
        ["milestones[].due_on", "milestones[].activity", "milestones[].output"]
            .map(|name| form.in_row(name, index))
    };
    let page = PlanPage {
        study: &context.study,
        proposal: &context.proposal,
        rows: (0..count).map(row).collect(),
        rows_error: form.fault("milestones"),
        reason: form.field("reason"),
        summary: form.summary(),
        periods,
        s,
    };
    show_refused(s, &page, why)
}

async fn page(
    app: &App,
    visitor: &Visitor,
    id: AwardId,
    refused: Option<(&Fields, Option<&Refusal>)>,
) -> Result<HttpResponse, Failure> {
    let act = move |cx: &mut Cx<'_>| actions::read(cx, &id);
    let (s, (context, details)) = visitor.load_signed_in(app, act).await?;
    let may = actions::changes_open(context.permitted(), &details).contains(&ChangeKind::Plan);
    if refused.is_none() && !may {
        return Err(Failure::refused(common::FORBIDDEN));
    }
    show_plan(&s, (&context, &details), refused)
}

async fn show(
    app: web::Data<App>,
    visitor: Visitor,
    id: web::Path<AwardId>,
) -> Result<HttpResponse, Failure> {
    page(&app, &visitor, id.into_inner(), None).await
}

async fn send(
    app: web::Data<App>,
    id: web::Path<AwardId>,
    sent: SignedInForm,
) -> Result<HttpResponse, Failure> {
    let (of, id) = (id.clone(), id.into_inner());
    if sent.fields.get("more") == "yes" {
        return page(&app, &sent.visitor, id, Some((&sent.fields, None))).await;
    }
    let act = move |cx: &mut Cx<'_>, new: &Valid<NewPlan>| actions::ask(cx, &of, new);
    let outcome = sent.send(&app, &PLAN, act).await;
    let to = |_| format!("/studies/{id}");
    respond(outcome, to, async |problem| {
        page(&app, &sent.visitor, id.clone(), Some((&sent.fields, Some(&problem)))).await
    })
    .await
}

pub(super) fn configure(routes: &mut PageRoutes<'_>) {
    routes.get(Permission::WriteStudy, "/studies/{id}/plan", show).form(
        Permission::WriteStudy,
        &PLAN,
        send,
    );
}
