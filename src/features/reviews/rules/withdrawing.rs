//! What becomes of a task when the conflict that closed it is withdrawn. Pure.

use crate::features::conflicts::Comeback;
use crate::features::reviews::AssignmentState::{self, Assigned, Declined, Draft, Removed};
use crate::kernel::access::Phase;

/// How far the sheet of a closed task is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kept {
    Nothing,
    Draft,
    HandedIn,
}

impl Kept {
    /// The state that the task had, and has again.
    pub fn state(self) -> AssignmentState {
        match self {
            Self::Nothing => Assigned,
            Self::Draft => Draft,
            Self::HandedIn => AssignmentState::Submitted,
        }
    }
}

/// What decides beside the task itself.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Around {
    pub phase: Phase,
    pub is_on_panel: bool,
    /// Tasks that others have on the proposal now, open or done.
    pub held_by_others: u32,
    /// The sheets that each proposal is to have.
    pub wanted: u32,
}

/// The answer; `task` is the state of the task and its sheet, if this conflict closed one.
pub fn comeback(task: Option<(AssignmentState, Kept)>, around: Around) -> Comeback {
    let Some((Declined | Removed, kept)) = task else { return Comeback::NoTask };
    if matches!(around.phase, Phase::Announced | Phase::Closed | Phase::Cancelled) {
        return Comeback::Over;
    }
    if around.held_by_others >= around.wanted {
        return Comeback::PlaceTaken;
    }
    if kept == Kept::HandedIn {
        return Comeback::Counts;
    }
    if !around.is_on_panel {
        return Comeback::OffPanel;
    }
    if around.phase == Phase::Plenary { Comeback::Lacking } else { Comeback::Open }
}

/// Whether the task comes back at all.
pub fn returns(comeback: Comeback) -> bool {
    matches!(comeback, Comeback::Open | Comeback::Lacking | Comeback::Counts)
}

#[cfg(test)]
mod tests {
    use super::*;
    use AssignmentState::Submitted;

    const FREE: Around =
        Around { phase: Phase::Review, is_on_panel: true, held_by_others: 1, wanted: 2 };

    #[test]
    fn a_task_comes_back_as_it_was_while_its_place_is_free() {
        let back = |kept| comeback(Some((Declined, kept)), FREE);
        assert_eq!(back(Kept::Nothing), Comeback::Open);
        assert_eq!(back(Kept::Draft), Comeback::Open);
        assert_eq!(back(Kept::HandedIn), Comeback::Counts);
        for (kept, state) in
            [(Kept::Nothing, Assigned), (Kept::Draft, Draft), (Kept::HandedIn, Submitted)]
        {
            assert_eq!(kept.state(), state);
        }
        let after = Around { phase: Phase::Plenary, ..FREE };
        assert_eq!(comeback(Some((Removed, Kept::Draft)), after), Comeback::Lacking);
        assert_eq!(comeback(Some((Removed, Kept::HandedIn)), after), Comeback::Counts);
    }

    #[test]
    fn a_place_that_others_have_stays_theirs_and_a_result_stays_as_it_is() {
        let taken = Around { held_by_others: 2, ..FREE };
        let out = Around { phase: Phase::Announced, ..FREE };
        for kept in [Kept::Nothing, Kept::Draft, Kept::HandedIn] {
            assert_eq!(comeback(Some((Declined, kept)), taken), Comeback::PlaceTaken);
            assert_eq!(comeback(Some((Declined, kept)), out), Comeback::Over);
        }
        let off = Around { is_on_panel: false, ..FREE };
        assert_eq!(comeback(Some((Declined, Kept::Draft)), off), Comeback::OffPanel);
        assert_eq!(comeback(Some((Removed, Kept::HandedIn)), off), Comeback::Counts);
    }

    #[test]
    fn what_the_conflict_did_not_close_does_not_come_back() {
        assert_eq!(comeback(None, FREE), Comeback::NoTask);
        for state in [Assigned, Draft, Submitted] {
            assert_eq!(comeback(Some((state, Kept::Nothing)), FREE), Comeback::NoTask);
        }
        for one in Comeback::ALL {
            let back = [Comeback::Open, Comeback::Lacking, Comeback::Counts].contains(&one);
            assert_eq!(returns(one), back);
        }
    }
}
