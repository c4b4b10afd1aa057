//! Proposals themselves: the draft's text and the state.

use crate::features::accounts::KeptNip;
use crate::features::proposals::{EligibleProposal, HandedIn, Proposal, Standing, State, Text};
use crate::kernel::clock::Timestamp;
use crate::kernel::errors::{Failure, common};
use crate::kernel::ids::{CallId, ProblemId, ProposalId, UnitCode, UserId};
use crate::platform::db::schema::{proposals, users};
use crate::platform::db::{self, Db};
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
    pub content: String,
    pub version: i64,
    pub created_at: Timestamp,
    pub updated_at: Timestamp,
    #[diesel(embed)]
    pub standing: StandingRow,
}

/// How a proposal stands, as its row has it: the columns that only some states have.
#[derive(Debug, Clone, Queryable, Selectable, Insertable, AsChangeset)]
#[diesel(table_name = proposals, treat_none_as_null = true)]
pub(super) struct StandingRow {
    state: State,
    number: Option<String>,
    submitted_version: Option<i32>,
    submitted_problem: Option<ProblemId>,
    submitted_level: Option<String>,
    submitted_at: Option<Timestamp>,
    withdrawn_reason: Option<String>,
}

impl TryFrom<StandingRow> for Standing {
    type Error = Failure;
    fn try_from(row: StandingRow) -> Result<Self, Failure> {
        let StandingRow { state, number, withdrawn_reason, .. } = row;
        let (version, problem) = (row.submitted_version, row.submitted_problem);
        let handed_in = match (number, version, problem, row.submitted_level, row.submitted_at) {
            (None, None, None, None, None) => None,
            (Some(number), Some(version), Some(problem), Some(level), Some(at)) => {
                Some(HandedIn { number, version, problem, level, at })
            }
            _ => {
                return Err(Failure::Inconsistent(format!(
                    "half a submission of a {state} proposal"
                )));
            }
        };
        Ok(match (state, handed_in, withdrawn_reason) {
            (State::Draft, None, None) => Self::Draft,
            (State::Submitted, Some(handed_in), None) => Self::Submitted(handed_in),
            (State::Eligible, Some(handed_in), None) => Self::Eligible(handed_in),
            (State::Ineligible, Some(handed_in), None) => Self::Ineligible(handed_in),
            (State::Withdrawn, handed_in, Some(reason)) => Self::Withdrawn { handed_in, reason },
            (state, handed_in, reason) => {
                let (is_in, reason) = (handed_in.is_some(), reason.is_some());
                return Err(Failure::Inconsistent(format!(
                    "a proposal {state} (handed in {is_in}, reason of a withdrawal {reason})"
                )));
            }
        })
    }
}

impl From<&Standing> for StandingRow {
    fn from(standing: &Standing) -> Self {
        let handed_in = standing.handed_in();
        Self {
            state: standing.state(),
            number: handed_in.map(|handed_in| handed_in.number.clone()),
            submitted_version: handed_in.map(|handed_in| handed_in.version),
            submitted_problem: handed_in.map(|handed_in| handed_in.problem.clone()),
            submitted_level: handed_in.map(|handed_in| handed_in.level.clone()),
            submitted_at: handed_in.map(|handed_in| handed_in.at),
            withdrawn_reason: standing.withdrawn_reason().map(str::to_owned),
        }
    }
}

impl StandingRow {
    /// The state and the submission of a row that a query chose because it was handed in.
    pub(super) fn given(self) -> Result<(State, HandedIn), Failure> {
        match Standing::try_from(self)? {
            Standing::Submitted(handed_in) => Ok((State::Submitted, handed_in)),
            Standing::Eligible(handed_in) => Ok((State::Eligible, handed_in)),
            Standing::Ineligible(handed_in) => Ok((State::Ineligible, handed_in)),
            other @ (Standing::Draft | Standing::Withdrawn { .. }) => {
                let state = other.state();
                Err(Failure::Inconsistent(format!("a {state} proposal among those handed in")))
            }
        }
    }
}

/// The proposals whose rows contradict themselves, each with what is wrong.
pub fn contradictions(db: &mut Db) -> Result<Vec<String>, Failure> {
    let rows = proposals::table
        .select((proposals::id, StandingRow::as_select()))
        .load::<(ProposalId, StandingRow)>(db);
    db::contradictions::<Standing, _>("proposals", rows)
}

