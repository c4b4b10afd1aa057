//! What the acts of the reviews take beside a sheet.

use crate::kernel::clock::Timestamp;
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

/// Why a recorded conflict of interest is to be withdrawn.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub struct WithdrawalReason {
    /// How it came about that it was recorded by mistake. A chair reads it.
    #[schema(min_length = 10, max_length = 2000)]
    pub reason: String,
}

text_enum! {
    /// What a chair says to such a request.
    pub enum RulingOutcome {
        /// The conflict is withdrawn.
        Confirmed = "confirmed",
        /// It stays.
        Refused = "refused",
    }
}

/// A chair's answer.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub struct NewRuling {
    pub outcome: RulingOutcome,
    /// Whoever asked reads it.
    #[schema(min_length = 10, max_length = 2000)]
    pub reason: String,
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

text_enum! {
    /// What becomes of the open tasks of a reviewer who leaves.
    pub enum Handover {
        /// The plan's rule spreads them over the others.
        Spread = "spread",
        /// One member of the panel gets them.
        Named = "named",
        /// They end.
        End = "end",
    }
}

/// How somebody leaves the panel.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize, utoipa::IntoParams)]
#[into_params(parameter_in = Query)]
#[serde(deny_unknown_fields)]
pub struct LeaveChoice {
    pub how: Handover,
    /// Who gets the tasks, if one is named.
    #[serde(default)]
    pub to: Option<UserId>,
}

/// A reviewer leaves, as it was previewed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub struct NewLeave {
    pub how: Handover,
    #[serde(default)]
    pub to: Option<UserId>,
    /// Of the preview.
    #[schema(min_length = 64, max_length = 64)]
    pub hash: String,
    /// E.g. ill, moved to another unit. Kept with the tasks.
    #[schema(min_length = 10, max_length = 2000)]
    pub reason: String,
}

/// Why a plan is taken back.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub struct PlanUndo {
    #[schema(min_length = 10, max_length = 2000)]
    pub reason: String,
}

/// Why an assignment is removed.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Removal {
    #[schema(max_length = 2000, format = "line")]
    pub reason: Option<String>,
}

/// A sheet that may be handed in although the review has ended.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub struct NewAwaiting {
    pub until: Timestamp,
    /// The reviewer reads it, and the record has its fingerprint.
    #[schema(min_length = 10, max_length = 2000)]
    pub reason: String,
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
