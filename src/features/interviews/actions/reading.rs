//! Reading interviews: a call's, one's own, one of them, the sheets of a panel once one's own is handed in.

use super::context::SlotContext;
use super::joining::lacking_among;
use super::scoring::own_sheet;
use super::{call_for, panel};
use crate::features::accounts::names_of;
use crate::features::calls::{self, Call, Interview};
use crate::features::conflicts::conflicted_with;
use crate::features::interviews::store::{self, Of};
use crate::features::interviews::{
    InterviewSheetView, LackingInterview, SheetOfPanelist, Slot, SlotState,
};
use crate::features::proposals::actions::ProposalContext;
use crate::features::proposals::{EligibleProposal, entrants_of};
use crate::kernel::access::{self, Facts, Permission, Permitted, Phase, Relation};
use crate::kernel::clock::Timestamp;
use crate::kernel::errors::Failure;
use crate::kernel::ids::{CallId, InterviewId, ProposalId, UserId};
use crate::platform::cx::Cx;
use std::collections::{BTreeMap, BTreeSet};

/// A call's interviews by time, without those of proposals with which the viewer is in conflict.
///
/// # Errors
/// `not_found`, `forbidden`, `wrong_phase`.
pub(in crate::features::interviews) fn list_slots(
    cx: &mut Cx<'_>,
    id: &CallId,
) -> Result<Vec<Slot>, Failure> {
    let call = call_for(cx, id, Permission::ReadInterviews)?;
    let hidden = conflicted_with(cx.db, &cx.viewer.user, id)?;
    slots_in(cx, &call, &hidden)
}

fn slots_in(
    cx: &mut Cx<'_>,
    call: &Call,
    hidden: &BTreeSet<ProposalId>,
) -> Result<Vec<Slot>, Failure> {
    let mut slots = store::slots(cx.db, &Of::Call(&call.id))?;
    slots.retain(|slot| !hidden.contains(&slot.proposal));
    panel::complete(cx.db, &call.id, &mut slots)?;
    Ok(slots)
}

/// The proposals of a call whose interview is not complete, without those with which the viewer is in conflict.
///
/// # Errors
/// As [`list_slots`].
pub(in crate::features::interviews) fn list_lacking(
    cx: &mut Cx<'_>,
    id: &CallId,
) -> Result<Vec<LackingInterview>, Failure> {
    let call = call_for(cx, id, Permission::ReadInterviews)?;
    let hidden = conflicted_with(cx.db, &cx.viewer.user, id)?;
    let slots = slots_in(cx, &call, &hidden)?;
    let entrants = entrants_in(cx, &call, &hidden)?;
    Ok(lacking_among(&call, (slots, &entrants), cx.now))
}

/// Those in the review, without conflicts of the viewer.
fn entrants_in(
    cx: &mut Cx<'_>,
    call: &Call,
    hidden: &BTreeSet<ProposalId>,
) -> Result<Vec<EligibleProposal>, Failure> {
    let mut entrants = entrants_of(cx.db, &call.id)?;
    entrants.retain(|one| !hidden.contains(&one.id));
    Ok(entrants)
}

/// The page of a call's interviews.
pub(in crate::features::interviews) struct Desk {
    pub(in crate::features::interviews) call: Call,
    pub(in crate::features::interviews) phase: Phase,
    /// `None` in a call without interviews.
    pub(in crate::features::interviews) how: Option<Interview>,
    pub(in crate::features::interviews) ends_at: Timestamp,
    pub(in crate::features::interviews) slots: Vec<Slot>,
    pub(in crate::features::interviews) lacking: Vec<LackingInterview>,
    /// Proposals without an interview that is planned or was held, by number.
    pub(in crate::features::interviews) unplanned: Vec<(ProposalId, String)>,
    pub(in crate::features::interviews) permitted: Permitted,
}

