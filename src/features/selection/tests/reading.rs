//! Tests that the model's reading never changes the ranking, is byte-identical however it is
//! computed, and says in words what it cannot determine.

use super::world::{Scored, definition, field, inputs, number, reviewer};
use crate::features::calls::Definition;
use crate::features::selection::compute::compute;
use crate::features::selection::{Findings, Inputs, Outcome, StandingZone};
use crate::kernel::canonical;
use proptest::prelude::*;
use selection_math::model::Thousandths;
use serde_json::Value;

fn run(definition: &Definition, inputs: &Inputs) -> Findings {
    compute(definition, inputs, 1).unwrap()
}

fn p_of(findings: &Findings, index: usize) -> Thousandths {
    let place = findings.places.iter().find(|place| place.number == number(index)).unwrap();
    place.calibrated.as_ref().unwrap().p_selected.unwrap()
}

fn codes(findings: &Findings) -> Vec<&str> {
    findings.calibration.warnings.iter().map(|warning| warning.code.as_str()).collect()
}

fn thousandths(text: &str) -> Thousandths {
    text.parse().unwrap()
}

#[test]
fn findings_survive_their_own_json() {
    let findings = run(&definition(4), &inputs(&field(20)));
    let text = canonical::json(&findings).unwrap();
    let read: Findings = serde_json::from_str(&text).unwrap();
    assert_eq!(read, findings);
    assert!(!has_float(&serde_json::from_str(&text).unwrap()), "{text}");
}

fn has_float(value: &Value) -> bool {
    match value {
        Value::Number(number) => number.is_f64(),
        Value::Array(values) => values.iter().any(has_float),
        Value::Object(fields) => fields.values().any(has_float),
        Value::Null | Value::Bool(_) | Value::String(_) => false,
    }
}

#[test]
fn every_place_has_a_chance_and_the_chances_sum_to_the_seats() {
    let findings = run(&definition(4), &inputs(&field(20)));
    let sum: i64 = (1..=20).map(|index| p_of(&findings, index).count()).sum();
    assert!((3_990..=4_010).contains(&sum), "{sum}");
    let zones = |wanted| {
        let zones = findings.places.iter().filter_map(|place| place.calibrated.as_ref()?.zone);
        zones.filter(|zone| *zone == wanted).count()
    };
    assert!(zones(StandingZone::TooClose) > 0 && zones(StandingZone::Outside) > 0);
    assert!(findings.calibration.draws >= 2_000);
    assert_eq!(findings.calibration.reviewers.len(), 7);
}

#[test]
fn chances_come_from_the_real_limits() {
    let mut capped = definition(4);
    capped.limits.per_unit = Some(1);
    let findings = run(&capped, &inputs(&field(20)));
    // Three units, one seat each: the fourth seat stays empty in every draw.
    let sum: i64 = (1..=20).map(|index| p_of(&findings, index).count()).sum();
    assert!((2_990..=3_010).contains(&sum), "{sum}");
}

#[test]
fn below_a_threshold_there_is_no_chance_in_any_draw() {
    let mut strict = definition(4);
    strict.rubric.thresholds.total = Some(400);
    let findings = run(&strict, &inputs(&field(20)));
    let below: Vec<_> = findings.places.iter().filter(|place| !place.thresholds[0].met).collect();
    assert!(!below.is_empty());
    for place in below {
        let line = place.calibrated.as_ref().unwrap();
        assert_eq!(line.p_selected, Some(Thousandths::default()));
        assert_eq!(line.zone, Some(StandingZone::Outside));
    }
}

#[test]
fn limits_that_cannot_be_kept_leave_no_chances_and_say_so() {
    let mut strict = definition(4);
    strict.limits.floor_policy = crate::features::calls::FloorPolicy::Strict;
    strict.limits.floors = vec![crate::features::calls::Floor {
        group: crate::features::calls::Group::Remote,
        at_least: 1,
    }];
    let findings = run(&strict, &inputs(&field(20)));
    assert!(!findings.feasible);
    assert!(codes(&findings).contains(&"limits_in_conflict"));
    let line = findings.places[0].calibrated.as_ref().unwrap();
    assert_eq!((line.p_selected, line.zone), (None, None));
}

#[test]
fn one_sheet_each_gets_words_instead_of_numbers() {
    let mut single = definition(2);
    single.panel.sheets_per_proposal = 1;
    let sheets: Vec<Vec<Scored>> =
        (0..6).zip([1, 2, 3, 1, 2, 3]).map(|(at, k1)| vec![(at, (k1, 5))]).collect();
    let findings = run(&single, &inputs(&sheets));
    assert_eq!(codes(&findings), ["uncertainty_not_estimable"]);
    assert!(findings.calibration.warnings[0].words.id.contains("tidak dapat"));
    assert!(findings.places.iter().all(|place| place.calibrated.is_none()));
    assert_eq!(findings.calibration.variances, None);
    assert_eq!(findings.selected, 2, "the official result stands all the same");
}

#[test]
fn equal_scores_leave_everyone_tied_at_the_same_chance() {
    let sheets: Vec<Vec<Scored>> =
        (0..6).map(|at| vec![(at % 3, (5, 5)), ((at + 1) % 3, (5, 5))]).collect();
    let findings = run(&definition(2), &inputs(&sheets));
    assert_eq!(codes(&findings), ["all_scores_equal"]);
    let chances: Vec<_> = (1..=6).map(|index| p_of(&findings, index)).collect();
    assert!(chances.iter().all(|chance| chance == &chances[0]), "{chances:?}");
    assert!((300..=366).contains(&chances[0].count()), "{chances:?}");
}

