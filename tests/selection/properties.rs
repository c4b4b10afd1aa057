//! What must hold for any scores: the order of rows, the number of threads, a shift of all scores and
//! the seed's luck change nothing they should not.

use crate::panels::named;
use proptest::prelude::*;
use selection_math::model::{
    DrawPlan, Fit, FitSettings, Panel, Sheet, Standing, Warning, ZoneBounds, extra_reviews, fit,
    p_top, standings,
};

const SEATS: usize = 3;

fn plan(threads: usize) -> DrawPlan<'static> {
    DrawPlan { draws: 640, seed: [3; 32], threads, progress: None }
}

fn settings(threads: usize) -> FitSettings {
    FitSettings { threads, ..FitSettings::default() }
}

/// Panels of 4 to 9 proposals, or just above 40, where variances are no longer averaged over; 2 to 4
/// sheets each out of 6 reviewers, scores of 1 to 7.
fn sheets() -> impl Strategy<Value = Vec<Sheet>> {
    let row = (prop::sample::subsequence((0..6).collect::<Vec<usize>>(), 2..=4), any::<u64>());
    let size = prop_oneof![3 => 4_usize..10, 1 => 40_usize..44];
    size.prop_flat_map(move |size| prop::collection::vec(row.clone(), size)).prop_map(|rows| {
        let mut sheets = Vec::new();
        for (proposal, (reviewers, mut luck)) in rows.into_iter().enumerate() {
            for reviewer in reviewers {
                let total = i64::try_from(1 + luck % 7).unwrap();
                sheets.push(Sheet { proposal, reviewer, total });
                luck /= 7;
            }
        }
        sheets
    })
}

fn read(sheets: Vec<Sheet>, threads: usize) -> (Fit, Vec<Option<Standing>>) {
    let fitted = fit(Panel::new(sheets, 1).unwrap(), settings(threads));
    let drawn = p_top(&fitted, plan(threads), &[], SEATS);
    let standings = standings(&fitted, drawn.as_ref(), ZoneBounds::default());
    (fitted, standings)
}

/// Everything that is told, in full precision.
fn told(sheets: Vec<Sheet>, threads: usize) -> String {
    let (fitted, standings) = read(sheets, threads);
    let posterior = fitted.posterior.as_ref();
    let effects = posterior.map(|one| (&one.means, &one.spreads, &one.reviewers));
    format!("{:?} {:?} {effects:?} {standings:?}", fitted.mu, fitted.estimates)
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 10, ..ProptestConfig::default() })]

    #[test]
    fn neither_the_order_of_rows_nor_the_number_of_threads_changes_a_bit(
        (sheets, shuffled) in sheets().prop_flat_map(|sheets| {
            (Just(sheets.clone()), Just(sheets).prop_shuffle())
        })
    ) {
        let once = told(sheets, 1);
        prop_assert_eq!(&told(shuffled.clone(), 2), &once);
        prop_assert_eq!(&told(shuffled, 16), &once);
    }

    #[test]
    fn a_shift_of_all_scores_moves_mu_and_nothing_else(sheets in sheets(), shift in -500_i64..500) {
        let moved = sheets.iter().map(|sheet| Sheet { total: sheet.total + shift, ..*sheet });
        let (one, before) = read(sheets.clone(), 1);
        let (other, after) = read(moved.collect(), 1);
        prop_assert_eq!(before, after);
        prop_assert_eq!(one.estimates, other.estimates);
        let shift = f64::from(i32::try_from(shift).unwrap());
        prop_assert!((other.mu - one.mu - shift).abs() < 1e-9);
    }

    #[test]
    fn the_probabilities_sum_to_the_seats(sheets in sheets()) {
        let (fitted, standings) = read(sheets, 1);
        prop_assume!(fitted.comparable.iter().all(|comparable| *comparable));
        let total: f64 = standings.iter().flatten().map(|standing| standing.p_selected).sum();
        prop_assert!((total - 3.0).abs() < 1e-4, "{}", total);
    }

    #[test]
    fn a_copy_of_a_proposal_gets_the_same_probability(sheets in sheets(), pick in 0_usize..4) {
        let proposals = sheets.iter().map(|sheet| sheet.proposal).max().unwrap() + 1;
        let copied: Vec<Sheet> = sheets
            .iter()
            .filter(|sheet| sheet.proposal == pick)
            .map(|sheet| Sheet { proposal: proposals, ..*sheet })
            .collect();
        let (_, standings) = read([sheets, copied].concat(), 1);
        prop_assert_eq!(standings[pick], standings[proposals]);
    }

    #[test]
    fn numbers_are_numbers(sheets in sheets()) {
        let (fitted, standings) = read(sheets, 1);
        let count = f64::from(u32::try_from(standings.len()).unwrap());
        for standing in standings.iter().flatten() {
            prop_assert!((0.0..=1.0).contains(&standing.p_selected));
            prop_assert!((1.0..=count).contains(&standing.expected_rank));
            prop_assert!(1 <= standing.rank_low && standing.rank_low <= standing.rank_high);
        }
        let posterior = fitted.posterior.unwrap();
        prop_assert!(posterior.means.iter().chain(&posterior.spreads).all(|one| one.is_finite()));
    }
}

fn codes(fitted: &Fit) -> Vec<&'static str> {
    fitted.warnings.iter().map(Warning::code).collect()
}

