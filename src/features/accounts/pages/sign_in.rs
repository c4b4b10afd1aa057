//! Signing in and out in a browser: the password, then the code if a second factor is set up.

use super::{FormPage, code, demand, field, or_problem, password};
use crate::features::accounts::actions::{self, Step, Tokened};
use crate::features::accounts::cookies::{ended_cookie, session_cookie};
use crate::features::accounts::{Accounts, Client, PublicForm, SignedInForm, Visitor, flows};
use crate::kernel::access::Permission;
use crate::kernel::errors::{Failure, Refusal};
use crate::platform::app::App;
use crate::web::kept::Carried;
use crate::web::pages::{Input, PageContext, PageRoutes, go_to, own_path, show};
use actix_web::{HttpRequest, HttpResponse, web};
use serde::Deserialize;

const LINKS: &[(&str, &str)] = &[("/register", "to-register"), ("/forgot-password", "to-forgot")];

#[derive(Debug, Deserialize)]
struct Next {
    #[serde(default)]
    next: String,
}

fn sign_in_form<'a>(
    s: &'a PageContext,
    login: &str,
    (next, carried): (&str, Option<&Carried>),
    problem: Option<&Refusal>,
) -> FormPage<'a> {
    FormPage::new(s, "sign-in", "/sign-in", problem)
        .carrying(carried)
        .with(vec![
            field(s, "login", Input::Line, problem).value(login).autocomplete("username"),
            password(s, "password", "current-password", problem),
        ])
        .hidden("next", next)
        .links(LINKS)
}

fn code_form<'a>(
    s: &'a PageContext,
    challenge: &str,
    (next, carried): (&str, Option<&Carried>),
    problem: Option<&Refusal>,
) -> FormPage<'a> {
    FormPage::new(s, "second-step", "/sign-in/code", problem)
        .carrying(carried)
        .with(vec![code(s, problem).hint(s.t("account-code-hint"))])
        .hidden("challenge", challenge)
        .hidden("next", next)
        .links(&[("/sign-in", "from-the-start")])
}

async fn sign_in_page(
    app: web::Data<App>,
    visitor: Visitor,
    query: web::Query<Next>,
) -> Result<HttpResponse, Failure> {
    let (shell, ()) = visitor.load_page(&app, |_| Ok(())).await?;
    if shell.person.is_some() {
        return Ok(go_to(own_path(&query.next)));
    }
    show(&shell, &sign_in_form(&shell, "", (own_path(&query.next), None), None))
}

async fn sign_in(
    app: web::Data<App>,
    accounts: web::Data<Accounts>,
    request: HttpRequest,
    form: PublicForm,
) -> Result<HttpResponse, Failure> {
    let PublicForm { visitor, fields } = form;
    let (login, next) = (fields.get("login").trim(), own_path(fields.get("next")));
    let carried = Carried::of(&fields);
    let way = (next, carried.as_ref());
    let client = Client::of_browser(&request, &app.settings.server)?;
    let signed_in = match demand(&fields, &["login", "password"]) {
        Ok(()) => {
            let typed = (login.to_owned(), fields.get("password").to_owned());
            flows::sign_in(&app, &accounts, &client, typed).await
        }
        Err(failure) => Err(failure),
    };
    match or_problem(signed_in)? {
        Ok(Step::Done(tokened)) => enter((&app, &accounts), (&client, &tokened), &visitor, way),
        Ok(Step::Owing(challenge)) => {
            let (shell, ()) = visitor.load_page(&app, |_| Ok(())).await?;
            code_form(&shell, &challenge.challenge_token, way, None).shown(None)
        }
        Err(problem) => {
            let (shell, ()) = visitor.load_page(&app, |_| Ok(())).await?;
            sign_in_form(&shell, login, way, Some(&problem)).shown(Some(&problem))
        }
    }
}

async fn second_step(
    app: web::Data<App>,
    accounts: web::Data<Accounts>,
    request: HttpRequest,
    form: PublicForm,
) -> Result<HttpResponse, Failure> {
    let PublicForm { visitor, fields } = form;
    let (challenge, next) = (fields.get("challenge"), own_path(fields.get("next")));
    let carried = Carried::of(&fields);
    let way = (next, carried.as_ref());
    let client = Client::of_browser(&request, &app.settings.server)?;
    let signed_in = match demand(&fields, &["code"]) {
        Ok(()) => {
            let typed = (challenge.to_owned(), fields.get("code").to_owned());
            flows::sign_in_with_code(&app, &accounts, &client, typed).await
        }
        Err(failure) => Err(failure),
    };
    match or_problem(signed_in)? {
        Ok(tokened) => enter((&app, &accounts), (&client, &tokened), &visitor, way),
        Err(problem) => {
            let (shell, ()) = visitor.load_page(&app, |_| Ok(())).await?;
            code_form(&shell, challenge, way, Some(&problem)).shown(Some(&problem))
        }
    }
}

/// Redirects to the page that was wanted, with the cookies of the session and of the device; or to
/// what was typed when the last session ended.
fn enter(
    (app, accounts): (&App, &Accounts),
    (client, tokened): (&Client, &Tokened),
    visitor: &Visitor,
    (next, carried): (&str, Option<&Carried>),
) -> Result<HttpResponse, Failure> {
    let now = app.clock.now();
    let whose = accounts.tokens.check(&tokened.access_token, now)?;
    let token = accounts.tokens.issue_for_pages(&whose.user, &whose.session, now)?;
    let session = session_cookie(app, token, accounts.tokens.idle_seconds);
    let mut answer = match carried {
        Some(carried) => {
            let mut shell = PageContext::bare(visitor.language(), next, now);
            shell.anonymous = true;
            shell.csrf = accounts.tokens.csrf(&whose.session);
            carried.resume(&shell, next)?
        }
        None => go_to(next),
    };
    for cookie in [Some(session), client.cookie(app)].into_iter().flatten() {
        answer.add_cookie(&cookie).map_err(|error| Failure::Inconsistent(error.to_string()))?;
    }
    Ok(answer)
}

async fn sign_out(app: web::Data<App>, form: SignedInForm) -> Result<HttpResponse, Failure> {
    form.caller.write(&app, actions::sign_out).await?;
    let mut answer = HttpResponse::SeeOther();
    answer
        .insert_header(("location", "/"))
        // After signing out, the back button must not show pages to the next person at this
        // machine.
        .insert_header(("clear-site-data", "\"cache\", \"storage\""))
        .cookie(ended_cookie(&app));
    Ok(answer.finish())
}

pub(super) fn configure(routes: &mut PageRoutes<'_>) {
    routes
        .get(Permission::SignIn, "/sign-in", sign_in_page)
        .post(Permission::SignIn, "/sign-in", sign_in)
        .post(Permission::SignIn, "/sign-in/code", second_step)
        .post(Permission::ManageOwnAccount, "/sign-out", sign_out);
}
