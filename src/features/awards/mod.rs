//! Seats: offered to those who were selected, each with an answer clock; when one is given up, the
//! next reserve who keeps every limit of the call rises. Nothing before the objections are answered.
//! What follows an accepted seat (agreement, study, return) is not here.

pub mod actions;
mod api;
mod letters;
mod pages;
pub mod rules;
mod store;

pub use api::configure;
pub use pages::configure as configure_pages;
pub use store::{HOLDER, settlements};

use crate::features::calls::Bilingual;
use crate::kernel::clock::Timestamp;
use crate::kernel::ids::{AwardId, CallId, DecisionId, ProposalId};
use crate::text_enum;
use serde::Serialize;

text_enum! {
    #[schema(as = AwardState)]
    pub enum State {
        Offered = "offered",
        Accepted = "accepted",
        Declined = "declined",
        /// No answer in time, noted by the secretariat.
        Lapsed = "lapsed",
        /// By the secretariat, with a reason.
        Withdrawn = "withdrawn",
    }
}

/// A seat offered to a candidate.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, utoipa::ToSchema)]
pub struct Award {
    pub id: AwardId,
    pub call: CallId,
    pub decision: DecisionId,
    pub proposal: ProposalId,
    #[schema(example = "TB-2026-0012")]
    pub number: String,
    /// The position on the reserve list that it rose from; none for those selected at once, and for
    /// who rose because no reserve could have the seat.
    pub reserve_position: Option<u32>,
    pub state: State,
    /// Why the seat goes to this candidate.
    pub grounds: Bilingual,
    pub offered_at: Timestamp,
    /// The first instant that is too late.
    pub answer_by: Timestamp,
    /// Unanswered, and the clock has run out.
    pub is_overdue: bool,
    pub settled_at: Option<Timestamp>,
    /// Why it was withdrawn.
    pub settled_reason: Option<String>,
}

/// A reserve that has not been called up.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, utoipa::ToSchema)]
pub struct WaitingReserve {
    pub number: String,
    pub position: u32,
    /// Why it has not risen, by the seats as they are held now.
    pub reason: Option<Bilingual>,
}

/// The seats of a call as they stand.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, utoipa::ToSchema)]
#[schema(as = Awards)]
pub struct Seats {
    /// In the order they were offered.
    pub awards: Vec<Award>,
    pub waiting: Vec<WaitingReserve>,
    /// Seats that were decided on and that nobody holds or has been offered.
    /// Null for a reader in conflict with a proposal of the call: it may be that one's.
    pub vacant: Option<u32>,
    /// Proposals that the reader is in conflict with are left out.
    pub withheld: bool,
}
