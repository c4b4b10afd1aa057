//! The form of a new breach.

use super::form::{Maker, instant, label, located, needed, put};
use crate::features::accounts::{SignedInForm, Visitor, as_form_error};
use crate::features::breaches::{DataClass, NewBreach, actions, rules};
use crate::kernel::errors::{Failure, FieldError, Refusal};
use crate::platform::app::App;
use crate::web::Fields;
use crate::web::pages::{Field, Input, PageContext, go_to, show_with, summary};
use actix_web::http::StatusCode;
use actix_web::{HttpResponse, web};
use askama::Template;

#[derive(Template)]
#[template(path = "breaches/pages/register.html")]
struct RegisterPage<'a> {
    s: &'a PageContext,
    title: Field,
    discovered: [Field; 2],
    happened: [Field; 2],
    found_through: Field,
    /// Name of the box, label, whether it is ticked.
    data: Vec<(String, String, bool)>,
    data_error: String,
    texts: [Field; 2],
    summary: String,
}

fn text(rows: usize) -> Input {
    Input::Text { rows, words: 0 }
}

fn render(
    s: &PageContext,
    typed: &Fields,
    problem: Option<&Refusal>,
) -> Result<HttpResponse, Failure> {
    let make = Maker { s, typed, problem };
    let tick = |class: &DataClass| {
        let name = format!("data.{}", class.name());
        let is_ticked = typed.get(&name) == "yes";
        (name, s.word("breach-data", class.name()), is_ticked)
    };
    let fault = problem
        .and_then(|problem| problem.errors.iter().find(|fault| fault.field == "data"))
        .map(|fault| s.message(fault.code, &fault.arguments));
    let page = RegisterPage {
        title: make.hinted("title", Input::Line),
        discovered: make.instant("discovered_at"),
        happened: make.instant("happened_at"),
        found_through: make.hinted("found_through", text(3)),
        data: DataClass::ALL.iter().map(tick).collect(),
        data_error: fault.unwrap_or_default(),
        texts: [make.hinted("how", text(5)), make.hinted("handling", text(5))],
        summary: summary(s, problem, |name| label(s, name)),
        s,
    };
    let status = problem.map_or(200, |problem| problem.code.status);
    show_with(StatusCode::from_u16(status).unwrap_or(StatusCode::UNPROCESSABLE_ENTITY), s, &page)
}

pub(super) async fn page(app: web::Data<App>, visitor: Visitor) -> Result<HttpResponse, Failure> {
    let act = |_: &mut _, viewer: &_, _| actions::may_manage(viewer);
    let (s, ()) = visitor.load_signed_in(&app, act).await?;
    let mut typed = Fields::default();
    put(&s, &mut typed, "discovered_at", s.now);
    render(&s, &typed, None)
}

/// What was typed, as far as its instants can be parsed.
fn read(s: &PageContext, typed: &Fields) -> (NewBreach, Vec<FieldError>) {
    let mut faults = Vec::new();
    let discovered_at = needed(s, typed, "discovered_at", &mut faults).unwrap_or(s.now);
    let happened_at = instant(s, typed, "happened_at").unwrap_or_else(|found| {
        faults.extend(found);
        None
    });
    let is_ticked = |class: &DataClass| typed.get(&format!("data.{}", class.name())) == "yes";
    let text = |name: &str| typed.get(name).to_owned();
    let new = NewBreach {
        title: text("title"),
        happened_at,
        discovered_at,
        found_through: text("found_through"),
        data: DataClass::ALL.iter().copied().filter(is_ticked).collect(),
        how: text("how"),
        handling: text("handling"),
    };
    (new, faults)
}

/// The faults of the instants together with all others.
fn refused(new: &NewBreach, mut faults: Vec<FieldError>, s: &PageContext) -> Failure {
    if let Err(Failure::Refused(problem)) = rules::check_new(new, s.now) {
        faults.extend(problem.errors);
    }
    Refusal::invalid(faults).into()
}

pub(super) async fn register(
    app: web::Data<App>,
    form: SignedInForm,
) -> Result<HttpResponse, Failure> {
    let SignedInForm { caller, visitor, fields } = form;
    let act = |_: &mut _, viewer: &_, _| actions::may_manage(viewer);
    let (s, ()) = visitor.load_signed_in(&app, act).await?;
    let (new, faults) = read(&s, &fields);
    let outcome = if faults.is_empty() {
        caller.write(&app, move |db, viewer, now| actions::register(db, viewer, &new, now)).await
    } else {
        Err(refused(&new, faults, &s))
    };
    match outcome {
        Ok(case) => Ok(go_to(&format!("/desk/breaches/{}", case.breach.id))),
        Err(failure) => render(&s, &fields, Some(&located(as_form_error(failure)?, ""))),
    }
}
