//! Tests of the reserve list and of seats given up, against the same oracle.

use super::money::{Oracle, rich_cases};
use super::*;
use std::collections::{BTreeMap, BTreeSet};

/// The seated with the amounts granted, the waiting, and the limits that the seats keep.
fn parted(case: &Case) -> Option<(Vec<Candidate>, Vec<Candidate>, Limits)> {
    let outcome = fill(&case.candidates, &case.limits).unwrap();
    let (mut seated, mut waiting) = (Vec::new(), Vec::new());
    for (candidate, certificate) in case.candidates.iter().zip(&outcome.certificates) {
        match certificate.verdict {
            Verdict::Selected { .. } => seated.push(candidate.clone()),
            Verdict::SelectedInPart { granted, .. } => {
                seated.push(Candidate { cost: granted, ..candidate.clone() });
            }
            _ if candidate.barred.is_none() => waiting.push(candidate.clone()),
            _ => {}
        }
    }
    let limits = limits_kept_by(&seated, &case.limits);
    (outcome.feasible && !seated.is_empty()).then_some((seated, waiting, limits))
}

/// Who gets the seat of one candidate, by trying every set: the others hold theirs, `order` is
/// considered.
fn by_every_set(
    (seated, order, limits): (&[Candidate], &[Candidate], &Limits),
    leaves: &str,
) -> Option<String> {
    let holders: Vec<_> = seated.iter().filter(|one| one.id != leaves).cloned().collect();
    let held = holders.iter().fold((0_u32, 0), |(set, at), _| (set | 1 << at, at + 1)).0;
    let spent = holders.iter().map(|one| one.cost).sum();
    let candidates: Vec<_> = holders.iter().chain(order).cloned().collect();
    let case = Case { candidates, limits: limits.clone() };
    let oracle = Oracle::new(&case);
    let everyone = (1_u32 << case.candidates.len()) - 1;
    let asked: Vec<usize> = (holders.len()..case.candidates.len()).collect();
    let mut floors = oracle.declared();
    let lowers = limits.floor_release == FloorRelease::AsFarAsPossible;
    let reached = oracle.lowered(held, everyone, &floors);
    if reached != floors && !lowers {
        return None;
    }
    floors = reached;
    loop {
        match oracle.walk((held, spent), &asked, &floors) {
            Ok((set, _)) => {
                let risen = asked.iter().find(|at| set >> **at & 1 == 1)?;
                return Some(case.candidates[*risen].id.clone());
            }
            Err(_) if !lowers => return None,
            Err((taken, open)) => floors = oracle.lowered(taken, open, &floors),
        }
    }
}

fn is_as_defined(case: &Case, most: usize) -> Result<(), TestCaseError> {
    let Some((seated, waiting, limits)) = parted(case) else { return Ok(()) };
    let found = reserves(&seated, &waiting, &limits, (most, &BTreeSet::new())).unwrap();
    prop_assert!(found.list.len() <= most);
    // The list: the first for every seat, then the second, in order of the ranking.
    let mut passed: BTreeMap<&str, BTreeSet<String>> = BTreeMap::new();
    let mut expected = BTreeSet::new();
    let place = |id: &String| waiting.iter().position(|one| &one.id == id).unwrap();
    for _ in 0..=waiting.len() {
        let mut round = BTreeSet::new();
        for one in &seated {
            let passed = passed.entry(&one.id).or_default();
            let left: Vec<_> =
                waiting.iter().filter(|one| !passed.contains(&one.id)).cloned().collect();
            if let Some(next) = by_every_set((&seated, &left, &limits), &one.id) {
                passed.insert(next.clone());
                round.insert(place(&next));
            }
        }
        for at in round {
            if expected.len() < most {
                expected.insert(at);
            }
        }
    }
    let expected: Vec<_> = expected.into_iter().map(|at| waiting[at].id.clone()).collect();
    prop_assert_eq!(&found.list, &expected);
    // Whoever gives up a seat, the list is considered first and then everybody else.
    let listed = waiting.iter().filter(|one| expected.contains(&one.id));
    let others = waiting.iter().filter(|one| !expected.contains(&one.id));
    let order: Vec<Candidate> = listed.chain(others).cloned().collect();
    for one in &seated {
        let next = by_every_set((&seated, &order, &limits), &one.id);
        prop_assert_eq!(&found.next[&one.id], &next, "the seat of {}", one.id);
        let holders: Vec<_> = seated.iter().filter(|other| other.id != one.id).cloned().collect();
        let refilled = refill(&holders, &order, &limits).unwrap();
        let risen = refilled.selected.get(holders.len()).cloned();
        prop_assert_eq!(risen, next, "the refilled seat of {}", one.id);
    }
    Ok(())
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 250, ..ProptestConfig::default() })]

    #[test]
    fn reserves_are_those_whom_the_rules_would_seat_next(
        case in prop_oneof![rich_cases(0, 6), rich_cases(1, 7), rich_cases(2, 7), rich_cases(3, 7)],
        most in 0_usize..5,
    ) {
        is_as_defined(&case, most)?;
    }
}

#[test]
fn a_full_unit_fills_no_list_while_another_seat_could_fall_free() {
    // At most one seat for each of unit a; the next two are of a, only the third could follow b.
    let unit = |number, class: usize| candidate(number, &[class]);
    let seated = [unit(1, 0), unit(2, 1)];
    let waiting = [unit(3, 0), unit(4, 0), unit(5, 1)];
    let limits = Limits {
        seats: 2,
        fill_all_seats: false,
        floor_release: FloorRelease::Strict,
        families: [("a".to_owned(), Family { cap_each: Some(1), ..Family::default() })].into(),
        budget: None,
    };
    let found = reserves(&seated, &waiting, &limits, (2, &BTreeSet::new())).unwrap();
    assert_eq!(found.list, ["TB-0003", "TB-0005"]);
    let next = |id: &str| found.next[id].as_deref();
    assert_eq!((next("TB-0001"), next("TB-0002")), (Some("TB-0003"), Some("TB-0005")));
}
