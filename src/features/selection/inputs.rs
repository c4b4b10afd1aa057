//! The inputs of a selection run, besides the call's frozen definition. Canonical JSON with a hash,
//! so that anybody who has it can recompute the run.

use crate::features::calls::{Definition, TieBreak};
use crate::features::interviews::InterviewOutcome;
use crate::kernel::ids::{CallId, ProposalId, RecordId, UnitCode, UserId};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// Everything that a run depends on besides the call's frozen definition.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Inputs {
    pub call: CallId,
    /// SHA-256 of the frozen definition.
    pub rules_hash: String,
    /// The seed of the last tie-break; its hash was published before submissions closed.
    pub tie_seed: String,
    /// By number.
    pub proposals: Vec<ScoredProposal>,
    /// The votes that count, in a call whose chain of keys ends in a vote.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub tie_votes: Vec<CountedVote>,
}

/// How the plenary voted among proposals that every other key leaves equal. It decides only where they are exactly those.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub struct CountedVote {
    pub id: RecordId,
    /// By number.
    pub votes: BTreeMap<String, u32>,
    pub abstained: u32,
}

/// One eligible proposal with its locked sheets.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub struct ScoredProposal {
    pub id: ProposalId,
    #[schema(example = "TB-2026-0012")]
    pub number: String,
    pub level: String,
    pub unit: UnitCode,
    pub unit_kind: String,
    pub region: String,
    /// 3T.
    pub remote: bool,
    /// The problem's code.
    pub problem: String,
    /// Selected proposals of the unit in earlier calls; 0 if the call's tie-breaks do not use it.
    pub earlier_awards: u32,
    /// The amount asked for in whole rupiah, if the call has a budget.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub cost: Option<u64>,
    /// By reviewer.
    pub sheets: Vec<CountedSheet>,
    /// Only in a call with interviews.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub interview: Option<CountedInterview>,
}

/// What came of a proposal's interview.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub struct CountedInterview {
    pub outcome: InterviewOutcome,
    /// Those handed in, by panelist.
    pub sheets: Vec<CountedInterviewSheet>,
}

/// A panelist's sheet that counts.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub struct CountedInterviewSheet {
    pub panelist: UserId,
    /// By question.
    pub scores: BTreeMap<String, u32>,
}

/// Whether earlier awards affect anything in a call.
pub(super) fn uses_awards(definition: &Definition) -> bool {
    definition.ranking.tie_breaks.contains(&TieBreak::FewerAwards)
}

/// A locked sheet that counts.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub struct CountedSheet {
    pub reviewer: UserId,
    /// Σ weight × score.
    pub total: i64,
    /// By criterion.
    pub scores: BTreeMap<String, u32>,
    /// The sheet as it was first handed in, if it was reopened afterwards.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub first: Option<FirstSheet>,
}

/// A sheet as it was first handed in. It no longer counts and is kept permanently.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub struct FirstSheet {
    /// Σ weight × score.
    pub total: i64,
    /// By criterion.
    pub scores: BTreeMap<String, u32>,
}

/// What a run is computed without. A proposal that lacks sheets falls out by somebody's act only.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub struct NewRun {
    /// The numbers of exactly those proposals that lack sheets.
    #[serde(default)]
    #[schema(max_items = 1000, example = json!(["TB-2026-0012"]))]
    pub without: Vec<String>,
    /// Why they are left out; at least 20 characters if there are any. Kept with the run.
    #[serde(default)]
    #[schema(max_length = 2000)]
    pub reason: String,
}
