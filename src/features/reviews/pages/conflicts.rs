//! The conflicts of a call, as secretariat and chair see them: a form that reports one, and one for each request to
//! withdraw one.

use super::forms::{REPORT, RULING};
use crate::features::accounts::{SignedInForm, Visitor};
use crate::features::conflicts::ConflictKind;
use crate::features::reviews::ConflictWithdrawal;
use crate::features::reviews::actions::{self, ConflictDesk, ConflictFilter, ConflictLine};
use crate::kernel::access::Permission;
use crate::kernel::errors::{Failure, Refusal, common};
use crate::kernel::ids::{CallId, RecordId, UserId};
use crate::kernel::input::Valid;
use crate::platform::app::App;
use crate::platform::cx::Cx;
use crate::web::Fields;
use crate::web::forms::respond;
use crate::web::lists::{Asked, Cell, Column, Filter, Frame};
use crate::web::pages::{Field, PageContext, show_refused, summary};
use actix_web::{HttpResponse, web};
use askama::Template;

/// A request with the form that rules on it; without one for who may not.
struct Request<'a> {
    one: &'a ConflictWithdrawal,
    form: Vec<Field>,
}

#[derive(Template)]
#[template(path = "reviews/pages/conflicts.html")]
struct ConflictsPage<'a> {
    s: &'a PageContext,
    desk: &'a ConflictDesk,
    waiting: Vec<Request<'a>>,
    ruled: Vec<&'a ConflictWithdrawal>,
    report: Option<Vec<Field>>,
    is_sure: bool,
    list: String,
    summary: String,
}

/// The columns that can be sorted by.
const SORTS: [&str; 5] = ["number", "name", "kind", "reason", "task"];

fn filter_of(asked: &Asked) -> ConflictFilter {
    ConflictFilter {
        kind: asked.named("kind", ConflictKind::from_name),
        user: asked.named("user", |id| id.parse().ok()),
    }
}

fn columns<'a>(s: &'a PageContext, desk: &'a ConflictDesk) -> Vec<Column<'a, ConflictLine>> {
    let reads = desk.permitted.allows(Permission::ReadInvolvement);
    let task = move |row: &ConflictLine| {
        let one = &row.conflict;
        let state = one.assignment_state.map(|state| s.word("task-state", state.name()));
        let acts = Cell::text(s.t("conflicts-acts"));
        let acts = acts.to(format!("/desk/proposals/{}/conflicts/{}", one.proposal, one.user));
        match (reads, state) {
            (true, state) => acts.under(state.unwrap_or_default()),
            (false, state) => Cell::perhaps(state),
        }
    };
    vec![
        Column::new("number", "assignment-field-proposal", |row: &ConflictLine| {
            Cell::text(row.conflict.number.clone())
        }),
        Column::new("name", "conflicts-field-person", |row: &ConflictLine| {
            Cell::text(row.name.clone())
        }),
        Column::new("kind", "conflict-field-kind", |row: &ConflictLine| {
            Cell::text(s.word("conflicts-kind", row.conflict.kind.name()))
        }),
        Column::new("reason", "conflicts-field-reason", |row: &ConflictLine| {
            let at = row.conflict.declared_at.map(|at| s.at(&at)).unwrap_or_default();
            Cell::perhaps(row.conflict.reason.clone()).under(at)
        }),
        Column::new("task", "conflicts-task", task),
    ]
}

fn list_of(s: &PageContext, asked: &Asked, desk: &ConflictDesk) -> String {
    let path = format!("/desk/calls/{}/conflicts", desk.call.id);
    let name = |id: &str| {
        let found = id.parse().ok().and_then(|id: UserId| desk.names.get(&id).cloned());
        found.unwrap_or_else(|| id.to_owned())
    };
    let frame = Frame {
        s,
        asked,
        path: &path,
        name: "conflicts-title",
        hint: "list-conflicts-hint",
        columns: columns(s, desk),
        filters: vec![
            Filter::new("kind", "conflict-field-kind", |kind| s.word("conflicts-kind", kind)),
            Filter::new("user", "conflicts-field-person", name),
        ],
        acts: None,
    };
    frame.shown(&desk.conflicts)
}

