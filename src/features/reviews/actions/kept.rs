//! What a reviewer had saved on a task that ended without being handed in: kept as evidence, and counted nowhere.

use super::ReviewContext;
use crate::features::reviews::{AssignmentState, Sheet, store};
use crate::kernel::access::{self, Permission};
use crate::kernel::clock::Timestamp;
use crate::kernel::errors::Failure;
use crate::kernel::ids::{AssignmentId, ProposalId, UserId};
use crate::platform::cx::Cx;
use serde::Serialize;

/// A draft whose task is closed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, utoipa::ToSchema)]
pub struct KeptDraft {
    pub assignment: AssignmentId,
    pub proposal: ProposalId,
    pub reviewer: UserId,
    pub sheet: Sheet,
    pub saved_at: Timestamp,
    /// When and why the task was closed.
    pub closed_at: Option<Timestamp>,
    pub closed_reason: Option<String>,
}

/// Reads it, as a chair or an auditor who is in no conflict with the proposal.
///
/// # Errors
/// `not_found`, also for a task that is open or handed in; `wrong_phase` before the plenary.
pub fn read_kept_draft(cx: &mut Cx<'_>, id: &AssignmentId) -> Result<KeptDraft, Failure> {
    let task = store::find(cx.db, id)?.ok_or_else(Failure::not_found)?;
    let context = ReviewContext::load(cx, &task.proposal)?;
    access::may(cx.viewer, Permission::ReadKeptDraft, context.facts(cx.viewer, cx.now))?;
    let is_closed = matches!(task.state, AssignmentState::Declined | AssignmentState::Removed);
    let sheet = store::find_sheet(cx.db, id)?.filter(|sheet| sheet.submitted_at.is_none());
    let sheet = sheet.filter(|_| is_closed).ok_or_else(Failure::not_found)?;
    Ok(KeptDraft {
        assignment: task.id,
        proposal: task.proposal,
        reviewer: task.reviewer,
        sheet: sheet.sheet,
        saved_at: sheet.updated_at,
        closed_at: task.closed_at,
        closed_reason: task.closed_reason,
    })
}
