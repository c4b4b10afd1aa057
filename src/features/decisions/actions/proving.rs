//! Whether the stored decisions on a run still have the hashes that were read and approved.

use crate::features::decisions::{rules, store};
use crate::kernel::errors::Failure;
use crate::kernel::ids::{DecisionId, RunId};
use crate::platform::db::Db;

/// One decision, and whether its outcomes have the stored hash.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Proof {
    pub decision: DecisionId,
    pub outcomes_hash: String,
    pub holds: bool,
}

/// Recomputes the hashes of all decisions on a run from the stored outcomes and salts.
pub fn prove_outcomes(db: &mut Db, run: &RunId) -> Result<Vec<Proof>, Failure> {
    let decisions = store::hashes_on(db, run)?;
    decisions
        .into_iter()
        .map(|(decision, outcomes_hash, salt)| {
            let outcomes = store::outcomes_of(db, &decision)?;
            let again = rules::outcomes_hash(salt.as_deref(), &outcomes)?;
            let holds = again == outcomes_hash;
            Ok(Proof { decision, outcomes_hash, holds })
        })
        .collect()
}
