//! The roles an account can hold.

use crate::text_enum;

text_enum! {
    /// What an account may be given. One business duty per account; candidate and unit head beside it.
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
        /// Runs the machine, sees no content.
        Operator = "operator",
    }
}

impl Role {
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
