//! Whether the candidate came: recorded by the panel or the secretariat, and corrected where it was recorded by mistake.

use super::context::SlotContext;
use super::{no_decision, record};
use crate::features::interviews::rules::{self, INTERVIEW_EXISTS};
use crate::features::interviews::store::{self, Of};
use crate::features::interviews::{NewAttendance, Slot, SlotState, letters};
use crate::kernel::access::Permission;
use crate::kernel::canonical::sha256_hex;
use crate::kernel::errors::Failure;
use crate::kernel::ids::InterviewId;
use crate::kernel::input::Valid;
use crate::platform::cx::Cx;
use crate::platform::ledger::EventType;
use crate::platform::mail;
use serde_json::json;

/// Records attendance, or corrects it. The candidate is told of an absence, with the reason.
///
/// # Errors
/// `not_found`, `forbidden`, `wrong_phase`; `interview_wrong_state`, `interview_not_begun`, `interview_sheets_in`;
/// `interview_exists` where the interview was planned again meanwhile; `decision_stands`; an absence without a reason.
pub(in crate::features::interviews) fn record_attendance(
    cx: &mut Cx<'_>,
    id: &InterviewId,
    new: &Valid<NewAttendance>,
) -> Result<Slot, Failure> {
    let mut context = SlotContext::to(cx, id, Permission::RecordInterviewAttendance)?;
    no_decision(cx.db, &context.slot.call)?;
    let NewAttendance { attendance, reason } = new.kept()?;
    let state = rules::attended(&context.slot, (attendance, &reason), cx.now)?;
    let is_live =
        |slot: &Slot| &slot.id != id && matches!(slot.state, SlotState::Planned | SlotState::Held);
    let others = store::slots(cx.db, &Of::Proposal(&context.slot.proposal))?;
    if state == SlotState::Held && others.iter().any(is_live) {
        return Err(Failure::refused(INTERVIEW_EXISTS));
    }
    let reason = Some(reason.trim()).filter(|reason| !reason.is_empty());
    let by = (&cx.viewer.user, cx.now);
    store::attend(cx.db, (id, state), (attendance, reason), by)?;
    let payload = json!({
        "interview": id, "attendance": attendance, "reason_hash": reason.map(sha256_hex),
    });
    record(cx, EventType::InterviewAttended, (&context.slot, payload))?;
    if state == SlotState::Missed {
        let about = (context.call(), &context.slot);
        let end = context.how()?.ends_at(&context.call().calendar);
        let words = (reason.unwrap_or("–"), end);
        let letter = letters::missed(&context.proposal.candidate, about, words);
        mail::post(cx.db, &letter, cx.now)?;
    }
    context.slot.state = state;
    context.slot.attendance = Some(attendance);
    context.slot.attendance_reason = reason.map(str::to_owned);
    Ok(context.slot)
}
