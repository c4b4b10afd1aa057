//! What a reviewer's pages show and do, each in one action: the list of tasks by call, a task with
//! everything that belongs to it, saving with a check of what is missing, handing in with the next
//! task.

use super::papers::papers_in;
use super::pile::{PileItem, pile_in};
use super::progress::Counts;
use super::scoring::{self, SheetView, missing, receipt_in, sheet_in};
use super::sheets_of_others::{OtherSheets, others_in};
use super::task::{Task, task_in};
use super::{ReviewContext, conflicts};
use crate::features::calls::Call;
use crate::features::proposals::DocumentKind;
use crate::features::reviews::rules::{Step, transition};
use crate::features::reviews::{AssignmentState, Conflict, ConflictReason, Receipt, Sheet};
use crate::kernel::access::{self, Facts, Permission, Permitted, Phase, Relation, Viewer};
use crate::kernel::clock::Timestamp;
use crate::kernel::errors::{Failure, FieldError};
use crate::kernel::ids::{AssignmentId, CallId};
use crate::kernel::input::Valid;
use crate::kernel::paging;
use crate::kernel::paging::Paging;
use crate::kernel::version::IfMatch;
use crate::platform::cx::Cx;
use crate::platform::db::IdempotencyKey;
use std::collections::BTreeMap;

/// A task with everything that its reviewer needs to judge it.
#[derive(Debug)]
pub struct Desk {
    pub task: Task,
    pub call: Call,
    pub sheet: SheetView,
    pub papers: Vec<DocumentKind>,
    /// What the stored sheet needs before it can be handed in.
    pub missing: Vec<FieldError>,
    /// What can be done with it now.
    pub permitted: Permitted,
    /// Present when it is handed in.
    pub receipt: Option<Receipt>,
    /// The sheets on the proposal, after one's own is handed in.
    pub others: Option<OtherSheets>,
    /// Another task that was just handed in.
    pub received: Option<(Task, Receipt)>,
}

/// Reads one's own task; `received` is a task whose receipt is also shown.
///
/// # Errors
/// `not_found` for anybody else's task and in conflict; `wrong_phase` before the review.
pub fn read_desk(
    cx: &mut Cx<'_>,
    (id, received): (&AssignmentId, Option<&AssignmentId>),
) -> Result<Desk, Failure> {
    let context = ReviewContext::of_own_task(cx, id)?;
    let facts = context.facts(cx.viewer, cx.now);
    let task = task_in(cx, &context)?;
    let sheet = sheet_in(cx, &context)?;
    let permitted = permitted(cx.viewer, facts, task.state);
    let may_read_others = Permitted::of(cx.viewer, facts).allows(Permission::ReadOtherSheets);
    Ok(Desk {
        papers: papers_in(cx, &context)?.kinds,
        missing: missing(&context, &sheet.sheet),
        permitted,
        receipt: receipt_in(cx, &context)?,
        others: may_read_others.then(|| others_in(cx, &context)).transpose()?,
        received: received.map(|id| received_of(cx, id)).transpose()?.flatten(),
        call: context.call().clone(),
        task,
        sheet,
    })
}

/// What a reviewer may do with their own task, by the rules that the acts themselves ask.
fn permitted(viewer: &Viewer, facts: Facts, state: AssignmentState) -> Permitted {
    let lets = |step| transition(state, step).is_ok();
    Permitted::of(viewer, facts.with(Relation::Own, true))
        .only_if(Permission::Score, lets(Step::Save))
        .only_if(Permission::DeclareConflict, lets(Step::Void))
}

fn received_of(cx: &mut Cx<'_>, id: &AssignmentId) -> Result<Option<(Task, Receipt)>, Failure> {
    let found = ReviewContext::of_own_task(cx, id).and_then(|context| {
        let receipt = receipt_in(cx, &context)?;
        Ok(receipt.map(|receipt| (context, receipt)))
    });
    match found {
        // `received` comes from the address and may name anything; then no receipt is shown.
        Err(Failure::Refused(_)) | Ok(None) => Ok(None),
        Ok(Some((context, receipt))) => Ok(Some((task_in(cx, &context)?, receipt))),
        Err(failure) => Err(failure),
    }
}

/// The reviewer's tasks, by call.
#[derive(Debug)]
pub struct Piles {
    pub stacks: Vec<Stack>,
    /// A task that was just handed in.
    pub received: Option<(Task, Receipt)>,
    /// The cursor of the next page.
    pub next: Option<String>,
}

/// The tasks in one call.
#[derive(Debug)]
pub struct Stack {
    pub call: Call,
    pub phase: Phase,
    pub counts: Counts,
    pub items: Vec<StackItem>,
}

#[derive(Debug)]
pub struct StackItem {
    pub item: PileItem,
    pub permitted: Permitted,
}

