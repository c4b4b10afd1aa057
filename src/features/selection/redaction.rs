//! A run for a reader who is in conflict with some of its proposals. Pure. The stored documents do
//! not change; the redacted result has no hash of its own and is never stored.
//!
//! There are two cases, and two types, so that no page or document can confuse them. While the
//! result is not announced, the other proposals are shown with their own data and without any place
//! or outcome: a gap among places would be the hidden proposal's place, and the number of seats
//! minus the seats shown would be its outcome. After the announcement, true places and outcomes are
//! shown, without the hidden rows.

use super::calibration::Calibration;
use super::divergent::{DivergentProposal, RescoredSheet};
use super::document::{Findings, Place};
use super::inputs::Inputs;
use super::official::Outcome;
use crate::features::calls::Bilingual;
use crate::features::conflicts::{Knowledge, Withheld};
use crate::kernel::errors::Failure;
use crate::kernel::ids::{ProposalId, UnitCode};
use selection_math::quota::{Certificate, Verdict};
use selection_math::ranking::{Fraction, JoinedScore, NotRanked, ThresholdResult};
use serde::Serialize;
use std::collections::BTreeMap;

/// What a reader in conflict with some of its proposals sees of a run.
#[derive(Debug, Clone)]
pub enum Redaction {
    /// The result is announced.
    Announced(Box<Redacted>),
    /// The result is not announced.
    Unannounced(Box<Unplaced>),
}

/// The other proposals with their true places and outcomes.
#[derive(Debug, Clone)]
pub struct Redacted {
    pub inputs: Inputs,
    pub findings: Findings,
}

/// The other proposals, without places.
#[derive(Debug, Clone)]
pub struct Unplaced {
    pub inputs: Inputs,
    pub others: Others,
}

/// The data of the other proposals that do not depend on the hidden one.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Others {
    pub method: String,
    pub rules_hash: String,
    pub seats: u32,
    /// By number.
    pub places: Vec<Scored>,
    pub not_ranked: Vec<NotRanked>,
    pub divergent: Vec<DivergentProposal>,
    pub rescored: Vec<RescoredSheet>,
    /// Why nothing more is shown.
    pub withheld: Bilingual,
}

/// A proposal with its scores. Its place and outcome are null until the result is announced.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Scored {
    place: Option<u32>,
    pub proposal: ProposalId,
    pub number: String,
    pub level: String,
    pub unit: UnitCode,
    pub problem: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub cost: Option<u64>,
    pub value: Fraction,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub joined: Option<JoinedScore>,
    pub criteria: BTreeMap<String, Fraction>,
    pub thresholds: Vec<ThresholdResult>,
    outcome: Option<Outcome>,
    reserve_position: Option<u32>,
}

impl From<Place> for Scored {
    fn from(place: Place) -> Self {
        Self {
            place: None,
            proposal: place.proposal,
            number: place.number,
            level: place.level,
            unit: place.unit,
            problem: place.problem,
            cost: place.cost,
            value: place.value,
            joined: place.joined,
            criteria: place.criteria,
            thresholds: place.thresholds,
            outcome: None,
            reserve_position: None,
        }
    }
}

/// A run as this reader may know it; `None` if they may know everything. It does not matter whether
/// the hidden proposal has a place in the run, because that is hidden too.
pub(super) fn redact(
    (inputs, findings): (Inputs, Findings),
    withheld: &Withheld,
    knowledge: Knowledge,
) -> Result<Option<Redaction>, Failure> {
    let inputs = without(inputs, withheld);
    Ok(match knowledge {
        Knowledge::Everything => None,
        Knowledge::PublicOnly => {
            let findings = announced(findings, withheld)?;
            Some(Redaction::Announced(Box::new(Redacted { inputs, findings })))
        }
        Knowledge::Nothing => {
            let others = unplaced(findings, withheld);
            Some(Redaction::Unannounced(Box::new(Unplaced { inputs, others })))
        }
    })
}

