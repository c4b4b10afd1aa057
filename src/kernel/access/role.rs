//! The roles an account can hold.

use serde::{Deserialize, Serialize};

/// What an account may be given. One business duty per account; candidate and unit head beside it.
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
pub enum Role {
    /// Writes a proposal.
    Candidate,
    /// Heads a unit: owns its problems, endorses its candidates.
    UnitHead,
    /// Approves problems into the registry (deputy or PPSDM).
    Approver,
    /// Checks documents and rules (verifikator).
    Verifier,
    /// Scores proposals on the panel (penilai).
    Reviewer,
    /// Runs the call (sekretariat, admin).
    Secretariat,
    /// Runs the plenary, proposes the decision.
    Chair,
    /// Another person, who approves the decision.
    Decider,
    /// Rules on objections.
    Appeal,
    /// Reads, writes nothing.
    Auditor,
    /// Runs the machine, sees no content.
    Operator,
}

impl Role {
    pub const ALL: [Self; 11] = [
        Self::Candidate,
        Self::UnitHead,
        Self::Approver,
        Self::Verifier,
        Self::Reviewer,
        Self::Secretariat,
        Self::Chair,
        Self::Decider,
        Self::Appeal,
        Self::Auditor,
        Self::Operator,
    ];

    pub fn name(self) -> &'static str {
        match self {
            Self::Candidate => "candidate",
            Self::UnitHead => "unit_head",
            Self::Approver => "approver",
            Self::Verifier => "verifier",
            Self::Reviewer => "reviewer",
            Self::Secretariat => "secretariat",
            Self::Chair => "chair",
            Self::Decider => "decider",
            Self::Appeal => "appeal",
            Self::Auditor => "auditor",
            Self::Operator => "operator",
        }
    }

    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|role| role.name() == name)
    }

    /// A duty in the selection; nobody holds two (one account, one role per call).
    pub fn is_duty(self) -> bool {
        !matches!(self, Self::Candidate | Self::UnitHead)
    }

    /// Proposed by one and approved by another. Being a candidate gives nothing but one's own proposal.
    pub fn takes_two(self) -> bool {
        self != Self::Candidate
    }

    /// Without anybody who holds it, those who are left could decide alone, or nobody could decide.
    pub fn must_not_run_out(self) -> bool {
        matches!(self, Self::Secretariat | Self::Chair | Self::Decider)
    }
}