/// The same with everything its page shows.
///
/// # Errors
/// As [`list_slots`].
pub(in crate::features::interviews) fn read_desk(
    cx: &mut Cx<'_>,
    id: &CallId,
) -> Result<Desk, Failure> {
    let call = call_for(cx, id, Permission::ReadInterviews)?;
    let how = call.definition.interview.clone();
    let hidden = conflicted_with(cx.db, &cx.viewer.user, id)?;
    let slots = slots_in(cx, &call, &hidden)?;
    let entrants = entrants_in(cx, &call, &hidden)?;
    let lacking = lacking_among(&call, (slots.clone(), &entrants), cx.now);
    let live: BTreeSet<&ProposalId> = slots
        .iter()
        .filter(|slot| matches!(slot.state, SlotState::Planned | SlotState::Held))
        .map(|slot| &slot.proposal)
        .collect();
    let unplanned = entrants
        .into_iter()
        .filter(|one| !live.contains(&one.id))
        .map(|one| (one.id, one.number))
        .collect();
    let phase = call.phase(cx.now);
    Ok(Desk {
        permitted: Permitted::of(cx.viewer, Facts::in_phase(phase)),
        ends_at: how
            .as_ref()
            .map_or(call.calendar.review_ends_at, |how| how.ends_at(&call.calendar)),
        phase,
        how,
        unplanned,
        lacking,
        slots,
        call,
    })
}

/// The interviews on whose panels one sits, by time, without those of conflicts and of calls whose submission was opened
/// again: what it leads to is closed until the review goes on.
///
/// # Errors
/// `forbidden`.
pub(in crate::features::interviews) fn list_own(cx: &mut Cx<'_>) -> Result<Vec<Slot>, Failure> {
    access::may(cx.viewer, Permission::ReadOwnInterviews, Facts::NONE)?;
    let user = cx.viewer.user.clone();
    let mut slots = store::slots(cx.db, &Of::Panelist(&user))?;
    let of_calls: BTreeSet<CallId> = slots.iter().map(|slot| slot.call.clone()).collect();
    for id in &of_calls {
        let hidden = conflicted_with(cx.db, &user, id)?;
        let call = calls::find(cx.db, id)?.ok_or_else(Failure::not_found)?;
        let facts = Facts::in_phase(call.phase(cx.now)).with(Relation::Panelist, true);
        let is_open = Permitted::of(cx.viewer, facts).allows(Permission::ReadInterview);
        slots.retain(|slot| slot.call != *id || is_open && !hidden.contains(&slot.proposal));
    }
    slots.retain(|slot| {
        let mut panel = slot.panelists.iter().flatten();
        panel.any(|one| one.user == user && one.removed_at.is_none())
    });
    // Who else sits there is on the page of each.
    for slot in &mut slots {
        slot.panelists = Some(Vec::new());
        slot.request = None;
    }
    Ok(slots)
}

/// One interview.
///
/// # Errors
/// `not_found`, also in conflict.
pub(in crate::features::interviews) fn read_slot(
    cx: &mut Cx<'_>,
    id: &InterviewId,
) -> Result<Slot, Failure> {
    Ok(SlotContext::to(cx, id, Permission::ReadInterview)?.shown())
}

/// One interview with everything its page shows.
pub(in crate::features::interviews) struct SlotView {
    pub(in crate::features::interviews) slot: Slot,
    pub(in crate::features::interviews) call: Call,
    pub(in crate::features::interviews) title: String,
    pub(in crate::features::interviews) candidate: String,
    /// One's own sheet, for who sits on the panel.
    pub(in crate::features::interviews) sheet: Option<InterviewSheetView>,
    /// Those handed in, for who may see them.
    pub(in crate::features::interviews) sheets: Vec<SheetOfPanelist>,
    /// The members of the call's panel, for who changes panels.
    pub(in crate::features::interviews) members: BTreeMap<UserId, String>,
    /// What the candidate asked on another slot of the proposal, too.
    pub(in crate::features::interviews) has_asked: bool,
    /// In the review still.
    pub(in crate::features::interviews) is_running: bool,
    pub(in crate::features::interviews) permitted: Permitted,
    pub(in crate::features::interviews) now: Timestamp,
}

