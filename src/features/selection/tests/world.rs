//! A small set of inputs: two criteria of 60 and 40, the scale 1-2-3-5-6-7, sheets written by hand
//! or generated.

use crate::features::calls::Definition;
use crate::features::selection::{CountedSheet, Inputs, ScoredProposal};
use crate::kernel::clock::Timestamp;
use crate::kernel::ids::{CallId, ProposalId, UnitCode, UserId};
use serde_json::json;

/// Seats, two sheets for each proposal, no caps, no floors, no thresholds; 2,000 draws.
pub(super) fn definition(seats: u32) -> Definition {
    let named = |text: &str| json!({"id": text, "en": text});
    let at = |month: u32| format!("2026-{month:02}-01T00:00:00Z").parse::<Timestamp>().unwrap();
    serde_json::from_value(json!({
        "title": named("call"),
        "calendar": {
            "opens_at": at(1), "submissions_close_at": at(2), "screening_ends_at": at(3),
            "review_ends_at": at(4), "announcement_at": at(5), "objections_end_at": at(6),
        },
        "seats": seats,
        "levels": [{
            "code": "S2", "name": named("S2"), "normative_months": 24, "requires": "S1",
            "seats": null,
        }],
        "limits": {
            "per_unit": null, "per_problem": null, "floors": [],
            "floor_policy": "as_far_as_possible",
        },
        "rubric": {
            "code": "short", "name": named("short"), "scores": [1, 2, 3, 5, 6, 7],
            "criteria": [
                {"code": "K1", "name": named("K1"), "weight": 60, "anchors": {}},
                {"code": "K2", "name": named("K2"), "weight": 40, "anchors": {}},
            ],
            "thresholds": {"total": null, "criteria": {}},
            "reason_required_for": [], "reason_min_length": 0,
        },
        "eligibility": [], "documents": [],
        "panel": {
            "sheets_per_proposal": 2, "default_max_load": 9, "divergent_total": 200,
            "divergent_criterion": 4,
        },
        "ranking": {"aggregate": "mean", "tie_breaks": [], "reserve": 1},
        "uncertainty": {"draws": 2000},
        "anonymity": "open", "repair_days": 0,
    }))
    .unwrap()
}

/// The same number gives the same person.
pub(super) fn reviewer(number: usize) -> UserId {
    format!("{number:026}").parse().unwrap()
}

pub(super) fn number(index: usize) -> String {
    format!("TB-2026-{index:04}")
}

fn sheet(by: usize, (k1, k2): (u32, u32)) -> CountedSheet {
    CountedSheet {
        reviewer: reviewer(by),
        total: i64::from(60 * k1 + 40 * k2),
        scores: [("K1".to_owned(), k1), ("K2".to_owned(), k2)].into(),
        first: None,
    }
}

/// A reviewer's number and the scores on K1 and K2.
pub(super) type Scored = (usize, (u32, u32));

/// Proposals 1, 2, 3 … of units U0, U1, U2 in turn, with these sheets.
pub(super) fn inputs(sheets: &[Vec<Scored>]) -> Inputs {
    let contender = |(index, sheets): (usize, &Vec<Scored>)| {
        let id: ProposalId = format!("{index:026}").parse().unwrap();
        ScoredProposal {
            id,
            number: number(index),
            level: "S2".to_owned(),
            unit: UnitCode::new(format!("U{}", index % 3)),
            unit_kind: "balai".to_owned(),
            region: "Sulawesi".to_owned(),
            remote: false,
            problem: "M-001".to_owned(),
            earlier_awards: 0,
            cost: None,
            sheets: sheets.iter().map(|(by, scores)| sheet(*by, *scores)).collect(),
            interview: None,
        }
    };
    Inputs {
        call: "0".repeat(26).parse::<CallId>().unwrap(),
        rules_hash: "0".repeat(64),
        tie_seed: "seed".to_owned(),
        proposals: (1..).zip(sheets).map(contender).collect(),
        tie_votes: Vec::new(),
    }
}

/// Proposal p is scored by three of seven reviewers around its own level; some are stricter.
pub(super) fn field(proposals: usize) -> Vec<Vec<Scored>> {
    let scale = [1, 2, 3, 5, 6, 7];
    let score = |proposal: usize, by: usize, criterion: usize| {
        let noise = (proposal * 7 + by * 11 + criterion * 5) % 3;
        let harsh = usize::from(by.is_multiple_of(3));
        scale[(proposal % 5 + noise).saturating_sub(harsh).min(5)]
    };
    (0..proposals)
        .map(|proposal| {
            let panel = (0..3).map(|turn| (proposal + turn * 2 + proposal / 7) % 7);
            panel.map(|by| (by, (score(proposal, by, 0), score(proposal, by, 1)))).collect()
        })
        .collect()
}
