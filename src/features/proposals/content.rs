//! What a candidate writes: sections from problem to use on return, the 12-month plan, indicator
//! and target, programme and study, and the facts that the eligibility rules ask for. A draft may be
//! as empty as it likes. Limits and everything else that is decided of a field stand on its line in `fields`.

use crate::features::calls::{AccreditationGrade, Rating};
use crate::text_enum;
use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

/// The whole text of a proposal. Every field may be left out of a draft.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(default, deny_unknown_fields)]
pub struct Content {
    pub title: String,
    /// One page for readers in a hurry; at most 500 words.
    pub summary: String,
    pub sections: Sections,
    /// The first twelve months back at the office.
    pub plan: Vec<PlanItem>,
    pub goal: Goal,
    pub programme: Programme,
    pub study: Study,
    pub candidate: CandidateFacts,
    /// If the study succeeds, who will do what differently on which date? One sentence.
    pub difference: String,
}

/// The line of thought the rubric judges: problem → study → solution → use on return.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(default, deny_unknown_fields)]
pub struct Sections {
    pub problem: String,
    pub study: String,
    pub solution: String,
    pub use_on_return: String,
}

#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(default, deny_unknown_fields)]
pub struct PlanItem {
    /// 1 to 12 after the return.
    pub month: u32,
    pub activity: String,
    pub responsible: String,
    /// Budget, data, permits it needs.
    pub resources: String,
}

/// What will be measured.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(default, deny_unknown_fields)]
pub struct Goal {
    pub indicator: String,
    pub baseline: String,
    pub target: String,
    pub unit_of_measure: String,
    pub measured_how: String,
    pub measured_by: Option<NaiveDate>,
}

#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(default, deny_unknown_fields)]
pub struct Programme {
    pub university: String,
    pub name: String,
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

/// What the candidate states and the verifiers check against documents. Birth and appointment come
/// from the NIP, not from here.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(default, deny_unknown_fields)]
pub struct CandidateFacts {
    pub position: String,
    pub status: Option<ServiceStatus>,
    /// Retirement age of the post (BUP) in years, e.g. 58.
    pub retirement_age: Option<u32>,
    pub ratings: Vec<YearRating>,
    pub sanctions: Vec<Sanction>,
    pub criminal_case: Option<bool>,
    /// Neither on unpaid leave (CLTN) nor suspended.
    pub in_active_service: Option<bool>,
    /// The last day of a running bond; `None` if there is none.
    pub service_bond_until: Option<NaiveDate>,
    pub failed_assignment: Option<bool>,
    pub other_nomination: Option<bool>,
    /// Levels of degree held, e.g. `["S1"]`.
    pub degrees: Vec<String>,
    /// Of the last degree, in hundredths: 3.25 is 325.
    pub grade_point_average_hundredths: Option<u32>,
}

text_enum! {
    pub enum ServiceStatus {
        /// Civil servant.
        Pns = "pns",
        /// On probation.
        Cpns = "cpns",
        /// Contract employee.
        Pppk = "pppk",
    }
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

text_enum! {
    /// PP 94/2021.
    pub enum SanctionLevel {
        Light = "light",
        Medium = "medium",
        Heavy = "heavy",
    }
}
