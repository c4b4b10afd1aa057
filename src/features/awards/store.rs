//! Every query on offered seats. Row types stay in here.

mod personal;
mod seats;

pub use personal::{HOLDER, settlements};
pub use seats::{SeatOn, every_seat};

use super::{Award, Standing, State};
use crate::features::calls::Bilingual;
use crate::kernel::clock::Timestamp;
use crate::kernel::errors::{Failure, common};
use crate::kernel::ids::{AwardId, CallId, DecisionId, ProposalId, UserId};
use crate::platform::db::schema::{awards, proposals};
use crate::platform::db::{self, Db, natural};
use diesel::prelude::*;

#[derive(Queryable, Selectable)]
#[diesel(table_name = awards)]
struct Row {
    id: AwardId,
    call_id: CallId,
    decision_id: DecisionId,
    proposal_id: ProposalId,
    reserve_position: Option<i32>,
    grounds_id: String,
    grounds_en: String,
    offered_at: Timestamp,
    answer_by: Timestamp,
    study_begun_at: Option<Timestamp>,
    #[diesel(embed)]
    standing: StandingRow,
}

#[derive(Queryable, Selectable)]
#[diesel(table_name = awards)]
struct StandingRow {
    state: State,
    settled_at: Option<Timestamp>,
    settled_reason: Option<String>,
}

impl TryFrom<StandingRow> for Standing {
    type Error = Failure;
    fn try_from(row: StandingRow) -> Result<Self, Failure> {
        Self::of(row.state, row.settled_at, row.settled_reason)
    }
}

/// The offers whose rows contradict themselves, each with what is wrong.
pub fn contradictions(db: &mut Db) -> Result<Vec<String>, Failure> {
    let rows = awards::table
        .select((awards::id, StandingRow::as_select()))
        .load::<(AwardId, StandingRow)>(db);
    db::contradictions::<Standing, _>("awards", rows)
}

fn to_award((row, number): Found, now: Timestamp) -> Result<Award, Failure> {
    let number = number.ok_or_else(|| {
        Failure::Inconsistent(format!("a seat for {}, which has no number", row.proposal_id))
    })?;
    Ok(Award {
        id: row.id,
        call: row.call_id,
        decision: row.decision_id,
        proposal: row.proposal_id,
        number,
        reserve_position: row.reserve_position.map(natural).transpose()?,
        is_overdue: row.standing.state == State::Offered && now >= row.answer_by,
        standing: row.standing.try_into()?,
        grounds: Bilingual { id: row.grounds_id, en: row.grounds_en },
        offered_at: row.offered_at,
        answer_by: row.answer_by,
        study_begun_at: row.study_begun_at,
    })
}

type Found = (Row, Option<String>);

#[diesel::dsl::auto_type(no_type_alias)]
fn with_numbers() -> _ {
    awards::table.inner_join(proposals::table)
}

pub(super) fn find(db: &mut Db, id: &AwardId, now: Timestamp) -> Result<Option<Award>, Failure> {
    let row = with_numbers()
        .filter(awards::id.eq(id))
        .select((Row::as_select(), proposals::number))
        .first::<Found>(db)
        .optional()?;
    row.map(|row| to_award(row, now)).transpose()
}

/// A seat by its id, for the features that follow it.
///
/// # Errors
/// When the database fails.
pub fn find_seat(db: &mut Db, id: &AwardId, now: Timestamp) -> Result<Option<Award>, Failure> {
    find(db, id, now)
}

/// Every seat that is or was accepted, the newest first: also those taken back later.
///
/// # Errors
/// When the database fails.
pub fn seats_taken(db: &mut Db, now: Timestamp) -> Result<Vec<Award>, Failure> {
    let rows = with_numbers()
        .filter(awards::state.eq_any([State::Accepted, State::Withdrawn]))
        .order((awards::settled_at.desc(), awards::id.desc()))
        .select((Row::as_select(), proposals::number))
        .load::<Found>(db)?;
    rows.into_iter().map(|row| to_award(row, now)).collect()
}

