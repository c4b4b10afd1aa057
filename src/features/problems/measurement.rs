//! What the owner unit says of its indicator after the baseline. A measurement is never changed: a correction is
//! a new one that names the old.

use super::Direction;
use super::Figures;
use super::Problem;
use crate::kernel::clock::Timestamp;
use crate::kernel::figure::Figure;
use crate::kernel::ids::{MeasurementId, ProblemId, UserId};
use crate::platform::files::{MediaType, NewFile};
use crate::text_enum;
use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

text_enum! {
    /// What the inspectorate found.
    #[schema(as = MeasurementVerdict)]
    pub enum CheckVerdict {
        Confirmed = "confirmed",
        /// It counts no longer.
        Disputed = "disputed",
    }
}

/// What the head of the owner unit writes about one period.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub struct MeasurementText {
    /// First day of the period that was measured.
    pub period_from: NaiveDate,
    /// Its last day; not after today.
    pub period_to: NaiveDate,
    /// One figure, as its source gives it.
    #[schema(example = "1,1%", min_length = 1, max_length = 200, format = "line")]
    pub value: String,
    /// The problem's own, or the figures could not be compared.
    #[schema(min_length = 1, max_length = 200, format = "line")]
    pub unit_of_measure: String,
    /// The total that the figure refers to; required where the baseline has one.
    #[schema(example = "9.262 sampel", max_length = 200, format = "line")]
    pub denominator: Option<String>,
    #[schema(min_length = 3, max_length = 300, format = "line")]
    pub source: String,
    #[schema(min_length = 3, max_length = 300, format = "line")]
    pub measured_by: String,
    /// How it was measured otherwise than the baseline: another definition, denominator or source. With this it is
    /// shown, and neither solves the problem nor opens it again.
    #[schema(max_length = 2000)]
    pub difference: Option<String>,
    /// What the data lack, e.g. provinces that did not report. The same follows.
    #[schema(max_length = 2000)]
    pub gaps: Option<String>,
    /// Where the evidence can be seen.
    #[schema(min_length = 20, max_length = 4000)]
    pub evidence: String,
}

/// A measurement in place of an earlier one.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub struct MeasurementCorrection {
    /// What was wrong with the earlier one. Everybody reads it.
    #[schema(min_length = 10, max_length = 2000)]
    pub reason: String,
    pub measurement: MeasurementText,
}

/// A file for a measurement that was recorded without one; nothing is written beside it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub struct NewEvidence {}

/// The file that shows what was measured.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, utoipa::ToSchema)]
#[schema(as = MeasurementFile)]
pub struct EvidenceFile {
    pub file_name: String,
    pub media_type: MediaType,
    pub size: u64,
    pub sha256: String,
}

impl From<&NewFile> for EvidenceFile {
    fn from(new: &NewFile) -> Self {
        let NewFile { file_name, media_type, size, sha256 } = new.clone();
        Self { file_name, media_type, size, sha256 }
    }
}

/// What an inspector found on the spot.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub struct NewCheck {
    pub verdict: CheckVerdict,
    /// What was looked at, and what it showed. The owner unit reads it.
    #[schema(min_length = 10, max_length = 2000)]
    pub reason: String,
}

/// A finding of the inspectorate. The last one counts.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, utoipa::ToSchema)]
pub struct MeasurementCheck {
    pub verdict: CheckVerdict,
    /// Empty for the public.
    pub reason: String,
    /// Hidden from the public.
    pub checked_by: Option<UserId>,
    pub checked_at: Timestamp,
}

/// The indicator in one period.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, utoipa::ToSchema)]
pub struct Measurement {
    pub id: MeasurementId,
    pub problem: ProblemId,
    pub period_from: NaiveDate,
    pub period_to: NaiveDate,
    pub value: String,
    /// The value in the problem's unit of measure.
    pub figure: Figure,
    pub denominator: Option<String>,
    pub source: String,
    pub measured_by: String,
    pub difference: Option<String>,
    pub gaps: Option<String>,
    pub evidence: String,
    /// Hidden from the public: it was made for the office, and may show what is not everybody's.
    pub evidence_file: Option<EvidenceFile>,
    /// The measurement in whose place this one stands, and why.
    pub corrects: Option<MeasurementId>,
    pub correction_reason: Option<String>,
    /// The one that stands in this one's place.
    pub corrected_by: Option<MeasurementId>,
    /// The last finding of the inspectorate.
    pub check: Option<MeasurementCheck>,
    /// Hidden from the public.
    pub recorded_by: Option<UserId>,
    pub recorded_at: Timestamp,
}

/// An indicator that is to be measured again.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, utoipa::ToSchema)]
pub struct ToMeasure {
    pub problem: Problem,
    /// The last day of the period that counts, else of the baseline.
    pub measured_until: NaiveDate,
    pub due_on: NaiveDate,
}

/// An indicator over time.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, utoipa::ToSchema)]
#[schema(as = MeasurementSeries)]
pub struct Series {
    pub problem: ProblemId,
    #[schema(example = "M-007")]
    pub code: String,
    pub unit_of_measure: String,
    pub direction: Direction,
    /// Nothing: the texts do not say comparable figures, and nobody has stated them yet.
    pub figures: Option<Figures>,
    /// By period, the corrected ones too.
    pub measurements: Vec<Measurement>,
    /// The one that says where the indicator is now: of those that count, the one of the latest period.
    pub standing: Option<MeasurementId>,
    /// Whether that one meets the target.
    pub meets_target: Option<bool>,
}
