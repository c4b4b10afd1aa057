//! What can be done with several tasks at once: taking them back, or giving them to another reviewer. Each task is an
//! act of its own.

use crate::features::accounts::{SignedInForm, Visitor};
use crate::features::calls;
use crate::features::calls::actions::read_panel;
use crate::features::reviews::actions::{TaskLine, move_task, remove, search_tasks};
use crate::features::reviews::rules::{Step, transition};
use crate::features::reviews::{AssignmentFilter, AssignmentState, Removal};
use crate::kernel::access::{Facts, Permission};
use crate::kernel::errors::{Failure, common};
use crate::kernel::ids::{CallId, UnitCode, UserId};
use crate::kernel::input::Valid;
use crate::platform::app::App;
use crate::platform::cx::Cx;
use crate::web::lists::{Acted, ActsPage, Asked, Outcome, Picked, Preview};
use crate::web::pages::{Field, Input, PageContext, show};
use actix_web::{HttpResponse, web};

pub(super) const ACTS: &str = "/desk/calls/{id}/task-acts";

pub(super) const TAKE: &str = "take";
pub(super) const MOVE: &str = "move";

/// The columns that can be sorted by.
pub(super) const SORTS: [&str; 7] =
    ["number", "reviewer_name", "unit_name", "state", "origin", "assigned_at", "due_at"];

pub(super) fn filter_of(asked: &Asked) -> AssignmentFilter {
    AssignmentFilter {
        reviewer: asked.named("reviewer", |id| id.parse().ok()),
        proposal: asked.named("proposal", |id| id.parse().ok()),
        state: asked.named("state", AssignmentState::from_name),
        unit: asked.first("unit").map(UnitCode::new),
        late: asked.named("late", |late| late.parse().ok()),
    }
}

fn list_of(call: &CallId) -> String {
    format!("/desk/calls/{call}/tasks")
}

pub(super) fn path_of(call: &CallId) -> String {
    ACTS.replace("{id}", call.as_str())
}

pub(super) fn called(line: &TaskLine) -> String {
    format!("{} · {}", line.number, line.reviewer)
}

/// Which of the two is asked for.
fn act_of(name: &str) -> Result<&'static str, Failure> {
    let found = [TAKE, MOVE].into_iter().find(|act| *act == name || name.is_empty());
    found.ok_or_else(|| Failure::refused(common::BAD_REQUEST))
}

fn fields(s: &PageContext, act: &str, panel: Vec<(String, String)>) -> Vec<Field> {
    let reason = Field::new("reason", s.t("assignment-field-reason"), Input::Line)
        .hint(s.t("assignment-reason-hint"));
    if act == MOVE {
        let to = Field::new("to", s.t("task-acts-to"), Input::Choice(panel)).required();
        vec![to, reason]
    } else {
        vec![reason]
    }
}

/// The tasks that would be taken back or moved, by name; those that are handed in are left out.
pub(super) async fn before(
    app: web::Data<App>,
    visitor: Visitor,
    id: web::Path<CallId>,
    asked: Asked,
) -> Result<HttpResponse, Failure> {
    let name = act_of(asked.first("act").unwrap_or_default())?;
    let (filter, listing, call) = (filter_of(&asked), asked.whole(&SORTS), id.into_inner());
    let of = call.clone();
    let act = move |cx: &mut Cx<'_>| {
        let found = search_tasks(cx, &of, (&filter, &listing))?;
        let call = calls::find(cx.db, &of)?.ok_or_else(Failure::not_found)?;
        let may = cx.viewer.may(Permission::Assign, Facts::in_phase(call.phase(cx.now)));
        Ok((found, if may { Some(read_panel(cx, &of)?) } else { None }))
    };
    let (s, (found, panel)) = visitor.load_signed_in(&app, act).await?;
    let picked = Picked::of(&asked);
    let can = |line: &&TaskLine| {
        picked.holds(line.task.id.as_str()) && transition(line.task.state, Step::Remove).is_ok()
    };
    let row = |line: &TaskLine| {
        let state = s.word("task-state", line.task.state.name());
        (line.task.id.to_string(), called(line), state)
    };
    let mut reviewers = vec![(String::new(), s.t("list-choose"))];
    let may = panel.is_some();
    let panel = panel.unwrap_or_default().into_iter();
    reviewers.extend(panel.map(|one| (one.user.to_string(), one.name)));
    let preview = Preview {
        s: &s,
        title: s.word("task-acts", name),
        lead: s.word("task-acts-lead", name),
        back: asked.back(&list_of(&call)),
        action: (path_of(&call), name),
        rows: found.items.iter().filter(can).map(row).collect(),
        fields: fields(&s, name, reviewers),
        summary: String::new(),
        button: if may { s.word("task-acts", name) } else { String::new() },
    };
    show(&s, &ActsPage::before(preview))
}

/// Does it to each; what is refused is named.
pub(super) async fn after(
    app: web::Data<App>,
    id: web::Path<CallId>,
    sent: SignedInForm,
) -> Result<HttpResponse, Failure> {
    let name = act_of(sent.fields.get("act"))?;
    let call = id.into_inner();
    let reason = Some(sent.fields.get("reason").to_owned()).filter(|reason| !reason.is_empty());
    let removal = Valid::checked(Removal { reason })?;
    let to = match name {
        MOVE => {
            let to = sent.fields.get("to").parse::<UserId>();
            Some(to.map_err(|_| Failure::field("to", common::field::REQUIRED))?)
        }
        _ => None,
    };
    let (of, picked) = (call.clone(), Picked::sent(sent.fields.get("on")));
    let read = move |cx: &mut Cx<'_>| {
        let whole = Asked::default().whole(&SORTS);
        search_tasks(cx, &of, (&AssignmentFilter::default(), &whole))
    };
    let (s, found) = sent.visitor.load_signed_in(&app, read).await?;
    let mut rows = Vec::new();
    for line in found.items.iter().filter(|line| picked.holds(line.task.id.as_str())) {
        let (task, to, removal) = (line.task.id.clone(), to.clone(), removal.clone());
        let act = move |cx: &mut Cx<'_>| match &to {
            Some(to) => move_task(cx, &task, (to, &removal)),
            None => remove(cx, &task, &removal),
        };
        rows.push(Acted::of(&s, called(line), sent.caller.clone().write(&app, act).await));
    }
    let (title, back) = (s.word("task-acts", name), list_of(&call));
    show(&s, &ActsPage::after(Outcome { s: &s, title, back, rows }))
}

/// What the reader may do with several tasks of a call in this phase.
pub(super) fn offered(
    s: &PageContext,
    call: &CallId,
    facts: Facts,
) -> Vec<(String, &'static str, String)> {
    let permitted = s.permitted(facts);
    let mut each = Vec::new();
    if permitted.allows(Permission::RemindReviewers) {
        let path = format!("/desk/calls/{call}/task-reminders");
        each.push((path, "remind", s.t("task-acts-remind")));
    }
    if permitted.allows(Permission::Assign) {
        for act in [MOVE, TAKE] {
            each.push((path_of(call), act, s.word("task-acts", act)));
        }
    }
    each
}
