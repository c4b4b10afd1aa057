//! What the acts on a decision take beside its text.

use super::Proposition;
use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

/// The proposition, with the hash of the preview that was read.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Proposed {
    pub proposition: Proposition,
    #[schema(min_length = 64, max_length = 64)]
    pub outcomes_hash: String,
}

// The decree (SK) of an approval, with the hash of the outcomes that were read. It holds a password, so it has no
// `Debug`; it is only turned into JSON to take the space off its texts (`Valid::kept`).
#[derive(Clone, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Approval {
    /// Of the outcomes that were read.
    #[schema(min_length = 64, max_length = 64)]
    pub outcomes_hash: String,
    /// The hash of the names that were read; `preview_outdated` if the names have changed. Left
    /// out: not checked.
    #[serde(default)]
    #[schema(min_length = 64, max_length = 64)]
    pub shown_hash: Option<String>,
    #[schema(min_length = 1, max_length = 200, format = "line", example = "KP.05.01.1.2.02.27.12")]
    pub decree_number: String,
    /// Left out: the day of the approval.
    #[serde(default)]
    pub decree_date: Option<NaiveDate>,
    /// Left out: the person who approves.
    #[serde(default)]
    #[schema(min_length = 1, max_length = 200, format = "line")]
    pub signatory: Option<String>,
    /// One's own, typed again.
    #[schema(min_length = 1, max_length = 1024, format = "password")]
    pub password: String,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Return {
    #[schema(min_length = 10, max_length = 2000)]
    pub reason: String,
}
