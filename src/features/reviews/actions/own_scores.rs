//! All scores that a reviewer has given in one call, side by side: so that the same is judged alike.

use super::find_call;
use crate::features::calls::Call;
use crate::features::conflicts;
use crate::features::reviews::rules::sheet;
use crate::features::reviews::{AssignmentState, Score, store};
use crate::kernel::access::{self, Facts, Permission};
use crate::kernel::errors::Failure;
use crate::kernel::ids::{AssignmentId, CallId, ProposalId};
use crate::platform::cx::Cx;
use std::collections::BTreeMap;

/// One of one's own sheets that has a score.
#[derive(Debug)]
pub struct OwnScores {
    pub assignment: AssignmentId,
    pub number: String,
    pub state: AssignmentState,
    /// By criterion code.
    pub scores: BTreeMap<String, Score>,
    /// Σ weight × score; none until every criterion has one.
    pub total: Option<u32>,
}

/// One's own sheets in a call, by number.
///
/// # Errors
/// `forbidden`; `not_found` for a call in which one has no task.
pub fn own_scores(cx: &mut Cx<'_>, call: &CallId) -> Result<(Call, Vec<OwnScores>), Failure> {
    access::may(cx.viewer, Permission::ReadOwnPile, Facts::NONE)?;
    let mut rows = store::pile_of(cx.db, &cx.viewer.user, Some(call))?;
    let ids: Vec<ProposalId> = rows.iter().map(|row| row.assignment.proposal.clone()).collect();
    let hidden = conflicts::conflicted_among(cx.db, &cx.viewer.user, &ids)?;
    rows.retain(|row| !hidden.contains(&row.assignment.proposal));
    if rows.is_empty() {
        return Err(Failure::not_found());
    }
    let call = find_call(cx.db, call)?;
    let rubric = &call.definition.rubric;
    rows.retain(|row| sheet::scored(rubric, &row.sheet) > 0);
    rows.sort_by(|one, other| one.number.cmp(&other.number));
    let scores = rows.into_iter().map(|row| OwnScores {
        total: sheet::total(rubric, &row.sheet),
        assignment: row.assignment.id,
        number: row.number,
        state: row.assignment.state,
        scores: row.sheet.scores,
    });
    let scores = scores.collect();
    Ok((call, scores))
}
