//! Opening an account for oneself: asking for the letter, and the form behind its link.

use super::forms::{OPENING, REGISTRATION};
use super::{FormPage, Links, NotePage, Token, Typed, password_hint, where_letters_are};
use crate::features::accounts::flows::{self, Registered};
use crate::features::accounts::inputs::Registration;
use crate::features::accounts::{Accounts, PublicForm, Unit, Visitor, actions, load_units};
use crate::kernel::access::Permission;
use crate::kernel::errors::{Failure, Refusal};
use crate::kernel::ids::UnitCode;
use crate::kernel::input::Input;
use crate::platform::app::App;
use crate::platform::cx::AnyoneCx;
use crate::web::Fields;
use crate::web::forms::{Choices, Form, Shown, as_form_error, respond};
use crate::web::pages::{PageContext, PageRoutes, go_to, show};
use actix_web::{HttpRequest, HttpResponse, web};
use serde::Deserialize;
use std::collections::BTreeMap;

pub(super) type Units = BTreeMap<UnitCode, Unit>;

/// The units in use, to choose from.
pub(super) fn unit_choices(units: &Units) -> Choices {
    let in_use = units.values().filter(|unit| unit.active);
    let choice = |unit: &Unit| (unit.code.to_string(), unit.name.clone());
    let mut choices: Vec<_> = in_use.map(choice).collect();
    choices.sort_by(|one, other| one.1.cmp(&other.1));
    choices
}

/// A form about a person, with the units to choose from and how long the password must be.
fn about_a_person<'a, T: Input>(
    app: &App,
    (s, units): (&'a PageContext, &Units),
    form: &'static Form<T>,
    (typed, problem): (&'a Fields, Option<&'a Refusal>),
) -> Shown<'a, T> {
    let shown = form.shown(s, typed, problem).offer("unit", unit_choices(units));
    shown.hinted("password", password_hint(app, s))
}

/// The form in use: where a letter is sent first, only the address is asked for.
fn registration(app: &App) -> &'static Form<Registration> {
    let [asking, at_once] = &REGISTRATION;
    if app.settings.accounts.require_verified_email { asking } else { at_once }
}

fn shown_asking(
    app: &App,
    known: (&PageContext, &Units),
    typed: Typed<'_>,
) -> Result<HttpResponse, Failure> {
    let names: (_, Links) = ("register", &[("/sign-in", "to-sign-in")]);
    FormPage::new(names, &about_a_person(app, known, registration(app), typed)).answer()
}

fn shown_opening(
    app: &App,
    known: (&PageContext, &Units),
    typed: Typed<'_>,
) -> Result<HttpResponse, Failure> {
    let names: (_, Links) = ("open", &[("/register", "to-register-again")]);
    FormPage::new(names, &about_a_person(app, known, &OPENING, typed)).answer()
}

async fn page(app: web::Data<App>, visitor: Visitor) -> Result<HttpResponse, Failure> {
    let (s, units) = visitor.load_page(&app, |cx| load_units(cx.db)).await?;
    if s.person.is_some() {
        return Ok(go_to("/me"));
    }
    shown_asking(&app, (&s, &units), (&Fields::default(), None))
}

async fn register(
    app: web::Data<App>,
    accounts: web::Data<Accounts>,
    request: HttpRequest,
    sent: PublicForm,
) -> Result<HttpResponse, Failure> {
    let register = async |asked| flows::register(&app, &accounts, &request, asked).await;
    let to = |done| match done {
        Registered::Opened(_) => "/check-mail?opened=yes".to_owned(),
        Registered::Sent(_) => "/check-mail".to_owned(),
    };
    respond(sent.hand(registration(&app), register).await, to, async |problem| {
        let (s, units) = sent.visitor.load_page(&app, |cx| load_units(cx.db)).await?;
        shown_asking(&app, (&s, &units), (&sent.fields, Some(&problem)))
    })
    .await
}

async fn opening_page(
    app: web::Data<App>,
    visitor: Visitor,
    query: web::Query<Token>,
) -> Result<HttpResponse, Failure> {
    let typed = query.into_inner().into_fields();
    let token = typed.get("token").to_owned();
    let read = move |cx: &mut AnyoneCx<'_>| {
        // What is wrong with the link is told on the page that it leads to.
        let problem = match actions::whose_registration(cx.db, &token, cx.now) {
            Ok(_) => None,
            Err(failure) => Some(as_form_error(failure)?),
        };
        Ok((load_units(cx.db)?, problem))
    };
    let (s, (units, problem)) = visitor.load_page(&app, read).await?;
    shown_opening(&app, (&s, &units), (&typed, problem.as_ref()))
}

async fn opening(
    app: web::Data<App>,
    accounts: web::Data<Accounts>,
    sent: PublicForm,
) -> Result<HttpResponse, Failure> {
    let open = async |typed| flows::confirm(&app, &accounts, typed).await;
    respond(
        sent.hand(&OPENING, open).await,
        |_| "/account-opened".to_owned(),
        async |problem| {
            let (s, units) = sent.visitor.load_page(&app, |cx| load_units(cx.db)).await?;
            shown_opening(&app, (&s, &units), (&sent.fields, Some(&problem)))
        },
    )
    .await
}

async fn opened(app: web::Data<App>, visitor: Visitor) -> Result<HttpResponse, Failure> {
    let (shell, ()) = visitor.load_page(&app, |_| Ok(())).await?;
    let on = ("/sign-in", "to-sign-in");
    show(&shell, &NotePage { s: &shell, hint: shell.t("me-nip-waits"), name: "opened", on })
}

#[derive(Deserialize)]
struct Sent {
    #[serde(default)]
    opened: String,
}

async fn check_mail(
    app: web::Data<App>,
    visitor: Visitor,
    query: web::Query<Sent>,
) -> Result<HttpResponse, Failure> {
    let (shell, ()) = visitor.load_page(&app, |_| Ok(())).await?;
    let hint = where_letters_are(&shell, &app.settings);
    // Whoever mistyped the address can simply ask again.
    let (name, on) = match query.opened.as_str() {
        "yes" => ("check-mail", ("/sign-in", "to-sign-in")),
        _ => ("letter-sent", ("/register", "to-register-again")),
    };
    let page = NotePage { s: &shell, hint, name, on };
    show(&shell, &page)
}

pub(super) fn configure(routes: &mut PageRoutes<'_>) {
    routes
        .get(Permission::Register, "/register", page)
        .forms(Permission::Register, &REGISTRATION, register)
        .get(Permission::Register, OPENING.address(), opening_page)
        .form(Permission::Register, &OPENING, opening)
        .get(Permission::Register, "/account-opened", opened)
        .get(Permission::Register, "/check-mail", check_mail);
}
