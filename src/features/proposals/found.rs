//! What the secretariat finds of proposals while somebody is on the telephone.

use super::{Document, State};
use crate::kernel::clock::Timestamp;
use crate::kernel::ids::{CallId, DocumentId, ProposalId, UserId};
use crate::platform::ledger::Head;
use serde::Serialize;

/// A proposal that was handed in, as a search shows it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, utoipa::ToSchema)]
pub struct FoundProposal {
    pub id: ProposalId,
    pub call: CallId,
    /// The call's code.
    #[schema(example = "TB-2026")]
    pub call_code: String,
    #[schema(example = "TB-2026-0012")]
    pub number: String,
    /// As submitted.
    pub title: String,
    pub state: State,
    pub candidate: UserId,
    pub candidate_name: String,
    pub submitted_at: Option<Timestamp>,
}

/// A file of a submission, found by its name.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, utoipa::ToSchema)]
pub struct FoundFile {
    pub document: DocumentId,
    pub file_name: String,
    /// One of the call's kinds.
    #[schema(example = "proposal")]
    pub kind: String,
    pub proposal: ProposalId,
}

/// One submission.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, utoipa::ToSchema)]
pub struct ArrivedSubmission {
    /// 1 for the first.
    pub version: i32,
    pub submitted_at: Timestamp,
    /// SHA-256 of the submitted text's canonical JSON.
    pub content_hash: String,
    /// The record's entry of it.
    pub ledger: Option<Head>,
}

/// A proposal with what arrived of it, and when.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, utoipa::ToSchema)]
pub struct ArrivedProposal {
    pub proposal: FoundProposal,
    /// Oldest first, as the candidate's receipts have them.
    pub submissions: Vec<ArrivedSubmission>,
    /// The files of the submission in force that the reader may open, and those that a repair replaced.
    pub files: Vec<Document>,
}
