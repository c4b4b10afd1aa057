//! The plenary's vote among proposals that every other key of the announced chain leaves equal. Only for a call whose
//! chain ends in one (`calls::TieBreak::PlenaryVote`).

use crate::kernel::clock::Timestamp;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// How many voted for one of the equal proposals.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = VotesFor)]
pub struct Votes {
    #[schema(min_length = 1, max_length = 40, format = "line", example = "TB-2026-0012")]
    pub number: String,
    #[schema(minimum = 0, maximum = 1000)]
    pub votes: u32,
}

/// A vote as it was taken. Everybody who attended and is in no conflict with any of the proposals has one vote, for one
/// proposal, or abstains; who voted how is not kept.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub struct NewTieVote {
    /// Every proposal of the group.
    #[schema(min_items = 1, max_items = 5000)]
    pub votes: Vec<Votes>,
    #[schema(minimum = 0, maximum = 1000)]
    pub abstained: u32,
    /// Why the vote is taken again; needed where an earlier one counts.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schema(max_length = 2000, format = "line")]
    pub reason: Option<String>,
}

/// What the minutes say of a vote.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
#[schema(as = TieVoteResult)]
pub struct VoteResult {
    /// By number.
    pub votes: BTreeMap<String, u32>,
    pub abstained: u32,
    /// How many could vote.
    pub voters: u32,
    /// Why it was taken again, if it was.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reason: Option<String>,
    pub recorded_at: Timestamp,
}

/// Proposals that only a vote or the lot can put in order.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, utoipa::ToSchema)]
#[schema(as = EqualProposals)]
pub struct Equals {
    /// In the order that they have now.
    #[schema(example = json!(["TB-2026-0012", "TB-2026-0031"]))]
    pub numbers: Vec<String>,
    /// Whether their order may decide who gets a seat or a place on the reserve list. If not, a vote is taken only if
    /// the plenary wishes. Always for a reader in conflict of interest with a proposal of the call.
    pub decides: bool,
    /// Whether anybody of the panel is in no conflict with any of them.
    #[serde(skip)]
    pub votable: bool,
    /// How many could vote now: those who attended and are in no conflict with any of them.
    pub voters: u32,
    /// Whether enough of those who count for all of them attended.
    pub quorum: bool,
    /// The vote that counts; null before one is taken.
    pub vote: Option<VoteResult>,
}

impl Equals {
    /// Whether a decision waits for its vote.
    pub fn is_open(&self) -> bool {
        self.decides && self.vote.is_none()
    }
}
