//! The mail queue: the secretariat and the auditor see it without contents, the operator in
//! figures, everybody their own letters. Sending is in `mail`.

mod actions;
mod api;
mod pages;
pub mod rules;
mod store;

pub use actions::{find_mail, list_mails, own_mails};
pub use api::configure;
pub use pages::configure as configure_pages;

use crate::kernel::clock::{Timestamp, Told};
use crate::kernel::ids::{MailId, UserId};
use crate::platform::mail::State;
use serde::{Deserialize, Serialize};

/// A letter in the queue. Its content is not shown, because it may be only for its reader.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, utoipa::ToSchema)]
pub struct QueuedMail {
    pub id: MailId,
    /// `None`: the letter went to an address that did not (yet) belong to an account.
    pub recipient: Option<UserId>,
    pub address: String,
    /// The kind of letter.
    #[schema(example = "proposal_received")]
    pub template: String,
    /// `id` or `en`.
    pub language: String,
    /// Its subject, as in the record.
    #[schema(example = "proposal:01hzx3v9k2m4n6p8q0r2s4t6v8")]
    pub subject: String,
    pub state: State,
    /// How many times it was offered to the relay.
    pub attempts: i32,
    pub created_at: Timestamp,
    /// When a worker may take it; while a worker has it, when that attempt is given up. Null after
    /// it was sent or has failed.
    pub next_attempt_at: Option<Timestamp>,
    pub sent_at: Option<Timestamp>,
    /// The relay's last error message.
    pub last_error: Option<String>,
    /// As in the letter's header; the same for every attempt.
    pub message_id: Option<String>,
    /// Its content was deleted, because it was secret or about somebody who was erased.
    #[serde(skip)]
    is_gone: bool,
    #[serde(skip)]
    seq: i64,
}

/// Filters a list of letters.
#[derive(Debug, Clone, Default, Deserialize, utoipa::IntoParams)]
#[into_params(parameter_in = Query)]
pub struct MailFilter {
    pub state: Option<State>,
    /// Its subject, e.g. `proposal:01h…`.
    pub subject: Option<String>,
    /// Whose account it went to.
    pub recipient: Option<UserId>,
    /// The address it went to, in small letters.
    pub address: Option<String>,
}

impl QueuedMail {
    /// Whether it failed and can be sent again as it is.
    pub fn can_be_retried(&self) -> bool {
        rules::check_retry(self.state, self.is_gone).is_ok()
    }
}

/// The state of the queue, in figures.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, utoipa::ToSchema)]
pub struct QueueFigures {
    pub queued: i64,
    pub sending: i64,
    pub sent: i64,
    pub failed: i64,
    /// When the letter that has waited longest was due.
    pub oldest_due_at: Option<Timestamp>,
    /// Why letters wait or have failed, most frequent first, without addresses.
    pub reasons: Vec<Reason>,
}

/// One reason and its number of letters.
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
    /// Only the day, because most letters immediately follow an act of another person.
    pub created_at: Told,
    pub sent_at: Option<Told>,
    #[serde(skip)]
    seq: i64,
}

/// The language of one's letters.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub struct MailLanguage {
    /// `id` (Bahasa Indonesia, unless chosen otherwise) or `en`.
    #[schema(example = "id", pattern = "^(id|en)$")]
    pub language: String,
}
