//! Tests of the ranking, calculated as a candidate would check it by hand.

use super::*;
use proptest::prelude::*;
use std::collections::BTreeMap;

fn sheet(scores: [i64; 2]) -> Sheet {
    // Weights 60 and 40.
    Sheet { total: 60 * scores[0] + 40 * scores[1], scores: scores.map(Some).to_vec() }
}

fn scored(id: &str, sheets: &[[i64; 2]]) -> Scored {
    Scored {
        id: id.to_owned(),
        sheets: sheets.iter().copied().map(sheet).collect(),
        earlier_awards: 0,
        interview: None,
    }
}

fn policy(tie_breaks: Vec<TieKey>) -> Policy {
    Policy {
        criteria: vec!["K1".to_owned(), "K2".to_owned()],
        aggregate: Aggregate::Mean,
        minimum_sheets: 2,
        thresholds: Vec::new(),
        tie_breaks,
        seed: "benih".to_owned(),
        interview: None,
        votes: Vec::new(),
    }
}

fn by(criterion: &str) -> TieKey {
    TieKey::CriterionMean { criterion: criterion.to_owned() }
}

fn order(ranking: &Ranking) -> Vec<&str> {
    ranking.ranked.iter().map(|ranked| &*ranked.id).collect()
}

#[test]
fn a_third_of_a_point_decides_and_no_rounding_does() {
    let proposals =
        [scored("a", &[[4, 4], [4, 4], [4, 3]]), scored("b", &[[4, 4], [4, 4], [4, 4], [4, 3]])];
    let ranking = rank(&proposals, &policy(Vec::new())).unwrap();
    assert_eq!(order(&ranking), ["b", "a"]);
    assert_eq!(ranking.ranked[1].value.to_string(), "386 2/3");
    assert!(ranking.ranked.iter().all(|ranked| ranked.ties.is_empty()));
}

#[test]
fn equal_means_over_different_numbers_of_sheets_are_a_tie_broken_by_the_chain() {
    // 400 each; K2: 3 1/2 against 4.
    let proposals = [
        scored("a", &[[4, 4], [4, 4], [4, 4]]),
        Scored {
            sheets: vec![Sheet { total: 400, scores: vec![Some(5), Some(3)] }, sheet([4, 4])],
            ..scored("b", &[])
        },
    ];
    let ranking = rank(&proposals, &policy(vec![by("K2")])).unwrap();
    assert_eq!(order(&ranking), ["a", "b"]);
    let mean = |sum, count| TieValue::Mean(Fraction { sum, count });
    let decided = |at: usize| {
        let tie = &ranking.ranked[at].ties[0];
        (tie.with.as_str(), &tie.decided_by, tie.own.clone(), tie.other.clone())
    };
    assert_eq!(decided(0), ("b", &by("K2"), mean(4, 1), mean(7, 2)));
    assert_eq!(decided(1), ("a", &by("K2"), mean(7, 2), mean(4, 1)));
}

#[test]
fn the_unit_with_fewer_earlier_awards_goes_first() {
    let mut proposals = [scored("a", &[[4, 4], [4, 4]]), scored("b", &[[4, 4], [4, 4]])];
    proposals[0].earlier_awards = 2;
    let ranking = rank(&proposals, &policy(vec![by("K1"), TieKey::FewerAwards])).unwrap();
    assert_eq!(order(&ranking), ["b", "a"]);
    assert_eq!(ranking.ranked[0].ties[0].decided_by, TieKey::FewerAwards);
}

#[test]
fn what_nothing_separates_is_drawn_by_the_published_seed() {
    // Lots computed with Python's hmac: hmac.new(b"benih", id, "sha256").hexdigest().
    let proposals = ["a", "b", "c"].map(|id| scored(id, &[[4, 4], [4, 4]]));
    let ranking = rank(&proposals, &policy(Vec::new())).unwrap();
    assert_eq!(order(&ranking), ["b", "a", "c"]);
    let tie = &ranking.ranked[0].ties[0];
    assert_eq!((&tie.decided_by, tie.ahead), (&TieKey::Lot, true));
    let TieValue::Lot(lot) = &tie.own else { panic!("{tie:?}") };
    assert_eq!(lot, "520bd3e6d2de39f9330667ebfb0caed8199a31b847bffdfae66940262e5b80b6");
}

