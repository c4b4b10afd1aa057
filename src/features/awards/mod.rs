//! Seats: offered to the selected candidates, each with a deadline for the answer; when one is
//! given up, the next reserve who keeps every limit of the call is promoted. Nothing is offered
//! before the objections are answered. What follows an accepted seat (agreement, study, return) is
//! not here.

pub mod actions;
mod api;
mod letters;
mod pages;
pub mod rules;
mod store;

pub use api::configure;
pub use pages::configure as configure_pages;

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
    /// The position on the reserve list from which it was promoted; `None` for those selected at
    /// once, and for a promotion because no reserve could have the seat.
    pub reserve_position: Option<u32>,
    pub state: State,
    /// Why the seat goes to this candidate.
    pub grounds: Bilingual,
    pub offered_at: Timestamp,
    /// The first instant that is too late.
    pub answer_by: Timestamp,
    /// Not answered, and the deadline has passed.
    pub is_overdue: bool,
    pub settled_at: Option<Timestamp>,
    /// Why it was withdrawn.
    pub settled_reason: Option<String>,
}

/// A reserve that has not been promoted.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, utoipa::ToSchema)]
pub struct WaitingReserve {
    pub number: String,
    pub position: u32,
    /// Why it has not been promoted, given the seats that are held now.
    pub reason: Option<Bilingual>,
}

/// The present seats of a call.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, utoipa::ToSchema)]
#[schema(as = Awards)]
pub struct Seats {
    /// In the order in which they were offered.
    pub awards: Vec<Award>,
    pub waiting: Vec<WaitingReserve>,
    /// Decided seats that nobody holds or has been offered. Null for a reader in conflict with a
    /// proposal of the call, because it may be that one's.
    pub vacant: Option<u32>,
    /// Whether proposals with which the reader is in conflict are left out.
    pub withheld: bool,
}
