//! Planning interviews: one, or all that are missing, one after the other.

use super::panel::{self, Impartiality, Wanted};
use super::{call_for, may_on, no_decision, record};
use crate::features::calls::{Call, Interview};
use crate::features::conflicts::conflicted_with;
use crate::features::interviews::store::{self, Of};
use crate::features::interviews::{NewSeries, NewSlot, Slot, SlotState, letters, rules};
use crate::features::proposals::{EligibleProposal, entrants_of};
use crate::kernel::access::Permission;
use crate::kernel::clock::Timestamp;
use crate::kernel::errors::{Failure, FieldError, Refusal, common::field};
use crate::kernel::ids::{CallId, InterviewId, ProposalId, UserId};
use crate::kernel::input::Valid;
use crate::platform::cx::Cx;
use crate::platform::ledger::EventType;
use crate::platform::mail;
use serde_json::json;
use std::collections::BTreeMap;

/// Plans one interview; candidate and panel get a letter with an entry for their calendars.
///
/// # Errors
/// `not_found`, `forbidden`, `wrong_phase`; `no_interviews`; `interview_exists`; `decision_stands`; every fault of time,
/// link and panel.
pub(in crate::features::interviews) fn plan(
    cx: &mut Cx<'_>,
    id: &CallId,
    new: &Valid<NewSlot>,
) -> Result<Slot, Failure> {
    let call = call_for(cx, id, Permission::PlanInterviews)?;
    let how = rules::of_call(&call)?.clone();
    no_decision(cx.db, id)?;
    let new = new.kept()?;
    may_on(cx, (&call, &new.proposal), Permission::PlanInterviews)?;
    let entrants = entrants_of(cx.db, id)?;
    let entrant = entrants.into_iter().find(|one| one.id == new.proposal);
    let entrant = entrant.ok_or_else(|| Failure::field("proposal", field::UNKNOWN_REFERENCE))?;
    if is_live(cx, &entrant.id)? {
        return Err(Failure::refused(rules::INTERVIEW_EXISTS));
    }
    let ends_at = rules::ends_at(&how, new.starts_at);
    let wanted = Wanted { proposal: &entrant.id, starts_at: new.starts_at, ends_at, slot: None };
    let time = (new.starts_at, new.late_reason.as_deref());
    let mut faults = rules::time_faults((&call, &how), time, cx.now);
    faults.extend(rules::link_fault(new.link.as_deref()));
    if !new.panelists.is_empty() {
        faults.extend(panel::faults(cx.db, (&call, &how), (&wanted, &new.panelists))?);
    }
    Failure::when_any(faults)?;
    let panelists = if new.panelists.is_empty() {
        let one = Wish { entrant: &entrant, starts_at: new.starts_at };
        panels_for(cx, (&call, &how), &[one])?.pop().unwrap_or_default()
    } else {
        new.panelists
    };
    let is_late = rules::is_late((&call, &how), new.starts_at);
    let slot = fresh(
        (&call, &entrant),
        (new.starts_at, ends_at),
        (new.place, new.link),
        new.late_reason.filter(|_| is_late),
        &panelists,
    )?;
    keep(cx, (&call, &entrant), slot)
}

fn is_live(cx: &mut Cx<'_>, proposal: &ProposalId) -> Result<bool, Failure> {
    let slots = store::slots(cx.db, &Of::Proposal(proposal))?;
    Ok(slots.iter().any(|slot| matches!(slot.state, SlotState::Planned | SlotState::Held)))
}

fn fresh(
    (call, entrant): (&Call, &EligibleProposal),
    (starts_at, ends_at): (Timestamp, Timestamp),
    (place, link): (String, Option<String>),
    late_reason: Option<String>,
    panelists: &[UserId],
) -> Result<Slot, Failure> {
    Ok(Slot {
        id: InterviewId::new()?,
        call: call.id.clone(),
        proposal: entrant.id.clone(),
        number: entrant.number.clone(),
        starts_at,
        ends_at,
        place,
        link: link.filter(|link| !link.is_empty()),
        revision: 1,
        state: SlotState::Planned,
        reason: None,
        late_reason,
        attendance: None,
        attendance_reason: None,
        panelists: Some(panelists.iter().map(panel::seat).collect()),
        request: None,
    })
}

/// Writes a slot and tells everybody.
fn keep(
    cx: &mut Cx<'_>,
    (call, entrant): (&Call, &EligibleProposal),
    slot: Slot,
) -> Result<Slot, Failure> {
    store::insert_slot(cx.db, &slot, (&cx.viewer.user, cx.now))?;
    let panelists: Vec<&UserId> = slot.panelists.iter().flatten().map(|one| &one.user).collect();
    let payload = json!({
        "interview": slot.id, "starts_at": slot.starts_at, "ends_at": slot.ends_at,
        "panelists": panelists.len(), "late": slot.late_reason.is_some(),
    });
    record(cx, EventType::InterviewPlanned, (&slot, payload))?;
    let told: Vec<_> = std::iter::once(&entrant.candidate)
        .chain(panelists)
        .map(|to| letters::invited(to, (call, &slot)))
        .collect();
    mail::post_all(cx.db, &told, cx.now)?;
    let mut slots = [slot];
    panel::complete(cx.db, &call.id, &mut slots)?;
    let [slot] = slots;
    Ok(slot)
}

