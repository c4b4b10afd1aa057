//! Tests of the reserve list in a run, of seats given up within the budget, and of runs of older
//! methods.

use super::world::{Scored, definition, inputs, number};
use crate::features::selection::compute::{Method, compute, compute_by};
use crate::features::selection::{Field, Findings, Inputs, Outcome};
use crate::kernel::canonical;
use serde_json::json;
use std::collections::BTreeSet;

/// Seven proposals in this order, of units U1, U2, U0, U1, U2, U0, U1, with these costs.
fn seven(costs: [u64; 7]) -> Inputs {
    let scores = [(7, 7), (7, 6), (6, 6), (6, 5), (5, 5), (5, 3), (3, 3)];
    let sheets: Vec<Vec<Scored>> =
        scores.iter().map(|scores| vec![(0, *scores), (1, *scores)]).collect();
    let mut inputs = inputs(&sheets);
    for (contender, cost) in inputs.proposals.iter_mut().zip(costs) {
        contender.cost = Some(cost);
    }
    inputs
}

fn with_budget(total: u64) -> crate::features::calls::Definition {
    let mut of = definition(3);
    of.ranking.reserve = 2;
    of.limits.budget = Some(
        serde_json::from_value(json!({"total": total, "policy": "skip_and_continue"})).unwrap(),
    );
    of
}

fn reserves(findings: &Findings) -> Vec<&str> {
    let listed = findings.places.iter().filter(|place| place.outcome == Outcome::Reserve);
    listed.map(|place| place.number.as_str()).collect()
}

#[test]
fn a_reserve_says_whose_seat_it_would_have_and_a_seat_nobody_may_have_is_named() {
    let mut of = definition(3);
    of.ranking.reserve = 2;
    of.limits.per_unit = Some(1);
    let mut field = seven([0; 7]);
    // Nobody else is of the third's unit, and the other units already have their seat.
    field.proposals[5].unit = field.proposals[4].unit.clone();
    let findings = compute(&of, &field, 1).unwrap();
    assert_eq!(reserves(&findings), [number(4), number(5)]);
    let next: Vec<Option<&str>> =
        findings.succession.iter().map(|one| one.next.as_deref()).collect();
    assert_eq!(next, [Some(&*number(4)), Some(&*number(5)), None]);
    let words = |at: usize| &findings.places[at].reason;
    assert!(words(3).en.ends_with(&format!("rises when the seat of {} is given up.", number(1))));
    assert!(words(4).id.ends_with(&format!("naik bila kursi {} dilepas.", number(2))));
}

#[test]
fn nobody_rises_over_the_budget_and_reasons_count_places_of_the_ranking() {
    let (of, field) = (with_budget(100), seven([30, 30, 30, 50, 39, 10, 10]));
    let findings = compute(&of, &field, 1).unwrap();
    let seated: BTreeSet<String> = [1, 2, 3].map(number).into();
    // 30 are given back and 10 were left: the fourth costs 50, the fifth 39.
    let holders: BTreeSet<String> = [2, 3].map(number).into();
    let waiting: Vec<String> = [4, 5, 6, 7].map(number).into();
    let risen = Field::new(&of, &field, &findings).rising(&seated, &holders, &waiting).unwrap();
    assert_eq!(risen.selected, [2, 3, 5].map(number));
    let places: Vec<u32> = risen.certificates.iter().map(|one| one.place).collect();
    assert_eq!(places, [4, 5, 6, 7]);
    let next: Vec<Option<&str>> =
        findings.succession.iter().map(|one| one.next.as_deref()).collect();
    assert_eq!(next, [Some(&*number(5)); 3]);
}

#[test]
fn an_older_method_gives_its_own_bytes() {
    let (of, field) = (with_budget(60), seven([30, 90, 30, 50, 39, 10, 10]));
    let new = compute(&of, &field, 1).unwrap();
    for (name, method) in [("tubel-selection/2", Method::Two), ("tubel-selection/3", Method::Three)]
    {
        let old = compute_by(method, &of, &field, 1).unwrap();
        assert_eq!(old.method, name);
        // In this method the list was simply the next names.
        assert_eq!(reserves(&old), [number(2), number(4)]);
        let text = canonical::json(&old).unwrap();
        for field in ["\"succession\"", "\"attempts\"", "\"with\"", "Cadangan ke-"] {
            assert!(!text.contains(field), "{field}");
        }
        let again: Findings = serde_json::from_str(&text).unwrap();
        assert_eq!(canonical::json(&again).unwrap(), text);
    }
    assert_eq!(new.method, "tubel-selection/6");
    assert_eq!(Method::named("tubel-selection/6"), Some(Method::Six));
    let text = canonical::json(&new).unwrap();
    assert_eq!(canonical::json(&serde_json::from_str::<Findings>(&text).unwrap()).unwrap(), text);
}
