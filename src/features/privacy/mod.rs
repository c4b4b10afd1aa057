//! A person's own data: all data held on them as one file, with the trail of who processed it
//! (`rules::disclosure` says what is left out); how long it is kept (`rules::keeping`); and its
//! erasure, after which the record is still valid. See `docs/privacy.md`.

pub mod actions;
mod api;
mod flows;
mod holders;
mod inputs;
mod letters;
mod packing;
mod pages;
mod retention;
pub mod rules;
mod store;

pub use api::configure;
pub use holders::HOLDERS;
pub use inputs::{Answered, Erasure, ErasureWish};
pub use pages::configure as configure_pages;
pub use retention::open as open_retention;
pub use rules::keeping::Periods;

use crate::kernel::clock::{Timestamp, Told};
use crate::kernel::ids::{RecordId, UserId};
use crate::platform::personal::{HeldFile, Part};
use crate::text_enum;
use rules::keeping::Hold;
use serde::Serialize;
use serde_json::Value;

/// All data held on a person, before it is packed.
#[derive(Debug, Clone)]
struct Holdings {
    parts: Vec<Part>,
    trail: Vec<Step>,
    files: Vec<HeldFile>,
}

/// One act on the person or their proposals.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
struct Step {
    at: Told,
    act: String,
    subject: String,
    /// The document, the role or the export concerned.
    #[serde(skip_serializing_if = "Option::is_none")]
    what: Option<Value>,
    by: Processor,
}

/// The person who acted. Names of those who assess are withheld (UU 27/2022, art. 33).
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
enum Processor {
    Program,
    Yourself,
    Official { name: String, roles: Vec<String> },
    Withheld { role: String },
}

text_enum! {
    /// The secretariat's answer to a request.
    #[schema(as = ErasureAnswer)]
    pub enum Answer {
        /// The person can be erased; the secretariat does it.
        Granted = "granted",
        Refused = "refused",
    }
}

/// A person's request for erasure before the retention periods are over.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, utoipa::ToSchema)]
pub struct ErasureRequest {
    pub id: RecordId,
    pub user: UserId,
    /// Optional; may be empty.
    pub reason: String,
    pub asked_at: Timestamp,
    /// The deadline for the answer.
    pub due_at: Timestamp,
    /// The deadline passed without an answer, or the answer came after it.
    pub is_overdue: bool,
    /// Null while it waits.
    pub answer: Option<Answer>,
    pub answered_at: Option<Timestamp>,
    pub answer_reason: Option<String>,
}

/// A person and what prevents erasing them.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, utoipa::ToSchema)]
pub struct Kept {
    pub user: UserId,
    pub name: String,
    /// Empty: due for erasure.
    pub holds: Vec<Hold>,
    /// Whether they asked and it was granted.
    pub on_request: bool,
}

/// What an erasure removed.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, utoipa::ToSchema)]
pub struct Erased {
    pub people: usize,
    pub proposals: usize,
    pub documents: usize,
    pub letters: usize,
}
