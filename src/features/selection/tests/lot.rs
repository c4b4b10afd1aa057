//! Tests of the lot for proposals too close to call, if a call announced it.

use super::world::{definition, field, inputs, number};
use crate::features::calls::Definition;
use crate::features::selection::calibration::{Advises, calibrate};
use crate::features::selection::compute::{Method, compute, compute_by};
use crate::features::selection::lot::hold;
use crate::features::selection::official::Order;
use crate::features::selection::{Findings, Inputs, Outcome, StandingZone};
use crate::kernel::canonical;
use selection_math::model::Thousandths;
use selection_math::ranking;
use std::collections::{BTreeMap, BTreeSet};

fn with_lot(seats: u32) -> Definition {
    let mut of = definition(seats);
    of.uncertainty.zone_lot = true;
    (of.uncertainty.zone_low_percent, of.uncertainty.zone_high_percent) = (8, 92);
    of.ranking.reserve = 4;
    of
}

fn seeded(seed: &str) -> Inputs {
    Inputs { tie_seed: seed.to_owned(), ..inputs(&field(24)) }
}

fn numbers(findings: &Findings) -> Vec<&str> {
    findings.places.iter().map(|place| place.number.as_str()).collect()
}

fn drawn(findings: &Findings) -> BTreeSet<&str> {
    let lot = findings.zone_lot.as_ref().unwrap();
    lot.drawn.iter().map(|one| one.number.as_str()).collect()
}

#[test]
fn without_the_rule_nothing_is_otherwise() {
    let (of, field) = (definition(8), seeded("seed"));
    let now = compute(&of, &field, 1).unwrap();
    assert_eq!((now.method.as_str(), &now.zone_lot), ("tubel-selection/6", &None));
    assert_eq!(now, compute_by(Method::Six, &of, &field, 1).unwrap());
    assert!(!canonical::json(&now).unwrap().contains("zone_lot"));
    // An older method has no lot, whatever the rules say.
    let old = compute_by(Method::Four, &with_lot(8), &field, 1).unwrap();
    assert_eq!(numbers(&old), numbers(&now));
    // An unused rule leaves the bytes of the rules unchanged.
    assert!(!serde_json::to_string(&of).unwrap().contains("zone_lot"));
}

#[test]
fn those_too_close_draw_for_the_places_they_held_and_nobody_else_moves() {
    let (of, field) = (with_lot(8), seeded("seed"));
    let before = compute_by(Method::Four, &of, &field, 1).unwrap();
    let after = compute(&of, &field, 1).unwrap();
    assert_eq!(after.method, "tubel-selection/7");
    let lot = after.zone_lot.as_ref().unwrap();
    let members = drawn(&after);
    let too_close = before
        .places
        .iter()
        .filter(|place| place.calibrated.as_ref().unwrap().zone == Some(StandingZone::TooClose));
    assert_eq!(members, too_close.map(|place| place.number.as_str()).collect());
    assert!(members.len() > 2, "{members:?}");
    for (place, (was, is)) in (1..).zip(before.places.iter().zip(&after.places)) {
        assert_eq!(is.place, place);
        let moved = members.contains(was.number.as_str());
        assert_eq!(moved, members.contains(is.number.as_str()));
        assert!(moved || was.number == is.number);
        assert!(moved || was.outcome == is.outcome || was.outcome != Outcome::Selected);
    }
    // The order is that of the lots, computed independently; the probability is seats divided by
    // members.
    let mut keys: Vec<String> = members.iter().map(|one| ranking::lot("seed", one)).collect();
    keys.sort();
    assert_eq!(lot.drawn.iter().map(|one| one.lot.clone()).collect::<Vec<_>>(), keys);
    assert!(lot.drawn.is_sorted_by_key(|one| one.place));
    let seated = |of: &Findings| {
        let all = of.places.iter().filter(|place| place.outcome == Outcome::Selected);
        all.filter(|place| members.contains(place.number.as_str())).count()
    };
    assert_eq!(seated(&before), seated(&after));
    let chance = f64::from(u32::try_from(seated(&after)).unwrap())
        / f64::from(u32::try_from(members.len()).unwrap());
    for one in &lot.drawn {
        assert_eq!(one.chance, Thousandths::nearest(chance));
        let place = after.places.iter().find(|place| place.number == one.number).unwrap();
        let told = format!("from place {} to place {}", one.announced_place, one.place);
        assert!(place.reason.en.contains(&told), "{}", place.reason.en);
        assert!(place.reason.id.contains("undian"), "{}", place.reason.id);
    }
    // Reserves are promoted in the order after the lot.
    let reserves: Vec<u32> =
        after.places.iter().filter_map(|place| place.reserve_position).collect();
    assert!(!reserves.is_empty() && reserves.is_sorted(), "{reserves:?}");
}

