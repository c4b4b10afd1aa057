//! Proposals: written about a registered problem, endorsed, submitted with a receipt, verified
//! (MS/TMS), withdrawn. Nothing is overwritten: every submission is a version of its own.

pub mod actions;
mod api;
mod content;
mod document;
mod exception;
pub mod fields;
mod flows;
mod found;
mod handed_in;
mod inputs;
mod letters;
mod pages;
pub mod rules;
mod standing;
mod store;
mod submission;
mod sweep;
mod upload;
mod verification;

pub use api::{configure, with_tus_headers};
pub use content::{
    CandidateFacts, Content, Goal, PlanItem, Programme, Sanction, SanctionLevel, Sections,
    ServiceStatus, Study, YearRating,
};
pub use document::{Document, DocumentKind, Documents, Replacement};
pub use exception::{
    Exception, ExceptionAnswer, ExceptionKind, ExceptionState, ExceptionVerdict, Minutes,
    NewException,
};
pub use found::{ArrivedProposal, ArrivedSubmission, FoundFile, FoundProposal};
pub use handed_in::{
    ChangeKind, Changes, Circumstances, FieldChange, FileChange, HandedInBy, Pin,
    RegisteredProblem, Submission, SubmittedFile,
};
pub use inputs::{
    Checks, Conclusion, HandingIn, LastLook, NewEndorsement, NewLateSubmission, NewProposal,
    ProposalText, RepairRequest, ReturnedRequest, TakenBack, Withdrawal,
};
pub(crate) use pages::{SubmissionLine, Written, person_lines};
pub use standing::{FlatProposal, HandedIn, Proposal, Standing};
pub use store::{
    Begun, CountedProposal, HOLDER, Named, all_begun, applicants_in, begun_by, candidates_in,
    candidates_of, contradictions, costs_of, drafts_in, eligible_proposals, entrants_of,
    exceptions_granted_in, find_counting as find, find_submitted, found_at, named_of,
    open_repairs_in, problems_answered, proposals_of, read_hash, requested_costs, standings_in,
    studies_in, submitted_many, submitted_texts, verified_in, verifiers_of,
};
pub use submission::{
    ChangedSince, DocumentDigest, Endorsement, EndorsementKind, EndorsementRequest, Receipt, Text,
    Version,
};
pub use sweep::{keep_sweeping, sweep};
pub use upload::PartialUpload;
pub use verification::{
    CheckOutcome, CheckReason, CheckSubject, ChecklistItem, Concluded, OwnProgress, QueueLeft,
    Queued, Repair, StatedReason, Verification, VerificationCheck, VerificationOutcome,
    VerificationProgress, VerificationSheet, VerificationTask, Verified, WithdrawnConclusion,
};

use crate::kernel::clock::Timestamp;
use crate::kernel::ids::{CallId, ProblemId, ProposalId, UnitCode, UserId};
use crate::text_enum;
use serde::{Deserialize, Serialize};

/// Leave to hand a draft in after the submission has ended.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, utoipa::ToSchema)]
pub struct LateSubmission {
    pub until: Timestamp,
    pub reason: String,
    pub allowed_at: Timestamp,
}

/// A draft that was never handed in, as the chair sees it: whose it is, and nothing of its text.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, utoipa::ToSchema)]
pub struct Unsubmitted {
    pub proposal: ProposalId,
    pub candidate: UserId,
    pub candidate_name: String,
    pub unit: UnitCode,
    /// The problem's code.
    pub problem: String,
    /// When its candidate last worked on it.
    pub updated_at: Timestamp,
    /// The last leave that was given, if any was.
    pub late: Option<LateSubmission>,
}

/// The pages, and the files of the API that people download below them.
pub fn configure_pages(routes: &mut crate::web::pages::PageRoutes<'_>) {
    api::papers::downloads(routes);
    api::documents::downloads(routes);
    api::exceptions::downloads(routes);
    pages::configure(routes);
}

text_enum! {
    /// The state of a proposal. "Under review" and the outcome follow from the call's phase and the
    /// decision; they are not states.
    #[schema(as = ProposalState)]
    pub enum State {
        Draft = "draft",
        Submitted = "submitted",
        /// Memenuhi syarat (MS).
        Eligible = "eligible",
        /// Tidak memenuhi syarat (TMS).
        Ineligible = "ineligible",
        Withdrawn = "withdrawn",
    }
}

/// A proposal in a list.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, utoipa::ToSchema)]
#[schema(as = ProposalSummary)]
pub struct Summary {
    pub id: ProposalId,
    pub call: CallId,
    pub candidate: UserId,
    pub candidate_name: String,
    pub unit: UnitCode,
    pub problem: ProblemId,
    pub level: String,
    pub number: Option<String>,
    pub title: String,
    pub state: State,
    pub created_at: Timestamp,
    pub submitted_at: Option<Timestamp>,
    /// The submission in force; null before the first.
    pub submission: Option<Submission>,
}

/// Filters a list of proposals.
#[derive(Debug, Clone, Deserialize, utoipa::IntoParams)]
#[into_params(parameter_in = Query)]
pub struct ProposalFilter {
    /// Required for readers on duty in the selection.
    pub call: Option<CallId>,
    pub state: Option<State>,
}

/// A proposal that passed verification, as later features need it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct EligibleProposal {
    pub id: ProposalId,
    pub number: String,
    pub candidate: UserId,
    /// The candidate's direct superior, for conflicts of interest.
    pub superior: Option<UserId>,
    pub unit: UnitCode,
    pub problem: ProblemId,
    pub level: String,
}
