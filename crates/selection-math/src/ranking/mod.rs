//! The official ranking: the call's announced policy applied to complete score sheets, compared
//! exactly. This file has the types; `order` computes it and `fraction` compares. No floating point
//! is used, and a missing score is never a zero.

mod fraction;
mod join;
mod order;
#[cfg(test)]
mod tests;

pub use fraction::Fraction;
pub use join::{Interviewed, JoinPolicy, JoinedScore};
pub use order::{lot, rank};

use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use utoipa::ToSchema;

/// How the sheets of one proposal give one value.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
#[schema(as = RankingAggregate)]
pub enum Aggregate {
    /// The sum of the totals over their number.
    Mean,
    /// The middle total; with two middle ones, half their sum.
    Median,
}

impl Aggregate {
    /// Of these totals; `None` without any or when they are too large.
    pub(super) fn of(self, totals: Vec<i64>) -> Option<Fraction> {
        match self {
            Self::Mean => Fraction::mean(totals),
            Self::Median => Fraction::median(totals),
        }
    }
}

/// One key of the tie-break chain. The lot is always the last and need not be named.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(tag = "key", rename_all = "snake_case")]
pub enum TieKey {
    /// The mean score on one criterion; higher goes first.
    CriterionMean { criterion: String },
    /// Earlier awards of the candidate's unit; fewer goes first.
    FewerAwards,
    /// The plenary's vote among exactly those that every other key leaves equal; more votes go first. Always the last key
    /// before the lot, wherever it is named.
    PlenaryVote,
    /// HMAC-SHA256(seed, proposal id) as hexadecimal; the smaller goes first.
    Lot,
}

/// What a threshold applies to.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(tag = "on", rename_all = "snake_case")]
pub enum Measure {
    /// The aggregate of the totals.
    Total,
    /// The mean score on one criterion (a knock-out).
    Criterion { criterion: String },
}

/// A minimum; a value equal to it is enough.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct Threshold {
    #[serde(flatten)]
    pub measure: Measure,
    /// In the unit of the measure: weighted points for the total, points for a criterion.
    pub minimum: i64,
}

/// The announced rules of the ranking.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Policy {
    /// The codes of the criteria, in the order in which every [`Sheet`] lists its scores.
    pub criteria: Vec<String>,
    pub aggregate: Aggregate,
    /// Complete sheets that a proposal needs to be ranked; at least 1.
    pub minimum_sheets: u32,
    pub thresholds: Vec<Threshold>,
    /// In order of use; the lot is added when missing.
    pub tie_breaks: Vec<TieKey>,
    /// The seed whose hash was published before submissions closed; its UTF-8 bytes are the HMAC key.
    pub seed: String,
    /// How interviews count, if there are any.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub interview: Option<JoinPolicy>,
    /// The votes taken, for [`TieKey::PlenaryVote`]: how many each proposal got, by id. A vote counts only where every
    /// other key leaves exactly its proposals equal.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub votes: Vec<BTreeMap<String, u32>>,
}

/// One submitted score sheet.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Sheet {
    /// Σ weight × score; ignored when a score is missing.
    pub total: i64,
    /// One score per criterion of the policy, in its order. A sheet with a missing score does not
    /// count.
    pub scores: Vec<Option<i64>>,
}

/// The data of one proposal for the ranking.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Scored {
    pub id: String,
    /// Submitted sheets only, in any order.
    pub sheets: Vec<Sheet>,
    /// Earlier awards of the candidate's unit, for [`TieKey::FewerAwards`].
    pub earlier_awards: u32,
    /// Read only if the policy joins an interview; `None` while there was none.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub interview: Option<Interviewed>,
}

/// A call's ranking: every proposal with enough complete sheets has a place, the others are listed
/// separately.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct Ranking {
    /// Places 1..n; proposals below a threshold keep their place and are marked.
    pub ranked: Vec<Ranked>,
    /// In order of id.
    pub not_ranked: Vec<NotRanked>,
}

/// One place of the ranking.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct Ranked {
    /// 1 is best.
    pub place: u32,
    pub id: String,
    /// The exact mean or median of the totals; with an interview, both joined.
    pub value: Fraction,
    /// Of what the value is made, if there are interviews.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub joined: Option<JoinedScore>,
    /// The exact mean per criterion, in the policy's order.
    pub criteria: Vec<Fraction>,
    /// Every threshold of the policy, in its order.
    pub thresholds: Vec<ThresholdResult>,
    /// Ties with the neighbours above and below, if any.
    pub ties: Vec<Tie>,
}

impl Ranking {
    /// The ids that only a vote or the lot can put in order, the best group first; each group by place.
    pub fn equal_groups(&self) -> Vec<Vec<&str>> {
        equal_groups(&self.ranked.iter().collect::<Vec<_>>())
    }
}

/// As [`Ranking::equal_groups`], of places in their order.
pub fn equal_groups<'a>(ranked: &[&'a Ranked]) -> Vec<Vec<&'a str>> {
    let is_equal = |one: &&Ranked, next: &&Ranked| {
        let mut ties = one.ties.iter().filter(|tie| tie.ahead && tie.with == next.id);
        ties.any(|tie| matches!(tie.decided_by, TieKey::PlenaryVote | TieKey::Lot))
    };
    ranked
        .chunk_by(is_equal)
        .filter(|group| group.len() > 1)
        .map(|group| group.iter().map(|one| one.id.as_str()).collect())
        .collect()
}

impl Ranked {
    /// Whether every threshold is met, so that the proposal may get a seat.
    pub fn passes(&self) -> bool {
        self.thresholds.iter().all(|threshold| threshold.met)
    }

    /// The thresholds that are not met.
    pub fn failures(&self) -> Vec<ThresholdResult> {
        self.thresholds.iter().filter(|threshold| !threshold.met).cloned().collect()
    }
}

/// A threshold compared with a proposal's exact value.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct ThresholdResult {
    #[serde(flatten)]
    pub threshold: Threshold,
    pub value: Fraction,
    pub met: bool,
}

/// Two neighbours with the same value, and the first key on which they differ.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct Tie {
    /// The neighbour's id.
    pub with: String,
    /// Whether this proposal is above the neighbour.
    pub ahead: bool,
    /// The key that decided.
    pub decided_by: TieKey,
    pub own: TieValue,
    pub other: TieValue,
}

/// What a tie-break key compared.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum TieValue {
    Mean(Fraction),
    Awards(u32),
    Votes(u32),
    /// 64 hexadecimal digits.
    Lot(String),
}

/// A proposal without a place.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct NotRanked {
    pub id: String,
    #[serde(flatten)]
    pub reason: Unranked,
}

/// Why a proposal has no place.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(tag = "reason", rename_all = "snake_case")]
pub enum Unranked {
    /// Fewer complete sheets than the call requires.
    TooFewSheets { complete: u32, incomplete: u32, minimum: u32 },
    /// No interview was held, or too few of its sheets were handed in.
    InterviewLacking { complete: u32, minimum: u32 },
    /// The candidate did not attend, and by the announced rule has no place.
    InterviewMissed,
}

/// Input for which there is no ranking.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum RankingFault {
    #[error("proposal {id} is listed twice")]
    Duplicate { id: String },
    #[error("the policy names criterion {criterion}, which the rubric does not have")]
    UnknownCriterion { criterion: String },
    #[error("a sheet of proposal {id} lists {found} scores for {expected} criteria")]
    WrongSheet { id: String, found: usize, expected: usize },
    #[error("the totals of proposal {id} are too large to add")]
    TooLarge { id: String },
}
