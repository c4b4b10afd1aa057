//! What the acts of the reviews take beside a sheet.

use crate::kernel::ids::{ProposalId, UserId};
use crate::text_enum;
use serde::{Deserialize, Serialize};

text_enum! {
    /// How a reviewer stands to a candidate.
    pub enum Tie {
        Family = "family",
        Hierarchy = "hierarchy",
        Work = "work",
        Business = "business",
        Other = "other",
    }
}

/// A conflict of interest.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub struct ConflictReason {
    /// How the person stands to the candidate, in a sentence.
    #[schema(min_length = 1, max_length = 2000, format = "line")]
    pub reason: String,
}

/// The same by one click on the kind; the page makes a sentence of it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub struct SteppingBack {
    pub kind: Tie,
    #[serde(default)]
    #[schema(max_length = 1500)]
    pub words: String,
}

/// How sheets that are far apart were reconciled.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub struct ReconciliationNote {
    /// How the reviewers' differences were talked through, and what came of it.
    #[schema(min_length = 20, max_length = 8000)]
    pub note: String,
}

/// Why a sheet is opened again.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub struct ReopeningReason {
    #[schema(min_length = 10, max_length = 2000, format = "line")]
    pub reason: String,
}

/// A proposal for a reviewer.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub struct NewAssignment {
    pub proposal: ProposalId,
    /// A member of the call's panel.
    pub reviewer: UserId,
}

/// The plan to apply.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub struct PlanChoice {
    /// From the preview; the plan is applied only if it is still the same.
    #[schema(min_length = 64, max_length = 64)]
    pub plan_hash: String,
    /// As in the preview.
    #[serde(default)]
    pub changes: u32,
    /// As in the preview.
    #[serde(default)]
    #[schema(maximum = 1_000_000)]
    pub comparability_step: u32,
}

/// Why an assignment is removed.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Removal {
    #[schema(max_length = 2000, format = "line")]
    pub reason: Option<String>,
}

#[cfg(test)]
mod tests {
    use super::ConflictReason;
    use crate::kernel::input::Valid;

    fn kept(reason: &str) -> Option<String> {
        let valid = Valid::checked(ConflictReason { reason: reason.to_owned() }).ok()?;
        valid.kept().ok().map(|input| input.reason)
    }

    #[test]
    fn a_reason_of_spaces_is_no_reason() {
        assert_eq!(kept("  "), None);
        assert_eq!(kept(" my cousin ").as_deref(), Some("my cousin"));
    }
}
