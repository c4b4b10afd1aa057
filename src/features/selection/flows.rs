//! Acts in several steps, for the API and for pages: inputs are read on a snapshot and computed
//! outside any transaction.

use super::actions;
use super::document::Run;
use super::inputs::NewRun;
use super::rules::{INPUTS_CHANGED, RUN_WITHOUT_INTERVIEWS};
use super::scenario::{
    self, Case, InterviewInfluence, NoAnswer, Scenario, SensitivityReport, WhatIf,
};
use crate::features::accounts::SignedIn;
use crate::kernel::blocking::blocking;
use crate::kernel::errors::Failure;
use crate::kernel::ids::CallId;
use crate::kernel::input::Valid;
use crate::platform::app::App;

/// Computes a run and keeps it.
///
/// # Errors
/// As [`actions::prepare_run`] and [`actions::keep_run`].
pub(super) async fn compute_kept(
    app: &App,
    caller: SignedIn,
    (id, new): (CallId, Valid<NewRun>),
) -> Result<Run, Failure> {
    for _ in 1..ATTEMPTS {
        match compute_once(app, caller.clone(), (id.clone(), new.clone())).await {
            Err(Failure::Refused(problem)) if problem.code == INPUTS_CHANGED => {}
            outcome => return outcome,
        }
    }
    compute_once(app, caller, (id, new)).await
}

/// How often a run is computed again when a sheet is handed in meanwhile.
const ATTEMPTS: usize = 3;

/// Reads on a snapshot, computes outside any transaction, and keeps the run if nothing has changed;
/// the writer can serve others meanwhile.
async fn compute_once(
    app: &App,
    caller: SignedIn,
    (id, new): (CallId, Valid<NewRun>),
) -> Result<Run, Failure> {
    let snapshot = caller.clone().read(app, move |cx| actions::prepare_run(cx, &id, &new)).await?;
    let computed = blocking(move || snapshot.compute(threads())).await?;
    caller.write(app, move |cx| actions::keep_run(cx, &computed)).await
}

/// A scenario, computed from a case that was read before.
pub(super) async fn what_if(case: Case, scenario: Scenario) -> Result<WhatIf, Failure> {
    blocking(move || Ok(scenario::what_if(&case, &scenario, threads())?)).await
}

/// How stable the result of a case is.
pub(super) async fn sensitivity(case: Case) -> Result<SensitivityReport, Failure> {
    blocking(move || {
        scenario::sensitivity(&case, threads()).map_err(|fault| NoAnswer::from(fault).into())
    })
    .await
}

/// Whether the order of a case would be another without its interviews.
///
/// # Errors
/// `run_without_interviews`.
pub(super) async fn interview_influence(case: Case) -> Result<InterviewInfluence, Failure> {
    let found = blocking(move || {
        scenario::interview_influence(&case, threads())
            .map_err(|fault| Failure::from(NoAnswer::from(fault)))
    })
    .await?;
    found.ok_or_else(|| Failure::refused(RUN_WITHOUT_INTERVIEWS))
}

/// Threads for one computation; they affect only its duration.
fn threads() -> usize {
    std::thread::available_parallelism().map_or(1, std::num::NonZero::get)
}
