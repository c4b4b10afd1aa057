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
