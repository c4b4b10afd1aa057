//! A run as somebody reads it who is in conflict with some of its proposals. Pure. The kept papers stay
//! as they are; what comes out here has no hash of its own and is never stored.
//!
//! Two cases, told apart by types, so that no page or paper can take the one for the other. While the
//! result is not announced, the others are shown with what is their own and without any place or
//! outcome: a gap among places is the place of the hidden one, and the seats less the seats shown are its
//! outcome. Once it is announced, places and outcomes are shown as they are, with the hidden rows left out.

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
use selection_math::ranking::{Fraction, NotRanked, ThresholdResult};
use serde::Serialize;
use std::collections::BTreeMap;

/// What is left of a run for a reader in conflict with a part of its field.
#[derive(Debug, Clone)]
pub enum Redaction {
    /// The result is out.
    Announced(Box<Redacted>),
    /// It is not.
    Unannounced(Box<Unplaced>),
}

/// The others with their true places and outcomes.
#[derive(Debug, Clone)]
pub struct Redacted {
    pub inputs: Inputs,
    pub findings: Findings,
}

/// The others, without any place.
#[derive(Debug, Clone)]
pub struct Unplaced {
    pub inputs: Inputs,
    pub others: Others,
}

/// What the others have of their own, whatever becomes of the one that is hidden.
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
    /// Why that is all.
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
            criteria: place.criteria,
            thresholds: place.thresholds,
            outcome: None,
            reserve_position: None,
        }
    }
}

/// A run as this reader may know it; none when they may know everything. It makes no difference whether
/// the hidden proposal has a place in the run, for that is a part of what is hidden.
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

/// Certificates prove the whole run, so none is shown; a reason that names a hidden proposal or tells its
/// money is withheld. The model reads all proposals together (the chances sum to the seats), so none of
/// its reading is shown. A hash of what can be guessed tells it, so those of the whole are left out.
fn announced(findings: Findings, withheld: &Withheld) -> Result<Findings, Failure> {
    let mut findings = rows_left(findings, withheld);
    findings.calibration = Calibration::withheld(&findings.calibration);
    findings.inputs_hash = String::new();
    findings.salt = None;
    findings.conflict = None;
    findings.conflict_in_words = None;
    findings.released_floors = Vec::new();
    // Both name names, and who would follow whom tells where the hidden stand.
    findings.attempts.clear();
    findings.succession.clear();
    // Who drew lots, and against whom, is the model's reading of all.
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

/// The reason as far as it may be known.
fn explain(place: &mut Place, withheld: &Withheld) -> Result<(), Failure> {
    place.ties.retain(|tie| !withheld.hides_number(&tie.with));
    let Some(certificate) = place.certificate.take() else { return Ok(()) };
    let is_named = withheld.is_named_in(&serde_json::to_string(&certificate)?);
    if is_named || tells_what_is_left(&certificate) {
        place.reason = withheld_reason();
    }
    Ok(())
}

/// What is left of the money tells what those before it cost together.
fn tells_what_is_left(certificate: &Certificate) -> bool {
    matches!(certificate.verdict, Verdict::SelectedInPart { .. } | Verdict::OverBudget { .. })
}

/// In place of a reason that would tell of a hidden proposal.
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
