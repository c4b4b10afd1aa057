//! When notices are due and their states; what a case must contain; when it may be closed. Pure.

use super::{
    AuthorityNotice, Breach, NewBreach, NoticeStanding, NoticeState, Outcome, State, SubjectNotice,
    Way,
};
use crate::kernel::clock::Timestamp;
use crate::kernel::errors::common::field::{DUPLICATE, TOO_SHORT};
use crate::kernel::errors::{Failure, FieldError, Refusal};
use crate::kernel::input::Valid;

crate::codes! {
    BREACH_CLOSED = 409 "breach_closed";
    NOBODY_AFFECTED = 409 "nobody_affected";
    NOBODY_TO_INFORM = 409 "nobody_to_inform";
    FINDER_IN_CONFLICT = 409 "finder_in_conflict";
    AUTHORITY_INFORMED = 409 "authority_informed";
    NOTICES_OUTSTANDING = 409 "notices_outstanding";
    LATE_REASON_REQUIRED = 422 "late_reason_required";
    INSTANT_IN_FUTURE = 422 "instant_in_future";
    HAPPENED_AFTER_DISCOVERY = 422 "happened_after_discovery";
    GIVEN_BEFORE_DISCOVERY = 422 "given_before_discovery";
    SPAN_BACKWARDS = 422 "span_backwards";
}

/// Three times 24 hours.
pub const HOURS: i64 = 72;

/// When fewer hours are left, the notice is urgent.
pub const PRESSING_HOURS: i64 = 24;

/// Characters of the reason of a late notice. In time there is none, so its type cannot ask for them.
const LATE_REASON_LEAST: usize = 20;

impl Way {
    pub fn name(&self) -> &'static str {
        match self {
            Self::Person { .. } => "person",
            Self::Call { .. } => "call",
            Self::Role { .. } => "role",
            Self::Readings { .. } => "readings",
            Self::Tasks { .. } => "tasks",
        }
    }
}

/// The instant until which both notices are in time.
pub fn due_at(discovered_at: Timestamp) -> Timestamp {
    discovered_at.plus_seconds(HOURS * 3600)
}

pub fn is_late(given_at: Timestamp, due_at: Timestamp) -> bool {
    given_at > due_at
}

/// The facts that decide a notice's state.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Owed {
    pub due_at: Timestamp,
    /// When everybody had been informed; `None` while somebody has not.
    pub given_at: Option<Timestamp>,
    pub outcome: Option<Outcome>,
}

/// The state of a notice within its period.
pub fn clock(owed: Owed, now: Timestamp) -> NoticeStanding {
    let Owed { due_at, given_at, outcome } = owed;
    let state = match given_at {
        Some(given_at) if is_late(given_at, due_at) => NoticeState::MetLate,
        Some(_) => NoticeState::MetInTime,
        None if outcome == Some(Outcome::NotABreach) => NoticeState::NotOwed,
        None if now > due_at => NoticeState::Overdue,
        None if now > due_at.plus_seconds(-PRESSING_HOURS * 3600) => NoticeState::Pressing,
        None => NoticeState::Running,
    };
    NoticeStanding { state, given_at }
}

impl NoticeState {
    /// Whether nothing more must be done.
    pub fn is_settled(self) -> bool {
        matches!(self, Self::MetInTime | Self::MetLate | Self::NotOwed)
    }
}

/// When all of these people had been informed; `None` while one has not, or there are no people
/// yet.
pub fn all_informed_at(
    (affected, informed): (i64, i64),
    last_notice: Option<Timestamp>,
) -> Option<Timestamp> {
    last_notice.filter(|_| affected > 0 && informed == affected)
}

fn sound<T>(value: T, faults: Vec<FieldError>) -> Result<T, Failure> {
    if faults.is_empty() { Ok(value) } else { Err(Refusal::invalid(faults).into()) }
}

/// A valid breach, or all its faults.
///
/// # Errors
/// `invalid`.
pub fn check_new(new: &Valid<NewBreach>, now: Timestamp) -> Result<NewBreach, Failure> {
    let (new, mut faults) = (new.kept()?, Vec::new());
    if new.discovered_at > now {
        faults.push(FieldError::new("discovered_at", INSTANT_IN_FUTURE));
    }
    if new.happened_at.is_some_and(|at| at > new.discovered_at) {
        faults.push(FieldError::new("happened_at", HAPPENED_AFTER_DISCOVERY));
    }
    let mut data = new.data.clone();
    data.sort_unstable();
    data.dedup();
    if data.len() < new.data.len() {
        faults.push(FieldError::new("data", DUPLICATE));
    }
    sound(NewBreach { data, ..new }, faults)
}

