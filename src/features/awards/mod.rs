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
pub use store::{
    HOLDER, SeatOn, contradictions, every_seat, find_seat, follow_with_study, seats_of,
    seats_taken, settlements,
};

use crate::features::calls::Bilingual;
use crate::kernel::clock::Timestamp;
use crate::kernel::errors::Failure;
use crate::kernel::ids::{AwardId, CallId, DecisionId, ProposalId};
use crate::text_enum;
use serde::{Deserialize, Serialize};

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

/// How an offer stands. Only one that is settled has an instant, and only one that was withdrawn a reason.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Standing {
    Offered,
    Accepted { at: Timestamp },
    Declined { at: Timestamp },
    Lapsed { at: Timestamp },
    Withdrawn { at: Timestamp, reason: String },
}

impl Standing {
    /// From what stands beside each other in a row.
    ///
    /// # Errors
    /// `Inconsistent` when they cannot.
    pub fn of(
        state: State,
        settled_at: Option<Timestamp>,
        reason: Option<String>,
    ) -> Result<Self, Failure> {
        Ok(match (state, settled_at, reason) {
            (State::Offered, None, None) => Self::Offered,
            (State::Accepted, Some(at), None) => Self::Accepted { at },
            (State::Declined, Some(at), None) => Self::Declined { at },
            (State::Lapsed, Some(at), None) => Self::Lapsed { at },
            (State::Withdrawn, Some(at), Some(reason)) => Self::Withdrawn { at, reason },
            (state, at, reason) => {
                let has = (at.is_some(), reason.is_some());
                return Err(Failure::Inconsistent(format!("an offer {state} with {has:?}")));
            }
        })
    }

    pub fn state(&self) -> State {
        match self {
            Self::Offered => State::Offered,
            Self::Accepted { .. } => State::Accepted,
            Self::Declined { .. } => State::Declined,
            Self::Lapsed { .. } => State::Lapsed,
            Self::Withdrawn { .. } => State::Withdrawn,
        }
    }

    pub fn settled_at(&self) -> Option<Timestamp> {
        match self {
            Self::Offered => None,
            Self::Accepted { at }
            | Self::Declined { at }
            | Self::Lapsed { at }
            | Self::Withdrawn { at, .. } => Some(*at),
        }
    }

    pub fn reason(&self) -> Option<&str> {
        match self {
            Self::Withdrawn { reason, .. } => Some(reason),
            Self::Offered | Self::Accepted { .. } | Self::Declined { .. } | Self::Lapsed { .. } => {
                None
            }
        }
    }
}

/// A seat offered to a candidate.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(into = "FlatAward")]
pub struct Award {
    pub id: AwardId,
    pub call: CallId,
    pub decision: DecisionId,
    pub proposal: ProposalId,
    pub number: String,
    pub reserve_position: Option<u32>,
    pub standing: Standing,
    pub grounds: Bilingual,
    pub offered_at: Timestamp,
    pub answer_by: Timestamp,
    pub is_overdue: bool,
    /// Since when a study follows it: it is then ended there.
    pub study_begun_at: Option<Timestamp>,
}

impl Award {
    pub fn state(&self) -> State {
        self.standing.state()
    }
}

/// A seat offered to a candidate.
#[derive(Debug, Clone, Serialize, utoipa::ToSchema)]
#[schema(as = Award)]
pub struct FlatAward {
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
    /// Since when a study follows it: it is then ended there.
    pub study_begun_at: Option<Timestamp>,
}

crate::sent_as!(Award, FlatAward);

impl From<Award> for FlatAward {
    fn from(award: Award) -> Self {
        Self {
            state: award.standing.state(),
            settled_at: award.standing.settled_at(),
            settled_reason: award.standing.reason().map(str::to_owned),
            id: award.id,
            call: award.call,
            decision: award.decision,
            proposal: award.proposal,
            number: award.number,
            reserve_position: award.reserve_position,
            grounds: award.grounds,
            offered_at: award.offered_at,
            answer_by: award.answer_by,
            is_overdue: award.is_overdue,
            study_begun_at: award.study_begun_at,
        }
    }
}

text_enum! {
    #[schema(as = OfferReply)]
    pub enum Reply {
        Accept = "accept",
        Decline = "decline",
    }
}

/// A candidate's answer as the page of the offer sends it. Over REST each answer has an address of its own.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub struct OfferAnswer {
    pub answer: Reply,
}

/// Why a seat is withdrawn.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub struct AwardWithdrawal {
    /// The candidate reads it.
    #[schema(min_length = 20, max_length = 2000)]
    pub reason: String,
}

/// A reserve that has not been called up.
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_row_is_read_only_when_its_state_and_what_stands_beside_it_fit() {
        let (at, reason) = (Timestamp::from_micros(1), "illness".to_owned());
        for state in State::ALL {
            for settled_at in [None, Some(at)] {
                for reason in [None, Some(reason.clone())] {
                    let fits = settled_at.is_some() == (state != State::Offered)
                        && reason.is_some() == (state == State::Withdrawn);
                    let read = Standing::of(state, settled_at, reason.clone());
                    assert_eq!(read.is_ok(), fits, "{state} {settled_at:?} {reason:?}");
                    if let Ok(standing) = read {
                        let flat = (standing.state(), standing.settled_at(), standing.reason());
                        assert_eq!(flat, (state, settled_at, reason.as_deref()));
                    }
                }
            }
        }
    }
}
