//! Actions on the registry, one function each: reading, proposing, revising and deciding here,
//! filling it from a table in `import`.

mod due;
mod evidence;
mod figures;
mod import;
mod measuring;
mod public;
mod seeking;

pub use due::{due, due_of_viewer, list_due};
pub use evidence::{
    FORMATS, add_evidence, may_add_evidence, may_correct, may_measure, may_still_add, read_evidence,
};
pub use figures::state_figures;
pub use import::{Imported, import, seed_problems};
pub use seeking::seek;

pub use measuring::{
    check, correct, list_measurements, measure, permitted_on, permitted_to_measure,
    read_measurement, read_series, series_in,
};
pub use public::public_series;

use super::rules::{self, Step};
use super::{Problem, ProblemDecision, ProblemFilter, ProblemText, Scope, State, letters, store};
use crate::features::accounts;
use crate::kernel::access::{self, Facts, Permission, Permitted, Relation, Viewer};
use crate::kernel::canonical;
use crate::kernel::clock::Timestamp;
use crate::kernel::errors::{Failure, common};
use crate::kernel::ids::{ProblemId, UnitCode, UserId};
use crate::kernel::input::Valid;
use crate::kernel::paging::Page;
use crate::kernel::paging::Paging;
use crate::kernel::version::IfMatch;
use crate::kernel::version::not_stale;
use crate::platform::cx::{AnyoneCx, Cx};
use crate::platform::ledger::{self, Event, EventType, Subject};
use crate::platform::mail;
use serde_json::{Value, json};

/// A page of the registry, limited to what the caller may see.
///
/// # Errors
/// `invalid` for a search text too long.
pub fn list_problems(
    cx: &mut AnyoneCx<'_>,
    filter: &ProblemFilter,
    paging: &Paging,
) -> Result<Page<Problem>, Failure> {
    access::may_anyone(cx.viewer, Permission::ReadRegistry, Facts::NONE)?;
    Failure::when_any(filter.q.as_deref().and_then(rules::search_fault).into_iter().collect())?;
    let scope = scope_of(cx.viewer);
    let rows = store::list(cx.db, &scope, filter, paging)?;
    let page = Page::cut(rows, paging, |problem| problem.code.clone())?;
    Ok(page.map(|problem| shown(problem, &scope)))
}

/// A problem; a pending one is visible only to its unit and to those who decide.
///
/// # Errors
/// `not_found`.
pub fn read_problem(cx: &mut AnyoneCx<'_>, id: &ProblemId) -> Result<Problem, Failure> {
    access::may_anyone(cx.viewer, Permission::ReadRegistry, Facts::NONE)?;
    let scope = scope_of(cx.viewer);
    let problem = store::find(cx.db, id)?.filter(|problem| scope.holds(problem));
    problem.map(|problem| shown(problem, &scope)).ok_or_else(Failure::not_found)
}

/// The part of the pending problems that the access table lets this viewer see.
fn scope_of(viewer: Option<&Viewer>) -> Scope {
    let Some(viewer) = viewer else { return Scope::Public };
    let sees = |facts| viewer.may(Permission::ReadPendingProblem, facts);
    if sees(Facts::NONE) {
        return Scope::All;
    }
    let own = viewer.unit.as_ref().filter(|unit| sees(own_unit(viewer, unit)));
    own.cloned().map_or(Scope::Public, Scope::Unit)
}

fn own_unit(viewer: &Viewer, unit: &UnitCode) -> Facts {
    Facts::NONE.with(Relation::OwnUnit, viewer.heads(unit))
}

/// The proposer and the decider are shown only to viewers who could have seen the problem while it
/// was pending.
fn shown(mut problem: Problem, scope: &Scope) -> Problem {
    if !scope.holds_pending_of(&problem.owner_unit) {
        problem.proposed_by = None;
        problem.decided_by = None;
    }
    problem
}

/// Proposes a problem of the viewer's own unit; the system assigns the code.
///
/// # Errors
/// `forbidden`; `invalid` with every fault of the text.
pub fn propose_problem(cx: &mut Cx<'_>, text: &Valid<ProblemText>) -> Result<Problem, Failure> {
    let unit = cx.viewer.unit.as_ref();
    let facts = unit.map_or(Facts::NONE, |unit| own_unit(cx.viewer, unit));
    access::may(cx.viewer, Permission::ProposeProblem, facts)?;
    let unit = unit.ok_or_else(|| Failure::refused(common::FORBIDDEN))?;
    let text = rules::kept(text, cx.now.year_in_jakarta())?;
    let code = rules::next_code(store::greatest_code(cx.db)?.as_deref());
    let mut problem = new_problem(ProblemId::new()?, code, unit.clone(), text, cx.now);
    problem.proposed_by = Some(cx.viewer.user.clone());
    store::insert(cx.db, &problem)?;
    record(cx, EventType::ProblemProposed, &problem)?;
    Ok(problem)
}

fn new_problem(
    id: ProblemId,
    code: String,
    owner_unit: UnitCode,
    text: ProblemText,
    now: Timestamp,
) -> Problem {
    Problem {
        stated: rules::stated_in(&text),
        id,
        code,
        owner_unit,
        title: text.title,
        description: text.description,
        indicator: text.indicator,
        unit_of_measure: text.unit_of_measure,
        direction: text.direction,
        baseline_value: text.baseline_value,
        baseline_period: text.baseline_period,
        baseline_denominator: text.baseline_denominator,
        baseline_source: text.baseline_source,
        baseline_measured_by: text.baseline_measured_by,
        target_value: text.target_value,
        evidence: text.evidence,
        illustrative: false,
        state: State::Proposed,
        state_reason: None,
        proposed_by: None,
        decided_by: None,
        created_at: now,
        updated_at: now,
        version: 1,
    }
}

