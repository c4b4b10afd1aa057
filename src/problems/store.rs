//! Every query on the registry. Rows stay here.

use super::{Direction, Problem};
use crate::clock::Timestamp;
use crate::db::Db;
use crate::db::schema::problems;
use crate::errors::Failure;
use crate::ids::{ProblemId, UnitCode, UserId};
use diesel::prelude::*;

#[derive(Queryable, Selectable, Insertable)]
#[diesel(table_name = problems)]
struct ProblemRow {
    id: ProblemId,
    code: String,
    owner_unit: UnitCode,
    title: String,
    description: String,
    indicator: String,
    unit_of_measure: String,
    direction: String,
    baseline_value: String,
    baseline_period: String,
    baseline_denominator: Option<String>,
    baseline_source: String,
    target_value: String,
    evidence: String,
    illustrative: bool,
    state: String,
    state_reason: Option<String>,
    proposed_by: Option<UserId>,
    decided_by: Option<UserId>,
    created_at: Timestamp,
    updated_at: Timestamp,
    version: i64,
}

impl TryFrom<ProblemRow> for Problem {
    type Error = Failure;
    fn try_from(row: ProblemRow) -> Result<Self, Failure> {
        Ok(Self {
            direction: if row.direction == "higher" { Direction::Higher } else { Direction::Lower },
            state: serde_json::from_value(row.state.into())?,
            id: row.id,
            code: row.code,
            owner_unit: row.owner_unit,
            title: row.title,
            description: row.description,
            indicator: row.indicator,
            unit_of_measure: row.unit_of_measure,
            baseline_value: row.baseline_value,
            baseline_period: row.baseline_period,
            baseline_denominator: row.baseline_denominator,
            baseline_source: row.baseline_source,
            target_value: row.target_value,
            evidence: row.evidence,
            illustrative: row.illustrative,
            state_reason: row.state_reason,
            proposed_by: row.proposed_by,
            decided_by: row.decided_by,
            created_at: row.created_at,
            updated_at: row.updated_at,
            version: row.version,
        })
    }
}

/// One problem.
///
/// # Errors
/// When the database fails.
pub fn find(db: &mut Db, id: &ProblemId) -> Result<Option<Problem>, Failure> {
    let row = problems::table.find(id).select(ProblemRow::as_select()).first(db).optional()?;
    row.map(Problem::try_from).transpose()
}

/// Several problems, by id; unknown ids are left out.
///
/// # Errors
/// When the database fails.
pub fn find_many(db: &mut Db, ids: &[ProblemId]) -> Result<Vec<Problem>, Failure> {
    problems::table
        .filter(problems::id.eq_any(ids))
        .order(problems::code)
        .select(ProblemRow::as_select())
        .load(db)?
        .into_iter()
        .map(Problem::try_from)
        .collect()
}
