//! Every query on decisions and their outcomes; on announcements in `announcements`. Row types stay
//! in here.

mod announcements;
mod meetings;
mod personal;

pub(super) use announcements::{announced, figures_of, insert_announcement, standing, supersede};
pub(super) use meetings::{insert_meeting, meetings_of};

pub use personal::{HOLDER, last_announcements};

use super::{DecidedOutcome, Decision, Minutes, State};
use crate::features::calls::Bilingual;
use crate::features::selection::Outcome;
use crate::kernel::clock::Timestamp;
use crate::kernel::errors::Failure;
use crate::kernel::ids::{CallId, DecisionId, ProposalId, RunId, UserId};
use crate::platform::db::Db;
use crate::platform::db::schema::{approvals, decision_outcomes, decisions, decrees, proposals};
use chrono::NaiveDate;
use diesel::prelude::*;

#[derive(Queryable, Selectable)]
#[diesel(table_name = decisions)]
struct DecisionRow {
    id: DecisionId,
    call_id: CallId,
    run_id: RunId,
    state: State,
    outcomes_hash: String,
    outcomes_salt: Option<String>,
    minutes: String,
    decree_number: Option<String>,
    proposed_by: UserId,
    proposed_at: Timestamp,
    decided_by: Option<UserId>,
    decided_at: Option<Timestamp>,
    returned_reason: Option<String>,
}

/// Its date and its signatory, if there is one.
type Decree = Option<(String, String)>;

impl TryFrom<(DecisionRow, Decree)> for Decision {
    type Error = Failure;
    fn try_from((row, decree): (DecisionRow, Decree)) -> Result<Self, Failure> {
        let (date, signatory) = decree.unzip();
        let date = date.map(|day| day.parse::<NaiveDate>()).transpose();
        Ok(Self {
            decree_date: date.map_err(|error| Failure::Inconsistent(error.to_string()))?,
            decree_signatory: signatory,
            state: row.state,
            minutes: serde_json::from_str::<Minutes>(&row.minutes)?,
            id: row.id,
            call: row.call_id,
            run: row.run_id,
            outcomes_hash: row.outcomes_hash,
            outcomes_salt: row.outcomes_salt,
            decree_number: row.decree_number,
            proposed_by: row.proposed_by,
            proposed_at: row.proposed_at,
            decided_by: row.decided_by,
            decided_at: row.decided_at,
            returned_reason: row.returned_reason,
        })
    }
}

pub(super) fn find(db: &mut Db, id: &DecisionId) -> Result<Option<Decision>, Failure> {
    let row = decisions::table
        .left_join(decrees::table)
        .filter(decisions::id.eq(id))
        .select((DecisionRow::as_select(), (decrees::decided_on, decrees::signatory).nullable()))
        .first::<(DecisionRow, Decree)>(db)
        .optional()?;
    row.map(Decision::try_from).transpose()
}

/// All decisions of a call, newest first. A plenary made each of them, so there are few.
pub(super) fn decisions_of(db: &mut Db, call: &CallId) -> Result<Vec<Decision>, Failure> {
    decisions::table
        .left_join(decrees::table)
        .filter(decisions::call_id.eq(call))
        .order((decisions::proposed_at.desc(), decisions::id))
        .select((DecisionRow::as_select(), (decrees::decided_on, decrees::signatory).nullable()))
        .load::<(DecisionRow, Decree)>(db)?
        .into_iter()
        .map(Decision::try_from)
        .collect()
}

/// All decisions on a run, oldest first.
pub(super) fn decisions_on(db: &mut Db, run: &RunId) -> Result<Vec<Decision>, Failure> {
    decisions::table
        .left_join(decrees::table)
        .filter(decisions::run_id.eq(run))
        .order((decisions::proposed_at, decisions::id))
        .select((DecisionRow::as_select(), (decrees::decided_on, decrees::signatory).nullable()))
        .load::<(DecisionRow, Decree)>(db)?
        .into_iter()
        .map(Decision::try_from)
        .collect()
}

/// The announced decision in force, otherwise the one that waits.
pub(super) fn current(db: &mut Db, call: &CallId) -> Result<Option<Decision>, Failure> {
    match standing(db, call)? {
        Some(decision) => Ok(Some(decision)),
        None => waiting(db, call),
    }
}

/// Whether there is a decision, so that results can be shown.
pub fn is_proposed(db: &mut Db, call: &CallId) -> Result<bool, Failure> {
    Ok(current(db, call)?.is_some())
}

/// The decision that is proposed or approved and not announced.
pub(super) fn waiting(db: &mut Db, call: &CallId) -> Result<Option<Decision>, Failure> {
    let row = decisions::table
        .left_join(decrees::table)
        .filter(decisions::call_id.eq(call).and(decisions::state.eq_any(["proposed", "approved"])))
        .filter(decisions::id.ne_all(announcements::announced_ids()))
        .select((DecisionRow::as_select(), (decrees::decided_on, decrees::signatory).nullable()))
        .first::<(DecisionRow, Decree)>(db)
        .optional()?;
    row.map(Decision::try_from).transpose()
}

