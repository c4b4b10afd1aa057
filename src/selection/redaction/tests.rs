//! What a reader in conflict learns of a run: the others, and nothing that tells of the one.

use super::*;
use crate::calls::Bilingual;
use crate::ids::{CallId, UnitCode, UserId};
use crate::reviews::Divergence;
use crate::selection::model::Thousandths;
use crate::selection::ranking::{Fraction, NotRanked, Tie, TieKey, TieValue, Unranked};
use crate::selection::{
    Calibrated, CalibrationWarning, Contender, DivergentProposal, ExtraReviewAdvice, FirstSheet,
    RescoredSheet, StandingZone,
};

fn number(at: u32) -> String {
    format!("TB-2026-{at:04}")
}

fn contender(at: u32) -> Contender {
    Contender {
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
    }
}

fn place(of: &Contender, at: u32, verdict: Verdict, outcome: Outcome) -> Place {
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

/// What the second's sheets say is in every part of a run.
fn reading(of: &Contender) -> (Calibration, DivergentProposal, RescoredSheet) {
    let calibration = Calibration {
        draws: 1000,
        zone_low_percent: 25,
        zone_high_percent: 75,
        mean: Some(Thousandths::nearest(400.0)),
        variances: None,
        warnings: vec![CalibrationWarning {
            code: "review_graph_disconnected".to_owned(),
            words: withheld(),
            groups: vec![vec![of.number.clone()]],
        }],
        reviewers: vec![],
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

/// Five names; the second has a seat, and the fourth's reason names it.
fn run() -> (Inputs, Findings) {
    let proposals: Vec<Contender> = (1..=5).map(contender).collect();
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
        inputs_hash: String::new(),
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
        calibration,
        divergent: vec![divergent],
        rescored: vec![rescored],
    };
    let (call, rules_hash, tie_seed) = (CallId::new().unwrap(), String::new(), String::new());
    (Inputs { call, rules_hash, tie_seed, proposals }, findings)
}

#[test]
fn nothing_left_tells_of_the_one_that_is_hidden() {
    let (inputs, findings) = run();
    let hidden = [inputs.proposals[1].id.clone()].into();
    let left = redact(&inputs, &findings, &hidden).unwrap().unwrap();
    assert_eq!(left.numbers, [number(2)].into());
    let text = serde_json::to_string(&(&left.findings, &left.inputs)).unwrap();
    assert!(
        !text.contains(&number(2)) && !text.contains(inputs.proposals[1].id.as_str()),
        "{text}"
    );
    let rows: Vec<(u32, Option<u32>, &str)> = left
        .findings
        .places
        .iter()
        .map(|place| (place.place, place.reserve_position, place.reason.en.as_str()))
        .collect();
    let expected = [
        (1, None, "Place 1: given seat 1."),
        (2, None, "Place 2: given seat 2."),
        (
            3,
            Some(1),
            "This reason is withheld: it names a proposal that you are in conflict of interest with.",
        ),
        (4, Some(2), "Place 4: below the line; the last seat went to TB-2026-0003."),
    ];
    assert_eq!(rows, expected);
    assert_eq!((left.findings.selected, left.findings.reserves), (2, 2));
    assert!(left.findings.places.iter().all(|place| place.certificate.is_none()));
    // Chances sum to the seats, so those of the others would tell the hidden one's.
    assert!(left.findings.places.iter().all(|place| place.calibrated.is_none()));
    let said: Vec<&str> =
        left.findings.calibration.warnings.iter().map(|one| one.code.as_str()).collect();
    assert_eq!(said, ["withheld_for_conflict"]);
}

#[test]
fn a_run_without_the_hidden_ones_stays_as_it_is() {
    let (inputs, findings) = run();
    let other = [ProposalId::new().unwrap()].into();
    assert!(redact(&inputs, &findings, &other).unwrap().is_none());
}

#[test]
fn words_in_both_languages_say_that_a_reason_is_withheld() {
    let Bilingual { id, en } = withheld();
    assert!(id.contains("benturan kepentingan") && en.contains("conflict of interest"));
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
    let hidden = [inputs.proposals[1].id.clone()].into();
    let shown = redact(&inputs, &findings, &hidden).unwrap().unwrap().findings;
    assert_eq!(shown.places[1].reason, withheld());
    assert_eq!(shown.places[2].reason, withheld());
    assert!(shown.places.iter().all(|place| place.certificate.is_none()));
}