#[test]
fn a_missing_score_is_not_a_zero() {
    let mut incomplete = scored("a", &[[5, 5], [5, 5], [5, 5]]);
    incomplete.sheets[2].scores[1] = None;
    incomplete.sheets[2].total = 0;
    let too_few = scored("b", &[[5, 5]]);
    let ranking = rank(&[too_few, incomplete, scored("c", &[])], &policy(Vec::new())).unwrap();
    assert_eq!(order(&ranking), ["a"]);
    assert_eq!(ranking.ranked[0].value, Fraction { sum: 500, count: 1 });
    let reason = |complete| Unranked::TooFewSheets { complete, incomplete: 0, minimum: 2 };
    assert_eq!(
        ranking.not_ranked,
        [
            NotRanked { id: "b".to_owned(), reason: reason(1) },
            NotRanked { id: "c".to_owned(), reason: reason(0) },
        ]
    );
}

#[test]
fn thresholds_hold_exactly_and_a_knocked_out_proposal_keeps_its_place() {
    let mut policy = policy(Vec::new());
    policy.thresholds = vec![
        Threshold { measure: Measure::Total, minimum: 340 },
        Threshold { measure: Measure::Criterion { criterion: "K2".to_owned() }, minimum: 3 },
    ];
    let proposals = [scored("high", &[[5, 3], [5, 2]]), scored("edge", &[[4, 3], [3, 3], [4, 3]])];
    let ranking = rank(&proposals, &policy).unwrap();
    assert_eq!(order(&ranking), ["high", "edge"]);
    assert_eq!(ranking.ranked[0].failures()[0].value.to_string(), "2 1/2");
    assert!(ranking.ranked[1].passes());
    policy.thresholds[0].minimum = 341;
    assert!(!rank(&proposals, &policy).unwrap().ranked[1].passes());
}

#[test]
fn the_median_ignores_an_outlier() {
    let proposals =
        [scored("a", &[[1, 1], [5, 5], [5, 5]]), scored("b", &[[4, 4], [4, 4], [4, 4]])];
    let mut policy = policy(Vec::new());
    assert_eq!(order(&rank(&proposals, &policy).unwrap()), ["b", "a"]);
    policy.aggregate = Aggregate::Median;
    assert_eq!(order(&rank(&proposals, &policy).unwrap()), ["a", "b"]);
}

#[test]
fn nonsense_is_refused_by_name() {
    let twice = [scored("a", &[]), scored("a", &[])];
    let fault = rank(&twice, &policy(Vec::new())).unwrap_err();
    assert_eq!(fault, RankingFault::Duplicate { id: "a".to_owned() });
    let fault = rank(&[], &policy(vec![by("K9")])).unwrap_err();
    assert_eq!(fault, RankingFault::UnknownCriterion { criterion: "K9".to_owned() });
    let mut short = scored("a", &[[4, 4]]);
    short.sheets[0].scores.pop();
    let fault = rank(&[short], &policy(Vec::new())).unwrap_err();
    assert_eq!(fault, RankingFault::WrongSheet { id: "a".to_owned(), found: 1, expected: 2 });
}

fn votes(of: &[(&str, u32)]) -> BTreeMap<String, u32> {
    of.iter().map(|(id, votes)| ((*id).to_owned(), *votes)).collect()
}

/// Four equal proposals and a better one.
fn equal_four() -> Vec<Scored> {
    let mut all: Vec<Scored> =
        ["a", "b", "c", "d"].map(|id| scored(id, &[[4, 4], [4, 4]])).to_vec();
    all.push(scored("e", &[[5, 5], [5, 5]]));
    all
}

