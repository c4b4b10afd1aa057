//! The tasks and sheets on one proposal, for the page that gathers it.

use super::ReviewContext;
use super::sheets_of_others::{OtherSheets, others_in};
use crate::features::accounts::names_of;
use crate::features::proposals::actions::ProposalContext;
use crate::features::reviews::{Assignment, store};
use crate::kernel::access::{self, Permission};
use crate::kernel::errors::Failure;
use crate::kernel::ids::UserId;
use crate::platform::cx::Cx;
use std::collections::BTreeMap;

/// What the panel did on a proposal, as far as its reader may know.
#[derive(Debug)]
pub struct CaseReview {
    /// Every task that was ever given, the oldest first; none for readers who do not see assignments.
    pub tasks: Option<Vec<Assignment>>,
    /// The names of its reviewers and of who noted reconciliations.
    pub people: BTreeMap<UserId, String>,
    /// The sheets that are in, with the notes on reconciling them; none for readers who may not read them yet.
    pub sheets: Option<OtherSheets>,
}

/// Reads it.
///
/// # Errors
/// When the database fails; what the reader may not know is left out.
pub fn case_review(cx: &mut Cx<'_>, of: ProposalContext) -> Result<CaseReview, Failure> {
    let context = ReviewContext::with(cx.db, of, None)?;
    let facts = context.facts(cx.viewer, cx.now);
    let tasks = match access::may(cx.viewer, Permission::ReadAssignments, facts) {
        Ok(()) if !context.is_conflicted() => Some(tasks_on(cx, &context)?),
        Ok(()) | Err(Failure::Refused(_)) => None,
        Err(failure) => return Err(failure),
    };
    let sheets = match access::may(cx.viewer, Permission::ReadOtherSheets, facts) {
        Ok(()) => Some(others_in(cx, &context)?),
        Err(Failure::Refused(_)) => None,
        Err(failure) => return Err(failure),
    };
    let reviewers = tasks.iter().flatten().map(|task| task.reviewer.clone());
    let notes = sheets.iter().flat_map(|all| &all.reconciliations);
    let people: Vec<UserId> =
        reviewers.chain(notes.map(|note| note.reconciled_by.clone())).collect();
    Ok(CaseReview { people: names_of(cx.db, &people)?, tasks, sheets })
}

fn tasks_on(cx: &mut Cx<'_>, context: &ReviewContext) -> Result<Vec<Assignment>, Failure> {
    store::tasks_on(cx.db, &context.proposal.id)
}
