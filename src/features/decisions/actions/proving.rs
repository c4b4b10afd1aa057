//! Whether what is kept of the decisions on a run still has the hashes that were read and approved.

use crate::features::decisions::{rules, store};
use crate::kernel::errors::Failure;
use crate::kernel::ids::{DecisionId, RunId};
use crate::platform::db::Db;

/// One decision, and whether its outcomes have the hash noted with them.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Proof {
    pub decision: DecisionId,
    pub outcomes_hash: String,
    pub holds: bool,
}

/// Computes the hashes of all decisions on a run again, from the outcomes and the salts that are kept.
pub fn prove_outcomes(db: &mut Db, run: &RunId) -> Result<Vec<Proof>, Failure> {
    let decisions = store::decisions_on(db, run)?;
    decisions
        .into_iter()
        .map(|decision| {
            let outcomes = store::outcomes_of(db, &decision.id)?;
            let again = rules::outcomes_hash(decision.outcomes_salt.as_deref(), &outcomes)?;
            let holds = again == decision.outcomes_hash;
            let (decision, outcomes_hash) = (decision.id, decision.outcomes_hash);
            Ok(Proof { decision, outcomes_hash, holds })
        })
        .collect()
}
