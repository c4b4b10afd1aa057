//! The panel's work: conflicts of interest are declared, proposals assigned, sheets scored. A conflict
//! (`interests` finds them) blocks both the assignment and the scoring; nobody sees another's sheet before handing in their own.

pub mod actions;
mod api;
mod inputs;
mod letters;
mod pages;
pub mod rules;
mod store;

pub use actions::labelled_sheets;
pub use api::configure;
pub use inputs::{ConflictReason, ReconciliationNote, ReopeningReason, SteppingBack, Tie};
pub use rules::divergence::{Divergence, divergence};
pub use store::{
    exclude_sheet, first_sheets, free_orders, open_tasks_in, order_sheet, ordered_and_missing,
    reconciled, reviewers_of, sheets_on, submitted_sheets,
};

use crate::features::conflicts::ConflictKind;
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
        /// The sheet has been begun.
        Draft = "draft",
        /// The sheet is locked.
        Submitted = "submitted",
        /// Given back because of a conflict of interest.
        Declined = "declined",
        /// Taken away by the secretariat.
        Removed = "removed",
    }
}

/// A conflict of interest, found by the program or put on the record by a person.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, utoipa::ToSchema)]
pub struct Conflict {
    pub proposal: ProposalId,
    #[schema(example = "TB-2026-0012")]
    pub number: String,
    pub user: UserId,
    pub kind: ConflictKind,
    /// In the words of whoever declared it; none when found.
    pub reason: Option<String>,
    pub declared_by: Option<UserId>,
    pub declared_at: Option<Timestamp>,
    /// How far their task on this proposal has come, if they ever had one.
    pub assignment_state: Option<AssignmentState>,
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
    /// Why it was declined or taken away.
    pub closed_reason: Option<String>,
    pub closed_at: Option<Timestamp>,
}

/// Which assignments to list.
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

/// What a reviewer writes. A draft may lack criteria; a submitted sheet lacks none.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(default, deny_unknown_fields)]
pub struct Sheet {
    /// By criterion code.
    pub scores: BTreeMap<String, Score>,
    /// The candidate reads this with the result.
    pub feedback: String,
    /// Only the committee reads this.
    pub note: String,
}

/// One criterion's score and the reason written for it.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(default, deny_unknown_fields)]
pub struct Score {
    /// One of the rubric's allowed scores; none while undecided.
    pub score: Option<u32>,
    pub reason: String,
}

/// A reviewer's sheet as stored: the last saved text and, once locked, its total.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StoredSheet {
    pub sheet: Sheet,
    /// Random text that keeps the sheet's published hash from being guessed.
    pub salt: String,
    /// Grows with every change; the `ETag`.
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

/// A locked sheet as the selection and the results need it.
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

/// A sheet as it was first handed in, before the chair opened it again. Kept for ever.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FirstSheet {
    /// Σ weight × score.
    pub total: i32,
    pub sheet: Sheet,
    pub submitted_at: Timestamp,
    /// Why it was opened again.
    pub reason: String,
    pub reopened_at: Timestamp,
}

/// The chair's note on how divergent sheets were talked through.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, utoipa::ToSchema)]
pub struct Reconciliation {
    pub id: RecordId,
    pub proposal: ProposalId,
    pub note: String,
    pub reconciled_by: UserId,
    pub reconciled_at: Timestamp,
}

/// The proof that a sheet was handed in as it is. With the salt, the reviewer can show later what
/// the hash on the record stands for; without it, nobody can guess.
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
