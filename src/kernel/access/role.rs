//! The roles an account can hold.

use crate::text_enum;

text_enum! {
    /// The roles of accounts. An account has at most one duty in the selection; it may also be candidate or unit
    /// head.
    pub enum Role {
        /// Writes a proposal.
        Candidate = "candidate",
        /// Heads a unit: owns its problems, endorses its candidates.
        UnitHead = "unit_head",
        /// Approves problems into the registry (deputy or PPSDM).
        Approver = "approver",
        /// Checks documents and rules (verifikator).
        Verifier = "verifier",
        /// Scores proposals on the panel (penilai).
        Reviewer = "reviewer",
        /// Runs the call (sekretariat, admin).
        Secretariat = "secretariat",
        /// Runs the plenary, proposes the decision.
        Chair = "chair",
        /// Another person, who approves the decision.
        Decider = "decider",
        /// Rules on objections.
        Appeal = "appeal",
        /// Reads, writes nothing.
        Auditor = "auditor",
        /// Checks on the spot what units say of their problems' indicators (inspektorat).
        Inspector = "inspector",
        /// Runs the machine, sees no content.
        Operator = "operator",
    }
}

impl Role {
    /// Whether it is a duty in the selection. Nobody holds two of these.
    pub fn is_duty(self) -> bool {
        !matches!(self, Self::Candidate | Self::UnitHead)
    }

    /// Whether granting it takes two persons. A candidate gets access only to their own proposal, so one is enough.
    pub fn takes_two(self) -> bool {
        self != Self::Candidate
    }

    /// Whether the last holder must stay. Without anybody in this role, one person could decide alone, or nobody
    /// could decide.
    pub fn must_not_run_out(self) -> bool {
        matches!(self, Self::Secretariat | Self::Chair | Self::Decider)
    }
}
