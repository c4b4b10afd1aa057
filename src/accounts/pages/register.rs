//! Opening an account for oneself.

use super::{FormPage, NotePage, demand, field, or_problem, password, where_letters_are};
use crate::access::Act;
use crate::accounts::api::{self, Newcomer};
use crate::accounts::{Accounts, OpenForm, Unit, Visitor, load_units};
use crate::errors::{Failure, FieldError, Problem, common};
use crate::ids::UnitCode;
use crate::web::pages::{Input, PageRoutes, Shell, go_to, show};
use crate::web::{App, Fields};
use actix_web::{HttpResponse, web};
use std::collections::BTreeMap;
use validator::ValidateEmail;

pub(super) type Units = BTreeMap<UnitCode, Unit>;

/// The units in use, to choose one from; the first choice is none.
pub(super) fn unit_choices(units: &Units, none: String) -> Vec<(String, String)> {
    let in_use = units.values().filter(|unit| unit.active);
    let choice = |unit: &Unit| (unit.code.to_string(), unit.name.clone());
    let mut choices: Vec<_> = in_use.map(choice).collect();
    choices.sort_by(|one, other| one.1.cmp(&other.1));
    choices.insert(0, (String::new(), none));
    choices
}

fn form<'a>(
    s: &'a Shell,
    units: &Units,
    typed: &Fields,
    minimum: usize,
    problem: Option<&Problem>,
) -> FormPage<'a> {
    let choices = unit_choices(units, s.t("account-choose-unit"));
    let line = |name: &str, input| field(s, name, input, problem).value(typed.get(name));
    let minimum = s.count("account-password-hint", minimum);
    FormPage::new(s, "register", "/register", problem)
        .with(vec![
            line("name", Input::Line).autocomplete("name"),
            line("nip", Input::Number).hint(s.t("account-nip-hint")).autocomplete("off"),
            line("unit", Input::Choice(choices)),
            line("email", Input::Email).hint(s.t("account-email-hint")).autocomplete("email"),
            password(s, "password", "new-password", problem).hint(minimum),
        ])
        .links(&[("/sign-in", "to-sign-in")])
}

async fn page(app: web::Data<App>, visitor: Visitor) -> Result<HttpResponse, Failure> {
    let (shell, units) = visitor.look(&app, |db, _, _| load_units(db)).await?;
    if shell.person.is_some() {
        return Ok(go_to("/me"));
    }
    let minimum = app.settings.accounts.password_min_length;
    form(&shell, &units, &Fields::default(), minimum, None).shown(None)
}

/// What every form with a name and an address checks before anything else.
pub(super) fn check_person(fields: &Fields, names: &[&str]) -> Result<(), Failure> {
    demand(fields, names)?;
    let mut faults = Vec::new();
    if !fields.get("email").trim().validate_email() {
        faults.push(FieldError::new("email", common::field::NOT_AN_EMAIL));
    }
    if fields.get("name").chars().count() > 200 {
        faults.push(FieldError::new("name", common::field::TOO_LONG).with("maximum", 200));
    }
    if fields.get("name").chars().any(char::is_control) {
        faults.push(FieldError::new("name", common::field::CONTROL_CHARACTERS));
    }
    Failure::when_any(faults)
}

async fn register(
    app: web::Data<App>,
    accounts: web::Data<Accounts>,
    open: OpenForm,
) -> Result<HttpResponse, Failure> {
    let OpenForm { visitor, fields } = open;
    let text = |name: &str| fields.get(name).trim().to_owned();
    let made = match check_person(&fields, &["name", "nip", "unit", "email", "password"]) {
        Ok(()) => {
            let newcomer = Newcomer {
                email: text("email"),
                nip: text("nip"),
                name: text("name"),
                unit: UnitCode::new(text("unit")),
                password: fields.get("password").to_owned(),
            };
            api::register(&app, &accounts, newcomer).await
        }
        Err(failure) => Err(failure),
    };
    match or_problem(made)? {
        Ok(_) => Ok(go_to("/check-mail")),
        Err(problem) => {
            let (shell, units) = visitor.look(&app, |db, _, _| load_units(db)).await?;
            let minimum = app.settings.accounts.password_min_length;
            form(&shell, &units, &fields, minimum, Some(&problem)).shown(Some(&problem))
        }
    }
}

async fn check_mail(app: web::Data<App>, visitor: Visitor) -> Result<HttpResponse, Failure> {
    let (shell, ()) = visitor.look(&app, |_, _, _| Ok(())).await?;
    let hint = where_letters_are(&shell, &app.settings);
    let page = NotePage { s: &shell, hint, name: "check-mail", on: ("/sign-in", "to-sign-in") };
    show(&shell, &page)
}

pub(super) fn configure(routes: &mut PageRoutes<'_>) {
    routes.get(Act::Register, "/register", page).post(Act::Register, "/register", register).get(
        Act::Register,
        "/check-mail",
        check_mail,
    );
}
