//! A reviewer's pile, and one task of it with the text to be judged, as far as the call's anonymity
//! lets it be read. The order follows the reviewer's own work only: other people's sheets steer
//! nothing that is seen before one's own is handed in.

use super::Scene;
use super::progress::Counts;
use crate::features::accounts::{User, load_units, users_of};
use crate::features::calls::{self, Anonymity, Call, Definition, Rubric};
use crate::features::conflicts;
use crate::features::problems;
use crate::features::proposals::{
    self, CandidateFacts, Content, Goal, PlanItem, Programme, Proposal, RegisteredProblem,
    Sections, Study, YearRating, circumstances_of,
};
use crate::features::reviews::AssignmentState;
use crate::features::reviews::rules::{blind, sheet};
use crate::features::reviews::store::{self, PileRow};
use crate::kernel::access::{self, Act, Facts, Relation, Verdict, Viewer};
use crate::kernel::clock::Timestamp;
use crate::kernel::errors::Failure;
use crate::kernel::ids::{AssignmentId, CallId, ProblemId, ProposalId, UnitCode, UserId};
use crate::kernel::paging::Page;
use crate::kernel::paging::Paging;
use crate::platform::db::Db;
use serde::Serialize;
use std::collections::{BTreeMap, BTreeSet};

/// Who wrote it, where the mode lets it be known. Discipline and court matters are the verifiers'.
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

/// One line of the pile.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, utoipa::ToSchema)]
pub struct PileItem {
    pub assignment: AssignmentId,
    pub call: CallId,
    pub proposal: ProposalId,
    #[schema(example = "TB-2026-0012")]
    pub number: String,
    /// Null while the proposal may not be read: before the review, and in a cancelled call.
    pub title: Option<String>,
    #[schema(example = "M-007")]
    pub problem_code: String,
    /// Null under double-blind, and while the proposal may not be read.
    pub candidate_name: Option<String>,
    /// Null under double-blind, and while the proposal may not be read.
    pub unit: Option<UnitCode>,
    pub state: AssignmentState,
    /// It was handed in once, and the chair has opened it again.
    pub reopened: bool,
    /// An upheld objection ordered it, after the review.
    pub ordered: bool,
    /// By when it was asked for then; null for tasks of the review, whose end is the call's.
    pub due_at: Option<Timestamp>,
    /// Criteria that have a score so far.
    pub scored: usize,
    pub criteria: usize,
}

pub type PileProgress = Counts;

/// What is on the reviewer's desk.
#[derive(Debug, Clone, Serialize, utoipa::ToSchema)]
pub struct Pile {
    pub progress: PileProgress,
    pub items: Vec<PileItem>,
    /// Give it as `after` for the next page; null at the end.
    pub next: Option<String>,
}

/// One task with the text to be judged and the rubric to judge it by.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, utoipa::ToSchema)]
pub struct Task {
    pub assignment: AssignmentId,
    pub call: CallId,
    pub proposal: ProposalId,
    pub number: String,
    pub state: AssignmentState,
    pub problem_code: String,
    /// As the registry had it when the proposal was handed in; under double-blind without its owner,
    /// which may be the candidate's unit.
    pub registered_problem: Option<RegisteredProblem>,
    pub level: String,
    pub anonymity: Anonymity,
    /// Null under double-blind.
    pub candidate: Option<CandidateView>,
    pub text: Text,
    pub rubric: Rubric,
    /// Sheets handed in at this instant or later are too late. For one that an upheld objection ordered:
    /// by when it is asked for.
    pub due_at: Timestamp,
}

