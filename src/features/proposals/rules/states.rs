//! The states of a proposal and the permitted transitions. The call's phase is checked separately,
//! by `access`. Source: DESIGN §2.

use super::WRONG_STATE;
use crate::features::proposals::State;
use crate::kernel::access::{Permission, Permitted};
use crate::kernel::errors::Refusal;

crate::text_enum! {
    /// Something that is done to a proposal.
    pub enum Step {
        Save = "save",
        Endorse = "endorse",
        Submit = "submit",
        /// Verifiers find that it fulfils the conditions (MS).
        FindEligible = "find_eligible",
        /// Verifiers find that it does not (TMS).
        FindIneligible = "find_ineligible",
        /// An objection to the finding was upheld.
        Restore = "restore",
        Withdraw = "withdraw",
        /// What was found counts no longer, since minutes let something change.
        VerifyAnew = "verify_anew",
        /// Come back after a withdrawal.
        Resume = "resume",
    }
}

/// The state after a step.
///
/// # Errors
/// `wrong_state`, with the state named, for every step not listed.
pub fn transition(state: State, step: Step) -> Result<State, Refusal> {
    match (state, step) {
        (State::Draft | State::Submitted, Step::Save | Step::Endorse) => Ok(state),
        // Submitting again before the deadline makes a new version.
        (State::Draft | State::Submitted, Step::Submit)
        | (State::Eligible | State::Ineligible, Step::VerifyAnew) => Ok(State::Submitted),
        (State::Submitted, Step::FindEligible) | (State::Ineligible, Step::Restore) => {
            Ok(State::Eligible)
        }
        (State::Submitted, Step::FindIneligible) => Ok(State::Ineligible),
        (State::Draft | State::Submitted | State::Eligible | State::Ineligible, Step::Withdraw) => {
            Ok(State::Withdrawn)
        }
        // It is written on and handed in anew; nothing that was found about it before counts.
        (State::Withdrawn, Step::Resume) => Ok(State::Draft),
        (State::Draft, Step::FindEligible | Step::FindIneligible)
        | (State::Draft | State::Submitted, Step::Restore | Step::Resume | Step::VerifyAnew)
        | (State::Eligible | State::Ineligible | State::Withdrawn, _) => {
            Err(Refusal::new(WRONG_STATE).with("state", state.name()))
        }
    }
}

/// What may be done with a proposal of one's own as far as its state lets it: the steps that the acts themselves
/// ask, and that there is a result only for what was handed in and not withdrawn.
pub fn permitted_in_state(permitted: Permitted, state: State) -> Permitted {
    let lets = |step| transition(state, step).is_ok();
    let has_result = matches!(state, State::Submitted | State::Eligible | State::Ineligible);
    permitted
        .only_if(Permission::WriteProposal, lets(Step::Save))
        .only_if(Permission::SubmitProposal, lets(Step::Submit))
        .only_if(Permission::WithdrawProposal, lets(Step::Withdraw))
        .only_if(Permission::AskEndorsement, lets(Step::Endorse))
        .only_if(Permission::ResumeProposal, lets(Step::Resume))
        .only_if(Permission::EndorseProposal, lets(Step::Endorse))
        .only_if(Permission::ReadOwnResult, has_result)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_pair_of_state_and_step_is_settled() {
        use State::{Draft, Eligible, Ineligible, Submitted, Withdrawn};
        #[rustfmt::skip]
        let expected = [
            (Draft, [Some(Draft), Some(Draft), Some(Submitted), None, None, None, Some(Withdrawn), None, None]),
            (Submitted, [
                Some(Submitted), Some(Submitted), Some(Submitted), Some(Eligible), Some(Ineligible), None,
                Some(Withdrawn), None, None,
            ]),
            (Eligible, [None, None, None, None, None, None, Some(Withdrawn), Some(Submitted), None]),
            (Ineligible, [
                None, None, None, None, None, Some(Eligible), Some(Withdrawn), Some(Submitted), None,
            ]),
            (Withdrawn, [None, None, None, None, None, None, None, None, Some(Draft)]),
        ];
        assert_eq!(expected.map(|(state, _)| state), State::ALL);
        for (state, after) in expected {
            assert_eq!(Step::ALL.map(|step| transition(state, step).ok()), after, "{state:?}");
        }
    }

    #[test]
    fn a_refusal_names_the_state() {
        let refusal = transition(State::Withdrawn, Step::Submit).unwrap_err();
        assert_eq!(refusal.code, WRONG_STATE);
        assert_eq!(refusal.arguments, [("state", "withdrawn".to_owned())]);
    }
}
