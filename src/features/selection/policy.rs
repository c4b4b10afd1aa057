//! The frozen definition as input of the ranking and of the quota. Pure.

use super::inputs::ScoredProposal;
use crate::features::calls::{self, Definition, TieBreak};
use selection_math::quota::{Barred, Candidate};
use selection_math::ranking::{self, Measure, Policy, Ranked, Scored, Sheet, Threshold, TieKey};
use std::collections::BTreeMap;

pub use crate::features::calls::rules::quotas as limits;

/// The announced policy as the ranking's input.
pub fn policy(definition: &Definition, tie_seed: &str) -> Policy {
    let rubric = &definition.rubric;
    let total = rubric
        .thresholds
        .total
        .map(|minimum| Threshold { measure: Measure::Total, minimum: minimum.into() });
    let knock_outs = rubric.thresholds.criteria.iter().map(|(code, minimum)| Threshold {
        measure: Measure::Criterion { criterion: code.clone() },
        minimum: (*minimum).into(),
    });
    let key = |tie_break: &TieBreak| match tie_break {
        TieBreak::CriterionMean { criterion } => {
            TieKey::CriterionMean { criterion: criterion.clone() }
        }
        TieBreak::FewerAwards => TieKey::FewerAwards,
    };
    Policy {
        criteria: rubric.criteria.iter().map(|criterion| criterion.code.clone()).collect(),
        aggregate: match definition.ranking.aggregate {
            calls::Aggregate::Mean => ranking::Aggregate::Mean,
            calls::Aggregate::Median => ranking::Aggregate::Median,
        },
        minimum_sheets: definition.panel.sheets_per_proposal,
        thresholds: total.into_iter().chain(knock_outs).collect(),
        tie_breaks: definition.ranking.tie_breaks.iter().map(key).collect(),
        seed: tie_seed.to_owned(),
    }
}

pub(super) fn scored(definition: &Definition, contender: &ScoredProposal) -> Scored {
    let criteria = &definition.rubric.criteria;
    let sheets = contender.sheets.iter().map(|sheet| Sheet {
        total: sheet.total,
        scores: criteria
            .iter()
            .map(|criterion| sheet.scores.get(&criterion.code).copied().map(i64::from))
            .collect(),
    });
    Scored {
        id: contender.number.clone(),
        sheets: sheets.collect(),
        earlier_awards: contender.earlier_awards,
    }
}

/// The class of a proposal in each family that a limit can be about.
pub fn classes(contender: &ScoredProposal) -> BTreeMap<String, String> {
    let remote = if contender.remote { "remote" } else { "other" };
    [
        ("unit", contender.unit.as_str()),
        ("problem", &contender.problem),
        ("level", &contender.level),
        ("remote", remote),
        ("unit_kind", &contender.unit_kind),
        ("region", &contender.region),
    ]
    .map(|(family, class)| (family.to_owned(), class.to_owned()))
    .into()
}

pub(super) fn candidate(ranked: &Ranked, contender: &ScoredProposal) -> Candidate {
    let failures = ranked.failures();
    Candidate {
        id: ranked.id.clone(),
        classes: classes(contender),
        cost: contender.cost.unwrap_or(0),
        barred: (!failures.is_empty()).then_some(Barred::BelowThreshold { failures }),
        ties: ranked.ties.clone(),
    }
}