/// A panel of 6 proposals; `score` gives proposal and reviewer their number, or none.
fn six(score: impl Fn(usize, usize) -> Option<i64>) -> (Fit, Vec<Option<Standing>>) {
    let mut sheets = Vec::new();
    for proposal in 0..6 {
        for reviewer in 0..6 {
            if let Some(total) = score(proposal, reviewer) {
                sheets.push(Sheet { proposal, reviewer, total });
            }
        }
    }
    read(sheets, 1)
}

fn whole(number: usize) -> i64 {
    i64::try_from(number).unwrap()
}

#[test]
fn when_all_scores_are_equal_everybody_is_tied_and_too_close_to_call() {
    let (fitted, standings) = six(|_, reviewer| (reviewer < 3).then_some(4));
    assert_eq!(codes(&fitted), ["all_scores_equal"]);
    for standing in standings {
        let standing = standing.unwrap();
        assert_eq!(
            (standing.p_selected.to_string().as_str(), standing.zone.code()),
            ("0.5", "too_close")
        );
        assert_eq!(standing.expected_rank.to_string(), "3.5");
    }
}

#[test]
fn with_one_reviewer_or_one_review_each_nothing_uncertain_is_told() {
    let one_reviewer = six(|proposal, reviewer| (reviewer == 0).then_some(whole(proposal)));
    let one_each = six(|proposal, reviewer| (reviewer == proposal % 3).then_some(whole(proposal)));
    for (fitted, standings) in [one_reviewer, one_each] {
        assert_eq!(codes(&fitted), ["uncertainty_not_estimable"]);
        assert!(fitted.posterior.is_none() && fitted.estimates.is_none());
        assert_eq!(standings, [None; 6]);
        assert!(extra_reviews(&fitted, 3).is_empty());
    }
}

#[test]
fn perfectly_consistent_scores_get_the_noise_of_the_scale_itself() {
    let (fitted, standings) =
        six(|proposal, reviewer| (reviewer < 3).then(|| whole(proposal + reviewer)));
    assert_eq!(codes(&fitted), ["noise_at_floor"]);
    assert!((fitted.estimates.unwrap().noise - 1.0 / 48.0).abs() < 1e-12);
    assert!(standings[5].unwrap().p_selected > 0.99);
}

#[test]
fn two_panels_without_a_common_reviewer_are_not_ranked_against_each_other() {
    let apart = |proposal: usize, reviewer: usize| {
        (proposal / 3 == reviewer / 3).then(|| whole((proposal * 5 + reviewer * 3) % 7))
    };
    let (fitted, standings) = six(apart);
    let components = vec![vec![0, 1, 2], vec![3, 4, 5]];
    assert_eq!(fitted.warnings[0], Warning::Disconnected { components });
    assert_eq!(standings, [None; 6]);
}

#[test]
fn declared_comparable_panels_are_ranked_together() {
    let rows: Vec<_> = (0..6)
        .flat_map(|proposal| (0..3).map(move |reviewer| (proposal, reviewer)))
        .map(|(proposal, reviewer): (usize, usize)| {
            let total = whole((proposal * 5 + reviewer * 4 + proposal * reviewer) % 7);
            (format!("p{proposal}"), format!("r{}", reviewer + proposal / 3 * 3), total)
        })
        .collect();
    let declared = FitSettings { across_components: true, ..FitSettings::default() };
    let fitted = fit(named(&rows).panel, declared);
    assert_eq!(codes(&fitted)[0], "review_graph_disconnected");
    assert_eq!(fitted.comparable, [true; 6]);
}

#[test]
fn without_a_variance_of_proposals_all_are_tied_and_the_warning_says_so() {
    let (fitted, standings) = six(|_, reviewer| (reviewer < 3).then(|| whole(reviewer)));
    assert!(codes(&fitted).contains(&"proposal_differences_not_detectable"));
    assert!(standings.iter().flatten().all(|one| one.zone.code() == "too_close"));
    assert_eq!(standings.iter().flatten().count(), 6);
}

#[test]
fn a_reviewer_with_one_review_is_fine() {
    let scores = [[6, 5, 7], [3, 4, 2], [5, 5, 6], [2, 1, 3], [4, 6, 5], [7, 5, 7]];
    let (fitted, standings) = six(|proposal, reviewer| match reviewer {
        0..3 => Some(scores[proposal][reviewer]),
        3 => (proposal == 0).then_some(1),
        _ => None,
    });
    assert!(fitted.warnings.is_empty(), "{:?}", fitted.warnings);
    let effects = &fitted.posterior.as_ref().unwrap().reviewers;
    assert!(effects[3] < effects[1] && effects[3].is_finite());
    assert!(standings.iter().all(Option::is_some));
}

#[test]
fn the_most_useful_extra_review_is_of_a_proposal_near_the_line() {
    let scores = [[7, 6, 7], [6, 7, 6], [5, 5, 4], [4, 5, 4], [2, 1, 2], [1, 2, 1]];
    let (fitted, _) = six(|proposal, reviewer| (reviewer < 3).then(|| scores[proposal][reviewer]));
    let first = extra_reviews(&fitted, 3)[0];
    assert!([2, 3].contains(&first.proposal) && first.drop > 0.0, "{first:?}");
}
