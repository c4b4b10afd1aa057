//! What people write about a study.

use super::{Cause, Milestone, PaperKind, PaperVerdict, RulingVerdict, Side, Step};
use crate::kernel::ids::{ProblemId, UnitCode};
use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

/// A document; its file is added to it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = NewStudyPaper)]
pub struct NewPaper {
    pub kind: PaperKind,
    /// As it stands on the document.
    #[schema(min_length = 1, max_length = 100, format = "line")]
    pub number: String,
    pub dated: NaiveDate,
    #[schema(min_length = 3, max_length = 200, format = "line")]
    pub signatory: String,
}

/// What the secretariat says of a document of the awardee.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = StudyPaperCheck)]
pub struct PaperCheck {
    pub verdict: PaperVerdict,
    /// What is wrong with it; needed if it is returned. The awardee reads it.
    #[schema(max_length = 2000)]
    pub reason: Option<String>,
}

/// The dates of a study whose agreement and decree are there.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = StudyBeginning)]
pub struct Begin {
    pub starts_on: NaiveDate,
    /// The last day that is planned.
    pub ends_on: NaiveDate,
    /// Released from the post during the study.
    pub is_released: bool,
}

/// A step that the secretariat records.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = NewStudyStep)]
pub struct NewStep {
    pub step: Step,
    /// The day it takes effect.
    pub on: NaiveDate,
    /// How long an interruption is meant to last.
    pub until: Option<NaiveDate>,
    /// Needed for an interruption.
    pub cause: Option<Cause>,
    /// Everybody who may read the study reads it: no medical details.
    #[schema(min_length = 20, max_length = 2000)]
    pub reason: String,
    /// What follows for the service bond and the money spent; needed when the study ends early.
    #[schema(max_length = 2000)]
    pub consequence: Option<String>,
}

/// The mentor from the unit that owns the problem.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = StudyMentor)]
pub struct Mentor {
    /// The e-mail address of their account.
    #[schema(min_length = 3, max_length = 254, format = "line")]
    pub email: String,
}

/// The milestones of the whole study.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = NewStudyPlan)]
pub struct NewPlan {
    #[schema(min_items = 1, max_items = 60)]
    pub milestones: Vec<Milestone>,
    /// Why it is changed, or how it follows from the proposal.
    #[schema(min_length = 10, max_length = 2000)]
    pub reason: String,
}

/// Another topic. It must answer a registered, approved problem.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = NewStudyTopic)]
pub struct NewTopic {
    pub problem: ProblemId,
    #[schema(min_length = 10, max_length = 300, format = "line")]
    pub topic: String,
    #[schema(min_length = 20, max_length = 2000)]
    pub reason: String,
}

/// Another programme or university.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = NewStudyProgramme)]
pub struct NewProgramme {
    #[schema(min_length = 3, max_length = 200, format = "line")]
    pub university: String,
    #[schema(min_length = 3, max_length = 200, format = "line")]
    pub programme: String,
    #[schema(min_length = 2, max_length = 100, format = "line")]
    pub country: String,
    #[schema(min_length = 20, max_length = 2000)]
    pub reason: String,
}

/// A later end.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = StudyExtension)]
pub struct Prolongation {
    pub ends_on: NaiveDate,
    #[schema(min_length = 20, max_length = 2000)]
    pub reason: String,
}

/// A later intake.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = StudyDeferral)]
pub struct Postponement {
    /// The last day for the proof of admission.
    pub admission_by: NaiveDate,
    #[schema(min_length = 20, max_length = 2000)]
    pub reason: String,
}

/// A ruling on a request, for one side.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = NewStudyRuling)]
pub struct RequestRuling {
    pub side: Side,
    pub verdict: RulingVerdict,
    /// Needed for a refusal. The awardee reads it.
    #[schema(max_length = 2000)]
    pub reason: Option<String>,
}

/// The return to the office.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = StudyReturn)]
pub struct Return {
    /// The day of reinstatement.
    pub returned_on: NaiveDate,
    /// The unit in which the graduate is placed.
    pub placement: UnitCode,
    /// Needed if that is not the unit that owns the problem: who carries out the plan there, and how.
    #[schema(max_length = 2000)]
    pub carried_by: Option<String>,
}
