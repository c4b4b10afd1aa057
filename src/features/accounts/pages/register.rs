//! Opening an account for oneself: asking for the letter, and the form behind its link.

use super::{FormPage, NotePage, demand, field, or_problem, password, where_letters_are};
use crate::features::accounts::flows::{self, Newcomer, Registered};
use crate::features::accounts::{Accounts, PublicForm, Unit, Visitor, actions, load_units, rules};
use crate::kernel::access::Permission;
use crate::kernel::errors::{Failure, FieldError, Refusal, common};
use crate::kernel::ids::UnitCode;
use crate::platform::app::App;
use crate::platform::cx::AnyoneCx;
use crate::web::Fields;
use crate::web::pages::{Field, Input, PageContext, PageRoutes, go_to, show};
use actix_web::{HttpRequest, HttpResponse, web};
use serde::Deserialize;
use std::collections::BTreeMap;
use validator::ValidateEmail;

pub(super) type Units = BTreeMap<UnitCode, Unit>;

/// The units in use, to choose from; the first choice means none.
pub(super) fn unit_choices(units: &Units, none: String) -> Vec<(String, String)> {
    let in_use = units.values().filter(|unit| unit.active);
    let choice = |unit: &Unit| (unit.code.to_string(), unit.name.clone());
    let mut choices: Vec<_> = in_use.map(choice).collect();
    choices.sort_by(|one, other| one.1.cmp(&other.1));
    choices.insert(0, (String::new(), none));
    choices
}

/// What is known when the form is shown.
struct Form<'a> {
    units: &'a Units,
    typed: &'a Fields,
    minimum: usize,
    problem: Option<&'a Refusal>,
}

impl Form<'_> {
    fn line(&self, s: &PageContext, name: &str, input: Input) -> Field {
        field(s, name, input, self.problem).value(self.typed.get(name))
    }

    /// The fields about the person, and the password.
    fn person(&self, s: &PageContext) -> Vec<Field> {
        let choices = unit_choices(self.units, s.t("account-choose-unit"));
        let minimum = s.count("account-password-hint", self.minimum);
        vec![
            self.line(s, "name", Input::Line).autocomplete("name"),
            self.line(s, "nip", Input::Number).hint(s.t("account-nip-hint")).autocomplete("off"),
            self.line(s, "unit", Input::Choice(choices)),
            password(s, "password", "new-password", self.problem).hint(minimum),
        ]
    }

    /// Asking for an account. Where a letter is sent first, only the address is asked for.
    fn asking<'a>(&self, s: &'a PageContext, by_letter: bool) -> FormPage<'a> {
        let email = self.line(s, "email", Input::Email);
        let mut fields = vec![email.hint(s.t("account-email-hint")).autocomplete("email")];
        if !by_letter {
            fields.extend(self.person(s));
        }
        FormPage::new(s, "register", "/register", self.problem)
            .with(fields)
            .links(&[("/sign-in", "to-sign-in")])
    }

    /// The form behind the link of the letter.
    fn opening<'a>(&self, s: &'a PageContext, token: &str) -> FormPage<'a> {
        FormPage::new(s, "open", "/register/confirm", self.problem)
            .with(self.person(s))
            .hidden("token", token)
            .links(&[("/register", "to-register-again")])
    }
}

async fn page(app: web::Data<App>, visitor: Visitor) -> Result<HttpResponse, Failure> {
    let (shell, units) = visitor.load_page(&app, |cx| load_units(cx.db)).await?;
    if shell.person.is_some() {
        return Ok(go_to("/me"));
    }
    shown_asking(&app, &shell, (&units, &Fields::default()), None)
}

fn shown_asking(
    app: &App,
    shell: &PageContext,
    (units, typed): (&Units, &Fields),
    problem: Option<&Refusal>,
) -> Result<HttpResponse, Failure> {
    let settings = &app.settings.accounts;
    let form = Form { units, typed, minimum: settings.password_min_length, problem };
    form.asking(shell, settings.require_verified_email).shown(problem)
}

