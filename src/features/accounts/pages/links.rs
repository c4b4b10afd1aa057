//! The pages behind the links of letters, each with a form. Opening a link has no effect, because
//! mail scanners open all links.

use super::{FormPage, NotePage, demand, field, or_problem, password, where_letters_are};
use crate::features::accounts::{Accounts, PublicForm, Visitor, actions, flows};
use crate::kernel::access::Permission;
use crate::kernel::errors::{Failure, Refusal};
use crate::platform::app::App;
use crate::web::pages::{Input, PageContext, PageRoutes, go_to, show};
use actix_web::{HttpRequest, HttpResponse, web};
use serde::Deserialize;

#[derive(Deserialize)]
struct Token {
    #[serde(default)]
    token: String,
}

fn verify_form<'a>(s: &'a PageContext, token: &str, problem: Option<&Refusal>) -> FormPage<'a> {
    FormPage::new(s, "verify", "/verify-email", problem)
        .hidden("token", token)
        .links(&[("/me", "to-me")])
}

async fn verify_page(
    app: web::Data<App>,
    visitor: Visitor,
    query: web::Query<Token>,
) -> Result<HttpResponse, Failure> {
    let (shell, ()) = visitor.load_page(&app, |_| Ok(())).await?;
    verify_form(&shell, &query.token, None).shown(None)
}

async fn verify(app: web::Data<App>, open: PublicForm) -> Result<HttpResponse, Failure> {
    let token = open.fields.get("token").to_owned();
    let sent = token.clone();
    let verified = app.write(move |db, now| actions::verify_email(db, &sent, now)).await;
    let problem = or_problem(verified)?.err();
    let (shell, ()) = open.visitor.load_page(&app, |_| Ok(())).await?;
    match problem {
        None => {
            let on =
                if shell.person.is_some() { ("/", "to-home") } else { ("/sign-in", "to-sign-in") };
            show(&shell, &NotePage { s: &shell, hint: String::new(), name: "verified", on })
        }
        Some(problem) => verify_form(&shell, &token, Some(&problem)).shown(Some(&problem)),
    }
}

fn forgot_form<'a>(s: &'a PageContext, login: &str, problem: Option<&Refusal>) -> FormPage<'a> {
    FormPage::new(s, "forgot", "/forgot-password", problem)
        .with(vec![field(s, "login", Input::Line, problem).value(login).autocomplete("username")])
        .links(&[("/sign-in", "to-sign-in")])
}

async fn forgot_page(app: web::Data<App>, visitor: Visitor) -> Result<HttpResponse, Failure> {
    let (shell, ()) = visitor.load_page(&app, |_| Ok(())).await?;
    forgot_form(&shell, "", None).shown(None)
}

async fn forgot(
    app: web::Data<App>,
    request: HttpRequest,
    open: PublicForm,
) -> Result<HttpResponse, Failure> {
    let login = open.fields.get("login").trim().to_owned();
    let asked = match demand(&open.fields, &["login"]) {
        Ok(()) => flows::ask_for_reset(&app, &request, login.clone()).await,
        Err(failure) => Err(failure),
    };
    match or_problem(asked)? {
        Ok(()) => Ok(go_to("/forgot-password/sent")),
        Err(problem) => {
            let (shell, ()) = open.visitor.load_page(&app, |_| Ok(())).await?;
            forgot_form(&shell, &login, Some(&problem)).shown(Some(&problem))
        }
    }
}

async fn sent(app: web::Data<App>, visitor: Visitor) -> Result<HttpResponse, Failure> {
    let (shell, ()) = visitor.load_page(&app, |_| Ok(())).await?;
    let hint = where_letters_are(&shell, &app.settings);
    show(&shell, &NotePage { s: &shell, hint, name: "reset-sent", on: ("/sign-in", "to-sign-in") })
}

fn reset_form<'a>(
    s: &'a PageContext,
    token: &str,
    minimum: usize,
    problem: Option<&Refusal>,
) -> FormPage<'a> {
    let hint = s.count("account-password-hint", minimum);
    FormPage::new(s, "reset", "/reset-password", problem)
        .with(vec![password(s, "password", "new-password", problem).hint(hint)])
        .hidden("token", token)
        .links(&[("/forgot-password", "to-forgot")])
}

async fn reset_page(
    app: web::Data<App>,
    visitor: Visitor,
    query: web::Query<Token>,
) -> Result<HttpResponse, Failure> {
    let (shell, ()) = visitor.load_page(&app, |_| Ok(())).await?;
    let minimum = app.settings.accounts.password_min_length;
    reset_form(&shell, &query.token, minimum, None).shown(None)
}

async fn reset(
    app: web::Data<App>,
    accounts: web::Data<Accounts>,
    open: PublicForm,
) -> Result<HttpResponse, Failure> {
    let PublicForm { visitor, fields } = open;
    let token = fields.get("token").to_owned();
    let reset = match demand(&fields, &["password"]) {
        Ok(()) => {
            let password = fields.get("password").to_owned();
            flows::reset_password(&app, &accounts, token.clone(), password).await
        }
        Err(failure) => Err(failure),
    };
    let problem = or_problem(reset)?.err();
    let (shell, ()) = visitor.load_page(&app, |_| Ok(())).await?;
    match problem {
        None => {
            let on = ("/sign-in", "to-sign-in");
            show(&shell, &NotePage { s: &shell, hint: String::new(), name: "reset-done", on })
        }
        Some(problem) => {
            let minimum = app.settings.accounts.password_min_length;
            reset_form(&shell, &token, minimum, Some(&problem)).shown(Some(&problem))
        }
    }
}

pub(super) fn configure(routes: &mut PageRoutes<'_>) {
    routes
        .get(Permission::SignIn, "/verify-email", verify_page)
        .post(Permission::SignIn, "/verify-email", verify)
        .get(Permission::SignIn, "/forgot-password", forgot_page)
        .post(Permission::SignIn, "/forgot-password", forgot)
        .get(Permission::SignIn, "/forgot-password/sent", sent)
        .get(Permission::SignIn, "/reset-password", reset_page)
        .post(Permission::SignIn, "/reset-password", reset);
}