#[test]
fn a_vote_among_exactly_the_equal_ones_decides_before_the_lot() {
    let voted = |votes: Vec<BTreeMap<String, u32>>, keys: Vec<TieKey>| {
        rank(&equal_four(), &Policy { votes, ..policy(keys) }).unwrap()
    };
    let by_lot = voted(Vec::new(), vec![TieKey::PlenaryVote]);
    assert_eq!(by_lot, voted(Vec::new(), Vec::new()));
    let drawn: Vec<String> = order(&by_lot)[1..].iter().map(|id| (*id).to_owned()).collect();
    assert_eq!(by_lot.equal_groups(), [order(&by_lot)[1..].to_vec()]);
    let all = votes(&[("a", 1), ("b", 3), ("c", 1), ("d", 0)]);
    let ranking = voted(vec![all.clone()], vec![TieKey::PlenaryVote]);
    let even = drawn.iter().filter(|id| ["a", "c"].contains(&id.as_str()));
    let even: Vec<&str> = even.map(String::as_str).collect();
    assert_eq!(order(&ranking), ["e", "b", even[0], even[1], "d"]);
    let of = |at: usize| {
        let tie = ranking.ranked[at].ties.iter().find(|tie| tie.ahead).unwrap();
        (tie.decided_by.clone(), tie.own.clone(), tie.other.clone())
    };
    assert_eq!(of(1), (TieKey::PlenaryVote, TieValue::Votes(3), TieValue::Votes(1)));
    assert_eq!(of(2).0, TieKey::Lot);
    assert_eq!(of(3), (TieKey::PlenaryVote, TieValue::Votes(1), TieValue::Votes(0)));
    assert_eq!(ranking.equal_groups(), [order(&ranking)[1..].to_vec()]);
    // A vote about others, or about fewer, says nothing; nor does any where the chain has no vote.
    for other in [votes(&[("a", 9), ("b", 1)]), votes(&[("a", 9), ("b", 1), ("c", 1), ("e", 1)])] {
        assert_eq!(voted(vec![other], vec![TieKey::PlenaryVote]), by_lot);
    }
    assert_eq!(voted(vec![all], Vec::new()), by_lot);
}

#[test]
fn a_key_goes_before_the_vote_and_of_two_votes_the_later_counts() {
    let mut proposals = vec![scored("a", &[[4, 4], [4, 4]]), scored("b", &[[4, 4], [4, 4]])];
    let of = |proposals: &[Scored], given: Vec<BTreeMap<String, u32>>| {
        let policy =
            Policy { votes: given, ..policy(vec![TieKey::PlenaryVote, TieKey::FewerAwards]) };
        order(&rank(proposals, &policy).unwrap()).join("")
    };
    let (first, later) = (votes(&[("a", 5), ("b", 0)]), votes(&[("a", 2), ("b", 3)]));
    assert_eq!(of(&proposals, vec![first.clone()]), "ab");
    assert_eq!(of(&proposals, vec![first.clone(), later]), "ba");
    proposals[0].earlier_awards = 1;
    assert_eq!(of(&proposals, vec![first]), "ba");
}

fn any_proposals() -> impl Strategy<Value = (Vec<Scored>, Vec<Scored>)> {
    let sheets = prop::collection::vec([1..4_i64, 1..4_i64], 0..5);
    let proposals = prop::collection::vec((sheets, 0..2_u32), 0..25).prop_map(|proposals| {
        let numbered = proposals.into_iter().enumerate();
        numbered
            .map(|(number, (sheets, earlier_awards))| Scored {
                earlier_awards,
                interview: None,
                ..scored(&format!("TB-{number}"), &sheets)
            })
            .collect::<Vec<_>>()
    });
    proposals.prop_flat_map(|proposals| (Just(proposals.clone()), Just(proposals).prop_shuffle()))
}

proptest! {
    #[test]
    fn the_order_of_input_never_matters((given, shuffled) in any_proposals()) {
        let policy = policy(vec![by("K2"), TieKey::FewerAwards]);
        prop_assert_eq!(rank(&given, &policy).unwrap(), rank(&shuffled, &policy).unwrap());
    }

    #[test]
    fn every_neighbour_is_ahead_by_value_or_by_the_key_named((given, _) in any_proposals()) {
        let ranking = rank(&given, &policy(vec![by("K2"), TieKey::FewerAwards])).unwrap();
        for pair in ranking.ranked.windows(2) {
            let tie = pair[0].ties.iter().find(|tie| tie.ahead);
            let Some(tie) = tie else {
                prop_assert!(pair[0].value > pair[1].value);
                continue;
            };
            prop_assert!(pair[0].value == pair[1].value && tie.with == pair[1].id);
            let is_ahead = match (&tie.own, &tie.other) {
                (TieValue::Mean(own), TieValue::Mean(other)) => own > other,
                (TieValue::Awards(own), TieValue::Awards(other)) => own < other,
                (TieValue::Lot(own), TieValue::Lot(other)) => own < other,
                _ => false,
            };
            prop_assert!(is_ahead);
        }
    }
}
