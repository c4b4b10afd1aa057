//! The rules of interviews: when a slot may lie, who sits on its panel, what may happen in which state; and every
//! refusal of this feature. Pure. `sheet` looks at sheets, `series` puts slots one after the other.

pub mod redaction;
pub mod series;
pub mod sheet;

use super::{Attendance, InterviewStanding, Slot, SlotState};
use crate::features::calls::{Call, Interview};
use crate::kernel::clock::Timestamp;
use crate::kernel::errors::{FieldError, Refusal};
use crate::kernel::link::is_link;

crate::codes! {
    NO_INTERVIEWS = 409 "no_interviews";
    INTERVIEW_IN_THE_PAST = 422 "interview_in_the_past";
    INTERVIEW_TOO_EARLY = 422 "interview_too_early";
    INTERVIEW_TOO_LATE = 422 "interview_too_late";
    INTERVIEW_LINK = 422 "interview_link_wrong";
    INTERVIEW_EXISTS = 409 "interview_exists";
    INTERVIEW_STATE = 409 "interview_wrong_state";
    INTERVIEW_NOT_BEGUN = 409 "interview_not_begun";
    INTERVIEW_NOT_ATTENDED = 409 "interview_not_attended";
    INTERVIEW_SHEETS_IN = 409 "interview_sheets_in";
    INTERVIEW_PANEL_WHOLE = 409 "interview_panel_whole";
    PANELISTS_TOO_FEW = 422 "panelists_too_few";
    PANELIST_NOT_ON_PANEL = 422 "panelist_not_on_panel";
    PANELIST_IN_CONFLICT = 422 "panelist_in_conflict";
    PANELIST_BUSY = 422 "panelist_busy";
    PANELIST_NOT_THERE = 422 "panelist_not_there";
    ABSENCE_WITHOUT_REASON = 422 "absence_without_reason";
    TIME_ASKED_ALREADY = 409 "time_asked_already";
    TIME_NOT_ASKED = 409 "time_not_asked";
    SERIES_EMPTY = 409 "series_empty";
    SERIES_LACKS_PANELISTS = 422 "series_lacks_panelists";
    QUESTION_UNKNOWN = 422 "question_unknown";
    INTERVIEW_SHEET_LOCKED = 409 "interview_sheet_locked";
}

/// The least length of a reason, in characters.
const REASON_LENGTH: usize = 10;

/// The interviews of a call.
///
/// # Errors
/// `no_interviews`.
pub fn of_call(call: &Call) -> Result<&Interview, Refusal> {
    call.definition.interview.as_ref().ok_or_else(|| Refusal::new(NO_INTERVIEWS))
}

/// When the interview that begins then ends.
pub fn ends_at(how: &Interview, starts_at: Timestamp) -> Timestamp {
    starts_at.plus_seconds(i64::from(how.minutes) * 60)
}

/// Faults of the time: ahead, in the review or the days after it. After these only with a reason, so that no accident on
/// the last day leaves a candidate without an interview; the reason stays with the slot.
pub fn time_faults(
    (call, how): (&Call, &Interview),
    (starts_at, late_reason): (Timestamp, Option<&str>),
    now: Timestamp,
) -> Vec<FieldError> {
    let begins = call.calendar.review_begins_at();
    let end = how.ends_at(&call.calendar);
    let has_reason = late_reason.is_some_and(|why| why.trim().chars().count() >= REASON_LENGTH);
    let fault = if starts_at <= now {
        FieldError::new("starts_at", INTERVIEW_IN_THE_PAST)
    } else if starts_at < begins {
        FieldError::new("starts_at", INTERVIEW_TOO_EARLY).with("instant", begins)
    } else if ends_at(how, starts_at) > end && !has_reason {
        let fault = FieldError::new("late_reason", INTERVIEW_TOO_LATE).with("instant", end);
        fault.with("minimum", REASON_LENGTH)
    } else {
        return Vec::new();
    };
    vec![fault]
}

/// Whether the reason for a late interview has to be kept: only where it is late.
pub fn is_late((call, how): (&Call, &Interview), starts_at: Timestamp) -> bool {
    ends_at(how, starts_at) > how.ends_at(&call.calendar)
}

pub fn link_fault(link: Option<&str>) -> Option<FieldError> {
    let link = link.filter(|link| !link.is_empty())?;
    (!is_link(link)).then(|| FieldError::new("link", INTERVIEW_LINK))
}

/// What is done to a slot.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Step {
    Move,
    Cancel,
    ChangePanel,
    AskTime,
}

/// Whether this may be done to a slot in this state. An interview that was held is cancelled only where its panel cannot
/// hand in enough sheets any more: then it is held again.
///
/// # Errors
/// `interview_wrong_state`, `interview_panel_whole`.
pub fn permitted(slot: &Slot, step: Step, wanted: u32) -> Result<(), Refusal> {
    let sits = slot.panelists.iter().flatten().filter(|one| one.sits()).count();
    let is_whole = u32::try_from(sits).unwrap_or(u32::MAX) >= wanted;
    match (slot.state, step) {
        (SlotState::Planned, _) | (SlotState::Held, Step::ChangePanel) => Ok(()),
        (SlotState::Held, Step::Cancel) if !is_whole => Ok(()),
        (SlotState::Held, Step::Cancel) => Err(Refusal::new(INTERVIEW_PANEL_WHOLE)),
        (state, _) => Err(Refusal::new(INTERVIEW_STATE).with("state", state.name())),
    }
}

/// The state that this attendance brings a slot to. It may be corrected: nothing that was recorded by mistake stays.
///
/// # Errors
/// `interview_wrong_state`, `interview_not_begun`; `interview_sheets_in` for an absence although sheets were handed in;
/// `invalid` for an absence without a reason.
pub fn attended(
    slot: &Slot,
    (attendance, reason): (Attendance, &str),
    now: Timestamp,
) -> Result<SlotState, Refusal> {
    if slot.state == SlotState::Cancelled {
        return Err(Refusal::new(INTERVIEW_STATE).with("state", slot.state.name()));
    }
    if now < slot.starts_at {
        return Err(Refusal::new(INTERVIEW_NOT_BEGUN).with("instant", slot.starts_at));
    }
    if attendance != Attendance::Absent {
        return Ok(SlotState::Held);
    }
    if slot.panelists.iter().flatten().any(|one| one.handed_in) {
        return Err(Refusal::new(INTERVIEW_SHEETS_IN));
    }
    if reason.trim().chars().count() < REASON_LENGTH {
        let fault = FieldError::new("reason", ABSENCE_WITHOUT_REASON);
        return Err(Refusal::invalid(vec![fault.with("minimum", REASON_LENGTH)]));
    }
    Ok(SlotState::Missed)
}

/// How a proposal stands whose newest slot that was not cancelled is this one; `None` if its interview can be joined, or
/// was finally missed.
pub fn standing(
    slot: Option<&Slot>,
    (how, end, now): (&Interview, Timestamp, Timestamp),
) -> Option<InterviewStanding> {
    let Some(slot) = slot else { return Some(InterviewStanding::NotPlanned) };
    match slot.state {
        SlotState::Planned => Some(InterviewStanding::Unattended),
        SlotState::Missed => (now < end).then_some(InterviewStanding::Missed),
        SlotState::Cancelled => Some(InterviewStanding::NotPlanned),
        SlotState::Held => {
            let counted = slot.panelists.iter().flatten().filter(|one| one.counts()).count();
            let is_enough = u32::try_from(counted).unwrap_or(u32::MAX) >= how.panelists;
            (!is_enough).then_some(InterviewStanding::SheetsLacking)
        }
    }
}
