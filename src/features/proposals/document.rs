//! Uploaded documents of a proposal; every version is kept. A submission says which of them belong
//! to it; a later upload belongs only to the draft.

use crate::features::calls::{Bilingual, Sensitivity};
use crate::kernel::clock::{Timestamp, Told};
use crate::kernel::ids::{DocumentId, ProposalId, RecordId, UserId};
use crate::platform::files::MediaType;
use serde::Serialize;

/// One version of one document.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, utoipa::ToSchema)]
pub struct Document {
    pub id: DocumentId,
    pub proposal: ProposalId,
    /// One of the call's kinds.
    #[schema(example = "proposal")]
    pub kind: String,
    /// 1 for the first upload of this kind.
    pub version: i32,
    /// The sender's name for it, made safe; only a label.
    pub file_name: String,
    /// Recognised by content, not by name.
    pub media_type: MediaType,
    /// In bytes.
    pub size: u64,
    /// SHA-256 of the content, in hex.
    pub sha256: String,
    pub uploaded_by: UserId,
    pub uploaded_at: Timestamp,
}

/// The required and the uploaded documents, by kind.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, utoipa::ToSchema)]
pub struct Documents {
    pub kinds: Vec<DocumentKind>,
    /// The size of the latest versions together, in bytes.
    pub size: u64,
    /// The most bytes that they may have together.
    pub most_bytes: u64,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, utoipa::ToSchema)]
pub struct DocumentKind {
    #[schema(example = "proposal")]
    pub kind: String,
    pub name: Bilingual,
    pub required: bool,
    pub sensitivity: Sensitivity,
    /// The file in force for this reader; null while there is none. For the candidate, while the
    /// call accepts files, the draft's newest; otherwise the one that belongs to the submission.
    pub latest: Option<Document>,
    /// Newest first. For the candidate all their other files; for those who read the verification
    /// those that a repair replaced; for all others none.
    pub older: Vec<Document>,
    /// The file of this kind that belongs to the submission in force; null if there is none.
    pub submitted: Option<DocumentId>,
    /// Files replaced since the submission, and in which repair.
    pub replacements: Vec<Replacement>,
}

/// A file that replaced another after the submission, in a repair that a verifier opened.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, utoipa::ToSchema)]
pub struct Replacement {
    #[schema(example = "health_letter")]
    pub kind: String,
    pub document: DocumentId,
    pub sha256: String,
    /// The replaced file; null if there was no file of this kind.
    pub replaced: Option<DocumentId>,
    pub replaced_sha256: Option<String>,
    pub replaced_at: Timestamp,
    pub repair: RecordId,
    /// Only the day, for readers who must not learn who verifies.
    pub opened_at: Told,
    /// The verifier; null for readers who must not learn who verifies.
    pub opened_by: Option<UserId>,
}
