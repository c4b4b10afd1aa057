//! What an awardee asks to be changed, with what stood before, and who ruled on it.

use crate::kernel::clock::Timestamp;
use crate::kernel::ids::{AwardId, ProblemId, StudyRequestId, UserId};
use crate::text_enum;
use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

text_enum! {
    #[schema(as = StudyChangeKind)]
    pub enum ChangeKind {
        /// The milestones of the study.
        Plan = "plan",
        /// Another topic or problem.
        Topic = "topic",
        /// Another programme or university.
        Programme = "programme",
        /// A later end.
        Extension = "extension",
        /// A later intake.
        Deferral = "deferral",
    }
}

text_enum! {
    #[schema(as = StudyRequestState)]
    pub enum RequestState {
        Open = "open",
        Approved = "approved",
        Refused = "refused",
        Withdrawn = "withdrawn",
    }
}

text_enum! {
    /// For whom somebody rules.
    #[schema(as = StudyRequestSide)]
    pub enum Side {
        /// The unit that owns the problem.
        Owner = "owner",
        Secretariat = "secretariat",
    }
}

text_enum! {
    #[schema(as = StudyRulingVerdict)]
    pub enum RulingVerdict {
        Approved = "approved",
        Refused = "refused",
    }
}

/// One thing to reach on the way from study to solution.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = StudyMilestone)]
pub struct Milestone {
    pub due_on: NaiveDate,
    #[schema(min_length = 5, max_length = 500)]
    pub activity: String,
    /// What there is to show then.
    #[schema(min_length = 5, max_length = 500)]
    pub output: String,
}

/// The milestones in the order of their dates.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
#[schema(as = StudyPlan)]
pub struct Plan {
    pub milestones: Vec<Milestone>,
}

/// What is asked for, and in `before` what stands.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(tag = "kind", rename_all = "snake_case")]
#[schema(as = StudyChange)]
pub enum Change {
    Plan { milestones: Vec<Milestone> },
    Topic { problem: ProblemId, topic: String },
    Programme { university: String, programme: String, country: String },
    Extension { ends_on: NaiveDate },
    Deferral { admission_by: NaiveDate },
}

impl Change {
    pub fn kind(&self) -> ChangeKind {
        match self {
            Self::Plan { .. } => ChangeKind::Plan,
            Self::Topic { .. } => ChangeKind::Topic,
            Self::Programme { .. } => ChangeKind::Programme,
            Self::Extension { .. } => ChangeKind::Extension,
            Self::Deferral { .. } => ChangeKind::Deferral,
        }
    }
}

/// A ruling of one side.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, utoipa::ToSchema)]
#[schema(as = StudyRuling)]
pub struct Ruling {
    pub side: Side,
    pub verdict: RulingVerdict,
    pub reason: Option<String>,
    pub ruled_by: UserId,
    pub ruled_at: Timestamp,
}

/// A request of the awardee.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, utoipa::ToSchema)]
#[schema(as = StudyRequest)]
pub struct Request {
    pub id: StudyRequestId,
    pub study: AwardId,
    pub before: Change,
    pub after: Change,
    pub reason: String,
    pub asked_by: UserId,
    pub asked_at: Timestamp,
    pub state: RequestState,
    pub ended_at: Option<Timestamp>,
    pub rulings: Vec<Ruling>,
}

impl Request {
    pub fn kind(&self) -> ChangeKind {
        self.after.kind()
    }
}
