//! What an awardee reports: of each period of the study, of its end, and of what was put to use afterwards.

use super::StudyFile;
use crate::kernel::clock::Timestamp;
use crate::kernel::ids::{AwardId, StudyReportFileId, UserId};
use crate::platform::files::MediaType;
use crate::platform::ledger::Head;
use crate::text_enum;
use chrono::NaiveDate;
use serde::{Deserialize, Serialize};
use std::fmt;
use std::str::FromStr;

text_enum! {
    #[schema(as = StudyReportKind)]
    pub enum ReportKind {
        /// One period of the study.
        Progress = "progress",
        /// The study as a whole, when it ends.
        End = "end",
        /// What was put to use so long after the return.
        Impact = "impact",
    }
}

text_enum! {
    #[schema(as = StudyReportState)]
    pub enum ReportState {
        Draft = "draft",
        /// With mentor and owner unit.
        Sent = "sent",
        /// Back at the awardee, to be mended.
        Returned = "returned",
        Acknowledged = "acknowledged",
    }
}

text_enum! {
    #[schema(as = MilestoneOutcome)]
    pub enum MilestoneOutcome {
        Done = "done",
        /// Not yet; it stands in the next report again.
        Late = "late",
        Dropped = "dropped",
    }
}

text_enum! {
    /// Why good projects of change die. Source: studies of LAN on *proyek perubahan*, as `domain.md` §10 reads them.
    #[schema(as = ObstacleCause)]
    pub enum ObstacleCause {
        NoData = "no_data",
        SuperiorMoved = "superior_moved",
        NoBudget = "no_budget",
        Team = "team",
        It = "it",
        Health = "health",
        Other = "other",
    }
}

text_enum! {
    #[schema(as = StudyHelper)]
    pub enum Helper {
        OwnerUnit = "owner_unit",
        OwnUnit = "own_unit",
        Mentor = "mentor",
        Secretariat = "secretariat",
        University = "university",
        Other = "other",
    }
}

text_enum! {
    #[schema(as = SolutionKind)]
    pub enum SolutionKind {
        /// A standard operating procedure.
        Sop = "sop",
        Regulation = "regulation",
        /// A device, a programme, a method.
        Tool = "tool",
        Training = "training",
        Other = "other",
    }
}

text_enum! {
    /// For whom somebody answers a report.
    #[schema(as = StudyReportSide)]
    pub enum AnswerSide {
        Mentor = "mentor",
        /// The unit that owns the problem.
        Owner = "owner",
    }
}

text_enum! {
    #[schema(as = StudyReportVerdict)]
    pub enum AnswerVerdict {
        Comment = "comment",
        Acknowledged = "acknowledged",
        Returned = "returned",
    }
}

/// Which report of a study: `progress-1`, `end-1`, `impact-2`. The number counts the periods, or the dates on which the
/// impact is measured.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Slot {
    pub kind: ReportKind,
    pub part: u16,
}

/// A text that names no report.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct NotASlot;

impl fmt::Display for NotASlot {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("not a report (progress-1, end-1, impact-1)")
    }
}

impl fmt::Display for Slot {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}-{}", self.kind, self.part)
    }
}

impl FromStr for Slot {
    type Err = NotASlot;
    fn from_str(text: &str) -> Result<Self, NotASlot> {
        let (kind, part) = text.split_once('-').ok_or(NotASlot)?;
        let kind = ReportKind::from_name(kind).ok_or(NotASlot)?;
        let is_plain = part.bytes().all(|byte| byte.is_ascii_digit()) && !part.starts_with('0');
        let part = part.parse().ok().filter(|part| is_plain && *part > 0).ok_or(NotASlot)?;
        Ok(Self { kind, part })
    }
}

impl Serialize for Slot {
    fn serialize<S: serde::Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        to.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for Slot {
    fn deserialize<D: serde::Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        String::deserialize(from)?.parse().map_err(serde::de::Error::custom)
    }
}

/// What became of a milestone of the plan.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = StudyMilestoneReport)]
pub struct MilestoneReport {
    /// As in the plan, with `activity`: that is how it is found.
    pub due_on: NaiveDate,
    #[schema(max_length = 500)]
    pub activity: String,
    pub outcome: Option<MilestoneOutcome>,
    /// What shows that it was reached, or why it was not; needed when the report is sent.
    #[serde(default)]
    #[schema(max_length = 1000)]
    pub evidence: String,
}

/// What stood in the way.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = StudyObstacle)]
pub struct Obstacle {
    pub cause: Option<ObstacleCause>,
    /// Everybody who may read the study reads it: no medical details.
    #[serde(default)]
    #[schema(max_length = 1000)]
    pub words: String,
}

/// What help is asked of whom.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = StudyHelp)]
pub struct Help {
    pub of: Option<Helper>,
    #[serde(default)]
    #[schema(max_length = 1000)]
    pub words: String,
}

