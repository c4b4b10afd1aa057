//! The dashboard's buttons that remind reviewers; they lead back to the dashboard.

use super::{Wanted, actions};
use crate::features::accounts::{SignedInForm, Visitor};
use crate::features::calls;
use crate::features::reviews::actions::{TaskLine, search_tasks};
use crate::features::reviews::{AssignmentFilter, AssignmentState};
use crate::kernel::access::{Facts, Permission};
use crate::kernel::errors::Failure;
use crate::kernel::ids::{CallId, UnitCode};
use crate::kernel::input::Valid;
use crate::platform::app::App;
use crate::platform::cx::Cx;
use crate::web::forms::{Control, Form, FormField};
use crate::web::lists::{Acted, ActsPage, Asked, Outcome, Picked, Preview};
use crate::web::pages::{PageRoutes, go_to, show};
use actix_web::{HttpResponse, web};
use std::collections::BTreeMap;

/// The button beside a name sends that reviewer, the one above them nobody.
static REMINDER: Form<Wanted> = Form::new(
    "/desk/calls/{id}/remind",
    "POST /calls/{id}/reminders",
    &[FormField::new("reviewer", Control::Offered)],
);

/// The page that reminds those of a list of tasks.
const SEVERAL: &str = "/desk/calls/{id}/task-reminders";

fn filter_of(asked: &Asked) -> AssignmentFilter {
    AssignmentFilter {
        reviewer: asked.named("reviewer", |id| id.parse().ok()),
        proposal: asked.named("proposal", |id| id.parse().ok()),
        state: asked.named("state", AssignmentState::from_name),
        unit: asked.first("unit").map(UnitCode::new),
        late: asked.named("late", |late| late.parse().ok()),
    }
}

async fn remind(
    app: web::Data<App>,
    id: web::Path<CallId>,
    sent: SignedInForm,
) -> Result<HttpResponse, Failure> {
    let (id, of) = (id.clone(), id.into_inner());
    let act = move |cx: &mut Cx<'_>, wanted: &Valid<_>| actions::remind_now(cx, (&of, wanted));
    sent.send(&app, &REMINDER, act).await?;
    Ok(go_to(&format!("/desk/calls/{id}?reminded=1#reviewers")))
}

/// The reviewers of the chosen tasks whose sheets are missing, each once.
fn reviewers_of(lines: &[TaskLine], picked: &Picked) -> BTreeMap<String, (String, usize)> {
    let mut found: BTreeMap<String, (String, usize)> = BTreeMap::new();
    for line in lines.iter().filter(|line| picked.holds(line.task.id.as_str())) {
        if matches!(line.task.state, AssignmentState::Assigned | AssignmentState::Draft) {
            let name = || (line.reviewer.clone(), 0);
            found.entry(line.task.reviewer.to_string()).or_insert_with(name).1 += 1;
        }
    }
    found
}

/// Who would be reminded, by name.
async fn before(
    app: web::Data<App>,
    visitor: Visitor,
    id: web::Path<CallId>,
    asked: Asked,
) -> Result<HttpResponse, Failure> {
    let (filter, listing, call) = (filter_of(&asked), asked.whole(&[]), id.into_inner());
    let of = call.clone();
    let act = move |cx: &mut Cx<'_>| {
        let found = search_tasks(cx, &of, (&filter, &listing))?;
        let call = calls::find(cx.db, &of)?.ok_or_else(Failure::not_found)?;
        let facts = Facts::in_phase(call.phase(cx.now));
        Ok((found, cx.viewer.may(Permission::RemindReviewers, facts)))
    };
    let (s, (found, may)) = visitor.load_signed_in(&app, act).await?;
    let reviewers = reviewers_of(&found.items, &Picked::of(&asked));
    let row = |(id, (name, tasks)): (String, (String, usize))| {
        (id, name, s.count("task-acts-open", tasks))
    };
    let preview = Preview {
        s: &s,
        title: s.t("task-acts-remind"),
        lead: s.t("task-acts-lead-remind"),
        back: asked.back(&format!("/desk/calls/{call}/tasks")),
        action: (SEVERAL.replace("{id}", call.as_str()), "remind"),
        rows: reviewers.into_iter().map(row).collect(),
        fields: Vec::new(),
        summary: String::new(),
        button: if may { s.t("task-acts-remind") } else { String::new() },
    };
    show(&s, &ActsPage::before(preview))
}

/// Reminds each; who was reminded lately is named.
async fn remind_several(
    app: web::Data<App>,
    id: web::Path<CallId>,
    sent: SignedInForm,
) -> Result<HttpResponse, Failure> {
    let (call, picked) = (id.into_inner(), Picked::sent(sent.fields.get("on")));
    let of = call.clone();
    let read = move |cx: &mut Cx<'_>| {
        let whole = Asked::default().whole(&[]);
        search_tasks(cx, &of, (&AssignmentFilter::default(), &whole))
    };
    let (s, found) = sent.visitor.load_signed_in(&app, read).await?;
    let all = Picked::of(&Asked::read("of=all"));
    let mut rows = Vec::new();
    for (reviewer, (name, _)) in reviewers_of(&found.items, &all) {
        if picked.holds(&reviewer) {
            let wanted = Valid::checked(Wanted { reviewer: reviewer.parse().ok() })?;
            let of = call.clone();
            let act = move |cx: &mut Cx<'_>| actions::remind_now(cx, (&of, &wanted));
            rows.push(Acted::of(&s, name, sent.caller.clone().write(&app, act).await));
        }
    }
    let (title, back) = (s.t("task-acts-remind"), format!("/desk/calls/{call}/tasks"));
    show(&s, &ActsPage::after(Outcome { s: &s, title, back, rows }))
}

pub fn configure(routes: &mut PageRoutes<'_>) {
    routes
        .form(Permission::RemindReviewers, &REMINDER, remind)
        .get(Permission::ReadAssignments, SEVERAL, before)
        .post(Permission::RemindReviewers, SEVERAL, remind_several);
}
