//! Conflicts of interest: the relations between a person and a proposal that are found by a rule or
//! recorded, and what they withhold (`withheld`, `traces`; `context` for everything that an action
//! reads of one call). Every later feature asks here, so that all decide alike. Declaring and
//! reporting a conflict are actions of `reviews`, because they close assignments.

mod context;
mod finding;
pub mod rules;
mod store;
mod traces;
mod withdrawal;
mod withheld;

use crate::text_enum;
pub use context::CallContext;
use finding::conflicted_in;
pub use finding::{
    conflicted_among, conflicted_anywhere, conflicted_people, conflicted_with, is_conflicted,
};
pub use rules::Knowledge;
pub use store::{
    HOLDER, candidacies, conflicts_known_to, conflicts_of_call, entrant, find_withdrawal,
    has_conflict, insert_conflict, insert_withdrawal, is_objected, positions_of, recorded_conflict,
    remove_conflict, rule_withdrawal, withdrawal_waits, withdrawals_known_to, withdrawals_of_call,
};
pub use traces::{Traces, subjects_of, traces_for};
pub use withdrawal::{Comeback, Ruling, Withdrawal};
pub use withheld::{Withheld, knowledge_of_result, refuse_incomplete, withheld_in};

use crate::features::accounts::Held;
use crate::kernel::clock::Timestamp;
use crate::kernel::errors::Failure;
use crate::kernel::ids::{ProposalId, UnitCode, UserId};

text_enum! {
    /// Why somebody may not judge a proposal.
    pub enum ConflictKind {
        /// Found by rule: it is their own.
        Oneself = "oneself",
        /// Found by rule: they belong to the candidate's unit.
        SameUnit = "same_unit",
        /// Found by rule: they are the candidate's direct superior.
        Superior = "superior",
        /// Found by rule: the candidate is their direct superior.
        Subordinate = "subordinate",
        /// The reviewer declared it.
        Declared = "declared",
        /// The secretariat recorded a report of it.
        Reported = "reported",
    }
}

/// A person's place in the agency, now and before.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Position {
    pub user: UserId,
    /// Units and direct superiors, each with the end of its period.
    pub held: Vec<Held>,
}

impl Position {
    /// Every unit that they belonged to at this instant or later.
    fn units(&self, since: Timestamp) -> impl Iterator<Item = &UnitCode> {
        self.held.iter().filter(move |held| held.since(since)).filter_map(|held| held.unit.as_ref())
    }

    /// Whether this person was their direct superior at this instant or later.
    fn was_under(&self, other: &UserId, since: Timestamp) -> bool {
        let mut held = self.held.iter().filter(|held| held.since(since));
        held.any(|held| held.superior.as_ref() == Some(other))
    }
}

/// The facts of a proposal that matter for conflicts of interest.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ProposalParties {
    pub proposal: ProposalId,
    /// `None` for a draft.
    pub number: Option<String>,
    /// The candidate's unit when the proposal was begun.
    pub unit: UnitCode,
    pub candidate: Position,
    /// When the call was frozen. Units and superiors held then or later count permanently.
    pub since: Timestamp,
}

impl ProposalParties {
    /// The number of a proposal that was handed in.
    ///
    /// # Errors
    /// `Inconsistent` when it has none.
    pub fn given_number(&self) -> Result<&str, Failure> {
        let missing = || Failure::Inconsistent(format!("proposal {} has no number", self.proposal));
        self.number.as_deref().ok_or_else(missing)
    }
}

/// A recorded conflict.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RecordedConflict {
    pub proposal: ProposalId,
    pub user: UserId,
    /// [`ConflictKind::Declared`] or [`ConflictKind::Reported`].
    pub kind: ConflictKind,
    /// In the words of the person who declared it.
    pub reason: String,
    pub declared_by: UserId,
    pub declared_at: Timestamp,
}
