//! Would the ranking change without the interview? One row per proposal, with both places. No names.

use super::ranking::run_of;
use crate::features::calls::Call;
use crate::features::decisions::rules;
use crate::features::selection::scenario::{
    Case, InterviewInfluence, SideBySide, interview_influence,
};
use crate::features::selection::{Inputs, papers_of};
use crate::kernel::errors::Failure;
use crate::platform::cx::Cx;
use crate::platform::exports::{Cell, Column, Columns, Writer};
use selection_math::ranking::{Fraction, JoinedScore};

/// A proposal in both orders.
pub struct Influenced {
    line: SideBySide,
    joined: Option<JoinedScore>,
}

fn ratio(value: Option<Fraction>) -> Cell {
    Cell::optional(value, |value| Cell::ratio(value.sum, value.count))
}

fn place(place: Option<u32>) -> Cell {
    Cell::optional(place, |place| Cell::Integer(place.into()))
}

/// In the order with the interview.
pub static INTERVIEW: Columns<Influenced> = &[&[
    Column::text("number", |row| Cell::text(&row.line.number)),
    Column::integer("place", |row| place(row.line.official.place)),
    Column::integer("place_without_interview", |row| place(row.line.scenario.place)),
    Column::decimal("document_score", |row| ratio(row.joined.as_ref().map(|of| of.document))),
    Column::decimal("interview_score", |row| ratio(row.joined.as_ref().map(|of| of.interview))),
    Column::integer("interview_percent", |row| place(row.joined.as_ref().map(|of| of.percent))),
    Column::truth("interview_missed", |row| {
        Cell::optional(row.joined.as_ref(), |of| Cell::Truth(of.absent))
    }),
    Column::decimal("joined_score", |row| ratio(row.joined.as_ref().and_then(JoinedScore::value))),
    Column::text("outcome", |row| Cell::text(row.line.official.outcome.name())),
    Column::text("outcome_without_interview", |row| Cell::text(row.line.scenario.outcome.name())),
]];

/// The run by [`run_of`], with and without its interviews; no row in a call that has none.
///
/// # Errors
/// `run_missing` before anything was computed.
pub fn pour_interview(cx: &mut Cx<'_>, call: &Call, to: &mut Writer) -> Result<(), Failure> {
    let run = run_of(cx.db, call)?.ok_or_else(|| Failure::refused(rules::RUN_MISSING))?;
    let inputs: Inputs = serde_json::from_str(&papers_of(cx.db, &run.id)?.inputs)?;
    let case = Case { definition: (*call.definition).clone(), inputs };
    let report =
        interview_influence(&case, 1).map_err(|fault| Failure::Inconsistent(fault.to_string()))?;
    let rows: Vec<Influenced> = report.map_or_else(Vec::new, rows_of);
    to.table((INTERVIEW, &[]), &rows)
}

fn rows_of(report: InterviewInfluence) -> Vec<Influenced> {
    let InterviewInfluence { mut scores, compared, .. } = report;
    let row = |line: SideBySide| Influenced { joined: scores.remove(&line.number), line };
    compared.places.into_iter().map(row).collect()
}
