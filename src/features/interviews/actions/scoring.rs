//! One's own interview sheet: reading it, saving a draft any number of times, handing it in. Nobody sees another's before.

use super::context::SlotContext;
use super::{no_decision, record};
use crate::features::interviews::rules::{
    INTERVIEW_NOT_ATTENDED, INTERVIEW_NOT_BEGUN, INTERVIEW_SHEET_LOCKED, INTERVIEW_STATE, sheet,
};
use crate::features::interviews::store;
use crate::features::interviews::{
    InterviewSheet, InterviewSheetView, SlotState, StoredInterviewSheet,
};
use crate::features::reviews::rules::SHEET_NOT_BEGUN;
use crate::kernel::access::Permission;
use crate::kernel::canonical;
use crate::kernel::errors::{Failure, Refusal};
use crate::kernel::ids::{InterviewId, random_text};
use crate::kernel::input::Valid;
use crate::kernel::version::{IfMatch, not_stale};
use crate::platform::cx::Cx;
use crate::platform::ledger::EventType;
use serde_json::json;

fn hash_of(stored: &StoredInterviewSheet) -> Result<String, Failure> {
    Ok(canonical::hash_of(&json!({"salt": stored.salt, "sheet": stored.sheet}))?)
}

fn view(
    id: &InterviewId,
    stored: Option<StoredInterviewSheet>,
) -> Result<InterviewSheetView, Failure> {
    let Some(stored) = stored else {
        let interview = id.clone();
        return Ok(InterviewSheetView {
            interview,
            version: 0,
            sheet: InterviewSheet::default(),
            updated_at: None,
            submitted_at: None,
            sheet_hash: None,
            salt: None,
        });
    };
    let is_locked = stored.submitted_at.is_some();
    let hash = hash_of(&stored)?;
    Ok(InterviewSheetView {
        interview: id.clone(),
        version: stored.version,
        updated_at: Some(stored.updated_at),
        submitted_at: stored.submitted_at,
        sheet_hash: is_locked.then_some(hash),
        salt: is_locked.then_some(stored.salt),
        sheet: stored.sheet,
    })
}

/// One's own sheet; empty and with version 0 before the first save.
///
/// # Errors
/// `not_found` for who is not on the panel, and in conflict; `wrong_phase`.
pub(in crate::features::interviews) fn read_sheet(
    cx: &mut Cx<'_>,
    id: &InterviewId,
) -> Result<InterviewSheetView, Failure> {
    SlotContext::to(cx, id, Permission::ScoreInterview)?;
    own_sheet(cx, id)
}

/// The same for who is known to be on the panel.
pub(super) fn own_sheet(cx: &mut Cx<'_>, id: &InterviewId) -> Result<InterviewSheetView, Failure> {
    let stored = store::find_sheet(cx.db, (id, &cx.viewer.user))?;
    view(id, stored)
}

/// The context of one's own sheet, once the interview has begun.
fn writing(cx: &mut Cx<'_>, id: &InterviewId) -> Result<SlotContext, Failure> {
    let context = SlotContext::to(cx, id, Permission::ScoreInterview)?;
    let slot = &context.slot;
    if matches!(slot.state, SlotState::Cancelled | SlotState::Missed) {
        return Err(Refusal::new(INTERVIEW_STATE).with("state", slot.state.name()).into());
    }
    if cx.now < slot.starts_at {
        return Err(Refusal::new(INTERVIEW_NOT_BEGUN).with("instant", slot.starts_at).into());
    }
    Ok(context)
}

/// Saves a draft. The same text again makes no new version.
///
/// # Errors
/// As [`read_sheet`]; `interview_not_begun`, `interview_wrong_state`, `interview_sheet_locked`; `stale` with both texts; what a
/// draft must not hold.
pub(in crate::features::interviews) fn save_sheet(
    cx: &mut Cx<'_>,
    (id, expected): (&InterviewId, IfMatch),
    typed: &Valid<InterviewSheet>,
) -> Result<InterviewSheetView, Failure> {
    let context = writing(cx, id)?;
    // A draft's texts are kept as they stand, in the middle of being typed.
    let typed: &InterviewSheet = typed;
    let rubric = &context.call().definition.rubric;
    let user = cx.viewer.user.clone();
    let stored = store::find_sheet(cx.db, (id, &user))?;
    if stored.as_ref().is_some_and(|stored| stored.submitted_at.is_some()) {
        return Err(Failure::refused(INTERVIEW_SHEET_LOCKED));
    }
    Failure::when_any(sheet::draft_faults((context.how()?, rubric), typed))?;
    if stored.as_ref().is_some_and(|stored| &stored.sheet == typed) {
        return view(id, stored);
    }
    let version = stored.as_ref().map_or(0, |stored| stored.version);
    let text = stored.as_ref().map(|stored| &stored.sheet);
    let (kept, sent) = (serde_json::to_value(text)?, serde_json::to_value(typed)?);
    not_stale(expected, version, || (kept, sent))?;
    let save = if stored.is_none() { store::insert_sheet } else { store::update_sheet };
    let new = StoredInterviewSheet {
        sheet: typed.clone(),
        salt: stored.map_or_else(random_text, |stored| Ok(stored.salt))?,
        version: version + 1,
        updated_at: cx.now,
        submitted_at: None,
    };
    save(cx.db, (id, &user), &new)?;
    let payload = json!({"interview": id, "version": new.version, "sheet_hash": hash_of(&new)?});
    record(cx, EventType::InterviewSheetSaved, (&context.slot, payload))?;
    view(id, Some(new))
}

/// Hands the sheet in and locks it; the version must be the one that the panelist has seen.
///
/// # Errors
/// As [`save_sheet`]; `sheet_not_begun`; `interview_not_attended` until attendance is recorded; `decision_stands`;
/// everything the sheet lacks.
pub(in crate::features::interviews) fn submit_sheet(
    cx: &mut Cx<'_>,
    (id, expected): (&InterviewId, IfMatch),
) -> Result<InterviewSheetView, Failure> {
    let context = writing(cx, id)?;
    let user = cx.viewer.user.clone();
    let stored = store::find_sheet(cx.db, (id, &user))?;
    let mut stored = stored.ok_or_else(|| Failure::refused(SHEET_NOT_BEGUN))?;
    if stored.submitted_at.is_some() {
        // A client that lost the answer may repeat the request.
        return view(id, Some(stored));
    }
    no_decision(cx.db, &context.slot.call)?;
    if context.slot.state != SlotState::Held {
        return Err(Failure::refused(INTERVIEW_NOT_ATTENDED));
    }
    let text = serde_json::to_value(&stored.sheet)?;
    not_stale(expected, stored.version, || (text, serde_json::Value::Null))?;
    let rubric = &context.call().definition.rubric;
    Failure::when_any(sheet::submission_faults((context.how()?, rubric), &stored.sheet))?;
    store::lock_sheet(cx.db, (id, &user), (stored.version, cx.now))?;
    // The scores are left out, because the record can be read before the plenary.
    let payload = json!({
        "interview": id, "version": stored.version, "sheet_hash": hash_of(&stored)?,
    });
    record(cx, EventType::InterviewSheetIn, (&context.slot, payload))?;
    stored.submitted_at = Some(cx.now);
    view(id, Some(stored))
}
