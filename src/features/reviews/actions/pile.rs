//! A reviewer's list of tasks, limited by the calls' anonymity. Its order depends only on the
//! reviewer's own work, so other people's sheets influence nothing that is seen before one's own is
//! handed in.

use super::progress::Counts;
use super::task::secrets;
use crate::features::accounts::{Unit, User, load_units, users_of};
use crate::features::calls::{self, Call, Definition};
use crate::features::conflicts;
use crate::features::problems;
use crate::features::proposals::{self, Content};
use crate::features::reviews::AssignmentState;
use crate::features::reviews::rules::{blind, sheet};
use crate::features::reviews::store::{self, PileRow};
use crate::kernel::access::{self, Facts, Permission, Relation, Viewer};
use crate::kernel::clock::Timestamp;
use crate::kernel::errors::Failure;
use crate::kernel::ids::{AssignmentId, CallId, ProblemId, ProposalId, UnitCode, UserId};
use crate::kernel::paging::Page;
use crate::kernel::paging::Paging;
use crate::platform::cx::Cx;
use crate::platform::db::Db;
use serde::Serialize;
use std::collections::{BTreeMap, BTreeSet};

/// One line of the list.
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
    /// Whether it was handed in once and the chair has reopened it.
    pub reopened: bool,
    /// Whether an upheld objection ordered it, after the review.
    pub ordered: bool,
    /// The deadline of an ordered sheet; null for tasks of the review, which end with the call's
    /// review.
    pub due_at: Option<Timestamp>,
    /// Criteria that have a score.
    pub scored: usize,
    pub criteria: usize,
}

pub type PileProgress = Counts;

/// A reviewer's tasks.
#[derive(Debug, Clone, Serialize, utoipa::ToSchema)]
pub struct Pile {
    pub progress: PileProgress,
    pub items: Vec<PileItem>,
    /// Send it as `after` for the next page; null at the end.
    pub next: Option<String>,
}

/// A page of one's own tasks: not begun first, then those with the fewest scores, handed in last.
///
/// # Errors
/// `forbidden`.
pub fn read_pile(cx: &mut Cx<'_>, call: Option<&CallId>, paging: &Paging) -> Result<Pile, Failure> {
    pile_in(cx, call, paging).map(|(pile, _)| pile)
}

/// The same, with the calls of the tasks.
pub(super) fn pile_in(
    cx: &mut Cx<'_>,
    call: Option<&CallId>,
    paging: &Paging,
) -> Result<(Pile, BTreeMap<CallId, Call>), Failure> {
    access::may(cx.viewer, Permission::ReadOwnPile, Facts::NONE)?;
    let mut rows = store::pile_of(cx.db, &cx.viewer.user, call)?;
    let ids: Vec<ProposalId> = rows.iter().map(|row| row.assignment.proposal.clone()).collect();
    let hidden = conflicts::conflicted_among(cx.db, &cx.viewer.user, &ids)?;
    rows.retain(|row| !hidden.contains(&row.assignment.proposal));
    let calls: Vec<CallId> = rows.iter().map(|row| row.assignment.call.clone()).collect();
    let calls = calls::find_many(cx.db, &calls)?;
    let calls: BTreeMap<CallId, Call> =
        calls.into_iter().map(|call| (call.id.clone(), call)).collect();
    let mut progress = Counts::default();
    for row in &rows {
        progress.add(row.assignment.state);
    }
    let mut rows: Vec<(Key, PileRow)> =
        rows.into_iter().map(|row| (key(&row, &calls), row)).collect();
    rows.sort_by(|(one, _), (other, _)| one.cmp(other));
    if let Some(last) = paging.key::<Key>()? {
        rows.retain(|(key, _)| *key > last);
    }
    let page = Page::cut(rows, paging, |(key, _)| key.clone())?;
    let shown: Vec<PileRow> = page.items.into_iter().map(|(_, row)| row).collect();
    let words = Words::load(cx.db, &shown)?;
    let item = |row: PileRow| {
        let call = calls.get(&row.assignment.call)?;
        let is_readable = is_readable(cx.viewer, call, cx.now);
        let item = words.item(row, &call.definition);
        Some(item.map(|item| if is_readable { item } else { item.without_the_text() }))
    };
    let items = shown.into_iter().filter_map(item).collect::<Result<_, _>>()?;
    Ok((Pile { progress, items, next: page.next }, calls))
}

/// Whether a reviewer may read the assigned proposals of the call in its present phase.
fn is_readable(viewer: &Viewer, call: &Call, now: Timestamp) -> bool {
    let facts = Facts::in_phase(call.phase(now)).with(Relation::Assigned, true);
    viewer.may(Permission::ReadProposal, facts)
}

impl PileItem {
    fn without_the_text(self) -> Self {
        Self { title: None, candidate_name: None, unit: None, ..self }
    }
}

/// The order of the list: handed in or not, criteria scored, number, id.
type Key = (bool, usize, String, AssignmentId);

fn key(row: &PileRow, calls: &BTreeMap<CallId, Call>) -> Key {
    let scored = calls
        .get(&row.assignment.call)
        .map_or(0, |call| sheet::scored(&call.definition.rubric, &row.sheet));
    let is_done = row.assignment.state == AssignmentState::Submitted;
    (is_done, scored, row.number.clone(), row.assignment.id.clone())
}

/// The texts for the lines of a page; read in a fixed number of statements.
struct Words {
    texts: BTreeMap<ProposalId, Content>,
    problems: BTreeMap<ProblemId, String>,
    people: BTreeMap<UserId, User>,
    units: BTreeMap<UnitCode, Unit>,
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

    fn item(&self, row: PileRow, definition: &Definition) -> Result<PileItem, Failure> {
        let hides = blind::hides_candidate(definition.anonymity);
        let candidate = self.people.get(&row.candidate);
        let secrets = secrets(candidate, &row.unit, &self.units);
        let missing =
            || Failure::Inconsistent(format!("task {} on no submission", row.assignment.id));
        let text = self.texts.get(&row.assignment.proposal).ok_or_else(missing)?;
        let title = blind::title(&text.title, definition.anonymity, &secrets)?;
        let state = row.assignment.state;
        Ok(PileItem {
            // A sheet handed in anew is open no longer.
            reopened: state == AssignmentState::Draft && self.reopened.contains(&row.assignment.id),
            ordered: self.ordered.contains_key(&row.assignment.id),
            due_at: self.ordered.get(&row.assignment.id).copied().flatten(),
            title: Some(title),
            problem_code: self.problems.get(&row.problem).cloned().ok_or_else(missing)?,
            candidate_name: candidate.filter(|_| !hides).map(|one| one.name.clone()),
            unit: Some(row.unit).filter(|_| !hides),
            scored: sheet::scored(&definition.rubric, &row.sheet),
            criteria: definition.rubric.criteria.len(),
            assignment: row.assignment.id,
            call: row.assignment.call,
            proposal: row.assignment.proposal,
            number: row.number,
            state,
        })
    }
}
