//! Whom a change of a call concerns: the candidates who are in it, the members of its panel.

use crate::db::Db;
use crate::db::schema::{panel_members, proposals, users};
use crate::errors::Failure;
use crate::ids::{CallId, UserId};
use diesel::prelude::*;

/// The candidates with a draft or a submitted proposal that is still in the selection, and an account.
pub(in crate::calls) fn candidates_in(db: &mut Db, call: &CallId) -> Result<Vec<UserId>, Failure> {
    Ok(proposals::table
        .inner_join(users::table)
        .filter(proposals::call_id.eq(call).and(users::active.eq(true)))
        .filter(proposals::state.eq_any(["draft", "submitted", "eligible"]))
        .order(proposals::candidate)
        .select(proposals::candidate)
        .distinct()
        .load(db)?)
}

/// The members of the panel who still have an account.
pub(in crate::calls) fn assessors_of(db: &mut Db, call: &CallId) -> Result<Vec<UserId>, Failure> {
    Ok(panel_members::table
        .inner_join(users::table.on(users::id.eq(panel_members::user_id)))
        .filter(panel_members::call_id.eq(call).and(users::active.eq(true)))
        .order(panel_members::user_id)
        .select(panel_members::user_id)
        .load(db)?)
}