fn shown_opening(
    app: &App,
    shell: &PageContext,
    (units, typed): (&Units, &Fields),
    problem: Option<&Refusal>,
) -> Result<HttpResponse, Failure> {
    let minimum = app.settings.accounts.password_min_length;
    let form = Form { units, typed, minimum, problem };
    form.opening(shell, typed.get("token")).shown(problem)
}

/// The checks that every form with a name and an address makes first.
pub(super) fn check_person(fields: &Fields, names: &[&str]) -> Result<(), Failure> {
    demand(fields, names)?;
    let mut faults = Vec::new();
    if !fields.get("email").trim().validate_email() {
        faults.push(FieldError::new("email", common::field::NOT_AN_EMAIL));
    }
    faults.extend(rules::name_fault(fields.get("name")));
    Failure::when_any(faults)
}

/// What was typed; an empty field is absent.
fn newcomer(fields: &Fields) -> Newcomer {
    let some = |name: &str| {
        let text = fields.get(name).trim();
        (!text.is_empty()).then(|| text.to_owned())
    };
    let password = fields.get("password");
    Newcomer {
        email: fields.get("email").trim().to_owned(),
        nip: some("nip"),
        name: some("name"),
        unit: some("unit").map(UnitCode::new),
        password: (!password.is_empty()).then(|| password.to_owned()),
    }
}

async fn register(
    app: web::Data<App>,
    accounts: web::Data<Accounts>,
    request: HttpRequest,
    open: PublicForm,
) -> Result<HttpResponse, Failure> {
    let PublicForm { visitor, fields } = open;
    let asked = match demand(&fields, &["email"]) {
        Ok(()) => flows::register(&app, &accounts, &request, newcomer(&fields)).await,
        Err(failure) => Err(failure),
    };
    match or_problem(asked)? {
        Ok(Registered::Opened(_)) => Ok(go_to("/check-mail?opened=yes")),
        Ok(Registered::Sent(_)) => Ok(go_to("/check-mail")),
        Err(problem) => {
            let (shell, units) = visitor.load_page(&app, |cx| load_units(cx.db)).await?;
            shown_asking(&app, &shell, (&units, &fields), Some(&problem))
        }
    }
}

#[derive(Deserialize)]
struct Token {
    #[serde(default)]
    token: String,
}

async fn opening_page(
    app: web::Data<App>,
    visitor: Visitor,
    query: web::Query<Token>,
) -> Result<HttpResponse, Failure> {
    let token = query.into_inner().token;
    let of = token.clone();
    let read = move |cx: &mut AnyoneCx<'_>| {
        let is_good = or_problem(actions::whose_registration(cx.db, &of, cx.now))?.err();
        Ok((load_units(cx.db)?, is_good))
    };
    let (shell, (units, problem)) = visitor.load_page(&app, read).await?;
    let typed: Fields = [("token".to_owned(), token)].into_iter().collect();
    shown_opening(&app, &shell, (&units, &typed), problem.as_ref())
}

async fn opening(
    app: web::Data<App>,
    accounts: web::Data<Accounts>,
    open: PublicForm,
) -> Result<HttpResponse, Failure> {
    let PublicForm { visitor, fields } = open;
    let token = fields.get("token").to_owned();
    let opened = flows::confirm(&app, &accounts, token, newcomer(&fields)).await;
    match or_problem(opened)? {
        Ok(_) => Ok(go_to("/account-opened")),
        Err(problem) => {
            let (shell, units) = visitor.load_page(&app, |cx| load_units(cx.db)).await?;
            shown_opening(&app, &shell, (&units, &fields), Some(&problem))
        }
    }
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
        .post(Permission::Register, "/register", register)
        .get(Permission::Register, "/register/confirm", opening_page)
        .post(Permission::Register, "/register/confirm", opening)
        .get(Permission::Register, "/account-opened", opened)
        .get(Permission::Register, "/check-mail", check_mail);
}
