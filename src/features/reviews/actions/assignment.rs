//! The content of the assignment page, in one action: the panel, the plan, and the assignments.

use super::assigning::assignments_in;
use super::planning::{LastPlan, PlanOptions, PlanPreview, preview_in};
use crate::features::accounts::{holders_of, names_of};
use crate::features::calls::Call;
use crate::features::calls::actions::{Member, panel_in};
use crate::features::conflicts::CallContext;
use crate::features::proposals;
use crate::features::reviews::rules::may_leave_panel;
use crate::features::reviews::{Assignment, AssignmentFilter, AssignmentState, store};
use crate::kernel::access::{Facts, Permission, Permitted, Role};
use crate::kernel::errors::Failure;
use crate::kernel::ids::{CallId, ProposalId, UserId};
use crate::kernel::paging::{self, Paging};
use crate::platform::cx::Cx;
use std::collections::{BTreeMap, BTreeSet};

/// The page on which a call's proposals are assigned to its panel.
#[derive(Debug)]
pub struct AssignmentDesk {
    pub call: Call,
    pub panel: Vec<Member>,
    pub permitted: Permitted,
    /// Only for viewers who may assign now.
    pub plan: Option<PlanPreview>,
    pub tasks: Vec<Assignment>,
    pub more_tasks: bool,
    pub numbers: BTreeMap<ProposalId, String>,
    pub names: BTreeMap<UserId, String>,
    /// Reviewers who are not on the panel; only for viewers who may add them.
    pub unseated: Vec<(UserId, String)>,
    /// Members that this viewer may take off the panel now.
    pub removable: BTreeSet<UserId>,
    /// Members with open tasks, who can leave with these handed over.
    pub leaving: BTreeSet<UserId>,
    /// Whether the plan that was applied last can be taken back.
    pub can_undo: bool,
}

/// The members that the viewer may take off the panel.
fn removable(
    cx: &mut Cx<'_>,
    context: &CallContext,
    (panel, permitted): (&[Member], &Permitted),
) -> Result<BTreeSet<UserId>, Failure> {
    if !permitted.allows(Permission::ManagePanel) {
        return Ok(BTreeSet::new());
    }
    let hidden = context.hidden(cx.db)?;
    let tasks = store::open_tasks_by_reviewer(cx.db, &context.call.id, hidden)?;
    let open = |member: &&Member| {
        let tasks = tasks.get(&member.user).copied().unwrap_or(0);
        may_leave_panel(tasks, context.phase, !hidden.is_empty()).is_ok()
    };
    Ok(panel.iter().filter(open).map(|member| member.user.clone()).collect())
}

/// Whether the plan that was applied last can be taken back, and who can leave with their tasks handed over.
fn undoing(
    cx: &mut Cx<'_>,
    context: &CallContext,
    (panel, permitted): (&[Member], &Permitted),
    all: Vec<Assignment>,
) -> Result<(bool, BTreeSet<UserId>), Failure> {
    if !context.hidden(cx.db)?.is_empty() {
        return Ok((false, BTreeSet::new()));
    }
    let is_open = |task: &&Assignment| {
        matches!(task.state, AssignmentState::Assigned | AssignmentState::Draft)
    };
    let holders: BTreeSet<UserId> =
        all.iter().filter(is_open).map(|task| task.reviewer.clone()).collect();
    let leaving = panel.iter().map(|one| &one.user).filter(|user| holders.contains(*user));
    let leaving = if permitted.allows(Permission::ManagePanel) {
        leaving.cloned().collect()
    } else {
        BTreeSet::new()
    };
    let may_assign = permitted.allows(Permission::Assign);
    let can_undo = may_assign && LastPlan::of(all).is_some_and(|last| last.begun().is_empty());
    Ok((can_undo, leaving))
}

/// Reads the page's content.
///
/// # Errors
/// `not_found`, `forbidden`.
pub fn read_assignment_desk(
    cx: &mut Cx<'_>,
    (id, options): (&CallId, PlanOptions),
) -> Result<AssignmentDesk, Failure> {
    let context = CallContext::find(cx, id)?;
    let panel = panel_in(cx, &context.call)?;
    let permitted = Permitted::of(cx.viewer, Facts::in_phase(context.phase));
    let all = store::all_of_call(cx.db, id)?;
    let plan = if permitted.allows(Permission::Assign) {
        Some(preview_in(cx, &context, (all.clone(), options))?)
    } else {
        None
    };
    let paging = Paging { limit: paging::MOST, after: None };
    let page = assignments_in(cx, &context, (&AssignmentFilter::default(), &paging))?;
    let entrants = proposals::entrants_of(cx.db, id)?.into_iter();
    let numbers = entrants.map(|one| (one.id, one.number)).collect();
    let mut free = Vec::new();
    if permitted.allows(Permission::ManagePanel) {
        let seated = |user: &UserId| panel.iter().any(|member| &member.user == user);
        free = holders_of(cx.db, Role::Reviewer)?;
        free.retain(|user| !seated(user));
    }
    let reviewers = page.items.iter().map(|task| &task.reviewer);
    let ids: Vec<UserId> = reviewers.chain(&free).cloned().collect();
    let mut names = names_of(cx.db, &ids)?;
    let with_name = |user: UserId| names.get(&user).cloned().map(|name| (user, name));
    let unseated = free.into_iter().filter_map(with_name).collect();
    let tasks = page.items;
    names.retain(|user, _| tasks.iter().any(|task| &task.reviewer == user));
    let more_tasks = page.next.is_some();
    let removable = removable(cx, &context, (&panel, &permitted))?;
    let (can_undo, leaving) = undoing(cx, &context, (&panel, &permitted), all)?;
    let call = context.call;
    Ok(AssignmentDesk {
        call,
        panel,
        permitted,
        plan,
        tasks,
        more_tasks,
        numbers,
        names,
        unseated,
        removable,
        leaving,
        can_undo,
    })
}
