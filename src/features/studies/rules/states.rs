//! Which step leads from which state to which.

use super::{
    CAUSE_NEEDED, CONSEQUENCE_NEEDED, DAY_AHEAD, DAY_BEFORE_BEGINNING, DAYS_REVERSED,
    NOTHING_TO_TAKE_BACK, STUDY_STATE,
};
pub use crate::features::studies::Step;
use crate::features::studies::{NewStep, State, Study, TakenStep};
use crate::kernel::errors::{FieldError, Refusal};
use chrono::NaiveDate;

impl State {
    /// Nothing more happens to it.
    pub fn is_final(self) -> bool {
        matches!(
            self,
            Self::Concluded | Self::Stopped | Self::Failed | Self::NotAdmitted | Self::Left
        )
    }

    /// Before the study has begun.
    pub fn is_before(self) -> bool {
        matches!(self, Self::Admission | Self::Admitted)
    }

    /// The awardee is at the university, or only interrupts it.
    pub fn is_away(self) -> bool {
        matches!(self, Self::Studying | Self::Interrupted)
    }
}

impl Step {
    /// Those that are recorded as they are; the others follow from other acts (a document that is accepted, the
    /// dates of the agreement, the return).
    pub const RECORDED: [Self; 9] = [
        Self::Interrupt,
        Self::Resume,
        Self::Stop,
        Self::Fail,
        Self::Leave,
        Self::Lapse,
        Self::GiveBack,
        Self::Conclude,
        Self::Correct,
    ];

    /// The study ends early, so what follows for bond and money must be told.
    pub fn needs_consequence(self) -> bool {
        matches!(self, Self::Stop | Self::Fail | Self::Leave)
    }

    /// The seat goes to the next reserve.
    pub fn frees_seat(self) -> bool {
        matches!(self, Self::Lapse | Self::GiveBack)
    }
}

/// The state after a step.
///
/// # Errors
/// `study_state`, with the state named, for every pair that is not listed.
pub fn transition(state: State, step: Step) -> Result<State, Refusal> {
    use State::{
        Admission, Admitted, Concluded, Failed, Interrupted, Left, NotAdmitted, Returned, Stopped,
        Studying,
    };
    match (state, step) {
        (Admission, Step::Admit) => Ok(Admitted),
        (Admitted, Step::Begin) | (Interrupted, Step::Resume) => Ok(Studying),
        (Studying, Step::Interrupt) => Ok(Interrupted),
        (Studying | Interrupted, Step::Stop) => Ok(Stopped),
        (Studying | Interrupted, Step::Fail) => Ok(Failed),
        (Studying, Step::Return) => Ok(Returned),
        (Studying | Interrupted | Returned, Step::Leave) => Ok(Left),
        (Admission, Step::Lapse) | (Admission | Admitted, Step::GiveBack) => Ok(NotAdmitted),
        (Returned, Step::Conclude) => Ok(Concluded),
        _ => Err(Refusal::new(STUDY_STATE).with("state", state.name())),
    }
}

/// The steps that count, in order: one that was taken back and the correction itself are none.
pub fn standing(steps: &[TakenStep]) -> Vec<&TakenStep> {
    let mut standing = Vec::new();
    for step in steps {
        if step.step == Step::Correct {
            standing.pop();
        } else {
            standing.push(step);
        }
    }
    standing
}

/// The state to which taking back the last step leads. A seat that was given back is somebody else's by now.
///
/// # Errors
/// `nothing_to_take_back`.
pub fn before_last(steps: &[TakenStep]) -> Result<State, Refusal> {
    let nothing = || Refusal::new(NOTHING_TO_TAKE_BACK);
    let mut standing = standing(steps);
    let last = standing.pop().ok_or_else(nothing)?;
    if last.step.frees_seat() {
        return Err(nothing());
    }
    led_to(&standing)
}

/// The state to which these steps lead from the accepted seat.
///
/// # Errors
/// `study_state` where one does not follow from those before it.
pub fn led_to(standing: &[&TakenStep]) -> Result<State, Refusal> {
    standing.iter().try_fold(State::Admission, |state, step| transition(state, step.step))
}

/// The faults of a step that its single fields do not tell. `today` is the day in Jakarta.
pub fn check_step(new: &NewStep, study: &Study, today: NaiveDate) -> Vec<FieldError> {
    let fault = |is_fault: bool, field: &str, code| is_fault.then(|| FieldError::new(field, code));
    let says = |text: &Option<String>| {
        text.as_deref().is_some_and(|text| text.trim().chars().count() >= 10)
    };
    // A study whose beginning lies ahead can be stopped today.
    let begins = study.since.min(today);
    let faults = [
        (new.on > today).then(|| FieldError::new("on", DAY_AHEAD).with("today", today)),
        (new.on < begins).then(|| FieldError::new("on", DAY_BEFORE_BEGINNING).with("day", begins)),
        fault(new.until.is_some_and(|until| until < new.on), "until", DAYS_REVERSED),
        fault(new.step == Step::Interrupt && new.cause.is_none(), "cause", CAUSE_NEEDED),
        fault(
            new.step.needs_consequence() && !says(&new.consequence),
            "consequence",
            CONSEQUENCE_NEEDED,
        ),
    ];
    faults.into_iter().flatten().collect()
}