/// Rewrites a proposed or returned problem; a returned one is thereby proposed again. The last
/// writer is responsible for the text.
///
/// # Errors
/// `not_found` outside the unit; `stale` with both texts; an approved problem; a faulty text.
pub fn revise_problem(
    cx: &mut Cx<'_>,
    id: &ProblemId,
    (from, text): (IfMatch, &Valid<ProblemText>),
) -> Result<Problem, Failure> {
    let stored = store::find(cx.db, id)?.ok_or_else(Failure::not_found)?;
    access::may(cx.viewer, Permission::ReviseProblem, own_unit(cx.viewer, &stored.owner_unit))?;
    not_stale(from, stored.version, || (json!(stored.text()), json!(**text)))?;
    let state = rules::transition(stored.state, Step::Revise)?;
    let version = stored.version;
    let text = rules::kept(text, cx.now.year_in_jakarta())?;
    let revised = Problem {
        illustrative: stored.illustrative,
        state,
        proposed_by: Some(cx.viewer.user.clone()),
        created_at: stored.created_at,
        version: version + 1,
        ..new_problem(stored.id, stored.code, stored.owner_unit, text, cx.now)
    };
    store::replace(cx.db, &revised, version)?;
    record(cx, Step::Revise.past(), &revised)?;
    Ok(revised)
}

/// An approver's step and its reason.
#[derive(Debug, Clone)]
pub struct Decision {
    pub step: Step,
    /// For a step that needs one.
    pub reason: Option<Valid<ProblemDecision>>,
    /// The version that was read, if the caller gives one: so nobody approves a text that they have
    /// not seen.
    pub from: Option<IfMatch>,
}

/// What somebody may do with a problem as it stands.
pub fn permitted_in(viewer: &Viewer, problem: &Problem) -> Permitted {
    let lets = |step| rules::transition(problem.state, step).is_ok();
    let is_others = rules::not_own(viewer, problem).is_ok();
    Permitted::of(viewer, own_unit(viewer, &problem.owner_unit))
        .only_if(Permission::ReviseProblem, lets(Step::Revise))
        .only_if(Permission::DecideProblem, lets(Step::Approve) && is_others)
        .only_if(Permission::RetireProblem, lets(Step::Retire) && is_others)
}

/// Approves, returns or retires.
///
/// # Errors
/// `forbidden`; a step that the state does not allow; one's own problem or a problem of one's own
/// unit; a missing reason; `stale` when the text has changed since it was read.
pub fn decide_problem(
    cx: &mut Cx<'_>,
    id: &ProblemId,
    decision: &Decision,
) -> Result<Problem, Failure> {
    let step = decision.step;
    access::may(cx.viewer, act_of(step), Facts::NONE)?;
    let stored = store::find(cx.db, id)?.ok_or_else(Failure::not_found)?;
    if let Some(from) = decision.from {
        not_stale(from, stored.version, || (json!(stored.text()), Value::Null))?;
    }
    let state = rules::transition(stored.state, step)?;
    rules::not_own(cx.viewer, &stored)?;
    let proposer: Vec<UserId> = stored.proposed_by.iter().cloned().collect();
    accounts::stand_apart(cx.db, act_of(step), &cx.viewer.user, &proposer)?;
    let reason = match &decision.reason {
        Some(given) if step.needs_reason() => Some(given.kept()?.reason),
        None if step.needs_reason() => {
            return Err(Failure::field("reason", common::field::REQUIRED));
        }
        _ => None,
    };
    let version = stored.version;
    let decided = Problem {
        state,
        state_reason: reason,
        decided_by: Some(cx.viewer.user.clone()),
        updated_at: cx.now,
        version: version + 1,
        ..stored
    };
    store::replace(cx.db, &decided, version)?;
    record(cx, step.past(), &decided)?;
    mail::post_all(cx.db, letters::decided(&decided, step, cx.now).as_slice(), cx.now)?;
    Ok(decided)
}

fn act_of(step: Step) -> Permission {
    match step {
        Step::Revise => Permission::ReviseProblem,
        Step::Approve | Step::Return => Permission::DecideProblem,
        Step::Retire => Permission::RetireProblem,
        // Not a step that somebody takes: they follow from measurements.
        Step::Solve | Step::Reopen => Permission::MeasureProblem,
    }
}

/// Texts and reasons are free text, so only their hashes go on the record.
fn record(cx: &mut Cx<'_>, act: EventType, problem: &Problem) -> Result<(), Failure> {
    let payload = json!({
        "code": problem.code,
        "owner_unit": problem.owner_unit,
        "state": problem.state,
        "version": problem.version,
        "text_hash": canonical::hash_of(&problem.text())?,
        "reason_hash": problem.state_reason.as_deref().map(canonical::sha256_hex),
    });
    let subject = Subject::problem(&problem.id);
    let event = Event { actor: Some(&cx.viewer.user), act, subject, payload };
    ledger::append(cx.db, event, cx.now).map(|_| ())
}