/// A page of one's own tasks: untouched first, then those with the fewest scores, handed in last.
///
/// # Errors
/// `forbidden`.
pub fn read_pile(
    db: &mut Db,
    viewer: &Viewer,
    call: Option<&CallId>,
    paging: &Paging,
    now: Timestamp,
) -> Result<Pile, Failure> {
    access::may(viewer, Act::ReadOwnPile, Facts::NONE)?;
    let mut rows = store::pile_of(db, &viewer.user, call)?;
    let ids: Vec<ProposalId> = rows.iter().map(|row| row.assignment.proposal.clone()).collect();
    let hidden = conflicts::conflicted_among(db, &viewer.user, &ids)?;
    rows.retain(|row| !hidden.contains(&row.assignment.proposal));
    let calls: Vec<CallId> = rows.iter().map(|row| row.assignment.call.clone()).collect();
    let definitions = calls::definitions_of(db, &calls)?;
    let readable = readable_calls(db, viewer, &calls, now)?;
    let mut progress = Counts::default();
    for row in &rows {
        progress.add(row.assignment.state);
    }
    let mut rows: Vec<(Key, PileRow)> =
        rows.into_iter().map(|row| (key(&row, &definitions), row)).collect();
    rows.sort_by(|(one, _), (other, _)| one.cmp(other));
    if let Some(last) = paging.key::<Key>()? {
        rows.retain(|(key, _)| *key > last);
    }
    let page = Page::cut(rows, paging, |(key, _)| key.clone())?;
    let shown: Vec<PileRow> = page.items.into_iter().map(|(_, row)| row).collect();
    let words = Words::load(db, &shown)?;
    let item = |row: PileRow| {
        let definition = definitions.get(&row.assignment.call)?;
        let may_be_read = readable.contains(&row.assignment.call);
        let item = words.item(row, definition);
        Some(if may_be_read { item } else { item.without_the_text() })
    };
    Ok(Pile { progress, items: shown.into_iter().filter_map(item).collect(), next: page.next })
}

/// The calls in whose present phase a reviewer may read the proposals given to them.
fn readable_calls(
    db: &mut Db,
    viewer: &Viewer,
    ids: &[CallId],
    now: Timestamp,
) -> Result<BTreeSet<CallId>, Failure> {
    let reads = |call: &Call| {
        let facts = Facts::in_phase(call.phase(now)).with(Relation::Assigned, true);
        access::decide(&viewer.roles, Act::ReadProposal, facts) == Verdict::Allowed
    };
    let calls = calls::find_many(db, ids)?;
    Ok(calls.into_iter().filter(reads).map(|call| call.id).collect())
}

impl PileItem {
    fn without_the_text(self) -> Self {
        Self { title: None, candidate_name: None, unit: None, ..self }
    }
}

/// Handed in or not, criteria scored, number, id.
type Key = (bool, usize, String, AssignmentId);

fn key(row: &PileRow, definitions: &BTreeMap<CallId, Definition>) -> Key {
    let scored = definitions
        .get(&row.assignment.call)
        .map_or(0, |definition| sheet::scored(&definition.rubric, &row.sheet));
    let is_done = row.assignment.state == AssignmentState::Submitted;
    (is_done, scored, row.number.clone(), row.assignment.id.clone())
}

/// What the lines of a page are worded with; a fixed number of statements.
struct Words {
    texts: BTreeMap<ProposalId, Content>,
    problems: BTreeMap<ProblemId, String>,
    people: BTreeMap<UserId, User>,
    units: BTreeMap<UnitCode, crate::features::accounts::Unit>,
    reopened: BTreeSet<AssignmentId>,
    ordered: BTreeMap<AssignmentId, Option<Timestamp>>,
}

impl Words {
    fn load(db: &mut Db, rows: &[PileRow]) -> Result<Self, Failure> {
        let proposals: Vec<ProposalId> =
            rows.iter().map(|row| row.assignment.proposal.clone()).collect();
        let problem_ids: Vec<ProblemId> = rows.iter().map(|row| row.problem.clone()).collect();
        let people: Vec<UserId> = rows.iter().map(|row| row.candidate.clone()).collect();
        let tasks: Vec<AssignmentId> = rows.iter().map(|row| row.assignment.id.clone()).collect();
        Ok(Self {
            reopened: store::reopened_among(db, &tasks)?,
            ordered: store::ordered_among(db, &tasks)?,
            texts: proposals::submitted_texts(db, &proposals)?,
            problems: problems::find_many(db, &problem_ids)?
                .into_iter()
                .map(|problem| (problem.id, problem.code))
                .collect(),
            people: users_of(db, &people)?.into_iter().map(|one| (one.id.clone(), one)).collect(),
            units: load_units(db)?,
        })
    }

