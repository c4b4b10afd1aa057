//! A file that arrives in pieces: what was announced, and how much is safely on disk.

use crate::kernel::clock::Timestamp;
use crate::kernel::ids::{DocumentId, ProposalId, UploadId, UserId};

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PartialUpload {
    pub id: UploadId,
    pub proposal: ProposalId,
    /// One of the call's kinds.
    pub kind: String,
    /// The sender's name for it.
    pub file_name: String,
    /// When the sender's file was last changed, in milliseconds since 1970, as the sender says;
    /// distinguishes files with the same name.
    pub file_modified: Option<i64>,
    /// The announced size in bytes, at least 1.
    pub size: u64,
    /// Bytes safely on disk.
    pub received: u64,
    pub begun_by: UserId,
    pub begun_at: Timestamp,
    /// It is removed then; each piece extends this.
    pub expires_at: Timestamp,
    /// The document that it became with its last byte.
    pub document: Option<DocumentId>,
}

impl PartialUpload {
    /// Missing bytes.
    pub fn left(&self) -> u64 {
        self.size.saturating_sub(self.received)
    }

    /// The percentage received, rounded down.
    pub fn percent(&self) -> u64 {
        self.received.saturating_mul(100).checked_div(self.size).unwrap_or(0)
    }

    /// `usulan.pdf, 43%`.
    pub fn how_far(&self) -> String {
        format!("{}, {}%", self.file_name, self.percent())
    }
}
