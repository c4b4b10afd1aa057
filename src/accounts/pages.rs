//! Signing in and out by a browser.

use super::api;
use super::cookies::{ended_cookie, session_cookie};
use super::{Accounts, OpenForm, Posted, Visitor, actions, mendable};
use crate::access::Act;
use crate::errors::{Failure, FieldError, Problem, common};
use crate::web::App;
use crate::web::pages::{
    Field, Input, PageRoutes, Shell, go_to, own_path, show, show_with, summary,
};
use actix_web::http::StatusCode;
use actix_web::{HttpRequest, HttpResponse, web};
use askama::Template;
use serde::Deserialize;

#[derive(Template)]
#[template(path = "accounts/pages/sign_in.html")]
struct SignInPage<'a> {
    s: &'a Shell,
    summary: String,
    login: Field,
    password: Field,
    next: &'a str,
}

#[derive(Debug, Deserialize)]
struct Next {
    #[serde(default)]
    next: String,
}

impl<'a> SignInPage<'a> {
    fn new(s: &'a Shell, login: &str, next: &'a str, problem: Option<&Problem>) -> Self {
        let field = |name: &str, input| Field::new(name, s.word("sign-in", name), input).required();
        Self {
            summary: summary(s, problem, |name| s.word("sign-in", name)),
            login: field("login", Input::Line)
                .value(login)
                .autocomplete("username")
                .errors_of(s, problem),
            password: field("password", Input::Password)
                .autocomplete("current-password")
                .errors_of(s, problem),
            next,
            s,
        }
    }
}

async fn sign_in_page(
    app: web::Data<App>,
    visitor: Visitor,
    query: web::Query<Next>,
) -> Result<HttpResponse, Failure> {
    let (shell, ()) = visitor.look(&app, |_, _, _| Ok(())).await?;
    if shell.person.is_some() {
        return Ok(go_to(own_path(&query.next)));
    }
    show(&shell, &SignInPage::new(&shell, "", own_path(&query.next), None))
}

async fn sign_in(
    app: web::Data<App>,
    accounts: web::Data<Accounts>,
    request: HttpRequest,
    form: OpenForm,
) -> Result<HttpResponse, Failure> {
    let OpenForm { visitor, fields } = form;
    let (login, password) = (fields.get("login").trim(), fields.get("password"));
    let next = own_path(fields.get("next"));
    let missing = [("login", login), ("password", password)]
        .into_iter()
        .filter(|(_, value)| value.is_empty())
        .map(|(name, _)| FieldError::new(name, common::field::REQUIRED))
        .collect();
    let signed_in = match Failure::when_any(missing) {
        Ok(()) => {
            let typed = (login.to_owned(), password.to_owned());
            api::sign_in(&app, &accounts, &request, typed).await
        }
        Err(failure) => Err(failure),
    };
    match signed_in {
        Ok(tokened) => {
            let now = app.clock.now();
            let whose = accounts.tokens.check(&tokened.access_token, now)?;
            let token = accounts.tokens.issue_for_pages(&whose.user, &whose.session, now)?;
            let cookie = session_cookie(&app, token, accounts.tokens.idle_seconds);
            let mut answer = go_to(next);
            answer.add_cookie(&cookie).map_err(|error| Failure::Inconsistent(error.to_string()))?;
            Ok(answer)
        }
        Err(failure) => {
            let problem = mendable(failure)?;
            let (shell, ()) = visitor.look(&app, |_, _, _| Ok(())).await?;
            let status = StatusCode::from_u16(problem.code.status).unwrap_or(StatusCode::OK);
            show_with(status, &shell, &SignInPage::new(&shell, login, next, Some(&problem)))
        }
    }
}

async fn sign_out(app: web::Data<App>, form: Posted) -> Result<HttpResponse, Failure> {
    form.caller.write(&app, actions::sign_out).await?;
    let mut answer = HttpResponse::SeeOther();
    answer
        .insert_header(("location", "/"))
        // The back button must not show what the next person at this machine should not see.
        .insert_header(("clear-site-data", "\"cache\", \"storage\""))
        .cookie(ended_cookie(&app));
    Ok(answer.finish())
}

pub fn configure(routes: &mut PageRoutes<'_>) {
    routes.get(Act::SignIn, "/sign-in", sign_in_page).post(Act::SignIn, "/sign-in", sign_in).post(
        Act::ManageOwnAccount,
        "/sign-out",
        sign_out,
    );
}
