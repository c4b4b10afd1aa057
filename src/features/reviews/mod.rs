//! The panel's work: declaring conflicts of interest, assigning proposals, scoring sheets. A
//! conflict (found by the module `conflicts`) prevents both the assignment and the scoring; nobody
//! sees another's sheet before handing in their own.

pub mod actions;
mod api;
mod inputs;
mod letters;
mod pages;
pub mod rules;
mod store;

pub use actions::{labelled_sheets, lacking_in};
pub use api::configure;
pub use inputs::{
    ConflictReason, Handover, LeaveChoice, NewAssignment, NewAwaiting, NewLeave, NewRuling,
    PlanChoice, PlanUndo, ReconciliationNote, Removal, ReopeningReason, RulingOutcome,
    SteppingBack, Tie, WithdrawalReason,
};
pub use rules::divergence::{Divergence, divergence};
pub use store::{
    HOLDER, exclude_sheet, first_sheets, free_orders, open_tasks_in, order_sheet,
    ordered_and_missing, proposals_of_tasks, reconciled, reviewers_of, sheets_on, submitted_sheets,
    tasks_between,
};

use crate::features::conflicts::{Comeback, ConflictKind};
use crate::kernel::clock::Timestamp;
use crate::kernel::ids::{AssignmentId, CallId, ProposalId, RecordId, UserId};
use crate::platform::ledger::Head;
use crate::text_enum;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// The pages, and the files of the API that people download below them.
pub fn configure_pages(routes: &mut crate::web::pages::PageRoutes<'_>) {
    api::papers::downloads(routes);
    pages::configure(routes);
}

text_enum! {
    pub enum AssignmentState {
        Assigned = "assigned",
        /// The sheet was begun.
        Draft = "draft",
        /// The sheet is locked.
        Submitted = "submitted",
        /// Given back because of a conflict of interest.
        Declined = "declined",
        /// Removed by the secretariat.
        Removed = "removed",
    }
}

/// A conflict of interest, found by the program or recorded by a person.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, utoipa::ToSchema)]
pub struct Conflict {
    pub proposal: ProposalId,
    #[schema(example = "TB-2026-0012")]
    pub number: String,
    pub user: UserId,
    pub kind: ConflictKind,
    /// In the words of the person who declared it; `None` if found by rule.
    pub reason: Option<String>,
    pub declared_by: Option<UserId>,
    pub declared_at: Option<Timestamp>,
    /// The state of their task on this proposal, if they ever had one.
    pub assignment_state: Option<AssignmentState>,
}

/// Somebody's request to withdraw a recorded conflict, with the chair's answer.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, utoipa::ToSchema)]
pub struct ConflictWithdrawal {
    pub id: RecordId,
    pub proposal: ProposalId,
    #[schema(example = "TB-2026-0012")]
    pub number: String,
    /// Whose conflict it is.
    pub user: UserId,
    pub name: String,
    pub kind: ConflictKind,
    /// What was declared or reported; null for somebody who is not told what others reported of them.
    pub conflict_reason: Option<String>,
    pub declared_at: Timestamp,
    /// Why it should be withdrawn.
    pub reason: String,
    pub asked_by: UserId,
    pub asked_by_name: String,
    pub asked_at: Timestamp,
    /// Null while it waits for a chair.
    pub outcome: Option<RulingOutcome>,
    /// The chair's reason.
    pub ruling: Option<String>,
    pub ruled_by_name: Option<String>,
    pub ruled_at: Option<Timestamp>,
    /// What became of the task; while it waits, what would become of it now.
    pub comeback: Option<Comeback>,
}

/// One reviewer's task on one proposal.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, utoipa::ToSchema)]
pub struct Assignment {
    pub id: AssignmentId,
    pub call: CallId,
    pub proposal: ProposalId,
    pub reviewer: UserId,
    pub state: AssignmentState,
    pub origin: Origin,
    pub assigned_at: Timestamp,
    /// Why it was declined or removed.
    pub closed_reason: Option<String>,
    pub closed_at: Option<Timestamp>,
    /// When it went with the plan that gave it; the next plan may give it again.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub plan_undone_at: Option<Timestamp>,
}

