//! Every query on conflicts, assignments and sheets. Rows stay here.

use super::SubmittedSheet;
use crate::clock::Timestamp;
use crate::db::Db;
use crate::db::schema::{assignments, reviews};
use crate::errors::Failure;
use crate::ids::{AssignmentId, CallId, ProposalId, UserId};
use diesel::prelude::*;
use diesel::sql_types::Bool;

type JoinedSheets = diesel::dsl::InnerJoinQuerySource<reviews::table, assignments::table>;

type SheetRow = (AssignmentId, ProposalId, UserId, Option<i32>, String, Option<Timestamp>);

/// All locked sheets of a call that count, by proposal and reviewer.
///
/// # Errors
/// When the database fails or a stored sheet is not one.
pub fn submitted_sheets(db: &mut Db, call: &CallId) -> Result<Vec<SubmittedSheet>, Failure> {
    locked_sheets(db, assignments::call_id.eq(call.clone()))
}

/// The locked sheets on one proposal that count, by reviewer.
///
/// # Errors
/// As [`submitted_sheets`].
pub fn submitted_sheets_on(
    db: &mut Db,
    proposal: &ProposalId,
) -> Result<Vec<SubmittedSheet>, Failure> {
    locked_sheets(db, assignments::proposal_id.eq(proposal.clone()))
}

fn locked_sheets<F>(db: &mut Db, which: F) -> Result<Vec<SubmittedSheet>, Failure>
where
    F: BoxableExpression<JoinedSheets, crate::db::Backend, SqlType = Bool> + 'static,
{
    let rows =
        reviews::table
            .inner_join(assignments::table)
            .filter(assignments::state.eq("submitted"))
            .filter(Box::new(which)
                as Box<dyn BoxableExpression<_, crate::db::Backend, SqlType = Bool>>)
            .order((assignments::proposal_id, assignments::reviewer))
            .select((
                assignments::id,
                assignments::proposal_id,
                assignments::reviewer,
                reviews::total,
                reviews::sheet,
                reviews::submitted_at,
            ))
            .load::<SheetRow>(db)?;
    rows.into_iter()
        .map(|(assignment, proposal, reviewer, total, sheet, submitted_at)| {
            let missing = || Failure::Inconsistent(format!("sheet {assignment} is not locked"));
            Ok(SubmittedSheet {
                total: total.ok_or_else(missing)?,
                sheet: serde_json::from_str(&sheet)?,
                submitted_at: submitted_at.ok_or_else(missing)?,
                assignment,
                proposal,
                reviewer,
            })
        })
        .collect()
}