/// What was put to use.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = StudySolution)]
pub struct Solution {
    pub kind: Option<SolutionKind>,
    #[serde(default)]
    #[schema(max_length = 1000)]
    pub words: String,
    /// Other units that took it over; empty: none.
    #[serde(default)]
    #[schema(max_length = 500)]
    pub replicated: String,
}

/// The text of a report. A draft may leave everything open. A progress report has no `result` and no `used`; an end
/// report has `grades`, `result` and `obstacles`; an impact report has `used`, `indicator`, `obstacles` and `help`.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(default, deny_unknown_fields)]
#[schema(as = StudyReportText)]
pub struct ReportText {
    /// Marks and credits.
    #[schema(max_length = 2000)]
    pub grades: String,
    /// Each milestone that is due by the end of the period and was not reported done or dropped before.
    #[schema(max_items = 60)]
    pub milestones: Vec<MilestoneReport>,
    /// What came of the study for the problem.
    #[schema(max_length = 8000)]
    pub result: String,
    #[schema(max_items = 20)]
    pub used: Vec<Solution>,
    /// What the indicator shows so far, if it can be told. It is no measurement.
    #[schema(max_length = 1000)]
    pub indicator: String,
    #[schema(max_items = 10)]
    pub obstacles: Vec<Obstacle>,
    #[schema(max_items = 10)]
    pub help: Vec<Help>,
}

/// A report that is due or was written.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, utoipa::ToSchema)]
#[schema(as = StudyReportDue)]
pub struct ReportDue {
    #[schema(value_type = String, example = "progress-1")]
    pub slot: Slot,
    /// The first day it is about; nothing if it is due no more.
    pub from: Option<NaiveDate>,
    /// Moved to the end of an interruption; nothing while that lasts.
    pub due_on: Option<NaiveDate>,
    /// Nothing: not begun. Of a draft only its awardee is told.
    pub state: Option<ReportState>,
    /// When it was sent first.
    pub sent_at: Option<Timestamp>,
    /// Sent after it was due, or not yet although it is past due.
    pub is_late: bool,
}

/// A report as it was sent.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, utoipa::ToSchema)]
#[schema(as = StudyReportSending)]
pub struct Sending {
    pub number: u16,
    pub text: ReportText,
    /// SHA-256 of the text's canonical JSON.
    pub text_hash: String,
    /// When it was due, as things stood then.
    pub due_on: NaiveDate,
    pub sent_at: Timestamp,
}

/// The proof that a report was sent with this text.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, utoipa::ToSchema)]
#[schema(as = StudyReportReceipt)]
pub struct ReportReceipt {
    pub study: AwardId,
    #[schema(value_type = String, example = "progress-1")]
    pub slot: Slot,
    pub sending: Sending,
    /// The end of the record just after this act.
    pub ledger: Head,
}

/// What mentor or owner unit say of it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, utoipa::ToSchema)]
#[schema(as = StudyReportAnswer)]
pub struct Answer {
    /// Which sending.
    pub number: u16,
    pub side: AnswerSide,
    pub verdict: AnswerVerdict,
    pub words: Option<String>,
    pub answered_by: UserId,
    pub answered_at: Timestamp,
}

/// A file that shows what a report says.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, utoipa::ToSchema)]
#[schema(as = StudyReportFile)]
pub struct ReportFile {
    pub id: StudyReportFileId,
    pub study: AwardId,
    #[schema(value_type = String, example = "progress-1")]
    pub slot: Slot,
    pub file: StudyFile,
    pub media_type: MediaType,
    pub added_at: Timestamp,
}

/// A report with all that belongs to it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, utoipa::ToSchema)]
#[schema(as = StudyReport)]
pub struct Report {
    pub study: AwardId,
    pub due: ReportDue,
    /// The awardee's own text, sent or not; nobody else's to read before it is sent.
    pub draft: Option<ReportText>,
    /// Of the draft, for `If-Match`; 0 before the first save.
    pub version: i64,
    pub saved_at: Option<Timestamp>,
    /// The newest last.
    pub sendings: Vec<Sending>,
    pub answers: Vec<Answer>,
    pub files: Vec<ReportFile>,
    /// What the plan expects of a progress report.
    pub milestones: Vec<super::Milestone>,
}

/// What the unit that owns the problem says of a report.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = NewStudyReportAnswer)]
pub struct NewAnswer {
    pub verdict: AnswerVerdict,
    /// Needed unless it is only acknowledged. The awardee reads it.
    #[schema(max_length = 4000)]
    pub words: Option<String>,
}

/// What the mentor says of a report.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = NewStudyReportComment)]
pub struct NewComment {
    #[schema(min_length = 3, max_length = 4000)]
    pub words: String,
}

/// Nothing is said of a file but the file itself.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = NewStudyReportFile)]
pub struct NewReportFile {}