/// Plans an interview for each proposal that has none, one after the other in order of number. The panels are those with
/// the fewest interviews so far who are in no conflict and free at that time. Nothing is planned unless all can be.
///
/// # Errors
/// As [`plan`]; `series_empty`; `series_lacks_panelists` for each proposal with too few people.
pub(in crate::features::interviews) fn plan_series(
    cx: &mut Cx<'_>,
    id: &CallId,
    new: &Valid<NewSeries>,
) -> Result<Vec<Slot>, Failure> {
    let call = call_for(cx, id, Permission::PlanInterviews)?;
    let how = rules::of_call(&call)?.clone();
    no_decision(cx.db, id)?;
    let new = new.kept()?;
    Failure::when_any(rules::link_fault(new.link.as_deref()).into_iter().collect())?;
    let entrants = without_interview(cx, &call)?;
    if entrants.is_empty() {
        return Err(Failure::refused(rules::SERIES_EMPTY));
    }
    let plan = (new.starts_at, new.break_minutes, new.per_day);
    let beginnings = rules::series::beginnings(&how, plan, entrants.len());
    // The whole series lies within the time for interviews: if the last one does not, the day is too thin.
    for starts_at in [beginnings.first(), beginnings.last()].into_iter().flatten() {
        let mut faults = rules::time_faults((&call, &how), (*starts_at, None), cx.now);
        for fault in &mut faults {
            "starts_at".clone_into(&mut fault.field);
        }
        Failure::when_any(faults)?;
    }
    let wishes = entrants.iter().zip(&beginnings);
    let wishes: Vec<Wish<'_>> =
        wishes.map(|(entrant, at)| Wish { entrant, starts_at: *at }).collect();
    let panels = panels_for(cx, (&call, &how), &wishes)?;
    let mut planned = Vec::with_capacity(entrants.len());
    for ((entrant, starts_at), people) in entrants.iter().zip(beginnings).zip(panels) {
        let place = (new.place.clone(), new.link.clone());
        let ends_at = rules::ends_at(&how, starts_at);
        let slot = fresh((&call, entrant), (starts_at, ends_at), place, None, &people)?;
        planned.push(keep(cx, (&call, entrant), slot)?);
    }
    Ok(planned)
}

/// Those in the review without an interview that is planned or was held, and with which the viewer is in no conflict.
fn without_interview(cx: &mut Cx<'_>, call: &Call) -> Result<Vec<EligibleProposal>, Failure> {
    let slots = store::slots(cx.db, &Of::Call(&call.id))?;
    let hidden = conflicted_with(cx.db, &cx.viewer.user, &call.id)?;
    let mut entrants = entrants_of(cx.db, &call.id)?;
    entrants.retain(|one| {
        let is_live = |slot: &Slot| {
            slot.proposal == one.id && matches!(slot.state, SlotState::Planned | SlotState::Held)
        };
        !hidden.contains(&one.id) && !slots.iter().any(is_live)
    });
    Ok(entrants)
}

/// An interview that needs a panel.
struct Wish<'a> {
    entrant: &'a EligibleProposal,
    starts_at: Timestamp,
}

fn panels_for(
    cx: &mut Cx<'_>,
    (call, how): (&Call, &Interview),
    wishes: &[Wish<'_>],
) -> Result<Vec<Vec<UserId>>, Failure> {
    let members: Vec<UserId> = panel::members(cx.db, &call.id)?.into_keys().collect();
    let impartiality = Impartiality::of(cx.db, &call.id, &members)?;
    let slots = panel::planned(cx.db, &call.id)?;
    let mut loads: BTreeMap<UserId, u32> = BTreeMap::new();
    for panelist in slots.iter().flat_map(|slot| slot.panelists.iter().flatten()) {
        *loads.entry(panelist.user.clone()).or_default() += 1;
    }
    let (mut panels, mut faults) = (Vec::new(), Vec::new());
    for Wish { entrant, starts_at } in wishes {
        let ends_at = rules::ends_at(how, *starts_at);
        let wanted = Wanted { proposal: &entrant.id, starts_at: *starts_at, ends_at, slot: None };
        let is_free = |user: &&UserId| {
            !impartiality.is_broken(user, &entrant.id)
                && panel::busy_from(&slots, user, &wanted).is_none()
        };
        let free: Vec<UserId> = members.iter().filter(is_free).cloned().collect();
        match rules::series::panel_of(&free, &mut loads, how.panelists) {
            Some(people) => panels.push(people),
            None => faults.push(
                FieldError::new("starts_at", rules::SERIES_LACKS_PANELISTS)
                    .with("number", &entrant.number)
                    .with("found", free.len())
                    .with("minimum", how.panelists),
            ),
        }
    }
    if faults.is_empty() { Ok(panels) } else { Err(Refusal::invalid(faults).into()) }
}
