//! Repairs: a verifier opens some documents for a few days, the candidate replaces them, and the
//! verifiers begin a new round.

use super::{ProposalContext, record};
use crate::features::proposals::rules::{documents, verification as rules};
use crate::features::proposals::{Repair, RepairRequest, letters, store};
use crate::kernel::access::Permission;
use crate::kernel::clock::Told;
use crate::kernel::errors::{Failure, Refusal};
use crate::kernel::ids::{ProposalId, RecordId};
use crate::kernel::input::Valid;
use crate::platform::cx::Cx;
use crate::platform::ledger::EventType;
use crate::platform::mail;
use serde_json::json;

/// Opens a repair. The conclusions of the present round no longer count.
///
/// # Errors
/// `not_found`, `wrong_phase`, `not_under_verification`, `repair_running`, `repair_not_offered`,
/// unknown kinds.
pub fn open_repair(
    cx: &mut Cx<'_>,
    proposal: &ProposalId,
    new: &Valid<RepairRequest>,
) -> Result<Repair, Failure> {
    let context = ProposalContext::find(cx, proposal)?;
    context.may(cx.viewer, Permission::OpenRepair)?;
    let RepairRequest { items, reason } = new.kept()?;
    let earlier = store::repairs_of(cx.db, proposal)?;
    rules::check_verifiable(context.proposal.state(), &earlier, cx.now)?;
    rules::check_unsettled(&store::sheets_of(cx.db, proposal)?, rules::round(&earlier))?;
    let (definition, calendar) = (&context.call.definition, &context.call.calendar);
    Failure::when_any(rules::faults_of_items(definition, &items))?;
    let due_at = rules::repair_due(definition.repair_days, calendar.screening_ends_at, cx.now)?;
    close_overdue(cx, &context, &earlier)?;
    let repair = Repair {
        id: RecordId::new()?,
        items,
        reason,
        opened_at: Told::exactly(cx.now),
        opened_by: cx.viewer.user.clone(),
        due_at,
        closed_at: None,
    };
    store::insert_repair(cx.db, proposal, &repair)?;
    let payload = json!({"repair": repair.id, "items": repair.items, "due_at": repair.due_at});
    record(cx, &context, EventType::RepairOpened, payload)?;
    mail::post(cx.db, &letters::repair_opened(&context.proposal, &repair)?, cx.now)?;
    Ok(repair)
}

/// An overdue repair ends without an act; the next repair records when.
pub(in crate::features::proposals::actions) fn close_overdue(
    cx: &mut Cx<'_>,
    context: &ProposalContext,
    repairs: &[Repair],
) -> Result<(), Failure> {
    for repair in repairs.iter().filter(|repair| repair.closed_at.is_none()) {
        store::close_repair(cx.db, &repair.id, repair.due_at)?;
        let payload = json!({"repair": repair.id, "overdue_since": repair.due_at});
        record(cx, context, EventType::RepairClosed, payload)?;
    }
    Ok(())
}

/// The candidate completes the repair before it is due.
///
/// # Errors
/// `not_found`, `wrong_phase`, `no_open_repair`.
pub fn close_repair(cx: &mut Cx<'_>, proposal: &ProposalId) -> Result<Repair, Failure> {
    let context = ProposalContext::find(cx, proposal)?;
    context.may(cx.viewer, Permission::RepairProposal)?;
    let open = store::repairs_of(cx.db, proposal)?.pop().filter(|repair| repair.is_open(cx.now));
    let mut repair = open.ok_or_else(|| Refusal::new(documents::NO_OPEN_REPAIR))?;
    store::close_repair(cx.db, &repair.id, cx.now)?;
    record(cx, &context, EventType::RepairClosed, json!({"repair": repair.id}))?;
    repair.closed_at = Some(cx.now);
    Ok(repair)
}
