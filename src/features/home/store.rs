//! What the dashboard counts: a call's proposals and the repairs that are open.

use super::rules::Counted;
use crate::features::proposals::State;
use crate::kernel::clock::Timestamp;
use crate::kernel::errors::Failure;
use crate::kernel::ids::{CallId, ProblemId, ProposalId, UnitCode};
use crate::platform::db::Db;
use crate::platform::db::schema::{problems, proposals, repairs};
use diesel::prelude::*;
use std::collections::{BTreeMap, BTreeSet};

type Row = (ProposalId, UnitCode, ProblemId, Option<ProblemId>, State, Option<Timestamp>);

/// A call's proposals but the hidden ones, drafts among them. Two statements.
pub(super) fn counted(
    db: &mut Db,
    call: &CallId,
    hidden: &BTreeSet<ProposalId>,
) -> Result<Vec<Counted>, Failure> {
    let rows = proposals::table
        .filter(proposals::call_id.eq(call))
        .select((
            proposals::id,
            proposals::unit,
            proposals::problem_id,
            proposals::submitted_problem,
            proposals::state,
            proposals::submitted_at,
        ))
        .load::<Row>(db)?;
    let of_call = proposals::table.filter(proposals::call_id.eq(call));
    let problems = problems::table
        .filter(
            problems::id
                .eq_any(of_call.select(proposals::problem_id))
                .or(problems::id.nullable().eq_any(of_call.select(proposals::submitted_problem))),
        )
        .select((problems::id, (problems::code, problems::title)))
        .load::<(ProblemId, (String, String))>(db)?;
    let problems: BTreeMap<ProblemId, (String, String)> = problems.into_iter().collect();
    rows.into_iter()
        .filter(|(id, ..)| !hidden.contains(id))
        .map(|(_, unit, current, submitted, state, at)| {
            let problem = problems.get(submitted.as_ref().unwrap_or(&current));
            Ok(Counted {
                state,
                unit,
                problem: problem.cloned().unwrap_or_default(),
                submitted_on: at.map(Timestamp::date_in_jakarta),
            })
        })
        .collect()
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
