//! A decision by name, as the decider reads it, and the hash of exactly that.

use super::{DecidedOutcome, Decision};
use crate::features::calls::Bilingual;
use crate::features::proposals::Named;
use crate::features::selection::Outcome;
use crate::kernel::canonical;
use crate::kernel::errors::Failure;
use crate::kernel::ids::ProposalId;
use serde::Serialize;
use serde_json::json;
use std::collections::BTreeMap;

/// The outcome of one proposal, with the candidate's name and the reason.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, utoipa::ToSchema)]
pub struct NamedOutcome {
    pub proposal: ProposalId,
    #[schema(example = "TB-2026-0012")]
    pub number: String,
    /// The candidate's name.
    pub name: String,
    /// As submitted.
    pub title: String,
    pub place: u32,
    pub outcome: Outcome,
    pub reserve_position: Option<u32>,
    pub reason: Bilingual,
    pub deviation_reason: Option<String>,
}

/// The outcomes that a reader is shown, each with its name.
pub(super) fn named(
    outcomes: &[DecidedOutcome],
    people: &BTreeMap<ProposalId, Named>,
) -> Vec<NamedOutcome> {
    let one = |outcome: &DecidedOutcome| {
        let named = people.get(&outcome.proposal);
        NamedOutcome {
            proposal: outcome.proposal.clone(),
            number: outcome.number.clone(),
            name: named.map_or_else(String::new, |named| named.candidate.clone()),
            title: named.map_or_else(String::new, |named| named.title.clone()),
            place: outcome.place,
            outcome: outcome.outcome,
            reserve_position: outcome.reserve_position,
            reason: outcome.reason.clone(),
            deviation_reason: outcome.deviation_reason.clone(),
        }
    };
    outcomes.iter().map(one).collect()
}

/// SHA-256 of everything shown: every name with its number, outcome, reason and deviation, and the
/// minutes. It belongs to this reader: what is withheld from them is not part of it.
pub(super) fn shown_hash(decision: &Decision, shown: &[NamedOutcome]) -> Result<String, Failure> {
    let all = json!({
        "outcomes_hash": decision.outcomes_hash, "minutes": decision.minutes, "names": shown,
    });
    Ok(canonical::hash_of(&all)?)
}

/// The hash as it is put on the record: with a salt that is not recorded, so that a reader who may
/// not know one line cannot find it by guessing.
pub(super) fn salted(shown_hash: &str, salt: &str) -> String {
    canonical::sha256_hex(format!("{salt}:{shown_hash}"))
}
