//! Tests of the rules, for each pair of states and each field.

use super::*;
use crate::features::problems::Direction;
use crate::kernel::language::Language;
use proptest::prelude::*;

const THIS_YEAR: i32 = 2026;

fn text() -> ProblemText {
    ProblemText {
        title: "Takjil berformalin di pasar".into(),
        description: "Pedagang masih memakai formalin pada takjil.".into(),
        indicator: "Bagian sampel TMS".into(),
        unit_of_measure: "%".into(),
        direction: Direction::Lower,
        baseline_value: "1,94%".into(),
        baseline_period: "2025".into(),
        baseline_denominator: Some("4.958 sampel".into()),
        baseline_source: "Laporan tahunan 2025".into(),
        baseline_measured_by: "BBPOM Makassar".into(),
        target_value: "1,0%".into(),
        evidence: "Hasil uji laboratorium selama Ramadan.".into(),
        baseline_figure: None,
        target_figure: None,
    }
}

fn faults(change: impl FnOnce(&mut ProblemText)) -> Vec<(String, &'static str)> {
    let mut text = text();
    change(&mut text);
    match Valid::checked(text).and_then(|text| kept(&text, THIS_YEAR)) {
        Ok(_) => Vec::new(),
        Err(Failure::Refused(refusal)) => {
            refusal.errors.into_iter().map(|fault| (fault.field, fault.code.name)).collect()
        }
        Err(other) => panic!("{other:?}"),
    }
}

fn only(field: &str, code: &'static str) -> Vec<(String, &'static str)> {
    vec![(field.to_owned(), code)]
}

#[test]
fn every_pair_of_state_and_step_leads_where_the_design_says_or_is_refused() {
    use State::{Approved, Proposed, Retired, Returned, Solved};
    let allowed = [
        (Proposed, Step::Revise, Proposed),
        (Returned, Step::Revise, Proposed),
        (Proposed, Step::Approve, Approved),
        (Proposed, Step::Return, Returned),
        (Approved, Step::Retire, Retired),
        (Approved, Step::Solve, Solved),
        (Solved, Step::Reopen, Approved),
    ];
    for state in State::ALL {
        for step in Step::ALL {
            let expected = allowed.iter().find(|(from, by, _)| (*from, *by) == (state, step));
            match (transition(state, step), expected) {
                (Ok(to), Some((_, _, wanted))) => assert_eq!(to, *wanted, "{state:?} {step:?}"),
                (Err(refusal), None) => {
                    let wanted = match step {
                        Step::Revise => PROBLEM_NOT_OPEN_TO_REVISION,
                        Step::Approve | Step::Return => PROBLEM_NOT_PROPOSED,
                        Step::Retire | Step::Solve => PROBLEM_NOT_APPROVED,
                        Step::Reopen => PROBLEM_NOT_SOLVED,
                    };
                    assert_eq!(refusal.code, wanted, "{state:?} {step:?}");
                    assert_eq!(refusal.arguments, [("state", state.name().to_owned())]);
                }
                (outcome, expected) => panic!("{state:?} {step:?}: {outcome:?} {expected:?}"),
            }
        }
    }
}

#[test]
fn nobody_gives_a_reason_for_what_they_approve_or_measure() {
    let silent: Vec<Step> = Step::ALL.into_iter().filter(|step| !step.needs_reason()).collect();
    assert_eq!(silent, [Step::Revise, Step::Approve, Step::Solve, Step::Reopen]);
}

#[test]
fn a_complete_text_has_no_fault() {
    assert_eq!(faults(|_| ()), []);
    assert_eq!(faults(|text| text.title = "  Takjil berformalin  ".into()), []);
}

#[test]
fn all_faults_are_told_at_once_one_for_each_field() {
    let found = faults(|text| {
        text.title = String::new();
        text.description = "pendek".into();
        text.indicator = "  ".into();
        text.evidence = String::new();
    });
    let expected = [
        ("description", "too_short"),
        ("evidence", "required"),
        ("indicator", "too_short"),
        ("title", "required"),
    ];
    assert_eq!(found, expected.map(|(field, code)| (field.to_owned(), code)));
    // What the limits let pass and the rules do not.
    let found = faults(|text| {
        text.baseline_value = "banyak".into();
        text.baseline_period = "dulu".into();
        text.baseline_denominator = None;
        text.target_value = "berkurang".into();
    });
    let expected = [
        ("baseline_value", "figure_missing"),
        ("baseline_period", "year_missing"),
        ("baseline_denominator", "denominator_missing"),
        ("target_value", "figure_missing"),
    ];
    assert_eq!(found, expected.map(|(field, code)| (field.to_owned(), code)));
}

