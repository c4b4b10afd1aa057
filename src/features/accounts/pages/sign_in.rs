//! Signing in and out in a browser: the password, then the code if a second factor is set up.

use super::forms::{SIGN_IN, SIGN_IN_CODE};
use super::{FormPage, Links, Typed};
use crate::features::accounts::actions::{self, Step, Tokened};
use crate::features::accounts::cookies::{ended_cookies, session_cookies};
use crate::features::accounts::{Accounts, Client, PublicForm, SignedInForm, Visitor, flows};
use crate::kernel::access::Permission;
use crate::kernel::errors::Failure;
use crate::platform::app::App;
use crate::web::Fields;
use crate::web::forms::respond_with;
use crate::web::kept::Carried;
use crate::web::pages::{PageContext, PageRoutes, go_to, own_path};
use actix_web::{HttpRequest, HttpResponse, web};
use serde::Deserialize;

const LINKS: Links = &[("/register", "to-register"), ("/forgot-password", "to-forgot")];
const AGAIN: Links = &[("/sign-in", "from-the-start")];

#[derive(Debug, Deserialize)]
struct Next {
    #[serde(default)]
    next: String,
}

/// Where signing in leads to: a page of ours, or the form that was typed when the last session ended.
type Way<'a> = (&'a str, Option<&'a Carried>);

fn sign_in_form(
    s: &PageContext,
    (typed, problem): Typed<'_>,
    (next, carried): Way<'_>,
) -> Result<HttpResponse, Failure> {
    let page = FormPage::new(("sign-in", LINKS), &SIGN_IN.shown(s, typed, problem));
    page.carrying(carried).hidden("next", next).answer()
}

fn code_form(
    s: &PageContext,
    (typed, problem): Typed<'_>,
    (next, carried): Way<'_>,
) -> Result<HttpResponse, Failure> {
    let names = ("second-step", AGAIN);
    let page = FormPage::new(names, &SIGN_IN_CODE.shown(s, typed, problem));
    page.carrying(carried).hidden("next", next).answer()
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
    sign_in_form(&shell, (&Fields::default(), None), (own_path(&query.next), None))
}

async fn sign_in(
    app: web::Data<App>,
    accounts: web::Data<Accounts>,
    request: HttpRequest,
    sent: PublicForm,
) -> Result<HttpResponse, Failure> {
    let carried = Carried::of(&sent.fields);
    let way = (own_path(sent.fields.get("next")), carried.as_ref());
    let client = Client::of_browser(&request, &app.settings.server)?;
    let sign_in = async |typed| flows::sign_in(&app, &accounts, &client, typed).await;
    respond_with(
        sent.hand(&SIGN_IN, sign_in).await,
        async |step| match step {
            Step::Done(tokened) => {
                enter((&app, &accounts), (&client, &tokened), &sent.visitor, way)
            }
            Step::Owing(challenge) => {
                let (s, ()) = sent.visitor.load_page(&app, |_| Ok(())).await?;
                let mut typed = Fields::default();
                typed.set("challenge", challenge.challenge_token);
                code_form(&s, (&typed, None), way)
            }
        },
        async |problem| {
            let (s, ()) = sent.visitor.load_page(&app, |_| Ok(())).await?;
            sign_in_form(&s, (&sent.fields, Some(&problem)), way)
        },
    )
    .await
}

async fn second_step(
    app: web::Data<App>,
    accounts: web::Data<Accounts>,
    request: HttpRequest,
    sent: PublicForm,
) -> Result<HttpResponse, Failure> {
    let carried = Carried::of(&sent.fields);
    let way = (own_path(sent.fields.get("next")), carried.as_ref());
    let client = Client::of_browser(&request, &app.settings.server)?;
    let sign_in = async |typed| flows::sign_in_with_code(&app, &accounts, &client, typed).await;
    respond_with(
        sent.hand(&SIGN_IN_CODE, sign_in).await,
        async |tokened| enter((&app, &accounts), (&client, &tokened), &sent.visitor, way),
        async |problem| {
            let (s, ()) = sent.visitor.load_page(&app, |_| Ok(())).await?;
            code_form(&s, (&sent.fields, Some(&problem)), way)
        },
    )
    .await
}

/// Redirects to the page that was wanted, with the cookies of the session and of the device; or to
/// what was typed when the last session ended.
fn enter(
    (app, accounts): (&App, &Accounts),
    (client, tokened): (&Client, &Tokened),
    visitor: &Visitor,
    (next, carried): Way<'_>,
) -> Result<HttpResponse, Failure> {
    let now = app.clock.now();
    let whose = accounts.tokens.check(&tokened.access_token, now)?;
    let token = accounts.tokens.issue_for_pages(&whose.user, &whose.session, now)?;
    let session = session_cookies(app, token, accounts.tokens.idle_seconds);
    let mut answer = match carried {
        Some(carried) => {
            let mut shell = PageContext::bare(visitor.language(), next, now);
            shell.anonymous = true;
            shell.csrf = accounts.tokens.csrf(&whose.session);
            carried.resume(&shell, next)?
        }
        None => go_to(next),
    };
    for cookie in session.into_iter().chain(client.cookie(app)) {
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
        .insert_header(("clear-site-data", "\"cache\", \"storage\""));
    for cookie in ended_cookies(&app) {
        answer.cookie(cookie);
    }
    Ok(answer.finish())
}

pub(super) fn configure(routes: &mut PageRoutes<'_>) {
    routes
        .get(Permission::SignIn, SIGN_IN.address(), sign_in_page)
        .form(Permission::SignIn, &SIGN_IN, sign_in)
        .form(Permission::SignIn, &SIGN_IN_CODE, second_step)
        .post(Permission::ManageOwnAccount, "/sign-out", sign_out);
}
