//! One task of a reviewer with the text to be judged, limited by the call's anonymity.

use super::ReviewContext;
use crate::features::accounts::{Unit, User, load_units};
use crate::features::calls::{Anonymity, Rubric};
use crate::features::proposals::{
    CandidateFacts, Content, Goal, PlanItem, Programme, RegisteredProblem, Sections, Study,
    YearRating,
};
use crate::features::reviews::AssignmentState;
use crate::features::reviews::rules::blind;
use crate::kernel::access::{self, Permission, Viewer};
use crate::kernel::clock::Timestamp;
use crate::kernel::errors::Failure;
use crate::kernel::ids::{AssignmentId, CallId, ProposalId, UnitCode};
use crate::platform::db::Db;
use serde::Serialize;
use std::collections::BTreeMap;

/// The candidate, where the mode permits. Discipline and court matters are only for the verifiers.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, utoipa::ToSchema)]
pub struct CandidateView {
    pub name: String,
    pub unit: UnitCode,
    pub unit_name: String,
    pub position: String,
    pub degrees: Vec<String>,
    pub ratings: Vec<YearRating>,
}

/// The text to be judged.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, utoipa::ToSchema)]
pub struct Text {
    pub title: String,
    pub summary: String,
    pub sections: Sections,
    pub plan: Vec<PlanItem>,
    pub goal: Goal,
    pub programme: Programme,
    pub study: Study,
    pub difference: String,
}

/// One task with the text to be judged and its rubric.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, utoipa::ToSchema)]
pub struct Task {
    pub assignment: AssignmentId,
    pub call: CallId,
    pub proposal: ProposalId,
    pub number: String,
    pub state: AssignmentState,
    pub problem_code: String,
    /// As the registry had it when the proposal was submitted; under double-blind without its
    /// owner, which may be the candidate's unit.
    pub registered_problem: Option<RegisteredProblem>,
    pub level: String,
    pub anonymity: Anonymity,
    /// Null under double-blind.
    pub candidate: Option<CandidateView>,
    pub text: Text,
    pub rubric: Rubric,
    /// The first instant that is too late for handing in; for an ordered sheet its own deadline.
    pub due_at: Timestamp,
}

/// One's own task with the submitted text.
///
/// # Errors
/// `not_found` for anybody else's task and in conflict; `wrong_phase` before the review.
pub fn read_task(
    db: &mut Db,
    viewer: &Viewer,
    id: &AssignmentId,
    now: Timestamp,
) -> Result<Task, Failure> {
    let context = ReviewContext::of_own_task(db, viewer, id, now)?;
    task_in(db, viewer, &context, now)
}

pub(super) fn task_in(
    db: &mut Db,
    viewer: &Viewer,
    context: &ReviewContext,
    now: Timestamp,
) -> Result<Task, Failure> {
    let facts = context.facts(viewer, now);
    access::may(viewer, Permission::ReadOwnSheet, facts)?;
    access::may(viewer, Permission::ReadProposal, facts)?;
    let assignment = context.task()?;
    let proposal = context.of.submitted().ok_or_else(Failure::not_found)?;
    let units = load_units(db)?;
    let candidate = context.candidate(db)?;
    let definition = &context.call().definition;
    let hides = blind::hides_candidate(definition.anonymity);
    let view = candidate.filter(|_| !hides).map(|one| CandidateView {
        name: one.name.clone(),
        unit_name: unit_name(&units, &proposal.unit).to_owned(),
        unit: proposal.unit.clone(),
        position: proposal.content.candidate.position.clone(),
        degrees: proposal.content.candidate.degrees.clone(),
        ratings: proposal.content.candidate.ratings.clone(),
    });
    let secrets = secrets(candidate, &proposal.unit, &units);
    let problem = registered(db, context, &units)?;
    let number = proposal.given_number()?.to_owned();
    let content = proposal.content;
    let content = if hides { blind::masked(content, &secrets) } else { content };
    let problem = problem.map(|one| if hides { blind::masked_problem(one, &secrets) } else { one });
    Ok(Task {
        assignment: assignment.id.clone(),
        call: assignment.call.clone(),
        proposal: proposal.id,
        number,
        state: assignment.state,
        problem_code: problem.as_ref().map_or_else(String::new, |one| one.code.clone()),
        registered_problem: problem,
        level: proposal.level,
        anonymity: definition.anonymity,
        candidate: view,
        text: Text::from(content),
        rubric: definition.rubric.clone(),
        due_at: context.order.flatten().unwrap_or(context.call().calendar.review_ends_at),
    })
}

/// The problem as it was at the submission; the present one where that was not recorded.
fn registered(
    db: &mut Db,
    context: &ReviewContext,
    units: &Units,
) -> Result<Option<RegisteredProblem>, Failure> {
    if let Some(problem) = context.of.circumstances().and_then(|held| held.problem.clone()) {
        return Ok(Some(problem));
    }
    let now = context.of.problem_of(db, &context.proposal)?;
    Ok(now.map(|problem| RegisteredProblem::of(&problem, unit_name(units, &problem.owner_unit))))
}

/// Units by their codes.
type Units = BTreeMap<UnitCode, Unit>;

fn unit_name<'a>(units: &'a Units, code: &UnitCode) -> &'a str {
    units.get(code).map_or("", |unit| unit.name.as_str())
}

/// What double-blind masks in the texts: name, NIP, e-mail, units by code and name.
pub(super) fn secrets(candidate: Option<&User>, unit: &UnitCode, units: &Units) -> Vec<String> {
    let mut codes = vec![unit];
    codes.extend(candidate.and_then(|one| one.unit.as_ref()));
    let mut secrets: Vec<String> = codes.iter().map(ToString::to_string).collect();
    secrets.extend(codes.iter().filter_map(|code| Some(units.get(*code)?.name.clone())));
    if let Some(user) = candidate {
        secrets.extend([user.name.clone(), user.email.clone()]);
        secrets.extend(user.any_nip().map(ToOwned::to_owned));
    }
    secrets
}

impl From<Content> for Text {
    fn from(content: Content) -> Self {
        let Content {
            title,
            summary,
            sections,
            plan,
            goal,
            programme,
            study,
            candidate,
            difference,
        } = content;
        // The facts are shown only together with the candidate.
        let CandidateFacts { .. } = candidate;
        Self { title, summary, sections, plan, goal, programme, study, difference }
    }
}
