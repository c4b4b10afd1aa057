//! Proposals that lack sheets: who owes each, how far it is, and a form that lets it be handed in after all.

use super::forms::AWAITING;
use crate::features::accounts::{SignedInForm, Visitor};
use crate::features::calls::Call;
use crate::features::reviews::actions;
use crate::features::reviews::{LackingProposal, LackingSheet};
use crate::kernel::access::{Facts, Permission, Phase};
use crate::kernel::errors::{Failure, Refusal};
use crate::kernel::ids::{AssignmentId, CallId};
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
    lacking: Vec<(&'a LackingProposal, Vec<Owed<'a>>)>,
    summary: String,
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
    let act = move |cx: &mut Cx<'_>| {
        let (lacking, call) = actions::read_lacking(cx, &id)?;
        let phase = call.phase(cx.now);
        Ok((lacking, call, phase))
    };
    let (s, (lacking, call, phase)) = visitor.load_signed_in(app, act).await?;
    let may = s.permitted(Facts::in_phase(phase)).allows(Permission::AwaitSheet);
    let nothing = Fields::default();
    let (typed, problem) =
        refused.map_or((&nothing, None), |(typed, problem)| (typed, Some(problem)));
    let mut rows = Vec::new();
    for one in &lacking {
        let owed = one.sheets.iter().map(|sheet| Owed::new(&s, (sheet, may), (typed, problem)));
        rows.push((one, owed.collect()));
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
