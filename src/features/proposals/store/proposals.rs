//! Proposals themselves: the draft's text and the state.

use crate::features::accounts::KeptNip;
use crate::features::proposals::{EligibleProposal, Proposal, Receipt, State, Text};
use crate::kernel::clock::Timestamp;
use crate::kernel::errors::Failure;
use crate::kernel::ids::{CallId, ProblemId, ProposalId, UnitCode, UserId};
use crate::platform::db::Db;
use crate::platform::db::schema::{proposals, users};
use diesel::prelude::*;

#[derive(Queryable, Selectable, Insertable)]
#[diesel(table_name = proposals)]
pub(super) struct ProposalRow {
    pub id: ProposalId,
    pub call_id: CallId,
    pub candidate: UserId,
    pub unit: UnitCode,
    pub problem_id: ProblemId,
    pub level: String,
    pub number: Option<String>,
    pub state: State,
    pub content: String,
    pub version: i64,
    pub submitted_version: Option<i32>,
    pub submitted_problem: Option<ProblemId>,
    pub submitted_level: Option<String>,
    pub created_at: Timestamp,
    pub updated_at: Timestamp,
    pub submitted_at: Option<Timestamp>,
    pub withdrawn_reason: Option<String>,
}

impl TryFrom<ProposalRow> for Proposal {
    type Error = Failure;
    fn try_from(row: ProposalRow) -> Result<Self, Failure> {
        Ok(Self {
            state: row.state,
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

/// One proposal with its current text, which may be newer than the submitted one: for its
/// candidate. Others get the submitted version.
pub(in crate::features::proposals) fn find(
    db: &mut Db,
    id: &ProposalId,
) -> Result<Option<Proposal>, Failure> {
    let row = proposals::table.find(id).select(ProposalRow::as_select()).first(db).optional()?;
    row.map(Proposal::try_from).transpose()
}

/// The candidate's proposal in this call that was not withdrawn.
pub(in crate::features::proposals) fn live_of(
    db: &mut Db,
    call: &CallId,
    candidate: &UserId,
) -> Result<Option<ProposalId>, Failure> {
    Ok(proposals::table
        .filter(proposals::call_id.eq(call).and(proposals::candidate.eq(candidate)))
        .filter(proposals::state.ne(State::Withdrawn))
        .select(proposals::id)
        .first(db)
        .optional()?)
}

pub(in crate::features::proposals) fn insert(db: &mut Db, new: &Proposal) -> Result<(), Failure> {
    let row = ProposalRow {
        id: new.id.clone(),
        call_id: new.call.clone(),
        candidate: new.candidate.clone(),
        unit: new.unit.clone(),
        problem_id: new.problem.clone(),
        level: new.level.clone(),
        number: None,
        state: new.state,
        content: serde_json::to_string(&new.content)?,
        version: new.version,
        submitted_version: None,
        submitted_problem: None,
        submitted_level: None,
        created_at: new.created_at,
        updated_at: new.updated_at,
        submitted_at: None,
        withdrawn_reason: None,
    };
    diesel::insert_into(proposals::table).values(row).execute(db)?;
    Ok(())
}

/// Replaces the draft's text; submitted versions are not changed.
pub(in crate::features::proposals) fn save_text(
    db: &mut Db,
    id: &ProposalId,
    text: &Text,
    version: i64,
    now: Timestamp,
) -> Result<(), Failure> {
    diesel::update(proposals::table.find(id))
        .set((
            proposals::problem_id.eq(&text.problem),
            proposals::level.eq(&text.level),
            proposals::content.eq(serde_json::to_string(&text.content)?),
            proposals::version.eq(version),
            proposals::updated_at.eq(now),
        ))
        .execute(db)?;
    Ok(())
}

/// Puts a submission in force.
pub(in crate::features::proposals) fn save_submission(
    db: &mut Db,
    receipt: &Receipt,
    state: State,
) -> Result<(), Failure> {
    diesel::update(proposals::table.find(&receipt.proposal))
        .set((
            proposals::state.eq(state),
            proposals::number.eq(&receipt.number),
            proposals::submitted_version.eq(receipt.version),
            proposals::submitted_problem.eq(&receipt.problem),
            proposals::submitted_level.eq(&receipt.level),
            proposals::submitted_at.eq(receipt.submitted_at),
            proposals::version.eq(proposals::version + 1),
            proposals::updated_at.eq(receipt.submitted_at),
        ))
        .execute(db)?;
    Ok(())
}

pub(in crate::features::proposals) fn save_withdrawal(
    db: &mut Db,
    id: &ProposalId,
    reason: &str,
    now: Timestamp,
) -> Result<(), Failure> {
    diesel::update(proposals::table.find(id))
        .set((
            proposals::state.eq(State::Withdrawn),
            proposals::withdrawn_reason.eq(reason),
            proposals::version.eq(proposals::version + 1),
            proposals::updated_at.eq(now),
        ))
        .execute(db)?;
    Ok(())
}

#[derive(Queryable)]
struct EntrantRow {
    id: ProposalId,
    number: Option<String>,
    candidate: UserId,
    superior: Option<UserId>,
    unit: UnitCode,
    problem: ProblemId,
    submitted_problem: Option<ProblemId>,
    level: String,
    submitted_level: Option<String>,
}

/// All proposals of a call that passed verification, by number, as they were submitted.
pub fn entrants_of(db: &mut Db, call: &CallId) -> Result<Vec<EligibleProposal>, Failure> {
    let rows = proposals::table
        .inner_join(users::table)
        .filter(proposals::call_id.eq(call).and(proposals::state.eq(State::Eligible)))
        .order(proposals::number)
        .select((
            proposals::id,
            proposals::number,
            proposals::candidate,
            users::superior,
            proposals::unit,
            proposals::problem_id,
            proposals::submitted_problem,
            proposals::level,
            proposals::submitted_level,
        ))
        .load::<EntrantRow>(db)?;
    rows.into_iter().map(EligibleProposal::try_from).collect()
}

impl TryFrom<EntrantRow> for EligibleProposal {
    type Error = Failure;

    /// An edit after the submission does not count.
    fn try_from(row: EntrantRow) -> Result<Self, Failure> {
        let number = row.number.ok_or_else(|| {
            Failure::Inconsistent(format!("eligible proposal {} has no number", row.id))
        })?;
        Ok(Self {
            id: row.id,
            number,
            candidate: row.candidate,
            superior: row.superior,
            unit: row.unit,
            problem: row.submitted_problem.unwrap_or(row.problem),
            level: row.submitted_level.unwrap_or(row.level),
        })
    }
}

/// The candidate's name and NIP of each proposal of a call, for the exports: eligible ones, by number.
pub fn applicants_in(
    db: &mut Db,
    call: &CallId,
) -> Result<Vec<(ProposalId, String, KeptNip)>, Failure> {
    let rows = proposals::table
        .inner_join(users::table)
        .filter(proposals::call_id.eq(call).and(proposals::state.eq(State::Eligible.name())))
        .order(proposals::number)
        .select((proposals::id, users::name, users::nip))
        .load::<(ProposalId, String, Option<String>)>(db)?;
    Ok(rows.into_iter().map(|(id, name, nip)| (id, name, KeptNip::new(nip))).collect())
}
