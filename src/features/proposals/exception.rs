//! What is let to one candidate by signed minutes after the submission has ended. Source: `domain.md` §10, "late files
//! let in": exceptions only by signed minutes (berita acara).

use crate::kernel::clock::Timestamp;
use crate::kernel::ids::{CallId, ExceptionId, ProposalId, RecordId, UserId};
use crate::text_enum;
use serde::{Deserialize, Serialize};

text_enum! {
    /// What may change of what was handed in.
    pub enum ExceptionKind {
        /// One document may be brought or replaced.
        LateDocument = "late_document",
        /// One field of the text may be corrected.
        CorrectedField = "corrected_field",
        /// The proposal may be for another level of study.
        OtherLevel = "other_level",
    }
}

impl ExceptionKind {
    /// Whether its candidate hands the text in again; a document comes in a repair.
    pub fn opens_text(self) -> bool {
        self != Self::LateDocument
    }
}

text_enum! {
    pub enum ExceptionState {
        /// The secretariat asks for it; nobody has decided.
        Requested = "requested",
        /// One person is for it.
        Confirmed = "confirmed",
        /// Two are; it opens what it names, until its time.
        Granted = "granted",
        Refused = "refused",
        /// By the secretariat, before it was decided.
        Withdrawn = "withdrawn",
    }
}

impl ExceptionState {
    /// Whether it is to be decided still.
    pub fn waits(self) -> bool {
        matches!(self, Self::Requested | Self::Confirmed)
    }
}

text_enum! {
    pub enum ExceptionVerdict {
        Granted = "granted",
        Refused = "refused",
    }
}

/// The signed minutes.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, utoipa::ToSchema)]
#[schema(as = ExceptionMinutes)]
pub struct Minutes {
    pub file_name: String,
    pub size: u64,
    pub sha256: String,
}

/// An exception with where it stands.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, utoipa::ToSchema)]
#[schema(as = ProposalException)]
pub struct Exception {
    pub id: ExceptionId,
    pub call: CallId,
    pub proposal: ProposalId,
    /// Of the proposal.
    pub number: String,
    pub kind: ExceptionKind,
    /// The kind of document that may come late.
    pub document: Option<String>,
    /// The field that may be corrected.
    pub field: Option<String>,
    /// From its grant until this instant; exclusive.
    pub until: Timestamp,
    /// Of the signed minutes.
    pub minutes_number: String,
    pub reason: String,
    /// Nothing is decided before the minutes are there.
    pub minutes: Option<Minutes>,
    pub requested_by: UserId,
    pub requested_at: Timestamp,
    pub state: ExceptionState,
    /// Who was for it first.
    pub confirmed_by: Option<UserId>,
    pub confirmed_at: Option<Timestamp>,
    /// Who granted, refused or withdrew it.
    pub ended_by: Option<UserId>,
    pub ended_at: Option<Timestamp>,
    /// Why it was refused.
    pub answer: Option<String>,
    /// When the corrected text was handed in.
    pub used_at: Option<Timestamp>,
    #[serde(skip)]
    pub repair: Option<RecordId>,
}

impl Exception {
    /// Whether its candidate may change the text by it now.
    pub fn opens_text_at(&self, now: Timestamp) -> bool {
        self.state == ExceptionState::Granted
            && self.kind.opens_text()
            && self.used_at.is_none()
            && now < self.until
    }
}

/// What is asked for.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub struct NewException {
    pub kind: ExceptionKind,
    /// A kind of document of the call; for `late_document` only.
    #[serde(default)]
    #[schema(max_length = 100)]
    pub document: Option<String>,
    /// A field of the proposal, a list as a whole; for `corrected_field` only.
    #[serde(default)]
    #[schema(max_length = 100)]
    pub field: Option<String>,
    pub until: Timestamp,
    /// Number and date of the signed minutes.
    #[schema(min_length = 3, max_length = 200)]
    pub minutes_number: String,
    /// Its candidate reads it.
    #[schema(min_length = 10, max_length = 2000)]
    pub reason: String,
}

/// What one of the two persons says.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub struct ExceptionAnswer {
    pub verdict: ExceptionVerdict,
    /// Needed to refuse it; its candidate reads it.
    #[serde(default)]
    #[schema(max_length = 2000)]
    pub reason: Option<String>,
}
