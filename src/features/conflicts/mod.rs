//! Conflicts of interest: what stands between a person and a proposal, found by a rule or put on the
//! record, and what it withholds (`withheld`, `traces`; `context` for all that an act reads of one call). Every
//! later stage asks here, so that there is one reading for all. Declaring and reporting are acts of the panel's
//! room (`reviews`), since they close tasks.

mod context;
mod finding;
pub mod rules;
mod store;
mod traces;
mod withheld;

use crate::text_enum;
pub use context::CallContext;
use finding::conflicted_in;
pub use finding::{conflicted_among, conflicted_anywhere, conflicted_with, is_conflicted};
pub use rules::Knowledge;
pub use store::{
    HOLDER, candidacies, conflicts_of_call, entrant, has_conflict, insert_conflict, positions_of,
};
pub use traces::{Traces, traces_for};
pub use withheld::{Withheld, knowledge_of_result, refuse_incomplete, withheld_in};

use crate::features::accounts::Held;
use crate::kernel::clock::Timestamp;
use crate::kernel::ids::{ProposalId, UnitCode, UserId};

text_enum! {
    /// Why somebody may not judge a proposal.
    pub enum ConflictKind {
        /// Found: it is their own.
        Oneself = "oneself",
        /// Found: they are of the candidate's unit.
        SameUnit = "same_unit",
        /// Found: they are the candidate's direct superior.
        Superior = "superior",
        /// Found: the candidate is their direct superior.
        Subordinate = "subordinate",
        /// They said so.
        Declared = "declared",
        /// The secretariat was told.
        Reported = "reported",
    }
}

/// Where a person stands in the agency, and where they stood before.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Position {
    pub user: UserId,
    /// Units and direct superiors, each until when.
    pub held: Vec<Held>,
}

impl Position {
    /// Every unit that they were in at this instant or later.
    fn units(&self, since: Timestamp) -> impl Iterator<Item = &UnitCode> {
        self.held.iter().filter(move |held| held.since(since)).filter_map(|held| held.unit.as_ref())
    }

    /// Whether somebody was their direct superior at this instant or later.
    fn was_under(&self, other: &UserId, since: Timestamp) -> bool {
        let mut held = self.held.iter().filter(|held| held.since(since));
        held.any(|held| held.superior.as_ref() == Some(other))
    }
}

/// A proposal as far as conflicts of interest are concerned.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ProposalParties {
    pub proposal: ProposalId,
    pub number: String,
    /// The candidate's unit when the proposal was begun.
    pub unit: UnitCode,
    pub candidate: Position,
    /// When the call was frozen: what somebody held then, or later, counts for good.
    pub since: Timestamp,
}

/// A conflict that a person put on the record.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RecordedConflict {
    pub proposal: ProposalId,
    pub user: UserId,
    /// [`ConflictKind::Declared`] or [`ConflictKind::Reported`].
    pub kind: ConflictKind,
    /// In the words of whoever declared it.
    pub reason: String,
    pub declared_by: UserId,
    pub declared_at: Timestamp,
}
