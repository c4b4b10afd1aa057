//! Tests of scenarios, and of how stable a result is.

use super::world::{Scored, definition, field, inputs, number, reviewer};
use crate::features::selection::Outcome;
use crate::features::selection::scenario::{
    Case, Movement, NoAnswer, OrderBy, Question, Scenario, Stability, sensitivity, what_if,
};

fn case(seats: u32, sheets: &[Vec<Scored>]) -> Case {
    Case { definition: definition(seats), inputs: inputs(sheets) }
}

/// Four proposals: 1 and 2 strong on K1, 3 and 4 on K2.
fn four() -> Vec<Vec<Scored>> {
    let both = |scores| vec![(0, scores), (1, scores)];
    vec![both((7, 1)), both((6, 1)), both((1, 7)), both((1, 6))]
}

fn faults(
    answer: Result<crate::features::selection::scenario::WhatIf, NoAnswer>,
) -> Vec<(String, String)> {
    let Err(NoAnswer::Scenario(faults)) = answer else { panic!("{answer:?}") };
    faults.into_iter().map(|fault| (fault.field, fault.code.name.to_owned())).collect()
}

#[test]
fn a_scenario_that_changes_nothing_moves_nobody() {
    let same = what_if(&case(4, &field(20)), &Scenario::default(), 1).unwrap();
    assert!(same.moved_in.is_empty() && same.moved_out.is_empty());
    assert_eq!(same.places.len(), 20);
    assert!(same.places.iter().all(|line| line.official == line.scenario));
}

#[test]
fn one_seat_more_lets_the_next_in_and_says_why() {
    let more = Scenario { seats: Some(2), ..Scenario::default() };
    let answer = what_if(&case(1, &four()), &more, 1).unwrap();
    assert_eq!((answer.moved_in, answer.moved_out), (vec![number(2)], vec![]));
    let mover = &answer.places[1];
    assert_eq!(mover.movement, Some(Movement::In));
    assert_eq!(
        (mover.official.outcome, mover.scenario.outcome),
        (Outcome::Reserve, Outcome::Selected)
    );
    assert_ne!(mover.official.reason, mover.scenario.reason);
    assert!(!mover.official.reason.id.is_empty() && !mover.official.reason.en.is_empty());
}

#[test]
fn other_weights_turn_the_order_and_unnamed_ones_stay() {
    let weights = Some([("K1".to_owned(), 30), ("K2".to_owned(), 70)].into());
    let answer = what_if(&case(1, &four()), &Scenario { weights, ..Scenario::default() }, 1);
    let answer = answer.unwrap();
    assert_eq!((answer.moved_in, answer.moved_out), (vec![number(3)], vec![number(1)]));
    let uneven = Some([("K1".to_owned(), 61), ("K9".to_owned(), 1)].into());
    let answer =
        what_if(&case(1, &four()), &Scenario { weights: uneven, ..Scenario::default() }, 1);
    let expected = [("weights.K9", "unknown_reference"), ("weights", "weights_sum")];
    assert_eq!(faults(answer), expected.map(|(field, code)| (field.to_owned(), code.to_owned())));
}

#[test]
fn nonsense_is_refused_by_the_scenarios_own_field_names() {
    let nonsense = Scenario { seats: Some(0), per_unit: Some(Some(0)), ..Scenario::default() };
    let found = faults(what_if(&case(1, &four()), &nonsense, 1));
    assert_eq!(
        found,
        [("seats", "out_of_range"), ("per_unit", "out_of_range")]
            .map(|(field, code)| (field.to_owned(), code.to_owned()))
    );
    let stranger = Scenario { leave_out_reviewer: Some(reviewer(77)), ..Scenario::default() };
    assert_eq!(faults(what_if(&case(1, &four()), &stranger, 1))[0].1, "unknown_reviewer");
}

