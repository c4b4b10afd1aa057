//! The draft minutes: their text, its hash, and what happens when it changes.

use super::{Sitting, decision_for, reading, record};
use crate::features::calls::Call;
use crate::features::decisions::plenary::{Held, MinutesCorrection, PlenaryView};
use crate::features::decisions::rules::plenary as rules;
use crate::features::decisions::store::plenary::Draft;
use crate::features::decisions::{Decision, Minutes, letters, store};
use crate::kernel::access::Permission;
use crate::kernel::canonical;
use crate::kernel::errors::Failure;
use crate::kernel::ids::{DecisionId, UserId};
use crate::kernel::input::Valid;
use crate::platform::cx::Cx;
use crate::platform::ledger::{EventType, Subject};
use crate::platform::mail;
use serde_json::json;

/// SHA-256 of all that the minutes say: the outcomes with their salt, the chair's words, attendance and quorum. The salt
/// keeps who knows all but one outcome from finding that one by guessing.
pub(super) fn text_hash(decision: &Decision, held: &Held) -> Result<String, Failure> {
    Ok(canonical::hash_of(&json!({
        "decision": decision.id, "outcomes_hash": decision.outcomes_hash,
        "salt": decision.outcomes_salt, "minutes": decision.minutes, "held": held,
    }))?)
}

/// Sends the draft of a decision to the members who attended, or what changed of it since. Nothing happens where its
/// text is the same.
pub(super) fn send(
    cx: &mut Cx<'_>,
    (call, sitting): (&Call, &Sitting),
    decision: &Decision,
) -> Result<(), Failure> {
    let held = sitting.held_for(cx.db, (call, decision))?;
    let text_hash = text_hash(decision, &held)?;
    let earlier = store::plenary::draft_of(cx.db, &decision.id)?;
    if earlier.as_ref().is_some_and(|earlier| earlier.text_hash == text_hash) {
        return Ok(());
    }
    let revision = earlier.map_or(1, |earlier| earlier.revision + 1);
    let seconds = i64::from(sitting.rules.remarks_hours) * 3600;
    let remarks_until = cx.now.plus_seconds(seconds);
    let draft = Draft { text_hash, held, revision, sent_at: cx.now, remarks_until };
    store::plenary::keep_draft(cx.db, &decision.id, &draft)?;
    let people = sitting.attended();
    let letter = |to: &UserId| letters::minutes((to, revision > 1), call, remarks_until);
    let told: Vec<_> = people.iter().map(letter).collect();
    mail::post_all(cx.db, &told, cx.now)
}

/// After the attendance changed: the minutes name who was there, and the draft is sent anew.
pub(super) fn follow(cx: &mut Cx<'_>, call: &Call, decision: &Decision) -> Result<(), Failure> {
    let Some(sitting) = Sitting::of(cx.db, call)? else { return Ok(()) };
    let guests = decision.minutes.attendance.iter();
    let guests = guests.filter(|one| !sitting.panel.contains(*one)).cloned();
    let attendance: Vec<UserId> = guests.chain(sitting.attended()).collect();
    let minutes = Minutes { attendance, ..decision.minutes.clone() };
    change(cx, (call, &sitting), (decision, minutes))
}

fn change(
    cx: &mut Cx<'_>,
    of: (&Call, &Sitting),
    (decision, minutes): (&Decision, Minutes),
) -> Result<(), Failure> {
    if minutes != decision.minutes {
        store::plenary::correct_minutes(cx.db, &decision.id, &minutes)?;
        let payload = json!({
            "call": decision.call, "minutes_hash": canonical::hash_of(&minutes)?,
        });
        record(cx, (EventType::MinutesCorrected, Subject::decision(&decision.id)), payload)?;
    }
    let decision = Decision { minutes, ..decision.clone() };
    send(cx, of, &decision)
}

/// The chair corrects the words of the draft minutes, and with them the count of those who left the room, if a conflict
/// came out since. Signatures under the earlier text hold no more, and the time for remarks begins anew.
///
/// # Errors
/// `not_found`, `wrong_phase`; `minutes_closed`; `minutes_changed` when another text was read.
pub fn correct_minutes(
    cx: &mut Cx<'_>,
    id: &DecisionId,
    new: &Valid<MinutesCorrection>,
) -> Result<PlenaryView, Failure> {
    let (decision, of) = decision_for(cx, (Permission::ProposeDecision, id))?;
    let MinutesCorrection { meeting, remarks, text_hash } = new.kept()?;
    check_text(cx, &decision, &text_hash)?;
    // Free words may be about a proposal that is hidden from the chair: those stay as they are.
    let withheld = of.context.withheld(cx.db)?;
    let remarks = if withheld.is_empty() { remarks } else { decision.minutes.remarks.clone() };
    let minutes = Minutes { meeting, remarks, ..decision.minutes.clone() };
    change(cx, (&of.context.call, &of.sitting), (&decision, minutes))?;
    reading::view_of(cx, &decision.call)
}

/// Whether this is the text that the minutes have.
///
/// # Errors
/// `minutes_changed`.
pub(super) fn check_text(
    cx: &mut Cx<'_>,
    decision: &Decision,
    read: &str,
) -> Result<Draft, Failure> {
    let draft = store::plenary::draft_of(cx.db, &decision.id)?.ok_or_else(Failure::not_found)?;
    if draft.text_hash == read {
        return Ok(draft);
    }
    Err(Failure::field("text_hash", rules::MINUTES_CHANGED))
}
