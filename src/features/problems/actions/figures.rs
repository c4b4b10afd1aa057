//! Stating baseline and target as figures, where the texts of a problem do not say them.

use crate::features::accounts;
use crate::features::problems::rules::{self, measuring};
use crate::features::problems::{Problem, StatedFigures, store};
use crate::kernel::access::{self, Facts, Permission};
use crate::kernel::canonical;
use crate::kernel::errors::Failure;
use crate::kernel::ids::ProblemId;
use crate::kernel::input::Valid;
use crate::platform::cx::Cx;
use crate::platform::ledger::{self, Event, EventType, Subject};
use serde_json::json;

/// States baseline and target of an approved problem as figures, where its texts do not say them; anew, until
/// something was measured.
///
/// # Errors
/// `forbidden`; `own_problem`, `not_independent`; `problem_not_approved`; `figures_stand`; `invalid`.
pub fn state_figures(
    cx: &mut Cx<'_>,
    id: &ProblemId,
    stated: &Valid<StatedFigures>,
) -> Result<Problem, Failure> {
    access::may(cx.viewer, Permission::DecideProblem, Facts::NONE)?;
    let problem = store::find(cx.db, id)?.ok_or_else(Failure::not_found)?;
    rules::not_own(cx.viewer, &problem)?;
    let proposer: Vec<_> = problem.proposed_by.iter().cloned().collect();
    accounts::stand_apart(cx.db, Permission::DecideProblem, &cx.viewer.user, &proposer)?;
    let StatedFigures { baseline, target, reason } = stated.kept()?;
    let is_measured = store::is_measured(cx.db, id)?;
    measuring::may_state_figures(&problem, is_measured)?;
    let figures = rules::read_figures(&baseline, &target, problem.direction)?;
    let version = problem.version;
    let stated =
        Problem { stated: Some(figures), updated_at: cx.now, version: version + 1, ..problem };
    store::replace(cx.db, &stated, version)?;
    let payload = json!({
        "code": stated.code, "baseline": figures.baseline, "target": figures.target,
        "reason_hash": canonical::sha256_hex(&reason),
    });
    let act = EventType::ProblemFiguresStated;
    let subject = Subject::problem(&stated.id);
    ledger::append(cx.db, Event { actor: Some(&cx.viewer.user), act, subject, payload }, cx.now)?;
    Ok(stated)
}
