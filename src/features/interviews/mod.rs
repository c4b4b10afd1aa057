//! Interviews of a call that has them: slots with place and link, a panel of three who are in no conflict, fixed
//! questions scored with the anchors of the rubric on a sheet of their own, attendance. `selection` joins them with the
//! document score. Source: `domain.md` §5 and §6 row 9.

pub mod actions;
mod api;
mod inputs;
mod letters;
mod pages;
pub mod rules;
mod store;

pub use actions::{
    Coming, InterviewedProposal, coming_interviews, interviewed_in, is_panel_to_mend, lacking_in,
    mend_panels,
};
pub use api::configure;
pub use inputs::{
    NewAnswer, NewAttendance, NewCancellation, NewPanelChange, NewSeries, NewSlot, NewTime,
    NewTimeRequest, TimeAnswer,
};
pub use pages::configure as configure_pages;
pub use store::HOLDER;

use crate::features::reviews::Score;
use crate::kernel::clock::Timestamp;
use crate::kernel::ids::{CallId, InterviewId, ProposalId, UserId};
use crate::text_enum;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

text_enum! {
    #[schema(as = InterviewState)]
    pub enum SlotState {
        Planned = "planned",
        /// The candidate was there, in person or remotely.
        Held = "held",
        /// The candidate was not there.
        Missed = "missed",
        Cancelled = "cancelled",
    }
}

text_enum! {
    pub enum Attendance {
        Present = "present",
        Remote = "remote",
        Absent = "absent",
    }
}

text_enum! {
    /// What came of a proposal's interview, as a run counts it.
    pub enum InterviewOutcome {
        Held = "held",
        /// Missed, and not planned again.
        Absent = "absent",
        /// None was held.
        None = "none",
    }
}

/// One interview.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, utoipa::ToSchema)]
#[schema(as = InterviewSlot)]
pub struct Slot {
    pub id: InterviewId,
    pub call: CallId,
    pub proposal: ProposalId,
    #[schema(example = "TB-2026-0012")]
    pub number: String,
    pub starts_at: Timestamp,
    pub ends_at: Timestamp,
    pub place: String,
    /// For joining remotely; in no letter.
    pub link: Option<String>,
    /// 1, and one more with each change of time or place.
    pub revision: i32,
    pub state: SlotState,
    /// Why it was moved or cancelled last.
    pub reason: Option<String>,
    /// Why it lies after the time for interviews, where it does.
    pub late_reason: Option<String>,
    pub attendance: Option<Attendance>,
    pub attendance_reason: Option<String>,
    /// Null for the candidate, who learns nothing of the panel.
    pub panelists: Option<Vec<Panelist>>,
    /// What the candidate asked, if anything.
    pub request: Option<TimeRequest>,
}

/// Somebody on the panel of an interview.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, utoipa::ToSchema)]
#[schema(as = InterviewPanelist)]
pub struct Panelist {
    pub user: UserId,
    pub name: String,
    /// A conflict of interest came up: they see nothing of it any more, and their sheet does not count.
    pub in_conflict: bool,
    pub removed_at: Option<Timestamp>,
    pub removed_reason: Option<String>,
    pub handed_in: bool,
}

impl Panelist {
    /// Still on the panel, and free of conflicts.
    pub fn sits(&self) -> bool {
        self.removed_at.is_none() && !self.in_conflict
    }

    pub fn counts(&self) -> bool {
        self.sits() && self.handed_in
    }
}

/// A candidate's request for another time; one for each proposal.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, utoipa::ToSchema)]
#[schema(as = InterviewTimeRequest)]
pub struct TimeRequest {
    pub reason: String,
    pub asked_at: Timestamp,
    /// Null while it waits.
    pub answer: Option<TimeAnswer>,
    pub answer_reason: Option<String>,
}

/// A panelist's sheet: a score and a reason for each question.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(default, deny_unknown_fields)]
pub struct InterviewSheet {
    /// By the code of the question.
    pub scores: BTreeMap<String, Score>,
    /// Only the committee reads this.
    #[schema(max_length = 8000)]
    pub comment: String,
}

/// A sheet as stored.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StoredInterviewSheet {
    pub sheet: InterviewSheet,
    /// Random text that prevents guessing the sheet from its published hash.
    pub salt: String,
    pub version: i64,
    pub updated_at: Timestamp,
    pub submitted_at: Option<Timestamp>,
}

/// One's own sheet on an interview.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, utoipa::ToSchema)]
pub struct InterviewSheetView {
    pub interview: InterviewId,
    /// 0 until the first save; the `ETag` is `"v…"` with it.
    pub version: i64,
    pub sheet: InterviewSheet,
    pub updated_at: Option<Timestamp>,
    /// Locked since.
    pub submitted_at: Option<Timestamp>,
    /// SHA-256 of the canonical JSON of `{"salt": …, "sheet": …}`, which the record has; null while it is open.
    pub sheet_hash: Option<String>,
    /// With it, the panelist can show what the hash stands for; null while it is open.
    pub salt: Option<String>,
}

/// A sheet that was handed in.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, utoipa::ToSchema)]
pub struct SheetOfPanelist {
    pub panelist: UserId,
    pub name: String,
    /// Whether it counts: its writer is on the panel still, in no conflict.
    pub counts: bool,
    pub sheet: InterviewSheet,
}

text_enum! {
    /// Why a proposal cannot be joined with its interview yet.
    pub enum InterviewStanding {
        NotPlanned = "not_planned",
        /// Planned, and nobody has recorded whether the candidate came.
        Unattended = "unattended",
        /// Held, and sheets are missing.
        SheetsLacking = "sheets_lacking",
        /// Missed, and the time for interviews runs still: it can be planned again.
        Missed = "missed",
    }
}

/// A proposal whose interview is not complete.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, utoipa::ToSchema)]
pub struct LackingInterview {
    pub proposal: ProposalId,
    #[schema(example = "TB-2026-0012")]
    pub number: String,
    pub standing: InterviewStanding,
    /// The interview that is there, if one is.
    pub interview: Option<InterviewId>,
    /// Sheets that count, of `wanted`.
    pub found: u32,
    pub wanted: u32,
    /// Panelists who have not handed in.
    pub waits_for: Vec<String>,
}
