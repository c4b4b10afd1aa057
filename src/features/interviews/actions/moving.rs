//! Changing what was planned: another time or place, a cancellation, another panel.

use super::context::SlotContext;
use super::panel::{self, Wanted};
use super::{no_decision, record};
use crate::features::interviews::rules::{self, PANELIST_BUSY, PANELIST_NOT_THERE, Step};
use crate::features::interviews::store;
use crate::features::interviews::{
    NewCancellation, NewPanelChange, NewTime, Panelist, Slot, SlotState, letters,
};
use crate::features::sittings::remove_panelist;
use crate::kernel::access::Permission;
use crate::kernel::canonical::sha256_hex;
use crate::kernel::errors::{Failure, FieldError, common::field};
use crate::kernel::ids::{InterviewId, UserId};
use crate::kernel::input::Valid;
use crate::platform::cx::Cx;
use crate::platform::ledger::EventType;
use crate::platform::mail;
use serde_json::json;

/// Candidate and sitting panelists.
fn everybody(context: &SlotContext) -> Vec<UserId> {
    let sitting = context.slot.panelists.iter().flatten().filter(|one| one.sits());
    std::iter::once(context.proposal.candidate.clone())
        .chain(sitting.map(|one| one.user.clone()))
        .collect()
}

/// Moves an interview that is planned; everybody is told, and the calendar entries move.
///
/// # Errors
/// `not_found`, `forbidden`, `wrong_phase`; `interview_wrong_state`; `decision_stands`; every fault of time and link, and each
/// panelist who is busy then.
pub(in crate::features::interviews) fn move_slot(
    cx: &mut Cx<'_>,
    id: &InterviewId,
    new: &Valid<NewTime>,
) -> Result<Slot, Failure> {
    let mut context = SlotContext::to(cx, id, Permission::PlanInterviews)?;
    let how = context.how()?.clone();
    no_decision(cx.db, &context.slot.call)?;
    rules::permitted(&context.slot, Step::Move, how.panelists)?;
    let new = new.kept()?;
    let ends_at = rules::ends_at(&how, new.starts_at);
    let time = (new.starts_at, new.late_reason.as_deref());
    let mut faults = rules::time_faults((context.call(), &how), time, cx.now);
    faults.extend(rules::link_fault(new.link.as_deref()));
    let wanted = Wanted {
        proposal: &context.slot.proposal,
        starts_at: new.starts_at,
        ends_at,
        slot: Some(id),
    };
    let slots = panel::planned(cx.db, &context.slot.call)?;
    for panelist in context.slot.panelists.iter().flatten().filter(|one| one.sits()) {
        if let Some(at) = panel::busy_from(&slots, &panelist.user, &wanted) {
            let fault = FieldError::new("starts_at", PANELIST_BUSY).with("name", &panelist.name);
            faults.push(fault.with("instant", at));
        }
    }
    Failure::when_any(faults)?;
    let is_late = rules::is_late((context.call(), &how), new.starts_at);
    let before = context.slot.clone();
    context.slot = Slot {
        starts_at: new.starts_at,
        ends_at,
        place: new.place,
        link: new.link.filter(|link| !link.is_empty()),
        revision: before.revision + 1,
        reason: Some(new.reason.clone()),
        late_reason: new.late_reason.filter(|_| is_late),
        ..before
    };
    store::move_slot(cx.db, &context.slot, cx.now)?;
    let payload = json!({
        "interview": id, "revision": context.slot.revision, "starts_at": new.starts_at,
        "reason_hash": sha256_hex(&new.reason),
    });
    record(cx, EventType::InterviewMoved, (&context.slot, payload))?;
    let told: Vec<_> = everybody(&context)
        .iter()
        .map(|to| letters::moved(to, (context.call(), &context.slot), &new.reason))
        .collect();
    mail::post_all(cx.db, &told, cx.now)?;
    Ok(context.slot)
}

