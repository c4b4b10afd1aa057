//! A candidate asks once for another time, and the secretariat answers.

use super::context::SlotContext;
use super::record;
use crate::features::accounts::holders_of;
use crate::features::interviews::rules::{self, Step, TIME_ASKED_ALREADY, TIME_NOT_ASKED};
use crate::features::interviews::store;
use crate::features::interviews::{NewAnswer, NewTimeRequest, Slot, TimeRequest, letters};
use crate::kernel::access::{Permission, Role};
use crate::kernel::canonical::sha256_hex;
use crate::kernel::errors::Failure;
use crate::kernel::ids::InterviewId;
use crate::kernel::input::Valid;
use crate::platform::cx::Cx;
use crate::platform::ledger::EventType;
use crate::platform::mail;
use serde_json::json;

/// Asks for another time for one's own interview; once for each proposal, also if the interview was moved since.
///
/// # Errors
/// `not_found`, `wrong_phase`; `interview_wrong_state`; `time_asked_already`.
pub(in crate::features::interviews) fn ask_time(
    cx: &mut Cx<'_>,
    id: &InterviewId,
    new: &Valid<NewTimeRequest>,
) -> Result<Slot, Failure> {
    let mut context = SlotContext::to(cx, id, Permission::AskInterviewTime)?;
    let wanted = context.how()?.panelists;
    if !context.is_running() {
        return Err(Failure::not_found());
    }
    rules::permitted(&context.slot, Step::AskTime, wanted)?;
    if store::request_of(cx.db, &context.slot.proposal)?.is_some() {
        return Err(Failure::refused(TIME_ASKED_ALREADY));
    }
    let NewTimeRequest { reason } = new.kept()?;
    store::insert_request(cx.db, &context.slot, &reason, cx.now)?;
    let payload = json!({"interview": id, "reason_hash": sha256_hex(&reason)});
    record(cx, EventType::InterviewTimeAsked, (&context.slot, payload))?;
    let office = holders_of(cx.db, Role::Secretariat)?;
    let told: Vec<_> = office
        .iter()
        .map(|to| letters::time_asked(to, (context.call(), &context.slot), &reason))
        .collect();
    mail::post_all(cx.db, &told, cx.now)?;
    let asked = TimeRequest { reason, asked_at: cx.now, answer: None, answer_reason: None };
    context.slot.request = Some(asked);
    Ok(context.shown())
}

/// Answers a request. Granting it moves nothing: the new time is set by moving the interview.
///
/// # Errors
/// `not_found`, `forbidden`, `wrong_phase`; `time_not_asked`.
pub(in crate::features::interviews) fn answer_time(
    cx: &mut Cx<'_>,
    id: &InterviewId,
    new: &Valid<NewAnswer>,
) -> Result<Slot, Failure> {
    let mut context = SlotContext::to(cx, id, Permission::PlanInterviews)?;
    let waits = context.slot.request.as_ref().is_some_and(|asked| asked.answer.is_none());
    if !waits {
        return Err(Failure::refused(TIME_NOT_ASKED));
    }
    let NewAnswer { answer, reason } = new.kept()?;
    let by = (&cx.viewer.user, cx.now);
    store::answer_request(cx.db, &context.slot.proposal, (answer, &reason), by)?;
    let payload = json!({"interview": id, "answer": answer, "reason_hash": sha256_hex(&reason)});
    record(cx, EventType::InterviewTimeAnswered, (&context.slot, payload))?;
    let about = (context.call(), &context.slot);
    let letter = letters::time_answered(&context.proposal.candidate, about, (answer, &reason));
    mail::post(cx.db, &letter, cx.now)?;
    if let Some(asked) = &mut context.slot.request {
        asked.answer = Some(answer);
        asked.answer_reason = Some(reason);
    }
    Ok(context.slot)
}
