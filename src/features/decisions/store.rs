//! Every query on decisions and their outcomes; on announcements in `announcements`. Row types stay
//! in here.

mod announcements;
mod meetings;
mod personal;
pub(super) mod plenary;

pub use announcements::{AnnouncedOutcome, announced_outcomes, announced_runs};
pub(super) use announcements::{announced, figures_of, insert_announcement, standing, supersede};
pub(super) use meetings::{insert_meeting, meetings_of};

pub use personal::{HOLDER, last_announcements};

use super::{DecidedOutcome, Decision, Decree, Minutes, Standing, State};
use crate::features::calls::Bilingual;
use crate::features::selection::Outcome;
use crate::kernel::clock::Timestamp;
use crate::kernel::errors::{Failure, common};
use crate::kernel::ids::{CallId, DecisionId, ProposalId, RunId, UserId};
use crate::platform::db::schema::{approvals, decision_outcomes, decisions, decrees, proposals};
use crate::platform::db::{self, Db, natural};
use diesel::prelude::*;

#[derive(Queryable, Selectable)]
#[diesel(table_name = decisions)]
struct DecisionRow {
    id: DecisionId,
    call_id: CallId,
    run_id: RunId,
    outcomes_hash: String,
    outcomes_salt: Option<String>,
    minutes: String,
    proposed_by: UserId,
    proposed_at: Timestamp,
    #[diesel(embed)]
    standing: StandingRow,
}

#[derive(Debug, Clone, Queryable, Selectable)]
#[diesel(table_name = decisions)]
struct StandingRow {
    state: State,
    decree_number: Option<String>,
    decided_by: Option<UserId>,
    decided_at: Option<Timestamp>,
    returned_reason: Option<String>,
}

/// Its date and its signatory, if there is one.
type DecreeRow = Option<(String, String)>;

/// Two columns that are there together or not at all.
fn both<A, B>(one: Option<A>, other: Option<B>) -> Result<Option<(A, B)>, Failure> {
    if one.is_some() == other.is_some() {
        return Ok(one.zip(other));
    }
    Err(Failure::Inconsistent("a decision with half a decree or half a decider".to_owned()))
}

impl TryFrom<(StandingRow, DecreeRow)> for Standing {
    type Error = Failure;
    fn try_from((row, signed): (StandingRow, DecreeRow)) -> Result<Self, Failure> {
        let decided = both(row.decided_by, row.decided_at)?;
        let decree = both(row.decree_number, signed)?;
        Ok(match (row.state, decided, decree, row.returned_reason) {
            (State::Proposed, None, None, None) => Self::Proposed,
            (State::Approved, Some((by, at)), Some((number, (day, signatory))), None) => {
                let day = day
                    .parse()
                    .map_err(|_| Failure::Inconsistent(format!("a decree of the day {day}")))?;
                Self::Approved { by, at, decree: Decree { number, day, signatory } }
            }
            (State::Returned, Some((by, at)), None, Some(reason)) => {
                Self::Returned { by, at, reason: Some(reason) }
            }
            (state, decided, decree, reason) => {
                let (decided, decree) = (decided.is_some(), decree.is_some());
                let reason = reason.is_some();
                return Err(Failure::Inconsistent(format!(
                    "a decision {state} (decided {decided}, decree {decree}, reason {reason})"
                )));
            }
        })
    }
}

/// The decisions whose rows contradict themselves, each with what is wrong.
pub fn contradictions(db: &mut Db) -> Result<Vec<String>, Failure> {
    let rows = decisions::table
        .left_join(decrees::table)
        .select((
            decisions::id,
            (StandingRow::as_select(), (decrees::decided_on, decrees::signatory).nullable()),
        ))
        .load::<(DecisionId, (StandingRow, DecreeRow))>(db);
    db::contradictions::<Standing, _>("decisions", rows)
}

impl TryFrom<(DecisionRow, DecreeRow)> for Decision {
    type Error = Failure;
    fn try_from((row, signed): (DecisionRow, DecreeRow)) -> Result<Self, Failure> {
        Ok(Self {
            standing: (row.standing, signed).try_into()?,
            minutes: serde_json::from_str::<Minutes>(&row.minutes)?,
            id: row.id,
            call: row.call_id,
            run: row.run_id,
            outcomes_hash: row.outcomes_hash,
            outcomes_salt: row.outcomes_salt,
            proposed_by: row.proposed_by,
            proposed_at: row.proposed_at,
        })
    }
}

