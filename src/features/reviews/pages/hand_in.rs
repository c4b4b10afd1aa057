//! A last look at the whole sheet before it is locked, then the next task.

use super::criteria::{CriterionForm, Maker, SheetProgress};
use super::form::{fields_of, label};
use crate::features::accounts::{SignedInForm, Visitor};
use crate::features::reviews::actions::{self, Desk};
use crate::kernel::access::Permission;
use crate::kernel::errors::{Failure, Refusal};
use crate::kernel::ids::AssignmentId;
use crate::platform::app::App;
use crate::platform::cx::Cx;
use crate::web::forms::respond;
use crate::web::pages::{PageContext, go_to, show_refused, summary};
use actix_web::{HttpResponse, web};
use askama::Template;

#[derive(Template)]
#[template(path = "reviews/pages/hand_in.html")]
struct HandInPage<'a> {
    s: &'a PageContext,
    desk: &'a Desk,
    summary: String,
    criteria: Vec<CriterionForm>,
    standing: SheetProgress,
    /// Field and message of everything that is missing.
    missing: Vec<(String, String)>,
    /// Makes a second click, or a retry after a lost answer, harmless.
    key: String,
}

pub(super) async fn page(
    app: web::Data<App>,
    visitor: Visitor,
    id: web::Path<AssignmentId>,
) -> Result<HttpResponse, Failure> {
    last_look(&app, &visitor, id.into_inner(), None).await
}

async fn last_look(
    app: &App,
    visitor: &Visitor,
    id: AssignmentId,
    problem: Option<&Refusal>,
) -> Result<HttpResponse, Failure> {
    let task = id.clone();
    let act = move |cx: &mut Cx<'_>| actions::read_desk(cx, (&task, None));
    let (s, desk) = visitor.load_signed_in(app, act).await?;
    if !desk.permitted.allows(Permission::Score) {
        // Already handed in, or the review is over: the sheet's page says so.
        return Ok(go_to(&format!("/assignments/{id}")));
    }
    let (rubric, typed) = (&desk.task.rubric, fields_of(&desk.sheet.sheet));
    let make = Maker { s: &s, rubric, typed: &typed, problem: None, first: None };
    let criteria = make.criteria();
    let told = |fault: &crate::kernel::errors::FieldError| {
        (label(&s, rubric, &fault.field), s.message(fault.code, &fault.arguments))
    };
    let page = HandInPage {
        summary: summary(&s, problem, |name| label(&s, rubric, name)),
        standing: SheetProgress::new(rubric, &criteria),
        missing: desk.missing.iter().map(told).collect(),
        key: crate::kernel::ids::random_text()?,
        criteria,
        desk: &desk,
        s: &s,
    };
    show_refused(&s, &page, problem)
}

pub(super) async fn hand_in(
    app: web::Data<App>,
    id: web::Path<AssignmentId>,
    sent: SignedInForm,
) -> Result<HttpResponse, Failure> {
    let (task, from) = (id.clone(), sent.seen()?);
    let key = sent.key(&(&task, from.0))?;
    let act = move |cx: &mut Cx<'_>| actions::hand_in(cx, (&task, from), key.as_ref());
    let handed_in = sent.caller.write(&app, act).await;
    let to = |next: Option<AssignmentId>| match next {
        Some(next) => format!("/assignments/{next}?received={id}"),
        None => format!("/reviews?received={id}"),
    };
    respond(handed_in, to, async |problem| {
        last_look(&app, &sent.visitor, id.clone(), Some(&problem)).await
    })
    .await
}
