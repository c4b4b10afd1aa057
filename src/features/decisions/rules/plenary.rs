//! Rules of the plenary: the quorum, who may dissent, remark and sign, and when the decider may approve. Pure.

pub mod ties;

use crate::features::calls::Quorum;
use crate::features::decisions::State;
use crate::features::decisions::plenary::{
    Attendee, Held, MinutesDraft, Presence, ProposalTally, Signature, Tally,
};
use crate::kernel::clock::Timestamp;
use crate::kernel::errors::{FieldError, Refusal, common};
use crate::kernel::ids::UserId;
use std::collections::{BTreeMap, BTreeSet};

crate::codes! {
    QUORUM_NOT_MET = 409 "quorum_not_met";
    QUORUM_NOT_MET_FOR = 409 "quorum_not_met_for";
    QUORUM_LOST = 409 "quorum_lost";
    ATTENDANCE_DECIDED = 409 "attendance_decided";
    ATTENDANCE_DIFFERS = 422 "attendance_differs";
    NOT_ON_THE_PANEL = 422 "not_on_the_panel";
    ABSENCE_REASON = 422 "absence_reason";
    PLENARY_NOT_ASKED = 409 "plenary_not_asked";
    DISSENT_UNKNOWN_NUMBER = 422 "dissent_unknown_number";
    DISSENT_TOO_LATE = 409 "dissent_too_late";
    MINUTES_CLOSED = 409 "minutes_closed";
    MINUTES_CHANGED = 422 "minutes_changed";
    MINUTES_OUTDATED = 409 "minutes_outdated";
    MINUTES_SIGNED = 409 "minutes_signed";
    REMARKS_OVER = 409 "remarks_over";
    REMARKS_OPEN = 409 "remarks_open";
    REMARKS_UNANSWERED = 409 "remarks_unanswered";
    REMARK_ANSWERED = 409 "remark_answered";
}

/// Who is in conflict with each proposal, by its number.
pub type Conflicted = BTreeMap<String, BTreeSet<UserId>>;

/// The quorum among these members: who attended of those who count. Nobody who counts means no quorum.
pub fn tally<'a>(
    quorum: Quorum,
    panel: impl Iterator<Item = &'a UserId>,
    attended: &BTreeSet<UserId>,
) -> Tally {
    let (mut of, mut there) = (0_u32, 0_u32);
    for member in panel {
        of += 1;
        there += u32::from(attended.contains(member));
    }
    let needed = quorum.needed(of);
    Tally { panel: of, attended: there, needed, met: of > 0 && there >= needed }
}

/// Those of the panel who attended.
pub fn attended(people: &[Attendee]) -> BTreeSet<UserId> {
    people.iter().filter(|one| one.presence.attends()).map(|one| one.user.clone()).collect()
}

/// What the minutes say of the plenary. A member in conflict with a proposal counts for it neither in the panel nor
/// among those who attended: they left the room.
pub fn held(
    rules: crate::features::calls::Plenary,
    panel: &BTreeSet<UserId>,
    (people, conflicted): (&[Attendee], &Conflicted),
) -> Held {
    let people: Vec<Attendee> =
        people.iter().filter(|one| panel.contains(&one.user)).cloned().collect();
    let there = attended(&people);
    let one = |(number, out): (&String, &BTreeSet<UserId>)| {
        let counting = panel.iter().filter(|member| !out.contains(*member));
        let left = there.iter().filter(|member| out.contains(*member)).count();
        let counted = tally(rules.quorum, counting, &there);
        ProposalTally {
            number: number.clone(),
            left: u32::try_from(left).unwrap_or(u32::MAX),
            // Where all of the panel are in conflict nobody could ever come for it: the meeting's quorum decides alone.
            tally: Tally { met: counted.met || counted.panel == 0, ..counted },
        }
    };
    let is_concerned = |(_, out): &(&String, &BTreeSet<UserId>)| !out.is_disjoint(panel);
    Held {
        rules,
        tally: tally(rules.quorum, panel.iter(), &there),
        proposals: conflicted.iter().filter(is_concerned).map(one).collect(),
        people,
        votes: Vec::new(),
    }
}

