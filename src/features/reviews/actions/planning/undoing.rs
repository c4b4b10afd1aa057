//! Taking back a plan that was applied by mistake, as a whole, while nobody has begun.

use crate::features::accounts::names_of;
use crate::features::calls::{Call, Milestone, entry_of};
use crate::features::conflicts::CallContext;
use crate::features::reviews::actions::{Entry, record, visible_call};
use crate::features::reviews::rules::{self, NO_PLAN, PLAN_BEGUN, Step};
use crate::features::reviews::{Assignment, AssignmentState, Origin, PlanUndo, letters, store};
use crate::kernel::access::{self, Facts, Permission};
use crate::kernel::canonical::sha256_hex;
use crate::kernel::errors::{Failure, Refusal};
use crate::kernel::ids::{CallId, UserId};
use crate::kernel::input::Valid;
use crate::platform::cx::Cx;
use crate::platform::ledger::{EventType, Subject};
use crate::platform::mail;
use serde::Serialize;
use serde_json::json;

/// What was undone.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, utoipa::ToSchema)]
pub struct Undone {
    /// Tasks of the plan that are gone.
    pub taken_back: usize,
    /// Tasks that the plan had taken from others, and that are theirs again.
    pub given_back: usize,
}

/// The tasks of the plan that was applied last, and those that it took back.
pub(in crate::features::reviews::actions) struct LastPlan {
    made: Vec<Assignment>,
    taken: Vec<Assignment>,
}

impl LastPlan {
    /// `None` when no plan was applied, or nothing of the last one stands.
    pub(in crate::features::reviews::actions) fn of(all: Vec<Assignment>) -> Option<Self> {
        let of_a_plan = all.iter().filter(|task| task.origin == Origin::Automatic);
        let at = of_a_plan.map(|task| task.assigned_at).max()?;
        let (made, rest): (Vec<_>, Vec<_>) = all.into_iter().partition(|task| {
            task.origin == Origin::Automatic && task.assigned_at == at && task.state.is_held()
        });
        let is_taken = |task: &Assignment| {
            task.state == AssignmentState::Removed
                && task.closed_at == Some(at)
                && task.closed_reason.is_none()
        };
        let taken = rest.into_iter().filter(is_taken).collect();
        (!made.is_empty()).then_some(Self { made, taken })
    }

    /// Those who have begun on a task of it.
    pub(in crate::features::reviews::actions) fn begun(&self) -> Vec<UserId> {
        let begun = self.made.iter().filter(|task| task.state != AssignmentState::Assigned);
        begun.map(|task| task.reviewer.clone()).collect()
    }
}

/// The call of the page that asks for it.
///
/// # Errors
/// `not_found`, `forbidden`, `wrong_phase`.
pub fn read_undo(cx: &mut Cx<'_>, id: &CallId) -> Result<Call, Failure> {
    let call = visible_call(cx, id)?;
    access::may(cx.viewer, Permission::Assign, Facts::in_phase(call.phase(cx.now)))?;
    Ok(call)
}

/// Takes the plan that was applied last back.
///
/// # Errors
/// `not_found`, `forbidden`, `wrong_phase`; `no_plan`; `plan_begun`, with who has begun; `remover_in_conflict` for
/// whoever may not know of all its tasks.
pub fn undo_plan(cx: &mut Cx<'_>, id: &CallId, undo: &Valid<PlanUndo>) -> Result<Undone, Failure> {
    let call = visible_call(cx, id)?;
    let context = CallContext::of(cx, call)?;
    access::may(cx.viewer, Permission::Assign, Facts::in_phase(context.phase))?;
    if !context.hidden(cx.db)?.is_empty() {
        return Err(Failure::refused(rules::REMOVER_IN_CONFLICT));
    }
    let PlanUndo { reason } = undo.kept()?;
    let last = LastPlan::of(store::all_of_call(cx.db, id)?);
    let last = last.ok_or_else(|| Failure::refused(NO_PLAN))?;
    let begun = last.begun();
    if !begun.is_empty() {
        let mut names: Vec<String> = names_of(cx.db, &begun)?.into_values().collect();
        names.sort();
        return Err(Refusal::new(PLAN_BEGUN).with("names", names.join(", ")).into());
    }
    for task in &last.made {
        let to = rules::transition(task.state, Step::Remove)?;
        store::set_state(cx.db, task, to, Some((Some(&reason), cx.now)))?;
        store::mark_undone(cx.db, task, cx.now)?;
    }
    for task in &last.taken {
        let to = rules::transition(task.state, Step::Reassign)?;
        store::set_state(cx.db, task, to, None)?;
    }
    let entry = Entry {
        act: EventType::PlanUndone,
        subject: Subject::call(id),
        payload: json!({
            "taken_back": last.made.len(), "given_back": last.taken.len(),
            "reason_hash": sha256_hex(&reason),
        }),
    };
    record(cx, entry)?;
    let people = |tasks: &[Assignment]| -> Vec<UserId> {
        tasks.iter().map(|task| task.reviewer.clone()).collect()
    };
    let end = entry_of(cx.db, &context.call, Milestone::ReviewEndsAt)?;
    let changes = (people(&last.taken), people(&last.made));
    let posts = letters::changed((&context.call, &end), (&changes.0, &changes.1));
    mail::post_all(cx.db, &posts, cx.now)?;
    Ok(Undone { taken_back: last.made.len(), given_back: last.taken.len() })
}
