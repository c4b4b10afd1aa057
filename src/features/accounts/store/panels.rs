//! The panels on which somebody sits. Panels belong to the calls, which come later.

use crate::kernel::clock::Timestamp;
use crate::kernel::errors::Failure;
use crate::kernel::ids::{CallId, UserId};
use crate::platform::db::Db;
use crate::platform::db::schema::{calls, panel_members};
use diesel::prelude::*;

/// The calls, by code, on whose panel this person is and whose review has not ended.
pub(in crate::features::accounts) fn panels_of(
    db: &mut Db,
    user: &UserId,
    now: Timestamp,
) -> Result<Vec<(CallId, String)>, Failure> {
    Ok(panel_members::table
        .inner_join(calls::table)
        .filter(panel_members::user_id.eq(user).and(calls::state.eq("frozen")))
        .filter(calls::review_ends_at.gt(now))
        .order(calls::code)
        .select((calls::id, calls::code))
        .load(db)?)
}
