//! What can be done with a call, whatever the calendar says. Where it stands in time is its phase.

use super::CALL_STATE;
use crate::features::calls::State;
use crate::kernel::errors::Refusal;

crate::text_enum! {
    /// What can be done with a call.
    pub enum Step {
        /// Writes a draft anew.
        Write = "write",
        /// Publishes it; from here nobody changes the rules.
        Freeze = "freeze",
        /// Moves a milestone later.
        Extend = "extend",
        Cancel = "cancel",
    }
}

/// The state after a step.
///
/// # Errors
/// `call_state`, with the state named, for every step not listed.
pub fn transition(state: State, step: Step) -> Result<State, Refusal> {
    match (state, step) {
        (State::Draft, Step::Write) => Ok(State::Draft),
        (State::Draft, Step::Freeze) | (State::Frozen, Step::Extend) => Ok(State::Frozen),
        (State::Draft | State::Frozen, Step::Cancel) => Ok(State::Cancelled),
        (State::Draft, Step::Extend)
        | (State::Frozen, Step::Write | Step::Freeze)
        | (State::Cancelled, _) => Err(Refusal::new(CALL_STATE).with("state", state.name())),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_pair_of_state_and_step_is_settled() {
        use State::{Cancelled, Draft, Frozen};
        let expected = [
            (Draft, [Some(Draft), Some(Frozen), None, Some(Cancelled)]),
            (Frozen, [None, None, Some(Frozen), Some(Cancelled)]),
            (Cancelled, [None; 4]),
        ];
        assert_eq!(expected.map(|(state, _)| state), State::ALL);
        for (state, after) in expected {
            assert_eq!(Step::ALL.map(|step| transition(state, step).ok()), after, "{state:?}");
        }
    }
}