fn without(mut inputs: Inputs, withheld: &Withheld) -> Inputs {
    inputs.tie_votes.retain(|vote| !vote.votes.keys().any(|number| withheld.hides_number(number)));
    inputs.proposals.retain(|contender| !withheld.hides(&contender.id));
    inputs
}

fn unplaced(findings: Findings, withheld: &Withheld) -> Others {
    let mut findings = rows_left(findings, withheld);
    findings.places.sort_by(|one, other| one.number.cmp(&other.number));
    findings.not_ranked.sort_by(|one, other| one.id.cmp(&other.id));
    Others {
        method: findings.method,
        rules_hash: findings.rules_hash,
        seats: findings.seats,
        places: findings.places.into_iter().map(Scored::from).collect(),
        not_ranked: findings.not_ranked,
        divergent: findings.divergent,
        rescored: findings.rescored,
        withheld: unplaced_in_words(),
    }
}

/// Certificates prove the whole run, so none is shown. A reason that names a hidden proposal or
/// reveals its money is withheld. The model reads all proposals together (the probabilities sum to
/// the seats), so none of its reading is shown. Hashes of the whole are left out, because guesses
/// could be tested against them.
fn announced(findings: Findings, withheld: &Withheld) -> Result<Findings, Failure> {
    let mut findings = rows_left(findings, withheld);
    findings.calibration = Calibration::withheld(&findings.calibration);
    findings.inputs_hash = String::new();
    findings.salt = None;
    findings.conflict = None;
    findings.conflict_in_words = None;
    findings.released_floors = Vec::new();
    // Both contain names, and the succession would show where the hidden proposals stand.
    findings.attempts.clear();
    findings.succession.clear();
    // Who drew lots, and against whom, follows from the model's reading of all proposals.
    let drawn = findings.zone_lot.take().map_or_else(Vec::new, |lot| lot.drawn);
    for place in &mut findings.places {
        place.calibrated = None;
        explain(place, withheld)?;
        if drawn.iter().any(|lot| lot.number == place.number) {
            place.reason = withheld_reason();
        }
    }
    Ok(findings)
}

fn rows_left(mut findings: Findings, withheld: &Withheld) -> Findings {
    findings.not_ranked.retain(|entry| !withheld.hides_number(&entry.id));
    findings.places.retain(|place| !withheld.hides(&place.proposal));
    findings.divergent.retain(|found| !withheld.hides(&found.proposal));
    findings.rescored.retain(|found| !withheld.hides(&found.proposal));
    findings
}

/// The reason, as far as it may be shown.
fn explain(place: &mut Place, withheld: &Withheld) -> Result<(), Failure> {
    place.ties.retain(|tie| !withheld.hides_number(&tie.with));
    let Some(certificate) = place.certificate.take() else { return Ok(()) };
    let is_named = withheld.is_named_in(&serde_json::to_string(&certificate)?);
    if is_named || tells_what_is_left(&certificate) {
        place.reason = withheld_reason();
    }
    Ok(())
}

/// The money left reveals what the proposals before it cost together.
fn tells_what_is_left(certificate: &Certificate) -> bool {
    matches!(certificate.verdict, Verdict::SelectedInPart { .. } | Verdict::OverBudget { .. })
}

/// Replaces a reason that would reveal a hidden proposal.
pub fn withheld_reason() -> Bilingual {
    Bilingual {
        id: "Alasan ini tidak ditampilkan karena menyebut proposal yang menimbulkan benturan \
             kepentingan bagi Anda."
            .to_owned(),
        en: "This reason is withheld: it names a proposal that you are in conflict of interest with."
            .to_owned(),
    }
}

fn unplaced_in_words() -> Bilingual {
    Bilingual {
        id: "Anda memiliki benturan kepentingan dengan proposal dalam seleksi ini. Sampai hasil \
             diumumkan, tempat dan hasil proposal lain tidak ditampilkan: dari situ kedudukan \
             proposal itu dapat diketahui."
            .to_owned(),
        en: "You are in conflict of interest with a proposal of this selection. Until the result is \
             announced, the places and outcomes of the others are withheld: they would tell where \
             that proposal stands."
            .to_owned(),
    }
}

#[cfg(test)]
mod tests;
