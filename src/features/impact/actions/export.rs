//! The board as a table: one row per problem of the public registry. It holds nothing that the page does not show.

use crate::features::impact::board::{EventKind, Measured, ProblemImpact};
use crate::kernel::errors::Failure;
use crate::kernel::figure::Figure;
use crate::platform::cx::Cx;
use crate::platform::exports::{Cell, Column, Columns, Writer};

/// One row per problem.
pub static BOARD: Columns<ProblemImpact> = &[&[
    Column::text("problem", |row: &ProblemImpact| Cell::text(&row.code)),
    Column::text("title", |row: &ProblemImpact| Cell::text(&row.title)).wide(40),
    Column::text("owner_unit", |row: &ProblemImpact| Cell::text(row.owner_unit.as_str())),
    Column::text("state", |row: &ProblemImpact| Cell::text(row.state.name())),
    Column::truth("illustrative", |row: &ProblemImpact| Cell::Truth(row.illustrative)),
    Column::text("indicator", |row: &ProblemImpact| Cell::text(&row.indicator)).wide(40),
    Column::text("unit_of_measure", |row: &ProblemImpact| Cell::text(&row.unit_of_measure)),
    Column::text("direction", |row: &ProblemImpact| Cell::text(row.direction.name())),
    Column::text("baseline_period", |row: &ProblemImpact| Cell::text(&row.baseline_period)),
    Column::decimal("baseline", |row: &ProblemImpact| {
        figure(row.figures.map(|figures| figures.baseline))
    }),
    Column::decimal("now", |row: &ProblemImpact| figure(row.now.map(|now| now.figure))),
    Column::text("now_from", |row: &ProblemImpact| day(row, |now| now.period_from)),
    Column::text("now_to", |row: &ProblemImpact| day(row, |now| now.period_to)),
    Column::decimal("target", |row: &ProblemImpact| {
        figure(row.figures.map(|figures| figures.target))
    }),
    Column::integer("way_behind_percent", |row: &ProblemImpact| {
        Cell::optional(row.way_behind, Cell::Integer)
    }),
    Column::integer("seats_accepted", |row: &ProblemImpact| {
        let accepted = row.events.iter().filter(|one| one.event == EventKind::SeatAccepted);
        Cell::Integer(i64::try_from(accepted.count()).unwrap_or(i64::MAX))
    }),
    Column::text("awarded_on", |row: &ProblemImpact| {
        Cell::optional(row.awarded_on, |day| Cell::text(day.to_string()))
    }),
    Column::text("progress", |row: &ProblemImpact| Cell::text(row.progress.name())),
    Column::text("outcome", |row: &ProblemImpact| {
        Cell::optional(row.outcome, |outcome| Cell::text(outcome.name()))
    }),
]];

fn figure(figure: Option<Figure>) -> Cell {
    Cell::optional(figure, |figure| Cell::Decimal(figure.to_string()))
}

fn day(row: &ProblemImpact, of: fn(Measured) -> chrono::NaiveDate) -> Cell {
    Cell::optional(row.now, |now| Cell::text(of(now).to_string()))
}

/// Writes the board of the whole agency. Who may have it is asked before, by the catalogue of exports.
///
/// # Errors
/// A full disk.
pub fn pour_board(cx: &mut Cx<'_>, young_months: u32, to: &mut Writer) -> Result<(), Failure> {
    let board = super::read_board(&mut cx.anyone(), None, young_months)?;
    to.table((BOARD, &[]), &board.problems)
}
