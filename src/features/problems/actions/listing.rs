//! The registry as a list: what a row is found, filtered and sorted by.

use super::{scope_of, shown};
use crate::features::accounts::load_units;
use crate::features::problems::{Problem, ProblemFilter, store};
use crate::kernel::access::{self, Facts, Permission};
use crate::kernel::errors::Failure;
use crate::kernel::listing::{Column, Listed, Listing, Value, sift};
use crate::kernel::paging::{Page, Paging};
use crate::platform::cx::AnyoneCx;
use std::collections::BTreeMap;

/// A problem and the name of its unit.
type Line = (Problem, String);

static COLUMNS: &[Column<Line>] = &[
    Column::searched("code", |(row, _)| Some(row.code.as_str().into())),
    Column::searched("title", |(row, _)| Some(row.title.as_str().into())),
    Column::searched("indicator", |(row, _)| Some(row.indicator.as_str().into())),
    Column::searched("unit_name", |(_, unit)| Some(unit.as_str().into())),
    Column::new("owner_unit", |(row, _)| Some(Value::Text(row.owner_unit.to_string()))),
    Column::new("state", |(row, _)| Some(row.state.name().into())),
    Column::new("updated_at", |(row, _)| Some(row.updated_at.into())),
];

/// The registry, by code unless it is sorted, limited to what the caller may see: it is searched and counted as they
/// see it.
///
/// # Errors
/// `invalid` for a search text too long, a column or a cursor that is none.
pub fn search_problems(
    cx: &mut AnyoneCx<'_>,
    filter: &ProblemFilter,
    asked: &Listing,
) -> Result<Listed<Problem>, Failure> {
    access::may_anyone(cx.viewer, Permission::ReadRegistry, Facts::NONE)?;
    let scope = scope_of(cx.viewer);
    // Their names are only asked for by whoever searches or sorts.
    let units = if asked.is_plain() { BTreeMap::default() } else { load_units(cx.db)? };
    let line = |problem: Problem| {
        let unit = units.get(&problem.owner_unit).map(|unit| unit.name.clone());
        (problem, unit.unwrap_or_default())
    };
    let lines = store::list(cx.db, &scope)?.into_iter().map(line).collect();
    let chosen = [
        ("state", filter.state.map(|state| state.name().to_owned())),
        ("owner_unit", filter.owner_unit.as_ref().map(ToString::to_string)),
    ];
    let listed = sift(lines, COLUMNS, (asked, &chosen), |(row, _)| row.id.as_str())?;
    Ok(listed.map(|(problem, _)| shown(problem, &scope)))
}

/// A page of the registry, by code.
///
/// # Errors
/// A cursor that is none.
pub fn list_problems(
    cx: &mut AnyoneCx<'_>,
    filter: &ProblemFilter,
    paging: &Paging,
) -> Result<Page<Problem>, Failure> {
    let Paging { limit, after } = paging.clone();
    let listed = search_problems(cx, filter, &Listing { limit, after, ..Listing::default() })?;
    Ok(Page { items: listed.items, next: listed.next })
}
