//! Tests of every pair of state and step, the deadline, who is disjoint, and which remedy fits.

use super::*;
use crate::features::objections::{Answer, NewObjection};
use crate::kernel::clock::Told;
use crate::kernel::input::Valid;
use proptest::prelude::*;

#[test]
fn every_pair_of_state_and_step_is_settled() {
    use State::{Filed, Rejected, Taken, Upheld, Withdrawn};
    let expected = [
        (Filed, [Some(Taken), None, None, None, Some(Withdrawn)]),
        (Taken, [None, Some(Filed), Some(Upheld), Some(Rejected), Some(Withdrawn)]),
        (Upheld, [None; 5]),
        (Rejected, [None; 5]),
        (Withdrawn, [None; 5]),
    ];
    assert_eq!(expected.map(|(state, _)| state), State::ALL);
    for (state, after) in expected {
        assert_eq!(Step::ALL.map(|step| transition(state, step).ok()), after, "{state:?}");
    }
}

#[test]
fn each_remedy_fits_exactly_one_subject() {
    let remedies = [
        Remedy::RestoreEligibility {},
        Remedy::ExcludeSheet { letter: "K".to_owned() },
        Remedy::ReviewAgain {},
        Remedy::DecideAnew {},
    ];
    for remedy in remedies {
        let fitting = Subject::ALL.into_iter().filter(|subject| fits(*subject, &remedy)).count();
        assert_eq!(fitting, 1, "{remedy:?}");
    }
}

#[test]
fn each_result_leaves_something_to_object_to() {
    for outcome in [
        ResultOutcome::Selected,
        ResultOutcome::Reserve,
        ResultOutcome::NotSelected,
        ResultOutcome::NotRanked,
    ] {
        assert_eq!(Subject::ALL.map(|one| one.is_open(outcome)), [false, true, true]);
    }
    assert_eq!(
        Subject::ALL.map(|one| one.is_open(ResultOutcome::Ineligible)),
        [true, false, false]
    );
}

#[test]
fn a_reason_is_counted_in_characters_without_the_space_around_it() {
    let kept = |letters: usize| {
        let reason = format!("  {} ", "é".repeat(letters));
        let valid = Valid::checked(NewObjection { subject: Subject::Scores, reason })?;
        valid.kept().map(|new| new.reason.chars().count())
    };
    assert!(kept(49).is_err());
    assert_eq!(kept(50).unwrap(), 50);
    assert!(kept(5001).is_err());
}

#[test]
fn who_had_any_hand_in_it_does_not_rule() {
    let [one, two, three, free] = [0; 4].map(|_| UserId::new().unwrap());
    let hands = Involvement {
        verified: vec![one.clone()],
        scored: vec![two.clone()],
        decided: vec![three.clone(), one.clone()],
        signed: Vec::new(),
    };
    for (person, part) in [(one, "verified"), (two, "scored"), (three, "decided")] {
        let Failure::Refused(problem) = check_disjoint(&person, &hands).unwrap_err() else {
            unreachable!("a refusal")
        };
        assert_eq!(problem.arguments, [("part", part.to_owned())]);
    }
    assert!(check_disjoint(&free, &hands).is_ok());
}

proptest! {
    #[test]
    fn the_sheets_that_are_left_and_ordered_are_always_enough(
        counting in 1_usize..8, needed in 1_u32..6,
    ) {
        let exclude = Remedy::ExcludeSheet { letter: "K".to_owned() };
        let ordered = sheets_to_order(&exclude, counting, needed);
        prop_assert!(counting - 1 + ordered >= usize::try_from(needed).unwrap());
        prop_assert!(ordered <= usize::try_from(needed).unwrap());
        let restored = sheets_to_order(&Remedy::RestoreEligibility {}, 0, needed);
        prop_assert_eq!(restored, usize::try_from(needed).unwrap());
    }

    #[test]
    fn an_answer_is_late_by_its_own_instant_and_silence_by_the_clock(
        due in 0_i64..1000, ruled in proptest::option::of(0_i64..1000), now in 0_i64..1000,
    ) {
        let at = Timestamp::from_micros;
        let (due, ruled, now) = (at(due), ruled.map(at), at(now));
        let withdrawn = Standing::Withdrawn { taken_by: None };
        prop_assert!(!is_overdue(&withdrawn, due, now));
        let answered = |at| Standing::Rejected {
            answer: Answer { by: None, at: Told::exactly(at), text: String::new() },
        };
        let standing = ruled.map_or(Standing::Taken { by: None }, answered);
        prop_assert_eq!(is_overdue(&standing, due, now), ruled.unwrap_or(now) > due);
    }
}