#[test]
fn a_share_needs_what_it_is_a_share_of() {
    let missing = only("baseline_denominator", "denominator_missing");
    assert_eq!(faults(|text| text.baseline_denominator = None), missing);
    assert_eq!(faults(|text| text.baseline_denominator = Some("  ".into())), missing);
    let count = |text: &mut ProblemText| {
        text.baseline_denominator = None;
        text.unit_of_measure = "hari".into();
        text.baseline_value = "45".into();
        text.target_value = "14 hari".into();
    };
    assert_eq!(faults(count), []);
}

#[test]
fn a_baseline_speaks_of_a_year_that_has_come() {
    assert_eq!(faults(|text| text.baseline_period = "triwulan III 2026".into()), []);
    let ahead = only("baseline_period", "year_ahead");
    assert_eq!(faults(|text| text.baseline_period = "2025-2027".into()), ahead);
    let missing = only("baseline_period", "year_missing");
    assert_eq!(faults(|text| text.baseline_period = "Oktober 25, 12345".into()), missing);
}

#[test]
fn baseline_and_target_are_comparable_or_stated_as_figures() {
    let unclear = |field| only(field, "figure_unclear");
    assert_eq!(
        faults(|text| text.target_value = "turun separuh (50%)".into()),
        unclear("target_figure")
    );
    assert_eq!(
        faults(|text| text.target_value = "90%; median 18 hari".into()),
        unclear("target_figure")
    );
    let three = "79,57 / 75,49 / 70,75 %";
    assert_eq!(faults(|text| text.baseline_value = three.into()), unclear("baseline_figure"));
    let state = |baseline: &str, target: &str| {
        faults(|text| {
            text.baseline_value = three.into();
            text.baseline_figure = Some(baseline.into());
            text.target_figure = Some(target.into());
        })
    };
    assert_eq!(state("70,75", "50"), []);
    assert_eq!(state("70,75 / 50", "50"), only("baseline_figure", "not_one_figure"));
    assert_eq!(state("70,75", "70,75"), only("target_value", "target_already_met"));
    assert_eq!(
        faults(|text| text.target_value = "<= 3%".into()),
        only("target_value", "target_already_met")
    );
    assert_eq!(
        faults(|text| text.direction = Direction::Higher),
        only("target_value", "target_already_met")
    );
}

#[test]
fn lines_break_only_where_there_is_room_for_paragraphs() {
    assert_eq!(faults(|text| text.description.push_str("\nDua baris.")), []);
    let control = only("title", "control_characters");
    assert_eq!(faults(|text| text.title.insert(3, '\n')), control);
    let control = only("evidence", "control_characters");
    assert_eq!(faults(|text| text.evidence.insert(3, '\0')), control);
    assert_eq!(faults(|text| text.title = "x".repeat(201)), only("title", "too_long"));
}

#[test]
fn a_search_text_has_a_bound() {
    assert_eq!(search_fault(&"é".repeat(100)), None);
    assert_eq!(
        search_fault(&"x".repeat(101)).map(|fault| fault.code),
        Some(common::field::TOO_LONG)
    );
    assert_eq!(
        search_fault("a\0b").map(|fault| fault.code),
        Some(common::field::CONTROL_CHARACTERS)
    );
}

#[test]
fn codes_count_on_past_the_third_digit() {
    assert_eq!(next_code(None), "M-001");
    assert_eq!(next_code(Some("M-025")), "M-026");
    assert_eq!(next_code(Some("M-999")), "M-1000");
    for text in ["M-000", "M-1", "M-0001", "m-001", "M-+01", "M-", "001", ""] {
        assert_eq!(number_of(text), None, "{text}");
    }
}

#[test]
fn every_refusal_has_words_in_both_languages() {
    let arguments = [("state", "solved".to_owned()), ("year", "2026".to_owned())];
    for language in Language::ALL {
        for code in CODES {
            let words = language.message(*code, &arguments);
            assert!(words.contains(' '), "{language:?} {}", code.name);
        }
    }
    let refusal = transition(State::Solved, Step::Revise).unwrap_err();
    assert_eq!(
        Language::Indonesian.message(refusal.code, &refusal.arguments),
        "Hanya masalah yang diusulkan atau dikembalikan yang dapat diubah; masalah ini sudah terselesaikan."
    );
}

proptest! {
    #[test]
    fn the_next_code_is_a_code_with_the_next_number(number in 1_u32..2_000_000) {
        prop_assert_eq!(number_of(&code_of(number)), Some(number));
        prop_assert_eq!(number_of(&next_code(Some(&code_of(number)))), Some(number + 1));
    }

    #[test]
    fn no_text_whatever_makes_the_checks_fail(words in ".{0,400}") {
        let mut text = text();
        text.title.clone_from(&words);
        text.baseline_period.clone_from(&words);
        text.baseline_denominator = Some(words);
        for fault in check(&text, THIS_YEAR) {
            prop_assert!(["title", "baseline_period", "baseline_denominator"].contains(&fault.field.as_str()));
        }
    }
}
