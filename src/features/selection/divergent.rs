//! Divergent proposals and sheets that were scored a second time, as a run finds them. Pure.

use super::inputs::{CountedSheet, FirstSheet, Inputs, ScoredProposal};
use crate::features::calls::Definition;
use crate::features::reviews::{Divergence, Score, Sheet, divergence};
use crate::kernel::ids::{ProposalId, UserId};
use serde::{Deserialize, Serialize};

/// A proposal that needs reconciliation before the run may be adopted.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
pub struct DivergentProposal {
    pub proposal: ProposalId,
    #[schema(example = "TB-2026-0012")]
    pub number: String,
    /// Locked sheets that count.
    pub sheets: u32,
    #[serde(flatten)]
    pub divergence: Divergence,
}

/// A sheet that was reopened and handed in again; the run counts the second version and shows both.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub struct RescoredSheet {
    pub proposal: ProposalId,
    #[schema(example = "TB-2026-0012")]
    pub number: String,
    pub reviewer: UserId,
    pub first: FirstSheet,
    /// Σ weight × score of the sheet that counts.
    pub total: i64,
}

/// Every divergent proposal, by number.
pub(super) fn divergent(definition: &Definition, inputs: &Inputs) -> Vec<DivergentProposal> {
    let mut found: Vec<DivergentProposal> = inputs
        .proposals
        .iter()
        .filter_map(|contender| {
            let sheets: Vec<Sheet> = contender.sheets.iter().map(as_sheet).collect();
            let sheets: Vec<&Sheet> = sheets.iter().collect();
            let divergence = divergence(&definition.rubric, &definition.panel, &sheets)?;
            Some(DivergentProposal {
                proposal: contender.id.clone(),
                number: contender.number.clone(),
                sheets: u32::try_from(sheets.len()).unwrap_or(u32::MAX),
                divergence,
            })
        })
        .collect();
    found.sort_by(|one, other| one.number.cmp(&other.number));
    found
}

/// Every sheet scored a second time, by number and reviewer.
pub(super) fn rescored(inputs: &Inputs) -> Vec<RescoredSheet> {
    let of_contender = |contender: &ScoredProposal| -> Vec<RescoredSheet> {
        let twice = |sheet: &CountedSheet| {
            Some(RescoredSheet {
                proposal: contender.id.clone(),
                number: contender.number.clone(),
                reviewer: sheet.reviewer.clone(),
                first: sheet.first.clone()?,
                total: sheet.total,
            })
        };
        contender.sheets.iter().filter_map(twice).collect()
    };
    let mut found: Vec<RescoredSheet> = inputs.proposals.iter().flat_map(of_contender).collect();
    found.sort_by(|one, other| (&one.number, &one.reviewer).cmp(&(&other.number, &other.reviewer)));
    found
}

fn as_sheet(counted: &CountedSheet) -> Sheet {
    let score = |(code, score): (&String, &u32)| {
        (code.clone(), Score { score: Some(*score), reason: String::new() })
    };
    Sheet { scores: counted.scores.iter().map(score).collect(), ..Sheet::default() }
}
