//! The phases of a call, by which the table decides.

use serde::{Deserialize, Serialize};

/// Where a call stands; derived from its calendar and the server's clock (`calls/rules.rs`).
#[derive(
    Debug,
    Clone,
    Copy,
    PartialEq,
    Eq,
    PartialOrd,
    Ord,
    Hash,
    Serialize,
    Deserialize,
    utoipa::ToSchema,
)]
#[serde(rename_all = "snake_case")]
pub enum Phase {
    /// Being written; nobody outside the secretariat sees it.
    Draft,
    /// Frozen and published, not open yet.
    Scheduled,
    /// Proposals are written and submitted.
    Open,
    /// Documents are verified.
    Screening,
    /// The panel scores.
    Review,
    /// Ranking, plenary, decision; embargoed.
    Plenary,
    /// Results are out, objections are heard.
    Announced,
    Closed,
    Cancelled,
}

impl Phase {
    pub const ALL: [Self; 9] = [
        Self::Draft,
        Self::Scheduled,
        Self::Open,
        Self::Screening,
        Self::Review,
        Self::Plenary,
        Self::Announced,
        Self::Closed,
        Self::Cancelled,
    ];

    pub fn name(self) -> &'static str {
        match self {
            Self::Draft => "draft",
            Self::Scheduled => "scheduled",
            Self::Open => "open",
            Self::Screening => "screening",
            Self::Review => "review",
            Self::Plenary => "plenary",
            Self::Announced => "announced",
            Self::Closed => "closed",
            Self::Cancelled => "cancelled",
        }
    }
}
