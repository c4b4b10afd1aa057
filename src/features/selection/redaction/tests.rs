//! Tests of what a reader in conflict learns of a run: the other proposals, and nothing about the
//! hidden one.

use super::*;
use crate::features::reviews::Divergence;
use crate::features::selection::wording::certificate_in_words;
use crate::features::selection::{
    Calibrated, CalibrationWarning, DivergentProposal, DrawnLot, ExtraReviewAdvice, FirstSheet,
    RescoredSheet, ScoredProposal, StandingZone, ZoneLot,
};
use crate::kernel::ids::{CallId, UnitCode, UserId};
use crate::kernel::language::Language;
use selection_math::model::Thousandths;
use selection_math::ranking::{Fraction, NotRanked, Tie, TieKey, TieValue, Unranked};

fn number(at: u32) -> String {
    format!("TB-2026-{at:04}")
}

fn in_words(certificate: &Certificate) -> Bilingual {
    Bilingual {
        id: certificate_in_words(certificate, Language::Indonesian),
        en: certificate_in_words(certificate, Language::English),
    }
}

fn contender(at: u32) -> ScoredProposal {
    ScoredProposal {
        id: ProposalId::new().unwrap(),
        number: number(at),
        level: "S2".to_owned(),
        unit: UnitCode::new("U"),
        unit_kind: "balai".to_owned(),
        region: "Papua".to_owned(),
        remote: false,
        problem: "M-007".to_owned(),
        earlier_awards: 0,
        cost: None,
        sheets: vec![],
        interview: None,
    }
}

fn place(of: &ScoredProposal, at: u32, verdict: Verdict, outcome: Outcome) -> Place {
    let certificate = Certificate { id: of.number.clone(), place: at, verdict, ties: vec![] };
    Place {
        place: at,
        proposal: of.id.clone(),
        number: of.number.clone(),
        level: of.level.clone(),
        unit: of.unit.clone(),
        cost: None,
        problem: of.problem.clone(),
        value: Fraction { sum: 400, count: 1 },
        joined: None,
        criteria: [].into(),
        thresholds: vec![],
        ties: vec![],
        outcome,
        reserve_position: (outcome == Outcome::Reserve).then_some(at),
        reason: in_words(&certificate),
        certificate: Some(certificate),
        calibrated: Some(Calibrated {
            score: Thousandths::nearest(400.0),
            deviation: Thousandths::nearest(10.0),
            expected_rank: Thousandths::nearest(f64::from(at)),
            rank_low: at,
            rank_high: at,
            p_selected: Some(Thousandths::nearest(0.5)),
            zone: Some(StandingZone::TooClose),
        }),
    }
}

/// Every part of a run contains something from the second's sheets.
fn reading(of: &ScoredProposal) -> (Calibration, DivergentProposal, RescoredSheet) {
    let calibration = Calibration {
        draws: 1000,
        zone_low_percent: 25,
        zone_high_percent: 75,
        mean: Some(Thousandths::nearest(400.0)),
        variances: None,
        warnings: vec![CalibrationWarning {
            correlation: None,
            code: "review_graph_disconnected".to_owned(),
            words: withheld_reason(),
            groups: vec![vec![of.number.clone()]],
        }],
        reviewers: vec![],
        severity_contrast: None,
        extra_reviews: vec![ExtraReviewAdvice {
            proposal: of.id.clone(),
            number: of.number.clone(),
            wrong_now: Thousandths::nearest(0.4),
            drop: Thousandths::nearest(0.1),
        }],
    };
    let (proposal, number) = (of.id.clone(), of.number.clone());
    let apart =
        Divergence { range: 280, totals_differ: true, criteria: vec![], pass_line_between: false };
    let first = FirstSheet { total: 320, scores: [].into() };
    let divergent = DivergentProposal {
        proposal: proposal.clone(),
        number: number.clone(),
        sheets: 2,
        divergence: apart,
    };
    let reviewer = UserId::new().unwrap();
    (calibration, divergent, RescoredSheet { proposal, number, reviewer, first, total: 560 })
}

