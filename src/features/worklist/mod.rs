//! What waits for somebody: one line for each kind of work and call, with how many, by when, how many are late, and
//! the next one. It is the staff's first page, and the letter of the morning is made of it.
//!
//! Every line comes from the same act that the page it leads to reads, so a line never tells of something that its
//! reader may not see or do.

pub mod actions;
mod api;
mod letters;
mod rules;
mod worker;

pub use api::configure;
pub use worker::{pass, run};

use crate::kernel::address::Address;
use crate::kernel::clock::Timestamp;
use crate::kernel::ids::CallId;
use crate::text_enum;
use serde::Serialize;

text_enum! {
    /// A kind of work, in the order of the process. Its words are `work-<name>`, with the number as `$count`.
    #[schema(as = WorkKind)]
    pub enum Kind {
        /// An integrity pact to sign: before that nothing of the call is shown.
        Pact = "pact",
        Problems = "problems",
        ReturnedProblems = "returned_problems",
        Needs = "needs",
        NeedPlans = "need_plans",
        Measurements = "measurements",
        Endorsements = "endorsements",
        Verification = "verification",
        Exceptions = "exceptions",
        ConflictWithdrawals = "conflict_withdrawals",
        /// Proposals with fewer tasks than they need sheets.
        Assignment = "assignment",
        /// One's own sheets.
        Sheets = "sheets",
        /// Everybody's sheets that are not in.
        SheetsOutstanding = "sheets_outstanding",
        /// Proposals that reached the plenary without all their sheets.
        Lacking = "lacking",
        /// One's own interviews without a sheet.
        InterviewSheets = "interview_sheets",
        /// Interviews to plan or to complete.
        Interviews = "interviews",
        Reconciliation = "reconciliation",
        Remarks = "remarks",
        Minutes = "minutes",
        Proposing = "proposing",
        Approval = "approval",
        Announcement = "announcement",
        Objections = "objections",
        StudyPapers = "study_papers",
        StudyRequests = "study_requests",
        Changes = "changes",
        Corrections = "corrections",
        Identities = "identities",
        Breaches = "breaches",
        Erasures = "erasures",
        FailedMails = "failed_mails",
    }
}

/// The call that work belongs to.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, utoipa::ToSchema)]
#[schema(as = WorkCall)]
pub struct CallName {
    pub id: CallId,
    #[schema(example = "TB-2026")]
    pub code: String,
}

/// One line of the worklist.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, utoipa::ToSchema)]
#[schema(as = WorkItem)]
pub struct Waiting {
    pub kind: Kind,
    /// Null for work that belongs to no call.
    pub call: Option<CallName>,
    /// How many wait; at least 1.
    pub count: usize,
    /// How many of them are past their time.
    pub late: usize,
    /// The nearest end of the time for it; null where there is none.
    pub due_at: Option<Timestamp>,
    /// The page of the next one.
    #[schema(value_type = String, example = "/desk/proposals/01J0000000000000000000000B/verification")]
    pub next: Address,
    /// The page with all of them.
    #[schema(value_type = String, example = "/desk/calls/01J0000000000000000000000A/verification")]
    pub list: Address,
}

impl Waiting {
    /// Without a call and an end; `None` if nothing waits.
    fn some(kind: Kind, count: usize, (next, list): (Address, Address)) -> Option<Self> {
        let one = Self { kind, call: None, count, late: 0, due_at: None, next, list };
        (count > 0).then_some(one)
    }

    /// With the end of its time; everything is late once that has passed.
    #[must_use]
    fn due(mut self, due_at: Timestamp, now: Timestamp) -> Self {
        self.due_at = Some(due_at);
        self.late = if due_at <= now { self.count } else { 0 };
        self
    }
}
