//! Changes of a published call: a milestone moves later, or the call is cancelled. Both need a
//! public reason.

use super::words::localised;
use crate::features::accounts::{SignedInForm, Visitor, as_form_error};
use crate::features::calls::Milestone;
use crate::features::calls::actions::{self, CallView, Wish};
use crate::kernel::access::{Facts, Permission, Viewer, may};
use crate::kernel::clock::Timestamp;
use crate::kernel::errors::{Failure, FieldError, Refusal, common::field};
use crate::kernel::ids::CallId;
use crate::platform::app::App;
use crate::platform::cx::Cx;
use crate::platform::db::Db;
use crate::web::pages::{Field, Input, PageContext, go_to, show_with, summary};
use crate::web::{Fields, typed};
use actix_web::http::StatusCode;
use actix_web::{HttpResponse, web};
use askama::Template;

#[derive(Template)]
#[template(path = "calls/pages/moving.html")]
struct MovingPage<'a> {
    s: &'a PageContext,
    view: &'a CallView,
    /// `extend` or `cancel`.
    act: &'static str,
    summary: String,
    fields: Vec<Field>,
}

fn load(cx: &mut Cx<'_>, (id, act): (&CallId, Permission)) -> Result<CallView, Failure> {
    let view = actions::read_call(&mut cx.anyone(), id)?;
    may(cx.viewer, act, Facts::in_phase(view.phase))?;
    Ok(view)
}

fn milestone_named(name: &str) -> Option<Milestone> {
    Milestone::ALL.into_iter().find(|milestone| milestone.name() == name)
}

/// The milestones still to come.
fn ahead(view: &CallView) -> impl Iterator<Item = Milestone> {
    let is_ahead = |milestone: &Milestone| {
        let is_out = *milestone == Milestone::AnnouncementAt && view.call.announced_at.is_some();
        view.call.calendar.of(*milestone) > view.now && !is_out
    };
    Milestone::ALL.into_iter().filter(is_ahead)
}

fn extend_fields(s: &PageContext, view: &CallView) -> Vec<Field> {
    let choice = |milestone: Milestone| {
        let at = s.at(&view.call.calendar.of(milestone));
        (milestone.name().to_owned(), format!("{}: {at}", s.word("milestone", milestone.name())))
    };
    let mut choices = vec![(String::new(), s.t("choose"))];
    choices.extend(ahead(view).map(choice));
    vec![
        Field::new("milestone", s.t("extend-milestone"), Input::Choice(choices)).required(),
        Field::new("to.date", s.t("extend-date"), Input::Date).required(),
        Field::new("to.time", format!("{} ({})", s.t("extend-time"), s.zone.name()), Input::Line)
            .hint(s.t("setup-hint-time"))
            .required(),
        reason_field(s, "extend-reason-hint"),
    ]
}

fn reason_field(s: &PageContext, hint: &str) -> Field {
    let input = Input::Text { rows: 3, words: 0 };
    Field::new("reason", s.t("moving-reason"), input).hint(s.language.text(hint, &[])).required()
}

/// A form to show: its subject, what was typed, what is wrong.
struct Form<'a> {
    act: Permission,
    typed: &'a Fields,
    problem: Option<Refusal>,
}

fn render(s: &PageContext, view: &CallView, form: Form<'_>) -> Result<HttpResponse, Failure> {
    let Form { act, typed, problem } = form;
    let (act, fields) = match act {
        Permission::CancelCall => ("cancel", vec![reason_field(s, "cancel-reason-hint")]),
        _ => ("extend", extend_fields(s, view)),
    };
    let problem = problem.map(|problem| {
        let to_date = |mut fault: FieldError| {
            if fault.field == "to" {
                "to.date".clone_into(&mut fault.field);
            }
            fault
        };
        let errors = problem.errors.iter().map(|fault| to_date(localised(s, fault))).collect();
        Refusal { errors, ..problem }
    });
    let problem = problem.as_ref();
    let filled = |field: Field| {
        let value = typed.get(&field.name).to_owned();
        field.value(value).errors_of(s, problem)
    };
    let fields: Vec<Field> = fields.into_iter().map(filled).collect();
    let named = |name: &str| {
        let field = fields.iter().find(|field| field.name == name);
        field.map_or_else(|| name.to_owned(), |field| field.label.clone())
    };
    let summary = summary(s, problem, named);
    let status = problem.map_or(200, |problem| problem.code.status);
    let status = StatusCode::from_u16(status).unwrap_or(StatusCode::UNPROCESSABLE_ENTITY);
    show_with(status, s, &MovingPage { s, view, act, summary, fields })
}

