//! Assignments: one, all of a call, a page of them, a reviewer's tasks.

use crate::features::accounts::active_accounts;
use crate::features::proposals::State as ProposalState;
use crate::features::proposals::eligible_proposals;
use crate::features::reviews::{Assignment, AssignmentFilter, AssignmentState, Origin, Sheet};
use crate::kernel::clock::Timestamp;
use crate::kernel::errors::Failure;
use crate::kernel::ids::{AssignmentId, CallId, ProblemId, ProposalId, UnitCode, UserId};
use crate::kernel::paging::Paging;
use crate::platform::db::Db;
use crate::platform::db::schema::{assignments, proposals, reviews};
use diesel::prelude::*;
use std::collections::{BTreeMap, BTreeSet};

#[derive(Queryable, Selectable)]
#[diesel(table_name = assignments)]
struct AssignmentRow {
    id: AssignmentId,
    call_id: CallId,
    proposal_id: ProposalId,
    reviewer: UserId,
    state: AssignmentState,
    origin: Origin,
    assigned_at: Timestamp,
    closed_reason: Option<String>,
    closed_at: Option<Timestamp>,
    plan_undone_at: Option<Timestamp>,
}

impl TryFrom<AssignmentRow> for Assignment {
    type Error = Failure;
    fn try_from(row: AssignmentRow) -> Result<Self, Failure> {
        Ok(Self {
            id: row.id,
            call: row.call_id,
            proposal: row.proposal_id,
            reviewer: row.reviewer,
            state: row.state,
            origin: row.origin,
            assigned_at: row.assigned_at,
            closed_reason: row.closed_reason,
            closed_at: row.closed_at,
            plan_undone_at: row.plan_undone_at,
        })
    }
}

/// The states in which the reviewer has the task.
pub(super) const HELD: [&str; 3] = ["assigned", "draft", "submitted"];

pub(in crate::features::reviews) fn find(
    db: &mut Db,
    id: &AssignmentId,
) -> Result<Option<Assignment>, Failure> {
    let row =
        assignments::table.find(id).select(AssignmentRow::as_select()).first(db).optional()?;
    row.map(Assignment::try_from).transpose()
}

pub(in crate::features::reviews) fn find_for(
    db: &mut Db,
    proposal: &ProposalId,
    reviewer: &UserId,
) -> Result<Option<Assignment>, Failure> {
    let row = assignments::table
        .filter(assignments::proposal_id.eq(proposal).and(assignments::reviewer.eq(reviewer)))
        .select(AssignmentRow::as_select())
        .first(db)
        .optional()?;
    row.map(Assignment::try_from).transpose()
}

/// Tasks that are not handed in on proposals that left the selection, whose reviewer has an account.
pub(in crate::features::reviews) fn tasks_without_proposal(
    db: &mut Db,
) -> Result<Vec<Assignment>, Failure> {
    let rows = assignments::table
        .inner_join(proposals::table)
        .filter(assignments::state.eq_any(["assigned", "draft"]))
        .filter(proposals::state.eq_any([ProposalState::Withdrawn, ProposalState::Ineligible]))
        .order((assignments::assigned_at, assignments::id))
        .select(AssignmentRow::as_select())
        .load(db)?;
    rows.into_iter().map(Assignment::try_from).collect()
}

/// The numbers of these proposals.
pub(in crate::features::reviews) fn numbers_of<'a>(
    db: &mut Db,
    of: impl IntoIterator<Item = &'a ProposalId>,
) -> Result<BTreeMap<ProposalId, String>, Failure> {
    let ids: Vec<ProposalId> = of.into_iter().cloned().collect();
    let rows = proposals::table
        .filter(proposals::id.eq_any(ids))
        .select((proposals::id, proposals::number))
        .load::<(ProposalId, Option<String>)>(db)?;
    Ok(rows.into_iter().filter_map(|(id, number)| Some((id, number?))).collect())
}

/// The proposals on which somebody ever had a task.
pub(in crate::features::reviews) fn ever_given(
    db: &mut Db,
    reviewer: &UserId,
) -> Result<BTreeSet<ProposalId>, Failure> {
    let given = assignments::table
        .filter(assignments::reviewer.eq(reviewer))
        .select(assignments::proposal_id)
        .load(db)?;
    Ok(given.into_iter().collect())
}

