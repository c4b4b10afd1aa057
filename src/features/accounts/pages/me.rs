//! One's own account: name and roles, password, sessions, second factor.

use super::Plain;
use super::forms::OWN_PASSWORD;
use crate::features::accounts::actions::{self, OwnSession, SecondFactor};
use crate::features::accounts::inputs::PasswordChange;
use crate::features::accounts::{Accounts, SignedInForm, Unit, User, Visitor, find_unit, flows};
use crate::kernel::access::{Facts, Permission};
use crate::kernel::errors::{Failure, Refusal, common};
use crate::kernel::ids::SessionId;
use crate::platform::app::App;
use crate::web::Fields;
use crate::web::forms::respond;
use crate::web::pages::{PageContext, PageRoutes, go_to, show};
use actix_web::{HttpResponse, web};
use askama::Template;
use serde::Deserialize;
use std::sync::Arc;

#[derive(Template)]
#[template(path = "accounts/pages/me.html")]
struct MePage<'a> {
    s: &'a PageContext,
    user: &'a User,
    unit: Option<&'a Unit>,
    factor: &'a SecondFactor,
    sessions: &'a [OwnSession],
    /// What was just done, as a message id; empty when nothing was.
    done: &'static str,
    refusal: String,
}

impl MePage<'_> {
    /// Whether they can have conflicts of interest on record.
    fn has_conflicts_page(&self) -> bool {
        self.s.permitted(Facts::NONE).allows(Permission::ReadOwnConflicts)
    }

    fn client(&self, session: &OwnSession) -> String {
        match session.client.as_str() {
            "" => self.s.t("me-client-unknown"),
            name => name.to_owned(),
        }
    }
}

#[derive(Debug, Deserialize)]
struct Done {
    #[serde(default)]
    done: String,
}

/// The message id of what the address says was done. Only these are accepted.
fn done(query: &str) -> &'static str {
    let known = ["password", "session", "verification", "second-factor-off", "address", "nip"];
    known.into_iter().find(|name| *name == query).unwrap_or("")
}

async fn me(
    app: web::Data<App>,
    visitor: Visitor,
    query: web::Query<Done>,
) -> Result<HttpResponse, Failure> {
    show_me(&app, &visitor, done(&query.done), None).await
}

async fn show_me(
    app: &App,
    visitor: &Visitor,
    done: &'static str,
    problem: Option<&Refusal>,
) -> Result<HttpResponse, Failure> {
    let settings = Arc::clone(&app.settings);
    let (shell, (user, unit, factor, sessions)) = visitor
        .load_signed_in(app, move |cx| {
            let user = actions::own_account(cx)?;
            let unit = match &user.unit {
                Some(code) => find_unit(cx.db, code)?,
                None => None,
            };
            let factor = actions::second_factor(cx, &settings.accounts)?;
            Ok((user, unit, factor, actions::own_sessions(cx)?))
        })
        .await?;
    let refusal = problem.map_or_else(String::new, |problem| shell.problem(problem));
    let (unit, sessions) = (unit.as_ref(), sessions.as_slice());
    let page = MePage { s: &shell, user: &user, unit, factor: &factor, sessions, done, refusal };
    show(&shell, &page)
}

static PASSWORD: Plain<PasswordChange> =
    Plain::new(&OWN_PASSWORD, "password", &[("/me", "to-me")]).choosing();

async fn password_page(app: web::Data<App>, visitor: Visitor) -> Result<HttpResponse, Failure> {
    PASSWORD.to_person((&app, &visitor), (&Fields::default(), None)).await
}

async fn change_password(
    app: web::Data<App>,
    accounts: web::Data<Accounts>,
    sent: SignedInForm,
) -> Result<HttpResponse, Failure> {
    let change =
        async |wanted| flows::set_new_password(&app, &accounts, sent.caller.clone(), wanted).await;
    let done = sent.hand(&OWN_PASSWORD, change).await;
    PASSWORD.respond((&app, &sent), done, "/me?done=password").await
}

async fn end_session(
    app: web::Data<App>,
    id: web::Path<SessionId>,
    form: SignedInForm,
) -> Result<HttpResponse, Failure> {
    let ended = form.caller.write(&app, move |cx| actions::end_own_session(cx, &id)).await;
    match ended {
        // The session may have ended by itself in the meantime; the wish is then fulfilled.
        Err(Failure::Refused(problem)) if problem.code == common::NOT_FOUND => {}
        other => other?,
    }
    Ok(go_to("/me?done=session"))
}

async fn send_verification(
    app: web::Data<App>,
    form: SignedInForm,
) -> Result<HttpResponse, Failure> {
    let SignedInForm { caller, visitor, .. } = form;
    respond(
        caller.write(&app, actions::send_verification).await,
        |()| "/me?done=verification".to_owned(),
        async |problem| show_me(&app, &visitor, "", Some(&problem)).await,
    )
    .await
}

pub(super) fn configure(routes: &mut PageRoutes<'_>) {
    routes
        .get(Permission::ManageOwnAccount, "/me", me)
        .get(Permission::ManageOwnAccount, OWN_PASSWORD.address(), password_page)
        .form(Permission::ManageOwnAccount, &OWN_PASSWORD, change_password)
        .post(Permission::ManageOwnAccount, "/me/sessions/{id}/end", end_session)
        .post(Permission::ManageOwnAccount, "/me/verification", send_verification);
}
