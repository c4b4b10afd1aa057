//! The panel's work: conflicts of interest, assignment, score sheets. A conflict blocks both the
//! assignment and the scoring; nobody sees another's sheet before handing in their own.

pub mod actions;
mod api;
mod store;

pub use api::configure;
pub use store::{submitted_sheets, submitted_sheets_on};

use crate::clock::Timestamp;
use crate::ids::{AssignmentId, CallId, ProposalId, UserId};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum AssignmentState {
    Assigned,
    /// The sheet has been begun.
    Draft,
    /// The sheet is locked.
    Submitted,
    /// Given back because of a conflict of interest.
    Declined,
    /// Taken away by the secretariat.
    Removed,
}

/// One reviewer's task on one proposal.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, utoipa::ToSchema)]
pub struct Assignment {
    pub id: AssignmentId,
    pub call: CallId,
    pub proposal: ProposalId,
    pub reviewer: UserId,
    pub state: AssignmentState,
    pub origin: Origin,
    pub assigned_at: Timestamp,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum Origin {
    Manual,
    Automatic,
}

/// What a reviewer writes. A draft may lack criteria; a submitted sheet lacks none.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(default, deny_unknown_fields)]
pub struct Sheet {
    /// By criterion code.
    pub scores: BTreeMap<String, Score>,
    /// The candidate reads this with the result.
    pub feedback: String,
    /// Only the committee reads this.
    pub note: String,
}

/// One criterion's score and the reason written for it.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(default, deny_unknown_fields)]
pub struct Score {
    /// One of the rubric's allowed scores; none while undecided.
    pub score: Option<u32>,
    pub reason: String,
}

/// A locked sheet as the selection and the results need it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SubmittedSheet {
    pub assignment: AssignmentId,
    pub proposal: ProposalId,
    pub reviewer: UserId,
    /// Σ weight × score.
    pub total: i32,
    pub sheet: Sheet,
    pub submitted_at: Timestamp,
}
