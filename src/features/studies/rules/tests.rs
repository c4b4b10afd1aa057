//! Every pair of state and step, the bond and the periods as properties, and who rules on requests.

use super::bond::{self, months_begun};
use super::plan::{check_plan, periods};
use super::requests::{may_rule, state_by};
use super::states::{before_last, standing, transition};
use super::*;
use crate::features::calls::AfterAward;
use crate::features::studies::{
    Cause, Change, ChangeKind, Milestone, Request, RequestState, Ruling, RulingVerdict, Side,
    State, Step, Study, TakenStep,
};
use crate::kernel::clock::Timestamp;
use crate::kernel::ids::{
    AwardId, CallId, ProblemId, ProposalId, StudyRequestId, UnitCode, UserId,
};
use chrono::{Days, NaiveDate};
use proptest::prelude::*;

fn day(text: &str) -> NaiveDate {
    text.parse().unwrap()
}

#[test]
fn every_pair_of_state_and_step_is_settled() {
    use State::{
        Admission, Admitted, Concluded, Failed, Interrupted, Left, NotAdmitted, Returned, Stopped,
        Studying,
    };
    let allowed: &[(State, Step, State)] = &[
        (Admission, Step::Admit, Admitted),
        (Admission, Step::Lapse, NotAdmitted),
        (Admission, Step::GiveBack, NotAdmitted),
        (Admitted, Step::GiveBack, NotAdmitted),
        (Admitted, Step::Begin, Studying),
        (Studying, Step::Interrupt, Interrupted),
        (Studying, Step::Return, Returned),
        (Studying, Step::Stop, Stopped),
        (Studying, Step::Fail, Failed),
        (Studying, Step::Leave, Left),
        (Interrupted, Step::Resume, Studying),
        (Interrupted, Step::Stop, Stopped),
        (Interrupted, Step::Fail, Failed),
        (Interrupted, Step::Leave, Left),
        (Returned, Step::Leave, Left),
        (Returned, Step::Conclude, Concluded),
    ];
    for state in State::ALL {
        for step in Step::ALL {
            let expected = allowed.iter().find(|(from, by, _)| (*from, *by) == (state, step));
            let after = transition(state, step);
            assert_eq!(after.as_ref().ok(), expected.map(|(.., to)| to), "{state} {step}");
            if let Err(refusal) = after {
                assert_eq!(refusal.code, STUDY_STATE);
            }
        }
        let goes_on = Step::ALL.iter().any(|step| transition(state, *step).is_ok());
        assert_eq!(goes_on, !state.is_final(), "{state}");
    }
}

#[test]
fn months_that_have_begun_count_whole() {
    let months = |from, to| months_begun(day(from), day(to));
    assert_eq!(months("2026-09-01", "2028-08-31"), 24);
    assert_eq!(months("2026-09-01", "2028-09-01"), 25);
    assert_eq!(months("2026-09-15", "2026-09-15"), 1);
    assert_eq!(months("2026-01-31", "2026-02-28"), 2);
    assert_eq!(months("2026-09-15", "2026-09-14"), 0);
}

#[test]
fn the_bond_of_the_worked_example() {
    // Master's study of 24 months, released: twice that, from the return (domain.md §3).
    let planned = bond::planned(2, day("2026-09-01"), day("2028-08-31")).unwrap();
    assert_eq!((planned.months, planned.from), (24, day("2028-09-01")));
    assert_eq!(planned.until, Some(day("2032-08-31")));
    let none = bond::planned(0, day("2026-09-01"), day("2028-08-31")).unwrap();
    assert_eq!(none.until, None);
}

/// A study in a state, without dates.
pub(super) fn study(state: State) -> Study {
    Study {
        id: AwardId::new().unwrap(),
        call: CallId::new().unwrap(),
        proposal: ProposalId::new().unwrap(),
        number: "TB-2026-0001".into(),
        candidate: UserId::new().unwrap(),
        unit: UnitCode::new("U.BB.MKS"),
        state,
        since: day("2027-02-10"),
        problem: ProblemId::new().unwrap(),
        problem_code: "M-007".into(),
        owner_unit: UnitCode::new("P.D4.03"),
        topic: "Penelusuran".into(),
        university: "UGM".into(),
        programme: "Ilmu Komputer".into(),
        country: "Indonesia".into(),
        admission_by: day("2027-08-10"),
        is_released: None,
        starts_on: None,
        ends_on: None,
        returned_on: None,
        placement: None,
        mentor: None,
        version: 1,
    }
}

