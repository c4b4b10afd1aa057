//! A selection run as a document: its results. Canonical JSON with a hash; the inputs are in
//! `inputs`.

use super::calibration::{Calibrated, Calibration};
use super::divergent::{DivergentProposal, RescoredSheet};
use super::inputs::{Inputs, uses_awards};
use super::lot::ZoneLot;
use super::official::Outcome;
use crate::features::calls::{Bilingual, Definition};
use crate::kernel::clock::Timestamp;
use crate::kernel::ids::{CallId, ProposalId, RunId, UnitCode, UserId};
use crate::text_enum;
use selection_math::quota::{Attempt, Certificate, Conflict, ReleasedFloor, Verdict};
use selection_math::ranking::{Fraction, JoinedScore, NotRanked, ThresholdResult, Tie};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// Whether two inputs are the same under the rules of a call. What no rule reads is ignored, such
/// as the region of a unit if no limit is about regions.
pub fn is_same_field(definition: &Definition, one: &Inputs, other: &Inputs) -> bool {
    as_used(definition, one) == as_used(definition, other)
}

fn as_used(definition: &Definition, inputs: &Inputs) -> Inputs {
    let families = super::policy::limits(definition).families;
    let is_limited = |family: &str| families.contains_key(family);
    let (awards, remote) = (uses_awards(definition), is_limited("remote"));
    let (kind, region) = (is_limited("unit_kind"), is_limited("region"));
    let mut used = inputs.clone();
    for contender in &mut used.proposals {
        contender.earlier_awards = if awards { contender.earlier_awards } else { 0 };
        contender.remote &= remote;
        if !kind {
            contender.unit_kind.clear();
        }
        if !region {
            contender.region.clear();
        }
    }
    used
}

/// The results of a run.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Findings {
    /// The method that computed it; the same method gives the same bytes for the same inputs.
    #[schema(example = "tubel-selection/6")]
    pub method: String,
    pub rules_hash: String,
    /// Empty for a reader in conflict with a part of the proposals.
    pub inputs_hash: String,
    /// Drawn when a run is kept, so that nobody can find these findings by guessing and comparing
    /// the public hash. It is also part of the hashes of the outcomes.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub salt: Option<String>,
    pub seats: u32,
    /// Whether any set of proposals keeps all limits.
    pub feasible: bool,
    pub selected: u32,
    pub reserves: u32,
    pub conflict: Option<Conflict>,
    /// The conflict in words, if there is one.
    pub conflict_in_words: Option<Bilingual>,
    pub released_floors: Vec<ReleasedFloor>,
    /// Fillings abandoned because of the budget, with the proof for every floor that was lowered.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub attempts: Vec<Attempt>,
    /// Who would get each seat if it were given up, in order of the ranking.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub succession: Vec<Succession>,
    /// In order of the ranking.
    pub places: Vec<Place>,
    pub not_ranked: Vec<NotRanked>,
    /// The result of the announced lot among proposals too close to call; `places` are in the order
    /// after it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub zone_lot: Option<ZoneLot>,
    /// The model's reading of the same sheets. It only decides who draws the lot of the zone, if
    /// the call has one.
    pub calibration: Calibration,
    /// Proposals with divergent sheets; they must be reconciled before a run is adopted.
    pub divergent: Vec<DivergentProposal>,
    /// Sheets that were scored a second time, with their first version.
    pub rescored: Vec<RescoredSheet>,
}

/// What would happen to one seat if it were given up.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Succession {
    /// Who has the seat.
    #[schema(example = "TB-2026-0012")]
    pub number: String,
    /// Who would get it; null if nobody could, and the seat would stay empty.
    pub next: Option<String>,
}

/// One place of the ranking with its outcome and the reason.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Place {
    /// 1 is best.
    pub place: u32,
    pub proposal: ProposalId,
    pub number: String,
    pub level: String,
    pub unit: UnitCode,
    pub problem: String,
    /// The amount asked for in whole rupiah, if the call has a budget.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub cost: Option<u64>,
    /// The exact aggregate of the totals; with an interview, both joined.
    pub value: Fraction,
    /// Of what the value is made, if the call has interviews.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub joined: Option<JoinedScore>,
    /// The exact mean for each criterion.
    pub criteria: BTreeMap<String, Fraction>,
    pub thresholds: Vec<ThresholdResult>,
    pub ties: Vec<Tie>,
    pub outcome: Outcome,
    /// 1 is promoted first.
    pub reserve_position: Option<u32>,
    /// The reason, in words.
    pub reason: Bilingual,
    /// The reason, as data that `tubel selection check` verifies by counting.
    pub certificate: Option<Certificate>,
    /// The model's reading; `None` if it cannot be determined.
    pub calibrated: Option<Calibrated>,
}

impl Place {
    /// The exact aggregate of the sheets on the document alone.
    pub fn document(&self) -> Fraction {
        self.joined.as_ref().map_or(self.value, |joined| joined.document)
    }

    /// The amount that the run grants, if the call has a budget: the whole cost, or what was left.
    pub fn granted(&self) -> Option<u64> {
        match &self.certificate.as_ref()?.verdict {
            Verdict::Selected { .. } => self.cost,
            Verdict::SelectedInPart { granted, .. } => Some(*granted),
            _ => None,
        }
    }

    /// The amount that a decision grants: nothing without a seat; the whole cost if the run gave no
    /// seat.
    pub fn granted_as(&self, decided: Outcome) -> Option<u64> {
        (decided == Outcome::Selected).then(|| self.granted().or(self.cost)).flatten()
    }
}

text_enum! {
    pub enum RunState {
        Computed = "computed",
        Adopted = "adopted",
        Superseded = "superseded",
    }
}

/// A kept run, without its documents.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, utoipa::ToSchema)]
pub struct Run {
    pub id: RunId,
    pub call: CallId,
    /// 1, 2, 3 … within the call.
    pub number: i32,
    pub state: RunState,
    /// Absent for a reader in conflict with a part of the proposals, who could test guessed scores
    /// with it.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub inputs_hash: String,
    pub rules_hash: String,
    /// SHA-256 of the findings' canonical JSON.
    pub document_hash: String,
    pub computed_by: UserId,
    pub computed_at: Timestamp,
    /// Why proposals that lack sheets were left out, if there were any.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub left_out_reason: Option<String>,
}
