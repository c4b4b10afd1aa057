//! The registry of supervisory problems: what a proposal must help to solve. A unit proposes one
//! with indicator, baseline and target; an approver lets it in or returns it with a reason.

pub mod actions;
mod api;
mod store;

pub use api::configure;
pub use store::{find, find_many};

use crate::clock::Timestamp;
use crate::ids::{ProblemId, UnitCode, UserId};
use serde::{Deserialize, Serialize};

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum State {
    Proposed,
    Approved,
    Returned,
    Retired,
    Solved,
}

/// Which way the indicator should move.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum Direction {
    Lower,
    Higher,
}

/// A problem in the registry. Figures are texts as the source gives them (`439.615`, `1,94%`).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, utoipa::ToSchema)]
pub struct Problem {
    pub id: ProblemId,
    #[schema(example = "M-007")]
    pub code: String,
    pub owner_unit: UnitCode,
    pub title: String,
    pub description: String,
    pub indicator: String,
    pub unit_of_measure: String,
    pub direction: Direction,
    pub baseline_value: String,
    /// The time the baseline speaks of, e.g. `2023`.
    pub baseline_period: String,
    /// Out of how many, where that makes sense.
    pub baseline_denominator: Option<String>,
    /// Source document and who measured it.
    pub baseline_source: String,
    pub target_value: String,
    /// Where the evidence lies, in words.
    pub evidence: String,
    /// Sample figures that nobody measured; shown as such.
    pub illustrative: bool,
    pub state: State,
    pub state_reason: Option<String>,
    pub proposed_by: Option<UserId>,
    pub decided_by: Option<UserId>,
    pub created_at: Timestamp,
    pub updated_at: Timestamp,
    pub version: i64,
}
