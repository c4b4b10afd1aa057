//! Actions of the panel and the secretariat, one function each: `conflicts`, `panel`, `assigning`,
//! `assignment`, `planning`, `pile`, `task`, `desk`, `scoring`, `sheets_of_others`, `reconciling`,
//! `progress`, `lacking`, `withdrawing`. The viewer's relation to one proposal is in `context`.

mod assigning;
mod assignment;
mod conflict_desk;
mod conflicts;
mod context;
mod desk;
mod ended;
mod kept;
mod lacking;
mod panel;
mod papers;
mod pile;
mod planning;
mod progress;
mod reconciling;
mod scoring;
mod sheets_of_others;
mod task;
mod withdrawing;

pub use assigning::{assign, list_assignments, remove};
pub use assignment::{AssignmentDesk, read_assignment_desk};
pub use conflict_desk::{ConflictDesk, read_conflict_desk};
pub use conflicts::{declare, declaring, list_conflicts, report};
pub use desk::{
    Desk, Piles, Saved, Stack, StackItem, hand_in, next_of, read_desk, read_piles, save_and_check,
    step_back, stepping_back,
};
pub use ended::{end_tasks, is_task_to_end};
pub use kept::{KeptDraft, read_kept_draft};
pub use lacking::{LackingDesk, await_sheet, lacking_in, list_lacking, read_lacking};
pub use panel::remove_from_panel;
pub use papers::{list_papers, readable_paper};
pub use pile::{Pile, PileItem, PileProgress, read_pile};
pub use planning::{
    Applied, LeaveDesk, LeavePreview, LeavingTask, PlanComparability, PlanOptions, PlanPreview,
    PlanStanding, PlannedPair, ProposalCover, ReviewerLoad, ShortageView, Undone, WarningView,
    apply, leave, preview, preview_leave, read_leave, read_undo, undo_plan,
};
pub use progress::{Progress, ProposalProgress, ReviewerProgress, progress_in, read_progress};
pub use reconciling::{reconcile, reopen};
pub use scoring::{SheetView, list_versions, read_receipt, read_sheet, save_sheet, submit_sheet};
pub use sheets_of_others::{
    FirstView, OtherSheet, OtherSheets, labelled_sheets, read_other_sheets,
};
pub use task::{CandidateView, Task, Text, read_task};
pub use withdrawing::{
    KnownConflict, ask_withdrawal, list_withdrawals, own_conflicts, rule_withdrawal,
};

use crate::platform::cx::Cx;
use context::ReviewContext;

use crate::features::accounts::{User, users_of};
use crate::features::calls::{self, Call};
use crate::features::conflicts::{Position, conflicted_with, positions_of};
use crate::kernel::access::{self, Facts, Permission, Phase, Role};
use crate::kernel::errors::Failure;
use crate::kernel::ids::{CallId, ProposalId, UnitCode, UserId};
use crate::platform::db::Db;
use crate::platform::ledger::{self, Event, EventType, Head, Subject};
use serde_json::Value;
use std::collections::{BTreeMap, BTreeSet};

fn find_call(db: &mut Db, id: &CallId) -> Result<Call, Failure> {
    calls::find(db, id)?.ok_or_else(Failure::not_found)
}

/// The call of a list or an act; `not_found` for viewers who may not know it.
fn visible_call(cx: &mut Cx<'_>, id: &CallId) -> Result<Call, Failure> {
    let call = find_call(cx.db, id)?;
    let phase = call.phase(cx.now);
    let act = if phase == Phase::Draft { Permission::ReadDraftCall } else { Permission::ReadCall };
    access::may(cx.viewer, act, Facts::in_phase(phase))?;
    Ok(call)
}

/// The proposals of a call with which a viewer is in conflict: lists, counts and plans leave them
/// out.
fn hidden_from(cx: &mut Cx<'_>, call: &CallId) -> Result<BTreeSet<ProposalId>, Failure> {
    conflicted_with(cx.db, &cx.viewer.user, call)
}

/// A member of the panel who can work: the account is active and has the role.
struct Member {
    position: Position,
    name: String,
    /// Their present unit.
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

/// An entry of this feature for the record, without personal data.
struct Entry {
    act: EventType,
    subject: Subject,
    payload: Value,
}

fn record(cx: &mut Cx<'_>, entry: Entry) -> Result<Head, Failure> {
    let Entry { act, subject, payload } = entry;
    ledger::append(cx.db, Event { actor: Some(&cx.viewer.user), act, subject, payload }, cx.now)
}