/// All assignments that a call ever had.
pub(in crate::features::reviews) fn all_of_call(
    db: &mut Db,
    call: &CallId,
) -> Result<Vec<Assignment>, Failure> {
    let rows = assignments::table
        .filter(assignments::call_id.eq(call))
        .order((assignments::assigned_at, assignments::id))
        .select(AssignmentRow::as_select())
        .load(db)?;
    rows.into_iter().map(Assignment::try_from).collect()
}

/// Every assignment that a proposal ever had, in the order in which they were made.
pub(in crate::features::reviews) fn ids_on(
    db: &mut Db,
    proposal: &ProposalId,
) -> Result<Vec<AssignmentId>, Failure> {
    Ok(assignments::table
        .filter(assignments::proposal_id.eq(proposal))
        .order((assignments::assigned_at, assignments::id))
        .select(assignments::id)
        .load(db)?)
}

/// How many tasks of a call a reviewer has, without those on proposals in `hidden`.
pub(in crate::features::reviews) fn held_by(
    db: &mut Db,
    (call, reviewer): (&CallId, &UserId),
    hidden: &[ProposalId],
) -> Result<i64, Failure> {
    Ok(assignments::table
        .filter(assignments::call_id.eq(call).and(assignments::reviewer.eq(reviewer)))
        .filter(assignments::proposal_id.ne_all(hidden))
        .filter(assignments::state.eq_any(HELD))
        .count()
        .get_result(db)?)
}

/// How many tasks of a call each reviewer has not handed in, without those on proposals in `hidden`.
pub(in crate::features::reviews) fn open_tasks_by_reviewer(
    db: &mut Db,
    call: &CallId,
    hidden: &BTreeSet<ProposalId>,
) -> Result<BTreeMap<UserId, i64>, Failure> {
    let counted = assignments::table
        .filter(assignments::call_id.eq(call))
        .filter(assignments::proposal_id.ne_all(hidden))
        .filter(assignments::state.eq_any(["assigned", "draft"]))
        .group_by(assignments::reviewer)
        .select((assignments::reviewer, diesel::dsl::count_star()))
        .load(db)?;
    Ok(counted.into_iter().collect())
}

/// The tasks of a call that are not handed in, on proposals still in the selection, of reviewers
/// who still have an account: reviewer, proposal, and since when.
pub fn open_tasks_in(
    db: &mut Db,
    call: &CallId,
) -> Result<Vec<(UserId, ProposalId, Timestamp)>, Failure> {
    Ok(assignments::table
        .filter(assignments::call_id.eq(call))
        .filter(assignments::state.eq_any(["assigned", "draft"]))
        .filter(assignments::proposal_id.eq_any(eligible_proposals()))
        .filter(assignments::reviewer.eq_any(active_accounts()))
        .order((assignments::assigned_at, assignments::id))
        .select((assignments::reviewer, assignments::proposal_id, assignments::assigned_at))
        .load(db)?)
}

/// A page of a call's assignments, without those on proposals in `hidden`.
pub(in crate::features::reviews) fn list(
    db: &mut Db,
    call: &CallId,
    filter: &AssignmentFilter,
    hidden: &[ProposalId],
    paging: &Paging,
) -> Result<Vec<Assignment>, Failure> {
    let mut query = assignments::table
        .filter(assignments::call_id.eq(call))
        .order((assignments::assigned_at, assignments::id))
        .limit(paging.fetch())
        .select(AssignmentRow::as_select())
        .into_boxed::<crate::platform::db::Backend>();
    if !hidden.is_empty() {
        query = query.filter(assignments::proposal_id.ne_all(hidden));
    }
    if let Some((at, id)) = paging.key::<(Timestamp, String)>()? {
        let later = assignments::assigned_at
            .gt(at)
            .or(assignments::assigned_at.eq(at).and(assignments::id.gt(id)));
        query = query.filter(later);
    }
    if let Some(reviewer) = &filter.reviewer {
        query = query.filter(assignments::reviewer.eq(reviewer));
    }
    if let Some(proposal) = &filter.proposal {
        query = query.filter(assignments::proposal_id.eq(proposal));
    }
    if let Some(state) = filter.state {
        query = query.filter(assignments::state.eq(state));
    }
    query.load(db)?.into_iter().map(Assignment::try_from).collect()
}

/// One of a reviewer's tasks.
pub(in crate::features::reviews) struct PileRow {
    pub assignment: Assignment,
    pub number: String,
    pub candidate: UserId,
    /// The candidate's unit when the proposal was begun.
    pub unit: UnitCode,
    pub problem: ProblemId,
    /// What the reviewer has written so far.
    pub sheet: Sheet,
}