async fn form(
    app: &App,
    visitor: &Visitor,
    id: CallId,
    form: Form<'_>,
) -> Result<HttpResponse, Failure> {
    let act = form.act;
    let load = move |cx: &mut Cx<'_>| load(cx, (&id, act), cx.now);
    let (s, view) = visitor.load_signed_in(app, load).await?;
    render(&s, &view, form)
}

pub(super) async fn extend_page(
    app: web::Data<App>,
    visitor: Visitor,
    id: web::Path<CallId>,
) -> Result<HttpResponse, Failure> {
    let empty = Form { act: Permission::ExtendCall, typed: &Fields::default(), problem: None };
    form(&app, &visitor, id.into_inner(), empty).await
}

pub(super) async fn cancel_page(
    app: web::Data<App>,
    visitor: Visitor,
    id: web::Path<CallId>,
) -> Result<HttpResponse, Failure> {
    let empty = Form { act: Permission::CancelCall, typed: &Fields::default(), problem: None };
    form(&app, &visitor, id.into_inner(), empty).await
}

/// The milestone that the form moves, and its new instant.
fn wish(s: &PageContext, fields: &Fields) -> Result<Wish, Failure> {
    let mut faults = Vec::new();
    let milestone = milestone_named(fields.get("milestone"));
    if milestone.is_none() {
        faults.push(FieldError::new("milestone", field::REQUIRED));
    }
    let date = typed::needed("to.date", typed::date(fields, "to.date"));
    let time = typed::needed("to.time", typed::time(fields, "to.time"));
    let reason = fields.get("reason").replace('\n', " ");
    match (milestone, date, time) {
        (Some(milestone), Ok(date), Ok(time)) => {
            Ok(Wish { milestone, to: s.zone.instant_of(date.and_time(time)), reason })
        }
        (_, date, time) => {
            faults.extend(date.err());
            faults.extend(time.err());
            if reason.trim().is_empty() {
                faults.push(FieldError::new("reason", field::REQUIRED));
            }
            Err(Refusal::invalid(faults).into())
        }
    }
}

pub(super) async fn extend(
    app: web::Data<App>,
    id: web::Path<CallId>,
    form_sent: SignedInForm,
) -> Result<HttpResponse, Failure> {
    let SignedInForm { caller, visitor, fields } = form_sent;
    let id = id.into_inner();
    let of = id.clone();
    let load = move |cx: &mut Cx<'_>| load(cx, (&of, Permission::ExtendCall), cx.now);
    let (s, view) = visitor.load_signed_in(&app, load).await?;
    let extended = match wish(&s, &fields) {
        Ok(wish) => {
            let of = id.clone();
            let act = move |cx: &mut Cx<'_>| actions::extend_call(cx, &of, &wish);
            caller.write(&app, act).await
        }
        Err(failure) => Err(failure),
    };
    match extended {
        Ok(_) => Ok(go_to(&format!("/desk/calls/{id}?extended=1"))),
        Err(failure) => {
            let problem = Some(as_form_error(failure)?);
            render(&s, &view, Form { act: Permission::ExtendCall, typed: &fields, problem })
        }
    }
}

pub(super) async fn cancel(
    app: web::Data<App>,
    id: web::Path<CallId>,
    form_sent: SignedInForm,
) -> Result<HttpResponse, Failure> {
    let SignedInForm { caller, visitor, fields } = form_sent;
    let id = id.into_inner();
    let (of, reason) = (id.clone(), fields.get("reason").replace('\n', " "));
    let act = move |cx: &mut Cx<'_>| actions::cancel_call(cx, &of, &reason);
    match caller.write(&app, act).await {
        Ok(_) => Ok(go_to(&format!("/desk/calls/{id}"))),
        Err(failure) => {
            let problem = Some(as_form_error(failure)?);
            let again = Form { act: Permission::CancelCall, typed: &fields, problem };
            form(&app, &visitor, id, again).await
        }
    }
}
