//! The tasks of a call as a list: what a row is found, filtered and sorted by.

use super::visible_call;
use crate::features::accounts::{load_units, names_of};
use crate::features::calls::Call;
use crate::features::conflicts::CallContext;
use crate::features::reviews::{Assignment, AssignmentFilter, AssignmentState, store};
use crate::kernel::access::{self, Facts, Permission};
use crate::kernel::clock::Timestamp;
use crate::kernel::errors::Failure;
use crate::kernel::ids::{CallId, UnitCode, UserId};
use crate::kernel::listing::{Column, Listed, Listing, Value, sift};
use crate::platform::cx::Cx;
use std::collections::BTreeMap;

/// A task with the names of what it is about.
#[derive(Debug, Clone)]
pub struct TaskLine {
    pub task: Assignment,
    pub number: String,
    pub reviewer: String,
    pub unit: Option<UnitCode>,
    pub unit_name: String,
    /// When its sheet is due.
    pub due_at: Timestamp,
    /// Whether it is missing after that.
    pub is_late: bool,
}

static COLUMNS: &[Column<TaskLine>] = &[
    Column::searched("number", |row| Some(row.number.as_str().into())),
    Column::searched("reviewer_name", |row| Some(row.reviewer.as_str().into())),
    Column::searched("unit_name", |row| Some(row.unit_name.as_str().into())),
    Column::new("unit", |row| row.unit.as_ref().map(|unit| Value::Text(unit.to_string()))),
    Column::new("reviewer", |row| Some(Value::Text(row.task.reviewer.to_string()))),
    Column::new("proposal", |row| Some(Value::Text(row.task.proposal.to_string()))),
    Column::new("state", |row| Some(row.task.state.name().into())),
    Column::new("origin", |row| Some(row.task.origin.name().into())),
    Column::new("assigned_at", |row| Some(row.task.assigned_at.into())),
    Column::new("due_at", |row| Some(row.due_at.into())),
    Column::new("late", |row| Some(Value::Text(row.is_late.to_string()))),
];

fn chosen(filter: &AssignmentFilter) -> [(&'static str, Option<String>); 5] {
    [
        ("reviewer", filter.reviewer.as_ref().map(ToString::to_string)),
        ("proposal", filter.proposal.as_ref().map(ToString::to_string)),
        ("state", filter.state.map(|state| state.name().to_owned())),
        ("unit", filter.unit.as_ref().map(ToString::to_string)),
        ("late", filter.late.map(|late| late.to_string())),
    ]
}

/// A call's tasks, the oldest first unless they are sorted, without those on proposals that the viewer is in conflict
/// with: they are neither found nor counted.
///
/// # Errors
/// `not_found`, `forbidden`; `invalid` for a column or a cursor that is none.
pub fn search_tasks(
    cx: &mut Cx<'_>,
    id: &CallId,
    (filter, asked): (&AssignmentFilter, &Listing),
) -> Result<Listed<TaskLine>, Failure> {
    Ok(search_tasks_of(cx, id, (filter, asked))?.0)
}

/// The same, with the names of those who have such tasks.
///
/// # Errors
/// As [`search_tasks`].
pub fn search_tasks_of(
    cx: &mut Cx<'_>,
    id: &CallId,
    (filter, asked): (&AssignmentFilter, &Listing),
) -> Result<(Listed<TaskLine>, BTreeMap<String, String>), Failure> {
    let call = visible_call(cx, id)?;
    let context = CallContext::of(cx, call)?;
    access::may(cx.viewer, Permission::ReadAssignments, Facts::in_phase(context.phase))?;
    let lines = lines_of(cx, &context)?;
    let name = |line: &TaskLine| (line.task.reviewer.to_string(), line.reviewer.clone());
    let names = lines.iter().map(name).collect();
    let found = sift(lines, COLUMNS, (asked, &chosen(filter)), |line| line.task.id.as_str())?;
    Ok((found, names))
}

/// The same, for actions that already have the call.
pub(super) fn tasks_in(
    cx: &mut Cx<'_>,
    context: &CallContext,
    (filter, asked): (&AssignmentFilter, &Listing),
) -> Result<Listed<TaskLine>, Failure> {
    access::may(cx.viewer, Permission::ReadAssignments, Facts::in_phase(context.phase))?;
    let lines = lines_of(cx, context)?;
    sift(lines, COLUMNS, (asked, &chosen(filter)), |line| line.task.id.as_str())
}

fn lines_of(cx: &mut Cx<'_>, context: &CallContext) -> Result<Vec<TaskLine>, Failure> {
    let call: &Call = &context.call;
    let hidden = context.hidden(cx.db)?;
    let mut tasks = store::all_of_call(cx.db, &call.id)?;
    tasks.retain(|task| !hidden.contains(&task.proposal));
    let mut reviewers: Vec<UserId> = tasks.iter().map(|task| task.reviewer.clone()).collect();
    reviewers.sort();
    reviewers.dedup();
    let names = names_of(cx.db, &reviewers)?;
    let units = load_units(cx.db)?;
    let about = store::numbers_and_units(cx.db, &call.id)?;
    // A task that was ordered after the review, or is awaited, has its own date; the others share the call's.
    let ordered = store::due_dates(cx.db, &call.id)?;
    let now = cx.now;
    let line = |task: Assignment| {
        let (number, unit) = about.get(&task.proposal).cloned().unzip();
        let due_at = ordered.get(&task.id).copied().unwrap_or(call.calendar.review_ends_at);
        let is_open = matches!(task.state, AssignmentState::Assigned | AssignmentState::Draft);
        let place = unit.as_ref().and_then(|code| units.get(code));
        TaskLine {
            number: number.unwrap_or_default(),
            reviewer: names.get(&task.reviewer).cloned().unwrap_or_default(),
            unit_name: place.map(|unit| unit.name.clone()).unwrap_or_default(),
            is_late: is_open && due_at < now,
            unit,
            due_at,
            task,
        }
    };
    Ok(tasks.into_iter().map(line).collect())
}
