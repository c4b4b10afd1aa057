//! Rules of exceptions by signed minutes: what one may ask for, who may decide it, and what it lets change. Pure.

use crate::features::calls::Definition;
use crate::features::proposals::fields::FIELDS;
use crate::features::proposals::rules::requests::place_in_input;
use crate::features::proposals::{
    Exception, ExceptionKind, ExceptionState, FieldChange, NewException, State,
};
use crate::kernel::clock::Timestamp;
use crate::kernel::errors::{FieldError, Refusal, common::field};
use crate::kernel::ids::UserId;

crate::codes! {
    EXCEPTION_ENDED = 409 "exception_ended";
    EXCEPTION_RUNNING = 409 "exception_running";
    EXCEPTION_TWICE = 409 "exception_twice";
    EXCEPTION_NOT_HANDED_IN = 409 "exception_not_handed_in";
    EXCEPTION_OVER = 409 "exception_over";
    MINUTES_MISSING = 409 "minutes_missing";
    MINUTES_TWICE = 409 "minutes_twice";
    MINUTES_TOO_LARGE = 413 "minutes_too_large";
    EXCEPTION_BEYOND_SCREENING = 422 "exception_beyond_screening";
    EXCEPTION_NEEDS_THIS = 422 "exception_needs_this";
    EXCEPTION_NEEDS_NO_SUCH = 422 "exception_needs_no_such";
    EXCEPTION_ELSEWHERE = 422 "exception_elsewhere";
    EXCEPTION_REASON_NEEDED = 422 "exception_reason_needed";
}

/// The most bytes of the minutes.
pub const MINUTES_BYTES: u64 = 5 * 1024 * 1024;

/// The fields that can be corrected, by their names: each that is asked for, a list as a whole.
pub fn correctable() -> impl Iterator<Item = &'static str> {
    FIELDS.iter().map(|field| field.path).filter(|path| !path.contains("[]"))
}

/// Every fault of a request: its kind needs the document or the field it is about and nothing else; its time lies
/// before the verification ends, so that the proposal can still be verified.
pub fn faults_of(
    new: &NewException,
    definition: &Definition,
    screening_ends_at: Timestamp,
) -> Vec<FieldError> {
    let mut faults = Vec::new();
    let (document, asked) = (filled(new.document.as_deref()), filled(new.field.as_deref()));
    match (new.kind, document) {
        (ExceptionKind::LateDocument, None) => {
            faults.push(FieldError::new("document", EXCEPTION_NEEDS_THIS));
        }
        (ExceptionKind::LateDocument, Some(kind)) => {
            if !definition.documents.iter().any(|one| one.kind == kind) {
                faults.push(FieldError::new("document", field::UNKNOWN_REFERENCE));
            }
        }
        (_, Some(_)) => faults.push(FieldError::new("document", EXCEPTION_NEEDS_NO_SUCH)),
        (_, None) => {}
    }
    match (new.kind, asked) {
        (ExceptionKind::CorrectedField, None) => {
            faults.push(FieldError::new("field", EXCEPTION_NEEDS_THIS));
        }
        (ExceptionKind::CorrectedField, Some(path)) => {
            if !correctable().any(|one| one == path) {
                faults.push(FieldError::new("field", field::UNKNOWN_REFERENCE));
            }
        }
        (_, Some(_)) => faults.push(FieldError::new("field", EXCEPTION_NEEDS_NO_SUCH)),
        (_, None) => {}
    }
    if new.until >= screening_ends_at {
        let fault = FieldError::new("until", EXCEPTION_BEYOND_SCREENING);
        faults.push(fault.with("instant", screening_ends_at));
    }
    faults
}

/// What was chosen or typed, if anything was.
pub fn filled(text: Option<&str>) -> Option<&str> {
    text.map(str::trim).filter(|text| !text.is_empty())
}

/// Whether something of this proposal can be opened again: it was handed in and not withdrawn.
///
/// # Errors
/// `exception_not_handed_in`.
pub fn check_state(state: State) -> Result<(), Refusal> {
    match state {
        State::Submitted | State::Eligible | State::Ineligible => Ok(()),
        State::Draft | State::Withdrawn => {
            Err(Refusal::new(EXCEPTION_NOT_HANDED_IN).with("state", state.name()))
        }
    }
}

/// Where an exception stands after somebody was for it: two different persons grant it, and neither asked for it.
///
/// # Errors
/// `exception_ended`; `minutes_missing`; `exception_over` when its time has passed meanwhile; `exception_twice` for
/// who asked for it or was for it already.
pub fn after_assent(
    exception: &Exception,
    by: &UserId,
    now: Timestamp,
) -> Result<ExceptionState, Refusal> {
    check_open(exception)?;
    if exception.minutes.is_none() {
        return Err(Refusal::new(MINUTES_MISSING));
    }
    if now >= exception.until {
        return Err(Refusal::new(EXCEPTION_OVER).with("until", exception.until));
    }
    if exception.requested_by == *by || exception.confirmed_by.as_ref() == Some(by) {
        return Err(Refusal::new(EXCEPTION_TWICE));
    }
    Ok(match exception.confirmed_by {
        None => ExceptionState::Confirmed,
        Some(_) => ExceptionState::Granted,
    })
}

