//! Accounts in a browser: signing in and out in `sign_in`, opening an account in `register`, the
//! links of letters in `links`, one's own address and NIP in `address`, what the secretariat
//! confirms and corrects in `identities`, one's own account in `me` and `second_factor`, all
//! accounts in `users`, changes that need a second person in `changes`, the table of units in
//! `units`. Here is what they share: a page with one form, and a page with one notice.

mod address;
mod changes;
mod identities;
mod links;
mod me;
mod register;
mod second_factor;
mod sign_in;
mod units;
mod user;
mod users;

use super::as_form_error;
use crate::kernel::errors::{Failure, FieldError, Refusal, common};
use crate::kernel::settings::Settings;
use crate::web::Fields;
use crate::web::kept::Carried;
use crate::web::pages::{Field, Input, PageContext, PageRoutes, show, show_with, summary};
use actix_web::HttpResponse;
use actix_web::http::StatusCode;
use askama::Template;

/// A page with one form and links to other pages. Its message ids are `account-<name>`,
/// `account-<name>-lead` and `account-<name>-do`.
#[derive(Template)]
#[template(path = "accounts/pages/form.html")]
struct FormPage<'a> {
    s: &'a PageContext,
    name: &'static str,
    action: &'a str,
    summary: String,
    fields: Vec<Field>,
    hidden: Vec<(String, String)>,
    /// Address and message id of each.
    links: &'a [(&'static str, &'static str)],
}

impl<'a> FormPage<'a> {
    fn new(
        s: &'a PageContext,
        name: &'static str,
        action: &'a str,
        problem: Option<&Refusal>,
    ) -> Self {
        let summary = summary(s, problem, |field| s.word("account-field", field));
        Self { s, name, action, summary, fields: Vec::new(), hidden: Vec::new(), links: &[] }
    }

    fn with(mut self, fields: Vec<Field>) -> Self {
        self.fields = fields;
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

    fn links(mut self, links: &'a [(&'static str, &'static str)]) -> Self {
        self.links = links;
        self
    }

    fn words(&self, part: &str) -> String {
        self.s.word("account", &format!("{}-{part}", self.name))
    }

    /// The page; with the refusal's status when the form comes back.
    fn shown(&self, problem: Option<&Refusal>) -> Result<HttpResponse, Failure> {
        match problem {
            None => show(self.s, self),
            Some(problem) => show_with(status_of(problem), self.s, self),
        }
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

fn status_of(problem: &Refusal) -> StatusCode {
    StatusCode::from_u16(problem.code.status).unwrap_or(StatusCode::UNPROCESSABLE_ENTITY)
}

/// A field under its name in the form, with its error.
fn field(s: &PageContext, name: &str, input: Input, problem: Option<&Refusal>) -> Field {
    let label = s.word("account-field", name);
    Field::new(name, label, input).required().errors_of(s, problem)
}

fn password(
    s: &PageContext,
    name: &str,
    autocomplete: &'static str,
    problem: Option<&Refusal>,
) -> Field {
    field(s, name, Input::Password, problem).autocomplete(autocomplete)
}

fn code(s: &PageContext, problem: Option<&Refusal>) -> Field {
    field(s, "code", Input::Line, problem).autocomplete("one-time-code")
}

/// Refuses a form with empty fields and names each of them.
fn demand(fields: &Fields, names: &[&str]) -> Result<(), Failure> {
    let empty = names.iter().filter(|name| fields.get(name).trim().is_empty());
    Failure::when_any(empty.map(|name| FieldError::new(*name, common::field::REQUIRED)).collect())
}

/// The value, or the refusal that is shown beside the form.
fn or_problem<T>(outcome: Result<T, Failure>) -> Result<Result<T, Refusal>, Failure> {
    match outcome {
        Ok(value) => Ok(Ok(value)),
        Err(failure) => as_form_error(failure).map(Err),
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
    changes::configure(routes);
    users::configure(routes);
    user::configure(routes);
}
