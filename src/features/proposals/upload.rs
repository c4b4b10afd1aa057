//! A file that arrives in pieces: what was announced, and how much of it is safely on disk.

use crate::kernel::clock::Timestamp;
use crate::kernel::ids::{DocumentId, ProposalId, UploadId, UserId};

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PartialUpload {
    pub id: UploadId,
    pub proposal: ProposalId,
    /// One of the call's documents.
    pub kind: String,
    /// As the sender calls it.
    pub file_name: String,
    /// When the sender's file was last changed, in milliseconds since 1970, as the sender says; tells
    /// one file of a name from another.
    pub file_modified: Option<i64>,
    /// What was announced, in bytes, at least 1.
    pub size: u64,
    /// Bytes safely on disk.
    pub received: u64,
    pub begun_by: UserId,
    pub begun_at: Timestamp,
    /// It is forgotten then; each piece moves this on.
    pub expires_at: Timestamp,
    /// What it became with its last byte.
    pub document: Option<DocumentId>,
}

impl PartialUpload {
    /// In bytes.
    pub fn left(&self) -> u64 {
        self.size.saturating_sub(self.received)
    }

    /// How much is there, rounded down.
    pub fn percent(&self) -> u64 {
        self.received.saturating_mul(100).checked_div(self.size).unwrap_or(0)
    }

    /// `usulan.pdf, 43%`.
    pub fn how_far(&self) -> String {
        format!("{}, {}%", self.file_name, self.percent())
    }
}
