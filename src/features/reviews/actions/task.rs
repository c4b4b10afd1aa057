//! One task of a reviewer with the text to be judged, limited by the call's anonymity.

use super::ReviewContext;
use crate::features::accounts::{Unit, User, load_units};
use crate::features::calls::{Anonymity, Rubric};
use crate::features::proposals::fields::{self, Audience};
use crate::features::proposals::{Content, RegisteredProblem};
use crate::features::reviews::AssignmentState;
use crate::features::reviews::rules::blind;
use crate::kernel::access::{self, Permission, Viewer};
use crate::kernel::clock::Timestamp;
use crate::kernel::errors::Failure;
use crate::kernel::ids::{AssignmentId, CallId, ProposalId, UnitCode};
use crate::platform::cx::Cx;
use crate::platform::db::Db;
use serde::Serialize;
use serde::ser::{Error as _, Serializer};
use serde_json::{Map, Value};
use std::collections::BTreeMap;
use utoipa::openapi::schema::{ObjectBuilder, Schema};
use utoipa::openapi::{Ref, RefOr};
use utoipa::{PartialSchema, ToSchema};

/// Who wrote it, where the mode lets it be known.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct CandidateView {
    pub name: String,
    pub unit: UnitCode,
    pub unit_name: String,
    /// What the text says of the person, as far as the catalogue of its fields shows it to a reviewer: discipline and
    /// court matters are the verifiers'.
    #[serde(flatten)]
    pub facts: Map<String, Value>,
}

impl PartialSchema for CandidateView {
    fn schema() -> RefOr<Schema> {
        let named = [
            ("name", String::schema()),
            ("unit", Ref::from_schema_name(UnitCode::name()).into()),
            ("unit_name", String::schema()),
        ];
        let named = named.into_iter().map(|(name, schema)| (name.to_owned(), schema));
        object(named.chain(fields::person_properties(Audience::Reviewer)))
    }
}

impl ToSchema for CandidateView {}

/// The text to be judged, as this reviewer may read it; what it says of the person stands with the candidate.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Text(pub Content);

impl Serialize for Text {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        fields::text_of(&self.0).map_err(S::Error::custom)?.serialize(serializer)
    }
}

impl PartialSchema for Text {
    fn schema() -> RefOr<Schema> {
        object(fields::text_properties())
    }
}

impl ToSchema for Text {}

/// An object that has all of these properties.
fn object(properties: impl IntoIterator<Item = (String, RefOr<Schema>)>) -> RefOr<Schema> {
    let all = properties.into_iter().fold(ObjectBuilder::new(), |object, (name, schema)| {
        object.property(name.clone(), schema).required(name)
    });
    all.into()
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
pub fn read_task(cx: &mut Cx<'_>, id: &AssignmentId) -> Result<Task, Failure> {
    let context = ReviewContext::of_own_task(cx, id)?;
    task_in(cx, &context)
}

pub(super) fn task_in(cx: &mut Cx<'_>, context: &ReviewContext) -> Result<Task, Failure> {
    let facts = context.facts(cx.viewer, cx.now);
    access::may(cx.viewer, Permission::ReadOwnSheet, facts)?;
    access::may(cx.viewer, Permission::ReadProposal, facts)?;
    let assignment = context.task()?;
    let proposal = context.of.submitted().ok_or_else(Failure::not_found)?;
    let units = load_units(cx.db)?;
    let candidate = context.candidate(cx.db)?;
    let definition = &context.call().definition;
    let hides = blind::hides_candidate(definition.anonymity);
    let mode = definition.anonymity;
    let facts = fields::person_of(&proposal.content, blind::audience(mode))?;
    let view = candidate.filter(|_| !hides).map(|one| CandidateView {
        name: one.name.clone(),
        unit_name: unit_name(&units, &proposal.unit).to_owned(),
        unit: proposal.unit.clone(),
        facts,
    });
    let secrets = secrets(candidate, &proposal.unit, &units);
    let problem = registered(cx.db, context, &units)?;
    let number = proposal.given_number()?.to_owned();
    let text = Text(blind::shown(&proposal.content, mode, &secrets)?);
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
        text,
        rubric: definition.rubric.clone(),
        due_at: context
            .order
            .and_then(|order| order.due_at)
            .unwrap_or(context.call().calendar.review_ends_at),
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