pub(super) fn taken(what: Step, on: &str) -> TakenStep {
    step(what, day(on))
}

fn step(step: Step, on: NaiveDate) -> TakenStep {
    TakenStep {
        step,
        on,
        until: None,
        cause: (step == Step::Interrupt).then_some(Cause::Illness),
        reason: "r".to_owned(),
        consequence: None,
        taken_by: "0".repeat(26).parse().unwrap(),
        taken_at: Timestamp::from_micros(0),
    }
}

#[test]
fn months_of_interruption_are_taken_off_unless_the_call_counts_them() {
    let steps = [
        step(Step::Begin, day("2026-09-01")),
        step(Step::Interrupt, day("2027-03-01")),
        step(Step::Resume, day("2027-09-01")),
        step(Step::Return, day("2029-03-01")),
    ];
    let begun = (true, day("2026-09-01"));
    let usual = AfterAward::default();
    let bond = bond::actual(&usual, begun, (day("2029-03-01"), &steps)).unwrap();
    assert_eq!(bond.months, 24);
    let counting = AfterAward { bond_counts_interruptions: true, ..usual };
    let bond = bond::actual(&counting, begun, (day("2029-03-01"), &steps)).unwrap();
    assert_eq!(bond.months, 30);
    assert_eq!(bond.until, Some(day("2034-02-28")));
}

fn milestone(due_on: NaiveDate) -> Milestone {
    Milestone { due_on, activity: "aktivitas".to_owned(), output: "keluaran".to_owned() }
}

fn request(rulings: Vec<Ruling>) -> Request {
    Request {
        id: "1".repeat(26).parse::<StudyRequestId>().unwrap(),
        study: "2".repeat(26).parse::<AwardId>().unwrap(),
        before: Change::Extension { ends_on: day("2028-08-31") },
        after: Change::Extension { ends_on: day("2029-02-28") },
        reason: "r".to_owned(),
        asked_by: "3".repeat(26).parse().unwrap(),
        asked_at: Timestamp::from_micros(0),
        state: RequestState::Open,
        ended_at: None,
        rulings,
    }
}

fn ruling((side, verdict, by): (Side, RulingVerdict, u8)) -> Ruling {
    let ruled_by: UserId = by.to_string().repeat(26).parse().unwrap();
    let (reason, ruled_at) = (None, Timestamp::from_micros(0));
    Ruling { side, verdict, reason, ruled_by, ruled_at }
}

#[test]
fn both_sides_of_a_request_are_two_persons() {
    let sides = ChangeKind::Topic.sides(false);
    let by: UserId = "4".repeat(26).parse().unwrap();
    let ruled = request(vec![ruling((Side::Owner, RulingVerdict::Approved, 4))]);
    let code = |side, by: &UserId| may_rule(&ruled, sides, (side, by)).err().map(|one| one.code);
    assert_eq!(code(Side::Secretariat, &by), Some(SAME_PERSON_RULES));
    let other: UserId = "5".repeat(26).parse().unwrap();
    assert_eq!(code(Side::Owner, &other), Some(SIDE_HAS_RULED));
    assert_eq!(code(Side::Secretariat, &other), None);
    let only_secretariat = ChangeKind::Extension.sides(false);
    let open = request(Vec::new());
    let refused = may_rule(&open, only_secretariat, (Side::Owner, &other)).unwrap_err();
    assert_eq!(refused.code, SIDE_NOT_ASKED);
}

fn days() -> impl Strategy<Value = NaiveDate> {
    (0_u64..5_000).prop_map(|days| day("2020-01-01") + Days::new(days))
}