/// The reviewer's tasks: first the calls that can be scored, those with the nearest deadline first.
/// If `received` names a task, its receipt is shown.
///
/// # Errors
/// `forbidden`.
pub fn read_piles(
    cx: &mut Cx<'_>,
    (paging, received): (&Paging, Option<&AssignmentId>),
) -> Result<Piles, Failure> {
    let (pile, mut calls) = pile_in(cx, None, paging)?;
    let mut by_call: BTreeMap<CallId, Vec<PileItem>> = BTreeMap::new();
    for item in pile.items {
        by_call.entry(item.call.clone()).or_default().push(item);
    }
    calls.retain(|id, _| by_call.contains_key(id));
    let stack = |call: Call| {
        let items = by_call.remove(&call.id).unwrap_or_default();
        Stack::new(cx.viewer, call, items, cx.now)
    };
    let mut stacks: Vec<Stack> = calls.into_values().map(stack).collect();
    stacks.sort_by_key(|stack| (!stack.is_running(), stack.due_at()));
    let received = received.map(|id| received_of(cx, id)).transpose()?.flatten();
    Ok(Piles { stacks, received, next: pile.next })
}

impl Stack {
    fn new(viewer: &Viewer, call: Call, items: Vec<PileItem>, now: Timestamp) -> Self {
        let phase = call.phase(now);
        let mut counts = Counts::default();
        let item = |item: PileItem| {
            counts.add(item.state);
            let facts = Facts::in_phase(phase)
                .with(Relation::Assigned, true)
                .with(Relation::Reopened, item.reopened)
                .with(Relation::Ordered, item.ordered);
            StackItem { permitted: permitted(viewer, facts, item.state), item }
        };
        let items = items.into_iter().map(item).collect();
        Self { call, phase, counts, items }
    }

    pub fn total(&self) -> u32 {
        let Counts { assigned, draft, submitted } = self.counts;
        assigned + draft + submitted
    }

    /// The first deadline of a sheet that was ordered after the review and is not handed in.
    pub fn ordered_until(&self) -> Option<Timestamp> {
        let open = self
            .items
            .iter()
            .filter(|one| one.permitted.allows(Permission::Score) && one.item.ordered);
        open.filter_map(|one| one.item.due_at).min()
    }

    pub fn is_in_review(&self) -> bool {
        self.phase == Phase::Review
    }

    /// The deadline that its reviewer must keep now.
    fn due_at(&self) -> Timestamp {
        self.ordered_until().unwrap_or(self.call.calendar.review_ends_at)
    }

    fn is_running(&self) -> bool {
        self.items.iter().any(|item| item.permitted.allows(Permission::Score))
    }
}

impl StackItem {
    /// The state of the sheet, by name.
    pub fn state(&self) -> &'static str {
        match self.item.state {
            AssignmentState::Draft if self.item.reopened => "reopened",
            state => state.name(),
        }
    }
}

/// The next task: a sheet that the chair reopened; otherwise, in the call with the nearest
/// deadline, the task with the fewest criteria scored so far. Among equals the task's random id
/// decides, so that the reviewers of a panel do not all work through the list in the same order and
/// leave its end to the last evening.
pub fn next_of(stacks: &[Stack]) -> Option<&PileItem> {
    let open = stacks.iter().flat_map(|stack| {
        let due = stack.due_at();
        let open = stack.items.iter().filter(|one| one.permitted.allows(Permission::Score));
        open.map(move |one| ((!one.item.reopened, due, one.item.scored, &one.item.assignment), one))
    });
    open.min_by(|(one, _), (other, _)| one.cmp(other)).map(|(_, one)| &one.item)
}

fn next_task(cx: &mut Cx<'_>) -> Result<Option<AssignmentId>, Failure> {
    let paging = Paging { limit: paging::MOST, after: None };
    let piles = read_piles(cx, (&paging, None))?;
    Ok(next_of(&piles.stacks).map(|item| item.assignment.clone()))
}

/// A saved sheet, and what it needs before it can be handed in.
#[derive(Debug)]
pub struct Saved {
    pub sheet: SheetView,
    pub missing: Vec<FieldError>,
}

/// Saves a draft and checks what is missing.
pub fn save_and_check(
    cx: &mut Cx<'_>,
    (id, expected): (&AssignmentId, IfMatch),
    typed: &Valid<Sheet>,
) -> Result<Saved, Failure> {
    let sheet = scoring::save_sheet(cx, (id, expected), typed)?;
    let context = ReviewContext::of_own_task(cx, id)?;
    Ok(Saved { missing: missing(&context, &sheet.sheet), sheet })
}

/// Hands a sheet in and returns the next task.
pub fn hand_in(
    cx: &mut Cx<'_>,
    (id, expected): (&AssignmentId, IfMatch),
    key: Option<&IdempotencyKey>,
) -> Result<Option<AssignmentId>, Failure> {
    scoring::submit_sheet(cx, (id, expected), key)?;
    next_task(cx)
}

/// The number of the proposal with which the reviewer may declare a conflict of interest now.
///
/// # Errors
/// `not_found` for anybody else's task, `wrong_phase`.
pub fn stepping_back(cx: &mut Cx<'_>, id: &AssignmentId) -> Result<String, Failure> {
    let context = ReviewContext::of_own_task(cx, id)?;
    let facts = context.facts(cx.viewer, cx.now).with(Relation::Own, true);
    access::may(cx.viewer, Permission::DeclareConflict, facts)?;
    Ok(context.proposal.given_number()?.to_owned())
}

/// Declares a conflict of interest with the proposal of one's own task.
pub fn step_back(
    cx: &mut Cx<'_>,
    id: &AssignmentId,
    reason: &Valid<ConflictReason>,
) -> Result<Conflict, Failure> {
    let context = ReviewContext::of_own_task(cx, id)?;
    conflicts::declare_in(cx, &context, reason)
}