pub(super) async fn page(
    app: web::Data<App>,
    visitor: Visitor,
    id: web::Path<CallId>,
    asked: Asked,
) -> Result<HttpResponse, Failure> {
    render((&app, &visitor), (id.into_inner(), asked), None).await
}

async fn render(
    (app, visitor): (&App, &Visitor),
    (id, asked): (CallId, Asked),
    refused: Option<(&Fields, &Refusal)>,
) -> Result<HttpResponse, Failure> {
    let (filter, listing) = (filter_of(&asked), asked.listing(&SORTS));
    let act = move |cx: &mut Cx<'_>| actions::read_conflict_desk(cx, &id, (&filter, &listing));
    let (s, desk) = visitor.load_signed_in(app, act).await?;
    let nothing = Fields::default();
    let (typed, problem) =
        refused.map_or((&nothing, None), |(typed, problem)| (typed, Some(problem)));
    let may_rule = desk.permitted.allows(Permission::RuleWithdrawal);
    let (waiting, ruled): (Vec<_>, Vec<_>) =
        desk.withdrawals.iter().partition(|one| one.outcome.is_none());
    let form_of = |one: &ConflictWithdrawal| {
        let may = may_rule && desk.viewer != one.asked_by;
        let form = RULING.shown(&s, typed, problem).of(&one.id);
        if may { form.all() } else { Vec::new() }
    };
    let page = ConflictsPage {
        waiting: waiting.into_iter().map(|one| Request { form: form_of(one), one }).collect(),
        ruled,
        report: report_fields(&s, &desk, (typed, problem)),
        is_sure: typed.get("sure") == "yes",
        list: list_of(&s, &asked, &desk),
        summary: summary(&s, problem, |name| REPORT.shown(&s, typed, problem).name_of(name)),
        desk: &desk,
        s: &s,
    };
    show_refused(&s, &page, problem)
}

fn report_fields(
    s: &PageContext,
    desk: &ConflictDesk,
    (typed, problem): (&Fields, Option<&Refusal>),
) -> Option<Vec<Field>> {
    let (proposals, people) = desk.reportable.as_ref()?;
    let proposals = proposals.iter().map(|(id, number)| (id.to_string(), number.clone()));
    let people = people.iter().map(|(id, name)| (id.to_string(), name.clone()));
    let form = REPORT.shown(s, typed, problem);
    let form = form.offer("proposal", proposals.collect()).offer("person", people.collect());
    Some(form.all())
}

/// Receives both forms; the field `do` says which.
pub(super) async fn change(
    app: web::Data<App>,
    id: web::Path<CallId>,
    sent: SignedInForm,
) -> Result<HttpResponse, Failure> {
    let id = id.into_inner();
    let done = match sent.fields.get("do") {
        "report" => {
            let typed = sent.fields.clone();
            let act = move |cx: &mut Cx<'_>, reason: &Valid<_>| {
                let proposal = REPORT.about(&typed, "proposal")?;
                let person: UserId = REPORT.about(&typed, "person")?;
                actions::report(cx, (&proposal, &person), reason).map(|_| ())
            };
            sent.send(&app, &REPORT, act).await
        }
        "rule" => {
            let about = sent.fields.get("withdrawal");
            let asked: RecordId = about.parse().map_err(|_| Failure::not_found())?;
            let act = move |cx: &mut Cx<'_>, new: &Valid<_>| {
                actions::rule_withdrawal(cx, &asked, new).map(|_| ())
            };
            sent.send_of(&app, (&RULING, about), act).await
        }
        _ => Err(Failure::refused(common::BAD_REQUEST)),
    };
    respond(
        done,
        |()| format!("/desk/calls/{id}/conflicts"),
        async |problem| {
            let refused = Some((&sent.fields, &problem));
            render((&app, &sent.visitor), (id.clone(), Asked::default()), refused).await
        },
    )
    .await
}
