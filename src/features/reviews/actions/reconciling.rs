//! Divergent sheets: the chair notes how they were discussed, or reopens a sheet so that its
//! reviewer looks again. What was first handed in is kept permanently.

use super::{Entry, ReviewContext, record};
use crate::features::proposals::State;
use crate::features::reviews::rules::{
    self, NOT_DIVERGENT, SHEET_NOT_HANDED_IN, Step, divergence, sheet,
};
use crate::features::reviews::{
    Assignment, Reconciliation, ReconciliationNote, ReopeningReason, Sheet, letters, store,
};
use crate::kernel::access::{self, Permission};
use crate::kernel::canonical::sha256_hex;
use crate::kernel::errors::Failure;
use crate::kernel::ids::{AssignmentId, ProposalId, RecordId};
use crate::kernel::input::Valid;
use crate::platform::cx::Cx;
use crate::platform::ledger::{EventType, Subject};
use crate::platform::mail;
use serde_json::json;

/// Notes how divergent sheets were discussed.
///
/// # Errors
/// `not_found`, also in conflict; `wrong_phase`; `not_divergent` while the sheets agree.
pub fn reconcile(
    cx: &mut Cx<'_>,
    id: &ProposalId,
    note: &Valid<ReconciliationNote>,
) -> Result<Reconciliation, Failure> {
    let context = ReviewContext::load(cx, id)?;
    access::may(cx.viewer, Permission::Reconcile, context.facts(cx.viewer, cx.now))?;
    if context.proposal.state() != State::Eligible {
        return Err(Failure::not_found());
    }
    let ReconciliationNote { note } = note.kept()?;
    let locked = store::sheets_on(cx.db, id)?;
    let sheets: Vec<&Sheet> = locked.iter().map(|locked| &locked.sheet).collect();
    let definition = &context.call().definition;
    if divergence::divergence(&definition.rubric, &definition.panel, &sheets).is_none() {
        return Err(Failure::refused(NOT_DIVERGENT));
    }
    let new = Reconciliation {
        id: RecordId::new()?,
        proposal: id.clone(),
        note,
        reconciled_by: cx.viewer.user.clone(),
        reconciled_at: cx.now,
    };
    store::insert_reconciliation(cx.db, &new)?;
    let entry = Entry {
        act: EventType::ProposalReconciled,
        subject: Subject::proposal(id),
        payload: json!({"reconciliation": new.id, "note_hash": sha256_hex(&new.note)}),
    };
    record(cx, entry)?;
    Ok(new)
}

/// Reopens a sheet that was handed in. It does not count until it is handed in again; the first
/// version is kept and shown beside it.
///
/// # Errors
/// `not_found`, also in conflict; `wrong_phase`; `sheet_not_handed_in`, `assignment_closed`.
pub fn reopen(
    cx: &mut Cx<'_>,
    id: &AssignmentId,
    reason: &Valid<ReopeningReason>,
) -> Result<Assignment, Failure> {
    let task = store::find(cx.db, id)?.ok_or_else(Failure::not_found)?;
    let context = ReviewContext::load(cx, &task.proposal)?;
    access::may(cx.viewer, Permission::ReopenSheet, context.facts(cx.viewer, cx.now))?;
    let ReopeningReason { reason } = reason.kept()?;
    let to = rules::transition(task.state, Step::Reopen)?;
    let locked = store::find_sheet(cx.db, id)?;
    let locked = locked.ok_or_else(|| Failure::refused(SHEET_NOT_HANDED_IN))?;
    // A sheet that was handed in is complete, so it has a total.
    let unsound = || Failure::Inconsistent(format!("no total for sheet {id}"));
    let total =
        sheet::total(&context.call().definition.rubric, &locked.sheet).ok_or_else(unsound)?;
    let total = i32::try_from(total).map_err(|_| unsound())?;
    store::keep_first(cx.db, (id, &locked), total, (&cx.viewer.user, &reason), cx.now)?;
    store::unlock_sheet(cx.db, id, locked.version)?;
    store::set_state(cx.db, &task, to, None)?;
    let entry = Entry {
        act: EventType::SheetReopened,
        subject: Subject::assignment(id),
        payload: json!({
            "proposal": task.proposal, "version": locked.version,
            "reason_hash": sha256_hex(&reason),
        }),
    };
    record(cx, entry)?;
    let number = context.proposal.given_number()?;
    mail::post(cx.db, &letters::reopened(&task, number, &reason), cx.now)?;
    Ok(Assignment { state: to, ..task })
}