#[test]
fn groups_without_a_common_reviewer_are_named_by_number() {
    let group = |first: usize| {
        (0..4)
            .zip([3, 5, 3, 5])
            .map(move |(at, k2)| vec![(first + at % 2, (5, k2)), (first + 2, (6, 5))])
    };
    let sheets: Vec<Vec<Scored>> = group(0).chain(group(10)).collect();
    let findings = run(&definition(2), &inputs(&sheets));
    let warnings = &findings.calibration.warnings;
    let apart = warnings.iter().find(|one| one.code == "review_graph_disconnected").unwrap();
    assert_eq!(apart.groups.len(), 2);
    assert!(apart.groups.iter().flatten().any(|found| found == &number(1)));
    assert!(findings.places.iter().all(|place| place.calibrated.is_none()));
    // Declared comparable, they are read together.
    let mut declared = definition(2);
    declared.uncertainty.across_groups = true;
    let findings = run(&declared, &inputs(&sheets));
    assert!(findings.places.iter().all(|place| place.calibrated.is_some()));
}

#[test]
fn a_harsh_reviewer_costs_calibrated_score_nothing() {
    // Reviewer 0 gives everybody two steps less; both halves have equal quality.
    let sheets: Vec<Vec<Scored>> = (0..12)
        .map(|at| {
            let good = if at % 3 == 0 { 7 } else { 5 };
            let harsh = |by: usize| if by == 0 { good - 2 } else { good };
            let panel = if at < 6 { [0, 1, 2] } else { [1, 2, 3] };
            panel.map(|by| (by, (harsh(by), harsh(by)))).to_vec()
        })
        .collect();
    let findings = run(&definition(4), &inputs(&sheets));
    let severity = |by: usize| {
        let rows = &findings.calibration.reviewers;
        rows.iter().find(|row| row.reviewer == reviewer(by)).unwrap().severity.unwrap()
    };
    assert!(severity(0) > thousandths("50.000"), "{}", severity(0));
    let score = |index: usize| {
        let place = findings.places.iter().find(|place| place.number == number(index)).unwrap();
        (place.place, place.calibrated.as_ref().unwrap().score)
    };
    // Proposal 1 had the strict reviewer and proposal 7 had not: different means, but close after
    // calibration.
    assert!(score(1).0 > score(7).0);
    assert!((score(1).1.count() - score(7).1.count()).abs() < 20_000);
}

#[test]
fn divergent_proposals_are_listed_with_the_reason() {
    let mut strict = definition(1);
    strict.rubric.thresholds.total = Some(500);
    let sheets = vec![
        vec![(0, (5, 5)), (1, (5, 5))],
        vec![(0, (1, 5)), (1, (6, 5))],
        vec![(0, (5, 5)), (1, (5, 3))],
    ];
    let found = run(&strict, &inputs(&sheets)).divergent;
    assert_eq!(
        found.iter().map(|one| one.number.as_str()).collect::<Vec<_>>(),
        [number(2), number(3)]
    );
    assert!(found[0].divergence.totals_differ && found[0].divergence.criteria == ["K1"]);
    assert!(!found[1].divergence.totals_differ && found[1].divergence.pass_line_between);
    assert_eq!(found[0].sheets, 2);
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(12))]

    #[test]
    fn the_papers_are_the_same_for_any_threads_and_any_order_of_the_inputs(
        sheets in prop::collection::vec(
            prop::collection::btree_map(0_usize..6, (0_usize..6, 0_usize..6), 2..5), 2..14),
        shift in 0_usize..100,
        cap in prop::option::of(1_u32..3),
    ) {
        let scale = [1, 2, 3, 5, 6, 7];
        let sheets: Vec<Vec<Scored>> = sheets
            .into_iter()
            .map(|panel| {
                let on = |(by, (k1, k2)): (usize, (usize, usize))| (by, (scale[k1], scale[k2]));
                panel.into_iter().map(on).collect()
            })
            .collect();
        let mut rules = definition(3);
        rules.limits.per_unit = cap;
        let given = inputs(&sheets);
        let one = compute(&rules, &given, 1).unwrap();
        let two = compute(&rules, &given, 2).unwrap();
        prop_assert_eq!(canonical::json(&one).unwrap(), canonical::json(&two).unwrap());
        let mut shuffled = given.clone();
        let turn = shift % shuffled.proposals.len();
        shuffled.proposals.rotate_left(turn);
        for contender in &mut shuffled.proposals {
            contender.sheets.reverse();
        }
        let again = compute(&rules, &shuffled, 2).unwrap();
        // The hash is of the inputs as given; everything computed from them is the same.
        let again = Findings { inputs_hash: one.inputs_hash.clone(), ..again };
        prop_assert_eq!(canonical::json(&one).unwrap(), canonical::json(&again).unwrap());
        let selected = one.places.iter().filter(|place| place.outcome == Outcome::Selected);
        prop_assert_eq!(selected.count(), usize::try_from(one.selected).unwrap());
    }
}
