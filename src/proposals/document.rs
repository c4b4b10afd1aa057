//! Uploaded documents of a proposal: every version is kept, the latest of a kind counts.

use crate::calls::{Bilingual, Sensitivity};
use crate::clock::Timestamp;
use crate::files::MediaType;
use crate::ids::{DocumentId, ProposalId, UserId};
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
    /// The version that counts; null while there is none.
    pub latest: Option<Document>,
    /// Newest first.
    pub older: Vec<Document>,
}
