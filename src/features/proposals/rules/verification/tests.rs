//! Tests of every combination of conclusions, and of every way in which a check-list does not
//! support one.

use super::*;
use crate::kernel::ids::UserId;
use VerificationOutcome::{Eligible, Ineligible};

fn items() -> Vec<ChecklistItem> {
    let item =
        |subject, name: &str, decisive| ChecklistItem { subject, name: name.to_owned(), decisive };
    vec![
        item(CheckSubject::Document, "proposal", true),
        item(CheckSubject::Rule, "civil_servant", true),
        item(CheckSubject::Rule, "age", false),
    ]
}

fn check(subject: CheckSubject, name: &str, reason: Option<CheckReason>) -> VerificationCheck {
    VerificationCheck {
        subject,
        name: name.to_owned(),
        outcome: if reason.is_some() { CheckOutcome::NotOk } else { CheckOutcome::Ok },
        reason,
        text: None,
    }
}

/// All lines in order except those named.
fn checks(faults: &[(&str, CheckReason)]) -> Vec<VerificationCheck> {
    let reason = |name: &str| faults.iter().find(|fault| fault.0 == name).map(|fault| fault.1);
    items().iter().map(|item| check(item.subject, &item.name, reason(&item.name))).collect()
}

fn refusal(checks: &[VerificationCheck], outcome: VerificationOutcome) -> Vec<(String, Code)> {
    match check_conclusion(&items(), checks, outcome) {
        Ok(()) => Vec::new(),
        Err(Failure::Refused(problem)) if problem.errors.is_empty() => {
            vec![(String::new(), problem.code)]
        }
        Err(Failure::Refused(problem)) => {
            problem.errors.into_iter().map(|fault| (fault.field, fault.code)).collect()
        }
        Err(other) => panic!("{other}"),
    }
}

fn sheet(round: i32, outcome: Option<VerificationOutcome>) -> VerificationSheet {
    VerificationSheet {
        verifier: UserId::new().unwrap(),
        round,
        checks: Vec::new(),
        concluded: outcome.map(|outcome| Concluded { outcome, at: Timestamp::from_micros(0) }),
        updated_at: Timestamp::from_micros(0),
    }
}

fn sheet_of(verifier: &UserId, outcome: VerificationOutcome) -> VerificationSheet {
    VerificationSheet { verifier: verifier.clone(), ..sheet(1, Some(outcome)) }
}

#[test]
fn every_combination_of_conclusions_is_settled_one_way() {
    for (outcomes, expected) in [
        (&[][..], Settlement::Waiting),
        (&[Eligible], Settlement::Waiting),
        (&[Ineligible], Settlement::Waiting),
        (&[Eligible, Eligible], Settlement::Settled(Eligible)),
        (&[Ineligible, Ineligible], Settlement::Settled(Ineligible)),
        (&[Eligible, Ineligible], Settlement::ThirdNeeded),
        (&[Ineligible, Eligible], Settlement::ThirdNeeded),
        (&[Eligible, Ineligible, Eligible], Settlement::Settled(Eligible)),
        (&[Eligible, Ineligible, Ineligible], Settlement::Settled(Ineligible)),
        (&[Ineligible, Eligible, Eligible], Settlement::Settled(Eligible)),
        (&[Ineligible, Eligible, Ineligible], Settlement::Settled(Ineligible)),
    ] {
        assert_eq!(settlement(outcomes), expected, "{outcomes:?}");
    }
}

#[test]
fn eligible_needs_every_decisive_line_in_order() {
    assert_eq!(refusal(&checks(&[]), Eligible), []);
    let warned = checks(&[("age", CheckReason::RuleNotMet)]);
    assert_eq!(refusal(&warned, Eligible), []);
    let failed = checks(&[("proposal", CheckReason::Unsigned)]);
    assert_eq!(refusal(&failed, Eligible), [(String::new(), ELIGIBLE_NEEDS_ALL_IN_ORDER)]);
}

#[test]
fn ineligible_needs_a_decisive_fault() {
    assert_eq!(refusal(&checks(&[("civil_servant", CheckReason::RuleNotMet)]), Ineligible), []);
    for without in [checks(&[]), checks(&[("age", CheckReason::RuleNotMet)])] {
        assert_eq!(refusal(&without, Ineligible), [(String::new(), INELIGIBLE_NEEDS_A_FAULT)]);
    }
}