/// The recorded hash of what the decider was shown, and the salt for checking it.
pub(super) fn insert_approval(
    db: &mut Db,
    id: &DecisionId,
    (shown_hash, salt): (&str, &str),
) -> Result<(), Failure> {
    diesel::insert_into(approvals::table)
        .values((
            approvals::decision_id.eq(id),
            approvals::shown_hash.eq(shown_hash),
            approvals::salt.eq(salt),
        ))
        .execute(db)?;
    Ok(())
}

pub(super) fn insert(
    db: &mut Db,
    decision: &Decision,
    outcomes: &[DecidedOutcome],
) -> Result<(), Failure> {
    diesel::insert_into(decisions::table)
        .values((
            decisions::id.eq(&decision.id),
            decisions::call_id.eq(&decision.call),
            decisions::run_id.eq(&decision.run),
            decisions::state.eq(State::Proposed),
            decisions::outcomes_hash.eq(&decision.outcomes_hash),
            decisions::outcomes_salt.eq(&decision.outcomes_salt),
            decisions::minutes.eq(serde_json::to_string(&decision.minutes)?),
            decisions::proposed_by.eq(&decision.proposed_by),
            decisions::proposed_at.eq(decision.proposed_at),
        ))
        .execute(db)?;
    outcomes.iter().try_for_each(|outcome| insert_outcome(db, &decision.id, outcome))
}

fn insert_outcome(
    db: &mut Db,
    decision: &DecisionId,
    outcome: &DecidedOutcome,
) -> Result<(), Failure> {
    diesel::insert_into(decision_outcomes::table)
        .values((
            decision_outcomes::decision_id.eq(decision),
            decision_outcomes::proposal_id.eq(&outcome.proposal),
            decision_outcomes::place.eq(i32::try_from(outcome.place).unwrap_or(i32::MAX)),
            decision_outcomes::outcome.eq(outcome.outcome),
            decision_outcomes::reserve_position
                .eq(outcome.reserve_position.and_then(|position| i32::try_from(position).ok())),
            decision_outcomes::reason_id.eq(&outcome.reason.id),
            decision_outcomes::reason_en.eq(&outcome.reason.en),
            decision_outcomes::deviation_reason.eq(&outcome.deviation_reason),
        ))
        .execute(db)?;
    Ok(())
}

/// What the decider's step stores.
pub(super) struct Step<'a> {
    pub to: State,
    pub by: &'a UserId,
    pub at: Timestamp,
    pub decree_number: Option<&'a str>,
    pub reason: Option<&'a str>,
}

/// Changes the state of a proposed decision; returns whether it still was proposed.
pub(super) fn decide(db: &mut Db, id: &DecisionId, step: &Step<'_>) -> Result<bool, Failure> {
    let proposed = decisions::table.find(id).filter(decisions::state.eq(State::Proposed));
    let moved = diesel::update(proposed)
        .set((
            decisions::state.eq(step.to),
            decisions::decided_by.eq(step.by),
            decisions::decided_at.eq(step.at),
            decisions::decree_number.eq(step.decree_number),
            decisions::returned_reason.eq(step.reason),
        ))
        .execute(db)?;
    Ok(moved > 0)
}

pub(super) fn insert_decree(
    db: &mut Db,
    decision: &DecisionId,
    (day, signatory): (NaiveDate, &str),
) -> Result<(), Failure> {
    diesel::insert_into(decrees::table)
        .values((
            decrees::decision_id.eq(decision),
            decrees::decided_on.eq(day.to_string()),
            decrees::signatory.eq(signatory),
        ))
        .execute(db)?;
    Ok(())
}

type OutcomeRow =
    (i32, ProposalId, Option<String>, Outcome, Option<i32>, String, String, Option<String>);

fn outcome_of(row: OutcomeRow) -> Result<DecidedOutcome, Failure> {
    let (place, proposal, number, outcome, reserve, id, en, deviation_reason) = row;
    let number = number.ok_or_else(|| {
        Failure::Inconsistent(format!("an outcome of {proposal}, which has no number"))
    })?;
    Ok(DecidedOutcome {
        place: u32::try_from(place).unwrap_or(0),
        proposal,
        number,
        outcome,
        reserve_position: reserve.and_then(|position| u32::try_from(position).ok()),
        reason: Bilingual { id, en },
        deviation_reason,
    })
}

/// A decision's outcomes, by place.
pub(super) fn outcomes_of(
    db: &mut Db,
    decision: &DecisionId,
) -> Result<Vec<DecidedOutcome>, Failure> {
    let rows = decision_outcomes::table
        .inner_join(proposals::table)
        .filter(decision_outcomes::decision_id.eq(decision))
        .order(decision_outcomes::place)
        .select((
            decision_outcomes::place,
            decision_outcomes::proposal_id,
            proposals::number,
            decision_outcomes::outcome,
            decision_outcomes::reserve_position,
            decision_outcomes::reason_id,
            decision_outcomes::reason_en,
            decision_outcomes::deviation_reason,
        ))
        .load::<OutcomeRow>(db)?;
    rows.into_iter().map(outcome_of).collect()
}
