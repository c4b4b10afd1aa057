//! Tests of the quota fill against brute force: every subset of a small set of candidates is tried,
//! and the program must find the lexicographically first that keeps all limits. Certificates must
//! pass the checker, and must fail it when anything in them is changed.

mod examples;
mod forgeries;
mod money;
mod tampering;
mod vacancies;

use super::*;
use proptest::collection::vec;
use proptest::prelude::*;
use proptest::strategy::ValueTree;

const NAMES: [&str; 4] = ["a", "b", "c", "d"];

/// A small case: for each candidate its class in each family, and for each family the limits of its
/// classes.
#[derive(Debug, Clone)]
struct Case {
    candidates: Vec<Candidate>,
    limits: Limits,
}

fn candidate(number: usize, classes: &[usize]) -> Candidate {
    let named = classes.iter().enumerate();
    Candidate {
        id: format!("TB-{number:04}"),
        classes: named.map(|(f, c)| (NAMES[f].to_owned(), NAMES[*c].to_owned())).collect(),
        ..Candidate::default()
    }
}

/// Tight limits over `families` families of three classes each.
fn cases(families: usize, most: usize) -> impl Strategy<Value = Case> {
    let classes = vec(vec(0..3_usize, families), 4..=most);
    let floors = prop::sample::select(&[0_u32, 0, 0, 1, 1, 2][..]);
    let limits = vec(vec((floors, 0..3_u32), 3), families);
    (classes, limits, 2..6_u32, prop::bool::weighted(0.2)).prop_map(
        |(classes, limits, seats, fill_all_seats)| {
            let each = limits.iter().enumerate().map(|(number, classes)| {
                let classes = classes.iter().enumerate().map(|(class, &(min, room))| {
                    let min = min.min(1 + seats / 3);
                    (NAMES[class].to_owned(), ClassLimit { min, max: Some((min + room).max(1)) })
                });
                let family = Family { cap_each: None, classes: classes.collect() };
                (NAMES[number].to_owned(), family)
            });
            Case {
                candidates: classes.iter().enumerate().map(|(n, c)| candidate(n, c)).collect(),
                limits: Limits {
                    seats,
                    fill_all_seats,
                    floor_release: FloorRelease::Strict,
                    families: each.collect(),
                    budget: None,
                },
            }
        },
    )
}

fn keeps_limits(case: &Case, chosen: &[bool]) -> bool {
    let total = u32::try_from(chosen.iter().filter(|c| **c).count()).unwrap();
    let barred = |(c, &chosen): (&Candidate, &bool)| chosen && c.barred.is_some();
    if total > case.limits.seats || case.candidates.iter().zip(chosen).any(barred) {
        return false;
    }
    if case.limits.fill_all_seats && total < case.limits.seats {
        return false;
    }
    case.limits.families.iter().all(|(family, limit)| {
        limit.classes.iter().all(|(class, bounds)| {
            let count = case
                .candidates
                .iter()
                .zip(chosen)
                .filter(|(c, chosen)| **chosen && c.classes[family] == *class)
                .count();
            let count = u32::try_from(count).unwrap();
            bounds.min <= count && bounds.max.is_none_or(|max| count <= max)
        })
    })
}

/// The lexicographically first subset that keeps the limits, found by trying all.
fn brute_force(case: &Case) -> Option<Vec<bool>> {
    let n = case.candidates.len();
    (0..1_usize << n)
        .rev()
        .map(|bits| (0..n).map(|at| bits >> (n - 1 - at) & 1 == 1).collect::<Vec<bool>>())
        .find(|chosen| keeps_limits(case, chosen))
}

fn ids(case: &Case, chosen: &[bool]) -> Vec<String> {
    let named = case.candidates.iter().zip(chosen).filter(|(_, chosen)| **chosen);
    named.map(|(candidate, _)| candidate.id.clone()).collect()
}

