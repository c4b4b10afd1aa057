//! What later features read of all proposals of a call, each in one statement; and parts of their
//! own queries.

use super::proposals::StandingRow;
use crate::features::accounts::active_accounts;
use crate::features::proposals::{Standing, State};
use crate::kernel::clock::Timestamp;
use crate::kernel::errors::Failure;
use crate::kernel::ids::{CallId, ProblemId, ProposalId, UnitCode, UserId};
use crate::platform::db::Db;
use crate::platform::db::schema::{proposals, repairs};
use diesel::prelude::*;
use std::collections::BTreeSet;

/// Proposals that passed verification, of all calls, for use inside another feature's query.
#[diesel::dsl::auto_type(no_type_alias)]
pub fn eligible_proposals() -> _ {
    proposals::table.filter(proposals::state.eq("eligible")).select(proposals::id)
}

/// All proposals of a call, for use inside another feature's query.
#[diesel::dsl::auto_type(no_type_alias)]
pub fn proposals_of<'a>(call: &'a CallId) -> _ {
    proposals::table.filter(proposals::call_id.eq(call)).select(proposals::id)
}

/// A proposal with the fields that counts need.
#[derive(Debug, Clone)]
pub struct CountedProposal {
    pub id: ProposalId,
    pub standing: Standing,
    pub unit: UnitCode,
    /// As submitted, otherwise as in the draft.
    pub problem: ProblemId,
}

type CountedProposalRow = (ProposalId, UnitCode, ProblemId, StandingRow);

/// Every proposal of a call, drafts included; the submitted ones by number.
pub fn standings_in(db: &mut Db, call: &CallId) -> Result<Vec<CountedProposal>, Failure> {
    let rows = proposals::table
        .filter(proposals::call_id.eq(call))
        .order(proposals::number)
        .select((proposals::id, proposals::unit, proposals::problem_id, StandingRow::as_select()))
        .load::<CountedProposalRow>(db)?;
    let counted = |(id, unit, written, standing): CountedProposalRow| {
        let standing = Standing::try_from(standing)?;
        let problem = standing.handed_in().map_or(written, |handed_in| handed_in.problem.clone());
        Ok(CountedProposal { id, standing, unit, problem })
    };
    rows.into_iter().map(counted).collect()
}

/// The problems that proposals of these calls answer: handed in and not withdrawn. One statement.
pub fn problems_answered(db: &mut Db, calls: &[CallId]) -> Result<BTreeSet<ProblemId>, Failure> {
    let handed_in = proposals::table
        .filter(proposals::call_id.eq_any(calls))
        .filter(proposals::state.ne(State::Withdrawn))
        .filter(proposals::submitted_problem.is_not_null())
        .select(proposals::submitted_problem.assume_not_null())
        .distinct()
        .load::<ProblemId>(db)?;
    Ok(handed_in.into_iter().collect())
}

/// Proposals of a call with a repair that is still open.
pub fn open_repairs_in(
    db: &mut Db,
    call: &CallId,
    now: Timestamp,
) -> Result<BTreeSet<ProposalId>, Failure> {
    let open = repairs::table
        .filter(repairs::proposal_id.eq_any(proposals_of(call)))
        .filter(repairs::closed_at.is_null().and(repairs::due_at.gt(now)))
        .select(repairs::proposal_id)
        .load::<ProposalId>(db)?;
    Ok(open.into_iter().collect())
}

/// The drafts of a call whose candidates still have an account, oldest first, with candidate and
/// time of beginning.
pub fn drafts_in(
    db: &mut Db,
    call: &CallId,
) -> Result<Vec<(ProposalId, UserId, Timestamp)>, Failure> {
    Ok(proposals::table
        .filter(proposals::call_id.eq(call).and(proposals::state.eq(State::Draft.name())))
        .filter(proposals::candidate.eq_any(active_accounts()))
        .order((proposals::created_at, proposals::id))
        .select((proposals::id, proposals::candidate, proposals::created_at))
        .load(db)?)
}
