//! Removing a member from the panel when they have no open task.

use super::{hidden_from, visible_call};
use crate::features::calls;
use crate::features::reviews::rules::may_leave_panel;
use crate::features::reviews::store;
use crate::features::sittings::{self, Why};
use crate::kernel::access::{self, Facts, Permission};
use crate::kernel::errors::Failure;
use crate::kernel::ids::{CallId, UserId};
use crate::platform::cx::Cx;

/// Removes a member from the panel. Sheets that they handed in stay and count. They are off the panels of interviews.
///
/// # Errors
/// `not_found`, `forbidden`, `wrong_phase`; `panel_member_has_tasks`, with their number, while they
/// hold tasks that are not handed in; `remover_in_conflict` once there can be tasks that the viewer may not
/// know of.
pub fn remove_from_panel(cx: &mut Cx<'_>, id: &CallId, user: &UserId) -> Result<(), Failure> {
    let call = visible_call(cx, id)?;
    let phase = call.phase(cx.now);
    access::may(cx.viewer, Permission::ManagePanel, Facts::in_phase(phase))?;
    let hidden = hidden_from(cx, id)?;
    let tasks = store::open_tasks_by_reviewer(cx.db, id, &hidden)?.get(user).copied().unwrap_or(0);
    may_leave_panel(tasks, phase, !hidden.is_empty())?;
    calls::actions::remove_from_panel(cx, id, user)?;
    let by = (Some(&cx.viewer.user), cx.now);
    sittings::panelist_left(cx.db, (&call, user), Why::LeftPanel, by)?;
    Ok(())
}
