//! Lists of proposals for those who work on them: a unit head's own, and the submitted ones of a call.

use crate::features::accounts::{Unit, Visitor, load_units};
use crate::features::calls::{self, Call};
use crate::features::proposals::{ProposalSearch, State, Summary, actions};
use crate::kernel::access::{Facts, Permission, Phase, may};
use crate::kernel::errors::Failure;
use crate::kernel::ids::{CallId, UnitCode};
use crate::kernel::listing::Listed;
use crate::platform::app::App;
use crate::platform::cx::Cx;
use crate::web::lists::{Asked, Cell, Column, Filter, Frame};
use crate::web::pages::{PageContext, show};
use actix_web::{HttpResponse, web};
use askama::Template;
use std::collections::BTreeMap;

type Units = BTreeMap<UnitCode, Unit>;

#[derive(Template)]
#[template(path = "proposals/pages/desk_list.html")]
struct ListPage<'a> {
    s: &'a PageContext,
    /// None for a unit head, whose list runs over all calls.
    call: Option<&'a Call>,
    /// How many stand where, for whoever reads the call's figures.
    states: Vec<(State, usize)>,
    /// The call takes proposals, which nobody on duty reads yet.
    is_open: bool,
    list: String,
}

/// The columns that can be sorted by.
const SORTS: [&str; 8] =
    ["number", "title", "candidate", "unit_name", "problem", "level", "state", "submitted_at"];

fn search_of(asked: &Asked, call: Option<CallId>) -> ProposalSearch {
    ProposalSearch {
        call,
        state: asked.named("state", State::from_name),
        unit: asked.first("unit").map(UnitCode::new),
        level: asked.first("level").map(str::to_owned),
        problem: asked.first("problem").map(str::to_owned),
        // A head may be a candidate as well; their own are on the home page, and nobody reads them from the desk.
        of_others: Some(true),
    }
}

fn colour(state: State) -> &'static str {
    match state {
        State::Draft | State::Withdrawn => "grey",
        State::Submitted => "amber",
        State::Eligible => "",
        State::Ineligible => "red",
    }
}

fn columns<'a>(s: &'a PageContext, units: &'a Units) -> Vec<Column<'a, Summary>> {
    let unit = |row: &Summary| {
        units.get(&row.unit).map_or_else(|| row.unit.to_string(), |unit| unit.name.clone())
    };
    let title = |row: &Summary| match row.title.trim() {
        "" => s.t("proposal-untitled"),
        title => title.to_owned(),
    };
    let number = |row: &Summary| row.number.clone().unwrap_or_else(|| s.t("desk-not-submitted"));
    let version = |row: &Summary| {
        let told = |one: &crate::features::proposals::Submission| {
            s.tv("list-version", one.version.to_string())
        };
        row.submission.as_ref().map(told).unwrap_or_default()
    };
    vec![
        Column::new("number", "list-number", move |row| Cell::text(number(row))),
        Column::new("title", "list-title", move |row: &Summary| {
            Cell::text(title(row)).to(format!("/desk/proposals/{}", row.id))
        }),
        Column::new("candidate", "list-candidate", |row: &Summary| {
            Cell::text(row.candidate_name.clone())
        }),
        Column::new("unit_name", "list-unit", move |row| Cell::text(unit(row))),
        Column::new("problem", "list-problem", |row: &Summary| {
            Cell::text(row.problem_code.clone()).to(format!("/problems/{}", row.problem))
        }),
        Column::new("level", "list-level", |row: &Summary| Cell::text(row.level.clone())),
        Column::new("state", "list-state", |row: &Summary| {
            Cell::tag(s.word("proposal-state", row.state.name()), colour(row.state))
        }),
        Column::new("submitted_at", "list-submitted", move |row: &Summary| {
            Cell::perhaps(row.submitted_at.map(|at| s.at(&at))).under(version(row))
        }),
    ]
}

fn filters<'a>(s: &'a PageContext, units: &'a Units) -> Vec<Filter<'a>> {
    let unit = |code: &str| {
        units.get(&UnitCode::new(code)).map_or_else(|| code.to_owned(), |unit| unit.name.clone())
    };
    vec![
        Filter::new("state", "list-state", |state| s.word("proposal-state", state)),
        Filter::new("unit", "list-unit", unit),
        Filter::new("level", "list-level", str::to_owned),
        Filter::new("problem", "list-problem", str::to_owned),
    ]
}

fn shown(
    (s, asked, path): (&PageContext, &Asked, &str),
    (page, units): (&Listed<Summary>, &Units),
) -> String {
    let frame = Frame {
        s,
        asked,
        path,
        name: "desk-proposals-title",
        hint: "list-proposals-hint",
        columns: columns(s, units),
        filters: filters(s, units),
        acts: None,
    };
    frame.shown(page)
}

/// A unit head's: candidates of the unit, and whoever answers one of its problems.
pub(super) async fn own_unit(
    app: web::Data<App>,
    visitor: Visitor,
    asked: Asked,
) -> Result<HttpResponse, Failure> {
    let (wanted, listing) = (search_of(&asked, None), asked.listing(&SORTS));
    let act = move |cx: &mut Cx<'_>| {
        let units = load_units(cx.db)?;
        Ok((actions::search_among(cx, (&wanted, &listing), &units)?, units))
    };
    let (s, (page, units)) = visitor.load_signed_in(&app, act).await?;
    let list = shown((&s, &asked, "/desk/proposals"), (&page, &units));
    show(&s, &ListPage { s: &s, call: None, states: Vec::new(), is_open: false, list })
}

/// The submitted proposals of a call, for those on duty.
pub(super) async fn of_call(
    app: web::Data<App>,
    visitor: Visitor,
    id: web::Path<CallId>,
    asked: Asked,
) -> Result<HttpResponse, Failure> {
    let (wanted, listing) = (search_of(&asked, Some(id.clone())), asked.listing(&SORTS));
    let act = move |cx: &mut Cx<'_>| {
        let call = calls::find(cx.db, &id)?.ok_or_else(Failure::not_found)?;
        let phase = call.phase(cx.now);
        may(cx.viewer, Permission::ListProposals, Facts::in_phase(phase))?;
        let units = load_units(cx.db)?;
        let page = actions::search_among(cx, (&wanted, &listing), &units)?;
        let states = actions::count_states(cx, &call)?;
        Ok((page, units, (call, phase, states)))
    };
    let (s, (page, units, (call, phase, states))) = visitor.load_signed_in(&app, act).await?;
    let list = shown((&s, &asked, &format!("/desk/calls/{}/proposals", call.id)), (&page, &units));
    let page = ListPage {
        s: &s,
        call: Some(&call),
        is_open: phase == Phase::Open && states.is_some(),
        states: states.unwrap_or_default().into_iter().collect(),
        list,
    };
    show(&s, &page)
}