impl SlotView {
    /// Whether one's own sheet can be written now.
    pub(in crate::features::interviews) fn writes_sheet(&self) -> bool {
        let is_open = self.sheet.as_ref().is_some_and(|own| own.submitted_at.is_none());
        is_open
            && matches!(self.slot.state, SlotState::Planned | SlotState::Held)
            && self.slot.starts_at <= self.now
    }
}

/// The same for its page.
///
/// # Errors
/// As [`read_slot`].
pub(in crate::features::interviews) fn read_view(
    cx: &mut Cx<'_>,
    id: &InterviewId,
) -> Result<(SlotView, Facts), Failure> {
    let context = SlotContext::to(cx, id, Permission::ReadInterview)?;
    let permitted = Permitted::of(cx.viewer, context.facts);
    let call = context.call().clone();
    let scores = permitted.allows(Permission::ScoreInterview);
    let sheet = if scores { Some(own_sheet(cx, id)?) } else { None };
    let reads = permitted.allows(Permission::ReadInterviewSheets);
    let sheets = if reads { sheets_in(cx, &context)? } else { Vec::new() };
    let plans = permitted.allows(Permission::PlanInterviews);
    let members = if plans { panel::members(cx.db, &call.id)? } else { BTreeMap::new() };
    let candidate = context.proposal.candidate.clone();
    let mut names = names_of(cx.db, std::slice::from_ref(&candidate))?;
    let facts = context.facts;
    let view = SlotView {
        slot: context.shown(),
        title: context.proposal.content.title.clone(),
        candidate: names.remove(&candidate).unwrap_or_default(),
        has_asked: store::request_of(cx.db, &context.slot.proposal)?.is_some(),
        is_running: context.is_running(),
        now: cx.now,
        permitted,
        members,
        sheet,
        sheets,
        call,
    };
    Ok((view, facts))
}

/// The sheets of an interview that were handed in, for who may see them: a panelist once their own is in.
///
/// # Errors
/// `not_found`, `wrong_phase`.
pub(in crate::features::interviews) fn read_sheets(
    cx: &mut Cx<'_>,
    id: &InterviewId,
) -> Result<Vec<SheetOfPanelist>, Failure> {
    let context = SlotContext::to(cx, id, Permission::ReadInterviewSheets)?;
    sheets_in(cx, &context)
}

fn sheets_in(cx: &mut Cx<'_>, context: &SlotContext) -> Result<Vec<SheetOfPanelist>, Failure> {
    let panelists = context.slot.panelists.clone().unwrap_or_default();
    let sheets = store::sheets_of(cx.db, &context.slot.id)?.into_iter();
    let shown = sheets.map(|(user, sheet)| {
        let of = panelists.iter().find(|one| one.user == user);
        SheetOfPanelist {
            name: of.map(|one| one.name.clone()).unwrap_or_default(),
            counts: of.is_some_and(super::super::Panelist::counts),
            panelist: user,
            sheet,
        }
    });
    Ok(shown.collect())
}

/// The interviews of a proposal, the newest first, and whether it is the viewer's own; for its candidate above all, who
/// learns nothing of panels.
///
/// # Errors
/// `not_found`, also in conflict; `wrong_phase`.
pub(in crate::features::interviews) fn of_proposal(
    cx: &mut Cx<'_>,
    proposal: &ProposalId,
) -> Result<(Vec<Slot>, bool), Failure> {
    let of = ProposalContext::find(cx, proposal)?;
    let is_own = of.counting().candidate == cx.viewer.user;
    let facts = Facts::in_phase(of.call().phase(cx.now))
        .with(Relation::Own, is_own)
        .with(Relation::Conflicted, of.is_conflicted());
    access::may(cx.viewer, Permission::ReadInterview, facts)?;
    let mut slots = store::slots(cx.db, &Of::Proposal(proposal))?;
    slots.reverse();
    for slot in &mut slots {
        slot.panelists = None;
    }
    Ok((slots, is_own))
}