#[test]
fn a_cap_can_be_set_and_taken_away() {
    let mut capped = case(2, &four());
    capped.definition.limits.per_problem = Some(1);
    let free: Scenario = serde_json::from_str(r#"{"per_problem": null}"#).unwrap();
    assert_eq!(what_if(&capped, &free, 1).unwrap().moved_in, [number(2)]);
    let untouched: Scenario = serde_json::from_str("{}").unwrap();
    assert_eq!(what_if(&capped, &untouched, 1).unwrap().moved_in, Vec::<String>::new());
}

#[test]
fn an_reviewer_left_out_takes_their_scores_and_nobodys_place() {
    // Only reviewer 0 lifts proposal 2 above proposal 1.
    let sheets =
        vec![vec![(0, (3, 3)), (1, (5, 5))], vec![(0, (7, 7)), (1, (3, 3))], vec![(1, (1, 1))]];
    let without = Scenario { leave_out_reviewer: Some(reviewer(0)), ..Scenario::default() };
    let answer = what_if(&case(1, &sheets), &without, 1).unwrap();
    assert_eq!((answer.moved_in, answer.moved_out), (vec![number(1)], vec![number(2)]));
    // A proposal with one sheet too few from the start stays without a place, for the same reason.
    let third = &answer.places[2];
    assert_eq!((third.official.place, &third.scenario), (None, &third.official));
}

#[test]
fn a_calibrated_order_needs_sheets_that_can_tell() {
    let calibrated = Scenario { order: OrderBy::Calibrated, ..Scenario::default() };
    let mut single = case(1, &[vec![(0, (5, 5))], vec![(1, (6, 6))], vec![(2, (3, 3))]]);
    single.definition.panel.sheets_per_proposal = 1;
    let Err(NoAnswer::NoCalibratedOrder(words)) = what_if(&single, &calibrated, 1) else {
        panic!("an order came out of nothing")
    };
    assert!(words.id.contains("tidak dapat ditaksir") && words.en.contains("cannot be estimated"));
    let answer = what_if(&case(4, &field(20)), &calibrated, 1).unwrap();
    let mut places: Vec<_> =
        answer.places.iter().map(|line| line.scenario.place.unwrap()).collect();
    places.sort_unstable();
    assert_eq!(places, (1..=20).collect::<Vec<_>>());
}

#[test]
fn a_result_far_from_the_line_is_stable() {
    let both = |scores| vec![(0, scores), (1, scores), (2, scores)];
    let report = sensitivity(&case(1, &[both((7, 7)), both((2, 2)), both((1, 1))]), 1).unwrap();
    assert_eq!(report.verdict, Stability::Stable);
    assert!(report.places.iter().all(|place| place.moves == 0));
    // One more seat moves somebody, and that does not make a place less stable.
    let more = report.answers.iter().find(|one| one.question == Question::Seats { change: 1 });
    assert_eq!(more.unwrap().moved_in, [number(2)]);
}

#[test]
fn a_result_that_hangs_on_one_reviewer_is_sensitive_and_both_movers_are_named() {
    let sheets = vec![vec![(0, (3, 3)), (1, (5, 5))], vec![(0, (7, 7)), (1, (3, 3))]];
    let report = sensitivity(&case(1, &sheets), 2).unwrap();
    assert_eq!(report.verdict, Stability::Sensitive);
    let alone = Question::LeaveOutReviewer { reviewer: reviewer(0) };
    let answer = report.answers.iter().find(|one| one.question == alone).unwrap();
    assert_eq!((&answer.moved_in, &answer.moved_out), (&vec![number(1)], &vec![number(2)]));
    assert!(answer.words.id.contains("1 masuk") && answer.words.en.contains("1 in"));
    assert!(report.places.iter().all(|place| place.verdict == Stability::Sensitive));
}

#[test]
fn weights_move_in_exact_proportion() {
    let both = |scores| vec![(0, scores), (1, scores)];
    let sheets = [both((7, 2)), both((5, 5))];
    // 60/40: 500 against 500, a tie; 65/35: 525 against 500; 55/45: 475 against 500.
    let report = sensitivity(&case(1, &sheets), 1).unwrap();
    let holds = |change| {
        let asked = Question::Weight { criterion: "K1".to_owned(), change };
        let answer = report.answers.iter().find(|one| one.question == asked).unwrap();
        let official = report.places.iter().find(|place| place.selected).unwrap();
        let winner = answer.moved_in.first().unwrap_or(&official.number);
        winner.clone()
    };
    assert_eq!((holds(5), holds(-5)), (number(1), number(2)));
}

#[test]
fn the_report_is_the_same_on_any_number_of_threads() {
    let case = case(4, &field(30));
    let report = sensitivity(&case, 1).unwrap();
    assert_eq!(report, sensitivity(&case, 2).unwrap());
    // The calibrated order, both directions for two weights, seven reviewers, one seat less and one
    // more.
    assert_eq!(report.answers.len(), 1 + 4 + 7 + 2);
    assert!(report.answers.iter().all(|answer| answer.answered));
    assert!(!report.extra_reviews.is_empty());
    let drops: Vec<_> = report.extra_reviews.iter().map(|advice| advice.drop).collect();
    assert!(drops.is_sorted_by(|one, other| one >= other));
}
