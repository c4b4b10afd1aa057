//! Proposals themselves: the text as it is being written, and how far it has come.

use crate::clock::Timestamp;
use crate::db::Db;
use crate::db::schema::{proposals, users};
use crate::errors::Failure;
use crate::ids::{CallId, ProblemId, ProposalId, UnitCode, UserId};
use crate::proposals::{Entrant, Proposal};
use diesel::prelude::*;

#[derive(Queryable, Selectable)]
#[diesel(table_name = proposals)]
struct ProposalRow {
    id: ProposalId,
    call_id: CallId,
    candidate: UserId,
    unit: UnitCode,
    problem_id: ProblemId,
    level: String,
    number: Option<String>,
    state: String,
    content: String,
    version: i64,
    submitted_version: Option<i32>,
    created_at: Timestamp,
    updated_at: Timestamp,
    submitted_at: Option<Timestamp>,
    withdrawn_reason: Option<String>,
}

impl TryFrom<ProposalRow> for Proposal {
    type Error = Failure;
    fn try_from(row: ProposalRow) -> Result<Self, Failure> {
        Ok(Self {
            state: serde_json::from_value(row.state.into())?,
            content: serde_json::from_str(&row.content)?,
            id: row.id,
            call: row.call_id,
            candidate: row.candidate,
            unit: row.unit,
            problem: row.problem_id,
            level: row.level,
            number: row.number,
            version: row.version,
            submitted_version: row.submitted_version,
            created_at: row.created_at,
            updated_at: row.updated_at,
            submitted_at: row.submitted_at,
            withdrawn_reason: row.withdrawn_reason,
        })
    }
}

/// One proposal.
///
/// # Errors
/// When the database fails or the stored text is not one.
pub fn find(db: &mut Db, id: &ProposalId) -> Result<Option<Proposal>, Failure> {
    let row = proposals::table.find(id).select(ProposalRow::as_select()).first(db).optional()?;
    row.map(Proposal::try_from).transpose()
}

type EntrantRow = (ProposalId, Option<String>, UserId, Option<UserId>, UnitCode, ProblemId, String);

/// All proposals of a call that passed verification, by number.
///
/// # Errors
/// When the database fails.
pub fn entrants_of(db: &mut Db, call: &CallId) -> Result<Vec<Entrant>, Failure> {
    let rows = proposals::table
        .inner_join(users::table)
        .filter(proposals::call_id.eq(call).and(proposals::state.eq("eligible")))
        .order(proposals::number)
        .select((
            proposals::id,
            proposals::number,
            proposals::candidate,
            users::superior,
            proposals::unit,
            proposals::problem_id,
            proposals::level,
        ))
        .load::<EntrantRow>(db)?;
    let entrant = |(id, number, candidate, superior, unit, problem, level): EntrantRow| Entrant {
        id,
        number: number.unwrap_or_default(),
        candidate,
        superior,
        unit,
        problem,
        level,
    };
    Ok(rows.into_iter().map(entrant).collect())
}
