//! The registry's columns and filters, as its lists show them.

use super::{Units, unit_name};
use crate::features::problems::{Problem, ProblemFilter, State};
use crate::kernel::ids::UnitCode;
use crate::web::lists::{Asked, Cell, Column, Filter, Frame};
use crate::web::pages::PageContext;

/// The columns that can be sorted by.
pub(super) const SORTS: [&str; 6] =
    ["code", "title", "indicator", "unit_name", "state", "updated_at"];

pub(super) fn filter_of(asked: &Asked) -> ProblemFilter {
    ProblemFilter {
        state: asked.named("state", State::from_name),
        owner_unit: asked.first("owner_unit").or(asked.first("unit")).map(UnitCode::new),
    }
}

/// The list of the registry, public or of the desk.
pub(super) fn frame<'a>(
    (s, asked, path): (&'a PageContext, &'a Asked, &'a str),
    units: &'a Units,
) -> Frame<'a, Problem> {
    Frame {
        s,
        asked,
        path,
        name: "problems-title",
        hint: "list-problems-hint",
        columns: columns(s, units),
        filters: vec![
            Filter::new("state", "list-state", |state| s.word("problem-state", state)),
            Filter::new("owner_unit", "list-unit", |code| unit_name(units, &UnitCode::new(code))),
        ],
        acts: None,
    }
}

fn columns<'a>(s: &'a PageContext, units: &'a Units) -> Vec<Column<'a, Problem>> {
    let colour = |state: State| if state.is_public() { "grey" } else { "amber" };
    vec![
        Column::new("code", "list-code", |row: &Problem| Cell::text(row.code.clone())),
        Column::new("title", "list-title", |row: &Problem| {
            Cell::text(row.title.clone()).to(format!("/problems/{}", row.id))
        }),
        Column::new("indicator", "list-indicator", |row: &Problem| {
            let figures = format!("{} → {}", row.baseline_value, row.target_value);
            Cell::text(row.indicator.clone()).under(figures)
        }),
        Column::new("unit_name", "list-unit", |row: &Problem| {
            Cell::text(unit_name(units, &row.owner_unit))
        }),
        Column::new("state", "list-state", move |row: &Problem| {
            Cell::tag(s.word("problem-state", row.state.name()), colour(row.state))
        }),
        Column::new("updated_at", "list-changed", |row: &Problem| {
            Cell::text(s.at(&row.updated_at))
        }),
    ]
}