/// Five proposals; the second has a seat, and the fourth's reason names it.
fn run() -> (Inputs, Findings) {
    let proposals: Vec<ScoredProposal> = (1..=5).map(contender).collect();
    let verdicts = [
        (Verdict::Selected { seat: 1 }, Outcome::Selected),
        (Verdict::Selected { seat: 2 }, Outcome::Selected),
        (Verdict::Selected { seat: 3 }, Outcome::Selected),
        (
            Verdict::CapFull {
                family: "unit".into(),
                class: "Papua".into(),
                cap: 1,
                by: vec![number(2)],
            },
            Outcome::Reserve,
        ),
        (Verdict::BelowLine { last: number(3) }, Outcome::Reserve),
    ];
    let mut places: Vec<Place> = proposals
        .iter()
        .zip(1..)
        .zip(verdicts)
        .map(|((of, at), (verdict, outcome))| place(of, at, verdict, outcome))
        .collect();
    let tie = Tie {
        with: number(2),
        ahead: true,
        decided_by: TieKey::Lot,
        own: TieValue::Lot("a".to_owned()),
        other: TieValue::Lot("b".to_owned()),
    };
    places[0].ties = vec![tie.clone()];
    let certificate = places[0].certificate.as_mut().unwrap();
    certificate.ties = vec![tie];
    places[0].reason = in_words(certificate);
    let reason = Unranked::TooFewSheets { complete: 1, incomplete: 0, minimum: 2 };
    let (calibration, divergent, rescored) = reading(&proposals[1]);
    let findings = Findings {
        method: "m".to_owned(),
        rules_hash: String::new(),
        inputs_hash: "of the whole".to_owned(),
        salt: Some("of the whole".to_owned()),
        seats: 3,
        feasible: true,
        selected: 3,
        reserves: 2,
        conflict: None,
        conflict_in_words: None,
        attempts: Vec::new(),
        succession: Vec::new(),
        released_floors: vec![],
        places,
        not_ranked: vec![NotRanked { id: number(6), reason }],
        zone_lot: Some(lot_of(number(2))),
        calibration,
        divergent: vec![divergent],
        rescored: vec![rescored],
    };
    let (call, rules_hash, tie_seed) = (CallId::new().unwrap(), String::new(), String::new());
    (Inputs { call, rules_hash, tie_seed, proposals, tie_votes: Vec::new() }, findings)
}

fn lot_of(number: String) -> ZoneLot {
    let in_words = Bilingual { id: String::new(), en: String::new() };
    let (lot, chance) = ("a".repeat(64), Thousandths::nearest(0.5));
    ZoneLot {
        in_words,
        drawn: vec![DrawnLot { number, announced_place: 2, place: 2, lot, chance }],
    }
}

/// The run with this proposal hidden.
fn left((inputs, findings): (Inputs, Findings), at: usize, knowledge: Knowledge) -> Redaction {
    let hidden = &inputs.proposals[at];
    let withheld = Withheld::of([(hidden.id.clone(), hidden.number.clone())]);
    redact((inputs, findings), &withheld, knowledge).unwrap().unwrap()
}

