//! What a candidate writes: sections from problem to use on return, the 12-month plan, indicator
//! and target, programme and study, and the facts that the eligibility rules ask for. A draft may be
//! as empty as it likes; what a submission needs is `rules`' question.

use crate::features::calls::{AccreditationGrade, Rating};
use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

/// The whole text of a proposal. Every field may be left out of a draft.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(default, deny_unknown_fields)]
pub struct Content {
    #[schema(max_length = 300)]
    pub title: String,
    /// One page for readers in a hurry; at most 500 words.
    #[schema(max_length = 6000)]
    pub summary: String,
    pub sections: Sections,
    /// The first twelve months back at the office.
    #[schema(max_items = 60)]
    pub plan: Vec<PlanItem>,
    pub goal: Goal,
    pub programme: Programme,
    pub study: Study,
    pub candidate: CandidateFacts,
    /// If the study succeeds, who will do what differently on which date? One sentence.
    #[schema(max_length = 500)]
    pub difference: String,
}

/// The line of thought the rubric judges: problem → study → solution → use on return.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(default, deny_unknown_fields)]
pub struct Sections {
    #[schema(max_length = 20000)]
    pub problem: String,
    #[schema(max_length = 20000)]
    pub study: String,
    #[schema(max_length = 20000)]
    pub solution: String,
    #[schema(max_length = 20000)]
    pub use_on_return: String,
}

#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(default, deny_unknown_fields)]
pub struct PlanItem {
    /// 1 to 12 after the return.
    #[schema(minimum = 1, maximum = 12)]
    pub month: u32,
    #[schema(max_length = 1000)]
    pub activity: String,
    #[schema(max_length = 300)]
    pub responsible: String,
    /// Budget, data, permits it needs.
    #[schema(max_length = 1000)]
    pub resources: String,
}

/// What will be measured.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(default, deny_unknown_fields)]
pub struct Goal {
    #[schema(max_length = 500)]
    pub indicator: String,
    #[schema(max_length = 100)]
    pub baseline: String,
    #[schema(max_length = 100)]
    pub target: String,
    #[schema(max_length = 100)]
    pub unit_of_measure: String,
    #[schema(max_length = 1000)]
    pub measured_how: String,
    pub measured_by: Option<NaiveDate>,
}

#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(default, deny_unknown_fields)]
pub struct Programme {
    #[schema(max_length = 200)]
    pub university: String,
    #[schema(max_length = 200)]
    pub name: String,
    #[schema(max_length = 100)]
    pub country: String,
    pub accreditation: Option<AccreditationGrade>,
    pub accreditation_valid_until: Option<NaiveDate>,
}

#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(default, deny_unknown_fields)]
pub struct Study {
    pub starts_on: Option<NaiveDate>,
    /// Planned duration in months.
    pub months: Option<u32>,
    /// Released from the post during the study (dibebaskan dari jabatan).
    pub released: Option<bool>,
    /// What the whole study asks of the agency's budget, in whole rupiah; needed where the call has a
    /// budget. Left out of the text while it is not stated, so that older texts keep their hash.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub requested_cost: Option<u64>,
}

/// What the candidate states and the verifiers check against documents. Birth and appointment come
/// from the NIP, not from here.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(default, deny_unknown_fields)]
pub struct CandidateFacts {
    #[schema(max_length = 200)]
    pub position: String,
    pub status: Option<ServiceStatus>,
    /// Retirement age of the post (BUP) in years, e.g. 58.
    #[schema(minimum = 50, maximum = 70)]
    pub retirement_age: Option<u32>,
    #[schema(max_items = 10)]
    pub ratings: Vec<YearRating>,
    #[schema(max_items = 20)]
    pub sanctions: Vec<Sanction>,
    pub criminal_case: Option<bool>,
    /// Neither on unpaid leave (CLTN) nor suspended.
    pub in_active_service: Option<bool>,
    /// The last day of a running bond; none when there is none.
    pub service_bond_until: Option<NaiveDate>,
    pub failed_assignment: Option<bool>,
    pub other_nomination: Option<bool>,
    /// Levels of degree held, e.g. `["S1"]`.
    #[schema(max_items = 10)]
    pub degrees: Vec<String>,
    /// Of the last degree, in hundredths: 3.25 is 325.
    #[schema(minimum = 0, maximum = 400)]
    pub grade_point_average_hundredths: Option<u32>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum ServiceStatus {
    /// Civil servant.
    Pns,
    /// On probation.
    Cpns,
    /// Contract employee.
    Pppk,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub struct YearRating {
    pub year: i32,
    pub rating: Rating,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Sanction {
    pub level: SanctionLevel,
    /// The day it ended; none while it runs or is being imposed.
    pub ended_on: Option<NaiveDate>,
}

/// PP 94/2021.
#[derive(
    Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, utoipa::ToSchema,
)]
#[serde(rename_all = "snake_case")]
pub enum SanctionLevel {
    Light,
    Medium,
    Heavy,
}
