//! Proposals that lack sheets: who owes each, how far it is, and a form that lets it be handed in after all.

use super::forms::{AWAITING, IN_PLACE};
use crate::features::accounts::{SignedInForm, Visitor};
use crate::features::calls::Call;
use crate::features::reviews::actions::{self, LackingDesk};
use crate::features::reviews::{LackingProposal, LackingSheet};
use crate::kernel::access::{Facts, Permission, Phase, Relation};
use crate::kernel::errors::{Failure, Refusal};
use crate::kernel::ids::{AssignmentId, CallId, ProposalId};
use crate::kernel::input::Valid;
use crate::platform::app::App;
use crate::platform::cx::Cx;
use crate::web::Fields;
use crate::web::forms::respond;
use crate::web::pages::{Field, PageContext, show_refused, summary};
use actix_web::{HttpResponse, web};
use askama::Template;

/// A sheet that was not handed in, with the form that lets it be; without one for who may not.
struct Owed<'a> {
    sheet: &'a LackingSheet,
    form: Vec<Field>,
    is_open: bool,
}

impl<'a> Owed<'a> {
    fn new(
        s: &PageContext,
        (sheet, may): (&'a LackingSheet, bool),
        (typed, problem): (&Fields, Option<&Refusal>),
    ) -> Self {
        let form = AWAITING.shown(s, typed, problem).of(&sheet.assignment);
        let form = if may { form.all() } else { Vec::new() };
        Self { sheet, form, is_open: typed.get("task") == sheet.assignment.as_str() }
    }
}

#[derive(Template)]
#[template(path = "reviews/pages/lacking.html")]
struct LackingPage<'a> {
    s: &'a PageContext,
    call: &'a Call,
    phase: Phase,
    lacking: Vec<Row<'a>>,
    summary: String,
}

/// A proposal that lacks sheets: who owes one, and the form that gives it to another reviewer.
struct Row<'a> {
    one: &'a LackingProposal,
    owed: Vec<Owed<'a>>,
    in_place: Option<Field>,
}

/// What a refused form had, and why it was refused.
type Refused<'a> = (&'a Fields, &'a Refusal);

pub(super) async fn page(
    app: web::Data<App>,
    visitor: Visitor,
    id: web::Path<CallId>,
) -> Result<HttpResponse, Failure> {
    render(&app, &visitor, id.into_inner(), None).await
}

async fn render(
    app: &App,
    visitor: &Visitor,
    id: CallId,
    refused: Option<Refused<'_>>,
) -> Result<HttpResponse, Failure> {
    let act = move |cx: &mut Cx<'_>| actions::read_lacking(cx, &id);
    let (s, desk) = visitor.load_signed_in(app, act).await?;
    let LackingDesk { lacking, call, phase, others } = desk;
    let may = s.permitted(Facts::in_phase(phase)).allows(Permission::AwaitSheet);
    let facts = Facts::in_phase(phase).with(Relation::Ordered, true);
    let may_assign = s.permitted(facts).allows(Permission::Assign);
    let nothing = Fields::default();
    let (typed, problem) =
        refused.map_or((&nothing, None), |(typed, problem)| (typed, Some(problem)));
    let mut rows = Vec::new();
    for one in &lacking {
        let owed = one.sheets.iter().map(|sheet| Owed::new(&s, (sheet, may), (typed, problem)));
        let people = others.get(&one.proposal).cloned().unwrap_or_default();
        let in_place = (may_assign && !people.is_empty()).then(|| {
            let form = IN_PLACE.shown(&s, typed, problem).of(&one.proposal);
            form.offer("reviewer", people).field("reviewer")
        });
        rows.push(Row { one, owed: owed.collect(), in_place });
    }
    let summary = summary(&s, problem, |_| s.t("lacking-await"));
    let page = LackingPage { s: &s, call: &call, phase, lacking: rows, summary };
    show_refused(&s, &page, problem)
}

/// Lets the sheet be handed in, as the chair.
pub(super) async fn let_in(
    app: web::Data<App>,
    id: web::Path<CallId>,
    sent: SignedInForm,
) -> Result<HttpResponse, Failure> {
    let id = id.into_inner();
    let about = sent.fields.get("task");
    let task: AssignmentId = about.parse().map_err(|_| Failure::not_found())?;
    let act = move |cx: &mut Cx<'_>, new: &Valid<_>| actions::await_sheet(cx, &task, new);
    let outcome = sent.send_of(&app, (&AWAITING, about), act).await;
    respond(
        outcome,
        |_| format!("/desk/calls/{id}/lacking"),
        async |problem| {
            let refused = Some((&sent.fields, &problem));
            render(&app, &sent.visitor, id.clone(), refused).await
        },
    )
    .await
}

/// Gives a proposal that lacks sheets to another reviewer.
pub(super) async fn give_to_another(
    app: web::Data<App>,
    id: web::Path<CallId>,
    sent: SignedInForm,
) -> Result<HttpResponse, Failure> {
    let (id, call) = (id.clone(), id.into_inner());
    let about = sent.fields.get("about");
    about.parse::<ProposalId>().map_err(|_| Failure::not_found())?;
    let act = move |cx: &mut Cx<'_>, new: &Valid<_>| actions::assign(cx, &call, new).map(|_| ());
    let outcome = sent.send_of(&app, (&IN_PLACE, about), act).await;
    respond(
        outcome,
        |()| format!("/desk/calls/{id}/lacking"),
        async |problem| {
            let refused = Some((&sent.fields, &problem));
            render(&app, &sent.visitor, id.clone(), refused).await
        },
    )
    .await
}