    fn item(&self, row: PileRow, definition: &Definition) -> PileItem {
        let hides = blind::hides_candidate(definition.anonymity);
        let candidate = self.people.get(&row.candidate);
        let title = self.texts.get(&row.assignment.proposal).map_or("", |text| &text.title);
        let secrets = self.secrets(candidate, &row.unit);
        let state = row.assignment.state;
        PileItem {
            // A sheet handed in anew is open no longer.
            reopened: state == AssignmentState::Draft && self.reopened.contains(&row.assignment.id),
            ordered: self.ordered.contains_key(&row.assignment.id),
            due_at: self.ordered.get(&row.assignment.id).copied().flatten(),
            title: Some(if hides { blind::masked_line(title, &secrets) } else { title.to_owned() }),
            problem_code: self.problems.get(&row.problem).cloned().unwrap_or_default(),
            candidate_name: candidate.filter(|_| !hides).map(|one| one.name.clone()),
            unit: Some(row.unit).filter(|_| !hides),
            scored: sheet::scored(&definition.rubric, &row.sheet),
            criteria: definition.rubric.criteria.len(),
            assignment: row.assignment.id,
            call: row.assignment.call,
            proposal: row.assignment.proposal,
            number: row.number,
            state,
        }
    }

    /// What double-blind masks in the texts: name, NIP, e-mail, units by code and name.
    fn secrets(&self, candidate: Option<&User>, unit: &UnitCode) -> Vec<String> {
        let mut codes = vec![unit];
        codes.extend(candidate.and_then(|one| one.unit.as_ref()));
        let mut secrets: Vec<String> = codes.iter().map(ToString::to_string).collect();
        secrets.extend(codes.iter().filter_map(|code| Some(self.units.get(*code)?.name.clone())));
        if let Some(user) = candidate {
            secrets.extend([user.name.clone(), user.email.clone()]);
            secrets.extend(user.any_nip().map(ToOwned::to_owned));
        }
        secrets
    }
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
    let scene = Scene::of_own_task(db, viewer, id)?;
    let facts = scene.facts(viewer, now);
    access::may(viewer, Act::ReadOwnSheet, facts)?;
    access::may(viewer, Act::ReadProposal, facts)?;
    let proposal = &scene.proposal;
    let people = users_of(db, std::slice::from_ref(&proposal.candidate))?;
    let candidate = people.first();
    let words = Words {
        texts: proposals::submitted_texts(db, std::slice::from_ref(&proposal.id))?,
        problems: BTreeMap::new(),
        people: BTreeMap::new(),
        units: load_units(db)?,
        reopened: BTreeSet::new(),
        ordered: store::ordered_among(db, std::slice::from_ref(id))?,
    };
    let content = words.texts.get(&proposal.id).cloned().ok_or_else(Failure::not_found)?;
    let definition = &scene.call.definition;
    let hides = blind::hides_candidate(definition.anonymity);
    let view = candidate.filter(|_| !hides).map(|one| CandidateView {
        name: one.name.clone(),
        unit_name: words
            .units
            .get(&proposal.unit)
            .map_or_else(String::new, |unit| unit.name.clone()),
        unit: proposal.unit.clone(),
        position: content.candidate.position.clone(),
        degrees: content.candidate.degrees.clone(),
        ratings: content.candidate.ratings.clone(),
    });
    let secrets = words.secrets(candidate, &proposal.unit);
    let content = if hides { blind::masked(content, &secrets) } else { content };
    let problem = registered(db, proposal, &words)?;
    let problem = problem.map(|one| if hides { blind::masked_problem(one, &secrets) } else { one });
    Ok(Task {
        assignment: id.clone(),
        call: scene.call.id.clone(),
        proposal: proposal.id.clone(),
        number: proposal.number.clone().unwrap_or_default(),
        state: scene.task()?.state,
        problem_code: problem.as_ref().map_or_else(String::new, |one| one.code.clone()),
        registered_problem: problem,
        level: proposal.level.clone(),
        anonymity: definition.anonymity,
        candidate: view,
        text: Text::from(content),
        rubric: definition.rubric.clone(),
        due_at: words
            .ordered
            .get(id)
            .copied()
            .flatten()
            .unwrap_or(scene.call.calendar.review_ends_at),
    })
}

/// The problem as it was when the proposal was handed in; as it is now where nobody wrote that down.
fn registered(
    db: &mut Db,
    proposal: &Proposal,
    words: &Words,
) -> Result<Option<RegisteredProblem>, Failure> {
    if let Some(problem) = circumstances_of(db, &proposal.id)?.problem {
        return Ok(Some(problem));
    }
    let now = problems::find(db, &proposal.problem)?;
    Ok(now.map(|problem| {
        let owner = words.units.get(&problem.owner_unit).map_or("", |unit| unit.name.as_str());
        RegisteredProblem::of(&problem, owner)
    }))
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
        // The facts are shown, if at all, with the candidate.
        let CandidateFacts { .. } = candidate;
        Self { title, summary, sections, plan, goal, programme, study, difference }
    }
}
