use super::*;
use proptest::prelude::*;

/// Pairs, and what is expected of them: rho, low, high.
type Reference = (&'static [(i32, i32)], [f64; 3]);

/// By scipy 1.17.1: rho is `scipy.stats.spearmanr(x, y).statistic`, the ends are
/// `tanh(atanh(rho) ∓ q · sqrt((1 + rho**2 / 2) / (n - 3)))` with `q = scipy.stats.norm.ppf(0.975)`.
const REFERENCES: [Reference; 5] = [
    (
        &[(1, 2), (2, 1), (3, 4), (4, 3), (5, 6), (6, 5), (7, 8), (8, 7)],
        [0.904_761_904_761_904_8, 0.427_891_512_320_359_8, 0.987_598_180_098_773_3],
    ),
    (
        &[(3, 10), (3, 40), (4, 40), (5, 40), (4, 70), (4, -20), (2, 0), (5, 90), (3, 10), (1, 10)],
        [0.587_862_425_174_929_4, -0.127_163_842_794_601_5, 0.900_837_091_511_825],
    ),
    (
        &[(1, 3), (2, 1), (3, 2), (4, 4)],
        [0.399_999_999_999_999_97, -0.923_632_308_336_812, 0.985_521_994_654_465_1],
    ),
    (
        &[
            (2, 0),
            (3, 0),
            (3, 1),
            (4, 0),
            (4, 1),
            (5, 1),
            (5, 1),
            (1, 0),
            (2, 1),
            (3, 0),
            (4, 1),
            (4, 0),
            (5, 0),
            (2, 0),
        ],
        [0.330_336_800_625_626_76, -0.257_708_674_813_423_3, 0.739_812_497_813_955_9],
    ),
    (
        &[(1, 9), (2, 8), (3, 9), (4, 6), (5, 5), (6, 5), (7, 1)],
        [-0.927_426_033_502_967_9, -0.992_799_600_679_186, -0.436_383_469_518_797_86],
    ),
];

#[test]
fn rho_and_its_interval_are_those_of_scipy() {
    for (pairs, expected) in REFERENCES {
        let found = spearman(pairs).unwrap();
        let found_values = [found.rho, found.low.unwrap(), found.high.unwrap()];
        for (found, expected) in found_values.iter().zip(expected) {
            assert!((found - expected).abs() < 1e-12, "{pairs:?}: {found} is not {expected}");
        }
        assert_eq!(usize::try_from(found.count).unwrap(), pairs.len());
    }
}

#[test]
fn fewer_than_four_pairs_say_nothing() {
    assert_eq!(spearman(&[(1, 1), (2, 2), (3, 3)]), None);
    assert_eq!(spearman::<i32, i32>(&[]), None);
}

#[test]
fn a_side_with_one_value_orders_nothing() {
    assert_eq!(spearman(&[(1, 7), (2, 7), (3, 7), (4, 7), (5, 7)]), None);
    assert_eq!(spearman(&[(3, 1), (3, 2), (3, 3), (3, 4)]), None);
}

#[test]
fn a_perfect_order_has_no_width() {
    let found = spearman(&[(1, 10), (2, 20), (3, 30), (4, 40)]).unwrap();
    assert_eq!((found.rho.to_bits(), found.low, found.high), (1.0_f64.to_bits(), None, None));
    let found = spearman(&[(1, 40), (2, 30), (3, 20), (4, 10)]).unwrap();
    assert_eq!((found.rho.to_bits(), found.low, found.high), ((-1.0_f64).to_bits(), None, None));
}

fn pairs() -> impl Strategy<Value = Vec<(i8, i8)>> {
    prop::collection::vec((-3..4_i8, -3..4_i8), 4..40)
}

proptest! {
    #[test]
    fn it_lies_in_its_interval_and_the_interval_between_minus_one_and_one(pairs in pairs()) {
        if let Some(found) = spearman(&pairs) {
            prop_assert!((-1.0..=1.0).contains(&found.rho));
            if let (Some(low), Some(high)) = (found.low, found.high) {
                prop_assert!((-1.0..=found.rho).contains(&low), "{found:?}");
                prop_assert!((found.rho..=1.0).contains(&high), "{found:?}");
            }
        }
    }

    /// Only the order counts: any rising function of one side changes nothing, a falling one turns the sign.
    #[test]
    fn it_reads_orders_and_not_sizes(pairs in pairs()) {
        let risen: Vec<_> = pairs.iter().map(|(one, other)| (i32::from(*one).pow(3), *other)).collect();
        let fallen: Vec<_> = pairs.iter().map(|(one, other)| (-i32::from(*one), *other)).collect();
        let found = spearman(&pairs);
        prop_assert_eq!(spearman(&risen), found);
        prop_assert_eq!(spearman(&fallen).map(|one| -one.rho), found.map(|one| one.rho));
    }

    #[test]
    fn the_order_of_the_pairs_and_of_the_sides_does_not_matter(pairs in pairs()) {
        let found = spearman(&pairs).map(|one| one.rho);
        let mut turned = pairs.clone();
        turned.reverse();
        prop_assert_eq!(spearman(&turned).map(|one| one.rho), found);
        let swapped: Vec<_> = pairs.iter().map(|(one, other)| (*other, *one)).collect();
        prop_assert_eq!(spearman(&swapped).map(|one| one.rho), found);
    }
}
