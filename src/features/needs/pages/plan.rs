//! One plan with its needs by unit, its totals, and the buttons of those who register, propose and approve it.

use super::forms::ANSWER;
use crate::features::accounts::{SignedInForm, Unit, Visitor, load_units, stand_apart};
use crate::features::needs::{Need, PlanWithNeeds, State, Total, actions};
use crate::kernel::access::{Facts, Permission};
use crate::kernel::errors::{Failure, Refusal};
use crate::kernel::ids::{NeedPlanId, UnitCode};
use crate::kernel::input::Valid;
use crate::platform::app::App;
use crate::platform::cx::Cx;
use crate::web::Fields;
use crate::web::forms::respond;
use crate::web::pages::{Field, PageContext, PageRoutes, show_refused};
use actix_web::{HttpResponse, web};
use askama::Template;
use std::collections::BTreeMap;

#[derive(Template)]
#[template(path = "needs/pages/plan.html")]
struct PlanPage<'a> {
    s: &'a PageContext,
    of: &'a PlanWithNeeds,
    units: &'a BTreeMap<UnitCode, Unit>,
    years: Vec<i32>,
    levels: Vec<String>,
    own: Option<UnitCode>,
    may_register: bool,
    may_propose: bool,
    /// Empty for who does not approve it.
    answer: Vec<Field>,
    summary: String,
}

impl PlanPage<'_> {
    fn unit(&self, code: &UnitCode) -> String {
        self.units.get(code).map_or_else(|| code.to_string(), |unit| unit.name.clone())
    }

    fn people(need: &Need, year: i32) -> String {
        let found = need.people.iter().find(|one| one.year == year);
        found.map_or_else(|| "–".to_owned(), |one| one.people.to_string())
    }

    fn total(&self, year: i32, level: &str) -> String {
        let found = self.of.totals.iter().find(|one| one.year == year && one.level == level);
        found.map_or_else(|| "–".to_owned(), |one| one.people.to_string())
    }

    /// Over all levels.
    fn in_year(&self, year: i32) -> String {
        let of_year = self.of.totals.iter().filter(|one| one.year == year);
        of_year.map(|one: &Total| one.people).sum::<u32>().to_string()
    }

    fn is_own(&self, need: &Need) -> bool {
        self.may_register && self.own.as_ref() == Some(&need.unit)
    }
}

async fn page_with(
    (app, visitor): (&App, &Visitor),
    id: NeedPlanId,
    refused: Option<(&Fields, &Refusal)>,
) -> Result<HttpResponse, Failure> {
    let act = move |cx: &mut Cx<'_>| {
        let of = actions::read_plan(cx, &id)?;
        let proposer: Vec<_> = of.plan.proposed_by.iter().cloned().collect();
        let approves = cx.viewer.may(Permission::ApproveNeedPlan, Facts::NONE)
            && of.plan.state == State::Proposed
            && !proposer.contains(&cx.viewer.user)
            && stand_apart(cx.db, Permission::ApproveNeedPlan, &cx.viewer.user, &proposer).is_ok();
        Ok((of, load_units(cx.db)?, approves, cx.viewer.unit.clone()))
    };
    let (s, (of, units, approves, own)) = visitor.load_signed_in(app, act).await?;
    let permitted = s.permitted(Facts::NONE);
    let collects = of.plan.state == State::Collecting;
    let mut begun = Fields::default();
    begun.set("content-hash", of.plan.content_hash.clone().unwrap_or_default());
    let (typed, problem) =
        refused.map_or((&begun, None), |(typed, problem)| (typed, Some(problem)));
    let form = ANSWER.shown(&s, typed, problem);
    let mut levels: Vec<String> = of.totals.iter().map(|total| total.level.clone()).collect();
    levels.sort();
    levels.dedup();
    let page = PlanPage {
        years: (of.plan.first_year..=of.plan.last_year).collect(),
        levels,
        may_register: collects && own.is_some() && permitted.allows(Permission::RegisterNeed),
        may_propose: collects
            && !of.needs.is_empty()
            && permitted.allows(Permission::ManageNeedPlan),
        answer: if approves { form.all() } else { Vec::new() },
        summary: form.summary(),
        units: &units,
        own,
        of: &of,
        s: &s,
    };
    show_refused(&s, &page, problem)
}

async fn page(
    app: web::Data<App>,
    visitor: Visitor,
    id: web::Path<NeedPlanId>,
) -> Result<HttpResponse, Failure> {
    page_with((&app, &visitor), id.into_inner(), None).await
}

async fn propose(
    app: web::Data<App>,
    id: web::Path<NeedPlanId>,
    form: SignedInForm,
) -> Result<HttpResponse, Failure> {
    let (of, id) = (id.clone(), id.into_inner());
    let outcome = form.caller.write(&app, move |cx| actions::propose_plan(cx, &of)).await;
    let nothing = Fields::default();
    respond(
        outcome,
        |of| format!("/desk/need-plans/{}", of.plan.id),
        async |problem| {
            page_with((&app, &form.visitor), id.clone(), Some((&nothing, &problem))).await
        },
    )
    .await
}

async fn answer(
    app: web::Data<App>,
    id: web::Path<NeedPlanId>,
    sent: SignedInForm,
) -> Result<HttpResponse, Failure> {
    let (of, id) = (id.clone(), id.into_inner());
    let act = move |cx: &mut Cx<'_>, new: &Valid<_>| actions::answer_plan(cx, &of, new);
    respond(
        sent.send(&app, &ANSWER, act).await,
        |of| format!("/desk/need-plans/{}", of.plan.id),
        async |problem| {
            let refused = Some((&sent.fields, &problem));
            page_with((&app, &sent.visitor), id.clone(), refused).await
        },
    )
    .await
}

pub(super) fn configure(routes: &mut PageRoutes<'_>) {
    routes
        .get(Permission::ReadNeeds, "/desk/need-plans/{id}", page)
        .post(Permission::ManageNeedPlan, "/desk/need-plans/{id}/propose", propose)
        .form(Permission::ApproveNeedPlan, &ANSWER, answer);
}