#[test]
fn before_the_announcement_nothing_left_would_be_otherwise_if_the_hidden_one_were() {
    let (inputs, findings) = run();
    let (number, id) = (number(2), inputs.proposals[1].id.clone());
    let mut other = (inputs.clone(), findings.clone());
    // In the second world it is last, has no seat, costs nothing and has other scores.
    other.0.proposals[1].cost = Some(1);
    other.1.places[1].value = Fraction { sum: 1, count: 1 };
    other.1.places.swap(1, 4);
    for (place, at) in other.1.places.iter_mut().zip(1..) {
        place.place = at;
        place.outcome = if at <= 3 { Outcome::Selected } else { Outcome::NotSelected };
        place.reserve_position = None;
    }
    (other.1.selected, other.1.reserves, other.1.feasible) = (1, 0, false);
    other.1.divergent.clear();
    other.1.calibration.warnings.clear();
    let text = |run| match left(run, 1, Knowledge::Nothing) {
        Redaction::Unannounced(left) => {
            serde_json::to_string(&(&left.others, &left.inputs)).unwrap()
        }
        Redaction::Announced(_) => panic!("not announced"),
    };
    let (one, another) = (text((inputs, findings)), text(other));
    assert!(!one.contains(&number) && !one.contains(id.as_str()), "{one}");
    assert!(!one.contains("\"place\":1") && one.contains("\"place\":null"), "{one}");
    assert!(!one.contains("of the whole"), "{one}");
    assert_eq!(one, another);
}

#[test]
fn once_announced_places_are_as_they_are() {
    let Redaction::Announced(left) = left(run(), 1, Knowledge::PublicOnly) else { panic!() };
    let text = serde_json::to_string(&(&left.findings, &left.inputs)).unwrap();
    assert!(!text.contains(&number(2)) && !text.contains("of the whole"), "{text}");
    let rows: Vec<(u32, Option<u32>, &str)> = left
        .findings
        .places
        .iter()
        .map(|place| (place.place, place.reserve_position, place.reason.en.as_str()))
        .collect();
    let expected = [
        (1, None, "Place 1: given seat 1."),
        (3, None, "Place 3: given seat 3."),
        (
            4,
            Some(4),
            "This reason is withheld: it names a proposal that you are in conflict of interest with.",
        ),
        (5, Some(5), "Place 5: below the line; the last seat went to TB-2026-0003."),
    ];
    // The first was tied with the hidden one, and its reason says so.
    assert_eq!(rows[1..], expected[1..]);
    assert_eq!(left.findings.places[0].reason, withheld_reason());
    assert!(left.findings.places.iter().all(|place| place.certificate.is_none()));
    assert!(left.findings.places.iter().all(|place| place.calibrated.is_none()));
    assert!(left.findings.places.iter().all(|place| place.ties.is_empty()));
    let said: Vec<&str> =
        left.findings.calibration.warnings.iter().map(|one| one.code.as_str()).collect();
    assert_eq!(said, ["withheld_for_conflict"]);
}

#[test]
fn what_is_withheld_does_not_depend_on_whether_the_hidden_one_is_in_the_run() {
    let run = run();
    let elsewhere = Withheld::of([(ProposalId::new().unwrap(), number(9))]);
    let left = redact(run.clone(), &elsewhere, Knowledge::Nothing).unwrap();
    assert!(matches!(left, Some(Redaction::Unannounced(_))));
    assert!(redact(run, &Withheld::default(), Knowledge::Everything).unwrap().is_none());
}

#[test]
fn words_in_both_languages_say_what_is_withheld() {
    for Bilingual { id, en } in [withheld_reason(), unplaced_in_words()] {
        assert!(id.contains("benturan kepentingan") && en.contains("conflict of interest"));
    }
}

#[test]
fn what_was_left_of_the_money_is_withheld_since_it_tells_what_the_hidden_one_costs() {
    let (inputs, mut findings) = run();
    for (at, verdict) in [
        (2, Verdict::SelectedInPart { seat: 3, cost: 50, granted: 20, with: Vec::new() }),
        (3, Verdict::OverBudget { cost: 50, left: 20, with: Vec::new() }),
    ] {
        findings.places[at].certificate.as_mut().unwrap().verdict = verdict;
    }
    let left = left((inputs, findings), 1, Knowledge::PublicOnly);
    let Redaction::Announced(left) = left else { panic!() };
    assert_eq!(left.findings.places[1].reason, withheld_reason());
    assert_eq!(left.findings.places[2].reason, withheld_reason());
}
