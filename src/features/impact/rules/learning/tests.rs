//! Which question follows from which figures, and whose scores are put together.

use super::*;
use crate::features::calls::Thresholds;
use proptest::prelude::*;

fn words(text: &str) -> Bilingual {
    Bilingual { id: text.to_owned(), en: text.to_owned() }
}

fn rubric(codes: &[(&str, &str)]) -> Rubric {
    let criterion = |(code, anchor): &(&str, &str)| Criterion {
        code: (*code).to_owned(),
        name: words("Kenyataan masalah"),
        weight: 50,
        anchors: [(5, words(anchor))].into(),
        on_registered_problem: false,
    };
    Rubric {
        code: "default".to_owned(),
        name: words("Rubrik"),
        scores: vec![1, 2, 3, 4, 5],
        criteria: codes.iter().map(criterion).collect(),
        thresholds: Thresholds::default(),
        reason_required_for: vec![],
        reason_min_length: 0,
    }
}

fn case(call: usize, score: i64, improvement: i64) -> Case {
    Case {
        call,
        problem: ProblemId::new().unwrap(),
        criteria: [("K1".to_owned(), Fraction { sum: score, count: 1 })].into(),
        improvement: Some(improvement),
        solved: Some(improvement >= 100),
        punctual: None,
    }
}

/// The question that these pairs of score and improvement lead to.
fn asked(pairs: &[(i64, i64)]) -> Question {
    let rubric = rubric(&[("K1", "terukur")]);
    let cases: Vec<Case> = pairs.iter().map(|(score, came)| case(0, *score, *came)).collect();
    let read = readings(&[Rated { code: "TB-2025", rubric: &rubric }], &cases);
    read.first().unwrap().readings.first().unwrap().question
}

#[test]
fn few_awards_suggest_nothing_and_equal_ones_say_why() {
    assert_eq!(asked(&[(1, 1), (2, 2), (3, 3)]), Question::TooFew);
    assert_eq!(asked(&[(4, 1), (4, 2), (4, 3), (4, 9)]), Question::ScoresAlike);
    assert_eq!(asked(&[(1, 5), (2, 5), (3, 5), (4, 5)]), Question::OutcomesAlike);
    assert_eq!(asked(&[(1, 1), (2, 2), (3, 3), (4, 4)]), Question::Undecided, "no interval");
    assert_eq!(asked(&[(1, 3), (2, 1), (3, 2), (4, 4)]), Question::Undecided);
}

#[test]
fn a_clear_relation_is_told_from_a_reversed_one_and_from_none() {
    let rising: Vec<(i64, i64)> = (1..=12).map(|n| (n, n + n % 3)).collect();
    let falling: Vec<(i64, i64)> = rising.iter().map(|(score, came)| (*score, -came)).collect();
    assert_eq!((asked(&rising), asked(&falling)), (Question::Told, Question::Misled));
    let perfect: Vec<(i64, i64)> = (1..=12).map(|n| (n, n)).collect();
    assert_eq!(asked(&perfect), Question::Told);
    // The first half rises, the second falls.
    let neither: Vec<(i64, i64)> =
        (1..=14).map(|n: i64| (n, if n <= 7 { n } else { 15 - n })).collect();
    assert_eq!(asked(&neither), Question::DidNotTell);
    let nine: Vec<(i64, i64)> = (1..=9).map(|n: i64| (n, if n <= 4 { n } else { 9 - n })).collect();
    assert_eq!(asked(&nine), Question::Undecided, "too few to say that there is none");
}

#[test]
fn scores_under_other_anchors_are_read_apart() {
    let (old, new) =
        (rubric(&[("K1", "terukur"), ("K2", "x")]), rubric(&[("K1", "berdampak"), ("K2", "x")]));
    let calls = [Rated { code: "TB-2024", rubric: &old }, Rated { code: "TB-2025", rubric: &new }];
    let cases: Vec<Case> = (0..10_i64).map(|n| case(usize::from(n % 2 == 0), n, n)).collect();
    let read = readings(&calls, &cases);
    let told: Vec<(&str, usize, bool, u32)> = read
        .iter()
        .map(|one| {
            let awards = one.readings.first().unwrap().awards;
            (one.criterion.as_str(), one.calls.len(), one.reworded, awards)
        })
        .collect();
    assert_eq!(told, [("K1", 1, true, 5), ("K1", 1, true, 5), ("K2", 2, false, 0)]);
    // Another weight changes what a score is worth, not what it means.
    let mut heavier = old.clone();
    heavier.criteria.iter_mut().for_each(|one| one.weight = 10);
    let calls =
        [Rated { code: "TB-2024", rubric: &old }, Rated { code: "TB-2025", rubric: &heavier }];
    assert_eq!(readings(&calls, &cases).len(), 2);
}

#[test]
fn two_awards_on_one_problem_are_two_awards_and_one_problem() {
    let rubric = rubric(&[("K1", "terukur")]);
    let mut cases: Vec<Case> = (0..4).map(|n| case(0, n, n)).collect();
    let twice = cases.first().unwrap().clone();
    cases.push(twice);
    let read = readings(&[Rated { code: "TB-2025", rubric: &rubric }], &cases);
    let of = read.first().unwrap().readings.first().unwrap();
    assert_eq!((of.awards, of.problems), (5, 4));
}

proptest! {
    /// A question that claims something stands only on an interval that does not hold zero, or on enough awards.
    #[test]
    fn no_question_claims_more_than_its_interval(pairs in prop::collection::vec((1..6_i64, -20..120_i64), 0..30)) {
        let fractions: Vec<(Fraction, i64)> =
            pairs.iter().map(|(score, came)| (Fraction { sum: *score, count: 1 }, *came)).collect();
        let found = spearman(&fractions);
        let asked = question(&fractions, found);
        let holds_zero = found.is_none_or(|one| {
            one.low.is_none_or(|low| low <= 0.0) && one.high.is_none_or(|high| high >= 0.0)
        });
        match asked {
            Question::Told | Question::Misled => {
                prop_assert!(!holds_zero || pairs.len() >= 10, "{found:?}");
            }
            Question::DidNotTell => prop_assert!(holds_zero && pairs.len() >= 10, "{found:?}"),
            _ => prop_assert!(holds_zero, "{asked}: {found:?}"),
        }
    }
}
