//! The people whom a change of a call concerns: its candidates and the members of its panel.

use crate::features::accounts::active_accounts;
use crate::kernel::errors::Failure;
use crate::kernel::ids::{CallId, ProposalId, UserId};
use crate::platform::db::Db;
use crate::platform::db::schema::{panel_members, proposals};
use diesel::prelude::*;
use std::collections::{BTreeMap, BTreeSet};

/// The candidates with an account and with a draft or a submitted proposal that is still in the
/// selection.
pub(in crate::features::calls) fn candidates_in(
    db: &mut Db,
    call: &CallId,
) -> Result<Vec<UserId>, Failure> {
    candidates_with(db, call, &["draft", "submitted", "eligible"])
}

/// The same without those who never handed in.
pub(in crate::features::calls) fn candidates_handed_in(
    db: &mut Db,
    call: &CallId,
) -> Result<Vec<UserId>, Failure> {
    candidates_with(db, call, &["submitted", "eligible"])
}

fn candidates_with(db: &mut Db, call: &CallId, states: &[&str]) -> Result<Vec<UserId>, Failure> {
    Ok(proposals::table
        .filter(proposals::call_id.eq(call))
        .filter(proposals::candidate.eq_any(active_accounts()))
        .filter(proposals::state.eq_any(states))
        .order(proposals::candidate)
        .select(proposals::candidate)
        .distinct()
        .load(db)?)
}

/// The candidates with an account who withdrew and have no other proposal in this call, each with the last that they
/// withdrew. It may be theirs again while the call is open.
pub(in crate::features::calls) fn withdrawn_in(
    db: &mut Db,
    call: &CallId,
) -> Result<BTreeMap<UserId, ProposalId>, Failure> {
    let rows = proposals::table
        .filter(proposals::call_id.eq(call))
        .filter(proposals::candidate.eq_any(active_accounts()))
        .order((proposals::updated_at, proposals::id))
        .select((proposals::candidate, proposals::id, proposals::state))
        .load::<(UserId, ProposalId, String)>(db)?;
    let is_out = |state: &str| state == "withdrawn";
    let live: BTreeSet<UserId> = rows
        .iter()
        .filter(|(_, _, state)| !is_out(state))
        .map(|(candidate, ..)| candidate.clone())
        .collect();
    let gone = rows.into_iter().filter(|(candidate, ..)| !live.contains(candidate));
    Ok(gone.map(|(candidate, id, _)| (candidate, id)).collect())
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
