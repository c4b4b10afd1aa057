//! One proposal and a viewer who may have a task on it: loaded once by each action, and passed to
//! the readers it calls. Each of those checks its own permission from the facts in it.

use crate::features::accounts::User;
use crate::features::calls::Call;
use crate::features::proposals::actions::ProposalContext;
use crate::features::proposals::{Proposal, State};
use crate::features::reviews::{Assignment, AssignmentState, FirstSheet, StoredSheet, store};
use crate::kernel::access::{Facts, Relation, Viewer};
use crate::kernel::clock::Timestamp;
use crate::kernel::errors::Failure;
use crate::kernel::ids::{AssignmentId, ProposalId};
use crate::platform::cx::Cx;
use crate::platform::db::{Db, LoadOnce};
use std::collections::BTreeMap;

/// An order of a sheet after an upheld objection.
#[derive(Clone, Copy)]
pub(super) struct Ordered {
    pub(super) due_at: Option<Timestamp>,
}

/// A proposal, the viewer's task on it, and the viewer's relation to both.
pub(super) struct ReviewContext {
    /// The submitted version.
    pub(super) proposal: Proposal,
    /// The viewer's own task on it, in any state.
    pub(super) assignment: Option<Assignment>,
    /// Whether their sheet was handed in once and is open again.
    pub(super) is_reopened: bool,
    /// The order after an upheld objection that the task fulfils, with its deadline.
    pub(super) order: Option<Ordered>,
    /// The proposal's own context. In it the viewer counts as assigned if they have a task at all;
    /// whether the task is still open is checked here before.
    pub(super) of: ProposalContext,
    /// Until when the sheet is awaited although the review has ended.
    awaited_until: Option<Timestamp>,
    sheet: LoadOnce<Option<StoredSheet>>,
    first: LoadOnce<BTreeMap<AssignmentId, FirstSheet>>,
}

impl ReviewContext {
    /// Does not check a permission yet.
    pub(super) fn load(cx: &mut Cx<'_>, id: &ProposalId) -> Result<Self, Failure> {
        let of = ProposalContext::find(cx, id)?;
        let assignment = store::find_for(cx.db, id, &cx.viewer.user)?;
        Self::with(cx.db, of, assignment)
    }

    /// The context of one's own task; anybody else's task counts as not found.
    pub(super) fn of_own_task(cx: &mut Cx<'_>, id: &AssignmentId) -> Result<Self, Failure> {
        let assignment = store::find(cx.db, id)?.ok_or_else(Failure::not_found)?;
        if assignment.reviewer != cx.viewer.user {
            return Err(Failure::not_found());
        }
        let of = ProposalContext::find(cx, &assignment.proposal)?;
        Self::with(cx.db, of, Some(assignment))
    }

    fn with(
        db: &mut Db,
        of: ProposalContext,
        assignment: Option<Assignment>,
    ) -> Result<Self, Failure> {
        let is_reopened = match &assignment {
            Some(task) if task.state == AssignmentState::Draft => store::is_reopened(db, &task.id)?,
            _ => false,
        };
        let (mut order, mut awaited_until) = (None, None);
        if let Some(task) = &assignment {
            for (_, due_at, is_awaited) in store::orders_among(db, std::slice::from_ref(&task.id))?
            {
                if is_awaited {
                    awaited_until = due_at.filter(|_| task.state.is_held());
                } else {
                    order = Some(Ordered { due_at });
                }
            }
        }
        let of = match &assignment {
            Some(_) => of.with_relations(&[Relation::Assigned]),
            None => of,
        };
        let (sheet, first) = (LoadOnce::default(), LoadOnce::default());
        let proposal = of.counting();
        Ok(Self { proposal, assignment, is_reopened, order, of, awaited_until, sheet, first })
    }

    pub(super) fn call(&self) -> &Call {
        self.of.call()
    }

    pub(super) fn is_conflicted(&self) -> bool {
        self.of.is_conflicted()
    }

    /// An order takes effect when the result is announced.
    fn is_ordered(&self) -> bool {
        self.order.is_some() && self.call().announced_at.is_some()
    }

    /// The sheet is awaited until an instant, and never after the results are out.
    fn is_awaited(&self, now: Timestamp) -> bool {
        self.awaited_until.is_some_and(|until| now < until) && self.call().announced_at.is_none()
    }

    pub(super) fn facts(&self, viewer: &Viewer, now: Timestamp) -> Facts {
        let state = self.assignment.as_ref().map(|task| task.state);
        // A proposal that was withdrawn or found ineligible is no longer a task.
        let is_running = self.proposal.state() == State::Eligible;
        let is_held = is_running && state.is_some_and(AssignmentState::is_held);
        let is_submitted = is_running && state == Some(AssignmentState::Submitted);
        Facts::in_phase(self.call().phase(now))
            .with(Relation::Own, self.proposal.candidate == viewer.user)
            .with(Relation::Assigned, is_held)
            .with(Relation::OwnSubmitted, is_submitted)
            .with(Relation::Reopened, is_running && self.is_reopened)
            .with(Relation::Ordered, is_running && (self.is_ordered() || self.is_awaited(now)))
            .with(Relation::Conflicted, self.is_conflicted())
    }

    pub(super) fn task(&self) -> Result<&Assignment, Failure> {
        self.assignment.as_ref().ok_or_else(Failure::not_found)
    }

    pub(super) fn candidate(&self, db: &mut Db) -> Result<Option<&User>, Failure> {
        self.of.candidate(db)
    }

    /// The viewer's own sheet as stored.
    pub(super) fn sheet(&self, db: &mut Db) -> Result<Option<&StoredSheet>, Failure> {
        let id = &self.task()?.id;
        Ok(self.sheet.get(|| store::find_sheet(db, id))?.as_ref())
    }

    /// The sheets on the proposal that were reopened, as they were first handed in.
    pub(super) fn first_sheets(
        &self,
        db: &mut Db,
    ) -> Result<&BTreeMap<AssignmentId, FirstSheet>, Failure> {
        self.first.get(|| store::first_sheets_on(db, &self.proposal.id))
    }
}
