//! The auditors' pages: reading the record, whole or of one subject. This feature writes nothing;
//! `signing` has the end of the record signed when a phase begins.

mod actions;
mod api;
mod pages;
mod redaction;
mod signing;

pub use actions::{READINGS, RECORD, pour_readings, pour_record};
pub use api::configure;
pub use signing::{keep_signing, sign_when_due};

use crate::kernel::clock::Timestamp;
use serde::{Deserialize, Serialize};

/// The pages, and the files of the API that people download below them.
pub fn configure_pages(routes: &mut crate::web::pages::PageRoutes<'_>) {
    api::downloads(routes);
    pages::configure(routes);
}

/// Filters the log of reads; an empty field does not filter.
#[derive(Debug, Clone, Default, Deserialize, utoipa::IntoParams)]
#[into_params(parameter_in = Query)]
pub struct ReadingFilter {
    /// A proposal, by its number or id.
    #[serde(default)]
    proposal: String,
    /// Also lists in which that proposal may have been: of its call, of its reviewers, of all.
    #[serde(default)]
    lists: bool,
    /// Whose data was read: an account, by its id or address.
    #[serde(default)]
    person: String,
    /// A document, by its id.
    #[serde(default)]
    document: String,
    /// The reader: an account, by its id or address.
    #[serde(default)]
    reader: String,
    /// From this instant, or this day in Jakarta.
    #[serde(default)]
    from: String,
    /// Up to this instant, or the end of this day.
    #[serde(default)]
    until: String,
}

/// One answer that showed another person's identity, scores or files.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, utoipa::ToSchema)]
pub struct Reading {
    pub at: Timestamp,
    pub reader: String,
    pub reader_name: Option<String>,
    pub session: String,
    /// The reader's roles at that time.
    pub roles: Vec<String>,
    #[schema(example = "read_proposal")]
    pub act: String,
    /// `identities`, `scores` or `files`.
    pub reveals: String,
    /// `proposal:…`, `call:…`, `user:…`, `tasks:…` of a reviewer, `breach:…`, or `all`.
    pub subject: String,
    /// What was opened, e.g. `document:…`; empty for a list.
    pub thing: String,
    /// Whose it is; null for an answer about several people.
    pub person: Option<String>,
    pub person_name: Option<String>,
    pub is_list: bool,
}

impl ReadingFilter {
    /// The fields of the filter with their names.
    fn parts(&self) -> [(&'static str, &str); 6] {
        [
            ("proposal", &self.proposal),
            ("person", &self.person),
            ("document", &self.document),
            ("reader", &self.reader),
            ("from", &self.from),
            ("until", &self.until),
        ]
    }
}
