//! What the panel's members judged earlier.

use crate::features::reviews::AssignmentState;
use crate::kernel::errors::Failure;
use crate::kernel::ids::{CallId, UnitCode, UserId};
use crate::platform::db::Db;
use crate::platform::db::schema::{assignments, problems, proposals};
use diesel::prelude::*;

/// The problems on which these people handed in sheets in other calls, by code, with the units that
/// own them.
pub(in crate::features::reviews) fn reviewed_before(
    db: &mut Db,
    people: &[UserId],
    call: &CallId,
) -> Result<Vec<(UserId, String, UnitCode)>, Failure> {
    Ok(assignments::table
        .inner_join(proposals::table.inner_join(problems::table))
        .filter(assignments::reviewer.eq_any(people).and(assignments::call_id.ne(call)))
        .filter(assignments::state.eq(AssignmentState::Submitted))
        .select((assignments::reviewer, problems::code, problems::owner_unit))
        .distinct()
        .load(db)?)
}