/// Notes that a study follows an accepted seat.
///
/// # Errors
/// `changed_meanwhile` when it is not accepted any more.
pub fn follow_with_study(db: &mut Db, id: &AwardId, now: Timestamp) -> Result<(), Failure> {
    let there = awards::table
        .find(id)
        .filter(awards::state.eq(State::Accepted).and(awards::study_begun_at.is_null()));
    let changed = diesel::update(there).set(awards::study_begun_at.eq(now)).execute(db)?;
    if changed == 1 { Ok(()) } else { Err(Failure::refused(common::CHANGED_MEANWHILE)) }
}

/// The seats of these proposals.
///
/// # Errors
/// When the database fails.
pub fn seats_of(db: &mut Db, of: &[ProposalId]) -> Result<Vec<AwardId>, Failure> {
    Ok(awards::table.filter(awards::proposal_id.eq_any(of)).select(awards::id).load(db)?)
}

pub(super) fn of_proposal(
    db: &mut Db,
    proposal: &ProposalId,
    now: Timestamp,
) -> Result<Option<Award>, Failure> {
    let row = with_numbers()
        .filter(awards::proposal_id.eq(proposal))
        .select((Row::as_select(), proposals::number))
        .first::<Found>(db)
        .optional()?;
    row.map(|row| to_award(row, now)).transpose()
}

/// All seats ever offered in a call, in that order.
pub(super) fn of_call(db: &mut Db, call: &CallId, now: Timestamp) -> Result<Vec<Award>, Failure> {
    let rows = with_numbers()
        .filter(awards::call_id.eq(call))
        .order((awards::offered_at, awards::reserve_position, proposals::number))
        .select((Row::as_select(), proposals::number))
        .load::<Found>(db)?;
    rows.into_iter().map(|row| to_award(row, now)).collect()
}

/// Offers that wait for this candidate's answer.
pub(super) fn open_of(
    db: &mut Db,
    candidate: &UserId,
    now: Timestamp,
) -> Result<Vec<Award>, Failure> {
    let rows = with_numbers()
        .filter(proposals::candidate.eq(candidate))
        .filter(awards::state.eq(State::Offered).and(awards::answer_by.gt(now)))
        .order(awards::answer_by)
        .select((Row::as_select(), proposals::number))
        .load::<Found>(db)?;
    rows.into_iter().map(|row| to_award(row, now)).collect()
}

pub(super) fn insert(db: &mut Db, new: &Award) -> Result<(), Failure> {
    diesel::insert_into(awards::table)
        .values((
            awards::id.eq(&new.id),
            awards::call_id.eq(&new.call),
            awards::decision_id.eq(&new.decision),
            awards::proposal_id.eq(&new.proposal),
            awards::reserve_position
                .eq(new.reserve_position.and_then(|position| i32::try_from(position).ok())),
            awards::state.eq(new.state()),
            awards::grounds_id.eq(&new.grounds.id),
            awards::grounds_en.eq(&new.grounds.en),
            awards::offered_at.eq(new.offered_at),
            awards::answer_by.eq(new.answer_by),
        ))
        .execute(db)?;
    Ok(())
}

/// # Errors
/// `changed_meanwhile` when it is in another state.
pub(super) fn settle(db: &mut Db, award: &Award, to: &Standing) -> Result<(), Failure> {
    let there = awards::table.find(&award.id).filter(awards::state.eq(award.state()));
    let changed = diesel::update(there)
        .set((
            awards::state.eq(to.state()),
            awards::settled_at.eq(to.settled_at()),
            awards::settled_reason.eq(to.reason()),
        ))
        .execute(db)?;
    if changed == 1 { Ok(()) } else { Err(Failure::refused(common::CHANGED_MEANWHILE)) }
}
