//! The conflicts of a call, as secretariat and chair see them: a form that reports one, and one for each request to
//! withdraw one.

use super::forms::{REPORT, RULING};
use crate::features::accounts::{SignedInForm, Visitor};
use crate::features::reviews::ConflictWithdrawal;
use crate::features::reviews::actions::{self, ConflictDesk};
use crate::kernel::access::Permission;
use crate::kernel::errors::{Failure, Refusal, common};
use crate::kernel::ids::{CallId, RecordId, UserId};
use crate::kernel::input::Valid;
use crate::platform::app::App;
use crate::platform::cx::Cx;
use crate::web::Fields;
use crate::web::forms::respond;
use crate::web::pages::{Field, PageContext, show_refused, summary};
use actix_web::{HttpResponse, web};
use askama::Template;
use serde::Deserialize;

/// A request with the form that rules on it; without one for who may not.
struct Asked<'a> {
    one: &'a ConflictWithdrawal,
    form: Vec<Field>,
}

#[derive(Template)]
#[template(path = "reviews/pages/conflicts.html")]
struct ConflictsPage<'a> {
    s: &'a PageContext,
    desk: &'a ConflictDesk,
    waiting: Vec<Asked<'a>>,
    ruled: Vec<&'a ConflictWithdrawal>,
    report: Option<Vec<Field>>,
    is_sure: bool,
    more: Option<String>,
    summary: String,
}

impl ConflictsPage<'_> {
    fn name(&self, id: &UserId) -> String {
        self.desk.names.get(id).cloned().unwrap_or_else(|| id.to_string())
    }
}

/// Query parameters.
#[derive(Debug, Default, Deserialize)]
pub(super) struct PageQuery {
    after: Option<String>,
}

pub(super) async fn page(
    app: web::Data<App>,
    visitor: Visitor,
    id: web::Path<CallId>,
    asked: web::Query<PageQuery>,
) -> Result<HttpResponse, Failure> {
    render((&app, &visitor), (id.into_inner(), asked.into_inner().after), None).await
}

async fn render(
    (app, visitor): (&App, &Visitor),
    (id, after): (CallId, Option<String>),
    refused: Option<(&Fields, &Refusal)>,
) -> Result<HttpResponse, Failure> {
    let act = move |cx: &mut Cx<'_>| actions::read_conflict_desk(cx, (&id, after.clone()));
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
    let escaped =
        |cursor: &String| askama::filters::urlencode_strict(cursor).map(|text| text.to_string());
    let page = ConflictsPage {
        waiting: waiting.into_iter().map(|one| Asked { form: form_of(one), one }).collect(),
        ruled,
        report: report_fields(&s, &desk, (typed, problem)),
        is_sure: typed.get("sure") == "yes",
        more: desk.next.as_ref().and_then(|cursor| escaped(cursor).ok()),
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
            render((&app, &sent.visitor), (id.clone(), None), refused).await
        },
    )
    .await
}
