//! Whether a call is decided already; what follows from it belongs to the decisions.

use crate::kernel::errors::Failure;
use crate::kernel::ids::CallId;
use crate::platform::db::Db;
use crate::platform::db::schema::decisions;
use diesel::prelude::*;

/// Whether a decision on the call is proposed or approved.
pub fn has_standing_decision(db: &mut Db, call: &CallId) -> Result<bool, Failure> {
    let standing = decisions::table
        .filter(decisions::call_id.eq(call))
        .filter(decisions::state.eq_any(["proposed", "approved"]));
    Ok(standing.count().get_result::<i64>(db)? > 0)
}
