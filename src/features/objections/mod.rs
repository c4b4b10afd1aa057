//! Objections (sanggahan): filed by the candidate while the call's window is open, one per subject;
//! ruled by people of the appeal team who neither verified, scored nor decided the proposal. An
//! objection that is upheld orders a remedy and opens a revision: a new run, a new decision, a new
//! announcement. Nothing that was announced is edited. Seats and reserves are `awards`' matter.

pub mod actions;
mod api;
mod flows;
mod letters;
mod pages;
pub mod rules;
mod store;

pub use api::configure;
pub use store::{HOLDER, pending_in, proposals_of, rulings};

use crate::kernel::clock::{Timestamp, Told};
use crate::kernel::ids::{CallId, ObjectionId, ProposalId, UserId};
use crate::platform::ledger::Head;
use crate::text_enum;
use serde::{Deserialize, Serialize};

/// The pages, and the files of the API that people download below them.
pub fn configure_pages(routes: &mut crate::web::pages::PageRoutes<'_>) {
    api::attachments::downloads(routes);
    pages::configure(routes);
}

text_enum! {
    /// What an objection is about; one of each per proposal.
    #[schema(as = ObjectionSubject)]
    pub enum Subject {
        /// The finding that the proposal does not fulfil the conditions (TMS).
        Verification = "verification",
        /// The sheets and the place that follows from them.
        Scores = "scores",
        /// What was decided: seats, limits, the reserve list, a departure from the ranking.
        Decision = "decision",
    }
}

text_enum! {
    #[schema(as = ObjectionState)]
    pub enum State {
        Filed = "filed",
        /// Somebody of the appeal team works on it.
        Taken = "taken",
        Upheld = "upheld",
        Rejected = "rejected",
        /// By the candidate, before the ruling.
        Withdrawn = "withdrawn",
    }
}

/// What the appeal team orders when it upholds an objection.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(tag = "kind", rename_all = "snake_case", deny_unknown_fields)]
pub enum Remedy {
    /// The proposal fulfils the conditions after all; it is scored by the panel now.
    RestoreEligibility {},
    /// The sheet of this reviewer (by letter) counts no longer; another reviewer writes one where
    /// too few are left.
    ExcludeSheet {
        #[schema(example = "K")]
        letter: String,
    },
    /// One more reviewer, who has not scored the proposal, writes a sheet beside the others.
    ReviewAgain {},
    /// The plenary decides anew.
    DecideAnew {},
}

/// A file that came with an objection.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, utoipa::ToSchema)]
#[schema(as = ObjectionAttachment)]
pub struct Attachment {
    pub file_name: String,
    pub size: u64,
    pub sha256: String,
}

/// An objection to the announced result.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, utoipa::ToSchema)]
pub struct Objection {
    pub id: ObjectionId,
    pub call: CallId,
    pub proposal: ProposalId,
    #[schema(example = "TB-2026-0012")]
    pub number: String,
    pub subject: Subject,
    pub state: State,
    pub reason: String,
    pub attachment: Option<Attachment>,
    pub filed_at: Timestamp,
    /// Until when it must be answered.
    pub due_at: Timestamp,
    /// The clock ran out, or the answer came after it.
    pub is_overdue: bool,
    /// The end of the record just after it was filed.
    pub ledger: Head,
    /// Who of the appeal team works on it; never shown to the candidate.
    pub taken_by: Option<UserId>,
    /// Who ruled; never shown to the candidate.
    pub ruled_by: Option<UserId>,
    /// To the candidate by the day only.
    pub ruled_at: Option<Told>,
    pub ruling: Option<String>,
    pub remedy: Option<Remedy>,
}

/// What a candidate writes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewObjection {
    pub subject: Subject,
    pub reason: String,
    /// In its place on the disk already.
    pub attachment: Option<Attachment>,
}

/// What the appeal team answers.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Ruling {
    pub reason: String,
    /// None: rejected.
    pub remedy: Option<Remedy>,
}
