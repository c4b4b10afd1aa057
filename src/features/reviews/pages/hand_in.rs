//! A last look at the whole sheet before it is locked, then the next task.

use super::criteria::{CriterionForm, Maker, SheetProgress};
use super::form::{fields_of, label};
use crate::features::accounts::{SignedInForm, Visitor, as_form_error};
use crate::features::reviews::actions::{self, Desk};
use crate::kernel::access::Permission;
use crate::kernel::errors::{Failure, Refusal, common};
use crate::kernel::ids::AssignmentId;
use crate::kernel::version::IfMatch;
use crate::platform::app::App;
use crate::platform::cx::Cx;
use crate::platform::db::IdempotencyKey;
use crate::web::pages::{PageContext, go_to, show, show_with, summary};
use actix_web::http::StatusCode;
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
    match problem {
        None => show(&s, &page),
        Some(problem) => {
            let status = StatusCode::from_u16(problem.code.status).unwrap_or(StatusCode::CONFLICT);
            show_with(status, &s, &page)
        }
    }
}

pub(super) async fn hand_in(
    app: web::Data<App>,
    id: web::Path<AssignmentId>,
    form: SignedInForm,
) -> Result<HttpResponse, Failure> {
    let SignedInForm { caller, visitor, fields } = form;
    let id = id.into_inner();
    let version = fields.get("version").parse::<i64>();
    let version = version.map_err(|_| Failure::refused(common::BAD_REQUEST))?;
    let key = Some(fields.get("key")).filter(|key| crate::kernel::ids::is_well_formed(key));
    let key = key.map(|key| IdempotencyKey::new(key, &(&id, version))).transpose()?;
    let task = id.clone();
    let act = move |cx: &mut Cx<'_>| actions::hand_in(cx, (&task, IfMatch(version)), key.as_ref());
    match caller.write(&app, act).await {
        Ok(Some(next)) => Ok(go_to(&format!("/assignments/{next}?received={id}"))),
        Ok(None) => Ok(go_to(&format!("/reviews?received={id}"))),
        Err(failure) => {
            let problem = as_form_error(failure)?;
            last_look(&app, &visitor, id, Some(&problem)).await
        }
    }
}
