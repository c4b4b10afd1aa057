//! The subjects of an objection, its states, who may rule on it, and which remedy fits. Pure.

use super::{Remedy, Standing, State, Subject};
use crate::features::calls::Calendar;
use crate::features::decisions::actions::ResultOutcome;
use crate::features::proposals::State as ProposalState;
use crate::kernel::clock::Timestamp;
use crate::kernel::errors::{Failure, Refusal};
use crate::kernel::ids::UserId;

crate::codes! {
    OBJECTION_TWICE = 409 "objection_twice";
    OBJECTION_STATE = 409 "objection_state";
    OBJECTION_TAKEN_BY_ANOTHER = 409 "objection_taken_by_another";
    RULER_NOT_DISJOINT = 409 "ruler_not_disjoint";
    ATTACHMENT_TOO_LARGE = 413 "attachment_too_large";
    ATTACHMENT_TWICE = 409 "attachment_twice";
    SUBJECT_NOT_OPEN = 422 "subject_not_open";
    ADMINISTRATIVE_NOT_OPEN = 409 "administrative_not_open";
    REMEDY_NOT_FITTING = 422 "remedy_not_fitting";
    REMEDY_SHEET_UNKNOWN = 422 "remedy_sheet_unknown";
}

/// The largest attachment, in bytes.
pub const ATTACHMENT_BYTES: u64 = 2_000_000;

crate::text_enum! {
    /// What can be done with an objection.
    pub enum Step {
        Take = "take",
        /// Back to the team.
        Release = "release",
        Uphold = "uphold",
        Reject = "reject",
        Withdraw = "withdraw",
    }
}

impl Subject {
    /// Whether an objection on this subject is possible.
    pub fn is_open(self, outcome: ResultOutcome) -> bool {
        match self {
            Self::Verification => outcome == ResultOutcome::Ineligible,
            Self::Scores | Self::Decision => outcome != ResultOutcome::Ineligible,
        }
    }
}

/// Whether a candidate may object to the finding of the verification before the review: it was found against them, it
/// is out, and the window is open.
pub fn is_administrative_open(calendar: &Calendar, state: ProposalState, now: Timestamp) -> bool {
    state == ProposalState::Ineligible && calendar.administrative_window(now).is_some()
}

/// Whether the finding of the verification may still be objected to after the announcement: not where it could have
/// been before the review.
pub fn is_finding_open(calendar: &Calendar, found_at: Option<Timestamp>) -> bool {
    calendar.administrative.is_none_or(|one| found_at.is_some_and(|at| at >= one.objections_end_at))
}

impl State {
    /// Whether it waits for an answer.
    pub fn is_pending(self) -> bool {
        matches!(self, Self::Filed | Self::Taken)
    }
}

/// The state after a step.
///
/// # Errors
/// `objection_state`, with the state named, for every step not listed.
pub fn transition(state: State, step: Step) -> Result<State, Refusal> {
    match (state, step) {
        (State::Filed, Step::Take) => Ok(State::Taken),
        (State::Taken, Step::Release) => Ok(State::Filed),
        (State::Taken, Step::Uphold) => Ok(State::Upheld),
        (State::Taken, Step::Reject) => Ok(State::Rejected),
        (State::Filed | State::Taken, Step::Withdraw) => Ok(State::Withdrawn),
        (State::Filed, Step::Release | Step::Uphold | Step::Reject)
        | (State::Taken, Step::Take)
        | (State::Upheld | State::Rejected | State::Withdrawn, _) => {
            Err(Refusal::new(OBJECTION_STATE).with("state", state.name()))
        }
    }
}

/// Whether the deadline passed without an answer, or the answer came after it.
pub fn is_overdue(standing: &Standing, due_at: Timestamp, now: Timestamp) -> bool {
    match standing {
        Standing::Withdrawn { .. } => false,
        Standing::Upheld { answer, .. } | Standing::Rejected { answer } => {
            answer.at.instant() > due_at
        }
        Standing::Filed | Standing::Taken { .. } => now > due_at,
    }
}

/// The people involved in the subject of an objection.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Involvement {
    pub verified: Vec<UserId>,
    pub scored: Vec<UserId>,
    /// Proposed, approved, or sat in the plenary.
    pub decided: Vec<UserId>,
    /// Those of them who proposed or approved.
    pub signed: Vec<UserId>,
}

impl Involvement {
    /// Everybody whose act is judged. Those who only attended the plenary are left out: the
    /// secretariat always attends, and it proposes the appeal team's roles.
    pub fn acted(&self) -> Vec<UserId> {
        [&self.verified, &self.scored, &self.signed].into_iter().flatten().cloned().collect()
    }
}

/// Nobody may rule on their own work, whatever role they have now.
///
/// # Errors
/// `ruler_not_disjoint`, naming the first hand they had in it.
pub fn check_disjoint(person: &UserId, hands: &Involvement) -> Result<(), Failure> {
    let part =
        [("verified", &hands.verified), ("scored", &hands.scored), ("decided", &hands.decided)];
    match part.iter().find(|(_, people)| people.contains(person)) {
        None => Ok(()),
        Some((part, _)) => Err(Refusal::new(RULER_NOT_DISJOINT).with("part", part).into()),
    }
}

/// Whether a remedy fits an objection on this subject.
pub fn fits(subject: Subject, remedy: &Remedy) -> bool {
    matches!(
        (subject, remedy),
        (Subject::Verification, Remedy::RestoreEligibility {})
            | (Subject::Scores, Remedy::ExcludeSheet { .. } | Remedy::ReviewAgain {})
            | (Subject::Decision, Remedy::DecideAnew {})
    )
}

/// How many sheets must be ordered so that a proposal has enough.
pub fn sheets_to_order(remedy: &Remedy, counting: usize, needed: u32) -> usize {
    let needed = usize::try_from(needed).unwrap_or(usize::MAX);
    match remedy {
        Remedy::RestoreEligibility {} => needed.saturating_sub(counting),
        Remedy::ExcludeSheet { .. } => needed.saturating_sub(counting.saturating_sub(1)),
        Remedy::ReviewAgain {} => 1,
        Remedy::DecideAnew {} => 0,
    }
}

#[cfg(test)]
mod tests;
