//! What the panel and the secretariat can do, one act each: `conflicts`, `panel`, `assigning`, `planning`,
//! `pile`, `desk`, `scoring`, `sheets_of_others`, `reconciling`, `progress`. Here: how a viewer stands to one
//! proposal.

mod assigning;
mod conflicts;
mod desk;
mod panel;
mod papers;
mod pile;
mod planning;
mod progress;
mod reconciling;
mod scoring;
mod sheets_of_others;

pub use assigning::{assign, list_assignments, remove};
pub use conflicts::{declare, list_conflicts, report};
pub use desk::{
    Desk, Piles, Saved, Stack, StackItem, hand_in, next_of, read_desk, read_piles, save_and_check,
    step_back, stepping_back,
};
pub use panel::remove_from_panel;
pub use papers::{list_papers, readable_paper};
pub use pile::{CandidateView, Pile, PileItem, PileProgress, Task, Text, read_pile, read_task};
pub use planning::{
    Applied, PlanComparability, PlanOptions, PlanPreview, PlanStanding, PlannedPair, ProposalCover,
    ReviewerLoad, ShortageView, WarningView, apply, preview,
};
pub use progress::{Progress, ProposalProgress, ReviewerProgress, read_progress};
pub use reconciling::{reconcile, reopen};
pub use scoring::{SheetView, list_versions, read_receipt, read_sheet, save_sheet, submit_sheet};
pub use sheets_of_others::{
    FirstView, OtherSheet, OtherSheets, labelled_sheets, read_other_sheets,
};

use super::{Assignment, AssignmentState, store};
use crate::features::accounts::{User, users_of};
use crate::features::calls::{self, Call};
use crate::features::conflicts::{Position, conflicted_with, is_conflicted, positions_of};
use crate::features::proposals::{self, Proposal, State};
use crate::kernel::access::{self, Act, Facts, Phase, Relation, Role, Viewer};
use crate::kernel::clock::Timestamp;
use crate::kernel::errors::Failure;
use crate::kernel::ids::{AssignmentId, CallId, ProposalId, UnitCode, UserId};
use crate::platform::db::Db;
use crate::platform::ledger::{self, Event, EventType, Head, Subject};
use serde_json::Value;
use std::collections::{BTreeMap, BTreeSet};

/// One proposal as one viewer stands to it.
struct Scene {
    call: Call,
    proposal: Proposal,
    /// The viewer's own task on it, whatever its state.
    assignment: Option<Assignment>,
    /// Their sheet was handed in once and is open again.
    is_reopened: bool,
    /// It answers an order that followed an upheld objection.
    is_ordered: bool,
    is_conflicted: bool,
}

impl Scene {
    fn load(db: &mut Db, viewer: &Viewer, id: &ProposalId) -> Result<Self, Failure> {
        let proposal = proposals::find(db, id)?.ok_or_else(Failure::not_found)?;
        let call = find_call(db, &proposal.call)?;
        let assignment = store::find_for(db, id, &viewer.user)?;
        let is_conflicted = is_conflicted(db, &viewer.user, id)?;
        let is_reopened = match &assignment {
            Some(task) if task.state == AssignmentState::Draft => store::is_reopened(db, &task.id)?,
            _ => false,
        };
        let is_ordered = match &assignment {
            Some(task) if call.announced_at.is_some() => store::is_ordered(db, &task.id)?,
            _ => false,
        };
        Ok(Self { call, proposal, assignment, is_reopened, is_ordered, is_conflicted })
    }

    /// The scene of one's own task; anybody else's task does not exist.
    fn of_own_task(db: &mut Db, viewer: &Viewer, id: &AssignmentId) -> Result<Self, Failure> {
        let assignment = store::find(db, id)?.ok_or_else(Failure::not_found)?;
        if assignment.reviewer != viewer.user {
            return Err(Failure::not_found());
        }
        Self::load(db, viewer, &assignment.proposal)
    }

    fn facts(&self, viewer: &Viewer, now: Timestamp) -> Facts {
        let state = self.assignment.as_ref().map(|task| task.state);
        // A proposal withdrawn or found ineligible is nobody's task any more.
        let is_running = self.proposal.state == State::Eligible;
        let is_held = is_running && state.is_some_and(AssignmentState::is_held);
        let is_submitted = is_running && state == Some(AssignmentState::Submitted);
        Facts::in_phase(self.call.phase(now))
            .with(Relation::Own, self.proposal.candidate == viewer.user)
            .with(Relation::Assigned, is_held)
            .with(Relation::OwnSubmitted, is_submitted)
            .with(Relation::Reopened, is_running && self.is_reopened)
            .with(Relation::Ordered, is_running && self.is_ordered)
            .with(Relation::Conflicted, self.is_conflicted)
    }

    fn task(&self) -> Result<&Assignment, Failure> {
        self.assignment.as_ref().ok_or_else(Failure::not_found)
    }
}

fn find_call(db: &mut Db, id: &CallId) -> Result<Call, Failure> {
    calls::find(db, id)?.ok_or_else(Failure::not_found)
}

/// The call a list or an act speaks of; who may not know it is told that there is none.
fn visible_call(
    db: &mut Db,
    viewer: &Viewer,
    id: &CallId,
    now: Timestamp,
) -> Result<Call, Failure> {
    let call = find_call(db, id)?;
    let phase = call.phase(now);
    let act = if phase == Phase::Draft { Act::ReadDraftCall } else { Act::ReadCall };
    access::may(viewer, act, Facts::in_phase(phase))?;
    Ok(call)
}

/// The proposals of a call to which a viewer is an outsider: lists, counts and plans leave them out.
fn hidden_from(
    db: &mut Db,
    viewer: &Viewer,
    call: &CallId,
) -> Result<BTreeSet<ProposalId>, Failure> {
    conflicted_with(db, &viewer.user, call)
}

/// A member of the panel who can work: the account is on and holds the role.
struct Member {
    position: Position,
    name: String,
    /// Where they work now.
    unit: Option<UnitCode>,
    max_load: u32,
    topics: Vec<String>,
    senior: bool,
}

fn members(db: &mut Db, call: &CallId) -> Result<Vec<Member>, Failure> {
    let panel = calls::panel_of(db, call)?;
    let ids: Vec<UserId> = panel.iter().map(|member| member.user.clone()).collect();
    let positions = positions_of(db, &ids)?.into_iter();
    let mut positions: BTreeMap<UserId, Position> =
        positions.map(|position| (position.user.clone(), position)).collect();
    let mut members: Vec<Member> = users_of(db, &ids)?
        .into_iter()
        .filter(|user| user.active && user.roles.contains(&Role::Reviewer))
        .filter_map(|user| {
            let seat = panel.iter().find(|member| member.user == user.id)?;
            let (max_load, topics) = (seat.max_load, seat.topics.clone());
            let position = positions.remove(&user.id)?;
            let User { name, unit, .. } = user;
            Some(Member { position, name, unit, max_load, topics, senior: seat.senior })
        })
        .collect();
    members.sort_by(|one, other| one.position.user.cmp(&other.position.user));
    Ok(members)
}

/// What an act of this room says for the record; personal data stays out of it.
struct Entry {
    act: EventType,
    subject: Subject,
    payload: Value,
}

fn record(db: &mut Db, viewer: &Viewer, entry: Entry, now: Timestamp) -> Result<Head, Failure> {
    let Entry { act, subject, payload } = entry;
    ledger::append(db, Event { actor: Some(&viewer.user), act, subject, payload }, now)
}
