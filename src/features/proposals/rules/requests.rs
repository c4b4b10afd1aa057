//! Asking for endorsements: which are to be asked for, what an edit would end, when those asked are reminded. Pure.

use super::{NOT_ASKED, NOTHING_TO_ASK, VOIDS_ENDORSEMENT};
use crate::features::proposals::fields::{self, Endorsed};
use crate::features::proposals::{
    Endorsement, EndorsementKind, EndorsementRequest, FieldChange, State, Text,
};
use crate::kernel::clock::Timestamp;
use crate::kernel::errors::{FieldError, Refusal};

/// After how many days those who are asked are reminded, once.
pub const REMIND_AFTER_DAYS: i64 = 3;

/// The kinds that nobody has given for this text and that were not asked for already.
///
/// # Errors
/// `nothing_to_ask`.
pub fn to_ask(
    given: &[Endorsement],
    asked: &[EndorsementRequest],
) -> Result<Vec<EndorsementKind>, Refusal> {
    let is_given = |kind| given.iter().any(|one| one.kind == kind && one.current);
    let is_open = |kind| asked.iter().any(|one| one.kind == kind && one.is_open());
    let left: Vec<EndorsementKind> = EndorsementKind::ALL
        .into_iter()
        .filter(|kind| !is_given(*kind) && !is_open(*kind))
        .collect();
    if left.is_empty() { Err(Refusal::new(NOTHING_TO_ASK)) } else { Ok(left) }
}

/// The open request of this kind.
///
/// # Errors
/// `not_asked`.
pub fn open(
    kind: EndorsementKind,
    asked: &[EndorsementRequest],
) -> Result<&EndorsementRequest, Refusal> {
    let found = asked.iter().find(|one| one.kind == kind && one.is_open());
    found.ok_or_else(|| Refusal::new(NOT_ASKED))
}

/// What an endorser signs, by its name in the text.
pub fn is_signed(name: &str) -> bool {
    matches!(name, "problem" | "level")
        || fields::find(name).is_some_and(|field| field.endorsed == Endorsed::Signed)
}

/// The text with nothing in it but what an endorser signs: all that is kept of it beside the endorsement.
///
/// # Errors
/// Never for what [`Text`] can hold; `serde_json` leaves it open.
pub fn signed(text: &Text) -> Result<Text, serde_json::Error> {
    let mut content = fields::endorsed(text)?;
    if let Some(found) = content.as_object_mut() {
        found.retain(|name, _| !matches!(name.as_str(), "problem" | "level"));
    }
    let content = serde_json::from_value(content)?;
    Ok(Text { problem: text.problem.clone(), level: text.level.clone(), content })
}

/// The endorsements that hold for the stored text and not for one with this hash.
pub fn voided(given: &[Endorsement], essence: &str) -> Vec<EndorsementKind> {
    let holds = |kind| given.iter().any(|one| one.kind == kind && one.current);
    let would = |kind| given.iter().any(|one| one.kind == kind && one.essence_hash == essence);
    EndorsementKind::ALL.into_iter().filter(|kind| holds(*kind) && !would(*kind)).collect()
}

/// A fault at each field whose change would end an endorsement; a field of the content is below `content`.
pub fn faults_of_voiding(changes: &[FieldChange]) -> Vec<FieldError> {
    let signed = changes.iter().filter(|change| is_signed(&change.field));
    signed.map(|change| FieldError::new(place_in_input(change), VOIDS_ENDORSEMENT)).collect()
}

/// Where a changed field stands in what is sent.
pub fn place_in_input(change: &FieldChange) -> String {
    match change.field.as_str() {
        chosen @ ("problem" | "level") => chosen.to_owned(),
        other => format!("content.{other}"),
    }
}

/// What those who may endorse are to be told by the program.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Telling {
    /// That they are asked: nobody could be told at the time.
    Asked,
    /// The same once more.
    Reminder,
}