#[test]
fn a_conclusion_needs_every_line_and_every_reason() {
    let mut unfinished = checks(&[("proposal", CheckReason::Other)]);
    unfinished.pop();
    unfinished[1].outcome = CheckOutcome::NotOk;
    let expected = [
        ("checks".to_owned(), CHECK_MISSING),
        ("checks[0].text".to_owned(), common::field::REQUIRED),
        ("checks[1].reason".to_owned(), common::field::REQUIRED),
    ];
    assert_eq!(refusal(&unfinished, Ineligible), expected);
    let mut blank = checks(&[("proposal", CheckReason::Other)]);
    blank[0].text = Some(" \n".to_owned());
    assert_eq!(refusal(&blank, Ineligible), [expected[1].clone()]);
    blank[0].text = Some("halaman 3 hilang".to_owned());
    assert_eq!(refusal(&blank, Ineligible), []);
}

#[test]
fn a_draft_may_be_unfinished_but_not_about_something_else() {
    assert_eq!(faults_of_draft(&items(), &[]), []);
    let mut odd = vec![
        check(CheckSubject::Rule, "proposal", None),
        check(CheckSubject::Rule, "age", None),
        check(CheckSubject::Rule, "age", Some(CheckReason::Expired)),
        check(CheckSubject::Document, "proposal", Some(CheckReason::Missing)),
    ];
    odd[3].outcome = CheckOutcome::Ok;
    let faults: Vec<(String, Code)> = faults_of_draft(&items(), &odd)
        .into_iter()
        .map(|fault| (fault.field, fault.code))
        .collect();
    let expected = [
        ("checks[0].name".to_owned(), common::field::NOT_ONE_OF),
        ("checks[2].name".to_owned(), common::field::DUPLICATE),
        ("checks[3].reason".to_owned(), REASON_WITHOUT_FAULT),
    ];
    assert_eq!(faults, expected);
}

#[test]
fn another_verifiers_sheet_is_seen_after_ones_own_conclusion() {
    let (mine, theirs) = (sheet(1, None), sheet(1, Some(Eligible)));
    let me = mine.verifier.clone();
    let all = [mine.clone(), theirs.clone()];
    assert!(may_see_sheet(&me, &mine, &all));
    assert!(!may_see_sheet(&me, &theirs, &all));
    // A conclusion in another round does not make this one visible.
    let earlier = VerificationSheet { round: 2, ..sheet_of(&me, Eligible) };
    assert!(!may_see_sheet(&me, &theirs, &[earlier, theirs.clone()]));
    let concluded = sheet_of(&me, Ineligible);
    assert!(may_see_sheet(&me, &theirs, &[concluded.clone(), theirs.clone()]));
    // Other verifiers' drafts stay hidden.
    let draft = sheet(1, None);
    assert!(!may_see_sheet(&me, &draft, &[concluded, draft.clone()]));
    let settled = [theirs.clone(), sheet(1, Some(Eligible))];
    assert!(may_see_sheet(&me, &theirs, &settled));
}

#[test]
fn the_candidate_is_told_each_fault_once_and_only_those_that_decided() {
    let fault = |name: &str| check(CheckSubject::Document, name, Some(CheckReason::Expired));
    let with = |outcome, checks| VerificationSheet { checks, ..sheet(1, Some(outcome)) };
    let in_order = check(CheckSubject::Document, "letter", None);
    let sheets = [
        with(Ineligible, vec![fault("proposal"), in_order]),
        with(Eligible, vec![fault("photo")]),
        with(Ineligible, vec![fault("proposal"), fault("diploma")]),
        VerificationSheet { round: 2, ..with(Ineligible, vec![fault("health")]) },
    ];
    let names: Vec<String> = stated_reasons(&sheets, 1).into_iter().map(|r| r.name).collect();
    assert_eq!(names, ["proposal", "diploma"]);
}

#[test]
fn a_repair_is_due_after_the_calls_days_but_within_screening() {
    let now = Timestamp::from_micros(0);
    assert_eq!(repair_due(3, now.plus_days(7), now), Ok(now.plus_days(3).end_of_day_in_jakarta()));
    assert_eq!(repair_due(3, now.plus_days(2), now), Ok(now.plus_days(2)));
    assert_eq!(repair_due(0, now.plus_days(7), now).unwrap_err().code, REPAIR_NOT_OFFERED);
}

#[test]
fn only_a_submitted_proposal_without_a_running_repair_is_verified() {
    let now = Timestamp::from_micros(0);
    let code = |state, repairs: &[Repair], now| {
        check_verifiable(state, repairs, now).map_err(|problem| problem.code)
    };
    assert_eq!(code(State::Submitted, &[], now), Ok(()));
    for state in [State::Draft, State::Eligible, State::Ineligible, State::Withdrawn] {
        assert_eq!(code(state, &[], now), Err(NOT_UNDER_VERIFICATION));
    }
    let repair = Repair::for_tests();
    let repairs = std::slice::from_ref(&repair);
    assert_eq!(code(State::Submitted, repairs, now), Err(REPAIR_RUNNING));
    assert_eq!(code(State::Submitted, repairs, repair.due_at), Ok(()));
    assert_eq!((round(&[]), round(repairs)), (1, 2));
}