fn equals_brute_force(case: &Case) -> Result<(), TestCaseError> {
    let outcome = fill(&case.candidates, &case.limits).unwrap();
    let expected = brute_force(case);
    prop_assert_eq!(outcome.feasible, expected.is_some());
    prop_assert_eq!(&outcome.selected, &expected.map_or(Vec::new(), |chosen| ids(case, &chosen)));
    prop_assert_eq!(check(&case.candidates, &case.limits, &outcome), Ok(()));
    let prepared = Prepared::new(&case.candidates, &case.limits).unwrap();
    let order: Vec<usize> = (0..case.candidates.len()).collect();
    let mut workspace = prepared.workspace();
    let chosen = prepared.fill_order(&mut workspace, &order);
    prop_assert_eq!(ids(case, chosen), outcome.selected);
    Ok(())
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 3000, ..ProptestConfig::default() })]

    #[test]
    fn with_two_families_the_result_is_the_first_of_all_sets_that_keep_the_limits(case in cases(2, 11)) {
        equals_brute_force(&case)?;
    }

    #[test]
    fn with_three_families_the_result_is_the_first_of_all_sets_that_keep_the_limits(case in cases(3, 11)) {
        equals_brute_force(&case)?;
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 400, ..ProptestConfig::default() })]

    #[test]
    fn with_one_family_the_result_is_the_first_of_all_sets_that_keep_the_limits(case in cases(1, 10)) {
        equals_brute_force(&case)?;
    }

    #[test]
    fn with_four_families_the_result_is_the_first_of_all_sets_that_keep_the_limits(case in cases(4, 10)) {
        equals_brute_force(&case)?;
    }

    #[test]
    fn without_families_the_first_names_get_the_seats(case in cases(0, 8)) {
        equals_brute_force(&case)?;
    }
}

#[test]
fn the_cases_are_tight_enough_to_tell_a_look_ahead_from_counting() {
    let mut runner = proptest::test_runner::TestRunner::deterministic();
    let (mut feasible, mut refused_for_floors, mut split) = (0, 0, 0);
    for families in [2, 3, 4] {
        for _ in 0..300 {
            let case = cases(families, 11).new_tree(&mut runner).unwrap().current();
            let outcome = fill(&case.candidates, &case.limits).unwrap();
            let proofs = outcome.certificates.iter().filter_map(|one| match &one.verdict {
                Verdict::NeededForFloors { proof, .. } => Some(proof),
                _ => None,
            });
            let proofs: Vec<&Proof> =
                proofs.chain(outcome.conflict.iter().map(|c| &c.proof)).collect();
            feasible += u32::from(outcome.feasible);
            refused_for_floors += u32::from(outcome.feasible && !proofs.is_empty());
            split += u32::from(proofs.iter().any(|proof| matches!(proof, Proof::Split { .. })));
        }
    }
    assert!(
        feasible > 250 && refused_for_floors > 100 && split > 10,
        "{feasible} {refused_for_floors} {split}"
    );
}

/// Who is selected, if any set keeps the limits.
fn selected(case: &Case) -> Option<Vec<String>> {
    let outcome = fill(&case.candidates, &case.limits).unwrap();
    outcome.feasible.then_some(outcome.selected)
}

fn policies() -> impl Strategy<Value = BudgetPolicy> {
    prop::sample::select(
        &[BudgetPolicy::StopAtFirst, BudgetPolicy::SkipAndContinue, BudgetPolicy::FundInPart][..],
    )
}

