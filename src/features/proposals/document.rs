//! Uploaded documents of a proposal: every version is kept. The submission says which of them belong
//! to it; what is uploaded afterwards belongs to the draft alone.

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
    /// One of the call's.
    #[schema(example = "proposal")]
    pub kind: String,
    /// 1 for the first upload of this kind.
    pub version: i32,
    /// What the sender called it, made safe; a label only.
    pub file_name: String,
    /// By content, not by name.
    pub media_type: MediaType,
    /// In bytes.
    pub size: u64,
    /// Of the content, in hex.
    pub sha256: String,
    pub uploaded_by: UserId,
    pub uploaded_at: Timestamp,
}

/// What the call wants and what there is, kind by kind.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, utoipa::ToSchema)]
pub struct Documents {
    pub kinds: Vec<DocumentKind>,
    /// Bytes of the latest versions together.
    pub size: u64,
    /// The most they may be together.
    pub most_bytes: u64,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, utoipa::ToSchema)]
pub struct DocumentKind {
    #[schema(example = "proposal")]
    pub kind: String,
    pub name: Bilingual,
    pub required: bool,
    pub sensitivity: Sensitivity,
    /// The one that counts for this reader; null while there is none. For the candidate, while the
    /// call takes files, the newest of the draft; for everybody else, and afterwards, the one that
    /// belongs to the submission.
    pub latest: Option<Document>,
    /// Newest first. For the candidate all others they sent; for those who read the verification
    /// those that a repair replaced; for everybody else none.
    pub older: Vec<Document>,
    /// The file of this kind that belongs to the submission that counts; null where there is none.
    pub submitted: Option<DocumentId>,
    /// What took the place of what since it was handed in, and in which repair.
    pub replacements: Vec<Replacement>,
}

/// A file that took the place of another after the submission, in a repair that a verifier opened.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, utoipa::ToSchema)]
pub struct Replacement {
    #[schema(example = "health_letter")]
    pub kind: String,
    pub document: DocumentId,
    pub sha256: String,
    /// What it replaced; null where there was no file of this kind.
    pub replaced: Option<DocumentId>,
    pub replaced_sha256: Option<String>,
    pub replaced_at: Timestamp,
    pub repair: RecordId,
    /// By the day for those who are not to know who verifies.
    pub opened_at: Told,
    /// The verifier; null for those who are not to know who verifies.
    pub opened_by: Option<UserId>,
}
