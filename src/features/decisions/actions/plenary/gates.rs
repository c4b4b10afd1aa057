//! What the plenary asks of a decision: its quorum before it is proposed, and that the members were heard before it is
//! approved. Nothing for a call whose rules do not speak of its plenary.

use super::{Sitting, drafting, equals, reading};
use crate::features::calls::Call;
use crate::features::conflicts::Withheld;
use crate::features::decisions::rules::plenary as rules;
use crate::features::decisions::rules::plenary::ties::{as_known_in_conflict, check_voted};
use crate::features::decisions::{Decision, Proposition, store};
use crate::kernel::errors::{Failure, Refusal};
use crate::kernel::ids::DecisionId;
use crate::platform::cx::Cx;

/// Before a decision is proposed: the quorum, and who of the panel the minutes name as present. Proposals that are hidden
/// from the proposer are left to the decider.
///
/// # Errors
/// `quorum_not_met`, `quorum_not_met_for`; `ties_not_voted`; `attendance_differs`.
pub(in crate::features::decisions::actions) fn prepare(
    cx: &mut Cx<'_>,
    (call, withheld): (&Call, &Withheld),
    proposition: &mut Proposition,
) -> Result<(), Failure> {
    let Some(sitting) = Sitting::of(cx.db, call)? else { return Ok(()) };
    let held = sitting.held(cx.db, call)?;
    rules::check_quorum(&held, |number| !withheld.hides_number(number))?;
    let equals = equals::equals_in(cx.db, (call, &sitting))?;
    // Which of them matter would tell somebody in conflict where the line lies.
    let equals = if withheld.is_empty() { equals } else { as_known_in_conflict(equals) };
    check_voted(&equals, |number| !withheld.hides_number(number))?;
    let named = &proposition.minutes.attendance;
    proposition.minutes.attendance =
        rules::attendance_of(named, &sitting.panel, &sitting.attended())
            .map_err(|fault| Failure::from(Refusal::invalid(vec![fault])))?;
    Ok(())
}

/// After it is proposed: the draft minutes go to the members who attended.
pub(in crate::features::decisions::actions) fn begin(
    cx: &mut Cx<'_>,
    call: &Call,
    decision: &Decision,
) -> Result<(), Failure> {
    let Some(sitting) = Sitting::of(cx.db, call)? else { return Ok(()) };
    drafting::send(cx, (call, &sitting), decision)
}

/// Before it is approved.
///
/// # Errors
/// `quorum_lost`, `ties_open`; `minutes_outdated` where a conflict came out since the members were sent the draft;
/// `remarks_unanswered`, `remarks_open`.
pub(in crate::features::decisions::actions) fn may_decide(
    cx: &mut Cx<'_>,
    call: &Call,
    decision: &Decision,
) -> Result<(), Failure> {
    let Some(sitting) = Sitting::of(cx.db, call)? else { return Ok(()) };
    let held = sitting.held_for(cx.db, (call, decision))?;
    rules::check_quorum_kept(&held)?;
    equals::check_still(cx.db, (call, &sitting), decision)?;
    let draft = reading::draft_in(cx.db, decision)?;
    let outdated = || Failure::refused(rules::MINUTES_OUTDATED);
    let draft = draft.ok_or_else(outdated)?;
    if drafting::text_hash(decision, &held)? != draft.text_hash {
        return Err(outdated());
    }
    rules::check_heard(&draft, cx.now)?;
    Ok(())
}

/// Why the decider cannot approve yet, for their page.
///
/// # Errors
/// When the database fails.
pub(in crate::features::decisions::actions) fn why_not_heard(
    cx: &mut Cx<'_>,
    call: &Call,
    decision: &Decision,
) -> Result<Option<Refusal>, Failure> {
    match may_decide(cx, call, decision) {
        Ok(()) => Ok(None),
        Err(Failure::Refused(refusal)) => Ok(Some(*refusal)),
        Err(other) => Err(other),
    }
}

/// With the approval the dissents stand in its minutes.
pub(in crate::features::decisions::actions) fn close(
    cx: &mut Cx<'_>,
    id: &DecisionId,
) -> Result<(), Failure> {
    let decision = store::find(cx.db, id)?.ok_or_else(Failure::not_found)?;
    store::plenary::keep_dissents(cx.db, &decision.call, id)
}
