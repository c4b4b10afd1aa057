//! The conflicts of a call as a list: what a row is found, filtered and sorted by.

use super::conflicts::{Parties, conflicts_in};
use super::visible_call;
use crate::features::accounts::names_of;
use crate::features::conflicts::{CallContext, ConflictKind};
use crate::features::reviews::Conflict;
use crate::kernel::errors::Failure;
use crate::kernel::ids::{CallId, UserId};
use crate::kernel::listing::{Column, Listed, Listing, Value, sift};
use crate::platform::cx::Cx;
use serde::Deserialize;

/// Filters a list of conflicts.
#[derive(Debug, Clone, Default, Deserialize, utoipa::IntoParams)]
#[into_params(parameter_in = Query)]
pub struct ConflictFilter {
    pub kind: Option<ConflictKind>,
    /// Whose conflict it is.
    pub user: Option<UserId>,
}

/// A conflict with the name of whose it is.
#[derive(Debug, Clone)]
pub struct ConflictLine {
    /// Of the three that make it one: proposal, person, kind.
    id: String,
    pub conflict: Conflict,
    pub name: String,
}

static COLUMNS: &[Column<ConflictLine>] = &[
    Column::searched("number", |row| Some(row.conflict.number.as_str().into())),
    Column::searched("name", |row| Some(row.name.as_str().into())),
    Column::searched("reason", |row| row.conflict.reason.as_deref().map(Value::from)),
    Column::new("user", |row| Some(Value::Text(row.conflict.user.to_string()))),
    Column::new("kind", |row| Some(row.conflict.kind.name().into())),
    Column::new("declared_at", |row| row.conflict.declared_at.map(Value::from)),
    Column::new("task", |row| row.conflict.assignment_state.map(|state| state.name().into())),
];

/// A call's conflicts, by proposal unless they are sorted: those that the rule finds now between panel and proposals, and
/// the recorded ones. The viewer's own are left out.
///
/// # Errors
/// `not_found`, `forbidden`; `invalid` for a column or a cursor that is none.
pub fn list_conflicts(
    cx: &mut Cx<'_>,
    id: &CallId,
    (filter, asked): (&ConflictFilter, &Listing),
) -> Result<Listed<Conflict>, Failure> {
    let call = visible_call(cx, id)?;
    let context = CallContext::of(cx, call)?;
    let parties = Parties::load(cx.db, id)?;
    let listed = search_in(cx, (&context, &parties), (filter, asked))?;
    Ok(listed.map(|line| line.conflict))
}

/// The same, for actions that already have the call.
pub(super) fn search_in(
    cx: &mut Cx<'_>,
    of: (&CallContext, &Parties),
    (filter, asked): (&ConflictFilter, &Listing),
) -> Result<Listed<ConflictLine>, Failure> {
    let conflicts = conflicts_in(cx, of)?;
    let mut people: Vec<UserId> = conflicts.iter().map(|one| one.user.clone()).collect();
    people.sort();
    people.dedup();
    let names = names_of(cx.db, &people)?;
    let line = |conflict: Conflict| ConflictLine {
        id: format!("{} {} {}", conflict.proposal, conflict.user, conflict.kind.name()),
        name: names.get(&conflict.user).cloned().unwrap_or_default(),
        conflict,
    };
    let chosen = [
        ("kind", filter.kind.map(|kind| kind.name().to_owned())),
        ("user", filter.user.as_ref().map(ToString::to_string)),
    ];
    let lines = conflicts.into_iter().map(line).collect();
    sift(lines, COLUMNS, (asked, &chosen), |line| line.id.as_str())
}
