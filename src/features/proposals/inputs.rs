//! What the acts on a proposal take beside its text.

use super::EndorsementKind;
use serde::{Deserialize, Serialize};

/// Stepping back.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Withdrawal {
    #[schema(min_length = 1, max_length = 2000)]
    pub reason: String,
}

/// A signature.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub struct NewEndorsement {
    pub kind: EndorsementKind,
    /// What the signer commits to, in words.
    #[schema(min_length = 1, max_length = 2000)]
    pub statement: String,
}