fn case_and_position() -> impl Strategy<Value = (Case, prop::sample::Index)> {
    (prop_oneof![cases(2, 14), cases(3, 14)], any::<prop::sample::Index>())
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 600, ..ProptestConfig::default() })]

    #[test]
    fn a_selected_name_stays_selected_when_it_is_ranked_higher((case, index) in case_and_position()) {
        let Some(before) = selected(&case) else { return Ok(()) };
        prop_assume!(!before.is_empty());
        let id = index.get(&before).clone();
        let mut raised = case.clone();
        let at = raised.candidates.iter().position(|c| c.id == id).unwrap();
        let higher = index.index(at + 1);
        let candidate = raised.candidates.remove(at);
        raised.candidates.insert(higher, candidate);
        prop_assert!(selected(&raised).unwrap().contains(&id));
    }

    #[test]
    fn a_refused_name_that_goes_away_changes_nothing((case, index) in case_and_position()) {
        let Some(before) = selected(&case) else { return Ok(()) };
        let refused: Vec<usize> = (0..case.candidates.len())
            .filter(|at| !before.contains(&case.candidates[*at].id))
            .collect();
        prop_assume!(!refused.is_empty());
        let mut without = case;
        without.candidates.remove(*index.get(&refused));
        prop_assert_eq!(selected(&without), Some(before));
    }

    #[test]
    fn a_wider_cap_never_makes_the_limits_impossible((case, index) in case_and_position()) {
        let Some(_) = selected(&case) else { return Ok(()) };
        let mut wider = case;
        let families: Vec<String> = wider.limits.families.keys().cloned().collect();
        let family = wider.limits.families.get_mut(index.get(&families)).unwrap();
        for limit in family.classes.values_mut() {
            limit.max = limit.max.map(|max| max + 1);
        }
        prop_assert!(selected(&wider).is_some());
    }

    #[test]
    fn the_order_in_which_a_prepared_field_was_listed_does_not_matter(
        (case, order) in cases(3, 14).prop_flat_map(|case| {
            let positions: Vec<usize> = (0..case.candidates.len()).collect();
            (Just(case), Just(positions).prop_shuffle())
        })
    ) {
        let mut ranked = case.clone();
        ranked.candidates = order.iter().map(|at| case.candidates[*at].clone()).collect();
        let prepared = Prepared::new(&case.candidates, &case.limits).unwrap();
        let mut workspace = prepared.workspace();
        // An earlier draw must leave no trace in the workspace.
        prepared.fill_order(&mut workspace, &(0..order.len()).collect::<Vec<_>>());
        let chosen = prepared.fill_order(&mut workspace, &order);
        let chosen: Vec<String> =
            order.iter().filter(|at| chosen[**at]).map(|at| case.candidates[*at].id.clone()).collect();
        prop_assert_eq!(selected(&ranked).unwrap_or_default(), chosen);
    }

    #[test]
    fn barred_names_are_passed_over_and_the_rest_is_as_if_they_were_not_there(
        (case, barred) in (cases(2, 10), vec(prop::bool::weighted(0.3), 10))
    ) {
        let mut case = case;
        for (candidate, barred) in case.candidates.iter_mut().zip(barred) {
            candidate.barred = barred.then(|| Barred::BelowThreshold { failures: Vec::new() });
        }
        equals_brute_force(&case)?;
    }

    #[test]
    fn with_money_no_more_is_spent_than_there_is_and_every_certificate_is_true(
        (case, costs, amount, policy, far) in
            (cases(2, 12), vec(1..9_u64, 12), 5..40_u64, policies(), any::<bool>())
    ) {
        let mut case = case;
        for (candidate, cost) in case.candidates.iter_mut().zip(costs) {
            candidate.cost = cost;
        }
        case.limits.budget = Some(Budget { amount, policy });
        if far {
            case.limits.floor_release = FloorRelease::AsFarAsPossible;
        }
        let outcome = fill(&case.candidates, &case.limits).unwrap();
        prop_assert_eq!(check(&case.candidates, &case.limits, &outcome), Ok(()));
        let spent = case.candidates.iter().zip(&outcome.certificates).map(|(candidate, one)| {
            match one.verdict {
                Verdict::SelectedInPart { granted, .. } => granted,
                Verdict::Selected { .. } => candidate.cost,
                _ => 0,
            }
        });
        prop_assert!(spent.sum::<u64>() <= amount);
        let prepared = Prepared::new(&case.candidates, &case.limits).unwrap();
        let order: Vec<usize> = (0..case.candidates.len()).collect();
        let mut workspace = prepared.workspace();
        prop_assert_eq!(ids(&case, prepared.fill_order(&mut workspace, &order)), outcome.selected);
    }

    #[test]
    fn floors_released_as_far_as_possible_are_as_if_declared_so(case in cases(2, 9)) {
        let mut released = case.clone();
        released.limits.floor_release = FloorRelease::AsFarAsPossible;
        let mut lowered = case;
        for (name, family) in &mut lowered.limits.families {
            for (class, limit) in &mut family.classes {
                let of_class = lowered.candidates.iter().filter(|c| c.classes[name] == *class);
                limit.min = limit.min.min(u32::try_from(of_class.count()).unwrap());
            }
        }
        if lowered.limits.fill_all_seats {
            prop_assume!(lowered.candidates.len() >= usize::try_from(lowered.limits.seats).unwrap());
        }
        prop_assert_eq!(selected(&released), selected(&lowered));
        let outcome = fill(&released.candidates, &released.limits).unwrap();
        prop_assert_eq!(check(&released.candidates, &released.limits, &outcome), Ok(()));
    }
}
