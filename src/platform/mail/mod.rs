//! Letters to people. An act queues them in its own transaction (`post`), so no letter is lost and none reports
//! something that was rolled back. A worker sends them later, outside any transaction. A letter may be sent more
//! than once; duplicates can be recognised (`docs/mail.md`). `template` lists the letters; the features decide who
//! gets which one.

mod folder;
mod format;
mod html;
mod languages;
mod letterhead;
mod message;
mod personal;
mod post;
mod relay;
mod render;
mod rules;
mod store;
mod template;
mod worker;

pub use format::{UnknownZone, Zone};
pub use languages::{choose_language, language_of};
pub use letterhead::Letterhead;
pub use personal::{HOLDER, last_letters};
pub use post::{forget_strangers, post, post_all, withdraw};
pub use render::{Rendered, Unrenderable, render, render_again};
pub use template::Template;
pub use worker::{Round, Worker};

use crate::kernel::address::Address;
use crate::kernel::clock::Timestamp;
use crate::kernel::errors::Failure;
use crate::kernel::ids::UserId;
use crate::kernel::language::Language;
use crate::platform::calendar::Appointment;
use crate::platform::ledger::Subject;
use crate::text_enum;
use chrono::NaiveDate;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

text_enum! {
    /// Where a letter stands.
    #[schema(as = MailState)]
    pub enum State {
        /// Waits for its time or its next attempt.
        Queued = "queued",
        /// A worker has it.
        Sending = "sending",
        /// The relay took it.
        Sent = "sent",
        /// Refused, or put off too often; it waits for a person.
        Failed = "failed",
    }
}

/// What a template shows; put into words by the letter's language and its reader's time zone.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Value {
    /// People's or the system's words; escaped, and never a link.
    Text(String),
    /// A name in the catalogues, put into the reader's words.
    Word(String),
    Instant(Timestamp),
    /// The day of somebody else's act; the reader must not know the hour.
    Day(Timestamp),
    /// A day of a calendar, in no zone.
    Date(NaiveDate),
    Count(i64),
    /// One of our pages.
    Link(Address),
    /// Names in the catalogue of words, e.g. `breach-data-health`; told in the letter's language.
    Words(Vec<String>),
}

/// Values by the names that the template uses.
pub type Values = BTreeMap<String, Value>;

/// Whom a letter goes to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Recipient {
    /// Somebody with an account, at their address, in their language.
    Person(UserId),
    /// Whoever reads this address. Such a letter must not contain anything that somebody typed.
    Address(String, Language),
}

/// A letter to one person, about one thing.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Letter {
    pub to: Recipient,
    pub template: Template,
    /// What it is about, as the ledger names it, e.g. `proposal:01h…`.
    pub subject: Subject,
    pub values: Values,
    /// Not sent before this instant; at once when none.
    pub not_before: Option<Timestamp>,
    /// For the reader's calendar; the mail brings them as a file.
    pub appointments: Vec<Appointment>,
}

impl Letter {
    pub fn new(to: &UserId, template: Template, subject: Subject) -> Self {
        Self::to(Recipient::Person(to.clone()), template, subject)
    }

    /// To an address that is no account's, or not yet.
    pub fn to_address(
        (address, language): (&str, Language),
        template: Template,
        subject: Subject,
    ) -> Self {
        Self::to(Recipient::Address(address.to_owned(), language), template, subject)
    }

    fn to(to: Recipient, template: Template, subject: Subject) -> Self {
        Self {
            to,
            template,
            subject,
            values: Values::new(),
            not_before: None,
            appointments: Vec::new(),
        }
    }

    /// Whose account it goes to, where it does.
    pub fn person(&self) -> Option<&UserId> {
        match &self.to {
            Recipient::Person(id) => Some(id),
            Recipient::Address(..) => None,
        }
    }

    #[must_use]
    pub fn text(self, name: &str, text: impl Into<String>) -> Self {
        self.with(name, Value::Text(text.into()))
    }

    /// `key` as in the catalogues, e.g. `milestone-review-ends-at`.
    #[must_use]
    pub fn word(self, name: &str, key: impl Into<String>) -> Self {
        self.with(name, Value::Word(key.into()))
    }

    #[must_use]
    pub fn instant(self, name: &str, instant: Timestamp) -> Self {
        self.with(name, Value::Instant(instant))
    }

    /// The day in Jakarta, for what others did.
    #[must_use]
    pub fn day(self, name: &str, instant: Timestamp) -> Self {
        self.with(name, Value::Day(instant))
    }

    /// A day of a calendar.
    #[must_use]
    pub fn date(self, name: &str, date: NaiveDate) -> Self {
        self.with(name, Value::Date(date))
    }

    #[must_use]
    pub fn count(self, name: &str, count: impl Into<i64>) -> Self {
        self.with(name, Value::Count(count.into()))
    }

    /// To a page of ours.
    #[must_use]
    pub fn link(self, name: &str, page: &Address) -> Self {
        self.with(name, Value::Link(page.clone()))
    }

    /// `names` in the catalogue of words.
    #[must_use]
    pub fn words(self, name: &str, names: Vec<String>) -> Self {
        self.with(name, Value::Words(names))
    }

    /// Keeps the letter back until then, for reminders.
    #[must_use]
    pub fn not_before(mut self, instant: Timestamp) -> Self {
        self.not_before = Some(instant);
        self
    }

    /// Brings this for the reader's calendar.
    #[must_use]
    pub fn appointment(mut self, appointment: Appointment) -> Self {
        self.appointments.push(appointment);
        self
    }

    /// Texts that people wrote must not be sent to strangers; `post` refuses such a letter.
    fn has_texts(&self) -> bool {
        self.values.values().any(|value| matches!(value, Value::Text(_)))
    }

    fn with(mut self, name: &str, value: Value) -> Self {
        self.values.insert(name.to_owned(), value);
        self
    }
}

/// All that makes a letter's words, as stored.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Contents {
    pub template: Template,
    pub language: Language,
    pub zone: Zone,
    /// The recipient's name.
    pub name: String,
    pub values: Values,
}

impl Contents {
    /// Its values were erased; a secret's are taken away for another reason.
    pub fn is_forgotten(&self) -> bool {
        self.values.is_empty() && !self.template.values().is_empty() && !self.template.is_secret()
    }

    /// From what is stored: the names of template, language and zone; the recipient's name and the
    /// values as JSON.
    ///
    /// # Errors
    /// A name that this program does not know.
    pub fn read(
        template: &str,
        language: &str,
        zone: &str,
        (name, values): (&str, &str),
    ) -> Result<Self, Failure> {
        let unknown =
            |what: &str, found: &str| Failure::Inconsistent(format!("letter with {what} {found}"));
        Ok(Self {
            template: Template::from_name(template).ok_or_else(|| unknown("template", template))?,
            language: Language::from_tag(language).ok_or_else(|| unknown("language", language))?,
            zone: zone.parse().map_err(|_| unknown("time zone", zone))?,
            name: name.to_owned(),
            values: serde_json::from_str(values)?,
        })
    }
}