/// Whether the plenary had its quorum, also for each of these proposals.
///
/// # Errors
/// `quorum_not_met`, with the count that is missing; `quorum_not_met_for`, with the numbers.
pub fn check_quorum(held: &Held, shown: impl Fn(&str) -> bool) -> Result<(), Refusal> {
    let Tally { panel, attended, needed, met } = held.tally;
    if !met {
        let missing = needed.max(1).saturating_sub(attended);
        let refusal = Refusal::new(QUORUM_NOT_MET).with("attended", attended);
        let refusal = refusal.with("panel", panel).with("needed", needed.max(1));
        return Err(refusal.with("missing", missing));
    }
    let lacking = held.proposals.iter().filter(|one| !one.tally.met && shown(&one.number));
    let lacking: Vec<&str> = lacking.map(|one| one.number.as_str()).collect();
    if lacking.is_empty() {
        return Ok(());
    }
    Err(Refusal::new(QUORUM_NOT_MET_FOR).with("numbers", lacking.join(", ")))
}

/// The same for whoever approves: which proposal lacks it is the chair's to see.
///
/// # Errors
/// `quorum_lost`.
pub fn check_quorum_kept(held: &Held) -> Result<(), Refusal> {
    if held.tally.met && held.proposals.iter().all(|one| one.tally.met) {
        return Ok(());
    }
    Err(Refusal::new(QUORUM_LOST))
}

/// Every fault of an attendance: each is on the panel and named once, and who is absent has a reason.
pub fn faults_of(people: &[Attendee], panel: &BTreeSet<UserId>) -> Vec<FieldError> {
    let mut faults = Vec::new();
    let mut seen = BTreeSet::new();
    for (index, one) in people.iter().enumerate() {
        let at = |field: &str| format!("people[{index}].{field}");
        if !panel.contains(&one.user) {
            faults.push(FieldError::new(at("user"), NOT_ON_THE_PANEL));
        } else if !seen.insert(&one.user) {
            faults.push(FieldError::new(at("user"), common::field::DUPLICATE));
        }
        let says_why = one.reason.as_deref().is_some_and(|reason| !reason.trim().is_empty());
        if one.presence == Presence::Absent && !says_why {
            faults.push(FieldError::new(at("reason"), ABSENCE_REASON));
        }
    }
    faults
}

/// Of the members of the panel, the minutes name as present exactly those who are recorded so.
///
/// # Errors
/// `attendance_differs`, with how many are named who were not there.
pub fn attendance_of(
    named: &[UserId],
    panel: &BTreeSet<UserId>,
    there: &BTreeSet<UserId>,
) -> Result<Vec<UserId>, FieldError> {
    let wrong = named.iter().filter(|one| panel.contains(*one) && !there.contains(*one)).count();
    if wrong > 0 {
        let fault = FieldError::new("minutes.attendance", ATTENDANCE_DIFFERS);
        return Err(fault.with("count", wrong));
    }
    let mut all = named.to_vec();
    all.extend(there.iter().filter(|one| !named.contains(*one)).cloned());
    Ok(all)
}

/// Whether the minutes can still be remarked on, signed and corrected.
///
/// # Errors
/// `minutes_closed`.
pub fn check_draft(state: State) -> Result<(), Refusal> {
    if state == State::Proposed { Ok(()) } else { Err(Refusal::new(MINUTES_CLOSED)) }
}

/// Whether there is time left for a remark.
///
/// # Errors
/// `remarks_over`, with when it ended.
pub fn check_remarkable(until: Timestamp, now: Timestamp) -> Result<(), Refusal> {
    if now < until { Ok(()) } else { Err(Refusal::new(REMARKS_OVER).with("until", until)) }
}

/// Whether the members have had their say: every remark is answered, and the time is over or everybody has signed or
/// said why not.
///
/// # Errors
/// `remarks_unanswered`, with the count; `remarks_open`, with until when and how many are waited for.
pub fn check_heard(draft: &MinutesDraft, now: Timestamp) -> Result<(), Refusal> {
    let unanswered = draft.remarks.iter().filter(|one| one.verdict.is_none()).count();
    if unanswered > 0 {
        return Err(Refusal::new(REMARKS_UNANSWERED).with("count", unanswered));
    }
    let waiting = draft.signatures.iter().filter(|one| Signature::is_open(one)).count();
    if waiting == 0 || now >= draft.remarks_until {
        return Ok(());
    }
    let refusal = Refusal::new(REMARKS_OPEN).with("until", draft.remarks_until);
    Err(refusal.with("count", waiting))
}

#[cfg(test)]
mod tests;
