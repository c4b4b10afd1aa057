//! One interview and a viewer: the proposal's own context, the slot with its panel, and how the viewer is related to both.

use super::panel;
use crate::features::calls::{Call, Interview};
use crate::features::interviews::store::{self, Of};
use crate::features::interviews::{Panelist, Slot, rules};
use crate::features::proposals::actions::ProposalContext;
use crate::features::proposals::{Proposal, State};
use crate::kernel::access::{self, Facts, Permission, Relation};
use crate::kernel::errors::Failure;
use crate::kernel::ids::InterviewId;
use crate::platform::cx::Cx;

pub(super) struct SlotContext {
    pub(super) slot: Slot,
    /// The submitted version.
    pub(super) proposal: Proposal,
    of: ProposalContext,
    pub(super) facts: Facts,
}

impl SlotContext {
    /// Does not check a permission yet.
    ///
    /// # Errors
    /// `not_found`.
    pub(super) fn find(cx: &mut Cx<'_>, id: &InterviewId) -> Result<Self, Failure> {
        let slot = store::slots(cx.db, &Of::One(id))?.pop().ok_or_else(Failure::not_found)?;
        let of = ProposalContext::find(cx, &slot.proposal)?;
        let mut slots = [slot];
        panel::complete(cx.db, &of.call().id, &mut slots)?;
        let [slot] = slots;
        let proposal = of.counting();
        let user = &cx.viewer.user;
        let sits = |one: &&Panelist| &one.user == user && one.removed_at.is_none();
        let own = slot.panelists.iter().flatten().find(sits);
        // Who was interviewed and is no longer in the review is nobody's task.
        let is_running = proposal.state() == State::Eligible;
        let facts = Facts::in_phase(of.call().phase(cx.now))
            .with(Relation::Own, proposal.candidate == *user)
            .with(Relation::Panelist, is_running && own.is_some())
            .with(Relation::OwnSubmitted, is_running && own.is_some_and(|one| one.handed_in))
            .with(Relation::Conflicted, of.is_conflicted());
        Ok(Self { slot, proposal, of, facts })
    }

    /// The same, if the viewer may do this.
    ///
    /// # Errors
    /// `not_found`, `forbidden`, `wrong_phase`.
    pub(super) fn to(cx: &mut Cx<'_>, id: &InterviewId, act: Permission) -> Result<Self, Failure> {
        let context = Self::find(cx, id)?;
        if context.facts.has(Relation::Conflicted) && !context.facts.has(Relation::Own) {
            return Err(Failure::not_found());
        }
        access::may(cx.viewer, act, context.facts)?;
        Ok(context)
    }

    pub(super) fn call(&self) -> &Call {
        self.of.call()
    }

    pub(super) fn how(&self) -> Result<&Interview, Failure> {
        Ok(rules::of_call(self.call())?)
    }

    pub(super) fn is_own(&self) -> bool {
        self.facts.has(Relation::Own)
    }

    pub(super) fn is_running(&self) -> bool {
        self.proposal.state() == State::Eligible
    }

    /// The slot as this viewer may know it.
    pub(super) fn shown(&self) -> Slot {
        let mut slot = self.slot.clone();
        if self.is_own() {
            slot.panelists = None;
        }
        slot
    }
}
