//! One plan with its needs by unit, its totals, and the buttons of those who register, propose and approve it.

use super::forms::ANSWER;
use crate::features::accounts::{SignedInForm, Unit, Visitor, load_units, stand_apart};
use crate::features::needs::{Need, PlanWithNeeds, State, Total, actions};
use crate::kernel::access::{Facts, Permission};
use crate::kernel::errors::{Failure, Refusal};
use crate::kernel::ids::{NeedPlanId, UnitCode};
use crate::kernel::input::Valid;
use crate::kernel::listing::{Column as ListColumn, sift};
use crate::platform::app::App;
use crate::platform::cx::Cx;
use crate::web::Fields;
use crate::web::forms::respond;
use crate::web::lists::{Asked, Cell, Column, Filter, Frame};
use crate::web::pages::{Field, PageContext, PageRoutes, show_refused};
use actix_web::{HttpResponse, web};
use askama::Template;
use std::collections::BTreeMap;

type Units = BTreeMap<UnitCode, Unit>;

#[derive(Template)]
#[template(path = "needs/pages/plan.html")]
struct PlanPage<'a> {
    s: &'a PageContext,
    of: &'a PlanWithNeeds,
    list: String,
    years: Vec<i32>,
    levels: Vec<String>,
    may_register: bool,
    may_propose: bool,
    /// Empty for who does not approve it.
    answer: Vec<Field>,
    summary: String,
}

impl PlanPage<'_> {
    fn total(&self, year: i32, level: &str) -> String {
        let found = self.of.totals.iter().find(|one| one.year == year && one.level == level);
        found.map_or_else(|| "–".to_owned(), |one| one.people.to_string())
    }

    /// Over all levels.
    fn in_year(&self, year: i32) -> String {
        let of_year = self.of.totals.iter().filter(|one| one.year == year);
        of_year.map(|one: &Total| one.people).sum::<u32>().to_string()
    }
}

/// A need and the name of its unit.
type Line = (Need, String);

/// What the needs of a plan can be searched, filtered and sorted by.
static COLUMNS: &[ListColumn<Line>] = &[
    ListColumn::searched("unit_name", |(_, unit)| Some(unit.as_str().into())),
    ListColumn::new("unit", |(row, _)| Some(row.unit.as_str().into())),
    ListColumn::searched("problem", |(row, _)| Some(row.problem_code.as_str().into())),
    ListColumn::new("level", |(row, _)| Some(row.level.as_str().into())),
    ListColumn::searched("field", |(row, _)| Some(row.field.as_str().into())),
    ListColumn::new("people", |(row, _)| {
        Some(row.people.iter().map(|one| i64::from(one.people)).sum::<i64>().into())
    }),
    ListColumn::searched("reason", |(row, _)| Some(row.reason.as_str().into())),
];

const SORTS: [&str; 6] = ["unit_name", "problem", "level", "field", "people", "reason"];

fn people(need: &Need) -> String {
    let by_year = need.people.iter().map(|one| format!("{}: {}", one.year, one.people));
    by_year.collect::<Vec<_>>().join(" · ")
}

fn list_of(
    (s, asked): (&PageContext, &Asked),
    (of, units): (&PlanWithNeeds, &Units),
    own: Option<&UnitCode>,
) -> Result<String, Failure> {
    let unit = |code: &UnitCode| {
        units.get(code).map_or_else(|| code.to_string(), |unit| unit.name.clone())
    };
    let lines = of.needs.iter().map(|need| (need.clone(), unit(&need.unit))).collect();
    let chosen =
        ["unit", "level", "problem"].map(|name| (name, asked.first(name).map(str::to_owned)));
    let found =
        sift(lines, COLUMNS, (&asked.listing(&SORTS), &chosen), |(row, _)| row.id.as_str())?;
    let field = |(row, _): &Line| {
        let field = Cell::text(row.field.clone());
        let is_own = own == Some(&row.unit);
        if is_own { field.to(format!("/desk/needs/{}", row.id)) } else { field }
    };
    let path = format!("/desk/need-plans/{}", of.plan.id);
    let frame = Frame {
        s,
        asked,
        path: &path,
        name: "need-by-unit",
        hint: "list-needs-hint",
        columns: vec![
            Column::new("unit_name", "need-unit", |(_, unit): &Line| Cell::text(unit.clone())),
            Column::new("problem", "need-problem", |(row, _): &Line| {
                Cell::text(row.problem_code.clone()).to(format!("/problems/{}", row.problem))
            }),
            Column::new("level", "need-level", |(row, _): &Line| Cell::text(row.level.clone())),
            Column::new("field", "need-field", field),
            Column::new("people", "list-people", |(row, _): &Line| Cell::text(people(row))),
            Column::new("reason", "need-reason", |(row, _): &Line| Cell::text(row.reason.clone())),
        ],
        filters: vec![
            Filter::new("unit", "need-unit", |code| unit(&UnitCode::new(code))),
            Filter::new("level", "need-level", str::to_owned),
            Filter::new("problem", "need-problem", str::to_owned),
        ],
        acts: None,
    };
    Ok(frame.shown(&found))
}

async fn page_with(
    (app, visitor): (&App, &Visitor),
    (id, asked): (NeedPlanId, &Asked),
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
    let may_register = collects && own.is_some() && permitted.allows(Permission::RegisterNeed);
    let page = PlanPage {
        years: (of.plan.first_year..=of.plan.last_year).collect(),
        levels,
        may_register,
        may_propose: collects
            && !of.needs.is_empty()
            && permitted.allows(Permission::ManageNeedPlan),
        answer: if approves { form.all() } else { Vec::new() },
        summary: form.summary(),
        list: list_of((&s, asked), (&of, &units), own.as_ref().filter(|_| may_register))?,
        of: &of,
        s: &s,
    };
    show_refused(&s, &page, problem)
}

async fn page(
    app: web::Data<App>,
    visitor: Visitor,
    id: web::Path<NeedPlanId>,
    asked: Asked,
) -> Result<HttpResponse, Failure> {
    page_with((&app, &visitor), (id.into_inner(), &asked), None).await
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
            page_with(
                (&app, &form.visitor),
                (id.clone(), &Asked::default()),
                Some((&nothing, &problem)),
            )
            .await
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
            page_with((&app, &sent.visitor), (id.clone(), &Asked::default()), refused).await
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
