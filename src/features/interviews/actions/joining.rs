//! What runs are made of: the outcome and the sheets of each proposal's interview, and what still lacks.

use super::panel;
use crate::features::calls::Call;
use crate::features::interviews::rules;
use crate::features::interviews::store::{self, Of};
use crate::features::interviews::{InterviewOutcome, LackingInterview, Slot, SlotState};
use crate::features::proposals::{EligibleProposal, entrants_of};
use crate::kernel::clock::Timestamp;
use crate::kernel::errors::Failure;
use crate::kernel::ids::{ProposalId, UserId};
use crate::platform::db::Db;
use std::collections::BTreeMap;

/// What came of a proposal's interview, with the sheets that count.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct InterviewedProposal {
    pub outcome: InterviewOutcome,
    /// By panelist: a score for each question.
    pub sheets: Vec<(UserId, BTreeMap<String, u32>)>,
}

/// The slot of each proposal that decides: the newest that was not cancelled.
fn deciding(slots: Vec<Slot>) -> BTreeMap<ProposalId, Slot> {
    let mut found: BTreeMap<ProposalId, Slot> = BTreeMap::new();
    for slot in slots.into_iter().filter(|slot| slot.state != SlotState::Cancelled) {
        let is_live = |one: &Slot| one.state != SlotState::Missed;
        // One that is planned or was held decides, whatever was missed before or after.
        if found.get(&slot.proposal).is_none_or(|earlier| !is_live(earlier)) {
            found.insert(slot.proposal.clone(), slot);
        }
    }
    found
}

/// The interviews of a call by proposal; `None` if the call has none. A fixed number of statements.
///
/// # Errors
/// When the database fails.
pub fn interviewed_in(
    db: &mut Db,
    call: &Call,
) -> Result<Option<BTreeMap<ProposalId, InterviewedProposal>>, Failure> {
    if call.definition.interview.is_none() {
        return Ok(None);
    }
    let mut slots = store::slots(db, &Of::Call(&call.id))?;
    panel::complete(db, &call.id, &mut slots)?;
    let slots = deciding(slots);
    let mut sheets: BTreeMap<_, Vec<_>> = BTreeMap::new();
    for (slot, user, sheet) in store::sheets_in(db, &call.id)? {
        let scores = sheet.scores.into_iter().filter_map(|(code, one)| Some((code, one.score?)));
        sheets.entry(slot).or_default().push((user, scores.collect::<BTreeMap<_, _>>()));
    }
    let interviewed = slots.into_iter().map(|(proposal, slot)| {
        let outcome = match slot.state {
            SlotState::Held => InterviewOutcome::Held,
            SlotState::Missed => InterviewOutcome::Absent,
            SlotState::Planned | SlotState::Cancelled => InterviewOutcome::None,
        };
        let counts = |user: &UserId| {
            slot.panelists.iter().flatten().any(|one| &one.user == user && one.counts())
        };
        let mut own = sheets.remove(&slot.id).unwrap_or_default();
        own.retain(|(user, _)| outcome == InterviewOutcome::Held && counts(user));
        (proposal, InterviewedProposal { outcome, sheets: own })
    });
    Ok(Some(interviewed.collect()))
}

/// The proposals of a call whose interview is not complete, by number, for actions that leave out what their viewer may
/// not know. Nothing where the call has no interviews.
///
/// # Errors
/// When the database fails.
pub fn lacking_in(
    db: &mut Db,
    call: &Call,
    now: Timestamp,
) -> Result<Vec<LackingInterview>, Failure> {
    if call.definition.interview.is_none() {
        return Ok(Vec::new());
    }
    let mut slots = store::slots(db, &Of::Call(&call.id))?;
    panel::complete(db, &call.id, &mut slots)?;
    Ok(lacking_among(call, (slots, &entrants_of(db, &call.id)?), now))
}

/// The same for actions that already have the slots, with names and conflicts, and the entrants.
pub(super) fn lacking_among(
    call: &Call,
    (slots, entrants): (Vec<Slot>, &[EligibleProposal]),
    now: Timestamp,
) -> Vec<LackingInterview> {
    let Some(how) = &call.definition.interview else { return Vec::new() };
    let end = how.ends_at(&call.calendar);
    let mut slots = deciding(slots);
    let mut lacking = Vec::new();
    for entrant in entrants {
        let slot = slots.remove(&entrant.id);
        let Some(standing) = rules::standing(slot.as_ref(), (how, end, now)) else { continue };
        let panel = slot.as_ref().and_then(|slot| slot.panelists.as_deref()).unwrap_or_default();
        let found = panel.iter().filter(|one| one.counts()).count();
        let waiting = panel.iter().filter(|one| one.sits() && !one.handed_in);
        lacking.push(LackingInterview {
            waits_for: waiting.map(|one| one.name.clone()).collect(),
            proposal: entrant.id.clone(),
            number: entrant.number.clone(),
            standing,
            interview: slot.as_ref().map(|slot| slot.id.clone()),
            found: u32::try_from(found).unwrap_or(u32::MAX),
            wanted: how.panelists,
        });
    }
    lacking
}