/// What is due now about a request on a proposal in this state.
pub fn telling(state: State, asked: &EndorsementRequest, now: Timestamp) -> Option<Telling> {
    if !matches!(state, State::Draft | State::Submitted) || !asked.is_open() {
        return None;
    }
    match asked.told_at {
        None => Some(Telling::Asked),
        Some(told) if asked.reminded_at.is_none() && told.plus_days(REMIND_AFTER_DAYS) <= now => {
            Some(Telling::Reminder)
        }
        Some(_) => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::features::proposals::{CandidateFacts, ChangeKind};
    use crate::kernel::ids::{RecordId, UserId};

    const ASKED: Timestamp = Timestamp::from_micros(1_000_000);

    fn given(kind: EndorsementKind, essence: &str, current: bool) -> Endorsement {
        Endorsement {
            id: RecordId::new().unwrap(),
            kind,
            endorsed_by: UserId::new().unwrap(),
            statement: "said".to_owned(),
            essence_hash: essence.to_owned(),
            endorsed_at: ASKED,
            current,
        }
    }

    fn asked(kind: EndorsementKind, answered_at: Option<Timestamp>) -> EndorsementRequest {
        EndorsementRequest {
            id: RecordId::new().unwrap(),
            kind,
            asked_at: ASKED,
            told_at: Some(ASKED),
            reminded_at: None,
            answered_at,
            answered_by: None,
            remark: None,
        }
    }

    #[test]
    fn what_is_given_or_waits_is_not_asked_for_again() {
        use EndorsementKind::{ProblemOwner, UnitHead};
        assert_eq!(to_ask(&[], &[]).unwrap(), [UnitHead, ProblemOwner]);
        let old = [given(UnitHead, "a", false)];
        assert_eq!(to_ask(&old, &[]).unwrap(), [UnitHead, ProblemOwner]);
        let one = [given(UnitHead, "a", true)];
        assert_eq!(to_ask(&one, &[]).unwrap(), [ProblemOwner]);
        let returned = [asked(ProblemOwner, Some(ASKED))];
        assert_eq!(to_ask(&one, &returned).unwrap(), [ProblemOwner]);
        let waits = [asked(ProblemOwner, None)];
        assert_eq!(to_ask(&one, &waits).unwrap_err().code, NOTHING_TO_ASK);
        assert!(open(ProblemOwner, &waits).is_ok());
        assert_eq!(open(ProblemOwner, &returned).unwrap_err().code, NOT_ASKED);
    }

    #[test]
    fn an_edit_ends_what_holds_now_unless_the_new_text_was_endorsed_too() {
        use EndorsementKind::{ProblemOwner, UnitHead};
        let all = [given(UnitHead, "a", true), given(ProblemOwner, "b", false)];
        assert_eq!(voided(&all, "c"), [UnitHead]);
        let back = [given(UnitHead, "a", true), given(UnitHead, "c", false)];
        assert_eq!(voided(&back, "c"), []);
        assert_eq!(voided(&[], "c"), []);
    }

    #[test]
    fn what_is_kept_of_an_endorsed_text_is_what_its_hash_is_of() {
        let content = serde_json::from_value(fields::example(&|_| "said".to_owned())).unwrap();
        let problem = crate::kernel::ids::ProblemId::new().unwrap();
        let text = Text { problem, level: "S2".to_owned(), content };
        let kept = signed(&text).unwrap();
        assert_eq!(fields::endorsed(&kept).unwrap(), fields::endorsed(&text).unwrap());
        assert_eq!(kept.content.title, "");
        assert_eq!(kept.content.candidate, CandidateFacts::default());
        assert_ne!(text.content.candidate, CandidateFacts::default());
    }

    #[test]
    fn only_what_is_signed_is_named() {
        let change = |field: &str| FieldChange {
            field: field.to_owned(),
            change: ChangeKind::Changed,
            before: None,
            after: None,
        };
        let changes = ["level", "title", "goal.target", "plan[0].activity"].map(change);
        let named: Vec<String> =
            faults_of_voiding(&changes).into_iter().map(|fault| fault.field).collect();
        assert_eq!(named, ["level", "content.goal.target", "content.plan[0].activity"]);
    }

    #[test]
    fn a_reminder_comes_once_after_its_days_and_never_to_what_is_answered_or_out() {
        let waits = asked(EndorsementKind::UnitHead, None);
        let due = ASKED.plus_days(REMIND_AFTER_DAYS);
        assert_eq!(telling(State::Draft, &waits, due), Some(Telling::Reminder));
        assert_eq!(telling(State::Draft, &waits, due.plus_seconds(-1)), None);
        assert_eq!(telling(State::Withdrawn, &waits, due), None);
        let untold = EndorsementRequest { told_at: None, ..waits.clone() };
        assert_eq!(telling(State::Draft, &untold, ASKED), Some(Telling::Asked));
        assert_eq!(telling(State::Withdrawn, &untold, ASKED), None);
        let told = EndorsementRequest { reminded_at: Some(due), ..waits.clone() };
        assert_eq!(telling(State::Draft, &told, due.plus_days(9)), None);
        let answered = EndorsementRequest { answered_at: Some(due), ..waits };
        assert_eq!(telling(State::Draft, &answered, due.plus_days(9)), None);
    }
}