#[test]
fn every_member_wins_under_some_seed_and_as_often_as_was_said() {
    // At most two from a unit: the limits affect the probabilities.
    let mut of = with_lot(6);
    of.limits.per_unit = Some(2);
    let field = seeded("seed");
    let order = Order::announced(&of, &field).unwrap();
    let (_, lines) = calibrate(&of, &order, Advises::FromDraws, ("seed", 1)).unwrap();
    let mut wins: BTreeMap<String, (u32, u32, i64)> = BTreeMap::new();
    for seed in 0..400 {
        let order = Order::announced(&of, &field).unwrap();
        let held = hold(&of, order, lines.clone(), &format!("seed {seed}")).unwrap();
        let selected = held.order.selected().unwrap();
        for one in &held.lot.drawn {
            assert!(one.chance > Thousandths::default());
            let entry = wins.entry(one.number.clone()).or_default();
            entry.0 += u32::from(selected.contains(one.number.as_str()));
            entry.1 += 1;
            entry.2 += one.chance.count();
        }
    }
    assert!(wins.len() > 2, "{wins:?}");
    for (number, (won, drew, promised)) in wins {
        let promised = f64::from(i32::try_from(promised).unwrap()) / 1000.0;
        // Five standard errors.
        let error = 5.0 * (f64::from(drew) / 4.0).sqrt();
        assert!((f64::from(won) - promised).abs() < error, "{number}: {won} of {drew}, {promised}");
        assert!(won > 0, "{number}");
    }
}

#[test]
fn the_order_of_the_input_and_a_second_computation_change_nothing() {
    let (of, field) = (with_lot(8), seeded("seed"));
    let one = compute(&of, &field, 1).unwrap();
    let mut turned = field.clone();
    turned.proposals.reverse();
    let other = compute(&of, &turned, 2).unwrap();
    assert_eq!(one, Findings { inputs_hash: one.inputs_hash.clone(), ..other });
    let kept: Findings = serde_json::from_str(&canonical::json(&one).unwrap()).unwrap();
    let method = Method::named(&kept.method).unwrap();
    assert_eq!(kept, compute_by(method, &of, &field, 3).unwrap());
}

#[test]
fn the_limits_hold_after_the_lot_and_whom_none_would_seat_draws_none() {
    let mut of = with_lot(6);
    of.limits.per_unit = Some(2);
    let mut lots = 0;
    for seed in 0..4 {
        let found = compute(&of, &seeded(&format!("seed {seed}")), 1).unwrap();
        let mut units: BTreeMap<String, u32> = BTreeMap::new();
        for place in found.places.iter().filter(|place| place.outcome == Outcome::Selected) {
            *units.entry(place.unit.to_string()).or_default() += 1;
        }
        assert!(units.values().all(|held| *held <= 2), "{units:?}");
        assert_eq!(units.values().sum::<u32>(), 6);
        for one in &found.zone_lot.as_ref().unwrap().drawn {
            assert!(one.chance > Thousandths::default());
            lots += 1;
        }
    }
    assert!(lots > 8, "{lots}");
}

#[test]
fn where_nothing_is_to_be_decided_no_lot_is_held() {
    // There is a seat for everybody.
    let of = with_lot(24);
    let found = compute(&of, &seeded("seed"), 1).unwrap();
    let lot = found.zone_lot.as_ref().unwrap();
    assert!(lot.drawn.is_empty() && lot.in_words.en.contains("stands"), "{lot:?}");
    // With one sheet each nothing can be determined.
    let few = inputs(&[vec![(0, (7, 7)), (1, (7, 7))], vec![(2, (5, 5)), (3, (5, 5))]]);
    let found = compute(&with_lot(1), &few, 1).unwrap();
    assert!(found.zone_lot.as_ref().unwrap().drawn.is_empty());
    assert_eq!(numbers(&found), [number(1), number(2)]);
}
