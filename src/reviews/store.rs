//! Every query on conflicts, assignments and sheets. Rows stay here.

use super::SubmittedSheet;
use crate::clock::Timestamp;
use crate::db::Db;
use crate::db::schema::{assignments, reviews};
use crate::errors::Failure;
use crate::ids::{AssignmentId, CallId, ProposalId, UserId};
use diesel::prelude::*;

type SheetRow = (AssignmentId, ProposalId, UserId, Option<i32>, String, Option<Timestamp>);

/// All locked sheets of a call that count, by proposal and reviewer.
///
/// # Errors
/// When the database fails or a stored sheet is not one.
pub fn submitted_sheets(db: &mut Db, call: &CallId) -> Result<Vec<SubmittedSheet>, Failure> {
    let rows = reviews::table
        .inner_join(assignments::table)
        .filter(assignments::call_id.eq(call).and(assignments::state.eq("submitted")))
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
