//! A person's own data: all that the program holds on them as one file, with the trail of who
//! processed it (`rules::telling` says what stays out); how long it is kept (`rules::keeping`); and its
//! erasure, which leaves the record valid. See `docs/privacy.md`.

pub mod actions;
mod api;
mod flows;
mod inputs;
mod letters;
mod packing;
mod pages;
mod retention;
pub mod rules;
mod store;

pub use api::configure;
pub use inputs::{Answered, Erasure, ErasureWish};
pub use pages::configure as configure_pages;
pub use retention::open as open_retention;
pub use rules::keeping::Periods;

use crate::kernel::clock::{Timestamp, Told};
use crate::kernel::ids::{RecordId, UserId};
use crate::platform::files::MediaType;
use crate::text_enum;
use rules::keeping::Hold;
use serde::Serialize;
use serde_json::Value;

/// All that is held on somebody, before it is packed.
#[derive(Debug, Clone)]
struct Holdings {
    /// Name of the part and what it holds.
    parts: Vec<(&'static str, Value)>,
    trail: Vec<Step>,
    files: Vec<HeldFile>,
}

/// A file that the person sent in.
#[derive(Debug, Clone)]
struct HeldFile {
    /// Of the document or objection; names the file in the package.
    id: String,
    sha256: String,
    media_type: MediaType,
}

/// One act on the person or their proposals.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
struct Step {
    at: Told,
    act: String,
    subject: String,
    /// Which document, which role, which export.
    #[serde(skip_serializing_if = "Option::is_none")]
    what: Option<Value>,
    by: Processor,
}

/// Who acted. Names of those who assess are withheld (UU 27/2022, art. 33).
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
        /// The person is erased as soon as the secretariat does it.
        Granted = "granted",
        Refused = "refused",
    }
}

/// Somebody asks to be erased before the periods are over.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, utoipa::ToSchema)]
pub struct ErasureRequest {
    pub id: RecordId,
    pub user: UserId,
    /// May be empty: none is needed.
    pub reason: String,
    pub asked_at: Timestamp,
    /// Until when it must be answered.
    pub due_at: Timestamp,
    /// The clock ran out, or the answer came after it.
    pub is_overdue: bool,
    /// Null while it waits.
    pub answer: Option<Answer>,
    pub answered_at: Option<Timestamp>,
    pub answer_reason: Option<String>,
}

/// A person and what keeps them from being erased.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, utoipa::ToSchema)]
pub struct Kept {
    pub user: UserId,
    pub name: String,
    /// Empty: due for erasure.
    pub holds: Vec<Hold>,
    /// Asked, and was granted it.
    pub on_request: bool,
}

/// What an erasure took out.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, utoipa::ToSchema)]
pub struct Erased {
    pub people: usize,
    pub proposals: usize,
    pub documents: usize,
    pub letters: usize,
}
