//! A recorded conflict that somebody asks to be withdrawn, because it was declared or reported by mistake. What the
//! program finds by itself cannot be withdrawn.

use super::{ConflictKind, RecordedConflict};
use crate::kernel::clock::Timestamp;
use crate::kernel::ids::{ProposalId, RecordId, UserId};
use crate::text_enum;

text_enum! {
    /// What becomes of the task that the conflict had closed.
    pub enum Comeback {
        /// There was none, or something else had closed it.
        NoTask = "no_task",
        /// It is open again, with its draft.
        Open = "open",
        /// It is open again, and the review has ended: the chair may let its sheet be handed in.
        Lacking = "lacking",
        /// The sheet was handed in and counts again.
        Counts = "counts",
        /// It stays closed: others have all places on the proposal.
        PlaceTaken = "place_taken",
        /// It stays closed: the person is no longer on the panel.
        OffPanel = "off_panel",
        /// It stays closed: the result is announced.
        Over = "over",
    }
}

/// The answer of a chair.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Ruling {
    /// `None`: refused, and the conflict stays.
    pub comeback: Option<Comeback>,
    pub reason: String,
    pub by: UserId,
    pub at: Timestamp,
}

/// Somebody's request.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Withdrawal {
    pub id: RecordId,
    /// As it was recorded.
    pub conflict: RecordedConflict,
    pub reason: String,
    pub asked_by: UserId,
    pub asked_at: Timestamp,
    /// `None` while it waits for a chair.
    pub ruling: Option<Ruling>,
}

impl Withdrawal {
    pub fn is_of(&self, proposal: &ProposalId, person: &UserId) -> bool {
        &self.conflict.proposal == proposal && &self.conflict.user == person
    }

    pub fn kind(&self) -> ConflictKind {
        self.conflict.kind
    }
}
