//! The tasks of a call as a list, for the secretariat, the chair and whoever watches over them.

use super::task_acts::{self, SORTS, filter_of};
use crate::features::accounts::{Unit, Visitor, load_units};
use crate::features::calls::{self, Call};
use crate::features::reviews::AssignmentState;
use crate::features::reviews::actions::{TaskLine, search_tasks_of};
use crate::kernel::access::Facts;
use crate::kernel::errors::Failure;
use crate::kernel::ids::{CallId, UnitCode};
use crate::kernel::listing::Listed;
use crate::platform::app::App;
use crate::platform::cx::Cx;
use crate::web::lists::{Acts, Asked, Cell, Column, Filter, Frame};
use crate::web::pages::{PageContext, show};
use actix_web::{HttpResponse, web};
use askama::Template;
use std::collections::BTreeMap;

type Units = BTreeMap<UnitCode, Unit>;

#[derive(Template)]
#[template(path = "reviews/pages/tasks.html")]
struct TasksPage<'a> {
    s: &'a PageContext,
    call: &'a Call,
    list: String,
}

fn colour(state: AssignmentState) -> &'static str {
    match state {
        AssignmentState::Assigned => "amber",
        AssignmentState::Submitted => "",
        AssignmentState::Draft | AssignmentState::Declined | AssignmentState::Removed => "grey",
    }
}

fn columns(s: &PageContext) -> Vec<Column<'_, TaskLine>> {
    let due = |row: &TaskLine| {
        let at = Cell::text(s.at(&row.due_at));
        if row.is_late { at.tagged(s.t("list-late-true"), "red") } else { at }
    };
    vec![
        Column::new("number", "list-number", |row: &TaskLine| {
            Cell::text(row.number.clone()).to(format!("/desk/proposals/{}", row.task.proposal))
        }),
        Column::new("reviewer_name", "list-reviewer", |row: &TaskLine| {
            Cell::text(row.reviewer.clone())
        }),
        Column::new("unit_name", "list-unit", |row: &TaskLine| Cell::text(row.unit_name.clone())),
        Column::new("state", "list-state", |row: &TaskLine| {
            Cell::tag(s.word("task-state", row.task.state.name()), colour(row.task.state))
        }),
        Column::new("due_at", "list-due", due),
        Column::new("assigned_at", "list-given", |row: &TaskLine| {
            Cell::text(s.at(&row.task.assigned_at))
        }),
        Column::new("origin", "list-origin", |row: &TaskLine| {
            Cell::text(s.word("list-origin", row.task.origin.name()))
        })
        .on_demand(),
    ]
}

fn shown(
    (s, asked, call): (&PageContext, &Asked, &Call),
    (page, units, names): (&Listed<TaskLine>, &Units, &BTreeMap<String, String>),
) -> String {
    let path = format!("/desk/calls/{}/tasks", call.id);
    let unit = |code: &str| {
        units.get(&UnitCode::new(code)).map_or_else(|| code.to_owned(), |unit| unit.name.clone())
    };
    let reviewer = |id: &str| names.get(id).cloned().unwrap_or_else(|| id.to_owned());
    let frame = Frame {
        s,
        asked,
        path: &path,
        name: "review-tasks-title",
        hint: "list-tasks-hint",
        columns: columns(s),
        filters: vec![
            Filter::new("state", "list-state", |state| s.word("task-state", state)),
            Filter::new("late", "list-late", |late| s.word("list-late", late)),
            Filter::new("reviewer", "list-reviewer", reviewer),
            Filter::new("unit", "list-unit", unit),
        ],
        acts: Some(Acts {
            each: task_acts::offered(s, &call.id, Facts::in_phase(call.phase(s.now))),
            row: |line: &TaskLine| (line.task.id.to_string(), task_acts::called(line)),
        }),
    };
    frame.shown(page)
}

pub(super) async fn page(
    app: web::Data<App>,
    visitor: Visitor,
    id: web::Path<CallId>,
    asked: Asked,
) -> Result<HttpResponse, Failure> {
    let (filter, listing) = (filter_of(&asked), asked.listing(&SORTS));
    let act = move |cx: &mut Cx<'_>| {
        let (page, names) = search_tasks_of(cx, &id, (&filter, &listing))?;
        let call = calls::find(cx.db, &id)?.ok_or_else(Failure::not_found)?;
        Ok(((page, names), load_units(cx.db)?, call))
    };
    let (s, ((page, names), units, call)) = visitor.load_signed_in(&app, act).await?;
    let list = shown((&s, &asked, &call), (&page, &units, &names));
    show(&s, &TasksPage { s: &s, call: &call, list })
}
