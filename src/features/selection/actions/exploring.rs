//! Reads the input of scenarios. `scenario` computes them outside any transaction; nothing is
//! stored.

use crate::features::calls;
use crate::features::conflicts;
use crate::features::selection::actions::computing::{inputs_of, refusal};
use crate::features::selection::scenario::{Case, NoAnswer};
use crate::features::selection::{rules, store};
use crate::kernel::access::{self, Facts, Permission};
use crate::kernel::errors::{Failure, Refusal};
use crate::kernel::ids::{CallId, RunId};
use crate::platform::cx::Cx;
use serde_json::json;
use std::sync::Arc;

/// A call's announced rules and its sheets as they are now.
///
/// # Errors
/// `not_found`, `wrong_phase`; `explorer_in_conflict`; `nothing_to_rank`.
pub fn prepare_scenario(cx: &mut Cx<'_>, call: &CallId) -> Result<Case, Failure> {
    let call = calls::find(cx.db, call)?.ok_or_else(Failure::not_found)?;
    access::may(cx.viewer, Permission::ExploreRanking, Facts::in_phase(call.phase(cx.now)))?;
    impartial(cx, &call.id)?;
    let inputs = inputs_of(cx.db, &call)?;
    Ok(Case { definition: Arc::unwrap_or_clone(call.definition), inputs })
}

/// A kept run's own inputs and rules.
///
/// # Errors
/// `not_found`, `wrong_phase`; `explorer_in_conflict`.
pub fn prepare_sensitivity(cx: &mut Cx<'_>, id: &RunId) -> Result<Case, Failure> {
    let run = store::find_run(cx.db, id)?.ok_or_else(Failure::not_found)?;
    let call = calls::find(cx.db, &run.call)?.ok_or_else(Failure::not_found)?;
    access::may(cx.viewer, Permission::ExploreRanking, Facts::in_phase(call.phase(cx.now)))?;
    impartial(cx, &call.id)?;
    let papers = store::papers_of(cx.db, id)?;
    let inputs = serde_json::from_str(&papers.inputs)?;
    Ok(Case { definition: Arc::unwrap_or_clone(call.definition), inputs })
}

/// The same of a run that joined interviews.
///
/// # Errors
/// As [`prepare_sensitivity`]; `run_without_interviews`.
pub fn prepare_without_interviews(cx: &mut Cx<'_>, id: &RunId) -> Result<Case, Failure> {
    let case = prepare_sensitivity(cx, id)?;
    if case.definition.interview.is_none() {
        return Err(Failure::refused(rules::RUN_WITHOUT_INTERVIEWS));
    }
    Ok(case)
}

/// A scenario over all proposals would show where each of them stands, so viewers in conflict with
/// one of them are refused.
fn impartial(cx: &mut Cx<'_>, call: &CallId) -> Result<(), Failure> {
    if conflicts::conflicted_with(cx.db, &cx.viewer.user, call)?.is_empty() {
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
