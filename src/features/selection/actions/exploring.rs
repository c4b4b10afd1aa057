//! Reads the input of scenarios. `scenario` computes them outside any transaction; nothing is
//! stored.

use crate::features::calls;
use crate::features::conflicts;
use crate::features::selection::actions::computing::{inputs_of, refusal};
use crate::features::selection::scenario::{Case, NoAnswer};
use crate::features::selection::{rules, store};
use crate::kernel::access::{self, Facts, Permission, Viewer};
use crate::kernel::clock::Timestamp;
use crate::kernel::errors::{Failure, Refusal};
use crate::kernel::ids::{CallId, RunId};
use crate::platform::db::Db;
use serde_json::json;
use std::sync::Arc;

/// A call's announced rules and its sheets as they are now.
///
/// # Errors
/// `not_found`, `wrong_phase`; `explorer_in_conflict`; `nothing_to_rank`.
pub fn prepare_scenario(
    db: &mut Db,
    viewer: &Viewer,
    call: &CallId,
    now: Timestamp,
) -> Result<Case, Failure> {
    let call = calls::find(db, call)?.ok_or_else(Failure::not_found)?;
    access::may(viewer, Permission::ExploreRanking, Facts::in_phase(call.phase(now)))?;
    impartial(db, viewer, &call.id)?;
    let inputs = inputs_of(db, &call)?;
    Ok(Case { definition: Arc::unwrap_or_clone(call.definition), inputs })
}

/// A kept run's own inputs and rules.
///
/// # Errors
/// `not_found`, `wrong_phase`; `explorer_in_conflict`.
pub fn prepare_sensitivity(
    db: &mut Db,
    viewer: &Viewer,
    id: &RunId,
    now: Timestamp,
) -> Result<Case, Failure> {
    let run = store::find_run(db, id)?.ok_or_else(Failure::not_found)?;
    let call = calls::find(db, &run.call)?.ok_or_else(Failure::not_found)?;
    access::may(viewer, Permission::ExploreRanking, Facts::in_phase(call.phase(now)))?;
    impartial(db, viewer, &call.id)?;
    let papers = store::papers_of(db, id)?;
    let inputs = serde_json::from_str(&papers.inputs)?;
    Ok(Case { definition: Arc::unwrap_or_clone(call.definition), inputs })
}

/// A scenario over all proposals would show where each of them stands, so viewers in conflict with
/// one of them are refused.
fn impartial(db: &mut Db, viewer: &Viewer, call: &CallId) -> Result<(), Failure> {
    if conflicts::conflicted_with(db, &viewer.user, call)?.is_empty() {
        return Ok(());
    }
    Err(Failure::refused(rules::EXPLORER_IN_CONFLICT))
}

impl From<NoAnswer> for Failure {
    fn from(why: NoAnswer) -> Self {
        match why {
            NoAnswer::Scenario(faults) => Refusal::invalid(faults).into(),
            NoAnswer::NoCalibratedOrder(words) => {
                let reason = json!({"reason": words});
                Refusal::new(rules::NO_CALIBRATED_ORDER).with_extra(reason).into()
            }
            NoAnswer::Compute(fault) => refusal(&fault),
        }
    }
}
