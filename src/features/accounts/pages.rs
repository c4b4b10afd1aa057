//! Accounts in a browser: signing in and out in `sign_in`, opening an account in `register`, the
//! links of letters in `links`, one's own address and NIP in `address`, what the secretariat
//! confirms and corrects in `identities`, one's own account in `me` and `second_factor`, all
//! accounts in `users`, changes that need a second person in `changes`, the table of units in
//! `units`. Here is what they share: a page with one form, and a page with one notice.

mod acting;
mod address;
mod changes;
mod desk_forms;
mod forms;
mod identities;
mod links;
mod me;
mod register;
mod second_factor;
mod sign_in;
mod units;
mod user;
mod users;

use super::{SignedInForm, Visitor};
use crate::kernel::errors::{Failure, Refusal};
use crate::kernel::input::Input;
use crate::kernel::settings::Settings;
use crate::platform::app::App;
use crate::web::Fields;
use crate::web::forms::{Form, Shown, respond};
use crate::web::kept::Carried;
use crate::web::pages::{Field, PageContext, PageRoutes, show_refused};
use actix_web::HttpResponse;
use askama::Template;
use serde::Deserialize;

/// Address and message id of each link.
type Links = &'static [(&'static str, &'static str)];

/// A page with one form and links to other pages. Its message ids are `account-<name>`,
/// `account-<name>-lead` and `account-<name>-do`.
#[derive(Template)]
#[template(path = "accounts/pages/form.html")]
struct FormPage<'a> {
    s: &'a PageContext,
    name: &'static str,
    action: String,
    summary: String,
    fields: Vec<Field>,
    hidden: Vec<(String, String)>,
    links: Links,
    problem: Option<&'a Refusal>,
}

impl<'a> FormPage<'a> {
    fn new<T: Input>((name, links): (&'static str, Links), form: &Shown<'a, T>) -> Self {
        Self {
            s: form.context(),
            name,
            action: form.address().to_owned(),
            summary: form.summary(),
            fields: form.all(),
            hidden: form.hidden(),
            links,
            problem: form.problem(),
        }
    }

    /// Where it is sent to, if that holds an id.
    fn sent_to(mut self, action: String) -> Self {
        self.action = action;
        self
    }

    fn hidden(mut self, name: &'static str, value: impl Into<String>) -> Self {
        self.hidden.push((name.to_owned(), value.into()));
        self
    }

    /// Adds what was typed elsewhere before the session ended.
    fn carrying(mut self, carried: Option<&Carried>) -> Self {
        self.hidden.extend(carried.map(Carried::hidden).unwrap_or_default());
        self
    }

    fn words(&self, part: &str) -> String {
        self.s.word("account", &format!("{}-{part}", self.name))
    }

    /// The page; with the refusal's status when the form comes back.
    fn answer(&self) -> Result<HttpResponse, Failure> {
        show_refused(self.s, self, self.problem)
    }
}

/// What was typed, and what is wrong with it; nothing of both when the page is opened.
type Typed<'a> = (&'a Fields, Option<&'a Refusal>);

/// A page whose form needs nothing to be looked up.
struct Plain<T: 'static> {
    form: &'static Form<T>,
    /// Name and links of the page.
    page: (&'static str, Links),
    /// A new password is chosen: the page tells how long it must be.
    is_choice: bool,
}

impl<T: Input> Plain<T> {
    const fn new(form: &'static Form<T>, name: &'static str, links: Links) -> Self {
        Self { form, page: (name, links), is_choice: false }
    }

    const fn choosing(self) -> Self {
        Self { is_choice: true, ..self }
    }

    fn on(
        &self,
        (app, s): (&App, &PageContext),
        (typed, problem): Typed<'_>,
    ) -> Result<HttpResponse, Failure> {
        let mut shown = self.form.shown(s, typed, problem);
        if self.is_choice {
            shown = shown.hinted("password", password_hint(app, s));
        }
        FormPage::new(self.page, &shown).answer()
    }

    async fn to_anyone(
        &self,
        (app, visitor): (&App, &Visitor),
        typed: Typed<'_>,
    ) -> Result<HttpResponse, Failure> {
        let (s, ()) = visitor.load_page(app, |_| Ok(())).await?;
        self.on((app, &s), typed)
    }

    async fn to_person(
        &self,
        (app, visitor): (&App, &Visitor),
        typed: Typed<'_>,
    ) -> Result<HttpResponse, Failure> {
        let (s, ()) = visitor.load_signed_in(app, |_| Ok(())).await?;
        self.on((app, &s), typed)
    }

    /// Whoever sent it is led on, or asked again.
    async fn respond<R>(
        &self,
        (app, sent): (&App, &SignedInForm),
        outcome: Result<R, Failure>,
        to: &str,
    ) -> Result<HttpResponse, Failure> {
        let again = async |problem| {
            self.to_person((app, &sent.visitor), (&sent.fields, Some(&problem))).await
        };
        respond(outcome, |_| to.to_owned(), again).await
    }
}

fn password_hint(app: &App, s: &PageContext) -> String {
    s.count("account-password-hint", app.settings.accounts.password_min_length)
}

/// What a letter's link brings to its page.
#[derive(Deserialize)]
struct Token {
    #[serde(default)]
    token: String,
}

impl Token {
    /// As the page's form sends it on.
    fn into_fields(self) -> Fields {
        [("token".to_owned(), self.token)].into_iter().collect()
    }
}

/// Where to look for a letter that does not arrive. Without a mail relay no spam folder can hold
/// it.
fn where_letters_are(s: &PageContext, settings: &Settings) -> String {
    let is_sent = !settings.mail.smtp_host.is_empty();
    s.t(if is_sent { "account-mail-spam" } else { "account-mail-no-relay" })
}

/// A notice and a link to go on. Its message ids are `account-<name>` and `account-<name>-lead`.
#[derive(Template)]
#[template(path = "accounts/pages/note.html")]
struct NotePage<'a> {
    s: &'a PageContext,
    /// Where to look for a letter that does not arrive.
    hint: String,
    name: &'static str,
    /// Address and message id.
    on: (&'static str, &'static str),
}

impl NotePage<'_> {
    fn words(&self, part: &str) -> String {
        self.s.word("account", &format!("{}-{part}", self.name))
    }
}

pub fn configure(routes: &mut PageRoutes<'_>) {
    sign_in::configure(routes);
    register::configure(routes);
    links::configure(routes);
    address::configure(routes);
    identities::configure(routes);
    me::configure(routes);
    second_factor::configure(routes);
    units::configure(routes);
    acting::configure(routes);
    changes::configure(routes);
    users::configure(routes);
    user::configure(routes);
}