/// Checks that two instants are in order and not in the future.
///
/// # Errors
/// `invalid`.
pub fn check_way(way: &Way, now: Timestamp) -> Result<(), Failure> {
    let (Way::Readings { from, until, .. } | Way::Tasks { from, until, .. }) = way else {
        return Ok(());
    };
    let mut faults = Vec::new();
    if *from > now {
        faults.push(FieldError::new("way.from", INSTANT_IN_FUTURE));
    }
    if until < from {
        faults.push(FieldError::new("way.until", SPAN_BACKWARDS));
    }
    sound((), faults)
}

/// The reason for a late notice; a notice in time has none.
fn late_reason(
    given: &str,
    (given_at, due_at): (Timestamp, Timestamp),
) -> Result<String, FieldError> {
    let given = given.trim();
    let characters = given.chars().count();
    let fault = |code| FieldError::new("late_reason", code);
    match characters {
        _ if !is_late(given_at, due_at) => Ok(String::new()),
        0 => Err(fault(LATE_REASON_REQUIRED)),
        1..LATE_REASON_LEAST => Err(fault(TOO_SHORT).with("minimum", LATE_REASON_LEAST)),
        _ => Ok(given.to_owned()),
    }
}

/// The notice to the subjects, given now.
///
/// # Errors
/// `invalid`.
pub fn check_subject_notice(
    notice: &Valid<SubjectNotice>,
    due_at: Timestamp,
    now: Timestamp,
) -> Result<SubjectNotice, Failure> {
    let notice = notice.kept()?;
    let late_reason = late_reason(&notice.late_reason, (now, due_at));
    let late_reason = late_reason.map_err(|fault| Refusal::invalid(vec![fault]))?;
    Ok(SubjectNotice { late_reason, ..notice })
}

/// The notice to the authority, given between the discovery and now.
///
/// # Errors
/// `invalid`.
pub fn check_authority_notice(
    notice: &Valid<AuthorityNotice>,
    (discovered_at, due_at): (Timestamp, Timestamp),
    now: Timestamp,
) -> Result<AuthorityNotice, Failure> {
    let notice = notice.kept()?;
    let given_at = notice.given_at;
    let fault = |code| Failure::field("given_at", code);
    if given_at > now {
        return Err(fault(INSTANT_IN_FUTURE));
    }
    if given_at < discovered_at {
        return Err(fault(GIVEN_BEFORE_DISCOVERY));
    }
    let late_reason = late_reason(&notice.late_reason, (given_at, due_at));
    let late_reason = late_reason.map_err(|fault| Refusal::invalid(vec![fault]))?;
    Ok(AuthorityNotice { late_reason, ..notice })
}

crate::text_enum! {
    /// What can be done with a case.
    pub enum Step {
        /// Adds people, gives a notice, notes a measure.
        Work = "work",
        /// Ends it with both notices given.
        CloseAsHandled = "close_as_handled",
        /// Ends it because no personal data was breached after all.
        CloseAsNoBreach = "close_as_no_breach",
    }
}

impl Step {
    pub fn closing(outcome: Outcome) -> Self {
        match outcome {
            Outcome::Handled => Self::CloseAsHandled,
            Outcome::NotABreach => Self::CloseAsNoBreach,
        }
    }
}

impl Breach {
    pub fn state(&self) -> State {
        match self.closure.as_ref().map(|closure| closure.outcome) {
            None => State::Open,
            Some(Outcome::Handled) => State::Handled,
            Some(Outcome::NotABreach) => State::NotABreach,
        }
    }
}

/// The state after a step; a case that ended stays as it is.
///
/// # Errors
/// `breach_closed`.
pub fn transition(state: State, step: Step) -> Result<State, Refusal> {
    match (state, step) {
        (State::Open, Step::Work) => Ok(State::Open),
        (State::Open, Step::CloseAsHandled) => Ok(State::Handled),
        (State::Open, Step::CloseAsNoBreach) => Ok(State::NotABreach),
        (State::Handled | State::NotABreach, _) => Err(Refusal::new(BREACH_CLOSED)),
    }
}

/// Whether a case may end this way, and its conclusion.
///
/// # Errors
/// `breach_closed`; `notices_outstanding`.
pub fn check_closing(breach: &Breach, outcome: Outcome) -> Result<(), Failure> {
    transition(breach.state(), Step::closing(outcome))?;
    let settled = breach.subjects.state.is_settled() && breach.authority.state.is_settled();
    if outcome == Outcome::Handled && !settled {
        return Err(Failure::refused(NOTICES_OUTSTANDING));
    }
    Ok(())
}

#[cfg(test)]
mod tests;
