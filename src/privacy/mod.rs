//! A person's own data: all that the program holds on them as one file, with the trail of who
//! processed it. What others wrote or did in confidence stays out (`rules::telling`).

mod actions;
mod api;
mod packing;
mod pages;
mod rules;
mod store;

pub use api::configure;
pub use pages::configure as configure_pages;

use crate::clock::Timestamp;
use crate::files::MediaType;
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
    at: Timestamp,
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
