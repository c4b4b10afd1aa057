//! A task given to another reviewer, in one act.

use super::assigning::{assign, remove};
use crate::features::reviews::{Assignment, NewAssignment, Removal, store};
use crate::kernel::errors::Failure;
use crate::kernel::ids::{AssignmentId, UserId};
use crate::kernel::input::Valid;
use crate::platform::cx::Cx;

/// Takes a task back before its sheet is handed in, and assigns the proposal to another member of the panel; both or
/// neither.
///
/// # Errors
/// As for taking it back, and for assigning.
pub fn move_task(
    cx: &mut Cx<'_>,
    id: &AssignmentId,
    (to, removal): (&UserId, &Valid<Removal>),
) -> Result<Assignment, Failure> {
    let task = store::find(cx.db, id)?.ok_or_else(Failure::not_found)?;
    remove(cx, id, removal)?;
    let new = NewAssignment { proposal: task.proposal, reviewer: to.clone() };
    assign(cx, &task.call, &Valid::checked(new)?)
}