/// Whether it is to be decided still.
///
/// # Errors
/// `exception_ended`, with how it ended.
pub fn check_open(exception: &Exception) -> Result<(), Refusal> {
    let state = exception.state;
    if state.waits() {
        Ok(())
    } else {
        Err(Refusal::new(EXCEPTION_ENDED).with("state", state.name()))
    }
}

/// Whether a field of this name may change.
fn lets(exception: &Exception, changed: &str) -> bool {
    match exception.kind {
        ExceptionKind::LateDocument => false,
        ExceptionKind::OtherLevel => changed == "level",
        ExceptionKind::CorrectedField => exception.field.as_deref().is_some_and(|path| {
            let in_list = changed.strip_prefix(path).is_some_and(|rest| rest.starts_with('['));
            changed == path || in_list
        }),
    }
}

/// A fault at each change that the minutes do not name.
pub fn strays(exception: &Exception, changes: &[FieldChange]) -> Vec<FieldError> {
    let stray = changes.iter().filter(|change| !lets(exception, &change.field));
    stray.map(|change| FieldError::new(place_in_input(change), EXCEPTION_ELSEWHERE)).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::features::proposals::{ChangeKind, Minutes};
    use crate::kernel::ids::{CallId, ExceptionId, ProposalId};

    const AT: Timestamp = Timestamp::from_micros(1_000_000);

    fn exception(kind: ExceptionKind, field: Option<&str>) -> Exception {
        Exception {
            id: ExceptionId::new().unwrap(),
            call: CallId::new().unwrap(),
            proposal: ProposalId::new().unwrap(),
            number: "TB-1".to_owned(),
            kind,
            document: None,
            field: field.map(str::to_owned),
            until: AT.plus_days(1),
            minutes_number: "BA-1".to_owned(),
            reason: String::new(),
            minutes: Some(Minutes { file_name: String::new(), size: 1, sha256: String::new() }),
            requested_by: UserId::new().unwrap(),
            requested_at: AT,
            state: ExceptionState::Requested,
            confirmed_by: None,
            confirmed_at: None,
            ended_by: None,
            ended_at: None,
            answer: None,
            used_at: None,
            repair: None,
        }
    }

    #[test]
    fn two_different_persons_grant_what_neither_asked_for() {
        let asked = exception(ExceptionKind::OtherLevel, None);
        let [first, second] = [(); 2].map(|()| UserId::new().unwrap());
        let twice = |one: &Exception, by: &UserId| after_assent(one, by, AT).unwrap_err().code;
        assert_eq!(twice(&asked, &asked.requested_by), EXCEPTION_TWICE);
        assert_eq!(after_assent(&asked, &first, AT), Ok(ExceptionState::Confirmed));
        let confirmed = Exception {
            state: ExceptionState::Confirmed,
            confirmed_by: Some(first.clone()),
            confirmed_at: Some(AT),
            ..asked.clone()
        };
        assert_eq!(twice(&confirmed, &first), EXCEPTION_TWICE);
        assert_eq!(twice(&confirmed, &asked.requested_by), EXCEPTION_TWICE);
        assert_eq!(after_assent(&confirmed, &second, AT), Ok(ExceptionState::Granted));
        let bare = Exception { minutes: None, ..confirmed.clone() };
        assert_eq!(twice(&bare, &second), MINUTES_MISSING);
        assert_eq!(
            after_assent(&confirmed, &second, confirmed.until).unwrap_err().code,
            EXCEPTION_OVER
        );
        for state in [ExceptionState::Granted, ExceptionState::Refused, ExceptionState::Withdrawn] {
            assert_eq!(twice(&Exception { state, ..confirmed.clone() }, &second), EXCEPTION_ENDED);
        }
    }

    #[test]
    fn every_field_may_change_by_the_minutes_that_name_it_and_by_no_others() {
        let changed = |name: &str| FieldChange {
            field: name.to_owned(),
            change: ChangeKind::Changed,
            before: None,
            after: None,
        };
        let names = || FIELDS.iter().map(|field| field.path.replace("[]", "[0]"));
        let all: Vec<String> = names().chain(["level", "problem"].map(str::to_owned)).collect();
        let let_by = |exception: &Exception| -> Vec<String> {
            let lets = |name: &&String| strays(exception, &[changed(name)]).is_empty();
            all.iter().filter(lets).cloned().collect()
        };
        for path in correctable() {
            let by = exception(ExceptionKind::CorrectedField, Some(path));
            let own: Vec<String> = names()
                .filter(|name| name == path || name.starts_with(&format!("{path}[")))
                .collect();
            assert_eq!(let_by(&by), own, "{path}");
        }
        assert_eq!(let_by(&exception(ExceptionKind::OtherLevel, None)), ["level"]);
        assert!(let_by(&exception(ExceptionKind::LateDocument, None)).is_empty());
    }
}
