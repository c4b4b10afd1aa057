//! What may be asked for when, who must agree, and what follows from their rulings.

use super::bond::plus;
use super::{
    DEFERRAL_NOT_LATER, EXTENSION_TOO_LONG, NOTHING_CHANGES, REQUEST_ENDED, SAME_PERSON_RULES,
    SIDE_HAS_RULED, SIDE_NOT_ASKED, STUDY_END_NOT_LATER, STUDY_STATE,
};
use crate::features::studies::{
    Change, ChangeKind, Request, RequestState, Ruling, RulingVerdict, Side, State, Study,
};
use crate::kernel::errors::{FieldError, Refusal};
use crate::kernel::ids::UserId;
use chrono::NaiveDate;

impl ChangeKind {
    /// Who must agree. The first plan follows from the proposal that was judged and needs the owner's word only; it is
    /// a change of one that stands that needs both.
    pub fn sides(self, is_first_plan: bool) -> &'static [Side] {
        match self {
            Self::Plan if is_first_plan => &[Side::Owner],
            Self::Plan | Self::Topic | Self::Programme => &[Side::Owner, Side::Secretariat],
            Self::Extension | Self::Deferral => &[Side::Secretariat],
        }
    }

    /// Whether it can be asked for in this state.
    pub fn fits(self, state: State) -> bool {
        match self {
            Self::Plan | Self::Extension => state.is_away(),
            Self::Topic | Self::Programme => state.is_before() || state.is_away(),
            Self::Deferral => state == State::Admission,
        }
    }
}

/// Whether a request of this kind may be made now.
///
/// # Errors
/// `study_state`.
pub fn may_ask(kind: ChangeKind, state: State) -> Result<(), Refusal> {
    if kind.fits(state) {
        Ok(())
    } else {
        Err(Refusal::new(STUDY_STATE).with("state", state.name()))
    }
}

/// The faults of what is asked for, beside what stands. `first_end` is the end that the agreement said.
pub fn check_change(
    (before, after): (&Change, &Change),
    study: &Study,
    (first_end, extension_months): (Option<NaiveDate>, u32),
) -> Vec<FieldError> {
    let fault = match after {
        _ if before == after => Some(FieldError::new(field_of(after.kind()), NOTHING_CHANGES)),
        Change::Extension { ends_on } => {
            extension_fault(*ends_on, study, (first_end, extension_months))
        }
        Change::Deferral { admission_by } => (*admission_by <= study.admission_by).then(|| {
            FieldError::new("admission_by", DEFERRAL_NOT_LATER).with("day", study.admission_by)
        }),
        Change::Plan { .. } | Change::Topic { .. } | Change::Programme { .. } => None,
    };
    fault.into_iter().collect()
}

fn field_of(kind: ChangeKind) -> &'static str {
    match kind {
        ChangeKind::Plan => "milestones",
        ChangeKind::Topic => "topic",
        ChangeKind::Programme => "programme",
        ChangeKind::Extension => "ends_on",
        ChangeKind::Deferral => "admission_by",
    }
}

fn extension_fault(
    ends_on: NaiveDate,
    study: &Study,
    (first_end, months): (Option<NaiveDate>, u32),
) -> Option<FieldError> {
    let now = study.ends_on?;
    let last = plus(first_end?, months)?;
    if ends_on <= now {
        Some(FieldError::new("ends_on", STUDY_END_NOT_LATER).with("day", now))
    } else if ends_on > last {
        let fault = FieldError::new("ends_on", EXTENSION_TOO_LONG);
        Some(fault.with("day", last).with("months", months))
    } else {
        None
    }
}

/// Whether this side may rule on the request now, and this person for it.
///
/// # Errors
/// `request_ended`, `side_not_asked`, `side_has_ruled`, `same_person_rules`.
pub fn may_rule(
    request: &Request,
    sides: &[Side],
    (side, by): (Side, &UserId),
) -> Result<(), Refusal> {
    if request.state != RequestState::Open {
        Err(Refusal::new(REQUEST_ENDED).with("state", request.state.name()))
    } else if !sides.contains(&side) {
        Err(Refusal::new(SIDE_NOT_ASKED))
    } else if request.rulings.iter().any(|ruling| ruling.side == side) {
        Err(Refusal::new(SIDE_HAS_RULED))
    } else if request.rulings.iter().any(|ruling| ruling.ruled_by == *by) {
        Err(Refusal::new(SAME_PERSON_RULES))
    } else {
        Ok(())
    }
}

/// How a request stands by its rulings: one refusal ends it, and it is approved when all who are asked agree.
pub fn state_by(rulings: &[Ruling], sides: &[Side]) -> RequestState {
    let agrees = |side: &Side| {
        rulings.iter().any(|one| one.side == *side && one.verdict == RulingVerdict::Approved)
    };
    if rulings.iter().any(|one| one.verdict == RulingVerdict::Refused) {
        RequestState::Refused
    } else if sides.iter().all(agrees) {
        RequestState::Approved
    } else {
        RequestState::Open
    }
}
