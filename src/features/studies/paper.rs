//! Documents of a study.

use crate::kernel::clock::Timestamp;
use crate::kernel::ids::{AwardId, StudyPaperId, UserId};
use crate::text_enum;
use chrono::NaiveDate;
use serde::Serialize;

text_enum! {
    pub enum PaperKind {
        /// Proof of admission (letter of acceptance); from the awardee.
        Admission = "admission",
        /// Agreement (perjanjian tugas belajar).
        Agreement = "agreement",
        /// Decree that sends the awardee to study.
        Decree = "decree",
        /// Decree of release from the post.
        Release = "release",
        /// From the awardee.
        Diploma = "diploma",
        /// Decree of reinstatement.
        Reinstatement = "reinstatement",
        /// Minutes, e.g. of a stop.
        Minutes = "minutes",
    }
}

text_enum! {
    pub enum PaperVerdict {
        Accepted = "accepted",
        Returned = "returned",
    }
}

/// The file of a document or a report.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, utoipa::ToSchema)]
pub struct StudyFile {
    pub file_name: String,
    pub size: u64,
    pub sha256: String,
}

/// A document of a study.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, utoipa::ToSchema)]
#[schema(as = StudyPaper)]
pub struct Paper {
    pub id: StudyPaperId,
    pub study: AwardId,
    pub kind: PaperKind,
    pub number: String,
    pub dated: NaiveDate,
    pub signatory: String,
    pub file: Option<StudyFile>,
    pub added_by: UserId,
    pub added_at: Timestamp,
    /// What the secretariat says of a document of the awardee.
    pub verdict: Option<PaperVerdict>,
    pub verdict_reason: Option<String>,
    pub checked_by: Option<UserId>,
    pub checked_at: Option<Timestamp>,
}
