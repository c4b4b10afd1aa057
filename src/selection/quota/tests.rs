//! The quota fill against brute force: every subset of small fields is tried, and the program must
//! find the lexicographically first that keeps all limits. Certificates must pass the checker, and
//! must fail it once anything in them is changed.

use super::*;
use proptest::collection::vec;
use proptest::prelude::*;

const NAMES: [&str; 4] = ["a", "b", "c", "d"];

/// A small field: per candidate its class in each family, and per family the limits of its classes.
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
    let limits = vec(vec((0..3_u32, 0..3_u32), 3), families);
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

/// The lexicographically first subset that keeps the limits, by trying them all.
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
    #![proptest_config(ProptestConfig { cases: 1500, ..ProptestConfig::default() })]

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