pub(super) fn find(db: &mut Db, id: &DecisionId) -> Result<Option<Decision>, Failure> {
    let row = decisions::table
        .left_join(decrees::table)
        .filter(decisions::id.eq(id))
        .select((DecisionRow::as_select(), (decrees::decided_on, decrees::signatory).nullable()))
        .first::<(DecisionRow, DecreeRow)>(db)
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
        .load::<(DecisionRow, DecreeRow)>(db)?
        .into_iter()
        .map(Decision::try_from)
        .collect()
}

/// The decisions on a run, oldest first, each with the hash and the salt of its outcomes.
pub(super) fn hashes_on(
    db: &mut Db,
    run: &RunId,
) -> Result<Vec<(DecisionId, String, Option<String>)>, Failure> {
    Ok(decisions::table
        .filter(decisions::run_id.eq(run))
        .order((decisions::proposed_at, decisions::id))
        .select((decisions::id, decisions::outcomes_hash, decisions::outcomes_salt))
        .load(db)?)
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
        .first::<(DecisionRow, DecreeRow)>(db)
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
            decisions::state.eq(decision.state()),
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

/// Gives a proposed decision its new standing, with the decree if it is approved.
///
/// # Errors
/// `changed_meanwhile` when it is no longer proposed.
pub(super) fn decide(db: &mut Db, id: &DecisionId, to: &Standing) -> Result<(), Failure> {
    let proposed = decisions::table.find(id).filter(decisions::state.eq(State::Proposed));
    let changed = diesel::update(proposed)
        .set((
            decisions::state.eq(to.state()),
            decisions::decided_by.eq(to.decider()),
            decisions::decided_at.eq(to.decided().map(|(_, at)| at)),
            decisions::decree_number.eq(to.decree().map(|decree| &decree.number)),
            decisions::returned_reason.eq(to.returned_reason()),
        ))
        .execute(db)?;
    if changed == 0 {
        return Err(Failure::refused(common::CHANGED_MEANWHILE));
    }
    if let Some(decree) = to.decree() {
        diesel::insert_into(decrees::table)
            .values((
                decrees::decision_id.eq(id),
                decrees::decided_on.eq(decree.day.to_string()),
                decrees::signatory.eq(&decree.signatory),
            ))
            .execute(db)?;
    }
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
        place: natural(place)?,
        proposal,
        number,
        outcome,
        reserve_position: reserve.map(natural).transpose()?,
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_row_is_read_only_when_its_state_and_what_stands_beside_it_fit() {
        let by = UserId::new().unwrap();
        let decree = ("2027-01-26".to_owned(), "Kepala Badan".to_owned());
        for bits in 0..8_u8 {
            let [decided, decreed, reasoned] = [1, 2, 4].map(|bit| bits & bit != 0);
            for state in State::ALL {
                let row = StandingRow {
                    state,
                    decree_number: decreed.then(|| "KP.05".to_owned()),
                    decided_by: decided.then(|| by.clone()),
                    decided_at: decided.then(|| Timestamp::from_micros(1)),
                    returned_reason: reasoned.then(|| "too early".to_owned()),
                };
                let expected = match state {
                    State::Proposed => (false, false, false),
                    State::Approved => (true, true, false),
                    State::Returned => (true, false, true),
                };
                let read = Standing::try_from((row, decreed.then(|| decree.clone())));
                let is_read = read.is_ok_and(|standing| standing.state() == state);
                assert_eq!(is_read, expected == (decided, decreed, reasoned), "{state} {bits}");
            }
        }
    }

    #[test]
    fn half_a_decree_and_a_decider_without_an_instant_are_refused() {
        let whole = StandingRow {
            state: State::Approved,
            decree_number: Some("KP.05".to_owned()),
            decided_by: Some(UserId::new().unwrap()),
            decided_at: Some(Timestamp::from_micros(1)),
            returned_reason: None,
        };
        let signed = |day: &str| Some((day.to_owned(), "Kepala Badan".to_owned()));
        let reads = |row: StandingRow, signed| Standing::try_from((row, signed)).is_ok();
        assert!(reads(whole.clone(), signed("2027-01-26")));
        assert!(!reads(whole.clone(), signed("soon")) && !reads(whole.clone(), None));
        let numberless = StandingRow { decree_number: None, ..whole.clone() };
        assert!(!reads(numberless, signed("2027-01-26")));
        let undated = StandingRow { decided_at: None, ..whole };
        assert!(!reads(undated, signed("2027-01-26")));
        let half = StandingRow {
            state: State::Proposed,
            decree_number: None,
            decided_by: Some(UserId::new().unwrap()),
            decided_at: None,
            returned_reason: None,
        };
        assert!(!reads(half, None));
    }
}