/// Cancels an interview; another can be planned. One that was held is cancelled only where its panel can no longer hand in
/// enough sheets.
///
/// # Errors
/// `not_found`, `forbidden`, `wrong_phase`; `interview_wrong_state`, `interview_panel_whole`; `decision_stands`.
pub(in crate::features::interviews) fn cancel(
    cx: &mut Cx<'_>,
    id: &InterviewId,
    new: &Valid<NewCancellation>,
) -> Result<Slot, Failure> {
    let mut context = SlotContext::to(cx, id, Permission::PlanInterviews)?;
    let wanted = context.how()?.panelists;
    no_decision(cx.db, &context.slot.call)?;
    rules::permitted(&context.slot, Step::Cancel, wanted)?;
    let NewCancellation { reason } = new.kept()?;
    store::cancel_slot(cx.db, id, &reason)?;
    context.slot.state = SlotState::Cancelled;
    context.slot.revision += 1;
    context.slot.reason = Some(reason.clone());
    let payload = json!({"interview": id, "reason_hash": sha256_hex(&reason)});
    record(cx, EventType::InterviewCancelled, (&context.slot, payload))?;
    let told: Vec<_> = everybody(&context)
        .iter()
        .map(|to| letters::cancelled(to, (context.call(), &context.slot), &reason))
        .collect();
    mail::post_all(cx.db, &told, cx.now)?;
    Ok(context.slot)
}

/// Somebody leaves a panel, somebody joins it, or both at once. A sheet that was handed in by who leaves is kept and does
/// not count.
///
/// # Errors
/// `not_found`, `forbidden`, `wrong_phase`; `interview_wrong_state`; `decision_stands`; who leaves is not on the panel; who joins
/// may not.
pub(in crate::features::interviews) fn change_panel(
    cx: &mut Cx<'_>,
    id: &InterviewId,
    new: &Valid<NewPanelChange>,
) -> Result<Slot, Failure> {
    let context = SlotContext::to(cx, id, Permission::PlanInterviews)?;
    let wanted = context.how()?.panelists;
    no_decision(cx.db, &context.slot.call)?;
    rules::permitted(&context.slot, Step::ChangePanel, wanted)?;
    let NewPanelChange { leaves, joins, reason } = new.kept()?;
    let is_on = |user: &UserId| {
        let mut panel = context.slot.panelists.iter().flatten();
        panel.any(|one: &Panelist| &one.user == user && one.removed_at.is_none())
    };
    let mut faults = Vec::new();
    if leaves.is_none() && joins.is_none() {
        faults.push(FieldError::new("joins", field::REQUIRED));
    }
    if leaves.as_ref().is_some_and(|user| !is_on(user)) {
        faults.push(FieldError::new("leaves", PANELIST_NOT_THERE));
    }
    if let Some(user) = &joins {
        if is_on(user) {
            faults.push(FieldError::new("joins", field::DUPLICATE));
        }
        let slot = &context.slot;
        let wanted = Wanted {
            proposal: &slot.proposal,
            starts_at: slot.starts_at,
            ends_at: slot.ends_at,
            slot: Some(id),
        };
        faults.extend(panel::fault_of_one(cx.db, &slot.call, (&wanted, user))?);
    }
    Failure::when_any(faults)?;
    let about = (context.call(), &context.slot);
    let mut told = Vec::new();
    if let Some(user) = &leaves {
        remove_panelist(cx.db, (id, user), &reason, cx.now)?;
        told.push(letters::left(user, about, &reason));
    }
    if let Some(user) = &joins {
        store::insert_panelist(cx.db, id, user, cx.now)?;
        told.push(letters::invited(user, about));
    }
    let payload = json!({
        "interview": id, "left": leaves.is_some(), "joined": joins.is_some(),
        "reason_hash": sha256_hex(&reason),
    });
    record(cx, EventType::InterviewPanelChanged, (&context.slot, payload))?;
    mail::post_all(cx.db, &told, cx.now)?;
    Ok(SlotContext::find(cx, id)?.slot)
}