/// Filters a list of assignments.
#[derive(Debug, Clone, Default, Deserialize, utoipa::IntoParams)]
#[into_params(parameter_in = Query)]
pub struct AssignmentFilter {
    pub reviewer: Option<UserId>,
    pub proposal: Option<ProposalId>,
    pub state: Option<AssignmentState>,
}

text_enum! {
    pub enum Origin {
        Manual = "manual",
        Automatic = "automatic",
    }
}

/// A reviewer's sheet. A draft may lack criteria; a submitted sheet has all of them.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(default, deny_unknown_fields)]
pub struct Sheet {
    /// By criterion code.
    pub scores: BTreeMap<String, Score>,
    /// The candidate reads this with the result.
    #[schema(max_length = 8000)]
    pub feedback: String,
    /// Only the committee reads this.
    #[schema(max_length = 8000)]
    pub note: String,
}

/// One criterion's score and its written reason.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(default, deny_unknown_fields)]
pub struct Score {
    /// One of the rubric's allowed scores; `None` while undecided.
    pub score: Option<u32>,
    #[schema(max_length = 4000)]
    pub reason: String,
}

/// A reviewer's sheet as stored: the last saved text and, after locking, its total.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StoredSheet {
    pub sheet: Sheet,
    /// Random text that prevents guessing the sheet from its published hash.
    pub salt: String,
    /// Increases with every change; the `ETag`.
    pub version: i64,
    pub updated_at: Timestamp,
    pub submitted_at: Option<Timestamp>,
}

/// One saved text of a sheet.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, utoipa::ToSchema)]
pub struct SheetVersion {
    pub version: i64,
    pub saved_at: Timestamp,
    pub sheet: Sheet,
}

text_enum! {
    /// How far a sheet is that was not handed in.
    pub enum SheetStanding {
        /// Nothing is missing; it was only saved.
        Complete = "complete",
        Begun = "begun",
        NotBegun = "not_begun",
    }
}

/// A sheet that was not handed in.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, utoipa::ToSchema)]
pub struct LackingSheet {
    pub assignment: AssignmentId,
    pub reviewer: UserId,
    pub name: String,
    pub standing: SheetStanding,
    /// Until when it may be handed in although the review has ended, if it was let.
    pub awaited_until: Option<Timestamp>,
}

/// A proposal with fewer sheets than it needs to be ranked.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, utoipa::ToSchema)]
pub struct LackingProposal {
    pub proposal: ProposalId,
    #[schema(example = "TB-2026-0012")]
    pub number: String,
    /// Sheets that count, of `wanted`.
    pub found: u32,
    pub wanted: u32,
    /// Those that were given to somebody and not handed in.
    pub sheets: Vec<LackingSheet>,
}

/// A locked sheet as selection and results need it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SubmittedSheet {
    pub assignment: AssignmentId,
    pub proposal: ProposalId,
    pub reviewer: UserId,
    /// Σ weight × score.
    pub total: i32,
    pub sheet: Sheet,
    pub submitted_at: Timestamp,
}

/// A sheet as it was first handed in, before the chair reopened it. Kept permanently.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FirstSheet {
    /// Σ weight × score.
    pub total: i32,
    pub sheet: Sheet,
    pub submitted_at: Timestamp,
    /// Why it was reopened.
    pub reason: String,
    pub reopened_at: Timestamp,
}

/// The chair's note on how divergent sheets were discussed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, utoipa::ToSchema)]
pub struct Reconciliation {
    pub id: RecordId,
    pub proposal: ProposalId,
    pub note: String,
    pub reconciled_by: UserId,
    pub reconciled_at: Timestamp,
}

/// The proof that a sheet was handed in with this content. With the salt, the reviewer can later
/// show what the hash on the record stands for; without it, nobody can guess.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
#[schema(as = SheetReceipt)]
pub struct Receipt {
    pub assignment: AssignmentId,
    pub version: i64,
    /// Σ weight × score.
    pub total: u32,
    pub submitted_at: Timestamp,
    /// SHA-256 of the canonical JSON of `{"salt": …, "sheet": …}`.
    pub sheet_hash: String,
    pub salt: String,
    /// The end of the record just after this act.
    pub ledger: Head,
}
