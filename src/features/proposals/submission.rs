//! What endorsing and submitting record: the whole text, endorsements, versions, and the
//! candidate's receipt.

use super::Content;
use crate::kernel::clock::Timestamp;
use crate::kernel::ids::{ProblemId, ProposalId, RecordId, UserId};
use crate::platform::ledger::Head;
use crate::text_enum;
use serde::{Deserialize, Serialize};

/// The whole text: the content of a draft and of a version.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Text {
    pub problem: ProblemId,
    /// Code of the level of study, one of the call's.
    pub level: String,
    pub content: Content,
}

text_enum! {
    /// The role in which a person endorses.
    pub enum EndorsementKind {
        /// Head of the candidate's unit: the unit can release the candidate and will use the
        /// results.
        UnitHead = "unit_head",
        /// Head of the unit that owns the problem: it is the right problem, and the plan can work.
        ProblemOwner = "problem_owner",
    }
}

/// One signature under a proposal.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, utoipa::ToSchema)]
pub struct Endorsement {
    pub id: RecordId,
    pub kind: EndorsementKind,
    pub endorsed_by: UserId,
    pub statement: String,
    /// SHA-256 of what was signed (`rules::endorsed_content`).
    pub essence_hash: String,
    pub endorsed_at: Timestamp,
    /// False if the endorsed content has changed since.
    pub current: bool,
}

/// A candidate's request for one endorsement.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, utoipa::ToSchema)]
pub struct EndorsementRequest {
    pub id: RecordId,
    pub kind: EndorsementKind,
    pub asked_at: Timestamp,
    /// When those who may give it were told; null while nobody with an account can.
    pub told_at: Option<Timestamp>,
    /// When the program reminded those who are asked; it does so once.
    pub reminded_at: Option<Timestamp>,
    /// Null while it waits.
    pub answered_at: Option<Timestamp>,
    pub answered_by: Option<UserId>,
    /// With what it was returned; null if it waits or was endorsed.
    pub remark: Option<String>,
}

impl EndorsementRequest {
    pub fn is_open(&self) -> bool {
        self.answered_at.is_none()
    }
}

/// How the text differs from what somebody endorsed last, in what the endorsement signs.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, utoipa::ToSchema)]
pub struct ChangedSince {
    pub kind: EndorsementKind,
    pub endorsed_at: Timestamp,
    pub fields: Vec<super::FieldChange>,
}

/// An uploaded document as the receipt names it.
#[derive(
    Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, utoipa::ToSchema,
)]
pub struct DocumentDigest {
    #[schema(example = "proposal")]
    pub kind: String,
    pub version: i32,
    pub sha256: String,
}

/// The candidate's receipt of a submission.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
pub struct Receipt {
    pub proposal: ProposalId,
    pub problem: ProblemId,
    #[schema(example = "S2")]
    pub level: String,
    /// The same for all versions.
    #[schema(example = "TB-2026-0012")]
    pub number: String,
    /// 1 for the first submission.
    pub version: i32,
    pub submitted_at: Timestamp,
    /// SHA-256 of the submitted text's canonical JSON.
    pub content_hash: String,
    pub documents: Vec<DocumentDigest>,
    /// Hash of the call's frozen rules.
    pub rules_hash: Option<String>,
    /// Hash of the integrity pact that was signed with it; left out where the call has none.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub pact_hash: Option<String>,
    /// The record's entry of this submission; a later change by anyone breaks the chain from here.
    pub ledger: Head,
}

/// One submission, kept permanently.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, utoipa::ToSchema)]
#[schema(as = ProposalVersion)]
pub struct Version {
    pub number: i32,
    pub content: Content,
    /// The results of the eligibility rules at that moment, with their figures.
    #[schema(value_type = Vec<super::rules::eligibility::Finding>)]
    pub eligibility: serde_json::Value,
    pub receipt: Receipt,
    /// The files it was submitted with, and those that replaced them in a repair.
    pub files: Vec<super::SubmittedFile>,
    /// The problem as the registry had it at that moment.
    pub registered_problem: Option<super::RegisteredProblem>,
    /// The person as the account was at that moment.
    pub applicant: Option<super::HandedInBy>,
}
