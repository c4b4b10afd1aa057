//! Submissions beside the draft: the files that belong to a submission, what else was true at that
//! moment, which submission is in force, and how the draft differs from it.

use super::Document;
use crate::features::accounts::User;
use crate::features::problems::{Direction, Problem};
use crate::kernel::clock::Timestamp;
use crate::kernel::ids::{DocumentId, ProblemId, RecordId, UnitCode};
use crate::text_enum;
use serde::{Deserialize, Serialize};

/// A file that belongs to a submission: submitted with it, or replacing such a file in a repair.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Pin {
    pub document: Document,
    /// `None`: it came with the submission.
    pub repair: Option<RecordId>,
    pub pinned_at: Timestamp,
}

/// A file of a version, as the version names it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, utoipa::ToSchema)]
pub struct SubmittedFile {
    pub document: DocumentId,
    #[schema(example = "proposal")]
    pub kind: String,
    /// The number among the uploads of this kind.
    pub version: i32,
    pub file_name: String,
    pub size: u64,
    pub sha256: String,
    /// False after a repair has replaced the file.
    pub counts: bool,
    /// The repair in which it came; null if it came with the submission.
    pub repair: Option<RecordId>,
    pub pinned_at: Timestamp,
}

/// The submission in force.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, utoipa::ToSchema)]
#[schema(as = SubmissionState)]
pub struct Submission {
    pub version: i32,
    pub submitted_at: Timestamp,
    /// Whether the draft's text or files differ from it. Null for readers who may read only the
    /// submission.
    pub changed: Option<bool>,
}

/// What else was true when a version was submitted. Empty where it was not recorded.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Circumstances {
    #[serde(default)]
    pub problem: Option<RegisteredProblem>,
    #[serde(default)]
    pub applicant: Option<HandedInBy>,
}

/// The problem as the registry had it at the submission.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
pub struct RegisteredProblem {
    pub id: ProblemId,
    #[schema(example = "M-007")]
    pub code: String,
    pub title: String,
    pub description: String,
    pub indicator: String,
    pub unit_of_measure: String,
    pub direction: Direction,
    pub baseline_value: String,
    pub baseline_period: String,
    pub baseline_denominator: Option<String>,
    pub baseline_source: String,
    pub baseline_measured_by: String,
    pub target_value: String,
    /// Null for readers who must not learn who the candidate is, because the owner may be the
    /// candidate's unit.
    pub owner_unit: Option<UnitCode>,
    pub owner_name: Option<String>,
    pub illustrative: bool,
}

impl RegisteredProblem {
    pub fn of(problem: &Problem, owner_name: &str) -> Self {
        let Problem { id, code, title, description, indicator, .. } = problem.clone();
        Self {
            unit_of_measure: problem.unit_of_measure.clone(),
            direction: problem.direction,
            baseline_value: problem.baseline_value.clone(),
            baseline_period: problem.baseline_period.clone(),
            baseline_denominator: problem.baseline_denominator.clone(),
            baseline_source: problem.baseline_source.clone(),
            baseline_measured_by: problem.baseline_measured_by.clone(),
            target_value: problem.target_value.clone(),
            owner_unit: Some(problem.owner_unit.clone()),
            owner_name: Some(owner_name.to_owned()),
            illustrative: problem.illustrative,
            id,
            code,
            title,
            description,
            indicator,
        }
    }
}

/// The person who submitted it, as the account was then.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
pub struct HandedInBy {
    pub name: String,
    /// Null for readers other than those who verify and the candidate.
    pub nip: Option<String>,
    pub unit: UnitCode,
    pub unit_name: String,
}

impl HandedInBy {
    pub fn of(user: &User, unit: &UnitCode, unit_name: &str) -> Self {
        Self {
            name: user.name.clone(),
            nip: user.any_nip().map(str::to_owned),
            unit: unit.clone(),
            unit_name: unit_name.to_owned(),
        }
    }
}

text_enum! {
    pub enum ChangeKind {
        Added = "added",
        Changed = "changed",
        Removed = "removed",
    }
}

/// A field that differs.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, utoipa::ToSchema)]
pub struct FieldChange {
    #[schema(example = "sections.problem")]
    pub field: String,
    pub change: ChangeKind,
    /// Null if it was added.
    #[schema(value_type = Option<Object>)]
    pub before: Option<serde_json::Value>,
    /// Null if it was removed.
    #[schema(value_type = Option<Object>)]
    pub after: Option<serde_json::Value>,
}

/// A kind of document whose file differs.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, utoipa::ToSchema)]
pub struct FileChange {
    #[schema(example = "proposal")]
    pub kind: String,
    pub change: ChangeKind,
    pub before: Option<Document>,
    pub after: Option<Document>,
}

/// How the draft differs from the submission in force.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, utoipa::ToSchema)]
pub struct Changes {
    /// The submission in force.
    pub since: i32,
    pub submitted_at: Timestamp,
    pub fields: Vec<FieldChange>,
    pub files: Vec<FileChange>,
}

impl Changes {
    pub fn is_empty(&self) -> bool {
        self.fields.is_empty() && self.files.is_empty()
    }
}