type PileColumns = (Option<String>, UserId, UnitCode, Option<ProblemId>);

/// All tasks that a reviewer has on proposals still in the selection, of one call if given.
pub(in crate::features::reviews) fn pile_of(
    db: &mut Db,
    reviewer: &UserId,
    call: Option<&CallId>,
) -> Result<Vec<PileRow>, Failure> {
    let mut query = assignments::table
        .inner_join(proposals::table)
        .left_join(reviews::table)
        .filter(assignments::reviewer.eq(reviewer))
        .filter(assignments::state.eq_any(HELD))
        .filter(proposals::state.eq(ProposalState::Eligible))
        .select((
            AssignmentRow::as_select(),
            (
                proposals::number,
                proposals::candidate,
                proposals::unit,
                // An edit after the submission does not count.
                proposals::submitted_problem,
            ),
            reviews::sheet.nullable(),
        ))
        .into_boxed::<crate::platform::db::Backend>();
    if let Some(call) = call {
        query = query.filter(assignments::call_id.eq(call));
    }
    query
        .load::<(AssignmentRow, PileColumns, Option<String>)>(db)?
        .into_iter()
        .map(|(row, (number, candidate, unit, problem), sheet)| {
            let assignment: Assignment = row.try_into()?;
            let missing =
                || Failure::Inconsistent(format!("task {} on no submission", assignment.id));
            let (number, problem) = number.zip(problem).ok_or_else(missing)?;
            Ok(PileRow {
                assignment,
                number,
                candidate,
                unit,
                problem,
                sheet: sheet.map_or(Ok(Sheet::default()), |text| serde_json::from_str(&text))?,
            })
        })
        .collect()
}

pub(in crate::features::reviews) fn insert(
    db: &mut Db,
    new: &Assignment,
    by: &UserId,
) -> Result<(), Failure> {
    diesel::insert_into(assignments::table)
        .values((
            assignments::id.eq(&new.id),
            assignments::call_id.eq(&new.call),
            assignments::proposal_id.eq(&new.proposal),
            assignments::reviewer.eq(&new.reviewer),
            assignments::state.eq(new.state),
            assignments::origin.eq(new.origin.name()),
            assignments::assigned_by.eq(by),
            assignments::assigned_at.eq(new.assigned_at),
        ))
        .execute(db)?;
    Ok(())
}

/// Gives a task again that went with its plan; nothing was written on it.
pub(in crate::features::reviews) fn give_again(
    db: &mut Db,
    again: &Assignment,
    by: &UserId,
) -> Result<(), Failure> {
    diesel::update(assignments::table.find(&again.id))
        .set((
            assignments::state.eq(again.state),
            assignments::origin.eq(again.origin.name()),
            assignments::assigned_by.eq(by),
            assignments::assigned_at.eq(again.assigned_at),
            assignments::closed_reason.eq(None::<String>),
            assignments::closed_at.eq(None::<Timestamp>),
            assignments::plan_undone_at.eq(None::<Timestamp>),
        ))
        .execute(db)?;
    Ok(())
}

/// Marks a task that went with its plan, so that the next plan may give it again.
pub(in crate::features::reviews) fn mark_undone(
    db: &mut Db,
    of: &Assignment,
    now: Timestamp,
) -> Result<(), Failure> {
    diesel::update(assignments::table.find(&of.id))
        .set(assignments::plan_undone_at.eq(now))
        .execute(db)?;
    Ok(())
}

/// Changes a task's state; `closed` says why and when it was closed.
///
/// # Errors
/// `changed_meanwhile` when the task is no longer in the state `from`.
pub(in crate::features::reviews) fn set_state(
    db: &mut Db,
    of: &Assignment,
    to: AssignmentState,
    closed: Option<(Option<&str>, Timestamp)>,
) -> Result<(), Failure> {
    let expected = assignments::table.find(&of.id).filter(assignments::state.eq(of.state));
    let changed = diesel::update(expected)
        .set((
            assignments::state.eq(to.name()),
            assignments::closed_reason.eq(closed.and_then(|(reason, _)| reason)),
            assignments::closed_at.eq(closed.map(|(_, at)| at)),
            assignments::plan_undone_at.eq(None::<Timestamp>),
        ))
        .execute(db)?;
    if changed == 1 {
        Ok(())
    } else {
        Err(Failure::refused(crate::kernel::errors::common::CHANGED_MEANWHILE))
    }
}
