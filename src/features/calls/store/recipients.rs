//! The people whom a change of a call concerns: its candidates and the members of its panel.

use crate::features::accounts::active_accounts;
use crate::kernel::errors::Failure;
use crate::kernel::ids::{CallId, UserId};
use crate::platform::db::Db;
use crate::platform::db::schema::{panel_members, proposals};
use diesel::prelude::*;

/// The candidates with an account and with a draft or a submitted proposal that is still in the
/// selection.
pub(in crate::features::calls) fn candidates_in(
    db: &mut Db,
    call: &CallId,
) -> Result<Vec<UserId>, Failure> {
    Ok(proposals::table
        .filter(proposals::call_id.eq(call))
        .filter(proposals::candidate.eq_any(active_accounts()))
        .filter(proposals::state.eq_any(["draft", "submitted", "eligible"]))
        .order(proposals::candidate)
        .select(proposals::candidate)
        .distinct()
        .load(db)?)
}

/// The members of the panel who still have an account.
pub(in crate::features::calls) fn reviewers_of(
    db: &mut Db,
    call: &CallId,
) -> Result<Vec<UserId>, Failure> {
    Ok(panel_members::table
        .filter(panel_members::call_id.eq(call))
        .filter(panel_members::user_id.eq_any(active_accounts()))
        .order(panel_members::user_id)
        .select(panel_members::user_id)
        .load(db)?)
}