impl TryFrom<ProposalRow> for Proposal {
    type Error = Failure;
    fn try_from(row: ProposalRow) -> Result<Self, Failure> {
        Ok(Self {
            standing: row.standing.try_into()?,
            content: serde_json::from_str(&row.content)?,
            id: row.id,
            call: row.call_id,
            candidate: row.candidate,
            unit: row.unit,
            problem: row.problem_id,
            level: row.level,
            version: row.version,
            created_at: row.created_at,
            updated_at: row.updated_at,
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
        content: serde_json::to_string(&new.content)?,
        version: new.version,
        created_at: new.created_at,
        updated_at: new.updated_at,
        standing: StandingRow::from(&new.standing),
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

/// Moves a proposal to a new standing. `by_candidate` is when its candidate did it; what others find does not change
/// `updated_at`.
///
/// # Errors
/// `changed_meanwhile` when it is in another state.
pub(in crate::features::proposals) fn move_to(
    db: &mut Db,
    proposal: &Proposal,
    to: &Standing,
    by_candidate: Option<Timestamp>,
) -> Result<(), Failure> {
    let there = proposals::table.find(&proposal.id).filter(proposals::state.eq(proposal.state()));
    let changed = diesel::update(there)
        .set((
            StandingRow::from(to),
            proposals::version.eq(proposals::version + 1),
            by_candidate.map(|at| proposals::updated_at.eq(at)),
        ))
        .execute(db)?;
    if changed == 1 { Ok(()) } else { Err(Failure::refused(common::CHANGED_MEANWHILE)) }
}

type EntrantRow = (ProposalId, UserId, Option<UserId>, UnitCode, StandingRow);

/// All proposals of a call that passed verification, by number, as they were submitted.
pub fn entrants_of(db: &mut Db, call: &CallId) -> Result<Vec<EligibleProposal>, Failure> {
    let rows = proposals::table
        .inner_join(users::table)
        .filter(proposals::call_id.eq(call).and(proposals::state.eq(State::Eligible)))
        .order(proposals::number)
        .select((
            proposals::id,
            proposals::candidate,
            users::superior,
            proposals::unit,
            StandingRow::as_select(),
        ))
        .load::<EntrantRow>(db)?;
    let entrant = |(id, candidate, superior, unit, standing): EntrantRow| {
        let (_, HandedIn { number, problem, level, .. }) = standing.given()?;
        Ok(EligibleProposal { id, number, candidate, superior, unit, problem, level })
    };
    rows.into_iter().map(entrant).collect()
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_row_is_read_only_when_its_state_and_what_stands_beside_it_fit() {
        let problem = ProblemId::new().unwrap();
        for state in State::ALL {
            // Each of the five columns of a submission, there or not; and the reason of a withdrawal.
            for there in 0..64_u8 {
                let has = |bit: u8| there & (1 << bit) != 0;
                let row = StandingRow {
                    state,
                    number: has(0).then(|| "TB-1".to_owned()),
                    submitted_version: has(1).then_some(2),
                    submitted_problem: has(2).then(|| problem.clone()),
                    submitted_level: has(3).then(|| "S2".to_owned()),
                    submitted_at: has(4).then(|| Timestamp::from_micros(3)),
                    withdrawn_reason: has(5).then(|| "moved".to_owned()),
                };
                let handed_in = there % 32;
                let (is_in, is_out) = (handed_in == 31, handed_in == 0);
                let fits = match state {
                    State::Draft => is_out && !has(5),
                    State::Submitted | State::Eligible | State::Ineligible => is_in && !has(5),
                    State::Withdrawn => (is_in || is_out) && has(5),
                };
                let what = format!("{row:?}");
                let read = Standing::try_from(row);
                assert_eq!(read.is_ok(), fits, "{what}");
                if let Ok(standing) = read {
                    assert_eq!((standing.state(), standing.handed_in().is_some()), (state, is_in));
                    // It is written as it was read.
                    assert_eq!(format!("{:?}", StandingRow::from(&standing)), what);
                }
            }
        }
    }
}