proptest! {
    #[test]
    fn a_bond_runs_whole_months_from_the_return(
        from in days(), length in 1_u64..2_000, factor in 0_u32..5,
    ) {
        let to = from + Days::new(length);
        let planned = bond::planned(factor, from, to).unwrap();
        prop_assert_eq!(planned.from, to.succ_opt().unwrap());
        match planned.until {
            None => prop_assert_eq!(factor, 0),
            Some(until) => {
                prop_assert_eq!(months_begun(planned.from, until), factor * planned.months);
                prop_assert!(until > planned.from);
            }
        }
    }

    #[test]
    fn a_longer_study_never_owes_less(from in days(), first in 1_u64..2_000, more in 0_u64..900) {
        let owed = |length| {
            bond::planned(2, from, from + Days::new(length)).unwrap().until.unwrap()
        };
        prop_assert!(owed(first + more) >= owed(first));
    }

    #[test]
    fn interruptions_never_add_to_the_bond(from in days(), pause in 1_u64..300, rest in 1_u64..300) {
        let (paused, resumed) = (from + Days::new(100), from + Days::new(100 + pause));
        let back = resumed + Days::new(rest);
        let steps = [step(Step::Interrupt, paused), step(Step::Resume, resumed)];
        let rules = AfterAward::default();
        let with = bond::actual(&rules, (true, from), (back, &steps)).unwrap();
        let without = bond::actual(&rules, (true, from), (back, &[])).unwrap();
        prop_assert!(with.months <= without.months);
        prop_assert_eq!(bond::days_interrupted(&steps, back), pause);
    }

    #[test]
    fn taking_the_last_step_back_leads_where_it_came_from(choices in proptest::collection::vec(0_usize..9, 0..12)) {
        let mut state = State::Admission;
        let mut steps: Vec<TakenStep> = Vec::new();
        for choice in choices {
            let next = Step::ALL.into_iter().filter(|step| transition(state, *step).is_ok());
            let next: Vec<Step> = next.collect();
            let Some(chosen) = next.get(choice % next.len().max(1)) else { break };
            steps.push(step(*chosen, day("2026-09-01")));
            let before = before_last(&steps);
            prop_assert_eq!(before.is_err(), chosen.frees_seat());
            if let Ok(before) = before {
                prop_assert_eq!(before, state);
                // Taken back, the steps before it stand.
                let mut corrected = steps.clone();
                corrected.push(step(Step::Correct, day("2026-09-02")));
                prop_assert_eq!(standing(&corrected).len() + 1, steps.len());
            }
            state = transition(state, *chosen).unwrap();
        }
    }

    #[test]
    fn periods_cover_the_study_without_gap_or_overlap(
        from in days(), length in 1_u64..2_000, months in 1_u32..13,
    ) {
        let to = from + Days::new(length);
        let found = periods(from, to, months);
        prop_assert_eq!(found.first().unwrap().from, from);
        prop_assert_eq!(found.last().unwrap().to, to);
        for pair in found.windows(2) {
            prop_assert_eq!(pair[0].to.succ_opt().unwrap(), pair[1].from);
        }
        // One milestone at the end of each fills them; without one of them that period is named.
        let whole: Vec<Milestone> = found.iter().map(|one| milestone(one.to)).collect();
        prop_assert!(check_plan(&whole, &found).is_empty());
        let faults = check_plan(&whole[1..], &found);
        prop_assert_eq!(faults.len(), 1);
        prop_assert_eq!(faults[0].code, PLAN_LEAVES_PERIOD);
        let outside = [milestone(to + Days::new(1))];
        prop_assert_eq!(check_plan(&outside, &found)[0].code, MILESTONE_OUTSIDE);
    }

    #[test]
    fn a_request_ends_with_one_refusal_or_with_everybodys_word(
        verdicts in proptest::collection::vec((any::<bool>(), any::<bool>()), 0..3),
    ) {
        let sides = ChangeKind::Topic.sides(false);
        let rulings: Vec<Ruling> = verdicts
            .into_iter()
            .zip(1_u8..)
            .map(|((is_owner, agrees), by)| {
                let side = if is_owner { Side::Owner } else { Side::Secretariat };
                let verdict =
                    if agrees { RulingVerdict::Approved } else { RulingVerdict::Refused };
                ruling((side, verdict, by))
            })
            .collect();
        let state = state_by(&rulings, sides);
        let refused = rulings.iter().any(|one| one.verdict == RulingVerdict::Refused);
        prop_assert_eq!(state == RequestState::Refused, refused);
        if state == RequestState::Approved {
            prop_assert!(sides.iter().all(|side| rulings.iter().any(|one| one.side == *side)));
        }
        prop_assert_ne!(state, RequestState::Withdrawn);
    }
}
