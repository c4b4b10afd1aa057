//! The text of a proposal: sections from the problem to the use on return, the 12-month plan,
//! indicator and target, programme and study, and the facts that the eligibility rules need. A
//! draft may be empty; `rules` decides what a submission needs.

use crate::features::calls::{AccreditationGrade, Rating};
use chrono::NaiveDate;
use serde::{Deserialize, Serialize};
use validator::Validate;

/// The whole text of a proposal. In a draft every field may be left out.
#[derive(
    Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, Validate, utoipa::ToSchema,
)]
#[serde(default, deny_unknown_fields)]
pub struct Content {
    #[validate(length(max = 300))]
    pub title: String,
    /// One page for quick readers; at most 500 words.
    #[validate(length(max = 6000))]
    pub summary: String,
    #[validate(nested)]
    pub sections: Sections,
    /// The first twelve months back at the office.
    #[validate(nested, length(max = 60))]
    pub plan: Vec<PlanItem>,
    #[validate(nested)]
    pub goal: Goal,
    #[validate(nested)]
    pub programme: Programme,
    pub study: Study,
    #[validate(nested)]
    pub candidate: CandidateFacts,
    /// One sentence: if the study succeeds, who will do what differently, and by which date?
    #[validate(length(max = 500))]
    pub difference: String,
}

/// The line of reasoning that the rubric judges: problem → study → solution → use on return.
#[derive(
    Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, Validate, utoipa::ToSchema,
)]
#[serde(default, deny_unknown_fields)]
pub struct Sections {
    #[validate(length(max = 20000))]
    pub problem: String,
    #[validate(length(max = 20000))]
    pub study: String,
    #[validate(length(max = 20000))]
    pub solution: String,
    #[validate(length(max = 20000))]
    pub use_on_return: String,
}

#[derive(
    Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, Validate, utoipa::ToSchema,
)]
#[serde(default, deny_unknown_fields)]
pub struct PlanItem {
    /// 1 to 12 after the return.
    #[validate(range(min = 1, max = 12))]
    pub month: u32,
    #[validate(length(max = 1000))]
    pub activity: String,
    #[validate(length(max = 300))]
    pub responsible: String,
    /// The budget, data and permits that it needs.
    #[validate(length(max = 1000))]
    pub resources: String,
}

/// What will be measured.
#[derive(
    Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, Validate, utoipa::ToSchema,
)]
#[serde(default, deny_unknown_fields)]
pub struct Goal {
    #[validate(length(max = 500))]
    pub indicator: String,
    #[validate(length(max = 100))]
    pub baseline: String,
    #[validate(length(max = 100))]
    pub target: String,
    #[validate(length(max = 100))]
    pub unit_of_measure: String,
    #[validate(length(max = 1000))]
    pub measured_how: String,
    pub measured_by: Option<NaiveDate>,
}

#[derive(
    Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, Validate, utoipa::ToSchema,
)]
#[serde(default, deny_unknown_fields)]
pub struct Programme {
    #[validate(length(max = 200))]
    pub university: String,
    #[validate(length(max = 200))]
    pub name: String,
    #[validate(length(max = 100))]
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
    /// What the whole study costs the agency's budget, in whole rupiah; required if the call has a
    /// budget. Omitted while it is not stated, so that older texts keep their hash.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub requested_cost: Option<u64>,
}

/// What the candidate states and the verifiers check against documents. Birth and appointment are
/// taken from the NIP.
#[derive(
    Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, Validate, utoipa::ToSchema,
)]
#[serde(default, deny_unknown_fields)]
pub struct CandidateFacts {
    #[validate(length(max = 200))]
    pub position: String,
    pub status: Option<ServiceStatus>,
    /// Retirement age of the post (BUP) in years, e.g. 58.
    #[validate(range(min = 50, max = 70))]
    pub retirement_age: Option<u32>,
    #[validate(length(max = 10))]
    pub ratings: Vec<YearRating>,
    #[validate(length(max = 20))]
    pub sanctions: Vec<Sanction>,
    pub criminal_case: Option<bool>,
    /// Neither on unpaid leave (CLTN) nor suspended.
    pub in_active_service: Option<bool>,
    /// The last day of a running bond; `None` if there is none.
    pub service_bond_until: Option<NaiveDate>,
    pub failed_assignment: Option<bool>,
    pub other_nomination: Option<bool>,
    /// Levels of degree held, e.g. `["S1"]`.
    #[validate(length(max = 10))]
    pub degrees: Vec<String>,
    /// Of the last degree, in hundredths: 3.25 is 325.
    #[validate(range(min = 0, max = 400))]
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
    /// The day on which it ended; `None` while it is running or being imposed.
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
