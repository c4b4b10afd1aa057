//! Removing a member from the panel when they have no open task.

use super::{hidden_from, visible_call};
use crate::features::calls;
use crate::features::reviews::rules::{PANEL_MEMBER_HAS_TASKS, REMOVER_IN_CONFLICT};
use crate::features::reviews::store;
use crate::kernel::access::{self, Facts, Permission, Phase, Viewer};
use crate::kernel::clock::Timestamp;
use crate::kernel::errors::{Failure, Refusal};
use crate::kernel::ids::{CallId, ProposalId, UserId};
use crate::platform::cx::Cx;
use crate::platform::db::Db;
use serde_json::json;

/// Removes a member from the panel. Sheets that they handed in stay and count.
///
/// # Errors
/// `not_found`, `forbidden`, `wrong_phase`; `panel_member_has_tasks`, with their number, while they
/// hold tasks that are not handed in; `remover_in_conflict` once there can be tasks that the viewer may not
/// know of.
pub fn remove_from_panel(cx: &mut Cx<'_>, id: &CallId, user: &UserId) -> Result<(), Failure> {
    let call = visible_call(cx, id)?;
    let phase = call.phase(cx.now);
    access::may(cx.viewer, Permission::ManagePanel, Facts::in_phase(phase))?;
    let hidden: Vec<ProposalId> = hidden_from(cx, id)?.into_iter().collect();
    let tasks = store::open_tasks_of(cx.db, (id, user), &hidden)?;
    if tasks > 0 {
        let refusal = Refusal::new(PANEL_MEMBER_HAS_TASKS).with("tasks", tasks);
        return Err(refusal.with_extra(json!({ "tasks": tasks })).into());
    }
    // The answer is the same with or without a task on a hidden proposal.
    let can_hold_tasks = matches!(phase, Phase::Screening | Phase::Review);
    if can_hold_tasks && !hidden.is_empty() {
        return Err(Failure::refused(REMOVER_IN_CONFLICT));
    }
    calls::actions::remove_from_panel(cx, id, user)
}
