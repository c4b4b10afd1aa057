//! What later features read of all seats of all calls.

use crate::features::awards::State;
use crate::kernel::clock::Timestamp;
use crate::kernel::errors::Failure;
use crate::kernel::ids::{AwardId, CallId, ProblemId, ProposalId};
use crate::platform::db::Db;
use crate::platform::db::schema::{awards, proposals};
use diesel::prelude::*;

/// A seat that was ever offered, and the problem that its proposal is about.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SeatOn {
    pub id: AwardId,
    pub proposal: ProposalId,
    pub call: CallId,
    /// As submitted.
    pub problem: ProblemId,
    pub state: State,
    pub settled_at: Option<Timestamp>,
}

type Row = (AwardId, ProposalId, CallId, Option<ProblemId>, State, Option<Timestamp>);

/// Every seat that was ever offered in any call, in the order of the offers. One statement.
pub fn every_seat(db: &mut Db) -> Result<Vec<SeatOn>, Failure> {
    let rows = awards::table
        .inner_join(proposals::table)
        .order((awards::offered_at, awards::id))
        .select((
            awards::id,
            awards::proposal_id,
            awards::call_id,
            proposals::submitted_problem,
            awards::state,
            awards::settled_at,
        ))
        .load::<Row>(db)?;
    let seat = |(id, proposal, call, problem, state, settled_at): Row| {
        let missing =
            || Failure::Inconsistent(format!("a seat for {proposal}, which was never handed in"));
        let problem = problem.ok_or_else(missing)?;
        Ok(SeatOn { id, proposal, call, problem, state, settled_at })
    };
    rows.into_iter().map(seat).collect()
}
