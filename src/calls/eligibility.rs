//! Eligibility rules as data: what must hold of a candidate, how strictly, and by which law. The
//! figures are each call's own; nothing here is a hard-coded rule. Source: `domain.md` §3.
//! Deciding them against a candidate's facts is `proposals/rules`.

use serde::{Deserialize, Serialize};

/// One rule of a call.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
pub struct EligibilityRule {
    #[serde(flatten)]
    pub requirement: Requirement,
    pub severity: Severity,
    /// The regulation it rests on, as people cite it.
    #[schema(example = "SE MenPANRB 28/2021")]
    pub legal_reference: String,
}

/// Whether failing the rule ends the matter.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum Severity {
    Block,
    Warn,
}

/// What must hold.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(tag = "key", rename_all = "snake_case")]
pub enum Requirement {
    /// A civil servant (PNS), not CPNS or PPPK.
    CivilServant,
    /// Years of service since appointment, at the start of study.
    YearsOfService { at_least: u32 },
    /// Remaining service at the start of study ≥ factor × normative duration.
    RemainingService { factor_released: u32, factor_not_released: u32 },
    /// Age in years at the start of study at most, by level; legacy, off unless a call wants it.
    Age { at_most: std::collections::BTreeMap<String, u32> },
    /// The performance rating of each of the last years at least so good.
    PerformanceRating { at_least: Rating, years: u32 },
    /// No medium or heavy sanction running or ended within the years given.
    NoSanction { years_since_medium: u32, years_since_heavy: u32 },
    /// No criminal case running, no sentence.
    NoCriminalCase,
    /// Not on unpaid leave, not suspended.
    InActiveService,
    /// No unserved bond from an earlier study.
    NoServiceBond,
    /// Never failed or cancelled a study assignment through own fault.
    NoFailedAssignment,
    /// Not nominated for another study assignment.
    NoOtherNomination,
    /// The programme's accreditation at least so good on the start date.
    Accreditation { at_least: AccreditationGrade },
    /// Holds the level directly below.
    DegreeBelow,
    /// Does not hold a degree of the target level yet.
    NoDegreeOfLevel,
    /// Grade point average of the last degree, in hundredths (300 = 3.00), by level.
    GradePointAverage { at_least_hundredths: std::collections::BTreeMap<String, u32> },
    /// The study lasts no longer than the normative duration plus this many months.
    Duration { extra_months: u32 },
}

/// Employee performance rating (predikat kinerja), PermenPANRB 6/2022, worst first.
#[derive(
    Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, utoipa::ToSchema,
)]
#[serde(rename_all = "snake_case")]
pub enum Rating {
    /// Sangat Kurang
    VeryPoor,
    /// Kurang / Misconduct
    Poor,
    /// Butuh Perbaikan
    NeedsImprovement,
    /// Baik
    Good,
    /// Sangat Baik
    VeryGood,
}

/// Programme accreditation, worst first; old letters and new words share steps.
#[derive(
    Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, utoipa::ToSchema,
)]
#[serde(rename_all = "snake_case")]
pub enum AccreditationGrade {
    None,
    /// C / Baik
    Fair,
    /// B / Baik Sekali, or foreign and recognised by the ministry
    Good,
    /// A / Unggul
    Excellent,
}
