//! What the acts take.

use super::Attendance;
use crate::kernel::clock::Timestamp;
use crate::kernel::ids::{ProposalId, UserId};
use crate::text_enum;
use serde::{Deserialize, Serialize};

/// One interview to plan.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = NewInterview)]
pub struct NewSlot {
    pub proposal: ProposalId,
    pub starts_at: Timestamp,
    #[schema(
        min_length = 1,
        max_length = 200,
        format = "line",
        example = "Ruang rapat lantai 8, Gedung Athena"
    )]
    pub place: String,
    /// For joining remotely; shown on the page of the interview, but in no letter.
    #[serde(default)]
    #[schema(max_length = 500, example = "https://rapat.pom.go.id/wawancara")]
    pub link: Option<String>,
    /// Of the call's panel, none in conflict with the proposal. Without any, those with the fewest interviews are chosen.
    #[serde(default)]
    #[schema(max_items = 9)]
    pub panelists: Vec<UserId>,
    /// Needed for an interview after the time for interviews.
    #[serde(default)]
    #[schema(max_length = 2000)]
    pub late_reason: Option<String>,
}

/// Interviews of all proposals that have none, one after the other, in order of their numbers.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = NewInterviewSeries)]
pub struct NewSeries {
    /// Of the first one; the days after begin at the same hour.
    pub starts_at: Timestamp,
    /// Minutes between two.
    #[schema(minimum = 0, maximum = 240)]
    pub break_minutes: u32,
    /// The most on one day; the others follow on the next working days.
    #[schema(minimum = 1, maximum = 30)]
    pub per_day: u32,
    #[schema(
        min_length = 1,
        max_length = 200,
        format = "line",
        example = "Ruang rapat lantai 8, Gedung Athena"
    )]
    pub place: String,
    #[serde(default)]
    #[schema(max_length = 500, example = "https://rapat.pom.go.id/wawancara")]
    pub link: Option<String>,
}

/// Another time or place.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = NewInterviewTime)]
pub struct NewTime {
    pub starts_at: Timestamp,
    #[schema(min_length = 1, max_length = 200, format = "line")]
    pub place: String,
    #[serde(default)]
    #[schema(max_length = 500)]
    pub link: Option<String>,
    /// Told to candidate and panel.
    #[schema(min_length = 5, max_length = 2000)]
    pub reason: String,
    #[serde(default)]
    #[schema(max_length = 2000)]
    pub late_reason: Option<String>,
}

/// Why an interview is cancelled.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = InterviewCancellation)]
pub struct NewCancellation {
    #[schema(min_length = 5, max_length = 2000)]
    pub reason: String,
}

/// Somebody joins a panel, leaves it, or both.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = InterviewPanelChange)]
pub struct NewPanelChange {
    #[serde(default)]
    pub leaves: Option<UserId>,
    #[serde(default)]
    pub joins: Option<UserId>,
    #[schema(min_length = 5, max_length = 2000)]
    pub reason: String,
}

/// Why another time is asked for.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = NewInterviewTimeRequest)]
pub struct NewTimeRequest {
    #[schema(min_length = 10, max_length = 2000)]
    pub reason: String,
}

text_enum! {
    #[schema(as = InterviewTimeAnswer)]
    pub enum TimeAnswer {
        /// The interview is then moved by an act of its own.
        Granted = "granted",
        Refused = "refused",
    }
}

/// The answer to a request for another time.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = NewInterviewTimeAnswer)]
pub struct NewAnswer {
    pub answer: TimeAnswer,
    /// Told to the candidate.
    #[schema(min_length = 5, max_length = 2000)]
    pub reason: String,
}

/// Whether the candidate came.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = InterviewAttendance)]
pub struct NewAttendance {
    pub attendance: Attendance,
    /// Needed for an absence; told to the candidate.
    #[serde(default)]
    #[schema(max_length = 2000)]
    pub reason: String,
}
