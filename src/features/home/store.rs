//! What the dashboard counts: a call's proposals and the repairs that are open.

use super::rules::Counted;
use crate::kernel::clock::Timestamp;
use crate::kernel::errors::Failure;
use crate::kernel::ids::{CallId, ProposalId};
use crate::platform::db::Db;
use crate::platform::db::schema::{problems, proposals, repairs, units};
use diesel::prelude::*;
use std::collections::BTreeSet;

#[derive(Queryable)]
struct Row {
    id: ProposalId,
    state: String,
    submitted_at: Option<Timestamp>,
    unit: (String, String),
    region: String,
    problem: (String, String),
}

/// A call's proposals but the hidden ones, drafts among them. One statement.
pub(super) fn counted(
    db: &mut Db,
    call: &CallId,
    hidden: &BTreeSet<ProposalId>,
) -> Result<Vec<Counted>, Failure> {
    // An edit after the submission does not count.
    let counts = problems::id
        .nullable()
        .eq(proposals::submitted_problem)
        .or(proposals::submitted_problem.is_null().and(problems::id.eq(proposals::problem_id)));
    let rows = proposals::table
        .inner_join(units::table)
        .inner_join(problems::table.on(counts))
        .filter(proposals::call_id.eq(call))
        .select((
            proposals::id,
            proposals::state,
            proposals::submitted_at,
            (units::code, units::name),
            units::region,
            (problems::code, problems::title),
        ))
        .load::<Row>(db)?;
    let counted = |row: Row| {
        Ok(Counted {
            state: serde_json::from_value(row.state.into())?,
            unit: row.unit,
            region: row.region,
            problem: row.problem,
            submitted_on: row.submitted_at.map(Timestamp::date_in_jakarta),
        })
    };
    rows.into_iter().filter(|row| !hidden.contains(&row.id)).map(counted).collect()
}

/// How many proposals of a call their candidates may still repair.
pub(super) fn open_repairs(
    db: &mut Db,
    call: &CallId,
    hidden: &BTreeSet<ProposalId>,
    now: Timestamp,
) -> Result<usize, Failure> {
    let of_call = proposals::table.filter(proposals::call_id.eq(call)).select(proposals::id);
    let open = repairs::table
        .filter(repairs::proposal_id.eq_any(of_call))
        .filter(repairs::closed_at.is_null().and(repairs::due_at.gt(now)))
        .select(repairs::proposal_id)
        .load::<ProposalId>(db)?;
    Ok(open.into_iter().filter(|id| !hidden.contains(id)).collect::<BTreeSet<_>>().len())
}
