//! The states of an offer, and who is promoted when seats are given up. Pure.

use super::State;
use crate::kernel::clock::Timestamp;
use crate::kernel::errors::Refusal;
use std::collections::BTreeSet;

crate::codes! {
    AWARD_STATE = 409 "award_state";
    OFFER_ENDED = 409 "offer_ended";
    OFFER_RUNNING = 409 "offer_running";
    OBJECTIONS_PENDING = 409 "objections_pending";
    RESULT_UNDER_REVISION = 409 "result_under_revision";
    STUDY_FOLLOWS = 409 "study_follows";
}

crate::text_enum! {
    /// What can be done with an offer.
    pub enum Step {
        Accept = "accept",
        Decline = "decline",
        /// Nobody answered in time.
        Lapse = "lapse",
        Withdraw = "withdraw",
    }
}

impl State {
    /// Whether this candidate has the seat, or may still get it.
    pub fn holds(self) -> bool {
        matches!(self, Self::Offered | Self::Accepted)
    }
}

/// The state after a step.
///
/// # Errors
/// `award_state`, with the state named, for every step not listed.
pub fn transition(state: State, step: Step) -> Result<State, Refusal> {
    match (state, step) {
        (State::Offered, Step::Accept) => Ok(State::Accepted),
        (State::Offered, Step::Decline) => Ok(State::Declined),
        (State::Offered, Step::Lapse) => Ok(State::Lapsed),
        (State::Offered | State::Accepted, Step::Withdraw) => Ok(State::Withdrawn),
        (State::Accepted, Step::Accept | Step::Decline | Step::Lapse)
        | (State::Declined | State::Lapsed | State::Withdrawn, _) => {
            Err(Refusal::new(AWARD_STATE).with("state", state.name()))
        }
    }
}

/// The state after a step now: an answer is possible only before the deadline, a lapse only after it.
///
/// # Errors
/// As [`transition`]; `offer_ended` for an answer too late; `offer_running` for a lapse too early.
pub fn step_now(
    state: State,
    step: Step,
    answer_by: Timestamp,
    now: Timestamp,
) -> Result<State, Refusal> {
    let after = transition(state, step)?;
    match step {
        Step::Accept | Step::Decline if now >= answer_by => Err(Refusal::new(OFFER_ENDED)),
        Step::Lapse if now < answer_by => Err(Refusal::new(OFFER_RUNNING).with("until", answer_by)),
        _ => Ok(after),
    }
}

/// Who is promoted: of those to whom the new filling gave a seat (`filled`), in its order, the ones
/// who hold none yet; at most as many as seats were given up.
pub fn risers<'a>(filled: &'a [String], holders: &[String], decided: usize) -> Vec<&'a String> {
    let holding: BTreeSet<&String> = holders.iter().collect();
    let vacant = decided.saturating_sub(holding.len());
    filled.iter().filter(|number| !holding.contains(number)).take(vacant).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn every_pair_of_state_and_step_is_settled() {
        use State::{Accepted, Declined, Lapsed, Offered, Withdrawn};
        let expected = [
            (Offered, [Some(Accepted), Some(Declined), Some(Lapsed), Some(Withdrawn)]),
            (Accepted, [None, None, None, Some(Withdrawn)]),
            (Declined, [None; 4]),
            (Lapsed, [None; 4]),
            (Withdrawn, [None; 4]),
        ];
        assert_eq!(expected.map(|(state, _)| state), State::ALL);
        for (state, after) in expected {
            assert_eq!(Step::ALL.map(|step| transition(state, step).ok()), after, "{state:?}");
        }
    }

    proptest! {
        #[test]
        fn at_every_instant_exactly_one_of_answer_and_lapse_is_possible(
            answer_by in 0_i64..1000, now in 0_i64..1000,
        ) {
            let (until, now) = (Timestamp::from_micros(answer_by), Timestamp::from_micros(now));
            let may = |step| step_now(State::Offered, step, until, now).is_ok();
            prop_assert_eq!(may(Step::Accept), may(Step::Decline));
            prop_assert_ne!(may(Step::Accept), may(Step::Lapse));
            prop_assert!(may(Step::Withdraw));
        }

        #[test]
        fn nobody_rises_twice_and_never_more_than_seats_given_up(
            filled in proptest::collection::btree_set("[a-h]", 0..8),
            holders in proptest::collection::btree_set("[a-h]", 0..8),
            decided in 0_usize..8,
        ) {
            let (filled, holders): (Vec<String>, Vec<String>) =
                (filled.into_iter().collect(), holders.into_iter().collect());
            let risen = risers(&filled, &holders, decided);
            prop_assert!(risen.iter().all(|number| !holders.contains(number)));
            prop_assert!(risen.is_empty() || holders.len() + risen.len() <= decided);
        }
    }
}
