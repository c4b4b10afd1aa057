//! The mail queue as people see it: the secretariat and the auditor without contents, the operator
//! in figures, everybody their own letters. Sending is `mail`'s.

mod actions;
mod api;
mod pages;
pub mod rules;
mod store;

pub use actions::own_mails;
pub use api::configure;
pub use pages::configure as configure_pages;

use crate::kernel::clock::{Timestamp, Told};
use crate::kernel::ids::{MailId, UserId};
use crate::platform::mail::State;
use serde::{Deserialize, Serialize};

/// A letter in the queue. What it says is not shown: it may hold what only its reader may know.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, utoipa::ToSchema)]
pub struct QueuedMail {
    pub id: MailId,
    /// None: the letter went to an address that was no account's (yet).
    pub recipient: Option<UserId>,
    pub address: String,
    /// Which letter.
    #[schema(example = "proposal_received")]
    pub template: String,
    /// `id` or `en`.
    pub language: String,
    /// What it is about, as in the record.
    #[schema(example = "proposal:01hzx3v9k2m4n6p8q0r2s4t6v8")]
    pub subject: String,
    pub state: State,
    /// How often the relay was asked to take it.
    pub attempts: i32,
    pub created_at: Timestamp,
    /// When a worker may take it; while one has it, when it is given up. Null once sent or failed.
    pub next_attempt_at: Option<Timestamp>,
    pub sent_at: Option<Timestamp>,
    /// The relay's words when it last said no.
    pub last_error: Option<String>,
    /// As in the letter's header; the same at every attempt.
    pub message_id: Option<String>,
    #[serde(skip)]
    seq: i64,
}

/// Which letters to list.
#[derive(Debug, Clone, Default, Deserialize, utoipa::IntoParams)]
#[into_params(parameter_in = Query)]
pub struct MailFilter {
    pub state: Option<State>,
    /// What it is about, e.g. `proposal:01h…`.
    pub subject: Option<String>,
}

/// How the queue stands, in figures.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, utoipa::ToSchema)]
pub struct QueueFigures {
    pub queued: i64,
    pub sending: i64,
    pub sent: i64,
    pub failed: i64,
    /// When the letter that waits longest was due.
    pub oldest_due_at: Option<Timestamp>,
    /// Why letters wait or failed, most frequent first, without addresses.
    pub reasons: Vec<Reason>,
}

/// One reason and how many letters have it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, utoipa::ToSchema)]
#[schema(as = MailFailureReason)]
pub struct Reason {
    #[schema(example = "permanent error (550): 5.1.1 no such user: …")]
    pub reason: String,
    pub letters: i64,
}

/// One of one's own letters, as it was sent.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, utoipa::ToSchema)]
pub struct OwnMail {
    pub id: MailId,
    pub title: String,
    pub text: String,
    pub subject: String,
    pub state: State,
    /// By the day: most letters follow at once what somebody did.
    pub created_at: Told,
    pub sent_at: Option<Told>,
    #[serde(skip)]
    seq: i64,
}

/// The language one's letters are written in.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub struct MailLanguage {
    /// `id` (Bahasa Indonesia, unless chosen otherwise) or `en`.
    #[schema(example = "id", pattern = "^(id|en)$")]
    pub language: String,
}
